"""Confirmations: of which value they are, when they hold, and that none survives a change."""

import csv
import datetime

import pytest
from django.core.management import call_command
from django.utils import translation

from measures.models import Citation, Measure
from policies.confirmed import confirmed_of
from policies.confirming import entries_by_pk, nodes_of, spot_at
from policies.models import Confirmation
from portal.dates.clock import today
from portal.record.applying import apply
from portal.record.asides import aside
from portal.record.edits import Edit
from portal.record.models import Batch, Revision
from portal.record.restoring import restore, without
from portal.record.writing import write

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CITATION = "citations/paper~11 会談"


def give(place: str, key: str = "talks", level: str = "second-reader") -> Confirmation:
    """A confirmation of what a measure says at a place now."""
    measure = Measure.objects.get(slug=key)
    (entry,) = entries_by_pk("measure", [measure.pk], "default").values()
    spot = spot_at(dict(nodes_of(entry)), place)
    return Confirmation.objects.create(
        entry_kind="measure",
        entry_key=key,
        place=place,
        level=level,
        by="課",
        day=datetime.date(2026, 4, 3),
        revision=1,
        digest=spot.digest,
    )


def holds(confirmation: Confirmation) -> bool:
    confirmation.refresh_from_db()
    return confirmation.holds


def edit(key: str, form: dict | None) -> None:
    """Let the form of a measure be another."""
    number = Revision.objects.current().get(entry__kind="measure", entry__key=key).number
    batch = Batch(via=Batch.Via.SCRIPT, kind=Batch.Kind.EDITORIAL)
    apply({("measure", key): Edit(form, number)}, batch)


def test_the_small_record_has_one_that_holds():
    found = Confirmation.objects.get()
    assert found.holds
    assert found.row_kind == "measures.citation"
    assert Citation.objects.get(pk=found.row).phrase == "会談"


def test_a_change_of_the_value_ends_it_and_the_former_value_brings_it_back():
    row, head = give(CITATION), give(".")
    assert holds(row)
    citation = Citation.objects.get(pk=row.row)
    citation.supports = ["title", "status"]
    citation.save()
    assert (holds(row), holds(head)) == (False, True)
    citation.supports = ["title"]
    citation.save()
    assert holds(row)


@pytest.mark.parametrize("field", ["phrase", "section"])
def test_another_place_of_reading_ends_it(field):
    kept = give("relations/same-topic act/reason_ja", level="division")
    assert (kept.refresh_from_db(), kept.field, kept.holds) == (None, "reason_ja", True)
    form = write(Measure.objects.get(slug="talks"))
    form["relations"][0][field] = {"phrase": "銅", "section": "paper/1-1"}[field]
    edit("talks", form)
    assert not holds(kept)


def test_rows_that_trade_places_keep_theirs():
    act = Measure.objects.get(slug="act")
    form = write(act)
    kept = [give(f"provisions/{row['code']}", "act") for row in form["provisions"]]
    assert len(kept) > 1
    form["provisions"].reverse()
    edit("act", form)
    assert [holds(each) for each in kept] == [True] * len(kept)


@pytest.mark.parametrize("key", ["act", "talks"])
def test_how_a_name_is_read_is_no_value_of_a_source(key):
    """It may be filled in or put right: who found the title in a source said nothing of it."""
    head, whole = give(".", key), give("", key)
    measure = Measure.objects.get(slug=key)
    measure.reading = "よみ"
    measure.save()
    assert (holds(head), holds(whole)) == (True, False)


@pytest.mark.bundled
def test_all_confirmations_of_the_record_hold():
    assert [each.entry_key for each in Confirmation.objects.filter(holds=False)] == []


def test_the_day_of_the_last_change_is_that_of_this_change():
    measure = Measure.objects.get(slug="talks")
    day = give("updated_on")
    assert holds(day)
    assert measure.updated_on != today()
    measure.summary_ja += "追記。"
    measure.save()
    assert Measure.objects.get(slug="talks").updated_on == today()
    assert not holds(day)


def test_the_whole_entry_is_all_that_it_says_but_its_day():
    whole = give("")
    measure = Measure.objects.get(slug="talks")
    Measure.objects.filter(pk=measure.pk).update(updated_on="2026-05-05")
    measure.refresh_from_db()
    measure.save()
    assert holds(whole)
    form = write(measure)
    form["relations"][0]["reason_en"] = "Both are about metals."
    edit("talks", form)
    assert not holds(whole)


def test_a_row_that_went_and_came_again_as_it_was_is_confirmed():
    kept = give(".", "act")
    Measure.objects.get(slug="act").delete()
    assert (holds(kept), kept.entry) == (False, None)
    restore(without(Batch.objects.latest("pk")), Batch(via=Batch.Via.RESTORE, kind="editorial"))
    assert holds(kept)
    assert kept.entry == Measure.objects.get(slug="act").pk


def test_a_rename_takes_it_along():
    kept, head = give(CITATION), give(".")
    measure = Measure.objects.get(slug="talks")
    measure.slug = "meeting"
    measure.save()
    assert (holds(kept), holds(head)) == (True, True)
    assert kept.entry_key == "meeting"


def test_what_names_no_kind_is_refused_by_the_load():
    entry = Confirmation(entry_kind="nonsense", entry_key="a", level="read", digest="0" * 16)
    with pytest.raises(Exception, match="nonsense|種類|kind"):
        entry.full_clean()


def test_one_that_was_given_is_dumped_and_loaded(tmp_path):
    give(".")
    call_command("dump_record", tmp_path, verbosity=0)
    text = (tmp_path / "confirmations.yaml").read_text()
    assert "place: .\n" in text
    assert "holds" not in text


# ---- what readers see


@pytest.mark.parametrize(
    ("language", "words", "day"),
    [("ja", "2人目が確認", "2026年4月3日"), ("en", "Second reader", "3 April 2026")],
)
def test_the_page_of_the_entry_and_the_csv_say_it(client, language, words, day):
    start = "" if language == "ja" else "/en"
    row = Citation.objects.get(measure__slug="talks")
    with translation.override("ja"):
        cite = row.cite_address
    told, filed = f"{words} {day}", f"{words} 2026-04-03"
    page = client.get(f"{start}/measures/talks/").text
    assert page.count(f'<span class="confirmed">{told}</span>') == 2  # at the row, and in sum
    assert told in client.get(f"{start}{cite}").text
    assert filed in b"".join(client.get(f"{start}/citations.csv?measure=talks")).decode()
    row.supports = ["title", "status"]
    row.save()
    for address in ("/measures/talks/", cite, "/citations.csv?measure=talks"):
        answer = client.get(f"{start}{address}")
        text = b"".join(answer).decode() if answer.streaming else answer.text
        assert told not in text
        assert filed not in text


def test_the_surest_is_told_first(client):
    give(CITATION, level="division")
    give(CITATION, level="read")
    row = Citation.objects.get(measure__slug="talks")
    lines = b"".join(client.get("/citations.csv?measure=talks")).decode().splitlines()
    assert "所管課が確認 2026-04-03" in next(csv.reader(lines[1:]))
    lines = b"".join(client.get("/citations.csv?measure=talks&profile=data")).decode().splitlines()
    told = next(csv.DictReader(lines))
    assert (told["confirmed_code"], told["confirmed_on"]) == ("division", "2026-04-03")
    page = client.get(row.cite_address).text
    assert page.index("所管課が確認") < page.index("2人目が確認") < page.index("1人が確認")


def test_what_is_tried_out_is_confirmed_by_nobody():
    measure = Measure.objects.get(slug="talks")
    assert confirmed_of(measure)
    with aside():
        assert not confirmed_of(measure)


def test_a_hidden_entry_is_confirmed_in_silence(client):
    hidden = Measure.objects.get(slug="talks")
    hidden.published = False
    hidden.save()  # moves the version: what is kept of lists goes by it, in later tests too
    for address in ("/citations.csv", "/measures.csv", "/corrections/", "/"):
        answer = client.get(address)
        text = b"".join(answer).decode() if answer.streaming else answer.text
        assert "2人目が確認" not in text
