"""The record as a network: tables of nodes and edges, and one file for tools that draw it."""

import collections
import json

import pytest

from measures.models import Measure, Relation
from measures.models.relations import SYMMETRIC
from portal.pages.network import EDGES, EdgeKind, NodeKind, edges, nodes
from tests.bundle.conftest import site_of
from tests.cases import for_each

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with the bundled record, whose commands run in processes of their own."""
    with site_of("bundled", tmp_path_factory.mktemp("network")) as found:
        yield found


READ = """
import json, sys
import networkx

graph = networkx.read_gexf(json.load(sys.stdin))
ends = [[one, other] for one, other in graph.edges()]
told = {f"{one} {other}": data for one, other, data in graph.edges(data=True)}
kinds = dict(graph.nodes(data="kind"))
print(json.dumps({"directed": graph.is_directed(), "ends": ends, "kinds": kinds, "told": told}))
"""


def test_every_edge_joins_two_nodes_and_stands_once():
    ids = [node[0] for node in nodes("default")]
    found = list(edges("default"))
    assert len(ids) == len(set(ids))
    assert {end for edge in found for end in edge[:2]} <= set(ids)
    assert max(collections.Counter(edge[:4] for edge in found).values()) == 1
    assert {edge[2] for edge in found} == {*EdgeKind}
    assert {node[1] for node in nodes("default")} == {*NodeKind}


@for_each("declared", EDGES, ids=lambda each: f"{each.kind} {each.source} {each.target}")
def test_every_link_between_entries_is_an_edge(declared):
    """One for each row; both ways as one where rows stand both ways, none where an end is empty."""
    found = {edge[:4] for edge in declared.lines("default")}
    assert found
    path = declared.target[1]
    rows = declared.entries().exclude(**{path: None})
    assert len(found) == (rows.count() // 2 if declared.once else rows.count())


def test_relations_have_their_direction():
    kinds = {
        (f"measure:{source}", f"measure:{target}", kind)
        for source, target, kind in Relation.objects.published().values_list(
            "source__slug", "target__slug", "kind"
        )
    }
    told = [edge for edge in edges("default") if edge[2] == EdgeKind.RELATION]
    assert {(*edge[:2], edge[3]) for edge in told} == kinds
    assert all(edge[4] == (edge[3] in SYMMETRIC) for edge in told)
    assert {edge[4] for edge in told} == {True, False}


def test_what_visitors_do_not_see_is_no_node():
    Measure.objects.filter(slug="osa").update(published=False)
    assert "measure:osa" not in {node[0] for node in nodes("default")}
    assert "measure:osa" not in {end for edge in edges("default") for end in edge[:2]}


def test_one_command_writes_what_networkx_reads(site, analysts, tmp_path):
    path = tmp_path / "shirube.gexf"
    done = site.manage("network", "--gexf", str(path))
    assert done.returncode == 0, done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["shirube.gexf"]
    read = json.loads(analysts(READ, str(path)))
    assert read["directed"]
    assert read["kinds"] == {node[0]: node[1] for node in nodes("default")}
    found = list(edges("default"))
    pairs = {edge[:2] for edge in found} | {edge[1::-1] for edge in found if edge[4]}
    assert {tuple(ends) for ends in read["ends"]} == pairs
    one = next(edge for edge in found if edge[5])
    told = read["told"][f"{one[0]} {one[1]}"]
    assert (told["kind"], told["role"]) == (one[2], one[3])
    assert (told["document"], told["section"], told["inferred"]) == (*one[6:], True)
    before = path.read_bytes()
    site.manage("network", "--gexf", str(path))
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_is_named(site, tmp_path):
    done = site.manage("network", "--gexf", str(tmp_path / "nowhere" / "shirube.gexf"))
    assert done.returncode == 1
    assert "nowhere/shirube.gexf cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
