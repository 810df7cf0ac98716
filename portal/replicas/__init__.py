"""Reading from PostgreSQL's own replicas: which one has what the site knows of, and is well."""
