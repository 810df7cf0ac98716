-- What analysts of the office may read with SQL: the record, all but accounts, sessions, drafts and
-- attached copies. Measures that are not published are among its rows (published): for people
-- outside the site's own files are made. Again after each release. psql -X -v ON_ERROR_STOP=1 -f readonly.sql shirube
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM shirube_readonly;
DO $$
DECLARE
  kept text;
BEGIN
  FOR kept IN
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname = 'public'
      AND tablename ~ '^(measures|policies|version)_'
      AND tablename !~ '^policies_(attachment|copy|sectiontext)'
  LOOP
    EXECUTE 'GRANT SELECT ON ' || kept || ' TO shirube_readonly';
  END LOOP;
END
$$;
