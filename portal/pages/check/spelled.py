"""Short forms and what they stand for, as names of the record tell them: GX, green transformation.

A title, label or sentence that has either has the word of both.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from portal.mentions.lexicon import Lexicon
from portal.pages.check.values import Thing

# A short form in brackets behind words, or a name that is one.
BRACKETED = re.compile(r"^(?P<words>[^()]{4,}) ?\((?P<short>[a-z][a-z0-9]{1,6})\)")
# What gives no letter to a short form.
SMALL = frozenset(("of", "and", "for", "the", "on", "in", "to", "with", "through"))
# Words that have a letter of their own in short forms.
LETTERS = {"transformation": "x", "cross": "x"}


class Spelled:
    """The words of a record's short forms, found in folded letters."""

    def __init__(self, told: Mapping[Thing, Mapping[str, bool]]):
        self.lexicon = Lexicon()
        for thing, names in told.items():
            if thing[0] != "partner":
                for words, short in pairs_of(names):
                    self.lexicon.add(words, short)

    def shorts_in(self, letters: str) -> frozenset[str]:
        """The short forms of what some folded letters spell out."""
        found = self.lexicon.find(letters)
        return frozenset(short for _start, _end, shorts in found for short in shorts)


def pairs_of(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What the names of one thing spell out, with its short form.

    Where English has it the Japanese name before the same brackets means it too.
    """
    found = [match for name in names if (match := BRACKETED.match(name))]
    told = ((each["short"], spelled(each["words"], each["short"])) for each in found)
    sure = {short: english for short, english in told if english}
    for match in found:
        if match["short"] in sure:
            is_japanese = not match["words"].isascii()
            yield (match["words"] if is_japanese else sure[match["short"]]), match["short"]


def spelled(words: str, short: str) -> str:
    """The last words of a name that its short form has the letters of; empty for none."""
    told = words.split(" ") if words.isascii() else []
    for start in range(len(told) - 1):
        if initials(told[start:]) == short and told[start] not in SMALL:
            return " ".join(told[start:])
    return ""


def initials(words: Iterable[str]) -> str:
    """The letters that some words give to a short form."""
    return "".join(LETTERS.get(word, word[:1]) for word in words if word not in SMALL)
