"""The README of a bundle, in each language: how it is read, and what has to be known first."""

import pathlib
import string
from collections.abc import Iterator

from django.utils.translation import override

from portal.bundle.about import About
from portal.dates.clock import day_of
from portal.lists.licences import licences
from portal.pages.catalog.known import TITLE
from portal.pages.caveats.declared import CaveatKind, of_kind
from portal.pages.dictionary import LANGUAGES
from portal.pages.lists import DICTIONARY, RECORD

FOLDER = pathlib.Path(__file__).parent / "texts"
# What stands between a label and words.
COLON = {"ja": "：", "en": ": "}


def readmes(about: About) -> dict[str, bytes]:
    """The README in each language by the name of its file."""
    return {f"README.{language}.md": readme(about, language) for language in LANGUAGES}


def readme(about: About, language: str) -> bytes:
    """The README in one language."""
    text = string.Template((FOLDER / f"README.{language}.md").read_text())
    made = day_of(about.made_at).isoformat() if about.made_at else "—"
    with override(language):
        told = {
            "licences": bulleted(f"{label}{COLON[language]}{words}" for label, words in licences()),
            "caveats": "\n\n".join(caveats()),
            "tables": bulleted(tables(language)),
            "documents": bulleted(documents(about, language)),
        }
    return text.substitute(
        version=about.stamp.number, as_of=about.as_of, made=made, **told
    ).encode()


def licence_text() -> bytes:
    """LICENSE: what is licensed, what is not, and where the text stands, in each language."""
    told = []
    for language in LANGUAGES:
        with override(language):
            lines = (f"{label}{COLON[language]}{words}" for label, words in licences())
            told.append("\n".join((str(TITLE), "", *lines, "")))
    return "\n".join(told).encode()


def bulleted(lines: Iterator[str]) -> str:
    """Lines as a list."""
    return "\n".join(f"- {line}" for line in lines)


def caveats() -> Iterator[str]:
    """The general caveats below a heading for each kind, in the active language."""
    for kind in CaveatKind:
        table = {rule: f"`{rule.table}`: " if rule.table else "" for rule in of_kind(kind)}
        yield f"### {kind.label}\n\n" + bulleted(f"{table[rule]}{rule.words}" for rule in table)


def tables(language: str) -> Iterator[str]:
    """Every table with what it holds."""
    for table in (*RECORD, *DICTIONARY):
        yield f"`{table.table}`{COLON[language]}{table.title}"


def documents(about: About, language: str) -> Iterator[str]:
    """Every document with its key and the digest of its text."""
    for each in about.documents:
        yield f"`{each.slug}`{COLON[language]}{each.title} (SHA-256 {each.sha256})"
