"""What a process knows of a version of the record to read texts by: names, dates, phrases' frames.

They are kept until the version moves on; then what is called as before is not read again.
"""

import dataclasses
import functools
import re
import threading

from django.db import models

from measures.kinds import KINDS
from measures.models import DataPoint, Indicator, Target
from policies.models import DocumentWords
from portal.changes import aside
from portal.changes.models import Stamp
from portal.mentions.frames import Frame, frame_of_phrase
from portal.mentions.lexicon import Lexicon
from portal.mentions.mention import Kind, Mention
from portal.mentions.told import ToldDates
from portal.pages.check.agreeing import same
from portal.pages.check.name_lexicon import NameLexicon
from portal.pages.check.short_titles import short_titles
from portal.pages.check.titles import Titles
from portal.pages.check.values import READERS, YEAR, Thing, Value, values_of, visible
from portal.search.text import fold

# Letters that a phrase must have beside its values to say what they are about.
CONTENT = 4
# Letters of a phrase that names its entry by itself.
WORDS = 6
# The most rows whose phrases are kept, so that a process stays small; of a larger record phrases
# are known for the entries that a text names alone.
MOST_PHRASES = 20_000
# As what kinds of mentions the values of a kind are read from the phrases of the record.
SPOKEN_AS = {
    Kind.AMOUNT: (Kind.AMOUNT,),
    Kind.COUNT: (Kind.COUNT, Kind.NUMBER),
    Kind.DATE: (Kind.DATE,),
    Kind.STATUS: (Kind.DATE,),
}
LABEL_ENDS = re.compile(r"[(（]")
# The rows whose phrases name an entry, and by which field they lead there.
WORDED: dict[type[models.Model], str] = {
    **{kind.model: kind.owner for kind in KINDS if kind.has_source and kind.owner == "measure"},
    Indicator: "pk",
    DataPoint: "indicator",
}


@dataclasses.dataclass(frozen=True)
class Framed:
    """A phrase of the record as a frame: the entry that it was read for, and how much it says.

    Of a row with a value also which row that is, which slot holds its value, and as what kind of
    mention it is spoken there. Of words alone `printed` are the mentions that the document has.
    """

    entry: Thing
    content: int
    model: type[models.Model] | None = None
    pk: int = 0
    kind: str = ""
    slot: int = -1
    spoken: str = ""
    printed: tuple[Mention, ...] = ()


class Known:
    """Names and frames of the record at one version, and the dates that its documents have."""

    def __init__(self, using: str, former: NameLexicon | None = None):
        self.names = NameLexicon(using, former)
        self.dates = ToldDates(DocumentWords.objects.using(using).texts())
        self.frames, self.titles = Lexicon(), Titles(self.names)
        self.using = using
        self.has_frames = has_few_phrases(using)
        if self.has_frames:
            self._read_values()
            self._read_words()
            self._read_labels()
            self._read_titles()

    def _read_values(self) -> None:
        """The frames of phrases that hold a value and say enough beside it."""
        for model in READERS:
            # A value is read of its row alone, but for the unit of an indicator.
            rows = visible(model, self.using)
            if model is DataPoint:
                rows = rows.select_related("indicator")
            for value in values_of(rows):
                for label in {value.label, getattr(value.row, "label_en", "")} - {""}:
                    self.titles.add_label(value.entry, fold(label))
                frame = frame_of_phrase(value.row.phrase)
                slot = slot_of(frame, value)
                if slot is not None and frame.content >= CONTENT:
                    row = value.row
                    where = (type(row), row.pk, value.kind, slot, frame.mentions[slot].kind)
                    self.frames.add(frame.text, Framed(value.entry, frame.content, *where))

    def _read_words(self) -> None:
        """The phrases that entries were read from, which name them in the words of a document."""
        for model, owner in WORDED.items():
            pairs = visible(model, self.using).values_list(owner, "phrase")
            for pk, phrase in pairs.order_by("pk").distinct():
                frame = frame_of_phrase(phrase)
                if frame.content >= WORDS:
                    name = "indicator" if model in (Indicator, DataPoint) else "measure"
                    self._word(frame, (name, pk))

    def _read_labels(self) -> None:
        """What figures are called, which names their entry as its phrases do: 特定重要物資."""
        rows = visible(Target, self.using).order_by("pk")
        for pk, *labels in rows.values_list("measure", "label_ja", "label_en"):
            for label in labels:
                frame = frame_of_phrase(LABEL_ENDS.split(label)[0])
                if frame.content >= WORDS:
                    self._word(frame, ("measure", pk))

    def _read_titles(self) -> None:
        """What entries are called, by its words."""
        for thing, names in self.names.told.items():
            if thing[0] in ("measure", "indicator"):
                for name, is_whole in names.items():
                    if is_whole:
                        self.titles.add_title(thing, name)

    @functools.cached_property
    def short_titles(self) -> dict[str, Thing]:
        """The beginnings of titles that are of one measure alone, in folded letters."""
        return short_titles(self.titles)

    def _word(self, frame: Frame, entry: Thing) -> None:
        self.frames.add(frame.text, Framed(entry, frame.content, printed=frame.mentions))


def has_few_phrases(using: str) -> bool:
    """Whether the phrases of the record are so few that their frames are kept."""
    room = MOST_PHRASES
    for model in (*READERS, *WORDED):
        room -= visible(model, using).order_by()[: room + 1].count()
        if room < 0:
            return False
    return True


def slot_of(frame: Frame, value: Value) -> int | None:
    """Which slot of a frame holds a value, rather its day or month than its year alone."""
    found = [
        number
        for number, mention in enumerate(frame.mentions)
        if mention.kind in SPOKEN_AS[value.kind] and same(mention, value)
    ]
    closer = (each for each in found if not is_year(frame.mentions[each]))
    return next(closer, found[0] if found else None)


def is_year(mention: Mention) -> bool:
    """Whether a mention is a year without a day or month."""
    return len(mention.edtf) == YEAR and not mention.partial


class KnownCache:
    """What this process knows at the version that it last looked at."""

    lock = threading.Lock()
    kept: dict[str, tuple[Stamp, Known]] = {}

    @classmethod
    def at(cls, stamp: Stamp, using: str) -> Known:
        """What is known at a version; of an aside it is read anew and not kept."""
        if aside.current():
            return Known(using)
        with cls.lock:
            found = cls.kept.get(using)
            if found is None or found[0] != stamp:
                known = Known(using, found[1].names if found else None)
                found = cls.kept[using] = (stamp, known)
            return found[1]
