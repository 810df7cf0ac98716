"""Entries as JSON: their rows and what belongs to them, and what is described of all addresses."""

import json
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from measures.models import Measure
from portal.pages.api import schemas
from portal.pages.api.entries import KINDS
from portal.pages.api.openapi import description
from portal.pages.lists import LISTS, RECORD, TABLES
from portal.record.models import Batch
from portal.record.revising import batch
from tests.analysts import analysts  # noqa: F401 - a fixture
from tests.cases import for_each
from tests.pages.test_former import delete, move
from tests.site_map import EXAMPLES, SITE_MAP

pytestmark = [pytest.mark.django_db]

PROBLEM = "application/problem+json"
# The addresses of what is told of the record itself.
OF_RECORD = (
    *("/data/changes.json", "/data/changes.ndjson", "/data/index.json", "/data/catalog.ttl"),
    *("/data/catalog.jsonld", "/data/CITATION.cff"),
)


def ask(address: str, **headers: str):
    """An answer and what it tells."""
    response = Client().get(address, headers=headers)
    return response, json.loads(response.content) if response.content else None


def publish(slug: str) -> None:
    """Let visitors see a measure."""
    measure = Measure.objects.get(slug=slug)
    measure.published = True
    measure.save()


def rows_of(table) -> list[dict]:
    """All rows of a table."""
    response = Client().get(reverse(f"{table.name}-ndjson"))
    return [json.loads(line) for line in b"".join(response).decode().splitlines()]


@pytest.mark.both
@for_each("kind", KINDS, ids=lambda kind: kind.view)
def test_an_entry_holds_its_row_and_all_rows_of_its_key(kind):
    """Whatever a table tells of an entry stands there, and nothing else."""
    entries, paths = EXAMPLES[kind.view]
    names = [table.key for table in kind.tables]
    every = [row for table in kind.tables for row in rows_of(table)]
    tables = {name: rows_of(table) for name, table in kind.below.items()}
    for key in entries().values_list(*paths):
        response, told = ask(reverse(f"{kind.view}-json", args=key))
        assert response.status_code == 200
        assert told["entry"] in every
        assert tuple(told["entry"][name] for name in names[0]) == tuple(key)
        for name, rows in tables.items():
            columns = [[each.name for each in some] for some in kind.columns_in(kind.below[name])]
            wanted = [
                row
                for row in rows
                if all(
                    any(row[column] == part for column in some)
                    for part, some in zip(key, columns, strict=True)
                )
            ]
            found = told["rows"].get(name, [])
            assert sorted(found, key=str) == sorted(wanted, key=str), name


def test_to_a_measure_belongs_what_its_page_tells_with_its_sources():
    measure = next(kind for kind in KINDS if kind.view == "measure")
    publish("act")
    told = {table.table for table in RECORD if table.key[0] == "measure_slug" and not table.lines}
    assert told <= set(measure.below)
    _response, answer = ask("/measures/act.json")
    rows = [row for name in ("provisions", "milestones") for row in answer["rows"].get(name, [])]
    assert rows
    assert all(row["document_slug"] and row["section_code"] for row in rows)


def test_an_entry_that_moved_or_went_is_told_so():
    move("talks", "meeting")
    response = Client().get("/measures/talks.json")
    assert (response.status_code, response["Location"]) == (301, "/measures/meeting.json")
    delete("meeting")
    response, told = ask("/measures/meeting.json", accept_language="en")
    assert (response.status_code, response["Content-Type"]) == (410, PROBLEM)
    assert "was taken out of the record" in told["detail"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/measures/nothing.json", 404), ("/measures/act.json?size=1", 400)],
)
def test_an_entry_is_told_as_a_whole_or_not(address, status):
    response, told = ask(address)
    assert (response.status_code, response["Content-Type"]) == (status, PROBLEM)
    assert told["status"] == status


def test_what_visitors_do_not_see_is_not_told():
    assert ask("/measures/act.json")[0].status_code == 404
    publish("act")
    assert ask("/measures/act.json")[0].status_code == 200


# What is described.


@pytest.fixture
def described() -> dict:
    """The description of all addresses."""
    return json.loads(description(""))


def test_every_address_of_json_is_described(described):
    # What changed is told by the help: no list, table or entry, which the description is of.
    ndjson = {name for name in SITE_MAP if name.endswith("-ndjson")} - {"data-changes-ndjson"}
    named = {reverse(name) for name in ndjson}
    named |= {f"{name.removesuffix('.ndjson')}.json" for name in named}
    named |= {kind.address for kind in KINDS}
    assert len(named) == 2 * len((*LISTS, *TABLES)) + len(KINDS)
    named |= {reverse(f"{table.name}-csvw") for table in (*LISTS, *TABLES)}
    named |= {reverse(f"{listing.name}-meta") for listing in LISTS}
    named |= {*OF_RECORD, "/data/v/{version}/index.json", reverse("check-text-api")}
    assert set(described["paths"]) == named


def test_addresses_of_entries_are_those_that_answer():
    patterns = {
        f"/{str(each.pattern).replace('<slug:', '{').replace('>', '}')}"
        for each in (*get_resolver().url_patterns,)
        for each in getattr(each, "url_patterns", ())
        if (getattr(each, "name", "") or "").endswith("-json")
    }
    assert {kind.address for kind in KINDS} <= patterns


def test_the_description_says_every_column_and_every_question(described):
    schemas = described["components"]["schemas"]
    for table in (*LISTS, *TABLES):
        name = "".join(part.capitalize() for part in table.name.split("-"))
        assert [*schemas[name]["properties"]] == [column.name for column in table.data_columns]
        if table in LISTS:
            asked = described["paths"][f"/{table.name}.json"]["get"]["parameters"]
            names = {each["name"] for each in asked}
            assert names >= {*table.filterset_class.base_filters, "sort", "size", "after", "fields"}


def test_the_description_is_one_that_the_standard_knows(analysts, described):  # noqa: F811
    """The specification of OpenAPI 3.1, by a validator that others wrote."""
    code = (
        "import json, sys; from openapi_spec_validator import OpenAPIV31SpecValidator as V; "
        "errors = [str(each)[:300] for each in V(json.load(sys.stdin)).iter_errors()]; "
        "print(json.dumps(errors))"
    )
    assert json.loads(analysts(code, described)) == []
    del described["info"]
    assert json.loads(analysts(code, described)) != []


def answered() -> dict[str, object]:
    """What each kind of address answers, by the name of its schema."""
    found = {}
    for listing in LISTS:
        name = f"{schemas.row_name(listing)}Page"
        found[name] = ask(reverse(f"{listing.name}-json"))[1]
    for table in TABLES:
        response = Client().get(reverse(f"{table.name}-json"))
        found[f"{schemas.row_name(table)}Table"] = json.loads(b"".join(response))
    for kind in KINDS:
        entries, paths = EXAMPLES[kind.view]
        key = entries().order_by("pk").values_list(*paths)[0]
        address = reverse(f"{kind.view}-json", args=key)
        found[f"{kind.view.capitalize()}Entry"] = ask(address)[1]
    found["Problem"] = ask("/measures.json?size=0&foo=1")[1]
    found |= of_record()
    return found


def of_record() -> dict[str, object]:
    """What is answered of the record itself, with something that changed since."""
    cited = ask("/measures.meta.json?kind=law")[1]
    with batch(kind=Batch.Kind.CORRECTION, reason="誤記"):
        measure = Measure.objects.published().filter(kind="law")[0]
        measure.title_ja += "（改）"
        measure.save()
    query = urlencode({"kind": "law", "cited": f"v{cited['version']}", "sha256": cited["sha256"]})
    held = ask(f"/measures.meta.json?{query}")[1]
    assert (held["holds"], len(held["changes"])) == (False, 1)
    changes = b"".join(Client().get("/data/changes.json"))
    assert json.loads(changes)
    told = {"Changes": json.loads(changes), "Change": json.loads(changes)[0]}
    told |= {"Subset": held, "Catalogue": ask("/data/catalog.jsonld")[1]}
    return told | {"TableMetadata": ask("/budgets.csv-metadata.json?stage=request")[1]}


@pytest.mark.bundled
def test_what_is_answered_is_what_is_described(analysts, described):  # noqa: F811
    """Each answer by a validator of JSON Schema; a fault that is put in is found."""
    code = (
        "import json, sys; from jsonschema import Draft202012Validator as V; "
        "told = json.load(sys.stdin); schemas = told['schemas']; "
        "strict = lambda each: each | {'additionalProperties': False} "
        "if 'properties' in each and 'title' in each else each; "
        "parts = {name: strict(each) for name, each in schemas.items()}; "
        "faults = [f'{name}: {error.message[:200]}' for name, found in told['found'].items() "
        "for error in V({'$ref': f'#/components/schemas/{name}', "
        "'components': {'schemas': parts}}).iter_errors(found)]; "
        "print(json.dumps(faults[:20]))"
    )
    told = {"schemas": described["components"]["schemas"], "found": answered()}
    assert json.loads(analysts(code, told)) == []
    told["found"]["MeasuresPage"]["rows"][0]["status_code"] = "nothing"
    del told["found"]["Subset"]["sha256"]
    told["found"]["Changes"][0]["version"] = "one"
    assert len(json.loads(analysts(code, told))) == 3
