from django.db import migrations

from portal.search.grams import RunSQLOn


class Migration(migrations.Migration):
    """Tokens of another sort: the index is emptied, and `prepare` makes it anew."""

    dependencies = [
        ("search", "0002_search"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM search_layout", migrations.RunSQL.noop),
        # Nothing can be taken from the table of FTS5 whose tokens are not known.
        RunSQLOn("sqlite", "DELETE FROM search_document", "DELETE FROM search_document"),
        RunSQLOn("sqlite", "DROP TABLE search_grams", "SELECT 1"),
        RunSQLOn(
            "sqlite",
            "CREATE VIRTUAL TABLE search_grams USING "
            "fts5(grams, content='', prefix='3', tokenize='ascii')",
            "CREATE VIRTUAL TABLE search_grams USING "
            "fts5(grams, content='', detail='none', tokenize='ascii')",
        ),
        RunSQLOn("sqlite", "SELECT 1", "DROP TABLE search_grams"),
        RunSQLOn(
            "postgresql",
            "ALTER TABLE search_document DROP COLUMN grams",
            "CREATE INDEX search_grams ON search_document USING gin (grams) "
            "WITH (fastupdate = off)",
        ),
        RunSQLOn(
            "postgresql",
            "ALTER TABLE search_document ADD COLUMN grams tsvector",
            "ALTER TABLE search_document ADD COLUMN grams text[]",
        ),
        RunSQLOn(
            "postgresql",
            "CREATE INDEX search_grams ON search_document USING gin (grams) "
            "WITH (fastupdate = off)",
            "ALTER TABLE search_document DROP COLUMN grams",
        ),
    ]
