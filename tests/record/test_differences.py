"""What became of an entry is told in the words of its form."""

import copy

import pytest
import yaml
from django.utils.translation import override

from measures.models import Measure
from portal.record.asking import questions
from portal.record.differences import all_differences, differences, moved_places
from portal.record.merging import Clash
from portal.record.reading import StrictYamlLoader
from tests.record.edits import BY_PATH, Editor
from tests.small_record import RECORD

pytestmark = pytest.mark.django_db
MEASURES, DOCUMENTS = BY_PATH["measures"].schema, BY_PATH["sources"].schema


def form(path: str) -> dict:
    """An entry of the small record."""
    return yaml.load(RECORD[path], Loader=StrictYamlLoader)


@pytest.fixture
def old():
    """A measure as it was."""
    return form("measures/act.yaml")


@pytest.fixture
def new(old):
    """The same measure, to be changed."""
    return copy.deepcopy(old)


def told(old: dict, new: dict, language: str = "en", **options) -> list[tuple[str, str, str, str]]:
    """What differs, without paths."""
    with override(language):
        found = differences(MEASURES, old, new, **options)
    return [(each.kind, each.label, each.old, each.new) for each in found]


def test_equal_forms_do_not_differ(old):
    """Nor does the day of the last change, which follows from what does."""
    assert told(old, old) == []
    assert told(old, old | {"updated_on": "2027-01-01"}) == []


def test_a_field_is_called_as_the_form_calls_it(old, new):
    """Choices, dates, numbers and targets are told in words, in the active language."""
    new |= {"kind": "bill", "title_en": "New Act", "jurisdiction": "zz", "published": True}
    new["milestones"][0]["date"] = "2025-05"
    new["budget_lines"][1] |= {"amount": "110000000", "part_of": None}
    new["citations"][0]["supports"] = ["date"]
    assert told(old, new) == [
        ("changed", "Kind", "Law", "Bill"),
        ("changed", "Jurisdiction", "Aland", "Zedland"),
        ("changed", "Title (English)", "Metals Act", "New Act"),
        ("changed", "Published", "no", "yes"),
        ("changed", "Citation “MIN 2025 1 Introduction 金属法” › Supports", "Name, Status", "Date"),
        ("changed", "Milestone “Enacted” › Date", "1 April 2025", "May 2025"),
        ("changed", "Budget line “Fund” › Amount", "JPY 0", "JPY 110 million (JPY 110,000,000)"),
        ("changed", "Budget line “Fund” › Contained in", "Whole", ""),
    ]
    japanese = told(old, new, "ja")
    assert ("changed", "種別", "法律", "法案") in japanese
    assert ("changed", "予算項目「基金」 › 金額", "0円", "1.1億円（110,000,000円）") in japanese
    assert ("changed", "経緯・動き「成立」 › 日付", "2025年4月1日", "2025年5月") in told(
        old, new, "ja"
    )


def test_rows_that_came_and_went_say_all_they_say(old, new):
    """With the rows below them; a row without a code is called by what names it."""
    new["subjects"].append({"subject": "metals", "section": "paper/1", "phrase": "金属"})
    del new["organisations"][0], new["discrepancies"][0]["statements"][1]
    del new["agreement"]
    found = told(old, new)
    assert found == [
        (
            "removed",
            "Organisation of a measure “Ministry Lead”",
            "Organisation: Ministry / Role: Lead / Section: MIN 2025 1 Introduction / "
            "Anchor phrase: 省 / Place on the page: 1/2/0123456789abcdef / Inferred: yes / "
            "Reason of the inference (Japanese): 発行者から。 / "
            "Reason of the inference (English): From the publisher.",
            "",
        ),
        (
            "added",
            "Subject of a measure “Metals”",
            "",
            "Subject: Metals / Section: MIN 2025 1 Introduction / Anchor phrase: 金属",
        ),
        ("removed", "Agreement or dialogue", found[2][2], ""),
        (
            "removed",
            "Difference between sources “Day of enactment” › Statement “2 April”",
            "Value told (Japanese): 4月2日 / Value told (English): 2 April / "
            "Section: MIN 2025 1-1 Background / Anchor phrase: 4月2日 / Inferred: yes / "
            "Reason of the inference (Japanese): 月は推定。 / "
            "Reason of the inference (English): The month is inferred.",
            "",
        ),
    ]
    assert found[2][2].startswith("Level: Summit level / Form: ")


def test_readers_are_told_what_a_row_said_without_its_code(old, new):
    """An amount with its own currency, also where the row that said it is gone."""
    del new["budget_lines"][0]
    with override("ja"):
        [whole, *_others] = differences(MEASURES, old, new)[::-1]
        [seen, *_others] = differences(MEASURES, old, new, public=True)[::-1]
    assert whole.details[0] == ("コード", "all")
    assert seen.details == whole.details[1:]
    assert seen.details[0] == ("金額", "2兆ユーロ（2,000,000,000,000ユーロ）")
    assert ("年度", "令和7年度") in seen.details


def test_moved_rows_are_told_apart(old, new):
    """Only who moved: a row put before others leaves those where they were."""
    old["provisions"] += [{"code": f"p{n}", "text_ja": f"第{n}"} for n in range(2, 6)]
    new["provisions"] = [old["provisions"][-1], *old["provisions"][:-1]]
    assert told(old, new, "ja") == [("moved", "規定・内容「第5」", "6番目", "1番目")]
    assert moved_places([(2, 0), (0, 1), (1, 2)]) == {0}
    assert moved_places([(0, 0), (1, 1)]) == moved_places([]) == set()
    # Two that changed places have moved, and not what stands between them.
    assert moved_places([(2, 0), (1, 1), (0, 2)]) == {0, 2}


def test_a_renamed_row_is_one_change(old, new):
    """Not one that went and one that came."""
    new["citations"][0]["phrase"] = "金属の法"
    [(kind, label, was, now)] = told(old, new, "ja")
    assert (kind, was, now) == ("changed", "金属法", "金属の法")
    assert label.endswith("› 該当箇所の文言")


def test_an_entry_that_came_or_went(old):
    """It is told by its name."""
    assert told(None, old) == [("added", "Measure", "", "Metals Act")]
    assert told(old, None, "ja") == [("removed", "施策", "金属法", "")]
    assert told(None, None) == []


def test_visitors_read_nothing_of_what_is_hidden():
    """A link to a hidden measure is no row for them, and its title stands nowhere."""
    assert not Measure.objects.get(slug="act").published
    old = form("measures/talks.yaml")
    new = copy.deepcopy(old)
    new["relations"][0]["reason_en"] = "Another reason."
    new["relations"].append({"kind": "follows", "target": "act", "reason_en": "A secret."})
    new["title_en"] = "Long talks"
    assert len(told(old, new)) == 3
    assert told(old, new, public=True) == [("changed", "Title (English)", "Talks", "Long talks")]
    assert told(old, old | {"relations": []}, public=True) == []


def test_what_a_form_leaves_out_is_told_as_what_it_means():
    """What a field begins with is no gap, on either side."""
    old = form("sources/sketch.yaml") | {"state": "reading"}
    new = copy.deepcopy(old)
    del new["state"], new["sections"][0]["was_read"]
    new["sections"][0]["title_en"] = "One"
    with override("ja"):
        found = differences(DOCUMENTS, old, new)
    assert [(each.label, each.old, each.new, each.raw) for each in found] == [
        ("読了の状況", "読んでいる途中", "読了", ("reading", "read")),
        ("節「下書きの一」 › 名称（英語）", "Sketch one", "One", ("Sketch one", "One")),
        ("節「下書きの一」 › 読了", "いいえ", "はい", (False, True)),
    ]
    measure = form("measures/talks.yaml")
    assert told(measure, measure | {"published": True}) == []
    # Of what was not known before only that is told which the form says.
    assert {label for _kind, label, *_words in told({}, measure)}.isdisjoint({"Published"})


def test_a_question_tells_what_a_form_leaves_out():
    clash = Clash(("state",), "field", None, "reading", "registered")
    with override("ja"):
        [question] = questions(DOCUMENTS, [clash], [form("sources/sketch.yaml")])
    assert (question.base, question.mine, question.theirs) == ("読了", "読んでいる途中", "登録のみ")


def test_a_row_is_called_by_its_heading_and_not_by_a_note():
    old = form("sources/paper.yaml")
    new = copy.deepcopy(old)
    del new["sections"][1:], new["sections"][0]["title_ja"]
    new["sections"][0]["checklist"] = new["sections"][0]["checklist"][:1]
    for language, heading, gone in (
        ("ja", "節「1. はじめに」", "節「背景」"),
        ("en", "Section “Introduction”", "Section “Background”"),
    ):
        with override(language):
            labels = [each.label for each in differences(DOCUMENTS, old, new)]
        assert labels[-1] == gone
        assert labels[1].startswith(heading)
        assert labels[1].endswith(("「図」", "“図”"))


def test_what_is_gone_is_called_by_its_key(old, new):
    """There is no title any more."""
    new["subjects"][0]["subject"] = "unobtainium"
    assert told(old, new)[0][2:] == ("Rare metals", "unobtainium")


def test_titles_are_read_once_for_each_model(old, new, django_assert_num_queries):
    """However many entries are compared."""
    new |= {"jurisdiction": "zz", "title_en": "New Act"}
    changes = [(MEASURES, old, new)] * 50
    models = 7  # partners, organisations, subjects, sections, pillars, issues, measures
    with django_assert_num_queries(models + 1):  # and which measures are to be seen
        found = all_differences(changes)
    assert [len(each) for each in found] == [2] * 50


def test_every_difference_of_random_edits_has_words(old):
    """No field of any row is without a name, and nothing that differs is passed over."""
    for seed in range(100):
        edited = Editor(seed).edited(MEASURES, old, 3)
        found = differences(MEASURES, old, edited)
        assert bool(found) == (edited | {"updated_on": ""} != old | {"updated_on": ""}), seed
        assert all(each.label and (each.old or each.new) for each in found), seed
