"""A page speaks one language; what it shows of the other is marked so (WCAG 3.1.2)."""

import re

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.languages import JAPANESE
from tests.markup import Page
from tests.test_pages import EDITORS, LANGUAGES, PAGES, addresses, in_language

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

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


def states(name: str, language: str) -> list[str]:
    """Addresses to read: the page, and for a list also one narrowed, one empty, one refused."""
    found = addresses(name, language)
    if name == "measures":
        found += [f"{found[0]}?kind=bill&kind=law", f"{found[0]}?q=no-such-words&kind=law"]
        found += [f"{found[0]}?kind=nonsense&colour=blue&page=x"]
    if name == "search":
        found += [f"{found[0]}?q={words}" for words in ("レアアース", "no-such-words")]
    return found


def read(address: str) -> Page:
    """The page at an address."""
    return Page(Client().get(address).content.decode())


def report(faults: list[str]) -> None:
    """Fail with every fault, each on a line, but the same words only once."""
    found = list({fault.partition(": ")[2]: fault for fault in faults}.values())
    assert not found, f"{len(found)} faults:\n" + "\n".join(found[:60])


def english_faults(pages: dict[str, Page]) -> list[str]:
    """Strings of the English interface on Japanese pages."""
    strings = english_strings()
    faults = []
    for address, page in pages.items():
        text = "\n".join(visible(page, "ja"))
        seen = [each for each in strings if each in text]
        faults += [f"{address}: {each!r}" for each in seen if whole(each, text)]
    return faults


def whole(string: str, text: str) -> bool:
    """Whether the string stands in the text as words, not as a part of longer ones."""
    return bool(re.search(rf"(?<![A-Za-z]){re.escape(string)}(?![A-Za-z])", text))


def japanese_faults(pages: dict[str, Page]) -> list[str]:
    """Japanese on English pages that is not marked as Japanese."""
    return [
        f"{address}: {words.strip()[:80]!r} in <{tag}>"
        for address, page in pages.items()
        for tongue, tag, words in page.spoken
        if tongue == "en" and tag not in UNMARKABLE and JAPANESE.search(words)
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_japanese_page_holds_no_string_of_the_english_interface(read_only, name):
    report(english_faults({each: read(each) for each in states(name, "ja")}))


@pytest.mark.parametrize("name", PAGES)
def test_japanese_on_an_english_page_is_marked(read_only, name):
    pages = {each: read(each) for each in states(name, "en")}
    report(japanese_faults(pages))
    assert {tongue for page in pages.values() for tongue, *_rest in page.spoken} <= {"", *LANGUAGES}


@pytest.mark.parametrize("name", sorted(EDITORS))
def test_pages_of_editors_speak_one_language_too(admin_client, name):
    page = Page(admin_client.get(reverse(name)).content.decode())
    report(english_faults({name: page}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_does_not_exist_speaks_one_language(client, read_only, language):
    address = in_language("/measures/no-such-measure/", language)
    page = Page(client.get(address).content.decode())
    faults = english_faults({address: page}) if language == "ja" else japanese_faults({"": page})
    report(faults)


def test_the_test_sees_what_it_forbids():
    with translation.override("en"):
        string = next(each for each in english_strings() if " " in each)
    page = Page(f'<html lang="ja"><p>前 {string} 後</p><p lang="en">{string}</p></html>')
    assert english_faults({"x": page}) == [f"x: {string!r}"]
    page = Page('<html lang="en"><p>the 外為法 law</p><p>the <i lang="ja">外為法</i></p></html>')
    assert japanese_faults({"x": page}) == ["x: 'the 外為法 law' in <p>"]
    assert not whole("or later", "for laters")
