"""The files of tables that have no page, for programs."""

import functools

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext

from portal.lists.csvw import BESIDE, described
from portal.lists.declaration import Table
from portal.lists.download import csv_download
from portal.lists.export import attachment, plain_blocks
from portal.lists.faults import Fault, clipped
from portal.lists.links import linked, links_of_table
from portal.lists.provenance import names_of_table
from portal.lists.request import database_of, stamp_of
from portal.lists.views import refusal
from portal.pages.lists import TABLES


def table_csv(table: Table, request: HttpRequest) -> HttpResponse:
    """All rows of a table as CSV; 400 where anything is asked of it."""
    if request.GET:
        return not_understood(request)
    blocks = plain_blocks(table, database_of(request))
    names = names_of_table(table, stamp_of(request).number)
    response = csv_download(request, blocks, attachment(*names, "csv"))
    return linked(request, response, links_of_table(table))


def not_understood(request: HttpRequest) -> HttpResponse:
    """400: nothing can be asked of a table that is always the whole."""
    words = gettext("“%(name)s” is not understood: this file is always the whole table.")
    return refusal([Fault(words % {"name": clipped(next(iter(request.GET)))}, "")])


def table_metadata(table: Table, request: HttpRequest) -> HttpResponse:
    """What the columns of that file are; 400 where anything is asked of it."""
    if request.GET:
        return not_understood(request)
    return described(table, table.data_columns, table.csv_address)


urlpatterns = [
    path(f"data/{table.name}.csv{end}", functools.partial(view, table), name=f"{table.name}-{name}")
    for table in TABLES
    for end, view, name in (("", table_csv, "table"), (BESIDE, table_metadata, "csvw"))
]
