"""What a page of the help is made of: parts under headings, screenshots, words of fixed lists."""

import dataclasses
from collections.abc import Iterator

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language

from measures.glossary import MEANINGS
from measures.models import Relation

# Pixels of a file for each CSS pixel of the page.
SCALE = 1.5


@dataclasses.dataclass(frozen=True)
class Screenshot:
    """A picture of a real page: `make screenshots` takes it, the help shows it.

    `address` is the page, without its language, `at` a CSS selector of what stands at the upper
    edge of the picture, whose size is in CSS pixels. `follow` are links that lead there one by one,
    where the address itself is not known beforehand. Pages for editors are in
    Japanese alone.
    """

    name: str
    address: str
    at: str
    width: int
    height: int
    alt: str | Promise
    caption: str | Promise
    follow: tuple[str, ...] = ()
    only_japanese: bool = False

    def file_in(self, language: str) -> str:
        """The static file of the picture in a language."""
        return f"img/help/{self.name}-{'ja' if self.only_japanese else language}.webp"

    @property
    def file(self) -> str:
        """The static file of the picture in the active language."""
        return self.file_in(get_language())


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of a page, under its own heading."""

    anchor: str
    title: str | Promise


@dataclasses.dataclass(frozen=True)
class Meaning:
    """A word of a fixed list; `reverse` is what the other side of a relation says."""

    value: str
    words: str | Promise
    meaning: str | Promise
    reverse: str | Promise = ""


@dataclasses.dataclass(frozen=True)
class HelpPage:
    """A page of the help with its parts, its screenshots by name, and the lists it explains."""

    view: str
    title: str | Promise
    lead: str | Promise
    parts: tuple[Part, ...]
    shown: tuple[Screenshot, ...] = ()
    lists: dict[str, type[models.TextChoices]] = dataclasses.field(default_factory=dict)

    @property
    def titles(self) -> dict[str, str | Promise]:
        """The title of each part by its anchor."""
        return {part.anchor: part.title for part in self.parts}

    @property
    def screenshots(self) -> dict[str, Screenshot]:
        """The screenshots by name."""
        return {screenshot.name: screenshot for screenshot in self.shown}

    @property
    def meanings(self) -> dict[str, list[Meaning]]:
        """The words of each list by the anchor under which it stands."""
        return {anchor: list(meanings(choices)) for anchor, choices in self.lists.items()}


def meanings(choices: type[models.TextChoices]) -> Iterator[Meaning]:
    """The words of a fixed list with what they mean, in the order of the list."""
    reverses = Relation.REVERSE if choices is Relation.Kind else {}
    for each in choices:
        yield Meaning(each.value, each.label, MEANINGS[choices][each], reverses.get(each, ""))
