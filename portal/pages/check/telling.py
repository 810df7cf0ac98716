"""Findings in words: for the page, as rows of a table, as JSON."""

import csv
import dataclasses
import io
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from measures.models import DataPoint, MeasureStatus, Milestone, Provision
from portal.pages.check.checking import Result
from portal.pages.check.judging import TOLD
from portal.pages.check.values import Value
from portal.pages.check.verdicts import Finding, Note, Verdict
from portal.tables.harmless import harmless

BOM = "\ufeff"
HEADERS = (
    gettext_lazy("Number of the finding"),
    gettext_lazy("Begins at character"),
    gettext_lazy("Ends at character"),
    gettext_lazy("In the text"),
    gettext_lazy("Verdict (code)"),
    gettext_lazy("Verdict"),
    gettext_lazy("The record says"),
    gettext_lazy("Entry"),
    gettext_lazy("Section"),
    gettext_lazy("Phrase"),
    gettext_lazy("Address"),
    gettext_lazy("Remark"),
    gettext_lazy("Kind (code)"),
)
NAME = "name"


@dataclasses.dataclass(frozen=True)
class Said:
    """What the record says of a value: its words, of which entry, where it was read."""

    words: str
    entry: str
    section: str
    section_address: str
    phrase: str
    address: str


def said(value: Value) -> Said:
    """A value of the record in the active language."""
    row = value.row
    section = row.section
    return Said(
        words_of(row),
        row.cited_in,
        section.mark,
        section.get_absolute_url(),
        row.phrase,
        row.get_absolute_url(),
    )


def words_of(row) -> str:
    """What a row says, with what it says it of."""
    if isinstance(row, Milestone | MeasureStatus | DataPoint):
        return str(row)
    if isinstance(row, Provision):
        return row.effective_in_words
    return row.cited_as


def all_said(finding: Finding) -> list[Said]:
    """The values of the record behind a finding, each once, not too many.

    Rows of one section that say the same of one entry are told once, by the first of them.
    """
    found: dict[tuple, Said] = {}
    for each in map(said, finding.judged.values):
        found.setdefault((each.words, each.entry, each.section_address), each)
    return list(found.values())[:TOLD]


def remarks(finding: Finding) -> list[str]:
    """What has to be known of a finding, in sentences."""
    told = [str(Note(note).label) for note in finding.judged.notes]
    if finding.judged.reason:
        told.append(finding.judged.reason)
    if finding.verdict == Verdict.INFERENCE:
        rows = (value.row for value in finding.judged.values if value.inferred)
        reasons = dict.fromkeys(row.inference for row in rows)
        told += [gettext("Inferred: %(reason)s") % {"reason": reason} for reason in reasons]
    return told


@dataclasses.dataclass(frozen=True)
class Piece:
    """A stretch of the text, and the finding that it is the value of, if it is one."""

    text: str
    finding: Finding | None = None


def pieces(result: Result) -> Iterator[Piece]:
    """The whole text in order, cut at its findings."""
    last = 0
    for finding in result.findings:
        yield Piece(result.text[last : finding.start])
        yield Piece(finding.printed, finding)
        last = finding.end
    yield Piece(result.text[last:])


def rows(result: Result) -> Iterator[tuple[Finding, list[Said], list[str]]]:
    """The findings with what the record says and what has to be known."""
    for finding in result.findings:
        yield finding, all_said(finding), remarks(finding)


def as_csv(result: Result) -> bytes:
    """The findings as a table: UTF-8 with BOM, a line for each value of the record behind one."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([str(header) for header in HEADERS])
    for finding, told, known in rows(result):
        own = (finding.number, finding.start, finding.end, finding.printed)
        verdict = (str(finding.verdict), str(finding.verdict.label))
        for each in told or [Said("", "", "", "", "", "")]:
            of_record = (each.words, each.entry, each.section, each.phrase, each.address)
            cells = (*own, *verdict, *of_record, " ".join(known), str(finding.mention.kind))
            writer.writerow([harmless(cell) for cell in cells])
    for cells in name_rows(result):
        writer.writerow([harmless(cell) for cell in cells])
    return (BOM + lines.getvalue()).encode()


def name_rows(result: Result) -> Iterator[tuple]:
    """The names of a text as rows of the same table: one for each that a name may mean."""
    for name in result.names:
        for start, end in name.places:
            own = ("", start, end, result.text[start:end])
            verdict = (str(name.verdict), str(name.verdict.label))
            for each in name.meant:
                yield (*own, *verdict, each.name, each.name, "", "", each.address, "", NAME)


def as_json(result: Result) -> dict:
    """The findings for programs; nothing of the text but the values themselves."""
    return {
        "version": result.stamp.number,
        "counts": {str(verdict): number for verdict, number in result.counts.items()},
        "findings": [
            {
                **{"number": finding.number, "start": finding.start, "end": finding.end},
                **{"printed": finding.printed, "verdict": str(finding.verdict)},
                "kind": str(finding.mention.kind),
                "record": [dataclasses.asdict(each) for each in told],
                "remarks": known,
            }
            for finding, told, known in rows(result)
        ],
        "names": [
            {
                **{"printed": name.printed, "verdict": str(name.verdict)},
                "places": [{"start": start, "end": end} for start, end in name.places],
                "record": [dataclasses.asdict(each) for each in name.meant],
            }
            for name in result.names
        ],
    }


def in_short(result: Result) -> str:
    """How many values were found, and how they stand, in one line."""
    if not result.findings:
        return gettext("No value was found in the text.")
    counts = (f"{verdict.label} {number}" for verdict, number in result.counts.items())
    return gettext(", ").join(counts)
