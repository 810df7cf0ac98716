"""Rows that each get values of their own are written in one statement."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.record.models import Batch, Entry
from portal.rows.updating import update_each

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_each_row_gets_its_own_values_and_keeps_the_rest():
    first, second, third = Entry.objects.order_by("pk")[:3]
    first.number, first.row, first.key = 7, None, "told to nobody"
    second.number, second.moved_to = 8, "“elsewhere” 100%"
    third.number = 9
    with CaptureQueriesContext(connection) as captured:
        update_each(Entry.objects.all(), [first, second], ["number", "row", "moved_to"])
    assert len(captured) == 1
    names = ("number", "row", "moved_to")
    found = {each.pk: each for each in Entry.objects.all()}
    for each in (first, second):
        assert [getattr(found[each.pk], n) for n in names] == [getattr(each, n) for n in names]
    assert found[first.pk].key != first.key
    assert found[third.pk].number != 9


def test_moments_are_written_as_they_are_read():
    batch = Batch.objects.order_by("pk").first()
    batch.made_at = datetime.datetime(2025, 4, 1, 12, 30, tzinfo=datetime.UTC)
    update_each(Batch.objects.all(), [batch], ["made_at"])
    assert Batch.objects.get(pk=batch.pk).made_at == batch.made_at


def test_nothing_is_asked_where_there_is_nothing_to_write(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_each(Entry.objects.all(), [], ["number"])
