"""Reads a page as a browser does: elements, ids, links, words, and what is wrong with them."""

import collections
import dataclasses
import html
import re

TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s=>\"'/]+(?:=\"[^\"]*\")?)*)\s*(/?)>"
    r"|<!([^>]*)>",
    re.S,
)
ATTRIBUTE = re.compile(r"([^\s=>\"'/]+)(?:=\"([^\"]*)\")?")
BARE = re.compile(r"<|&(?!#?\w+;)")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
CLOSES_P = {
    *("article", "aside", "blockquote", "details", "div", "dl", "fieldset", "footer", "form"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre"),
    *("section", "table", "ul"),
}
# Elements that may stand in no other parent.
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "caption": {"table"},
    "legend": {"fieldset"},
    "summary": {"details"},
}
# Elements that hold nothing but these.
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
}
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for")
# What shows through when a template or a value went wrong.
LEFTOVERS = re.compile(r"\{[{%#]|[#%]\}|&(?:amp|lt|gt|quot|#x?\d+);|<[a-z/]|%\([a-z_]+\)s|<Query")
TAGS = re.compile(r"\{[{%#]|[#%]\}|%\([a-z_]+\)s")
# What no browser runs, so that no policy of scripts speaks of it.
LINKED_DATA = "application/ld+json"
SCRIPTED = re.compile(r"^\s*(javascript|data|vbscript):", re.I)


@dataclasses.dataclass(slots=True)
class Element:
    """One element: its name, its attributes, and the name of the one it stands in."""

    tag: str
    attrs: dict[str, str]
    parent: str


class Page:
    """One page, read to the end; `faults` says what no page may have.

    Stricter than a browser: every element is closed where it should be, every attribute is
    quoted, and a bare `<` or `&` is a fault.
    """

    def __init__(self, text: str):
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self.words: list[tuple[str, str]] = []
        # Words with the language of the nearest element that names one, and that element's name.
        self.spoken: list[tuple[str, str, str]] = []
        self.doctype = ""
        self._open: list[Element] = []
        self._count: collections.Counter[str] = collections.Counter()
        end = 0
        for token in TOKEN.finditer(text):
            self._read_words(text[end : token.start()])
            end = token.end()
            closing, tag, attrs, alone, declared = token.groups()
            if declared:
                self.doctype = declared
            elif closing:
                self._close(tag)
            elif tag:
                self._start(tag, attrs, bool(alone))
        self._read_words(text[end:])
        self.faults += [f"<{element.tag}> is never closed" for element in self._open]

    def _read_words(self, words: str) -> None:
        if not words or words.isspace():
            return
        inside = self._open[-1].tag if self._open else ""
        if inside == "script":
            return  # data: nobody reads it on the page
        if BARE.search(words):
            self.faults.append(f"{words.strip()[:60]!r} in <{inside}> is not escaped")
        self.words.append((inside, html.unescape(words)))
        tongues = [each.attrs["lang"] for each in self._open if "lang" in each.attrs]
        self.spoken.append((tongues[-1] if tongues else "", inside, html.unescape(words)))

    def _start(self, tag: str, attrs: str, alone: bool) -> None:
        pairs = ATTRIBUTE.findall(attrs)
        values = {name.lower(): html.unescape(value) for name, value in pairs}
        if len(values) < len(pairs):
            self.faults.append(f"<{tag}> has an attribute twice: {attrs}")
        if BARE.search(attrs):
            self.faults.append(f"an attribute of <{tag}> is not escaped: {attrs.strip()[:80]!r}")
        element = Element(tag, values, self._open[-1].tag if self._open else "")
        self._check_place(element)
        self.elements.append(element)
        if tag not in VOID and not alone:
            self._open.append(element)
            self._count[tag] += 1

    def _close(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            inside = self._open[-1].tag if self._open else "nothing"
            self.faults.append(f"</{tag}> inside <{inside}>")
            return
        self._open.pop()
        self._count[tag] -= 1

    def _check_place(self, element: Element) -> None:
        parent, tag = element.parent, element.tag
        if tag in CLOSES_P and (self._count["p"] or parent == "span"):
            self.faults.append(f"<{tag}> in a <p> or <span>")
        if tag in PARENTS and parent not in PARENTS[tag]:
            self.faults.append(f"<{tag}> in <{parent}>")
        if parent in CHILDREN and tag not in CHILDREN[parent]:
            self.faults.append(f"<{parent}> holds <{tag}>")
        if tag == "a":
            if self._count["a"]:
                self.faults.append("a link inside a link")
            if any(each.attrs.get("role") == "img" for each in self._open):
                self.faults.append("a link inside a picture")

    def all(self, tag: str, **attrs: str) -> list[Element]:
        """The elements of one name, with these attributes."""
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(element.attrs.get(name) == value for name, value in attrs.items())
        ]

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [element.attrs["id"] for element in self.elements if "id" in element.attrs]

    @property
    def links(self) -> list[Element]:
        """Every link that can be followed."""
        return [element for element in self.all("a") if "href" in element.attrs]

    def text(self, tag: str = "") -> str:
        """The words of the page, or those that stand directly in one element."""
        return "".join(words for name, words in self.words if not tag or name == tag)


def common_faults(page: Page) -> list[str]:
    """What is wrong with a page of this site, whatever it shows."""
    faults = list(page.faults)
    if page.doctype.lower() != "doctype html":
        faults.append(f"doctype {page.doctype!r}")
    for tag in ("html", "head", "body", "main", "h1", "title"):
        # Pictures have titles of their own.
        found = [element for element in page.all(tag) if element.parent != "svg"]
        if len(found) != 1:
            faults.append(f"{len(found)} <{tag}>")
    if not page.text("title").strip(" |"):
        faults.append("no title")
    counts = collections.Counter(page.ids)
    faults += [f"id {name!r} twice" for name, times in counts.items() if times > 1]
    faults += [f"id {name!r} with white space" for name in counts if not name or " " in name]
    for element in page.elements:
        faults += _element_faults(element, counts)
    for _tag, words in page.words:
        if match := LEFTOVERS.search(words):
            faults.append(f"{match[0]!r} shows through in {words.strip()[:60]!r}")
    faults += _headings(page)
    return faults


def _headings(page: Page) -> list[str]:
    """Headings go down one level at a time."""
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e.tag)]
    return [
        f"<h{below}> follows <h{above}>"
        for above, below in zip(levels, levels[1:], strict=False)
        if below > above + 1
    ]


def _element_faults(element: Element, ids: collections.Counter[str]) -> list[str]:
    """Inline style and script, references that lead nowhere, leftovers in attributes."""
    faults = []
    attrs = element.attrs
    if "style" in attrs or element.tag == "style":
        faults.append(f"inline style on <{element.tag}>")
    if element.tag == "script" and "src" not in attrs and attrs.get("type") != LINKED_DATA:
        faults.append("inline script")
    if element.tag == "img" and "alt" not in attrs:
        faults.append("a picture without alt")
    for name, value in attrs.items():
        if name.startswith("on"):
            faults.append(f"inline {name}=")
        elif name in {"href", "src", "action"} and SCRIPTED.match(value):
            faults.append(f"<{element.tag}> {name}={value!r}")
        elif name in REFERENCES:
            missing = [target for target in value.split() if target not in ids]
            faults += [f"{name}={target!r} leads to no id" for target in missing]
        if TAGS.search(value):
            faults.append(f"{name}={value!r} holds a leftover of a template")
    return faults
