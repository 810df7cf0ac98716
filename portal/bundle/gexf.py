"""The network of the record as GEXF 1.3, which Gephi, networkx and others read."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import quoteattr

NAMESPACE = "http://gexf.net/1.3"
# What a node and an edge say beside their ends: the name and type of each, by its place.
NODE = (("kind", "string"), ("label_en", "string"), ("address", "string"))
EDGE = (
    *(("kind", "string"), ("role", "string"), ("symmetric", "boolean"), ("inferred", "boolean")),
    *(("document", "string"), ("section", "string")),
)


def gexf(nodes: Iterable[tuple], edges: Iterable[tuple], day: datetime.date) -> Iterator[str]:
    """The file, piece by piece, from the rows of the tables of nodes and edges.

    What holds both ways is a mutual edge: readers without such edges take it for two.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<gexf xmlns="{NAMESPACE}" version="1.3">\n'
    yield f'<meta lastmodifieddate="{day.isoformat()}">'
    yield "<creator>Shirube</creator><description>The record as a network</description></meta>\n"
    yield '<graph defaultedgetype="directed" mode="static">\n'
    yield attributes("node", NODE)
    yield attributes("edge", EDGE)
    yield "<nodes>\n"
    for name, kind, _ja, _en, label, label_en, address in nodes:
        yield f"<node id={quoteattr(name)} label={quoteattr(label)}>"
        yield values((kind, label_en, address))
        yield "</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, (source, target, *told) in enumerate(edges):
        way = ' type="mutual"' if told[2] else ""
        yield f'<edge id="{number}" source={quoteattr(source)} target={quoteattr(target)}{way}>'
        yield values(told)
        yield "</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def attributes(of: str, names: Sequence[tuple[str, str]]) -> str:
    """What nodes or edges say."""
    lines = (
        f'<attribute id="{number}" title="{name}" type="{kind}"/>\n'
        for number, (name, kind) in enumerate(names)
    )
    return f'<attributes class="{of}">\n{"".join(lines)}</attributes>\n'


def values(told: Iterable) -> str:
    """What one of them says; nothing of what is not known."""
    found = (
        f'<attvalue for="{number}" value={quoteattr(as_text(value))}/>'
        for number, value in enumerate(told)
        if value is not None and value != ""
    )
    return f"<attvalues>{''.join(found)}</attvalues>"


def as_text(value) -> str:
    """A value as GEXF writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
