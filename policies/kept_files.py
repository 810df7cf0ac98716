"""The files of attached PDFs with their pages: kept, found again, and gone with the last copy."""

import functools
import pathlib
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete

from policies.models import Attachment, CopyFile, CopyPage
from portal.decks.deck import Deck
from portal.decks.pictures import Pictures

# So many threads of a process may wait for pictures, beside those that answer.
WAITING = 24


@functools.cache
def pictures() -> Pictures:
    """The pictures that this process knows."""
    return Pictures(pathlib.Path(settings.PICTURES_ROOT), settings.PICTURES_KEPT, WAITING)


def keep(copy: Deck) -> None:
    """Keep the file of a PDF that was just read, and where the letters of its pages stand."""
    if not copy.letters:
        return
    with transaction.atomic():
        kept, is_new = CopyFile.objects.update_or_create(
            sha256=copy.sha256, defaults={"pages": len(copy.letters)}
        )
        if is_new:
            kept.put(copy.file, copy.letters)


def texts_of(copy: Deck) -> list[str]:
    """The texts of the pages of a copy as their letters are counted; none but of a PDF."""
    if copy.letters:
        return [each.text for each in copy.letters]
    return list(CopyPage.objects.of_file(copy.sha256).values_list("text", flat=True))


def between(copy: Deck, start: int, end: int) -> dict[str, int | None]:
    """From which page of a copy to which a stretch of its text reaches, and from where to where.

    With the pages without text about it, up to where the next begins. Of what has no pages, or of
    which nobody knows where letters stand, the numbers are None.
    """
    stop = start + len(copy.text[start:end].rstrip())
    first, last = copy.page_at(start), copy.page_at(max(stop - 1, start))
    found = {"page": first, "last_page": last, "start": None, "end": None}
    texts = texts_of(copy)
    if first is None or not texts:
        return found
    last = max(last, copy.page_before(end))
    begin = letters_before(copy, first, start)
    until = letters_before(copy, last, stop)
    return found | {
        "last_page": last,
        "start": place_of(texts[first - 1], begin),
        "end": place_of(texts[last - 1], until - 1) + 1 if until else 0,
    }


def letters_before(copy: Deck, page: int, place: int) -> int:
    """How many letters of a page stand before a place of the whole text, blanks not counted."""
    return len("".join(copy.text[copy.starts[page - 1] : place].split()))


def place_of(text: str, number: int) -> int:
    """Where the letter of that number, counted from 0 and without blanks, stands in a text."""
    places = (at for at, letter in enumerate(text) if not letter.isspace())
    return next((at for count, at in enumerate(places) if count == number), 0)


def let_go(fingerprints: Iterable[str]) -> None:
    """Let files go that no copy names any more, and those that nobody registered anything from."""
    attached = Attachment.objects.all()
    unclaimed = CopyFile.objects.unclaimed(attached).of_fingerprints(fingerprints)
    for file in (*unclaimed, *CopyFile.objects.left(attached)):
        file.delete()
        # Behind the transaction: who lets go waits for what is being drawn, and others for it.
        transaction.on_commit(functools.partial(pictures().forget, file.sha256))


def on_delete(instance: Attachment, using: str, **_rest) -> None:
    """Let the files of a copy go with it, unless another copy has them by the end of it all."""
    names = (instance.sha256, instance.former_sha256)
    transaction.on_commit(functools.partial(let_go, names), using=using)


def connect() -> None:
    """Let the files of copies follow their deletion, whatever deletes them."""
    post_delete.connect(on_delete, sender=Attachment, dispatch_uid="kept files")
