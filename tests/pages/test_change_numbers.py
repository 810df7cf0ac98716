"""Lines and numbers of the files of changes, corrections and readings are those of the pages.

What they have to say is made here, so that it is known. `tests/bundle/test_kept.py` has the same of
the bundle.
"""

import collections
import copy
import csv
import html
import io
import re

import pytest

from measures.models import Measure, MeasureStatus
from policies.models import Proofreading, Subject
from portal.record.applying import apply
from portal.record.edits import Edit
from portal.record.models import Batch, Revision
from portal.record.revising import batch
from portal.remarks.models import Remark
from tests.visits import body

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WORLD, CORRECTION, EDITORIAL = Batch.Kind.WORLD, Batch.Kind.CORRECTION, Batch.Kind.EDITORIAL
SECTION = re.compile(r'<section class="section change".*?</section>', re.S)
HEAD = re.compile(r"<h[23] id[^>]*>(.*?)</h[23]>", re.S)
LINE = re.compile(r"<tr>(<td.*?)</tr>", re.S)
CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.S)
NOTHING = {"—", "なし", "Not there", "削除", "Deleted"}
WHO = re.compile(r'<p class="note">指摘した人：(.*?)</p>')
# What was changed in all: by the kind of change how many revisions, and how many lines.
REVISIONS = {WORLD: 2, CORRECTION: 2, EDITORIAL: 1}
OF_TALKS = [("会談", "長い会談"), ("会って話した。", "長く話した。")]
OF_STATUS, OF_PLACES, OF_METALS = ("会談", "話した"), ("2番目", "1番目"), ("Metals", "All metals")


@pytest.fixture
def made():
    """Changes of the world, corrections, one told by a reader, and rows in another order."""
    with batch(kind=WORLD, reason="施行された"):
        talks = Measure.objects.get(slug="talks")
        talks.title_ja, talks.summary_ja = "長い会談", "長く話した。"
        talks.save()
    with batch(kind=CORRECTION, reason="読み違い"):
        status = MeasureStatus.objects.get(measure__slug="talks")
        status.phrase = "話した"
        status.save()
    told_by_a_reader = Batch.objects.latest("pk")
    with batch(kind=WORLD, reason="公表された"):
        act = Measure.objects.get(slug="act")
        act.published = True
        act.save()
    current = Revision.objects.current().get(entry__kind="measure", entry__key="act")
    form = copy.deepcopy(current.form)
    form["provisions"].reverse()
    apply({("measure", "act"): Edit(form, current.number)}, Batch(via="form", kind=EDITORIAL))
    with batch(kind=CORRECTION, reason="誤記"):
        metals = Subject.objects.get(slug="metals")
        metals.name_en = "All metals"
        metals.save()
    Remark.objects.create(
        origin="reader",
        row_kind="measures.measure",
        row=1,
        made_on="2026-04-01",
        text="違います。",
        state="taken",
        batch=told_by_a_reader,
    )


def words(markup: str) -> str:
    """What a part of a page says; nothing where it says that there is nothing, or nothing more."""
    text = html.unescape(re.sub(r"<[^>]+>", "", markup)).strip()
    return "" if text in NOTHING else text


def page_lines(client, address: str) -> list[tuple[str, ...]]:
    """What a page of changes tells: entry, field, before and after; who pointed it out last."""
    found = []
    for section in SECTION.findall(client.get(address).text):
        name, who = words(HEAD.search(section)[1]), WHO.findall(section)
        cells = ([words(each) for each in CELL.findall(line)] for line in LINE.findall(section))
        found += [(name, *each, *who) for each in cells]
    return found


def lines(client, address: str) -> list[dict[str, str]]:
    """The lines of a file by the names of its columns."""
    text = body(client.get(address)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def told(found: list[dict[str, str]], *more: str, of: str = "") -> list[tuple[str, ...]]:
    """Of lines what a page tells too; `of` is the language in names of columns of programs."""
    names = [f"entry_name{of}" if of else "entry", *(f"{each}{of}" for each in ("field", "before"))]
    return [tuple(line[name] for name in (*names, f"after{of}", *more)) for line in found]


def pairs(found: list[dict[str, str]]) -> list[tuple[str, str]]:
    """What was before and after."""
    return [(line["before"], line["after"]) for line in found]


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_csv_of_changes_has_the_lines_of_its_page(client, made, language):
    every = lines(client, f"{language}/changes.csv")
    assert told(every) == page_lines(client, f"{language}/changes/")
    revisions = {(line["key"], line["revision"]) for line in every}
    assert len(revisions) == sum(REVISIONS.values())
    for kind, number in REVISIONS.items():
        some = lines(client, f"{language}/changes.csv?kind={kind}")
        assert told(some) == page_lines(client, f"{language}/changes/?kind={kind}")
        assert len({(line["key"], line["revision"]) for line in some}) == number
        assert len({line["change_kind"] for line in some}) == 1


def test_the_csv_of_changes_tells_what_was_made(client, made):
    """The latest first; a row that moved by its places in words."""
    (editorial,) = lines(client, f"/changes.csv?kind={EDITORIAL}")
    assert pairs([editorial]) == [OF_PLACES]
    assert pairs(lines(client, f"/changes.csv?kind={CORRECTION}")) == [OF_METALS, OF_STATUS]
    world = lines(client, f"/changes.csv?kind={WORLD}")
    assert pairs(world)[-2:] == OF_TALKS
    came = world[:-2]
    assert {line["key"] for line in came} == {"act"}
    assert {line["before"] for line in came} == {""}
    assert {line["action"] for line in came} == {"追加"}
    assert {line["action"] for line in world[-2:]} == {"値の変更"}
    assert [line["reason"] for line in world] == ["公表された"] * len(came) + ["施行された"] * 2


def test_the_changes_for_programs_are_those_of_the_page(client, made):
    """As many, in both languages; by kind as many as the page has."""
    every = lines(client, "/data/changes.csv")
    for language, prefix in (("_ja", ""), ("_en", "/en")):
        page = page_lines(client, f"{prefix}/changes/")
        assert collections.Counter(told(every, of=language)) == collections.Counter(page)
    kinds = collections.Counter(line["change_kind"] for line in every)
    for kind in REVISIONS:
        assert kinds[kind] == len(page_lines(client, f"/changes/?kind={kind}"))
    assert collections.Counter(line["action"] for line in every)["moved"] == 1


def test_a_row_that_went_is_told_apart_from_a_value_that_is_empty_now(client, made):
    with batch(kind=EDITORIAL):
        act = Measure.objects.get(slug="act")
        act.milestones.get(code="enacted").delete()
        act.provisions.filter(code="p1").update(number="")
        act.save()
    *found, _moved = lines(client, f"/changes.csv?kind={EDITORIAL}")
    assert {line["after"] for line in found} == {""}
    assert collections.Counter(line["action"] for line in found) == {"削除": 1, "値の変更": 1}
    section = SECTION.search(client.get(f"/changes/?kind={EDITORIAL}").text)[0]
    cells = (CELL.findall(line)[2] for line in LINE.findall(section))
    after = [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]
    assert collections.Counter(after) == {"削除": 1, "—": 1}


@pytest.mark.parametrize("query", ["", "?document=paper", "?until=2020-01-01"])
def test_the_csv_of_corrections_has_the_lines_of_its_page(client, made, query):
    found = lines(client, f"/corrections.csv{query}")
    assert told(found, "pointed_out_by") == page_lines(client, f"/corrections/{query}")
    assert (
        pairs(found)
        == {
            "": [OF_METALS, OF_STATUS],
            "?document=paper": [OF_STATUS],
            "?until=2020-01-01": [],
        }[query]
    )


def test_corrections_are_the_changes_of_their_kind(client, made):
    found = lines(client, "/corrections.csv")
    who = [line.pop("pointed_out_by") for line in found]
    assert who == ["編集", "読者"]
    assert found == lines(client, f"/changes.csv?kind={CORRECTION}")
    of_programs = [
        line for line in lines(client, "/data/changes.csv") if line["change_kind"] == CORRECTION
    ]
    assert collections.Counter(told(of_programs, of="_ja")) == collections.Counter(told(found))


def test_the_csv_of_readings_has_the_numbers_of_its_page(client):
    Proofreading.objects.all().delete()
    for slug, day, rows, wrong, imprecise in (
        ("one", "2026-04-01", 1200, 12, 34),
        ("two", "2026-05-01", 100, 0, 7),
        ("three", "2026-06-01", 1, 1, 0),
    ):
        Proofreading.objects.create(
            slug=slug,
            day=day,
            rows=rows,
            wrong=wrong,
            imprecise=imprecise,
            how_ja=f"{rows}行を引いた",
            how_en=f"{rows} rows drawn",
        )
    found = lines(client, "/proofreadings.csv")
    numbers = [
        [int(line[name]) for name in ("rows", "wrong", "imprecise", "right")] for line in found
    ]
    assert numbers == [[1, 1, 0, 0], [100, 0, 7, 93], [1200, 12, 34, 1154]]
    part = client.get("/corrections/").text.partition('id="readings"')[2].partition("</table>")[0]
    drawn = [[words(cell) for cell in CELL.findall(line)] for line in LINE.findall(part)]
    assert [[int(cell.replace(",", "")) for cell in line[1:5]] for line in drawn] == numbers
    assert [line[5] for line in drawn] == [line["how_drawn"] for line in found]
    days = re.findall(r'<time datetime="([\d-]+)"', part)
    assert days == [line["day"] for line in found]
