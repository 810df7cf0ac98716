"""Who names an entry is found by what leads to it and what holds its address, not in all forms."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.models import Measure
from policies.admin.addresses import page_of
from portal.record.fields import FormField
from portal.record.models import Entry, Revision
from portal.record.moving import Renaming, naming
from portal.record.schema import kinds, schema_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def renamings() -> list[Renaming]:
    """Each entry that has a name of its own getting another key."""
    found = []
    for head in Entry.objects.filter(kind__in=kinds()).exclude(row=None):
        model = schema_of(head.kind).model
        if len(model.KEY) == 1:
            page = page_of(model.objects.get(pk=head.row))
            to = page and page.removesuffix(head.key) + "another"
            found.append(Renaming(head.kind, head.key, "another", (page, to)))
    return found


def by_reading_all(renaming: Renaming) -> list[tuple[str, str]]:
    """The entries that name one, by a look into the form of each."""
    head = Entry.objects.get(kind=renaming.kind, key=renaming.old)
    pks = naming(head.kind, head.row, "default")
    found = []
    for each in Revision.objects.current().exclude(form=None).order_by("pk"):
        text = json.dumps(each.form, ensure_ascii=False)
        told = renaming.address and renaming.pattern.search(text)
        if each.entry != head and (told or each.entry.row in pks.get(each.entry.kind, ())):
            found.append((each.entry.kind, each.entry.key))
    return found


def test_it_is_who_would_be_found_by_reading_all():
    row = Measure.objects.get(slug="talks")
    row.summary_en = "As measures/act says, and measures/act-of-another does not."
    row.save()
    other = Measure.objects.get(slug="act")
    other.summary_en = "See Measures/Talks and measures/talks-2."
    other.save()
    told = 0
    for each in renamings():
        found = [(head.kind, head.key) for head, _form in each.concerned("default")]
        assert found == by_reading_all(each), each.old
        told += len(found)
    assert told > 5


def read_by(renaming: Renaming, monkeypatch) -> tuple[int, int, int]:
    """How many forms are read, in how many statements, and how many entries are found."""
    read = []
    real = FormField.from_db_value
    with monkeypatch.context() as patch:
        patch.setattr(FormField, "from_db_value", lambda *given: read.append(1) or real(*given))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = renaming.concerned("default")
    return len(read), len(asked), len(found)


@pytest.mark.bundled
def test_forms_are_read_of_who_may_name_it_alone(monkeypatch):
    row = Measure.objects.get(slug="espa-2022")
    page = page_of(row)
    read, _asked, found = read_by(
        Renaming("measure", row.slug, "x", (page, page + "-x")), monkeypatch
    )
    everything = Revision.objects.current().exclude(form=None).count()
    assert 0 < found <= read < everything / 4


def test_the_statements_do_not_grow_with_the_record(monkeypatch):
    row = Measure.objects.get(slug="act")
    page = page_of(row)
    renaming = Renaming("measure", "act", "x", (page, "measures/x"))
    renaming.concerned("default")
    before = read_by(renaming, monkeypatch)
    for number in range(8):
        Measure.objects.create(
            slug=f"zz-{number}", kind="project", title_ja=f"計画{number}号",
            title_en=f"P {number}", reading=f"けいかく{number}ごう", summary_ja="概要。",
            summary_en="It.",
        )  # fmt: skip
    assert read_by(renaming, monkeypatch) == before
