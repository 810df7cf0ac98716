"""Names while one types: the page of names, and what the search box offers."""
