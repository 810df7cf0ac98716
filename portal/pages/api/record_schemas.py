"""What is told of the record itself, as JSON Schema: its changes, its bundles, rows to cite."""

from portal.mentions.mention import Kind
from portal.pages.api.schemas import column_schema, ref
from portal.pages.changes.log import COLUMNS
from portal.pages.check.verdicts import Verdict

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
TRUTH = {"type": "boolean"}
ADDRESS = {"type": "string", "format": "uri"}
PATH = {"type": "string", "format": "uri-reference"}
MAYBE_PATH = {"type": ["string", "null"], "format": "uri-reference"}
SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
CFF = ("cff-version", "title", "type", "version")
NAMED = {"label": TEXT, "words": TEXT}


def filled(properties: dict, description: str = "") -> dict:
    """An object that has all of some properties."""
    told = {"type": "object", "required": list(properties), "properties": properties}
    return told | ({"description": description} if description else {})


def several(schema: dict) -> dict:
    """Any number of something."""
    return {"type": "array", "items": schema}


def in_both(name: str, schema: dict) -> dict:
    """Something that is told in both languages."""
    return {f"{name}_{language}": schema for language in ("ja", "en")}


def change() -> dict:
    """A line of the changes."""
    properties = {column.name: column_schema(column) for column in COLUMNS}
    return filled(properties, "A value, a row or an entry that is another since a version.")


def subset() -> dict:
    """The rows of a list to cite, and where they were cited whether they hold."""
    known = filled(
        {
            "list": TEXT,
            "query": TEXT,
            **in_both("title", TEXT),
            **in_both("conditions", several(filled(NAMED))),
            **in_both("licence", several(filled(NAMED))),
            **in_both("citation", TEXT),
            "rows": NUMBER,
            "sha256": SHA256,
            "sha256_of": ADDRESS,
            "version": NUMBER,
            "as_of": TEXT,
            "made_at": {"type": "string", "format": "date-time"},
            "page": ADDRESS,
            "permalink": ADDRESS,
            "csv": ADDRESS,
            "check": ADDRESS,
        },
        "The rows that are found, by the SHA-256 of their CSV for programs. What stands behind "
        "check is told where cited is given.",
    )
    cell = filled({"column": TEXT, "before": TEXT, "after": TEXT})
    row = filled({"change": TEXT, "row": TEXT, "address": TEXT, "cells": several(cell)})
    known["properties"] |= {
        "cited_version": NUMBER,
        "cited_sha256": TEXT,
        "holds": TRUTH | {"description": "Whether the same rows are found still."},
        "sha256_then": TEXT,
        "is_as_cited": TRUTH | {"description": "Whether the rows of then have that SHA-256."},
        "changes": several(row),
    }
    return known


def table_metadata() -> dict:
    """What a CSV is, in the words of CSV on the Web."""
    column = {"name": TEXT, "titles": TEXT, "datatype": {"type": ["string", "object"]}}
    table = {"columns": several(filled(column))}
    return filled(
        {"@context": TEXT, "url": PATH, "tableSchema": filled(table)},
        "What the columns of a CSV for programs are (CSV on the Web).",
    )


def bundle() -> dict:
    """The manifest of a bundle."""
    sized = {"bytes": NUMBER, "sha256": SHA256}
    file = filled({"path": TEXT, "address": PATH, **sized, "mediaType": TEXT})
    table = filled(
        {
            "name": TEXT,
            "title": TEXT,
            "rows": NUMBER,
            **sized,
            "csv": PATH,
            "parquet": MAYBE_PATH,
            "schema": PATH,
        }
    )
    return filled(
        {
            "name": TEXT,
            "title": TEXT,
            "version": NUMBER,
            "token": TEXT,
            "asOf": TEXT,
            "created": {"type": ["string", "null"], "format": "date-time"},
            "licence": {"type": "object"},
            "documents": several({"type": "object"}),
            "counts": {"type": "object", "additionalProperties": NUMBER},
            "files": several(file),
            "parquet": TRUTH,
            "tables": several(table),
            "previous": MAYBE_PATH,
            "changes": {"type": ["object", "null"]},
        },
        "All tables of one version as files, each with its bytes and SHA-256.",
    )


def catalogue() -> dict:
    """The catalogue as JSON-LD."""
    node = {"type": "object", "required": ["@id"], "properties": {"@id": TEXT}}
    return filled({"@context": {"type": "object"}, "@graph": several(node)}, "DCAT-AP 3.")


def check() -> dict:
    """The findings of a text."""
    said = filled(
        {
            **{"words": TEXT, "entry": TEXT, "section": TEXT, "section_address": PATH},
            **{"phrase": TEXT, "address": PATH},
        }
    )
    verdict = {"enum": [str(verdict) for verdict in Verdict]}
    finding = filled(
        {
            **{"number": NUMBER, "start": NUMBER, "end": NUMBER, "printed": TEXT},
            **{"verdict": verdict, "kind": {"enum": [str(kind) for kind in Kind]}},
            **{"record": several(said), "remarks": several(TEXT)},
        }
    )
    counts = {"type": "object", "additionalProperties": NUMBER}
    called = filled({"model": TEXT, "name": TEXT, "address": PATH})
    name = filled(
        {
            **{"printed": TEXT, "verdict": verdict, "record": several(called)},
            "places": several(filled({"start": NUMBER, "end": NUMBER})),
        }
    )
    told = {"version": NUMBER, "counts": counts, "findings": several(finding)}
    told["names"] = several(name)
    return filled(told, "The values of a text and how they stand to the record.")


def every() -> dict[str, dict]:
    """All of these by their names."""
    return {
        "Change": change(),
        "Changes": several(ref("Change")),
        "Subset": subset(),
        "Check": check(),
        "TableMetadata": table_metadata(),
        "Bundle": bundle(),
        "Catalogue": catalogue(),
        "Citation": filled(dict.fromkeys(CFF, TEXT), "The Citation File Format 1.2."),
    }
