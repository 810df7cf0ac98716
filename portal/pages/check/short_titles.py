"""Titles without their tails: the anti-circumvention system, for anti-dumping duties.

What a title says before its first preposition is another name for its measure where it is a scheme
or rule of which no other has the words; the economic partnership agreement may be any.
"""

import re

from portal.pages.check.terms import english
from portal.pages.check.titles import Titles
from portal.pages.check.values import Thing

TAIL = re.compile(r" (?:for|of|on|in|to|towards?|with|by|from|against|under|between|at)\b")
KIND = re.compile(
    r"[a-z0-9%][a-z0-9% ]* (?:systems?|schemes?|acts?|laws?|bills?|rules?|regulations?|tariffs?"
    r"|duty|duties|mechanisms?|regimes?|bans?|orders?|programs?|guidelines?|strategy|fees?)"
)
# A word that so few entries have is their own.
FEW = 2


def short_titles(titles: Titles) -> dict[str, Thing]:
    """What the titles of measures begin with, of which each is that of one measure alone."""
    found: dict[str, set[Thing]] = {}
    if not titles.heads:
        return {}
    for thing, names in titles.names.told.items():
        for name in (each for each in names if thing[0] == "measure" and names[each]):
            if head := head_of(name):
                found.setdefault(head, set()).add(thing)
    return {
        head: next(iter(things))
        for head, things in found.items()
        if len(things) == 1 and head not in titles.names.lexicon.meanings and is_own(head, titles)
    }


def head_of(name: str) -> str:
    """What an English name says before its first preposition; empty where it is no scheme."""
    tail = TAIL.search(name) if name.isascii() else None
    return name[: tail.start()] if tail and KIND.fullmatch(name, 0, tail.start()) else ""


def is_own(head: str, titles: Titles) -> bool:
    """Whether hardly another entry has some word of the head of a title."""
    return any(0 < len(titles.entries.get(term, ())) <= FEW for term in english(head))
