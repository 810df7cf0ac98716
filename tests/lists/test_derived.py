"""What follows from rows and is told to programs: numbers in prints, empty cells, ancestors."""

import csv
import io

import pytest

from measures.lists import derived
from measures.models import Provision
from policies.models import Subject
from portal.lists.export import plain_blocks
from portal.lists.printed import number_sort
from portal.pages.lists import LISTS, TABLES

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TABLE = {each.name: each for each in (*LISTS, *TABLES)}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table as programs are told them."""
    text = b"".join(plain_blocks(TABLE[name], "default")).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        *(("①", 1), ("⑳", 20), ("㉑", 21), ("㊿", 50), ("(2)", 2), ("（3）", 3), ("04", 4)),
        *(("5.", 5), ("*1", 1), ("第2章", 2), ("事例⑭", 14), ("コラム2", 2), ("12", 12)),
        *(("第6章の2", None), ("2.①", None), ("原則4-4", None), ("○", None), ("", None)),
    ],
)
def test_the_number_in_a_print(printed, number):
    provision = Provision.objects.first()
    Provision.objects.filter(pk=provision.pk).update(number=printed)
    found = Provision.objects.annotate(n=number_sort("number")).get(pk=provision.pk)
    assert found.n == number


@pytest.mark.bundled
def test_every_cell_printed_empty_is_told(source_texts):
    """63 of METI's table of 2026-04, each where its text has the sign for none."""
    found = [
        row for row in rows("budget-empty-cells") if row["measure_slug"] == "supply-chain-budget"
    ]
    (text,) = (
        path.read_text(encoding="utf-8")
        for path in source_texts.glob("*.txt")
        if "経済安全保障推進法（サプライチェーン強靱化予算）" in path.read_text(encoding="utf-8")
    )
    table = [line.split("\t") for line in text.splitlines() if line.count("\t") == 8]
    head = next(line for line in table if line[0] == "物資")[3:]
    printed = {
        (line[0].split(" ★")[0].split(" (")[0].replace(" ", ""), column)
        for line in table
        for column, cell in zip(head, line[3:], strict=True)
        if cell == "—"
    }
    years = {f"令和{year}年度": str(2018 + year) for year in range(4, 9)}
    stages = {"当初予算案": "initial-draft", "補正予算": "supplementary", "当初予算": "initial"}
    subjects = dict(Subject.objects.values_list("slug", "name_ja"))
    told = {(subjects[row["subject_slug"]], row["fiscal_year"], row["stage_code"]) for row in found}
    expected = set()
    for subject, column in printed:
        year, stage = column.split(" ")
        expected.add((subject, years[year], stages[stage]))
    assert len(printed) == 63
    assert told == expected


@pytest.mark.bundled
def test_what_stood_when_is_told():
    found = [row for row in rows("measure-spells") if row["measure_slug"] == "espa-2022"]
    assert "in-force" in {row["state_code"] for row in found}
    assert not any(row["possible_from"].startswith("0001") for row in rows("measure-spells"))


@pytest.mark.bundled
def test_some_measures_are_read_at_a_time(monkeypatch):
    """And nothing is lost or told twice where one part ends."""
    whole = rows("measure-spells")
    monkeypatch.setattr(derived, "CHUNK", 7)
    assert rows("measure-spells") == whole
    keys = [(row["measure_slug"], int(row["position"])) for row in whole]
    assert keys == sorted(set(keys))


def test_all_broader_subjects_are_told_with_their_distance():
    first, second, third = Subject.objects.order_by("pk")[:3]
    Subject.objects.exclude(pk=0).update(parent=None)
    Subject.objects.filter(pk=third.pk).update(parent=second)
    Subject.objects.filter(pk=second.pk).update(parent=first)
    told = {
        (row["subject_slug"], row["ancestor_slug"]): row["distance"]
        for row in rows("subject-ancestors")
    }
    assert told[third.slug, second.slug] == "1"
    assert told[third.slug, first.slug] == "2"
    assert (first.slug, third.slug) not in told
