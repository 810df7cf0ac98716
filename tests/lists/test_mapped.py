"""A file of SQLite is read as memory while it is written, and given back however that ends."""

import pytest
from django.db import connections

from measures.lists.measure_subjects import COLUMNS
from portal.changes.waiting import MAPPED
from portal.lists.export import csv_blocks
from tests.downloads import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def held() -> int:
    """Bytes of the file that are read as memory."""
    with connections["reader"].cursor() as cursor:
        return cursor.execute("PRAGMA mmap_size").fetchone()[0]


def test_what_is_left_half_way_is_given_back(apart):
    blocks = csv_blocks(ROWS.using("reader"), COLUMNS, "data", "")
    assert next(blocks)
    assert held() == 0
    assert next(blocks)
    assert held() == MAPPED
    blocks.close()
    assert held() == 0


def test_what_was_read_to_its_end_is_given_back(apart):
    assert len(list(csv_blocks(ROWS.using("reader"), COLUMNS, "data", ""))) > 2
    assert held() == 0


def test_what_failed_is_given_back(apart):
    blocks = csv_blocks(ROWS.using("reader"), COLUMNS, "data", "")
    next(blocks)
    next(blocks)
    with pytest.raises(RuntimeError):
        blocks.throw(RuntimeError("the disk is full"))
    assert held() == 0
