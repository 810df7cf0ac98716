"""What a CSV of the data profile is, in the words of CSV on the Web: a file beside the file.

Its address is that of the CSV with `-metadata.json` behind its path, and the same query.
"""

import json
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponse

from portal.languages import in_languages
from portal.lists.columns import Column, Kind, Label
from portal.lists.declaration import Table
from portal.lists.values import BETWEEN

CSVW = "application/csvm+json"
# How the name of the file that describes a CSV goes on.
BESIDE = "-metadata.json"
# What is not named is text.
TYPES = {
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.DATE: "date",
    Kind.BOOLEAN: "boolean",
}


def described(table: Table, columns: Sequence[Column], address: str) -> HttpResponse:
    """What the file of a table at an address is, which is told from where its description is."""
    told = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": address,
        **spoken("dc:title", table.title),
        **spoken("dc:description", table.lead),
        "dc:license": {"@id": settings.DATA_LICENCE_URL},
        "tableSchema": {
            "columns": [of_column(column, column.name in table.key) for column in columns],
            **({"primaryKey": list(table.key)} if table.key else {}),
        },
    }
    content = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return HttpResponse(content.encode(), content_type=CSVW)


def of_column(column: Column, is_key: bool) -> dict[str, object]:
    """A column: its type, its codes, whether it must be filled, and what stands between several."""
    codes = [value for value in column.choices.values if value] if column.choices else []
    told = {
        "name": column.name,
        "titles": column.name,
        **spoken("dc:description", column.meaning),
        "datatype": TYPES.get(column.kind, "string"),
    }
    if codes:
        told["datatype"] = {"base": "string", "format": "|".join(codes)}
    if column.several:
        told["separator"] = BETWEEN
    if is_key:
        told["required"] = True
    return told


def spoken(name: str, words: Label) -> dict[str, list[dict[str, str]]]:
    """Words in each language; nothing for none."""
    told = [{"@value": text, "@language": code} for code, text in in_languages(words) if text]
    return {name: told} if told else {}
