"""One function finds the rows whose text holds the words asked for.

A plain scan over folded text: exact for any substring of one character or more, and fast
enough for a record of thousands of rows.
"""

import re
from collections.abc import Iterable

from django.db import models

from portal.search.text import fold

WORD = re.compile(
    r'(?P<minus>[-−－])?(?:"(?P<quoted>[^"]*)"|「(?P<bracketed>[^」]*)」|(?P<plain>\S+))'
)


class Query:
    """What was asked: words that must occur, and words that must not (`-word`)."""

    def __init__(self, text: str):
        self.wanted: list[str] = []
        self.unwanted: list[str] = []
        for match in WORD.finditer(text):
            word = fold(match["quoted"] or match["bracketed"] or match["plain"] or "")
            if word:
                (self.unwanted if match["minus"] else self.wanted).append(word)

    def matches(self, text: str) -> bool:
        """Whether folded `text` holds every wanted word and no unwanted one.

        Who asks for no word at all finds nothing: an empty question is not everything.
        """
        if not self.wanted and not self.unwanted:
            return False
        return all(word in text for word in self.wanted) and not any(
            word in text for word in self.unwanted
        )


def matching(queryset: models.QuerySet, texts: Iterable[str], asked: str) -> list:
    """Primary keys of the rows of `queryset` whose `texts` together hold what is asked.

    `texts` are field paths; those that pass many rows are read in queries of their own.
    """
    query = Query(asked)
    own = [path for path in texts if "__" not in path]
    found: dict[object, list[str]] = {}
    rows = queryset.order_by()
    for pk, *values in rows.values_list("pk", *own):
        found[pk] = [str(value) for value in values if value not in (None, "")]
    for path in texts:
        if "__" in path:
            for pk, value in rows.values_list("pk", path):
                if value:
                    found[pk].append(str(value))
    # A character that no text holds keeps a word from matching across two fields.
    return [pk for pk, parts in found.items() if query.matches(fold_all(parts))]


def fold_all(parts: Iterable[str]) -> str:
    """Folded parts, each apart from the next."""
    return "\x00".join(fold(part) for part in parts)
