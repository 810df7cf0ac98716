"""Sheets on which people confirm values: lines of what entries say, and what comes back of them.

A line is known by its entry and place, and bound to what it said when the sheet was made: a tick
for a value that was changed since is not taken.
"""

import dataclasses
import datetime
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import BinaryIO

import xlsxwriter
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext

from policies.confirming import digest_of, entries_by_pk, nodes_of, read_by, spot_at
from policies.models.confirmations import HEAD, Confirmation, Level
from portal.changes.tracking import one_version
from portal.record.models import Entry
from portal.record.schema import key_of, kinds, schema_of
from portal.record.wording import Targets, Wording
from portal.remarks.models import LONGEST, Origin
from portal.remarks.taking import remark_on
from portal.sheets.headings import labelled, name_in
from portal.tables.table import Table

COLUMNS = (
    *("entry_kind", "entry", "place", "digest", "name", "row", "says", "source", "confirmed"),
    *("tick", "correction"),
)
WIDTHS = (8, 12, 12, 8, 24, 14, 70, 30, 18, 8, 40)
# By what a line of a workbook is known when it comes back.
KNOWN_BY = ("entry_kind", "entry", "place")
# What fields in English are called at their end.
ENGLISH = "_en"
SOURCE = ("section", "phrase")
TICKS = {"○", "〇", "◯", "✓", "✔", "レ", "x", "1", "true", "yes", "y", "はい"}


def line_id(kind: str, key: str, place: str) -> str:
    """What a line is known by: of an entry and a place in it."""
    return digest_of([kind, key, place])


@dataclasses.dataclass(frozen=True)
class Line:
    """One place of an entry on a sheet: what it is called, what it says, where that was read.

    `told` are what a field is called, its value, and whether that is English.
    """

    kind: str
    key: str
    place: str
    revision: int
    digest: str
    row: models.Model
    entry: str
    name: str
    told: list[tuple[str, str, bool]]
    source: str
    confirmed: str

    @property
    def id(self) -> str:
        """What the line is known by when the sheet comes back."""
        return line_id(self.kind, self.key, self.place)

    @property
    def says(self) -> str:
        """What it says, as one text."""
        return " / ".join(f"{name}: {value}" for name, value, _english in self.told)


@dataclasses.dataclass
class Answer:
    """What came back of one line: the value it was about, a tick, and a correction.

    `entry` is the kind and key of its entry, where the sheet tells them.
    """

    line: str
    digest: str
    tick: bool
    correction: str
    entry: tuple[str, str] = ("", "")


@dataclasses.dataclass
class Outcome:
    """What was taken of a sheet: confirmations, corrections, and lines that say something else."""

    confirmed: int = 0
    corrections: int = 0
    outrun: list[str] = dataclasses.field(default_factory=list)


def lines_of(kind: str, pks: Collection[int], using: str) -> list[Line]:
    """The lines of some entries of a kind, entry by entry."""
    schema = schema_of(kind)
    entries = entries_by_pk(kind, pks, using)
    numbers = dict(
        Entry.objects.using(using).of_rows({kind: list(entries)}).values_list("row", "number")
    )
    targets = Targets((schema, node.form_plainly) for node in entries.values())
    surest: dict[tuple[str, int], Confirmation] = {}
    for pk in entries:
        for each in Confirmation.objects.using(using).of_entry(kind, pk):
            if each.holds and not each.field:
                surest.setdefault((each.row_kind, each.row), each)
    words = Wording(targets)
    return [
        line
        for pk in pks
        if pk in entries
        for line in _lines(entries[pk], words, numbers.get(pk, 0), surest)
    ]


def _lines(entry, words: Wording, number: int, surest: dict) -> Iterator[Line]:
    nodes = dict(nodes_of(entry))
    key = key_of(entry.instance)
    name = words.entry(entry.schema, entry.form_plainly)
    for place, node in nodes.items():
        data = read_by(node.schema, node.data_plainly)
        told = words.told(node.schema, data)
        read = {words.label(node.schema.by_name[n]) for n in SOURCE if n in node.schema.by_name}
        english = {words.label(f) for n, f in node.schema.by_name.items() if n.endswith(ENGLISH)}
        kept = surest.get((node.instance._meta.label_lower, node.instance.pk))
        kind = capfirst(str(node.schema.model._meta.verbose_name))
        spot = spot_at(nodes, place or HEAD)
        yield Line(
            kind=entry.schema.kind,
            key=key,
            place=place or HEAD,
            revision=number,
            digest=spot.digest,
            row=node.instance,
            entry=name,
            name=kind,
            told=[(label, value, label in english) for label, value in told if label not in read],
            source=" ".join(value for label, value in told if label in read),
            confirmed=kept.in_words if kept else "",
        )


def headings() -> list[str]:
    """The heading row of a sheet as a workbook."""
    words = {
        "entry_kind": gettext("Kind of entry"),
        "entry": gettext("Key"),
        "place": gettext("Row in the entry"),
        "digest": gettext("Digest"),
        "name": gettext("Entry"),
        "row": gettext("Row"),
        "says": gettext("What it says"),
        "source": gettext("Source"),
        "confirmed": gettext("Confirmed"),
        "tick": gettext("Right (○)"),
        "correction": gettext("Correction"),
    }
    return [labelled(name, words[name]) for name in COLUMNS]


def write_xlsx(file: BinaryIO, lines: Sequence[Line], title: str) -> Iterator[int]:
    """A sheet as a workbook whose text stays text. Counts its rows aloud."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "border": 1})
    sheet = book.add_worksheet(title)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    try:
        sheet.write_row(0, 0, headings(), head)
        for number, line in enumerate(lines, start=1):
            cells = (line.kind, line.key, line.place, line.digest, line.entry, line.name)
            told = (line.says, line.source, line.confirmed, "", "")
            for column, cell in enumerate((*cells, *told)):
                sheet.write_string(number, column, cell, text)
            yield number
    finally:
        book.close()


def answers_in(tables: Iterable[Table]) -> list[Answer]:
    """What the lines of a workbook say that came back; tables without the columns are left out."""
    found = []
    for table in tables:
        names = [name_in(heading) for heading in table.header]
        if not {*KNOWN_BY, "digest", "tick", "correction"} <= {*names}:
            continue
        for _number, row in table.rows:
            cells = dict(zip(names, map(str, row), strict=False))
            where = [cells.get(name, "") for name in KNOWN_BY]
            found.append(
                Answer(
                    line_id(*where),
                    cells.get("digest", ""),
                    is_tick(cells.get("tick", "")),
                    cells.get("correction", "").strip(),
                    (where[0], where[1]),
                )
            )
    return found


def is_tick(cell: str) -> bool:
    """Whether a cell holds a tick."""
    folded = unicodedata.normalize("NFKC", cell).strip().casefold()
    return folded in TICKS or cell.strip() in TICKS


def take(
    answers: Iterable[Answer], lines: Iterable[Line], *, level: str, by: str, day: datetime.date
) -> Outcome:
    """Confirm what was ticked, and give editors what was corrected; nothing else is written.

    A line with a correction is confirmed by nobody, whatever is ticked. Raises ValidationError.
    """
    known = {line.id: line for line in lines}
    outcome = Outcome()
    origin = Origin.DIVISION if level == Level.DIVISION else Origin.EDITORS
    with one_version():
        for answer in answers:
            line = known.get(answer.line)
            if not (answer.tick or answer.correction):
                continue
            if answer.correction and line is not None:
                remark_on(line.row, answer.correction[:LONGEST], origin).save()
                outcome.corrections += 1
            elif line is None or line.digest != answer.digest:
                outcome.outrun.append(f"{line.entry}: {line.name}" if line else answer.line)
            else:
                give(line, level, by, day)
                outcome.confirmed += 1
    return outcome


def give(line: Line, level: str, by: str, day: datetime.date) -> Confirmation:
    """Confirm what a line says; what the same people said before of the place is of today."""
    said = Confirmation(
        entry_kind=line.kind, entry_key=line.key, place=line.place, level=level, by=by
    )
    kept = Confirmation.objects.same_place(said).first() or said
    kept.day, kept.revision, kept.digest = day, line.revision, line.digest
    kept.full_clean()
    kept.save()
    return kept


def lines_asked(answers: Iterable[Answer], using: str) -> list[Line]:
    """The lines of all entries that some answers name, as they are now."""
    named = {each.entry for each in answers if each.entry[0] in kinds()}
    by_kind: dict[str, list[int]] = {}
    for head in Entry.objects.using(using).at(named):
        if head.row is not None:
            by_kind.setdefault(head.kind, []).append(head.row)
    return [line for kind, pks in by_kind.items() for line in lines_of(kind, pks, using)]
