"""A graph of linked data, and how it is written in Turtle and as JSON-LD.

Just what a catalogue needs: every node has an address, and every value is an address, a text of a
language, or a text of a type. Both forms are written from the same triples.
"""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping

# What would end an address or a text, or may not stand in it.
IN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in '<>"{}|^`\\ '}
IN_TEXT = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclasses.dataclass(frozen=True)
class Address:
    """A node: `https://…` in full."""

    address: str


@dataclasses.dataclass(frozen=True)
class Text:
    """A text in a language, or of a type written with a prefix: `xsd:date`."""

    text: str
    language: str = ""
    kind: str = ""


Value = Address | Text


class Graph:
    """Triples by the node that they tell of, in the order in which they are told."""

    def __init__(self, prefixes: Mapping[str, str]):
        self.prefixes = prefixes
        self.nodes: dict[str, list[tuple[str, Value]]] = {}

    def tell(self, node: str, kind: str, pairs: Iterable[tuple[str, Value | str]] = ()) -> Address:
        """Add that a node is of a kind, and pairs of a predicate and a value; the node.

        A value that is a plain text is one in no language.
        """
        told = self.nodes.setdefault(node, [])
        kinds = [("rdf:type", Address(self.full(kind)))]
        values = ((name, Text(value) if isinstance(value, str) else value) for name, value in pairs)
        told += [pair for pair in dict.fromkeys([*kinds, *values]) if pair not in told]
        return Address(node)

    def full(self, name: str) -> str:
        """A name with a prefix as an address."""
        prefix, _colon, rest = name.partition(":")
        return self.prefixes[prefix] + rest

    def turtle(self) -> str:
        """The graph in Turtle."""
        return "".join(self._turtle())

    def _turtle(self) -> Iterator[str]:
        for prefix, address in self.prefixes.items():
            yield f"@prefix {prefix}: <{address}> .\n"
        for node, pairs in self.nodes.items():
            told = " ;\n    ".join(f"{name} {self._in_turtle(value)}" for name, value in pairs)
            yield f"\n{_bracketed(node)}\n    {told} .\n"

    def _in_turtle(self, value: Value) -> str:
        if isinstance(value, Address):
            return _bracketed(value.address)
        text = f'"{value.text.translate(IN_TEXT)}"'
        if value.language:
            return f"{text}@{value.language}"
        return f"{text}^^{value.kind}" if value.kind else text

    def json_ld(self) -> str:
        """The graph as JSON-LD."""
        nodes = [
            {"@id": node.translate(IN_ADDRESS)} | self._in_json(pairs)
            for node, pairs in self.nodes.items()
        ]
        told = {"@context": dict(self.prefixes), "@graph": nodes}
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"

    def _in_json(self, pairs: Iterable[tuple[str, Value]]) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list] = {}
        for name, value in pairs:
            if isinstance(value, Address):
                told = {"@id": value.address.translate(IN_ADDRESS)}
            else:
                told = {"@value": value.text}
                told |= {"@language": value.language} if value.language else {}
                told |= {"@type": value.kind} if value.kind else {}
            found.setdefault(name, []).append(told)
        kinds = [each["@id"] for each in found.pop("rdf:type")]
        return {"@type": kinds} | found


def _bracketed(address: str) -> str:
    return f"<{address.translate(IN_ADDRESS)}>"
