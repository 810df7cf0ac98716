-- Who may do what in PostgreSQL. As its administrator: psql -X -v ON_ERROR_STOP=1 -f roles.sql
-- Passwords are set afterwards, typed and not written: \password shirube_owner, and so on.

-- Owns the tables: migrations, backups, timers. No limits: a backup takes as long as it takes.
CREATE ROLE shirube_owner LOGIN CONNECTION LIMIT 10;
ALTER ROLE shirube_owner SET jit = off;

-- The site. As many connections as PgBouncer holds.
CREATE ROLE shirube_app LOGIN CONNECTION LIMIT 40;
-- Here and not as startup options, which a pooler in transaction mode cannot pass on.
ALTER ROLE shirube_app SET statement_timeout = '10s'; -- a page; the site says where a download takes longer
ALTER ROLE shirube_app SET lock_timeout = '3s'; -- who sends a form waits longer; the site says so
ALTER ROLE shirube_app SET idle_in_transaction_session_timeout = '30s';
-- Compiling costs a tenth of a second on each export and wins nothing on statements of this shape.
ALTER ROLE shirube_app SET jit = off;
-- The price of a disk without a moving head; with that of a spinning one indexes are passed by.
ALTER ROLE shirube_app SET random_page_cost = 1.1;

-- Analysts who ask with SQL: what they may read is granted by readonly.sql, once there are tables.
CREATE ROLE shirube_readonly LOGIN CONNECTION LIMIT 5;
ALTER ROLE shirube_readonly SET statement_timeout = '5min';
ALTER ROLE shirube_readonly SET idle_in_transaction_session_timeout = '1min';
ALTER ROLE shirube_readonly SET default_transaction_read_only = on;
