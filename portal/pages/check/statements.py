"""What other sources say of a value where they differ, and which of them is the newest."""

import dataclasses
from collections.abc import Iterable

from measures.models import Discrepancy, Statement
from portal.mentions.mention import Kind, Mention
from portal.mentions.reading import read
from portal.pages.check.agreeing import same_number
from portal.pages.check.values import Value, visible
from portal.pages.check.verdicts import Note, Verdict
from portal.search.text import fold

WORDING = Discrepancy.Nature.WORDING


@dataclasses.dataclass(frozen=True)
class Told:
    """The verdict that other statements make of an agreement, and the rows behind it."""

    verdict: Verdict
    values: tuple[Value, ...]
    notes: tuple[Note, ...]


class Otherwise:
    """The statements of the record that differ in more than words, by where they were read."""

    def __init__(self, using: str):
        rows = visible(Statement, using).exclude(discrepancy__nature=WORDING)
        self.groups: dict[int, list[Statement]] = {}
        for row in rows.select_related(
            *Statement.ADDRESS_JOINS, "section__document", "discrepancy"
        ):
            self.groups.setdefault(row.discrepancy_id, []).append(row)
        self.places: dict[tuple[int, str], list[int]] = {}
        for group, own in self.groups.items():
            for row in own:
                self.places.setdefault((row.section_id, row.phrase), []).append(group)

    def of(self, mention: Mention, values: list[Value]) -> Told | None:
        """What others say instead of values that a mention agrees with; None for nothing."""
        if mention.value is None:
            return None
        for value in values:
            for group in self.places.get((value.row.section_id, value.row.phrase), ()):
                others = [each for each in self.groups[group] if self.differs(each, mention, value)]
                if others:
                    return self.told(value, others)
        return None

    def said(self, mention: Mention, values: Iterable[Value]) -> Told | None:
        """What a mention that differs from values says by another statement of the same."""
        if mention.value is None:
            return None
        for value in values:
            for group in self.places.get((value.row.section_id, value.row.phrase), ()):
                for row in self.groups[group]:
                    if row.section_id != value.row.section_id and states(row, mention):
                        return self.told(Value(row, value.kind, value.entry), [value.row])
        return None

    @staticmethod
    def differs(row: Statement, mention: Mention, value: Value) -> bool:
        """Whether a statement of another section gives another number than a mention.

        What one section says twice is of other scopes: 11か国 in all, 4か国 in one year.
        """
        if row.section_id == value.row.section_id:
            return False
        return bool(numbers_of(row, mention)) and not states(row, mention)

    @staticmethod
    def told(value: Value, others: list[Statement]) -> Told:
        """Whether the agreement is with the newest document, an older one, or one of a day."""
        own = value.row.section.document
        rest = tuple(Value(each, value.kind, value.entry, label=str(each)) for each in others)
        days = {each.section.document.date_from for each in others}
        if own.date_from and any(day and day > own.date_from for day in days):
            return Told(Verdict.SUPERSEDED, (value, *rest), (Note.NEWER,))
        if own.date_from and all(day and day < own.date_from for day in days):
            return Told(Verdict.AGREES, (value, *rest), (Note.OLDER,))
        return Told(Verdict.SOURCES_DIFFER, (value, *rest), ())


def numbers_of(row: Statement, mention: Mention) -> list[Mention]:
    """The numbers of a statement that are amounts where a mention is one, and else are not."""
    found = [each for each in read(fold(row.value_ja)) if each.kind != Kind.DATE]
    return [each for each in found if (each.kind == Kind.AMOUNT) == (mention.kind == Kind.AMOUNT)]


def states(row: Statement, mention: Mention) -> bool:
    """Whether a statement gives the number of a mention."""
    return any(same_number(mention, each.value, each.step) for each in numbers_of(row, mention))
