"""Which language the words of a page are in, and where it is not the one they are marked as."""

import functools
import re

import polib
from django.conf import settings

from portal.languages import JAPANESE
from tests.markup import Page

CATALOGUE = settings.BASE_DIR / "locale" / "ja" / "LC_MESSAGES" / "django.po"
# Elements whose words no browser lets be marked piece by piece. What stands in them on an English
# page is a name of the record or what a visitor typed.
UNMARKABLE = {"title", "desc", "option", "textarea", "text", "tspan"}
# English strings that a Japanese page may show, because they are names or signs in both.
SHARED = {
    *("Access to the site", "CSV (data)", "snake case"),
}
# A string of so many words is a sentence or a name of the interface, and no word of the record.
WORDS = 2
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|%d|%%")


@functools.cache
def english_strings() -> list[str]:
    """The English strings of the interface that Japanese says otherwise, without placeholders.

    A string with placeholders is looked for by its longest part between two of them.
    """
    found = set()
    for entry in polib.pofile(str(CATALOGUE)):
        for english in filter(None, (entry.msgid, entry.msgid_plural)):
            japanese = entry.msgstr or next(iter(entry.msgstr_plural.values()))
            longest = max(PLACEHOLDER.split(english), key=len).strip()
            if english != japanese and len(re.findall(r"[A-Za-z]+", longest)) >= WORDS:
                found.add(re.sub(r"\s+", " ", longest))
    return sorted(found - SHARED)


def visible(page: Page, language: str) -> list[str]:
    """Pieces of a page's words in a language, white space evened out."""
    return [
        re.sub(r"\s+", " ", words).strip()
        for tongue, _tag, words in page.spoken
        if tongue == language
    ]


def english_faults(page: Page) -> list[str]:
    """Strings of the English interface on a Japanese page."""
    text = "\n".join(visible(page, "ja"))
    return [
        f"{each!r} is English" for each in english_strings() if each in text and whole(each, text)
    ]


def whole(string: str, text: str) -> bool:
    """Whether the string stands in the text as words, not as a part of longer ones."""
    return bool(re.search(rf"(?<![A-Za-z]){re.escape(string)}(?![A-Za-z])", text))


def japanese_faults(page: Page) -> list[str]:
    """Japanese on an English page that is not marked as Japanese."""
    return [
        f"{words.strip()[:80]!r} in <{tag}>"
        for tongue, tag, words in page.spoken
        if tongue == "en" and tag not in UNMARKABLE and JAPANESE.search(words)
    ]


def speech_faults(page: Page, language: str) -> list[str]:
    """Words of a page of a language that are neither in it nor marked as of the other."""
    faults = english_faults(page) if language == "ja" else japanese_faults(page)
    strange = {tongue for tongue, *_rest in page.spoken} - {"", "ja", "en"}
    return faults + [f"words are marked as {tongue}" for tongue in sorted(strange)]
