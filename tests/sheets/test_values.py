"""Cells as people and spreadsheets write them."""

import datetime

import pytest
from django.utils.translation import override

from measures.models import BudgetLine, Citation, Measure, Milestone
from portal.sheets.values import Refused, is_same, is_twin, to_cell, to_value
from tests.cases import for_each

YEAR = BudgetLine._meta.get_field("fiscal_year")
UNTIL = BudgetLine._meta.get_field("fiscal_year_until")
AMOUNT = BudgetLine._meta.get_field("amount")
STAGE = BudgetLine._meta.get_field("stage")
DATE = Milestone._meta.get_field("date")
FLAG = Milestone._meta.get_field("inferred")
CODES = Citation._meta.get_field("supports")
TITLE = Measure._meta.get_field("title_ja")


@for_each(("field", "cell", "value"), [
    (AMOUNT, "12,345", "12345"), (AMOUNT, "１２３４５", "12345"), (AMOUNT, 12345.0, "12345"),
    (AMOUNT, "1,234,567,890,123", "1234567890123"), (UNTIL, "", None),
    (YEAR, 2026.0, "2026"), (YEAR, "令和8年度", "2026"), (YEAR, "2026年度", "2026"),
    (YEAR, "ＦＹ２０２６", "2026"), (YEAR, "R8", "2026"),
    (DATE, "令和8年3月19日", "2026-03-19"), (DATE, "2026/3", "2026-03"), (DATE, 2026, "2026"),
    (DATE, datetime.date(2026, 3, 19), "2026-03-19"),
    (DATE, datetime.datetime(2026, 3, 19), "2026-03-19"),
    (FLAG, "はい", True), (FLAG, False, False), (FLAG, "TRUE", True),
    (CODES, "title、date", ["title", "date"]), (TITLE, " 名 ", "名"),
])  # fmt: skip
def test_what_people_write_is_understood(field, cell, value):
    assert to_value(field, cell) == value


@for_each(("field", "cell", "words"), [
    (YEAR, 46113.0, "number that a spreadsheet keeps a day as"),
    (YEAR, "46113", "number that a spreadsheet keeps a day as"),
    (YEAR, datetime.date(2026, 4, 1), "the cell holds a day"),
    (YEAR, "1800", "lies between 1945 and 2100"),
    (YEAR, "2026-03", "is no year"),
    (DATE, 46113, "number that a spreadsheet keeps a day as"),
    (DATE, "3/19", "cannot be read as a date"),
    (DATE, datetime.time(3, 19), "time of day"),
    (AMOUNT, "1,23", "is no number"), (AMOUNT, "約3億円", "is no number"),
    (AMOUNT, 12.5, "no whole number"), (AMOUNT, datetime.date(2026, 4, 1), "A number is wanted"),
    (FLAG, "perhaps", "TRUE or FALSE"), (FLAG, "", "A value is needed"),
    (STAGE, "none of them", "Known are"), (TITLE, "", "A value is needed"),
    (TITLE, "=1+1", "may not start with"), (TITLE, "x" * 500, "at most"),
    (CODES, "title, title", "twice"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(field, cell, words):
    with override("en"), pytest.raises(Refused, match=words):
        to_value(field, cell)


def test_a_choice_is_told_by_its_code_or_its_words():
    code, label = STAGE.choices[0]
    for language in ("ja", "en"):
        with override(language):
            assert to_value(STAGE, str(label)) == to_value(STAGE, code) == str(code)


@for_each(("field", "value"), [
    (AMOUNT, "12345"), (AMOUNT, None), (AMOUNT, "123456789012345678"), (YEAR, "2026"),
    (DATE, "2026-03"), (FLAG, None), (FLAG, True), (CODES, ["date", "title"]), (STAGE, None),
])  # fmt: skip
def test_a_value_that_went_out_comes_back_as_the_same(field, value):
    assert is_same(field, to_cell(field, value), value)


def test_what_cp932_cannot_tell_apart_is_no_change():
    text = "5〜7 −1 ¢£¬‖"
    assert is_twin(TITLE, text.encode("cp932", "replace").decode("cp932"), text)
    assert not is_twin(TITLE, "5〜8", "5〜7")
