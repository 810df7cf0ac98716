"""Terms and names that checks know from the change before are those that the record has now."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from measures.checks import keeping, known
from measures.checks.batches import Asking
from measures.models import Citation, Measure
from policies.models import Partner, Section, Term, TermWord
from portal.changes.models import Change, Stamp
from portal.changes.tracking import one_version
from portal.findings.models import Finding

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def measure() -> Measure:
    """A measure whose summary says a word that is no plain word of any term yet."""
    known.KNOWN.clear()
    keeping.keep_all()
    row = Measure.objects.create(
        slug="zz-known", kind="project", title_ja="ある計画", title_en="A plan of its own",
        reading="あるけいかく", summary_ja="滅多に出ぬ語をいう。", summary_en="It.",
    )  # fmt: skip
    Citation.objects.create(
        measure=row, section=Section.objects.order_by("pk").first(), phrase="語", supports=["title"]
    )
    return row


def saved(measure: Measure) -> tuple[set[str], set[str]]:
    """What is found of a measure once its summary has changed, and what was read anew for that."""
    before = known.KNOWN["default"].asking if known.KNOWN else Asking()
    measure.summary_ja += "。"
    measure.save()
    found = Finding.objects.about("measures.measure", [measure.pk])
    now = known.KNOWN["default"].asking
    anew = {name for name in ("names", "terms") if getattr(now, name) is not getattr(before, name)}
    return set(found.values_list("code", flat=True)), anew


def coin() -> Term:
    """A term in whose place the measure says a plain word."""
    term = Term.objects.create(
        slug="zz-term", term_ja="滅多に出ない用語", term_en="A rare word", english="ours",
        reading="めったにでないようご", section=Section.objects.order_by("pk").first(), phrase="語",
    )  # fmt: skip
    TermWord.objects.create(term=term, name="滅多に出ぬ語", kind=TermWord.Kind.PLAIN)
    return term


def test_what_nobody_changed_is_not_read_again(measure):
    first, _read = saved(measure)
    with CaptureQueriesContext(connection) as asked:
        assert saved(measure) == (first, set())
    # Those of PostgreSQL that are bound by the server are told without their text.
    assert not [each for each in asked if "policies_term" in (each["sql"] or "")]
    assert "plain-word" not in first


def test_a_term_is_known_to_the_next_save_and_forgotten_with_it(measure):
    saved(measure)
    term = coin()
    found, read = saved(measure)
    assert ("plain-word" in found, read) == (True, {"terms"})
    term.words.get().delete()
    assert "plain-word" not in saved(measure)[0]


def test_what_is_undone_is_not_remembered(measure):
    saved(measure)
    with transaction.atomic():
        coin()
        assert "plain-word" in saved(measure)[0]
        transaction.set_rollback(True)
    measure.refresh_from_db()
    assert "plain-word" not in saved(measure)[0]


def test_one_change_of_a_term_and_a_measure_sees_both(measure):
    saved(measure)
    with one_version():
        coin()
        measure.summary_ja += "別の文。"
        measure.save()
    found = Finding.objects.about("measures.measure", [measure.pk])
    assert "plain-word" in set(found.values_list("code", flat=True))
    assert "plain-word" in saved(measure)[0]


def test_names_are_read_anew_where_names_changed_alone(measure):
    saved(measure)
    partner = Partner.objects.order_by("pk").first()
    partner.note_ja = "別の注記"
    partner.save()
    assert saved(measure)[1] == {"names"}


def test_a_version_that_is_not_in_the_log_says_nothing(measure):
    saved(measure)
    labels = ["policies.Term"]
    stamp = known.KNOWN["default"].stamp
    assert Change.objects.among(labels, stamp) == set()
    coin()
    assert Change.objects.among(labels, stamp) == {"policies.Term"}
    assert Change.objects.among(labels, Stamp(stamp.number, "another")) is None
