"""The grams of a document as migrations know them: a column of PostgreSQL with an index of its own.

SQLite keeps them in a table of FTS5, which no field could stand for. There the column stays empty,
so that a table which Django makes anew for a change has the columns of its model, and has no index.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

# What a schema editor runs where a database has no such index: it takes no None.
NOTHING = "SELECT 1"


class GramsField(models.Field):
    """A column of grams, which the index writes by itself; no query reads it as a value."""

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"


class GramsIndex(GinIndex):
    """The index over grams, without the list of pending entries that searches read through."""

    def __init__(self, *, fields: tuple[str, ...], name: str):
        super().__init__(fields=fields, name=name, fastupdate=False)

    def deconstruct(self):
        path, _args, kwargs = super().deconstruct()
        return path, (), {"fields": kwargs["fields"], "name": kwargs["name"]}

    def create_sql(self, model, schema_editor, using="", **kwargs):
        if schema_editor.connection.vendor != "postgresql":
            return NOTHING
        return super().create_sql(model, schema_editor, using, **kwargs)

    def remove_sql(self, model, schema_editor, **kwargs):
        if schema_editor.connection.vendor != "postgresql":
            return NOTHING
        return super().remove_sql(model, schema_editor, **kwargs)


class RunSQLOn(migrations.RunSQL):
    """SQL that one of the databases understands; for the other there is nothing to do."""

    def __init__(self, vendor: str, sql: str, reverse_sql: str):
        self.vendor = vendor
        super().__init__([sql], [reverse_sql])

    def deconstruct(self):
        return type(self).__qualname__, [self.vendor, *self.sql, *self.reverse_sql], {}

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == self.vendor:
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == self.vendor:
            super().database_backwards(app_label, schema_editor, from_state, to_state)
