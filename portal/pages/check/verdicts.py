"""How a value of a text stands to the record: eight verdicts, and none of them is “false”."""

import dataclasses

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.mentions.mention import Kind, Mention
from portal.pages.check.values import Value


class Verdict(models.TextChoices):
    """What the record knows of a value; what it does not know it says it does not know."""

    AGREES = "agrees", _("Agrees")
    INFERENCE = "inference", _("Agrees only with an inference")
    SOURCES_DIFFER = "sources-differ", _("Sources differ")
    SUPERSEDED = "superseded", _("Superseded")
    DIFFERS = "differs", _("Differs")
    CANDIDATES = "candidates", _("Several candidates")
    IN_WORDS = "in-words", _("In the documents' words, but not recorded")
    NOT_RECORDED = "not-recorded", _("Not in the record")


MEANINGS = {
    Verdict.AGREES: _("The record has this value for what the text names, and read it there."),
    Verdict.INFERENCE: _(
        "The record has it, but something of it is inferred, not always the value itself: the "
        "remark says what."
    ),
    Verdict.SOURCES_DIFFER: _("One document says so, another of the same time says otherwise."),
    Verdict.SUPERSEDED: _("It was true of an earlier document, version or stage; both are told."),
    Verdict.DIFFERS: _("The record says something else of what the text names."),
    Verdict.CANDIDATES: _("The record has it, but the text does not name what it is told of."),
    Verdict.IN_WORDS: _("The documents have this number, but the record has nothing of it."),
    Verdict.NOT_RECORDED: _("The record does not know it, and does not say that it is wrong."),
}
# Signs that tell the verdicts apart without colour, as words beside them do.
SIGNS = {
    Verdict.AGREES: "✓",
    Verdict.INFERENCE: "≈",
    Verdict.SOURCES_DIFFER: "⇄",
    Verdict.SUPERSEDED: "↺",
    Verdict.DIFFERS: "≠",
    Verdict.CANDIDATES: "?",
    Verdict.IN_WORDS: "…",
    Verdict.NOT_RECORDED: "–",
}
# What somebody has to look at.
AMISS = frozenset({Verdict.DIFFERS, Verdict.SUPERSEDED})
GOOD = frozenset({Verdict.AGREES, Verdict.INFERENCE})


class Note(models.TextChoices):
    """What has to be known of a verdict besides."""

    ROUNDED = "rounded", _("The text rounds what the record says.")
    NOT_ABOUT = "not-about", _("The document says “about”; the text does not.")
    LESS_CLOSE = "less-close", _("The record knows the date less closely.")
    OTHER_PLACE = (
        "other-place",
        _("The record has this value for another subject, year, stage or event."),
    )
    UNNAMED = "unnamed", _("The text does not name what the record has this value for.")
    NEARBY = "nearby", _("The entry is named in the heading or the sentence before, not here.")
    PHRASE = "phrase", _("The text has the words of the document around the value.")
    TITLE = "title", _("The entry is known by words of its title; the text has not its name.")
    ACT = "act", _("Its act is known by country, subject and kind; the text does not name it.")
    MEETING = (
        "meeting",
        _("The meeting is known by its partner, form and date; the text has not its name."),
    )
    LATER = "later", _("The record knows of a later stage.")
    MET_AGAIN = "met-again", _("The record knows of a meeting that was held later.")
    LAPSED = "lapsed", _("It was planned for that day, and has been shelved or ended since.")
    OVER = "over", _("The measure has been shelved, suspended or ended since: see its status.")
    WITH_NUMBER = "with-number", _("It is the year or day of the number that it is told with.")
    NEWER = "newer", _("A newer document says another value.")
    OLDER = "older", _("An older document says another value.")
    CHANGED = "changed", _("The record has this value from before a change, and another since.")
    FORMER = "former", _("An earlier version of the record said so.")
    COLUMN = "column", _("The other cells of its column say what it is.")
    REST = "rest", _("It stands where the record has one more value.")
    UNIT = "unit", _("The record counts something else.")
    SUM = "sum", _("Recomputed from the parts that are named.")
    NO_PARTS = "no-parts", _("It is told as a sum or difference, and its parts are not all named.")
    NOT_ADDED = "not-added", _("These amounts may not be added up.")


@dataclasses.dataclass(frozen=True)
class Judged:
    """A verdict with the values of the record behind it and what has to be known of it.

    `reason` is a sentence of the record or of a sum, where there is one.
    """

    verdict: Verdict
    values: tuple[Value, ...] = ()
    notes: tuple[Note, ...] = ()
    reason: str = ""

    @property
    def is_unknown(self) -> bool:
        """Whether the record has nothing to set beside what a text says."""
        return self.verdict == Verdict.NOT_RECORDED and not self.values


@dataclasses.dataclass(frozen=True)
class Finding:
    """A value of a text at its place, from `start` to `end`, and how it stands to the record.

    `of_entry` says that the text names an entry for it.
    """

    number: int
    start: int
    end: int
    printed: str
    mention: Mention
    judged: Judged
    of_entry: bool = False

    @property
    def verdict(self) -> Verdict:
        """How it stands to the record."""
        return self.judged.verdict

    @property
    def is_unknown(self) -> bool:
        """Whether it is an amount, or a count of a named entry, of which the record has nothing."""
        is_amount = self.mention.kind == Kind.AMOUNT
        is_number = is_amount or (self.mention.kind == Kind.COUNT and self.of_entry)
        return is_number and self.verdict == Verdict.NOT_RECORDED

    @property
    def sign(self) -> str:
        """The sign of its verdict."""
        return SIGNS[self.verdict]
