"""Templates compile, name their arguments, and hold no style, no script and no fixed address."""

import ast
import pathlib
import re

from django.conf import settings
from django.template import Context, Template
from django.template.base import FilterExpression, Node, Token, TokenType, Variable
from django.template.defaulttags import TemplateLiteral
from django.template.loader import get_template
from django.template.smartif import TokenBase as Operator
from django.templatetags.i18n import GetCurrentLanguageNode

from portal.pages.lists import LISTS
from tests.cases import for_each
from tests.markup import ATTRIBUTE, TOKEN

ROOT = pathlib.Path(settings.BASE_DIR)
FOLDER = ROOT / "templates"
TEMPLATES = {str(path.relative_to(FOLDER)): path for path in sorted(FOLDER.rglob("*.html"))}
# Whatever Django may render, by the endings it goes by.
TEXTS = TEMPLATES | {
    str(path.relative_to(FOLDER)): path
    for ending in ("txt", "svg", "xml")
    for path in sorted(FOLDER.rglob(f"*.{ending}"))
}
# The admin's templates fill in blocks of Django's own, which say what they are given.
OURS = {name: path for name, path in TEMPLATES.items() if not name.startswith("admin/")}
# A comment ends in its line, so a long one is several.
COMMENT = re.compile(r"((?:\{# .+ #\}\n)+)")
# What a reviewer sees of a line without scrolling, and a difference of two lines shows.
LONGEST = 160
# What every template knows without being told.
EVERYWHERE = {"request", "record", "user", "perms", "messages", "forloop", "block"}
EVERYWHERE |= {"csrf_token", "True", "False", "None"}
# Templates that must render when nothing else works: no addresses can be looked up.
ALONE = {
    "400.html",
    "403.html",
    "403_csrf.html",
    "414.html",
    "500.html",
    "503.html",
    "503_en.html",
}
# Templates that Django or an app looks for by name.
SOUGHT = {*ALONE, "404.html"}
INTERNAL = re.compile(r"""\b(?:href|src|action)=["']\s*/(?!/)""")


def report(faults: list[str]) -> None:
    """Fail with every fault, each on a line."""
    assert not faults, "\n".join(faults)


def text_of(name: str) -> str:
    """A template without its comments."""
    text = re.sub(r"\{#.*?#\}", "", TEMPLATES[name].read_text())
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.S)


def elements(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """The opening and closing tags of a template's HTML, its own tags left out."""
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
    return [
        (closing, tag, dict(ATTRIBUTE.findall(attrs or "")))
        for closing, tag, attrs, _alone, _declared in (
            token.groups() for token in TOKEN.finditer(bare)
        )
        if tag
    ]


def inline(text: str) -> list[str]:
    """Style and script that do not come from a file."""
    faults = []
    for closing, tag, attrs in elements(text):
        if tag == "style" or (tag == "script" and not closing and "src" not in attrs):
            faults.append(f"<{tag}>")
        faults += [f"{name}=" for name in attrs if name == "style" or name.startswith("on")]
    return faults + re.findall(r"javascript:", text)


def links_in_pictures(text: str) -> int:
    """How many links stand inside an SVG that is one picture to who cannot see it."""
    found, depth = 0, 0
    for closing, tag, attrs in elements(text):
        if tag == "svg":
            depth = 0 if closing else int(attrs.get("role") == "img")
        elif tag == "a" and not closing:
            found += depth
    return found


class Names:
    """The variables a template asks for, and those it makes itself."""

    def __init__(self, nodes):
        self.asked: set[str] = set()
        self.made: set[str] = set()
        self._walk(nodes)

    @property
    def arguments(self) -> set[str]:
        """What must be given from outside."""
        return self.asked - self.made - EVERYWHERE

    def _walk(self, thing) -> None:
        if isinstance(thing, Variable):
            if thing.lookups:
                self.asked.add(thing.lookups[0])
        elif isinstance(thing, dict):
            self._walk(list(thing.values()))
        elif isinstance(thing, list | tuple):
            for each in thing:
                self._walk(each)
        elif isinstance(thing, FilterExpression):
            self._walk([thing.var, [value for _f, args in thing.filters for _l, value in args]])
        elif isinstance(thing, Node | TemplateLiteral):
            self._note_names(thing)
            self._walk([v for k, v in vars(thing).items() if k not in {"token", "origin"}])
        elif isinstance(thing, Operator):
            self._walk([thing.first, thing.second])
        elif isinstance(thing, Token) and thing.token_type == TokenType.VAR:
            self.asked.add(thing.contents.split(".")[0].split("|")[0])

    def _note_names(self, node) -> None:
        for attribute in ("loopvars", "extra_context"):
            self.made |= set(getattr(node, attribute, None) or ())
        for attribute in ("target_var", "var_name", "countervar", "asvar", "variable_name"):
            if isinstance(made := getattr(node, attribute, None), str):
                self.made.add(made)
        if isinstance(node, GetCurrentLanguageNode):
            self.made.add(node.variable)


def names_of(template: Template) -> Names:
    """The names that a compiled template asks for."""
    return Names(list(template.nodelist))


def test_there_are_templates():
    assert {"base.html", "lists/list_page.html", "measures/measure_detail.html"} <= OURS.keys()


@for_each("name", TEMPLATES)
def test_every_template_compiles(name):
    assert get_template(name).template.nodelist


@for_each("name", OURS)
def test_every_template_says_what_it_is_and_takes(name):
    """The first lines are a sentence; every argument that the template uses stands in it."""
    match = COMMENT.match(OURS[name].read_text())
    assert match, "the first line is no comment"
    assert match[1].endswith(". #}\n"), "the comment does not end with a full stop"
    told = set(re.findall(r"\w+", match[1]))
    arguments = names_of(get_template(name).template).arguments
    missing = sorted(arguments - told)
    assert missing == [], f"the comment does not name {missing}"


def too_long(text: str) -> list[str]:
    """The lines of a template that a reader would have to scroll along, with their numbers."""
    return [
        f"{number}: {len(line)} characters"
        for number, line in enumerate(text.split("\n"), 1)
        if len(line) > LONGEST
    ]


@for_each("name", TEXTS)
def test_no_line_is_too_long(name):
    report(too_long(TEXTS[name].read_text()))


@for_each("name", TEMPLATES)
def test_no_template_holds_style_or_script(name):
    report(inline(text_of(name)))


@for_each("name", [name for name in TEMPLATES if name not in ALONE])
def test_no_template_holds_a_fixed_address(name):
    """Addresses come from `url` and `static`, so they hold in both languages and after a move."""
    found = [line for line in text_of(name).splitlines() if INTERNAL.search(line)]
    report([line.strip()[:120] for line in found])


@for_each("name", sorted(ALONE))
def test_a_page_that_stands_alone_needs_nothing(name):
    text = get_template(name).template.render(Context())
    assert names_of(get_template(name).template).asked == set()
    assert "{%" not in text_of(name), "a tag could fail too"
    assert 'lang="ja"' in text
    assert 'lang="en"' in text, "it speaks both languages, as it cannot know which one is wanted"
    assert "<h1>" in text
    assert "</html>" in text


@for_each("name", OURS)
def test_no_link_stands_inside_a_picture(name):
    assert links_in_pictures(text_of(name)) == 0


@for_each("name", OURS)
def test_nothing_is_marked_safe(name):
    """Text of the record is escaped everywhere; markup of our own comes from template tags."""
    text = text_of(name)
    assert not re.search(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off", text)


def named_templates() -> set[str]:
    """Every template that a template or the code names."""
    named = set(SOUGHT) | {listing.template for listing in LISTS}
    for name in TEMPLATES:
        named |= set(re.findall(r"""\{% (?:include|extends) ["']([^"']+)["']""", text_of(name)))
    for package in ("portal", "policies", "measures"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and str(node.value).endswith(".html"):
                    named.add(node.value)
    return named


def test_every_template_is_used_and_every_name_exists():
    named = named_templates()
    assert sorted(OURS.keys() - named) == []
    unknown = named - TEMPLATES.keys()
    assert [name for name in unknown if not name.startswith(("admin/", "registration/"))] == []


def test_the_laws_see_what_they_forbid():
    assert inline('<p style="color:red">') == ["style="]
    assert inline('<a href="x" onclick="y()">') == ["onclick="]
    assert inline("<style>a{}</style>") == ["<style>", "<style>"]
    assert inline("<script>alert(1)</script>") == ["<script>"]
    assert inline('<script src="a.js"></script>') == []
    assert inline('<p{% if x %} style="{{ y }}"{% endif %}>') == ["style="]
    assert inline('<a href="javascript:x()">') == ["javascript:"]
    assert INTERNAL.search('<a href="/measures/">')
    assert INTERNAL.search("<form action='/search/'>")
    assert not INTERNAL.search('<a href="{% url "home" %}">')
    assert not INTERNAL.search('<a href="https://example.jp/">')
    assert too_long("a" * LONGEST + "\n" + "b" * (LONGEST + 1)) == ["2: 161 characters"]
    assert not COMMENT.match("<p>{# late. #}\n")
    assert COMMENT.match("{# one #}\n{# two. #}\n<p>\n")[1] == "{# one #}\n{# two. #}\n"
    assert links_in_pictures('<svg role="img"><a href="x">y</a></svg>') == 1
    assert links_in_pictures('<svg role="img"></svg><a href="x"><svg></svg></a>') == 0


def test_the_names_of_a_template_are_found():
    template = Template(
        "{% for a in b %}{{ a.c|default:d }}{% endfor %}{% if e and f.g %}{% endif %}"
        "{% with h=i %}{{ h }}{% endwith %}{% blocktranslate with j=k %}{{ j }} {{ l }}"
        "{% endblocktranslate %}{% url 'home' as m %}{{ m }}{{ request.path }}"
        "{% include 'lists/asof.html' with unit=n %}{% source o.p %}"
    )
    assert names_of(template).arguments == set("bdefiklno")
    assert isinstance(template.nodelist[0], Node)


def test_what_two_say_differently_is_asked_in_the_same_words_everywhere():
    asking = [name for name in TEMPLATES if 'class="clash"' in text_of(name)]
    assert asking == ["admin/record/clash.html"]


def test_no_space_stands_before_what_follows_a_name():
    """A line break is one: 「施策 ：」."""
    tags = r"(?:\{% (?:if|elif|else|endif|for|endfor|with|endwith)\b[^%]*%\}\s*)*"
    mark = r"""\{% translate ["'][:,;.] ?["'](?: context ["'][^"']*["'])? %\}|[：、。；]"""
    spaced = re.compile(rf"\s{tags}(?:{mark})")
    report(
        [f"{name}: {found[0]!r}" for name in TEMPLATES for found in spaced.finditer(text_of(name))]
    )


def test_each_button_of_the_editing_pages_looks_like_one():
    """Django's sheet dresses what has the class; others stay as the browser draws them."""
    own = {"admin/edit_inline/row_button.html"}  # dressed by the rows that they stand in
    found = [
        f"{name}: {attributes}"
        for name in TEMPLATES
        if name.startswith("admin/") and name not in own
        for closing, tag, attributes in elements(text_of(name))
        if tag == "button" and not closing and "button" not in attributes.get("class", "").split()
    ]
    report(found)


def test_every_block_of_code_scrolls_by_itself():
    """One that does not makes the page scroll sideways on a phone."""
    blocks = [
        (name, attributes.get("class", "").split())
        for name in OURS
        for closing, tag, attributes in elements(text_of(name))
        if tag == "pre" and not closing
    ]
    assert blocks
    report([name for name, classes in blocks if "code-block" not in classes])
