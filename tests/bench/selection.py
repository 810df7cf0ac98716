"""Print the SELECT behind /measures.csv, with every value in it, as a shell can run it.

python -m tests.bench.selection
"""

from django.db import connection
from django.utils import translation

import tests.ready  # noqa: F401 - models below
from portal.lists.columns import rows
from portal.pages.lists import LISTS


def selection() -> str:
    """The SELECT of the whole list of measures, in the list's first order."""
    listing = next(each for each in LISTS if each.name == "measures")
    with translation.override("ja"):
        found = listing.entries().order_by(*listing.sorts[0].order)
        query = rows(found, listing.columns, "http://127.0.0.1")
        statement, values = query.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return connection.ops.compose_sql(statement, values)
        return connection.ops.last_executed_query(cursor, statement, values)


if __name__ == "__main__":
    print(selection())
