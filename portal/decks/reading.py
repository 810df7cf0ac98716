"""A file read into a deck, checked before anything looks into it."""

import hashlib
import pathlib
import subprocess
import sys
import tempfile

from portal.decks.deck import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MIN_CHARACTERS_PER_PAGE,
    Deck,
    DeckError,
    unpacked,
)
from portal.decks.texts import page_of, text_of

# What a file is by its first bytes; OLE holds old PowerPoint files and encrypted new ones.
PDF, ZIP, OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = b"word/document.xml"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ENDINGS = {".pdf": "pdf", ".pptx": "pptx", ".docx": "docx", ".txt": "text", ".md": "text"}
FOUND = {"pdf": "PDF", "pptx": "PPTX", "docx": "DOCX", "text": "text"}
SECONDS = 120


def read(name: str, data: bytes, seconds: int = 0, *, word: bool = False) -> Deck:
    """The pages of a file called `name`, which may take some seconds, `SECONDS` without more.

    A Word file is taken where `word` says so: it has no pages, which documents of the record need.

    Raises DeckError where it holds none that can be used.
    """
    if len(data) > MAX_BYTES:
        raise DeckError("size", name, size=f"{len(data):,}", most=f"{MAX_BYTES:,}")
    kind = kind_of(name, data)
    if kind == "docx" and not word:
        raise DeckError("word", name)
    digest = hashlib.sha256(data).hexdigest()
    if kind == "text":
        pages, slides, letters = (page_of(text_of(name, data)),), False, ()
    else:
        pages, slides, letters = in_a_child(name, kind, data, seconds or SECONDS)
    length = sum(len(page.text) for page in pages)
    if length > MAX_CHARACTERS:
        raise DeckError("long", name, most=f"{MAX_CHARACTERS:,}")
    said = sum(len(page.text.strip()) for page in pages)
    if not said and kind != "pdf":
        raise DeckError("empty", name)
    if kind == "pdf" and said < MIN_CHARACTERS_PER_PAGE * len(pages):
        raise DeckError("scan", name)
    return Deck(name, kind, digest, pages, slides, letters, data if kind == "pdf" else b"")


def kind_of(name: str, data: bytes) -> str:
    """What a file is by its content. Raises DeckError where its name says something else."""
    if not data.strip():
        raise DeckError("empty", name)
    ending = pathlib.PurePath(name).suffix.lower()
    if data.startswith(OLE):
        raise DeckError("encrypted" if ENCRYPTED in data else "old", name)
    if data.startswith(PDF):
        kind = "pdf"
    elif data.startswith(ZIP):
        # Both are archives: a Word file has its main part in the table at its end.
        kind = "docx" if WORD in data else "pptx"
    elif b"\0" in data:
        raise DeckError("unknown", name)
    else:
        kind = "text"
    if ENDINGS.get(ending, kind) != kind:
        raise DeckError("misnamed", name, ending=ending, found=FOUND[kind])
    return kind


def in_a_child(name: str, kind: str, data: bytes, seconds: int):
    """What a process of its own reads (`unpacked`): bounded in memory and time, and gone after.

    PDFium gives wrong pages in threads and takes its process down with it where it fails.
    """
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        command = [sys.executable, "-m", "portal.decks.child", kind, file.name]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=seconds,
                check=False,
                cwd=pathlib.Path(__file__).parents[2],
            )
        except subprocess.TimeoutExpired as error:
            raise DeckError("time", name) from error
    if done.returncode == 0:
        return unpacked(done.stdout.decode())
    told = done.stdout.decode().split()
    if not told:
        raise DeckError("crash", name)
    raise DeckError(told[0], name, **dict(word.split("=") for word in told[1:]))
