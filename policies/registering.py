"""A new document from a file: what is proposed of it, whether it is known, and saving it."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.core import signing
from django.db import models

from policies.as_of import as_of
from policies.attachments import Cut, store
from policies.models import Attachment, Organisation, Section, SourceDocument
from portal.changes.tracking import one_version
from portal.dates.clock import today
from portal.dates.edtf import bounds
from portal.decks.deck import Deck, packed, unpacked
from portal.decks.outline import Proposal, cut
from portal.search.passages import FoldedSource
from portal.search.values import dates

SALT = "policies.registering"
# What a form may carry of a file; a browser sends it back with the outline.
CARRIED = 1_500_000
# Characters of a document in which its title page stands.
TITLE_PAGE = 400


@dataclasses.dataclass(frozen=True)
class Begin:
    """Where a section begins: its code, its heading as printed, its English title, its place."""

    code: str
    heading: str
    title_en: str
    place: int


def carried(deck: Deck) -> str:
    """A deck as text that a form carries to the next page, signed; empty where it is too long."""
    told = {"name": deck.name, "kind": deck.kind, "sha256": deck.sha256}
    token = signing.dumps(
        told | {"pages": packed(list(deck.pages), deck.slides)}, salt=SALT, compress=True
    )
    return token if len(token) <= CARRIED else ""


def brought_back(token: str) -> Deck:
    """The deck of `carried`. Raises BadSignature where it is not what was sent."""
    told = signing.loads(token, salt=SALT)
    pages, slides, _letters = unpacked(told["pages"])
    return Deck(told["name"], told["kind"], told["sha256"], pages, slides)


def registered(deck: Deck) -> SourceDocument | None:
    """The document that has this very text: checked against it, or with it attached."""
    copies = Attachment.objects.filter(sha256=deck.sha256).values("document")
    same = models.Q(sha256=deck.sha256) | models.Q(pk__in=copies)
    return SourceDocument.objects.filter(same).order_by("pk").first()


def is_taken(slug: str) -> bool:
    """Whether a document has an address name already."""
    return SourceDocument.objects.filter(slug=slug).exists()


def proposed(deck: Deck, outline: Sequence[Proposal]) -> dict:
    """What its first words say of a document: title, date, publisher."""
    front = deck.text[:TITLE_PAGE]
    dated = next((found.edtf for found in dates(front)), "")
    return {
        "title_ja": outline[0].heading,
        "date": dated,
        "publisher": Organisation.objects.named_in(front),
    }


def too_old(date: str) -> datetime.date | None:
    """The newest date of the record where a date is more than a year before it."""
    first, newest = bounds(date)[0], as_of().day
    return newest if first and first < newest - datetime.timedelta(days=366) else None


def in_future(date: str) -> bool:
    """Whether a date begins after today."""
    first = bounds(date)[0]
    return bool(first and first > today())


def place_of(heading: str, text: FoldedSource, after: int) -> int | None:
    """Where a heading stands in a text after some place, or anywhere; None where nowhere."""
    places = [text.place(at, 1)[0] for at in every(heading, text)]
    return next((at for at in places if at >= after), places[0] if places else None)


def every(heading: str, text: FoldedSource):
    """Every place of a heading in the folded text."""
    at = text.find(heading)
    while at >= 0:
        yield at
        at = text.find(heading, at + 1)


@one_version()
def save(document: SourceDocument, deck: Deck, begins: Sequence[Begin]) -> SourceDocument:
    """Save a document that is registered only, with its sections and its copy."""
    document.sha256, document.state = deck.sha256, SourceDocument.State.REGISTERED
    document.save()
    pieces = cut(deck, [(each.heading, each.place) for each in begins])
    cuts = []
    for position, (each, piece) in enumerate(zip(begins, pieces, strict=True)):
        section = Section.objects.create(
            document=document,
            code=each.code,
            position=position,
            heading=each.heading,
            title_en=each.title_en,
            was_read=False,
        )
        cuts.append(Cut(section, piece.start, piece.end))
    store(document, deck, deck.name, cuts)
    return document
