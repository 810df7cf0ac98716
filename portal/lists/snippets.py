"""Code that reads a file of a list, for people to copy: its address, and the types of its columns.

The file is that of the data profile, which quotes texts and leaves nothing to guessing: every
column is a text unless it is named here. So `no` stays the code of Norway, `NA` that of Namibia,
`01` a number as it is printed and `2026-04` a month, and an empty cell is missing.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from portal.lists.columns import Column, Kind

# How wide code may be before it goes on in another line.
WIDTH, INDENT = 88, " " * 8
# What each tool calls the types that are no text.
PANDAS = {Kind.INTEGER: '"Int64"', Kind.DECIMAL: '"Float64"', Kind.BOOLEAN: '"boolean"'}
POLARS = {
    Kind.INTEGER: "pl.Int64",
    Kind.DECIMAL: "pl.Float64",
    Kind.BOOLEAN: "pl.Boolean",
    Kind.DATE: "pl.Date",
}
# R has no whole numbers above two thousand millions; a double holds those of the record exactly.
READR = {Kind.INTEGER: '"d"', Kind.DECIMAL: '"d"', Kind.BOOLEAN: '"l"', Kind.DATE: '"D"'}
DUCKDB = {
    Kind.INTEGER: "'BIGINT'",
    Kind.DECIMAL: "'DOUBLE'",
    Kind.BOOLEAN: "'BOOLEAN'",
    Kind.DATE: "'DATE'",
}
EXCEL = {
    Kind.INTEGER: "Int64.Type",
    Kind.DECIMAL: "type number",
    Kind.BOOLEAN: "type logical",
    Kind.DATE: "type date",
}


def in_lines(entries: Iterable[str]) -> str:
    """Entries with commas between, in lines that are not too wide; empty without any."""
    lines: list[str] = []
    for entry in entries:
        if lines and len(lines[-1]) + len(entry) < WIDTH - len(INDENT):
            lines[-1] += f", {entry}"
        else:
            lines.append(entry)
    return ",\n".join(f"{INDENT}{line}" for line in lines)


def typed(columns: Sequence[Column], types: dict[str, str], form: str) -> list[str]:
    """The columns that a tool has to be told of with their types, each in a form; or nothing."""
    told = (form.format(each.name, types[each.kind]) for each in columns if each.kind in types)
    return list(filter(None, [in_lines(told)]))


def pandas(address: str, columns: Sequence[Column], name: str) -> str:
    """Python with pandas; days are read as days of which the list says that they are."""
    days = in_lines(f'"{column.name}"' for column in columns if column.kind == Kind.DATE)
    told = [
        "import pandas as pd",
        "from collections import defaultdict",
        "",
        "rows = pd.read_csv(",
        f'    "{address}",',
        '    keep_default_na=False, na_values=[""],',
        '    dtype=defaultdict(lambda: "string", {',
        *typed(columns, PANDAS, '"{}": {}'),
        "    }),",
        *(["    parse_dates=[", days, "    ],"] if days else []),
        ")",
    ]
    return "\n".join(told)


def polars(address: str, columns: Sequence[Column], name: str) -> str:
    """Python with polars."""
    told = [
        "import polars as pl",
        "",
        "rows = pl.read_csv(",
        f'    "{address}",',
        '    infer_schema=False, null_values="",',
        "    schema_overrides={",
        *typed(columns, POLARS, '"{}": {}'),
        "    },",
        ")",
    ]
    return "\n".join(told)


def readr(address: str, columns: Sequence[Column], name: str) -> str:
    """R with readr."""
    types = typed(columns, READR, "{} = {}")
    told = [
        "library(readr)",
        "",
        "rows <- read_csv(",
        f'    "{address}",',
        '    na = "", trim_ws = FALSE,',
        "    col_types = cols(",
        f'        .default = "c"{"," if types else ""}',
        *types,
        "    )",
        ")",
    ]
    return "\n".join(told)


def duckdb(address: str, columns: Sequence[Column], name: str) -> str:
    """SQL of DuckDB, which loads what it needs for addresses by itself."""
    types = typed(columns, DUCKDB, "'{}': {}")
    told = [
        "FROM read_csv(",
        f"    '{address}',",
        "    header = true, delim = ',', quote = '\"', escape = '\"', all_varchar = true"
        + ("," if types else ""),
        *(["    types = {", *types, "    }"] if types else []),
        ");",
    ]
    return "\n".join(told)


def excel(address: str, columns: Sequence[Column], name: str) -> str:
    """Power Query, for the advanced editor of Excel."""
    told = [
        "let",
        "    File = Csv.Document(",
        f'        Web.Contents("{address}"),',
        '        [Delimiter = ",", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]',
        "    ),",
        "    Named = Table.PromoteHeaders(File),",
        "    Rows = Table.ReplaceValue(",
        '        Named, "", null, Replacer.ReplaceValue, Table.ColumnNames(Named)',
        "    ),",
        "    Typed = Table.TransformColumnTypes(Rows, {",
        *typed(columns, EXCEL, '{{"{}", {}}}'),
        '    }, "en-US")',
        "in",
        "    Typed",
    ]
    return "\n".join(told)


def curl(address: str, columns: Sequence[Column], name: str) -> str:
    """A file on the disk; what arrives incomplete is an error."""
    return f'curl --fail --location --compressed --output {name}.csv "{address}"'


@dataclasses.dataclass(frozen=True)
class Tool:
    """What people read tables with: its name, and what writes the code for it."""

    name: str
    write: Callable[[str, Sequence[Column], str], str]


TOOLS = (
    Tool("pandas", pandas),
    Tool("polars", polars),
    Tool("R (readr)", readr),
    Tool("DuckDB", duckdb),
    Tool("Excel (Power Query)", excel),
    Tool("curl", curl),
)


def snippets(address: str, columns: Sequence[Column], name: str) -> list[tuple[str, str]]:
    """The name of each tool, and its code for a file of some columns.

    `address` is in full and percent-encoded, so that no sign in it means anything to any of the
    languages; `name` is what the file is called.
    """
    return [(tool.name, tool.write(address, columns, name)) for tool in TOOLS]
