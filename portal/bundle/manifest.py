"""What a bundle says of itself: its version, its files with their digests, what is another now."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from portal.bundle.about import About
from portal.bundle.declared import Resource
from portal.bundle.files import Written
from portal.bundle.kept import Bundle
from portal.bundle.packaged import NAME, TITLE, in_both, licence, source

# The media types by the endings of files.
TYPES = {
    ".zip": "application/zip",
    ".sqlite": "application/vnd.sqlite3",
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".sql": "application/sql",
    ".ipynb": "application/x-ipynb+json",
    ".rmd": "text/markdown; charset=utf-8",
    ".cff": "application/yaml",
    ".gexf": "application/gexf+xml",
}
PLAIN = "text/plain; charset=utf-8"


def media_type(path: str) -> str:
    """What sort of file stands at a path."""
    name = path.rpartition("/")[2]
    return TYPES.get(f".{name.rpartition('.')[2].lower()}", PLAIN)


def manifest(
    told: About,
    tables: Sequence[Resource],
    written: Mapping[str, Written],
    previous: Bundle | None,
) -> dict[str, object]:
    """What stands in `index.json`. Addresses are paths on this site, which are permanent."""
    number = told.stamp.number

    def address(path: str) -> str | None:
        return reverse("bundle-file", args=[number, path]) if path in written else None

    return {
        "name": NAME,
        "title": TITLE,
        "version": number,
        "token": told.stamp.token,
        "asOf": told.as_of,
        "created": told.made_at and told.made_at.isoformat(),
        "licence": licence(),
        "documents": [source(document) for document in told.documents],
        "counts": {each.name: written[each.csv].rows for each in tables},
        "files": [
            {
                "path": path,
                "address": address(path),
                "bytes": each.size,
                "sha256": each.sha256,
                "mediaType": media_type(path),
            }
            for path, each in sorted(written.items())
        ],
        # Without the package that writes it there is no Parquet, and this says so.
        "parquet": any(path.endswith(".parquet") for path in written),
        "tables": [
            {
                "name": each.name,
                **in_both("title", each.table.title),
                "rows": written[each.csv].rows,
                "bytes": written[each.csv].size,
                "sha256": written[each.csv].sha256,
                "csv": address(each.csv),
                "parquet": address(each.parquet),
                "schema": f"{address('datapackage.json')}#/resources/{place}",
            }
            for place, each in enumerate(tables)
        ],
        "previous": previous and reverse("bundle-file", args=[previous.number, "index.json"]),
        "changes": previous and changes(tables, written, previous),
    }


def changes(
    tables: Sequence[Resource], written: Mapping[str, Written], previous: Bundle
) -> dict[str, object]:
    """Which tables hold something else than in an earlier bundle, with the rows before and now."""
    before = {each["name"]: each for each in previous.manifest["tables"]}
    now = {each.name: written[each.csv] for each in tables}
    return {
        "since": previous.number,
        "tables": [
            {
                "name": name,
                "before": before[name]["rows"] if name in before else None,
                "rows": now[name].rows if name in now else None,
            }
            for name in dict.fromkeys([*now, *before])
            if name not in before or name not in now or before[name]["sha256"] != now[name].sha256
        ],
    }
