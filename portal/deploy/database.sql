-- An empty database with the rights of the roles of roles.sql; also one that a backup comes back to.
-- As the administrator of PostgreSQL: psql -X -v ON_ERROR_STOP=1 -v name=shirube -f database.sql

-- The order of texts is the site's own; C is the same on every machine and after every upgrade.
CREATE DATABASE :"name" OWNER shirube_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C';
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO shirube_app, shirube_readonly;
\connect :"name"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO shirube_owner;
GRANT USAGE ON SCHEMA public TO shirube_app, shirube_readonly;
-- Also of tables that a migration or a restore makes.
ALTER DEFAULT PRIVILEGES FOR ROLE shirube_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shirube_app;
ALTER DEFAULT PRIVILEGES FOR ROLE shirube_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO shirube_app;
