"""The index is made anew by several processes, while others save."""

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from portal.search import anew
from portal.search.checking import faults
from portal.search.corpus import gram_index
from tests.databases import own_copy


@pytest.mark.both
def test_what_is_saved_after_it_was_read_ahead_is_in_the_new_index(tmp_path):
    with own_copy("small", "anew", tmp_path) as address:
        told = subprocess.run(
            [sys.executable, "-m", "tests.search.edited_meanwhile"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )
    assert told.returncode == 0, told.stderr
    ahead, again, wrong = told.stdout.split(maxsplit=2)
    assert wrong.strip() == "[]"
    assert 3 <= int(again) < int(ahead), "steps were read ahead, and those of the saves again"


def shape() -> list[tuple]:
    """What stands in PostgreSQL beside the rows of documents."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'search_document' "
            "UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = 'search_document'::regclass UNION ALL "
            "SELECT relname, array_to_string(reloptions, ',') FROM pg_class "
            "WHERE relname ~ '^search_' AND relkind = 'r' UNION ALL "
            "SELECT tgname, '' FROM pg_trigger WHERE tgrelid = 'search_document'::regclass "
            "ORDER BY 1, 2"
        )
        return cursor.fetchall()


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_new_table_is_as_the_former_was():
    before = shape()
    anew.rebuild_all()
    assert shape() == before
    assert list(faults()) == []


@pytest.mark.postgresql
@pytest.mark.django_db
def test_who_reads_for_long_is_not_waited_for():
    """Others would wait behind whoever waits for the table."""
    using = connection.alias
    gram_index(using).begin()
    gram_index(using).merge()
    with psycopg.connect(**connection.get_connection_params()) as reader:
        reader.execute("SELECT id FROM search_document LIMIT 1")
        assert not anew.exchanged(using)
        reader.rollback()
        assert anew.exchanged(using)
