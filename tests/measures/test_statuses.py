"""A status is a row with its day; a measure repeats the newest, and the former stay."""

import csv
import io

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from measures.facts import STATUS
from measures.lists.columns import status_label
from measures.models import Measure, MeasureStatus
from policies.models import Section, SourceDocument

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def act():
    measure = Measure.objects.get(slug="act")
    measure.statuses.all().delete()
    return measure


def status(measure: Measure, value: str, as_of: str, **given) -> MeasureStatus:
    section = Section.objects.order_by("pk").first()
    return MeasureStatus.objects.create(
        measure=measure, value=value, as_of=as_of, section=section, phrase="語", **given
    )


def kept(measure: Measure) -> tuple[str, str, bool]:
    """What the measure repeats of its newest status, as the database has it."""
    names = ("status", "status_as_of", "status_inferred")
    return Measure.objects.values_list(*names).get(pk=measure.pk)


def test_the_newest_is_repeated_and_the_former_stay(act):
    assert kept(act) == ("", "", False)
    status(act, "in-force", "2025-05-16", inferred=True, inference_ja="施行日による。")
    status(act, "considered", "2024-02")
    assert kept(act) == ("in-force", "2025-05-16", True)
    newer = status(act, "suspended", "2026-04-07")
    assert kept(act) == ("suspended", "2026-04-07", False)
    assert [row.value for row in MeasureStatus.objects.for_list().filter(measure=act)] == [
        "suspended",
        "in-force",
        "considered",
    ]
    newer.delete()
    assert kept(act) == ("in-force", "2025-05-16", True)
    MeasureStatus.objects.filter(measure=act).delete()
    assert kept(act) == ("", "", False)


def test_of_one_day_the_last_stands(act):
    status(act, "announced", "2026-04", position=0)
    status(act, "held", "2026-04", position=1)
    assert kept(act)[0] == "held"


def test_a_status_that_moves_to_another_measure_leaves_none_behind(act):
    other = Measure.objects.get(slug="talks")
    other.statuses.all().delete()
    row = status(act, "held", "2026-04-07")
    row.measure = other
    row.save()
    assert (kept(act)[0], kept(other)[0]) == ("", "held")


def test_rows_written_together_are_kept_too(act):
    section = Section.objects.order_by("pk").first()
    same = {"measure": act, "section": section, "phrase": "語"}
    MeasureStatus.objects.bulk_create(
        MeasureStatus(value=value, as_of=as_of, **same)
        for value, as_of in (("proposed", "2025-21"), ("announced", "2024-02"))
    )
    assert kept(act) == ("proposed", "2025-21", False)


def test_what_is_written_past_the_rows_is_found(act):
    status(act, "held", "2026-04-07")
    assert not Measure.objects.with_stale_status().exists()
    Measure.objects.filter(pk=act.pk).update(status_as_of="2026-04-08")
    assert list(Measure.objects.with_stale_status()) == [act]
    assert Measure.objects.keep_status() == 1
    assert kept(act)[1] == "2026-04-07"


def test_one_status_of_one_day_is_told_once(act):
    status(act, "held", "2026-04-07")
    with pytest.raises(IntegrityError), transaction.atomic():
        status(act, "held", "2026-04-07")


@pytest.mark.parametrize(
    ("language", "as_of", "words"),
    [
        ("ja", "2024-02", "2024年2月時点"),
        ("en", "2024-02", "as of February 2024"),
        ("ja", "2026-04-25/..", "2026年4月25日以降の資料の時点"),
        ("en", "2026-04-25/..", "as of a day not before 25 April 2026"),
    ],
)
def test_the_status_is_told_with_its_day(act, language, as_of, words):
    row = status(act, "considered", as_of)
    act.refresh_from_db()
    with translation.override(language):
        value, *_passed = STATUS.items(act)
        assert value.note == words
        assert act.status_as_of_words == words
        assert str(row).endswith(words)


def test_the_date_of_a_document_that_is_inferred_says_so(act):
    document = SourceDocument.objects.get(slug="paper")
    assert document.date_inferred
    row = status(act, "considered", document.date)
    with translation.override("ja"):
        assert row.as_of_words.endswith("（推定）")
    assert not status(act, "held", "2001-02-03").as_of_inferred


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_and_files_print_the_day_of_the_status(client, prefix):
    """On the page of the measure, in its list, in a brief, a comparison and the CSV."""
    talks = Measure.objects.get(slug="talks")
    assert talks.published
    with translation.override("en" if prefix else "ja"):
        words = talks.status_as_of_words
    assert talks.status == "held"
    for path in (
        "/measures/talks/",
        "/measures/",
        "/brief/?measure=talks",
    ):
        assert words in client.get(f"{prefix}{path}").content.decode(), path
    text = b"".join(client.get(f"{prefix}/measures.csv?profile=data")).decode()
    rows = {row["slug"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    assert rows["talks"]["status_as_of_edtf"] == "2026-04"


@pytest.mark.parametrize(
    ("kind", "words"),
    [("law", "In force or under way"), ("trade-remedy", "Under way"), ("dialogue", "Under way")],
)
def test_a_status_is_called_as_befits_the_kind(act, kind, words):
    """An investigation is under way and not in force: said alike of measure, status and list."""
    act.kind = kind
    act.save()
    status(act, "in-force", "2026-04-07")
    act.refresh_from_db()
    with translation.override("en"):
        assert act.get_status_display() == words
        assert act.statuses.get().get_value_display() == words
        listed = Measure.objects.annotate(words=status_label()())
        assert listed.get(pk=act.pk).words == words
        rows = MeasureStatus.objects.annotate(words=status_label("measure__")())
        assert rows.get(measure=act).words == words
