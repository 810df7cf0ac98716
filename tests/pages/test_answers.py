"""What is told first of entries, and the cards of those that are called what was asked."""

import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from measures.facts import FactValue
from measures.models import BudgetLine, ExportControl, Indicator, Measure, PrintedTotal
from policies.models import Issue, Organisation, Partner, Pillar, Subject
from portal.changes.models import Version
from portal.pages.answers import measures as of_measures
from portal.pages.answers.cards import (
    ENTITIES,
    MOST,
    answers_of,
    cards_of,
    entries_called,
)
from portal.pages.answers.rows import ROWS
from portal.pages.answers.values import Counts
from portal.pages.entities.home import between
from portal.pages.lists import LISTS
from portal.search.naming import Names
from portal.search.where import Row
from tests.entries import everything
from tests.markup import Page

pytestmark = [pytest.mark.django_db]
NAMED = {reverse(listing.name): listing for listing in LISTS}


def counts() -> Counts:
    return Counts(Version.objects.current(), "default")


def told(entry, name: str) -> list[FactValue]:
    """The values that are told of an entry under a name, in the words of the page."""
    _entry, found = answers_of([Row(type(entry), entry.pk)], counts())[type(entry), entry.pk]
    return next((each.items for each in found if str(each.name) == name), [])


# Counts.


@pytest.mark.bundled
@pytest.mark.parametrize("model", ENTITIES, ids=lambda model: model.__name__)
def test_a_count_leads_to_as_many_rows(model):
    """Of every entry, in the list that it leads to, with the conditions in its address."""
    keys = [Row(model, pk) for pk in model.objects.values_list("pk", flat=True)]
    checked = 0
    for _entry, found in answers_of(keys, counts()).values():
        for value in (each.first for each in found):
            path, _mark, query = value.address.partition("?")
            if not query:
                continue
            listing = NAMED[path]
            state = listing.facet_index("default").at(Version.objects.current())
            asked = listing.filterset_class(QueryDict(query), listing.every, state=state)
            assert asked.faults == []
            if value.words.isdecimal():
                checked += 1
                assert len(asked.found) == int(value.words), value.address
    assert checked or model is Indicator


# Of each kind.


@pytest.mark.bundled
def test_a_subject_tells_its_printed_total_and_the_years():
    (total,) = told(Subject.objects.get(slug="storage-batteries"), "資料記載の合計")
    row = PrintedTotal.objects.get(
        measure__slug="supply-chain-budget", subject__slug="storage-batteries"
    )
    assert (total.words, total.row) == (row.printed, row)
    assert total.note.startswith("令和4〜6年度、")
    with translation.override("en"):
        (total,) = told(Subject.objects.get(slug="storage-batteries"), "Printed total")
        assert total.words == row.shown
        assert total.note.startswith("FY2022–2024, ")


def test_a_total_in_round_gives_way_to_the_exact_one():
    words, found = everything("total", "合計の試し", 1)
    read = {"measure": found[0], "section": words.section, "subject": words.subjects[0]}
    exact = PrintedTotal.objects.get(**read)
    rough = {"code": "rough", "amount": 1, "printed": "約1円", "approximate": True}
    PrintedTotal.objects.create(phrase="約1円", **read, **rough)
    values = told(words.subjects[0], "資料記載の合計")
    assert [each.row for each in values if each.row.measure == found[0]] == [exact]


@pytest.mark.bundled
def test_a_subject_without_a_total_tells_its_newest_amount():
    line = (
        BudgetLine.objects.exclude(subject__printed_totals__isnull=False)
        .exclude(subject=None)
        .order_by("-fiscal_year", "measure__slug", "position", "pk")
        .first()
    )
    newest = told(line.subject, "最新の額")
    assert [each.words for each in newest] == [line.shown]
    assert not told(line.subject, "資料記載の合計")


@pytest.mark.bundled
def test_a_programme_tells_its_newest_amount_with_about():
    (status,) = told(Measure.objects.get(slug="osa"), "状態")
    assert status.code == "in-force"
    assert status.note
    newest = told(Measure.objects.get(slug="osa"), "予算")[0]
    assert newest.words == "約181億円"
    assert newest.note.startswith("令和8年度")
    assert newest.row.section.get_absolute_url() == "/sources/mofa-2026-diplomacy/6/"


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("day", "note"), [("2026-05-01", ""), ("2026-11-29", "この期日は過ぎています。")]
)
def test_a_control_tells_its_state_its_date_and_its_direction(monkeypatch, day, note):
    monkeypatch.setattr(of_measures, "today", lambda: datetime.date.fromisoformat(day))
    measure = Measure.objects.get(slug="cn-rare-earth-package-2025-10")
    assert told(measure, "状態")[0].words == "停止中"
    (until,) = told(measure, "停止期限")
    assert (until.words, until.note) == ("2026年10月", note)
    assert told(measure, "開始日")[0].words == "2025年10月9日"
    assert told(measure, "規制の方向")[0].words == "中国 → すべての国・地域"
    assert {each.row for each in told(measure, "規制の方向")} == {measure.export_control}


def test_what_is_in_force_has_no_end_of_a_suspension():
    words, found = everything("control", "規制の試し", 1)
    assert ExportControl.objects.get(measure=found[0]).suspended_until
    (status,) = found[0].statuses.all()
    status.value = Measure.Status.SUSPENDED
    status.save()
    assert told(found[0], "停止期限")
    status.value = Measure.Status.IN_FORCE
    status.save()
    assert not told(found[0], "停止期限")
    assert told(found[0], "規制の方向")


@pytest.mark.bundled
def test_a_partner_tells_what_holds_between_japan_and_it():
    china = Partner.objects.get(code="cn")
    assert told(china, "合意・対話・協力")
    standing = between(china)
    for place, each in enumerate(standing, start=1):
        (value,) = told(china, each.short)
        assert value.words == str(each.count)
        assert value.address == f"/partners/cn/#japan-{place}"
    (card,) = cards_of("中国", counts(), Names("default"))
    names = [str(each.name) for each in card.told]
    assert "日本との最新の合意・対話" in names
    japan = Partner.objects.get(code="jp")
    assert not [each for each in names if told(japan, each) and "日本" in each]
    assert told(japan, "施策")


@pytest.mark.bundled
def test_an_indicator_tells_its_newest_value_or_that_it_has_none():
    for indicator in Indicator.objects.prefetch_related("points"):
        (value,) = told(indicator, "最新の値")
        points = list(indicator.points.all())
        if not points:
            assert (value.words, value.row) == ("値の記録なし", indicator)
            continue
        dated = [point for point in points if point.period_from]
        newest = max((point.period_from for point in dated), default=None)
        assert value.row.period_from == newest
        assert value.words == value.row.printed


@pytest.mark.bundled
def test_an_organisation_an_issue_and_a_pillar_tell_what_they_belong_to():
    organisation = Organisation.objects.filter(parent__isnull=False, measures__isnull=False).first()
    assert [each.words for each in told(organisation, "上位の組織")] == [str(organisation.parent)]
    issue = Issue.objects.filter(speaker__isnull=False, answers__isnull=False).first()
    assert [each.words for each in told(issue, "発言者")] == [str(issue.speaker)]
    assert told(issue, "対応する施策")
    pillar = Pillar.objects.filter(measures__isnull=False).first()
    assert [each.words for each in told(pillar, "枠組み")] == [str(pillar.framework)]


@pytest.mark.bundled
def test_a_budget_line_tells_year_stage_and_amount():
    line = BudgetLine.objects.get(subject__slug="storage-batteries", amount=177_800_000_000)
    (amount,) = told(line, "令和6年度（2024年度）、補正予算")
    assert (amount.words, amount.row) == ("1,778億円", line)


# Only what visitors may see, in as many looks for many as for one.


def test_nothing_is_told_of_what_is_not_published():
    hidden = Measure.objects.get(slug="act")
    assert not hidden.published
    rows = [Row(Measure, hidden.pk)]
    rows += [Row(BudgetLine, pk) for pk in BudgetLine.objects.values_list("pk", flat=True)]
    assert answers_of(rows, counts()) == {}
    assert cards_of("金属法", counts(), Names("default")) == []
    shown = answers_of([Row(Subject, Subject.objects.get(slug="metals").pk)], counts())
    ((_entry, found),) = shown.values()
    assert not [each for each in found if str(each.name) in {"資料記載の合計", "最新の額", "施策"}]


def looks() -> dict[str, int]:
    """How many looks the answers of all entries and rows of a kind take."""
    found = {}
    for model in (Measure, *ENTITIES, *ROWS):
        keys = [Row(model, pk) for pk in model.objects.values_list("pk", flat=True)]
        answers_of(keys, counts())
        known = counts()
        with CaptureQueriesContext(connection) as captured:
            assert answers_of(keys, known)
        found[model.__name__] = len(captured)
    return found


def test_many_take_no_more_looks_than_one():
    everything("few", "多くの試し", 1)
    few = looks()
    everything("more", "多くの試し", 3)
    assert looks() == few
    assert max(few.values()) <= 5


# Cards.


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ("蓄電池", ["storage-batteries"]),
        ("「蓄電池」", ["storage-batteries"]),
        ("ちくでんち", []),
        ("蓄電", []),
        ("", []),
        # A subject's other name is no name of what is about it.
        ("バッテリー", ["storage-batteries"]),
        ("サプライチェーン補助金", ["supply-chain-budget", "supply-chain-resilience"]),
        ("補助金", []),
        # In brackets behind the names of several things, but the whole name of one.
        ("ODA", ["oda"]),
        ("FOIP", ["foip", "foip"]),
        ("ESPA", ["espa-2022"]),
        ("外為法", ["fefa", "foreign-exchange-act"]),
    ],
)
@pytest.mark.both
def test_a_card_is_for_what_is_called_so(asked, slugs):
    found = [card.entry.slug for card in cards_of(asked, counts(), Names("default"))]
    assert sorted(found) == sorted(slugs)


@pytest.mark.bundled
@pytest.mark.both
def test_of_one_name_measures_come_first_and_a_broader_subject_last():
    for asked, slugs in (
        ("外為法", ["fefa", "foreign-exchange-act"]),  # the title of the subject alone
        ("OSA", ["osa", "osa"]),  # both by another name
        ("セキュリティ・クリアランス", ["security-clearance", "security-clearance"]),
        # The act about it, and the subject of which it is another name.
        ("能動的サイバー防御", ["active-cyber-defence-act", "cyber-security"]),
        ("外為", ["fefa"]),
        ("security clearance", ["security-clearance", "security-clearance"]),
    ):
        keys = entries_called(asked, Names("default"))
        assert [key.model.objects.get(pk=key.pk).slug for key in keys] == slugs, asked
        assert {key.model for key in keys} <= {Measure, Subject}
    assert entries_called("能動的サイバー防御", Names("default"))[0].model is Measure
    # The subject has it for its title, the scheme is about it.
    assert entries_called("security clearance", Names("default"))[0].model is Subject


@pytest.mark.bundled
def test_every_entry_is_found_by_its_title():
    """A few of each kind: among the cards of its title stands the entry itself."""
    for model in (Measure, Subject, Partner, Organisation):
        for entry in model.objects.order_by("pk")[:5]:
            title = getattr(entry, "title_ja", "") or entry.name_ja
            assert entry in [card.entry for card in cards_of(title, counts(), Names("default"))], (
                title
            )


def test_cards_are_few():
    words, _found = everything("few", "同じ名", 1)
    for number in range(MOST + 2):
        Subject.objects.create(slug=f"same-{number}", kind="theme", name_ja="同名", name_en="Same")
    assert len(cards_of("同名", counts(), Names("default"))) == MOST


@pytest.mark.bundled
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_card_stands_above_the_list_with_its_sources(client, read_only, language):
    with translation.override(language):
        address = reverse("search", query={"q": "OSA"})
    text = client.get(address).content.decode()
    page = Page(text)
    assert page.faults == []
    card = text[text.index('class="answer-card"') : text.index('class="result-group"')]
    assert "source-mark" in card
    assert ("約181億円" if language == "ja" else "about JPY 18.1 billion") in card
    assert text.index('class="answer-card"') < text.index('class="result-group"')
