"""Each row tells programs the version in which its entry last changed."""

import csv
import io

import pytest
from django.test import Client

from measures.models import Measure
from portal.changes.models import Version
from portal.record.revising import batch
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def versions(name: str, query: str = "") -> dict[str, str]:
    """The version of each row of a list by the address of the row."""
    response = Client().get(f"/{name}.csv?profile=data{query}")
    text = body(response).decode()
    found = csv.DictReader(io.StringIO(text))
    return {row["entry_address"]: row["updated_version"] for row in found}


def change(slug: str, **values) -> int:
    with batch():
        row = Measure.objects.get(slug=slug)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return Version.objects.current().number


def test_a_row_tells_when_its_entry_last_changed():
    first = str(Version.objects.current().number)
    assert set(versions("partners").values()) == {first}
    version = str(change("talks", title_ja="長い会談"))
    assert versions("measures")["/measures/talks/"] == version
    # So do the rows of the entry, and no others.
    assert set(versions("citations").values()) == {version}
    assert set(versions("partners").values()) == {first}
    assert set(versions("sections").values()) == {first}


def test_what_is_asked_for_as_it_stood_tells_the_version_of_then():
    first = Version.objects.current().number
    version = change("talks", title_ja="長い会談")
    change("talks", title_ja="短い会談")
    assert versions("measures", f"&as_of=v{version}")["/measures/talks/"] == str(version)
    assert versions("measures", f"&as_of=v{first}")["/measures/talks/"] == str(first)
