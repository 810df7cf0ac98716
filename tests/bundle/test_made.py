"""The bundle of the bundled record: whole, typed, with keys that hold, the same bytes each time."""

import contextlib
import csv
import datetime
import hashlib
import json
import sqlite3

import pytest
from django.conf import settings
from django.test import Client

from portal.bundle import packaged
from portal.bundle.declared import declared, resources
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage, Table
from portal.pages.api.openapi import description
from portal.pages.dictionary import codelists_of
from portal.pages.lists import TABLES
from tests.downloads import address_of

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def digest(path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.both
def test_every_table_is_that_of_the_site(made):
    for each in resources():
        assert (
            b"".join(Client().get(address_of(each.table))) == (made.folder / each.csv).read_bytes()
        ), each.name


def test_the_manifest_tells_every_file_as_it_is(made):
    told = {each["path"]: each for each in made.manifest["files"]}
    paths = (path for path in made.folder.rglob("*") if path.is_file())
    names = {str(path.relative_to(made.folder)) for path in paths}
    assert names == told.keys() | {"index.json"}
    for name, each in told.items():
        path = made.folder / name
        assert (each["bytes"], each["sha256"]) == (path.stat().st_size, digest(path))
        assert each["address"] == f"/data/v/{made.manifest['version']}/{name}"


def test_the_manifest_counts_the_rows(made):
    for each in made.manifest["tables"]:
        with (made.folder / "data" / f"{each['name']}.csv").open(newline="") as file:
            assert each["rows"] == sum(1 for _row in csv.reader(file)) - 1
        assert made.manifest["counts"][each["name"]] == each["rows"]


def test_the_same_version_gives_the_same_bytes(made, tmp_path):
    """Whoever makes it anew can check what was sent."""
    done = made.manage("make_bundle", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    for each in made.manifest["files"]:
        assert digest(tmp_path / "out" / each["path"]) == each["sha256"], each["path"]


def test_what_is_made_is_not_made_again(made):
    before = (made.folder / "shirube.zip").stat()
    done = made.manage("make_bundle")
    assert f"Version {made.manifest['version']} is made already." in done.stdout
    assert (made.folder / "shirube.zip").stat() == before


def test_the_zip_holds_what_stands_beside_it(made, unpacked):
    beside = {"shirube.zip", "shirube.sqlite"}
    for each in made.manifest["files"]:
        if each["path"] not in beside and not each["path"].endswith(".parquet"):
            assert digest(unpacked / each["path"]) == each["sha256"]


def test_the_zip_says_under_what_it_may_be_used_and_when_it_was_made(made, unpacked):
    text = (unpacked / "LICENSE").read_text()
    for words in ("CC BY 4.0", "creativecommons.org/licenses/by/4.0/", "資料のライセンス"):
        assert words in text
    assert "Licence of the sources" in text
    package = json.loads((unpacked / "datapackage.json").read_bytes())
    assert package["created"] == made.manifest["created"]
    assert datetime.datetime.fromisoformat(package["created"]).tzinfo


@pytest.mark.parametrize(
    ("production", "hosts", "homepage"),
    [
        (True, ["shirube.example.jp", "localhost"], "https://shirube.example.jp/data/"),
        (True, [".example.jp"], "https://example.jp/data/"),
        (True, ["*"], None),
        (False, ["localhost"], None),
    ],
)
def test_the_package_names_its_page_where_the_site_has_a_host(
    settings, production, hosts, homepage
):
    settings.PRODUCTION, settings.ALLOWED_HOSTS = production, hosts
    assert packaged.homepage().get("homepage") == homepage


# SQLite.


@pytest.fixture(scope="module")
def database(made):
    """The bundle as a database."""
    opened = sqlite3.connect(f"file:{made.folder / 'shirube.sqlite'}?mode=ro", uri=True)
    with contextlib.closing(opened):
        yield opened


def test_the_database_is_sound(database):
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    strict = database.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'")
    loose = {name for name, strict in strict if not strict and not name.startswith("sqlite_")}
    assert loose == set()


def test_the_database_has_the_declared_keys(database):
    for each in resources():
        told = database.execute(f'PRAGMA table_info("{each.name}")').fetchall()
        key = sorted((place, name) for _n, name, _t, _r, _d, place in told if place)
        assert tuple(name for _place, name in key) == each.key
        refers = {row[2] for row in database.execute(f'PRAGMA foreign_key_list("{each.name}")')}
        assert refers == {key.table for key in each.foreign_keys}


def test_the_database_holds_the_cells(made, database):
    """Numbers and truths as such, everything else as it is printed, nothing for an empty cell."""
    read = {Kind.INTEGER: int, Kind.DECIMAL: float, Kind.BOOLEAN: lambda cell: int(cell == "true")}
    for each in resources():
        of = [read.get(column.kind, str) for column in each.columns]
        with (made.folder / each.csv).open(newline="") as file:
            rows = [
                tuple(make(cell) if cell else None for make, cell in zip(of, row, strict=True))
                for row in list(csv.reader(file))[1:]
            ]
        assert database.execute(f'SELECT * FROM "{each.name}" ORDER BY rowid').fetchall() == rows


# What is declared.


def test_a_key_does_not_claim_to_be_the_name_beside_it():
    found = 0
    for each in resources():
        meanings = {column.name: str(column.meaning) for column in each.columns}
        for column in each.columns:
            words = f"{column.name.rpartition('_')[0]}_ja"
            if column.refers and words in meanings:
                found += 1
                assert meanings[column.name] != meanings[words], (each.name, column.name)
    assert found > 16


def test_columns_are_asked_for_without_marks(database):
    """No name is a word of SQL."""
    for each in resources():
        names = ", ".join(column.name for column in each.columns)
        database.execute(f"SELECT {names} FROM {each.name} LIMIT 1").fetchall()


def test_a_list_of_codes_says_whose_they_are():
    names = codelists_of([each.table for each in resources()])
    assert [name for name in names if "_" not in name] == []


def test_a_key_that_is_none_is_refused():
    first = Table(name="first", title="", lead="", columns=(Column("a", "", "a"),), key=("a",))
    wrong = Table(
        name="second",
        title="",
        lead="",
        columns=(Column("b", "", "b", refers="first.x"),),
        key=("b",),
    )
    with pytest.raises(ValueError, match="second.b refers to first.x, no key"):
        declared((first, wrong))


def test_every_reference_of_one_value_is_a_foreign_key():
    for each in resources():
        single = {column.name for column in each.columns if column.refers and not column.several}
        assert {key.columns[-1] for key in each.foreign_keys} == single


def test_every_table_is_in_it():
    named = {each.name for each in resources()}
    from_lists = {each.table for each in TABLES}
    assert from_lists <= named
    assert any(isinstance(each.table, ListPage) for each in resources())


# What reads it.

FRICTIONLESS = """
import json, sys
from frictionless import Package
report = Package(json.load(sys.stdin)).validate()
errors = [error.message for task in report.tasks for error in task.errors]
print(json.dumps([report.valid, [error.message for error in report.errors], errors[:5],
    {task.name: task.stats.get("rows", 0) for task in report.tasks}]))
"""
CSVW = """
import json, sys
from csvw import TableGroup
group = TableGroup.from_file(json.load(sys.stdin))
rows = {table.local_name: list(table) for table in group.tables}
countries = {row["code"]: row["member_codes"] for row in rows["data/partners.csv"]}
flags = {type(row["is_added"]).__name__ for row in rows["data/budgets.csv"]}
print(json.dumps([{name: len(found) for name, found in rows.items()}, countries["g7"],
    sorted(flags)]))
"""
PARQUET = """
import json, pathlib, sys
import pyarrow.parquet as parquet
print(json.dumps({path.stem: [parquet.read_metadata(path).num_rows,
    {field.name: str(field.type) for field in parquet.read_schema(path)}]
    for path in pathlib.Path(json.load(sys.stdin)).glob("*.parquet")}))
"""


def test_the_package_is_valid_with_all_its_keys(made, unpacked, analysts):
    valid, errors, of_tables, rows = json.loads(
        analysts(FRICTIONLESS, str(unpacked / "datapackage.json"))
    )
    assert (errors, of_tables, valid) == ([], [], True)
    assert rows.pop("changes") == 0, "nothing was edited"
    assert rows == made.manifest["counts"]


def test_csv_on_the_web_reads_it(made, unpacked, analysts):
    rows, members, flags = json.loads(analysts(CSVW, str(unpacked / "csvw-metadata.json")))
    assert rows.pop("CHANGES.csv") == 0
    assert rows == {f"data/{name}.csv": rows for name, rows in made.manifest["counts"].items()}
    assert "jp" in members, "several values are a list"
    assert "bool" in flags


MANIFEST = """
import json, sys
from jsonschema import Draft202012Validator as V
manifest, schema = json.load(sys.stdin)
print(json.dumps([error.message for error in V(schema).iter_errors(manifest)]))
"""


def test_the_manifest_is_what_the_description_of_addresses_says(made, analysts):
    schema = json.loads(description(""))["components"]["schemas"]["Bundle"]
    assert json.loads(analysts(MANIFEST, [made.manifest, schema])) == []
    broken = made.manifest | {"version": "one"}
    assert len(json.loads(analysts(MANIFEST, [broken, schema]))) == 1


def test_parquet_has_the_rows_and_the_types(made, analysts):
    found = json.loads(analysts(PARQUET, str(made.folder / "parquet")))
    types = {
        Kind.INTEGER: "int64",
        Kind.DECIMAL: "double",
        Kind.BOOLEAN: "bool",
        Kind.DATE: "date32[day]",
    }
    for each in resources():
        rows, told = found[each.name]
        assert rows == made.manifest["counts"][each.name]
        assert told == {
            column.name: "list<element: string>"
            if column.several
            else types.get(column.kind, "string")
            for column in each.columns
        }
    assert made.manifest["parquet"] is True


SURVIVORS = """
import json, sys, csv, pathlib
import duckdb, pandas, polars
folder = pathlib.Path(json.load(sys.stdin))
package = json.loads((folder / "datapackage.json").read_text())
PANDAS = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
POLARS = {"integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean,
          "date": polars.Date}
DUCKDB = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
wrong, read = [], 0
for each in package["resources"]:
    path = str(folder / each["path"])
    types = {field["name"]: field["type"] for field in each["schema"]["fields"]}
    texts = [name for name, kind in types.items() if kind in ("string", "list")]
    with open(path, newline="") as file:
        plain = list(csv.DictReader(file))
    tables = {
        "pandas": pandas.read_csv(path, keep_default_na=False, na_values=[""],
            dtype={name: PANDAS.get(kind, "string") for name, kind in types.items()}
            ).astype(object).where(lambda found: found.notna(), None).to_dict("records"),
        "polars": polars.read_csv(path,
            schema={name: POLARS.get(kind, polars.String) for name, kind in types.items()},
            ).to_dicts(),
        "duckdb": duckdb.connect().sql("FROM read_csv(?, header=true, auto_detect=false, "
            "delim=',', quote='\\"', escape='\\"', nullstr='', columns=?)", params=[path,
            {name: DUCKDB.get(kind, "VARCHAR") for name, kind in types.items()}]
            ).pl().to_dicts(),
    }
    for tool, rows in tables.items():
        assert len(rows) == len(plain), (tool, each["name"])
        for row, cells in zip(rows, plain):
            for name in texts:
                read += 1
                if (row[name] or "") != cells[name]:
                    wrong.append([tool, each["name"], name, cells[name], row[name]])
print(json.dumps([wrong[:9], read]))
"""
# What tools take for something else, with a cell of the record that holds it.
TRAPS = {
    "no": ("partners", "code"),
    "01": ("measure_subjects", "group_number"),
    "(1)": ("pillars", "number"),
    "2026-04": ("measures", "date_edtf"),
    "12月8日": ("milestones", "phrase"),
}


def test_texts_survive_where_the_declared_types_are_said(unpacked, analysts):
    """Norway is not false, Namibia not missing, 01 not one, April no first of April."""
    for cell, (table, name) in TRAPS.items():
        with (unpacked / "data" / f"{table}.csv").open(newline="") as file:
            assert cell in {row[name] for row in csv.DictReader(file)}, cell
    wrong, read = json.loads(analysts(SURVIVORS, str(unpacked)))
    assert wrong == []
    assert read > 500_000


def test_no_cell_of_a_list_holds_names_with_marks_between(unpacked):
    """(h): where a column holds several values, there is a semicolon between."""
    package = json.loads((unpacked / "datapackage.json").read_text())
    names = {"other_names", "also_printed", "also_english", "plain_words"}
    for each in package["resources"]:
        lists = [field["name"] for field in each["schema"]["fields"] if field["type"] == "list"]
        with (unpacked / each["path"]).open(newline="") as file:
            for row in csv.DictReader(file):
                for name in set(lists) - names:
                    assert not set("、, ") & set(row[name]), (each["name"], name, row[name])


def test_both_languages_say_what_a_column_is(unpacked):
    package = json.loads((unpacked / "datapackage.json").read_text())
    codes = [code for code, _name in settings.LANGUAGES]
    for each in package["resources"]:
        for told in (each, *each["schema"]["fields"]):
            for code in codes:
                assert told[f"description_{code}"], (each["name"], told["name"])
