"""The lines of results: what they show of an entry, and why it was found."""

import urllib.parse

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from measures.models import BudgetLine, Indicator, Measure, Milestone, Provision
from policies.models import Organisation, Partner, Subject
from portal.changes.models import Version
from portal.pages.answers.values import Counts
from portal.pages.found import query_of
from portal.pages.results.lines import Hit, ResultLine, lines_of
from portal.pages.results.reasons import LONGEST, Sort, missing, sentence_with, sort_of
from portal.search.documents import Texts
from portal.search.index import ask
from portal.search.query import Query
from portal.search.where import Path, Row, held
from tests.cases import for_each
from tests.entries import everything
from tests.markup import Page

pytestmark = [pytest.mark.django_db]


def lines(asked: str, *hits: Hit) -> list[ResultLine]:
    return lines_of(
        hits, ask(asked), Counts(Version.objects.current(), "default"), Texts("default")
    )


def line(asked: str, entry, language: str = "ja") -> ResultLine:
    """The line of one entry, as who reads a language sees it."""
    with translation.override(language):
        (found,) = lines(asked, Hit(Row(type(entry), entry.pk)))
        return found


# By what a row is found.


@for_each(
    ("model", "path", "language", "sort"),
    [
        (Measure, "summary_ja", "ja", Sort.TEXT),
        (Measure, "summary_ja", "en", Sort.OTHER_LANGUAGE),
        (Measure, "provisions__text_en", "ja", Sort.OTHER_LANGUAGE),
        (Measure, "provisions__text_en", "en", Sort.TEXT),
        (Measure, "citations__phrase", "en", Sort.TEXT),
        (Measure, "budget_lines__printed", "ja", Sort.TEXT),
        (Measure, "names__name", "ja", Sort.OTHER_NAME),
        (Measure, "names__reading", "ja", Sort.READING),
        (Measure, "reading", "en", Sort.READING),
        (Measure, "subjects__subject__name_ja", "ja", Sort.THING),
        (Measure, "subjects__subject__name_en", "ja", Sort.THING),
        (Measure, "subjects__subject__aliases__name", "ja", Sort.THING_BY_OTHER_NAME),
        (Measure, "subjects__subject__aliases__reading", "ja", Sort.THING_BY_OTHER_NAME),
        (Measure, "organisations__organisation__abbreviation", "ja", Sort.THING_BY_OTHER_NAME),
        (Subject, "aliases__name", "ja", Sort.OTHER_NAME),
        (Partner, "iso2", "ja", Sort.TEXT),
        (Organisation, "abbreviation", "ja", Sort.TEXT),
        (Indicator, "points__label_ja", "ja", Sort.TEXT),
    ],
)
def test_a_path_tells_by_what_a_row_is_found(model, path, language, sort):
    assert sort_of(Path(model, path), language) == sort


@for_each(
    ("path", "language", "told"),
    [
        ("summary_en", "ja", "summary_ja"),
        ("provisions__text_ja", "en", "provisions__text_en"),
        ("citations__phrase", "en", "citations__phrase"),
        ("subjects__subject__aliases__name", "en", "subjects__subject__name_en"),
        ("partners__partner__reading", "ja", "partners__partner__name_ja"),
    ],
)
def test_a_path_leads_to_the_same_in_the_reader_s_language(path, language, told):
    assert Path(Measure, path).told_in(language) == told


@pytest.fixture
def law() -> Measure:
    """A published law of the small record."""
    measure = Measure.objects.get(slug="act")
    measure.published = True
    measure.save()
    return measure


@for_each(
    ("asked", "language", "sort", "text", "told"),
    [
        ("金属法", "ja", None, "", ""),
        ("Metals", "en", None, "", ""),
        ("金属を守る", "ja", Sort.TEXT, "金属を守る。", ""),
        ("金属を守る", "en", Sort.OTHER_LANGUAGE, "金属を守る。", "Protects metals."),
        ("Keeps stocks", "ja", Sort.OTHER_LANGUAGE, "Keeps stocks.", "蓄える。"),
        ("国が買う", "ja", Sort.TEXT, "国が買う。", ""),
        ("確保に関する", "ja", Sort.OTHER_NAME, "金属の確保に関する法律", ""),
        ("きんぞくほう", "ja", Sort.READING, "きんぞくほう", ""),
        ("希少", "ja", Sort.THING, "希少金属", ""),
        ("希少", "en", Sort.THING, "希少金属", "Rare metals"),
        ("レアメ", "ja", Sort.THING_BY_OTHER_NAME, "レアメタル", ""),
        # Asked by its whole other name, the subject is looked for by its title too.
        ("レアメタル", "ja", Sort.THING, "希少金属", ""),
    ],
)
def test_a_line_says_why_it_was_found(law, asked, language, sort, text, told):
    reason = line(asked, law, language).reason
    if sort is None:
        assert reason is None
        return
    assert (reason.sort, reason.text, reason.told) == (sort, text, told)


@for_each(
    ("asked", "language"), [("金属の確保", "ja"), ("Metals Act", "ja"), ("きんぞくほう", "en")]
)
def test_a_row_says_by_which_name_of_its_measure_it_was_found(law, asked, language):
    provision = Provision.objects.get(measure=law, code="p1-1")
    reason = line(asked, provision, language).reason
    assert reason.sort == Sort.OWNER
    assert not missing(ask(asked), [reason.text])


def test_a_row_that_shows_the_name_of_its_measure_needs_no_reason(law):
    provision = Provision.objects.get(measure=law, code="p1-1")
    found = line("金属法", provision)
    assert found.reason is None
    assert found.owner == law


@pytest.mark.bundled
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "asked", ["外為", "日英", "サプライチェーン", "rare earth", "FEFA", "がいためほう", "OSA 予算"]
)
def test_every_line_shows_the_words_or_says_where_they_stand(client, asked, language):
    """Of all that a search shows: no line is left without a mark and without a reason."""
    with translation.override(language):
        address = reverse("search", query={"q": asked})
        response = client.get(address)
        found = response.context["found"]
        query = query_of(found.ranking)
        assert found.lines
        for each in found.lines:
            last = each.through[0] if each.through else each
            hidden = missing(query, [*each.shown, *last.shown])
            met = {term.written for term in query.wanted} & set(each.met)
            unshown = {query.wanted[place].written for place in hidden} & met
            assert not unshown or last.reason, (each.title, unshown)
            if last.reason:
                assert missing(query, [last.reason.text]) != hidden, each.title
    page = Page(response.content.decode())
    assert page.faults == []
    assert page.all("mark")


@pytest.mark.bundled
def test_what_a_card_answers_is_no_line_below(client):
    """Nor does the row by which an entry was found say the name of the entry once more."""
    found = client.get(reverse("search", query={"q": "蓄電池"})).context["found"]
    (card,) = found.cards
    assert card.entry in [each.entry for each in found.lines]
    assert found.below == [each for each in found.lines if each.entry != card.entry] != []


# What a line shows.


def test_a_budget_line_has_a_title_and_its_amount(law):
    rows = {row.code: line("金属", row) for row in BudgetLine.objects.filter(measure=law)}
    assert [each.title for each in (rows["all"], rows["part"])] == ["全体", "金属法"]
    assert str(rows["all"].told[0].name).startswith("令和7年度（2025年度）")
    assert rows["all"].told[0].first.words == "約2兆ユーロ"
    assert rows["part"].owner is None
    assert rows["all"].owner == law
    assert rows["all"].sources == [BudgetLine.objects.get(code="all")]


def test_a_provision_shows_its_text_and_an_event_its_day(law):
    provision = line("備蓄", Provision.objects.get(measure=law, code="p1"))
    assert (provision.title, provision.text) == ("備蓄", "蓄える。")
    with translation.override("en"):
        (found,) = lines("備蓄", Hit(Row(Provision, provision.entry.pk)))
        assert (found.title, found.text) == ("Stocks", "Keeps stocks.")
        assert found.reason.text == "備蓄"
    milestone = line("成立", Milestone.objects.get(measure=law))
    assert milestone.told[0].first.words == "2025年4月1日"


def test_a_hit_shows_the_row_by_which_it_was_found(law):
    row = BudgetLine.objects.get(measure=law, code="all")
    hit = Hit(Row(Measure, law.pk), (Row(BudgetLine, row.pk),), met=("全体",), unmet=("未知",))
    (found,) = lines("全体", hit)
    assert found.entry == law
    (through,) = found.through
    assert through.entry == row
    assert through.told[0].first.words == "約2兆ユーロ"
    assert found.unmet == ("未知",)


def test_lines_keep_the_order_of_hits_and_leave_out_what_is_hidden(law):
    talks = Measure.objects.get(slug="talks")
    hits = [Hit(Row(Measure, each.pk)) for each in (talks, law)]
    assert [each.entry for each in lines("金属", *hits)] == [talks, law]
    law.published = False
    law.save()
    assert [each.entry for each in lines("金属", *hits)] == [talks]


# Sentences.


@for_each(
    ("text", "asked", "sentence"),
    [
        ("一つめ。二つめに語。三つめ。", "語", "二つめに語。"),
        ("語。語と文。文。", "語 文", "語と文。"),
        ("First. The word, U.S. style. Last.", "word", "The word, U.S."),
        ("語のない文", "別", "語のない文"),
    ],
)
def test_the_sentence_that_holds_most_is_shown(text, asked, sentence):
    assert sentence_with(text, Query(asked)) == sentence


def test_of_a_long_text_the_words_around_are_shown():
    text = "前" * LONGEST + "言葉" + "後" * LONGEST
    shown = sentence_with(text, Query("言葉"))
    assert "言葉" in shown
    assert len(shown) < LONGEST


# Bounds.


@pytest.mark.both
def test_many_results_take_no_more_looks_than_few():
    """One look at the index, whatever kinds are asked for, and a few for each kind."""
    numbers = []
    for number, name in ((1, "few"), (3, "more")):
        everything(name, "多くの試し", number, "Many to try")
        models = (Measure, Subject, Provision, BudgetLine, Milestone)
        hits = [
            Hit(Row(model, pk))
            for model in models
            for pk in model.objects.order_by("-pk").values_list("pk", flat=True)[: number * 2]
        ]
        with translation.override("en"):
            lines("試し", *hits)
            with CaptureQueriesContext(connection) as captured:
                assert any(each.reason for each in lines("試し", *hits))
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]
    assert numbers[1] <= 4 * len(models)


def test_a_question_without_words_to_find_has_no_places(law):
    row = Row(Measure, law.pk)
    assert held([row], Query("-金属"), Texts("default")) == {row: {}}


@pytest.mark.bundled
def test_a_search_page_asks_a_bounded_number_of_questions(client):
    """However much is found: two words that stand in most lists."""
    address = f"/search/?q={urllib.parse.quote('中国')}"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert len(captured) <= 60
