"""What a process knows of one version of the record to read texts by: names, and phrases' frames.

Both are read once for a version and kept until it moves on.
"""

import dataclasses
import re
import threading

from django.db import models

from measures.kinds import KINDS
from measures.models import DataPoint, Indicator, Measure, Target
from policies.models import Organisation, Partner, SourceDocument, Subject
from portal.changes import aside
from portal.changes.models import Stamp
from portal.mentions.frames import Frame, frame_of_phrase
from portal.mentions.lexicon import Lexicon
from portal.mentions.mention import Kind, Mention
from portal.pages.check.agreeing import same
from portal.pages.check.values import READERS, YEAR, Thing, Value, values_of, visible
from portal.search.corpus import CORPORA
from portal.search.models import Name, Rank
from portal.search.text import fold

# Names of fewer letters than that stand in other words.
SHORTEST = 2
# Letters that a phrase must have beside its values to say what they are about.
CONTENT = 4
# Letters of a phrase that names its entry by itself.
WORDS = 6
# The most names and the most rows whose phrases are kept, so that a process stays small; of a
# larger record phrases are known for the entries that a text names alone.
MOST_NAMES, MOST_PHRASES = 1_000_000, 20_000
# As what kinds of mentions the values of a kind are read from the phrases of the record.
SPOKEN_AS = {
    Kind.AMOUNT: (Kind.AMOUNT,),
    Kind.COUNT: (Kind.COUNT, Kind.NUMBER),
    Kind.DATE: (Kind.DATE,),
    Kind.STATUS: (Kind.DATE,),
}
NAMED: dict[str, type[models.Model]] = {
    "measure": Measure,
    "partner": Partner,
    "organisation": Organisation,
    "subject": Subject,
}
TITLED: dict[str, type[models.Model]] = {"indicator": Indicator, "document": SourceDocument}
BRACKET = "("
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
    """Names and frames of the record at one version."""

    def __init__(self, using: str):
        self.names = Lexicon()
        self.frames = Lexicon()
        self.using = using
        self._read_names()
        self._read_titles()
        rows = sum(visible(model, using).count() for model in (*READERS, *WORDED))
        self.has_frames = rows <= MOST_PHRASES
        if self.has_frames:
            self._read_values()
            self._read_words()
            self._read_labels()

    def _read_names(self) -> None:
        """The names that the search knows of what visitors may see."""
        numbers = {CORPORA[model].number(self.using): name for name, model in NAMED.items()}
        hidden = set(
            Measure.objects.using(self.using).filter(published=False).values_list("pk", flat=True)
        )
        rows = Name.objects.using(self.using).filter(
            corpus__in=numbers, rank__in=(Rank.TITLE, Rank.DECLARED, Rank.HALF)
        )
        named = rows.order_by("pk").values_list("corpus", "row", "written")
        for corpus, row, written in named[:MOST_NAMES].iterator():
            if numbers[corpus] != "measure" or row not in hidden:
                self._name(written, (numbers[corpus], row))

    def _read_titles(self) -> None:
        for name, model in TITLED.items():
            titles = visible(model, self.using).values_list("pk", "title_ja", "title_en")
            for pk, *written in titles:
                for title in written:
                    self._name(title, (name, pk))

        marks = visible(SourceDocument, self.using)
        for pk, *written in marks.values_list("pk", "short_name_ja", "short_name_en"):
            for mark in written:
                self._name(mark, ("document", pk))

    def _name(self, written: str, thing: Thing) -> None:
        """A name, also without what stands in brackets behind it."""
        folded = fold(written)
        for name in dict.fromkeys((folded, folded.partition(BRACKET)[0].strip())):
            if len(name) >= SHORTEST and not name.isdecimal():
                self.names.add(name, thing)

    def _read_values(self) -> None:
        """The frames of phrases that hold a value and say enough beside it."""
        for model in READERS:
            # A value is read of its row alone, but for the unit of an indicator.
            rows = visible(model, self.using)
            if model is DataPoint:
                rows = rows.select_related("indicator")
            for value in values_of(rows):
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

    def _word(self, frame: Frame, entry: Thing) -> None:
        self.frames.add(frame.text, Framed(entry, frame.content, printed=frame.mentions))


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
                found = cls.kept[using] = (stamp, Known(using))
            return found[1]
