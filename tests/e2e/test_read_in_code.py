"""The code that lists offer reads their files as it stands there, with every value as it was.

Each tool is started once and runs the code of all pages. What no tool of ours runs is Power Query:
its code is held against the columns of the file instead.
"""

import csv
import html
import io
import json
import pathlib
import re
import subprocess
import urllib.parse

import pytest

from tests.analysts import PATIENCE, in_r

PAGES = (
    "/partners/?q=%E3%83%8E%E3%83%AB%E3%82%A6%E3%82%A7%E3%83%BC",  # Norway, whose code is `no`
    "/en/measures/?kind=law&kind=bill&q=%E6%B3%95",
    "/export-controls/?status=suspended",
    "/provisions/?q=%E6%B3%95",
    "/data-points/",
    "/budgets/?fiscal_year=2025",
    "/printed-totals/",
    "/subjects/?q=%22%E3%83%AC%E3%82%A2%E3%82%A2%E3%83%BC%E3%82%B9%22",
    "/measures/?q=Japan%27s",
    "/measures/?q=R%26D",
    "/milestones/?kind=enacted",
)
# What programs take for something else, in columns of text.
TRAPS = (
    "no",
    "NA",
    "01",
    "(1)",
    "2026-04",
    "12月8日",
    "55%",
    "1e5",
    "TRUE",
    'a "b", c',
    " x ",
    "null",
)
READ = {"integer": int, "decimal": float, "boolean": "true".__eq__}
SNIPPET = re.compile(r"<h3>([^<]+)</h3>\s*<pre class=\"code-block\"[^>]*><code>(.*?)</code>", re.S)
# What each tool does with the codes of all files: each gives `rows`, told as JSON.
PYTHON = """
import datetime, json, sys
def plain(value):
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value
found = []
for code in json.load(sys.stdin):
    known = {}
    %s
    found.append([names, [[plain(value) for value in row] for row in lines]])
print(json.dumps(found, ensure_ascii=True))
"""
PANDAS = PYTHON % (
    'exec(code, known); rows = known["rows"].astype(object); '
    "names, lines = list(rows.columns), rows.values.tolist()"
)
POLARS = (
    PYTHON % 'exec(code, known); rows = known["rows"]; names, lines = rows.columns, rows.rows()'
)
# The file is asked for in parts, and only for what is wanted of it.
SCANNED = PYTHON % (
    'exec(code.replace("pl.read_csv(", "pl.scan_csv("), known); rows = known["rows"].collect(); '
    "names, lines = rows.columns, rows.rows()"
)
DUCKDB = PYTHON % (
    'import duckdb; duckdb.execute("SET enable_progress_bar = false"); '
    'rows = duckdb.sql(code.rstrip(";")); '
    "names, lines = rows.columns, rows.fetchall()"
)
R = """
for (number in seq_len({count})) {{
    source(paste0("{folder}/", number, ".R"), local = TRUE)
    write_csv(rows, paste0("{folder}/", number, ".csv"), na = "", quote = "all")
    kinds <- vapply(rows, function(column) class(column)[1], "")
    cat(kinds, file = paste0("{folder}/", number, ".kinds"), sep = "\\n")
}}
"""


class Read:
    """What a page offers: its code by tool, and the file that it is about."""

    def __init__(self, site, path: str):
        page = site.get(path).decode()
        self.code = {name: html.unescape(code) for name, code in SNIPPET.findall(page)}
        self.address = re.search(r'read_csv\(\s+"(.*?)"', self.code["polars"])[1]
        assert self.address.startswith(f"{site.address}/")
        self.file = site.get(self.address.removeprefix(site.address))

    @property
    def name(self) -> str:
        """The list."""
        return urllib.parse.urlsplit(self.address).path.strip("/").partition(".")[0]


def rows_of(file: bytes, types: dict[str, str]) -> list:
    """The header of a file and its values as they are meant, by the types of its columns."""
    names, *lines = csv.reader(io.StringIO(file.decode(), newline=""))
    read = [READ.get(types[name], str) for name in names]
    return [
        names,
        [[f(v) if v else None for f, v in zip(read, line, strict=True)] for line in lines],
    ]


@pytest.fixture(scope="module")
def columns(site) -> dict[str, dict[str, str]]:
    """By table the types of its columns, as the site declares them."""
    found: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(site.get("/data/columns.csv").decode())):
        found.setdefault(row["table_name"].replace("_", "-"), {})[row["column_name"]] = row["type"]
    return found


@pytest.fixture(scope="module")
def offered(site) -> list[Read]:
    """What the pages offer."""
    return [Read(site, path) for path in PAGES]


@pytest.fixture(scope="module")
def files(offered, columns, tmp_path_factory) -> list[tuple[str, str, list]]:
    """For each file its address, where it lies here, and what is in it.

    Behind those of the pages stand two of our own: one full of traps, and one without rows.
    """
    folder = tmp_path_factory.mktemp("files")
    contents = [(each, each.file) for each in offered]
    trapped = offered[0]
    header, _end, _rest = trapped.file.partition(b"\r\n")
    texts = columns[trapped.name].values()
    lines = "".join(
        ",".join(
            trap if kind == "text" or kind in ("path", "url", "edtf") else "" for kind in texts
        )
        + "\r\n"
        for trap in (f'"{each.replace(chr(34), chr(34) * 2)}"' for each in TRAPS)
    )
    contents += [(trapped, header + b"\r\n" + lines.encode()), (trapped, header + b"\r\n")]
    found = []
    for number, (page, content) in enumerate(contents):
        path = folder / f"{number}.csv"
        path.write_bytes(content)
        found.append((page, str(path), rows_of(content, columns[page.name])))
    return found


def codes(files, tool: str, local: bool = False) -> list[str]:
    """The code of a tool for each file; that of a page as it stands, unless `local`."""
    found = []
    for number, (page, path, _rows) in enumerate(files):
        code = page.code[tool]
        assert page.address in code
        found.append(code.replace(page.address, path) if local or number >= len(PAGES) else code)
    return found


def test_the_pages_try_every_type_and_every_trap(files, columns):
    kinds = {kind for page, _path, _rows in files for kind in columns[page.name].values()}
    assert kinds >= {"text", "integer", "decimal", "date", "edtf", "boolean", "path"}
    values = {value for _page, _path, (_names, rows) in files for row in rows for value in row}
    assert values >= {*TRAPS, True, False, None}
    assert all(rows for _page, _path, (_names, rows) in files[: len(PAGES)])


@pytest.mark.parametrize(
    ("tool", "run", "local"),
    # The newest DuckDB has nothing that reads addresses which could be had here: it reads files.
    [
        ("pandas", PANDAS, False),
        ("polars", POLARS, False),
        ("polars", SCANNED, False),
        ("DuckDB", DUCKDB, True),
    ],
)
def test_python_and_sql_read_every_value_as_it_is(analysts, files, tool, run, local):
    as_they_are(files, analysts(run, codes(files, tool, local)))


def test_duckdb_reads_addresses_as_they_are(duckdb_over_http, files):
    as_they_are(files, duckdb_over_http(DUCKDB, codes(files, "DuckDB")))


def as_they_are(files, read: str) -> None:
    """That a tool read every value."""
    for (page, _path, expected), got in zip(files, json.loads(read), strict=True):
        assert got == expected, page.address


def test_r_reads_every_value_as_it_is(files, tmp_path):
    for number, code in enumerate(codes(files, "R (readr)"), 1):
        (tmp_path / f"{number}.R").write_text(code)
    script = R.format(count=len(files), folder=tmp_path)
    in_r(script)
    read = {"numeric": float, "logical": "TRUE".__eq__, "character": str, "Date": str}
    for number, (page, _path, (names, expected)) in enumerate(files, 1):
        header, *lines = csv.reader(io.StringIO((tmp_path / f"{number}.csv").read_text()))
        kinds = (tmp_path / f"{number}.kinds").read_text().split()
        rows = [
            [read[kind](value) if value else None for kind, value in zip(kinds, line, strict=True)]
            for line in lines
        ]
        assert [header, rows] == [names, expected], page.address


def test_curl_takes_the_file_as_it_is(offered, tmp_path):
    for page in offered:
        subprocess.run(
            ["bash", "-c", page.code["curl"]], cwd=tmp_path, check=True, timeout=PATIENCE
        )
        assert (pathlib.Path(tmp_path) / f"{page.name}.csv").read_bytes() == page.file


def test_power_query_is_told_every_column_that_is_no_text(offered, columns):
    types = {
        "integer": "Int64.Type",
        "decimal": "type number",
        "boolean": "type logical",
        "date": "type date",
    }
    for page in offered:
        code = page.code["Excel (Power Query)"]
        names = next(csv.reader(io.StringIO(page.file.decode())))
        kinds = {name: columns[page.name][name] for name in names}
        told = dict(re.findall(r'\{"(\w+)", ([\w. ]+)\}', code))
        assert told == {name: types[kind] for name, kind in kinds.items() if kind in types}
        for opening, closing in ("()", "[]", "{}"):
            assert code.count(opening) == code.count(closing)
        assert code.count('"') % 2 == 0
        assert f'Web.Contents("{page.address}")' in code


# CSV on the Web.

CSVW = """
import csvw, json, sys
found = []
for address in json.load(sys.stdin):
    read = csvw.CSVW(address, validate=True)
    [table] = read.tables
    kinds = {each.name: each.datatype.base for each in table.tableSchema.columns}
    several = [each.name for each in table.tableSchema.columns if each.separator]
    found.append([read.is_valid, [*map(str, read.warnings)], kinds, several, len([*table])])
print(json.dumps(found))
"""


def test_a_csv_leads_to_what_describes_it(offered, columns, site, analysts):
    """By the header `Link`; only the address of the CSV is told."""
    whole = ["/data/frameworks.csv", "/data/codelists.csv"]
    found = json.loads(
        analysts(
            CSVW, [each.address for each in offered] + [f"{site.address}{path}" for path in whole]
        )
    )
    names = [page.name for page in offered] + ["frameworks", "codelists"]
    files = [page.file for page in offered] + [site.get(path) for path in whole]
    for name, file, (valid, warned, kinds, several, count) in zip(names, files, found, strict=True):
        assert valid, (name, warned)
        header, *lines = csv.reader(io.StringIO(file.decode()))
        assert list(kinds) == header
        assert count == len(lines)
        plain = {"integer", "decimal", "date", "boolean"}
        assert kinds == {
            each: columns[name][each] if columns[name][each] in plain else "string"
            for each in header
        }
        assert name != "export-controls" or "target_codes" in several


# Two tables joined, as the help says.


@pytest.fixture(scope="module")
def joined(site) -> tuple[dict[str, str], list[list]]:
    """The code by tool, and what comes of joining the two files.

    That is for each budget line its measure and code, its amount, and the measure's title.
    """
    page = site.get("/help/data/").decode().partition('id="join"')[2].partition("</section>")[0]
    code = {name: html.unescape(text) for name, text in SNIPPET.findall(page)}
    addresses = re.findall(r'read_csv\("(.*?)"', code["polars"])
    budgets, measures = (
        list(csv.DictReader(io.StringIO(site.get(each.removeprefix(site.address)).decode())))
        for each in addresses
    )
    titles = {row["slug"]: row["title_en"] for row in measures}
    rows = [
        [row["measure_slug"], row["code"], int(row["amount"]), titles[row["measure_slug"]]]
        for row in budgets
    ]
    return code, sorted(rows)


def test_two_tables_are_joined_in_five_lines(joined, analysts, duckdb_over_http):
    code, expected = joined
    assert all(len(text.splitlines()) == 5 for text in code.values())
    columns = '["measure_slug", "code", "amount", "title_en"]'
    told = "import json; print(json.dumps(sorted(found)))"
    polars = f"{code['polars']}\nfound = rows.select({columns}).rows()\n{told}"
    assert json.loads(analysts(polars)) == expected
    pandas = f"{code['pandas']}\nfound = json.loads(rows[{columns}].to_json(orient='values'))"
    assert json.loads(analysts(f"import json\n{pandas}\n{told}")) == expected
    sql = code["DuckDB"].rstrip(";")
    duckdb = f"found = duckdb.sql({sql!r}).select(*{columns}).fetchall()\n{told}"
    assert json.loads(duckdb_over_http(duckdb)) == expected


def test_r_joins_two_tables_in_five_lines(joined, tmp_path):
    code, expected = joined
    kept = 'rows[c("measure_slug", "code", "amount", "title_en")]'
    script = f'{code["R"]}\nwrite_csv({kept}, "{tmp_path}/rows.csv", na = "")'
    in_r(script)
    _header, *lines = csv.reader(io.StringIO((tmp_path / "rows.csv").read_text()))
    found = [[slug, code, float(amount), title] for slug, code, amount, title in lines]
    assert sorted(found) == expected
