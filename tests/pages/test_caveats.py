"""Scope and caveats: true of the record, the same for people and programs, in both languages."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from measures.models import Measure
from portal.pages.caveats.declared import RULES, CaveatKind
from portal.pages.caveats.derived import NOTED
from portal.pages.caveats.table import CAVEATS, caveats
from portal.pages.lists import DICTIONARY, LISTS, RECORD
from tests.cases import for_each
from tests.markup import Page

pytestmark = pytest.mark.django_db

TABLES = {table.table: table for table in (*RECORD, *DICTIONARY)}
COLUMNS = {column.name for table in TABLES.values() for column in table.data_columns}
# A name of programs in a sentence: snake_case, or what stands beside an equals sign.
NAME = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|\b[a-z_]+(?= = )")


def read(name: str) -> list[dict[str, str]]:
    """The rows of a table, as programs take it."""
    table = TABLES[name]
    address = (
        f"{reverse(f'{table.name}-csv')}?profile=data" if table in LISTS else table.csv_address
    )
    found = b"".join(Client().get(address)).decode()
    return list(csv.DictReader(io.StringIO(found, newline="")))


def test_each_caveat_is_said_in_both_languages_under_a_code_of_its_own():
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    for rule in RULES:
        with translation.override("ja"):
            japanese = str(rule.words)
        with translation.override("en"):
            assert str(rule.words) not in ("", japanese), rule.code
        assert rule.table in {"", *TABLES}


def test_every_kind_has_some():
    assert {rule.kind for rule in RULES} == {*CaveatKind}


@for_each("rule", RULES, ids=lambda rule: rule.code)
def test_columns_that_a_caveat_names_are_there(rule):
    with translation.override("en"):
        named = set(NAME.findall(str(rule.words)))
    # A column in both languages, or of a date, is named by what they have in common.
    known = [f"{name}_" for name in (*COLUMNS, *TABLES)]
    unknown = [each for each in named if not any(it.startswith(f"{each}_") for it in known)]
    assert unknown == []


@pytest.mark.bundled
def test_a_caveat_of_a_row_names_a_row_that_is_there(read_only):
    rows = [row for row in read("caveats") if row["about_key"]]
    assert len(rows) > 200
    for name in {row["about_table"] for row in rows}:
        key = TABLES[name].key
        known = {"/".join(row[each] for each in key) for row in read(name)}
        assert {row["about_key"] for row in rows if row["about_table"] == name} <= known


@pytest.mark.bundled
@for_each(
    ("table", "column"),
    [
        *(("sections", "note_ja"), ("sections", "empty_reason_ja"), ("indicators", "missing_ja")),
        *(("budgets", "not_added_ja"), ("printed_totals", "difference_ja")),
        *(("pillar_gaps", "reason_ja"), ("discrepancies", "chosen_ja")),
    ],
)
def test_what_a_row_says_of_itself_is_among_them_and_only_that(read_only, table, column):
    told = {row[column] for row in read(table) if row[column]}
    said = column.removesuffix("_ja")
    noted = {each.table for each in NOTED if each.said == said}
    assert noted
    found = {
        row["caveat_ja"].removeprefix("：")
        for row in read("caveats")
        if row["about_table"] in noted and f"/{said}".replace("_", "-") in row["code"]
    }
    assert told
    assert {any(each.endswith(words) for each in found) for words in told} == {True}
    assert {any(each.endswith(words) for words in told) for each in found} == {True}


@pytest.mark.bundled
def test_addresses_lead_to_what_a_caveat_is_about(client):
    found = {row["entry_address"] for row in read("caveats") if row["entry_address"]}
    drawn = sorted(found)[::24]
    assert len(drawn) > 5
    for address in drawn:
        page, _hash, anchor = address.partition("#")
        content = client.get(page).content.decode()
        assert not anchor or f'id="{anchor}"' in content, address


@pytest.mark.bundled
def test_what_visitors_do_not_see_has_none():
    hidden = Measure.objects.get(slug="supply-chain-budget")
    Measure.objects.filter(pk=hidden.pk).update(published=False)
    keys = {line.key.partition("/")[0] for line in caveats("default")}
    assert hidden.slug not in keys
    assert "osa" in keys


@pytest.mark.bundled
def test_what_they_say_of_the_record_is_so(read_only):
    agreements = read("agreements")
    talks = [row for row in agreements if row["form_code"] in ("meeting", "dialogue", "conference")]
    assert 2 * len(talks) > len(agreements)
    japanese = [row for row in agreements if row["jurisdiction_code"] == "jp"]
    implied = [row for row in japanese if row["jurisdiction_implied"] == "true"]
    assert 2 * len(implied) > len(japanese)
    assert {"us;cn"} & {row["partner_codes"] for row in agreements}
    kinds = {row["slug"]: row["kind_code"] for row in read("measures")}
    laws = {slug for slug, kind in kinds.items() if kind == "law"}
    steps = {(row["measure_slug"], row["kind_code"]) for row in read("milestones")}
    both = {slug for slug in laws if {(slug, "cabinet-decision"), (slug, "effective")} <= steps}
    assert 2 * len(both) < len(laws)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_says_what_the_table_says(client, language):
    with translation.override(language):
        page = Page(client.get(reverse("help-caveats")).content.decode())
        for rule in RULES:
            assert str(rule.words) in page.text(), rule.code
    assert CAVEATS.csv_address in {each.attrs["href"] for each in page.links}
