"""CSV files made into Parquet: a program of its own, so that the site needs none of its packages.

It is given the folder and its tables as JSON and knows nothing of the site, and so may run in
another environment. DuckDB is the lightest package that writes Parquet, reads CSV as it is declared
and keeps to a bounded memory.
"""

import json
import pathlib
import sys

try:
    import duckdb
except ImportError:
    duckdb = None

# How the program ends where the package is not installed.
MISSING = 3
MEMORY = "256MB"


def write(folder: pathlib.Path, tables: list[dict]) -> None:
    """Write each table from its CSV, one behind the other: the same rows give the same bytes."""
    options = {"threads": 1, "memory_limit": MEMORY, "temp_directory": str(folder)}
    with duckdb.connect(config=options) as database:
        for table in tables:
            target = folder / table["parquet"]
            target.parent.mkdir(exist_ok=True)
            database.execute(
                f"COPY (SELECT {selected(table)} FROM read_csv({literal(folder / table['csv'])}, "
                "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
                f"nullstr = '', columns = {columns(table)})) "
                f"TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)"
            )


def selected(table: dict) -> str:
    """The columns of a table; several values in a cell as a list."""
    split = "string_split({name}, ';') AS {name}"
    names = ((f'"{name}"', name in table["lists"]) for name in table["columns"])
    return ", ".join(split.format(name=name) if several else name for name, several in names)


def columns(table: dict) -> str:
    """The types of the columns as DuckDB takes them."""
    pairs = (f"{literal(name)}: {literal(kind)}" for name, kind in table["columns"].items())
    return "{" + ", ".join(pairs) + "}"


def literal(value) -> str:
    """A text in SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def main() -> int:
    """Do what stands in the input; how it ended."""
    job = json.load(sys.stdin)
    if duckdb is None:
        return MISSING
    write(pathlib.Path(job["folder"]), job["tables"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
