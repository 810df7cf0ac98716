"""The five texts cut at their sections, and which of the recorded values are printed there."""

import dataclasses
import hashlib
import pathlib
from collections.abc import Iterator

from policies.models import SourceDocument
from portal.mentions.frames import frame_of_phrase
from portal.mentions.lines import lines_of
from portal.mentions.mention import Kind, Mention
from portal.mentions.reading import mentions_of
from portal.pages.check.agreeing import same
from portal.pages.check.checking import Result
from portal.pages.check.known import SPOKEN_AS
from portal.pages.check.values import READERS, Value, values_of, visible
from portal.pages.check.verdicts import Verdict
from portal.search.passages import FoldedSource, cut

# A value of the record that is told so is found, and agrees with what the record holds of it.
FOUND = (Verdict.AGREES, Verdict.INFERENCE, Verdict.SOURCES_DIFFER, Verdict.SUPERSEDED)


@dataclasses.dataclass(frozen=True)
class SectionText:
    """A section with its text and the values that were read from it."""

    name: str
    text: str
    values: list[Value]


def sections(folder: pathlib.Path) -> Iterator[SectionText]:
    """Every section of the documents whose texts are at hand."""
    texts = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.read_text(encoding="utf-8")
        for path in folder.glob("*.txt")
    }
    values = by_section()
    for document in SourceDocument.objects.order_by("slug"):
        text = texts[document.sha256]
        known = list(document.sections.order_by("position").values_list("code", "pk", "heading"))
        found, missing = cut(FoldedSource(text), [(code, heading) for code, _pk, heading in known])
        assert not missing
        keys = {code: pk for code, pk, _heading in known}
        for each in found:
            own = values.get(keys[each.code], [])
            yield SectionText(f"{document.slug}/{each.code}", text[each.start : each.end], own)


def by_section() -> dict[int, list[Value]]:
    """The amounts, counts and dates of the record that are printed with a digit, by section."""
    found: dict[int, list[Value]] = {}
    for model, (_reader, _owner, joins) in READERS.items():
        for value in values_of(visible(model, "default").select_related(*joins)):
            digits = any(letter.isdigit() for letter in getattr(value.row, "printed", "0"))
            if value.kind != Kind.STATUS and (value.number is None or digits):
                found.setdefault(value.row.section_id, []).append(value)
    return found


def mentions(text: str) -> list[Mention]:
    """All that a text mentions."""
    return [each for line in lines_of(text) for each in mentions_of(line)]


def is_printed(value: Value, told: list[Mention]) -> bool:
    """Whether a section prints a value; others are inferred, from 昨年 or from another place."""
    own = frame_of_phrase(value.row.phrase).mentions
    spoken = [each for each in told if each.kind in SPOKEN_AS[value.kind] and same(each, value)]
    there = any(each.kind in SPOKEN_AS[value.kind] and same(each, value) for each in own)
    return bool(spoken) and (there or not value.inferred)


def not_found(section: SectionText, result: Result) -> list[Value]:
    """The printed values of a section with which nothing of its text agrees."""
    told = mentions(section.text)
    right = [each for each in result.findings if each.verdict in FOUND]
    agreed = [value for each in right for value in each.judged.values]
    rows = {(type(value.row), value.row.pk, value.kind) for value in agreed}
    # One print is often recorded in several rows, of which one is told.
    prints = {(value.row.phrase, value.edtf, value.number) for value in agreed}
    return [
        value
        for value in section.values
        if is_printed(value, told)
        and (type(value.row), value.row.pk, value.kind) not in rows
        and (value.row.phrase, value.edtf, value.number) not in prints
    ]
