"""What a bundle says of itself and can be asked: the eight analyses, in three ways."""

import csv
import io
import json
import re
import sqlite3

import pytest

from measures.charts.controls import ControlsPicture
from measures.models import BudgetLine, Citation, Measure, PrintedTotal, Relation
from portal.bundle.contents import FOLDER
from portal.pages.caveats.declared import RULES
from portal.pages.lists import LISTS
from tests.analysts import in_r
from tests.list_requests import list_request

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

QUERIES = """
import json, pathlib, sys
import duckdb

folder = pathlib.Path.cwd()
database = duckdb.connect()
database.execute("SET enable_progress_bar = false")  # it goes to where the answer goes
for name in ("queries/duckdb.sql", "views.sql"):
    database.execute((folder / name).read_text())
found = {}
for path in sorted((folder / "queries").glob("[0-9]*.sql")):
    asked = database.execute(path.read_text())
    names = [each[0] for each in asked.description]
    found[path.stem] = [dict(zip(names, row)) for row in asked.fetchall()]
types = database.execute("SELECT column_name, column_type FROM (DESCRIBE budgets)").fetchall()
norway = database.execute("SELECT code, iso2 FROM partners WHERE code IN ('no', 'na')").fetchall()
print(json.dumps({"found": found, "types": dict(types), "norway": norway}))
"""
# All in one process, each with nothing of those before: most of the time is the start of one.
NOTEBOOKS = """
import json, pathlib, sys
import nbformat
from nbclient import NotebookClient

folder = pathlib.Path.cwd() / "notebooks"
read = {path.stem: nbformat.read(path, as_version=4) for path in sorted(folder.glob("*.ipynb"))}
whole = nbformat.v4.new_notebook()
last = {}
for name, each in read.items():
    nbformat.validate(each)
    whole.cells += [nbformat.v4.new_code_cell("%reset -f"), *each.cells]
    last[name] = len(whole.cells) - 1
NotebookClient(whole, timeout=60, resources={"metadata": {"path": str(folder)}}).execute()
texts = {name: whole.cells[at].outputs[0]["text"] for name, at in last.items()}
print(json.dumps({name: json.loads(text.splitlines()[-1]) for name, text in texts.items()}))
"""


@pytest.fixture(scope="module")
def asked(analysts, unpacked) -> dict:
    """What DuckDB answers to the queries, over the CSV files."""
    return json.loads(analysts(QUERIES, cwd=unpacked))


@pytest.fixture(scope="module")
def found(asked) -> dict[str, list[dict]]:
    """The rows of each query."""
    return asked["found"]


@pytest.fixture(scope="module")
def figures(analysts, unpacked) -> dict:
    """What each notebook ends in, run in the folder of the bundle."""
    return json.loads(analysts(NOTEBOOKS, cwd=unpacked).splitlines()[-1])


def test_the_queries_answer_the_same_in_sqlite(made, unpacked, found):
    database = sqlite3.connect(f"file:{made.folder / 'shirube.sqlite'}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    assert len(found) == 8
    for name, rows in found.items():
        answered = database.execute((unpacked / "queries" / f"{name}.sql").read_text()).fetchall()
        assert [dict(row) for row in answered] == rows, name
        assert rows, name


def test_the_views_are_in_the_database(made):
    database = sqlite3.connect(f"file:{made.folder / 'shirube.sqlite'}?mode=ro", uri=True)
    views = {
        *("v_budget_long", "v_controls_in_force", "v_agreement_partner_year"),
        *("v_measure_sections", "v_edges"),
    }
    named = database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")
    assert {name for (name,) in named} == views
    lines = database.execute("SELECT origin, COUNT(*) FROM v_budget_long GROUP BY origin")
    assert dict(lines.fetchall()) == {
        "line": BudgetLine.objects.published().count(),
        "printed-total": PrintedTotal.objects.published().count(),
    }
    assert database.execute("SELECT COUNT(*) FROM v_edges").fetchone() == (
        Relation.objects.published().count(),
    )


def test_types_are_declared_to_duckdb(asked):
    assert asked["types"]["amount"] == "BIGINT"
    assert asked["types"]["is_added"] == "BOOLEAN"
    assert asked["types"]["code"] == "VARCHAR"
    assert ["no", "NO"] in asked["norway"]


# The eight analyses: what a notebook finds, what a query finds, what the site or a source says.


def test_budgets_are_those_printed_but_where_the_record_says_why(figures, found):
    told = figures["1_budget_by_subject"]
    assert told == {
        f"{total.measure.slug}/{total.code}": [int(total.amount), told[key][1]]
        for total in PrintedTotal.objects.published().select_related("measure")
        if (key := f"{total.measure.slug}/{total.code}")
    }
    rows = found["1_budget_by_subject"]
    assert sorted(map(tuple, told.values())) == sorted(
        (row["printed_amount"], row["computed"]) for row in rows
    )
    differ = {row["printed"]: row["computed"] // 100_000_000 for row in rows if row["difference"]}
    # 船舶の部品 1,306億円 beside 1,291; 1,981 beside 1,980; 1,692 beside 1,693 (printed twice).
    assert differ == {
        "1,306億円": 1_291,
        "1,981億円": 1_980,
        "1,692億円": 1_693,
        "約1,692億円": 1_693,
        "2兆5,643億円": 25_628,
    }
    assert all(row["difference_ja"] and row["difference_en"] for row in rows if row["difference"])


def test_the_share_of_supplementary_budgets(figures, found):
    told = figures["2_supplementary_share"]
    rows = {row["measure_slug"]: row for row in found["2_supplementary_share"]}
    assert told["programmes"] == {slug: row["percent"] for slug, row in rows.items()}
    budget = rows["supply-chain-budget"]
    assert [budget["supplementary"], budget["added"]] == [2_320_300_000_000, 2_562_800_000_000]
    assert (budget["percent"], told["percent"]) == (90.5, 90.9)
    assert told["added"] == sum(row["added"] for row in rows.values())


def test_controls_in_force_over_time(figures, found):
    told = figures["3_controls_in_force"]
    rows = found["3_controls_in_force"]
    assert told == {
        f"{row['month']} {row['imposed_by_code']}": [row["in_force"], row["suspended"]]
        for row in rows
    }
    # METI 2026-04, section 6, prints nine of China, one of them suspended; section 4 one more.
    february = {row["imposed_by_code"]: row for row in rows if row["month"] == "2026-02"}
    in_force = {code: row["in_force"] for code, row in february.items()}
    assert in_force == {"cn": 9, "us": 4, "jp": 2}
    listing = next(each for each in LISTS if each.name == "export-controls")
    picture = ControlsPicture(list_request(listing, "/en/export-controls/"))
    assert f"{sum(row['suspended'] for row in february.values())}" in picture.finding


def test_agreements_by_partner_and_year(figures, found):
    told = figures["4_agreements_by_partner"]
    rows = found["4_agreements_by_partner"]
    assert told == {
        f"{row['partner_code']} {row['year'] or ''}".strip(): row["agreements"] for row in rows
    }
    # METI 2026-04, section 38, prints eight in 2026, two of them with France and two with Britain.
    printed = Measure.objects.published().filter(
        agreement__section__document__slug="meti-2026-04",
        agreement__section__code="38",
        agreement__date__startswith="2026",
    )
    assert printed.count() == 8
    for partner in ("fr", "gb"):
        assert printed.filter(partners__partner__code=partner).count() == 2
        assert told[f"{partner} 2026"] >= 2


def test_the_sections_that_are_cited_most(figures, found):
    told = figures["5_measures_by_section"]
    rows = found["5_measures_by_section"]
    assert told == {
        f"{row['document_slug']}/{row['section_code']}": row["measures"]
        for row in rows
        if row["measures"]
    }
    most = max(told, key=told.get)
    document, _slash, code = most.partition("/")
    cited = Citation.objects.published().filter(
        section__document__slug=document, section__code=code
    )
    assert told[most] == cited.values("measure").distinct().count()


def test_from_cabinet_decision_to_effect_no_source_tells(figures, found):
    rows = found["6_decision_to_effect"]
    decided = [row["slug"] for row in rows if row["cabinet_decision"]]
    effective = [row["slug"] for row in rows if row["effective"]]
    assert decided == ["espa-amendment-2026", "fefa-amendment-2026"]
    assert effective == ["espa-2022", "security-clearance-act"]
    told = figures["6_decision_to_effect"]
    assert [told["cabinet-decision"], told["effective"], told["both"]] == [2, 2, 0]


def test_what_china_controls_and_japan_supports(figures, found):
    told = figures["7_controlled_and_supported"]
    rows = found["7_controlled_and_supported"]
    assert told == {
        name: [row["slug"] for row in rows if row["itself"] == itself]
        for name, itself in (("themselves", 1), ("below", 0))
    }
    # 重要鉱物、レアアース、レアアース磁石; gallium and germanium stand below the first.
    assert told["themselves"] == ["critical-minerals", "rare-earth-magnets", "rare-earths"]
    assert {"gallium", "germanium", "graphite"} <= {*told["below"]}


def test_the_network_of_measures(figures, found):
    told = figures["8_network"]
    assert told["nodes"] == Measure.objects.published().count()
    assert told["edges"] == Relation.objects.published().count()
    assert told["components"] == [row["measures"] for row in found["8_network"]]
    assert sum(told["components"]) == told["nodes"]


R_CHUNK = re.compile(r"^```\{r.*?\}\n(.*?)^```\n", re.M | re.S)


def test_the_notebooks_in_r_find_the_same(unpacked, figures, tmp_path):
    """What stands in their blocks, from the first to the last, in the folder they lie in."""
    named = sorted((unpacked / "notebooks").glob("*.Rmd"))
    assert [path.stem for path in named] == ["1_budget_by_subject", "5_measures_by_section"]
    script = "\n".join(
        f"local({{\n{''.join(R_CHUNK.findall(path.read_text()))}\n"
        f'write_csv(figures, "{tmp_path}/{path.stem}.csv", na = "")\n}})'
        for path in named
    )
    in_r(script, cwd=unpacked / "notebooks")
    budgets, sections = (
        list(csv.DictReader(io.StringIO((tmp_path / f"{path.stem}.csv").read_text())))
        for path in named
    )
    assert figures["1_budget_by_subject"] == {
        f"{row['measure_slug']}/{row['code']}": [int(float(row[n])) for n in ("amount", "computed")]
        for row in budgets
    }
    assert figures["5_measures_by_section"] == {
        f"{row['document_slug']}/{row['section_code']}": int(row["measures"]) for row in sections
    }


# What says how it is read.


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_readme_names_what_there_is(made, unpacked, language):
    text = (unpacked / f"README.{language}.md").read_text()
    assert "$" not in text
    assert str(made.manifest["version"]) in text
    for table in (unpacked / "data").iterdir():
        assert f"`{table.stem}`" in text
    named = set(re.findall(r"`((?:data|queries)/[a-z_]+\.(?:csv|sql))`", text))
    assert named
    assert [name for name in named if not (unpacked / name).exists()] == []
    with (unpacked / "data" / "caveats.csv").open(newline="") as file:
        caveats = {row["code"]: row[f"caveat_{language}"] for row in csv.DictReader(file)}
    assert [rule.code for rule in RULES if caveats[rule.code] not in text] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_the_readme_and_caveats_name_is_there(unpacked, language):
    """Names with an underscore are of tables and of columns."""
    tables = {path.stem: path for path in (unpacked / "data").iterdir()}
    known = set(tables)
    for path in tables.values():
        with path.open(newline="") as file:
            known |= set(next(csv.reader(file)))
    text = (unpacked / f"README.{language}.md").read_text()
    named = set(re.findall(r"(?<![A-Za-z0-9_/.])[a-z]+(?:_[a-z]+)+(?![A-Za-z0-9_/]|\.[a-z])", text))
    assert {"not_added_ja", "status_as_of_edtf"} <= named
    assert sorted(named - known) == []


def test_no_figure_of_the_record_is_written_into_a_text():
    """(e): what a README or a notebook tells is put in from the record, or computed from tables."""
    figure = re.compile(
        r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)? ?(?:%|％|億|兆|件|billion|trillion|rows)"
    )
    texts = {path: path.read_text() for path in FOLDER.rglob("*md")}
    assert len(texts) > 9
    found = {path.name: figure.findall(text) for path, text in texts.items()}
    assert {name: each for name, each in found.items() if each} == {}


def test_a_notebook_holds_no_answers(unpacked):
    """Who runs it sees figures of the bundle it stands in, not of another."""
    for path in (unpacked / "notebooks").glob("*.ipynb"):
        cells = json.loads(path.read_text())["cells"]
        assert [each for each in cells if each.get("outputs")] == []
        assert len({each["id"] for each in cells}) == len(cells)
