"""What answers hold, as JSON Schema, from the columns of the tables."""

from django.utils.translation import override

from portal.lists.api.problems import TITLES
from portal.lists.columns import Column, Kind, codelist
from portal.lists.declaration import ListPage, Table

TYPES = {Kind.INTEGER: "integer", Kind.DECIMAL: "number", Kind.BOOLEAN: "boolean"}
FORMATS = {Kind.DATE: "date", Kind.URL: "uri", Kind.PATH: "uri-reference"}
LANGUAGE = "en"


def words(lazy) -> str:
    """Words as the description says them."""
    with override(LANGUAGE):
        return str(lazy)


def ref(name: str) -> dict:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def row_name(table: Table) -> str:
    """What the rows of a table are called: MeasureOrganisations."""
    return "".join(part.capitalize() for part in table.name.split("-"))


def column_schema(column: Column) -> dict:
    """What the cells of a column are."""
    told = [words(column.meaning)]
    if column.unit:
        told.append(f"Unit: {column.unit}.")
    if column.refers:
        told.append(f"Refers to {column.refers}.")
    if column.choices:
        told.append(f"Codes of the list {codelist(column.choices)}.")
    if column.kind == Kind.EDTF:
        told.append("In EDTF, as the source gives it.")
    if column.kind == Kind.PATH:
        told.append("A path on this site, to be resolved against the address of the answer.")
    description = " ".join(filter(None, told))
    codes = list(column.choices.values) if column.choices else []
    if column.several:
        items = {"type": "string"} | ({"enum": codes} if codes else {})
        return {"type": "array", "items": items, "description": description}
    known: dict = {"type": [TYPES.get(column.kind, "string"), "null"]}
    if column.kind in FORMATS:
        known["format"] = FORMATS[column.kind]
    if codes:
        known["enum"] = [*codes, None]
    return known | {"description": description}


def row_schema(table: Table) -> dict:
    """What a row of a table is."""
    properties = {column.name: column_schema(column) for column in table.data_columns}
    return {
        "type": "object",
        "title": words(table.title),
        "description": words(table.lead),
        "properties": properties,
    }


HEAD = {
    "version": {
        "type": "integer",
        "description": "Version of the record. It moves with every change of it.",
    },
    "asOf": {
        "type": "string",
        "description": "Date of the newest document, or the point of the past that is asked for.",
    },
    "licence": {
        "type": ["string", "null"],
        "description": "Licence of the compilation; null means not stated. The sources have their "
        "own, as far as they state one: see the column licence of /sources.json.",
    },
}
IN_WORDS = {"type": "array", "items": {"type": "string"}}
COUNT = {"type": "integer", "description": "How many rows there are in all."}


def answer(properties: dict, description: str) -> dict:
    """An object that has all of some properties, and those that every answer has."""
    known = HEAD | properties
    return {
        "type": "object",
        "description": description,
        "required": list(known),
        "properties": known,
    }


def list_schema(listing: ListPage) -> dict:
    """A page of a list."""
    return answer(
        {
            "firstPageVersion": {
                "type": "integer",
                "description": "Version of the record when the first of these pages was drawn. "
                "Where it differs from version, the record has changed in between.",
            },
            "asked": {
                "type": "object",
                "description": "The conditions in words.",
                "required": ["ja", "en"],
                "properties": {"ja": IN_WORDS, "en": IN_WORDS},
            },
            "count": COUNT,
            "next": {
                "type": ["string", "null"],
                "format": "uri",
                "description": "Address of the next page; null on the last.",
            },
            "rows": {"type": "array", "items": ref(row_name(listing))},
        },
        "A page of rows.",
    )


def table_schema(table: Table) -> dict:
    """All rows of a table."""
    rows = {"type": "array", "items": ref(row_name(table))}
    return answer({"rows": rows, "count": COUNT}, "All rows of the table.")


def entry_schema(kind) -> dict:
    """An entry with the rows that belong to it."""
    own = [ref(row_name(table)) for table in kind.tables]
    below = {
        name: {"type": "array", "items": ref(row_name(table))} for name, table in kind.below.items()
    }
    return answer(
        {
            "address": {
                "type": "string",
                "format": "uri-reference",
                "description": "The page of the entry.",
            },
            "entry": own[0] if len(own) == 1 else {"anyOf": own},
            "rows": {
                "type": "object",
                "description": "By the name of each table the rows that belong to the entry; "
                "tables without such rows are left out.",
                "properties": below,
                "additionalProperties": False,
            },
        },
        "An entry, and the rows of other tables that belong to it.",
    )


def problem_schema() -> dict:
    """What is wrong (RFC 9457)."""
    text = {"type": "string"}
    error = {
        "type": "object",
        "description": "One thing that is wrong.",
        "required": ["parameter", "detail"],
        "properties": {
            "parameter": text | {"description": "Name of the parameter; empty for none."},
            "detail": text | {"description": "The sentence that the page says."},
            "address": text | {"description": "The same address without what is wrong."},
        },
    }
    return {
        "type": "object",
        "description": "What is wrong, as RFC 9457 says it, in Japanese or English as accepted.",
        "required": ["type", "title", "status", "instance"],
        "properties": {
            "type": text | {"format": "uri-reference"},
            "title": text,
            "status": {"type": "integer", "enum": list(TITLES)},
            "detail": text,
            "instance": text | {"format": "uri-reference"},
            "errors": {"type": "array", "items": error},
        },
    }
