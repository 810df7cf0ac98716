"""What says of the tables what they are: Data Package v2 and CSV on the Web."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse

from portal.bundle.about import About
from portal.bundle.declared import ForeignKey, Resource
from portal.bundle.files import Written
from portal.languages import in_languages
from portal.lists.columns import Column, Kind, Label
from portal.lists.csvw import of_column, spoken
from portal.lists.licences import name_of_licence
from portal.lists.values import BETWEEN

NAME, TITLE = "shirube", "Shirube（しるべ）"
PROFILES = "https://datapackage.org/profiles/2.0"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# The types of columns in Table Schema; what is not named is text.
FIELDS = {
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "number",
    Kind.DATE: "date",
    Kind.BOOLEAN: "boolean",
}
DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True}


def in_both(name: str, words: Label) -> dict[str, str]:
    """Words in each language, and in both where a format knows no languages; none for none."""
    told = {f"{name}_{language}": text for language, text in in_languages(words)}
    if not any(told.values()):
        return {}
    return {name: " / ".join(dict.fromkeys(told.values()))} | told


def package(
    about: About, resources: Sequence[Resource], written: Mapping[str, Written]
) -> dict[str, object]:
    """The Data Package: every table with its types, keys, codes and bytes."""
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": NAME,
        "title": TITLE,
        "version": str(about.stamp.number),
        "asOf": about.as_of,
        **({"created": about.made_at.isoformat()} if about.made_at else {}),
        **homepage(),
        "licenses": [licence()],
        "sources": [source(document) for document in about.documents],
        "resources": [resource(each, written[each.csv]) for each in resources],
    }


def homepage() -> dict[str, str]:
    """Where the data are on the web: at the site's own host, where it is in production."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".") if settings.PRODUCTION else ""
    return {"homepage": f"https://{host}{reverse('data')}"} if host not in ("", "*") else {}


def licence() -> dict[str, str]:
    """Under what the compilation may be used."""
    return {
        "name": settings.DATA_LICENCE,
        "title": name_of_licence(),
        "path": settings.DATA_LICENCE_URL,
    }


def source(document) -> dict[str, str]:
    """A document that the record was read from; its licence, where it states one."""
    told = {
        "title": document.title_ja,
        "title_en": document.title_en,
        "path": document.url,
        "slug": document.slug,
        "sha256": document.sha256,
        "licence": document.licence_ja,
        "licence_en": document.licence_en,
    }
    return {name: value for name, value in told.items() if value}


def resource(told: Resource, written: Written) -> dict[str, object]:
    """A table of the package."""
    return {
        "name": told.name,
        "type": "table",
        **in_both("title", told.table.title),
        **in_both("description", told.table.lead),
        "path": told.csv,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "rows": written.rows,
        "dialect": {"$schema": f"{PROFILES}/tabledialect.json", **DIALECT},
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [field(told, column) for column in told.columns],
            **({"primaryKey": list(told.key)} if told.key else {}),
            "foreignKeys": [
                foreign_key(told, key) for key in told.foreign_keys if told.is_whole(key)
            ],
            "missingValues": [""],
        },
    }


def field(told: Resource, column: Column) -> dict[str, object]:
    """A column in Table Schema."""
    found = {
        "name": column.name,
        **in_both("title", column.header),
        **in_both("description", column.meaning),
        "type": FIELDS.get(column.kind, "string"),
    }
    if column.several:
        found |= {"type": "list", "delimiter": BETWEEN}
    if column.kind == Kind.EDTF:
        found["rdfType"] = "http://id.loc.gov/datatypes/edtf"
    if column.kind == Kind.BOOLEAN:
        found |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.unit:
        found["unit"] = column.unit
    if column.refers:
        found["refers"] = column.refers
    rules: dict[str, object] = {"required": True} if column.name in told.key else {}
    if (codes := told.enum(column)) and not column.several:
        rules["enum"] = codes
    if told.key == (column.name,):
        rules["unique"] = True
    return found | ({"constraints": rules} if rules else {})


def foreign_key(told: Resource, key: ForeignKey) -> dict[str, object]:
    """A foreign key in Table Schema, where the table itself has no name."""
    own = "" if key.table == told.name else key.table
    reference = {"resource": own, "fields": list(key.references)}
    return {"fields": list(key.columns), "reference": reference}


def csvw(about: About, resources: Sequence[Resource]) -> dict[str, object]:
    """The same as metadata of CSV on the Web."""
    places = {each.name: each.csv for each in resources}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": LANGUAGES[0]}],
        "dc:title": TITLE,
        "dc:identifier": f"{NAME}-{about.stamp.number}",
        "dc:license": {"@id": settings.DATA_LICENCE_URL},
        "tables": [csvw_table(each, places) for each in resources],
    }


def csvw_table(told: Resource, places: Mapping[str, str]) -> dict[str, object]:
    """A table in CSVW."""
    return {
        "url": told.csv,
        **spoken("dc:title", told.table.title),
        **spoken("dc:description", told.table.lead),
        "tableSchema": {
            "columns": [of_column(column, column.name in told.key) for column in told.columns],
            **({"primaryKey": list(told.key)} if told.key else {}),
            "foreignKeys": [
                {
                    "columnReference": list(key.columns),
                    "reference": {
                        "resource": places[key.table],
                        "columnReference": list(key.references),
                    },
                }
                for key in told.foreign_keys
                if told.is_whole(key)
            ],
        },
    }
