"""The library of lists knows what lists are, and nothing of what they list."""

import ast
import pathlib
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings

from measures.models import Measure
from measures.statuses import GLYPHS
from portal.pages.lists import LISTS
from tests.cases import for_each

ROOT = pathlib.Path(settings.BASE_DIR)
MODULES = sorted((ROOT / "portal" / "lists").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates" / "lists").glob("*.html"))
QUOTED = re.compile(r"""["']([\w-]+)["']""")
CELL = re.compile(r"\bc_(\w+)")
# Codes that are words of HTML, of Django and of drawing as well.
PLAIN_WORDS = {
    "confirmed",
    "group",
    "lead",
    "licence",
    "none",
    "not-stated",
    "place",
    "region",
    "request",
    "source",
    "text",
}
# Columns that any list may have, and what their cells then lead to or say besides.
SHARED_COLUMNS = {"entry_address", "inferred", "inference", "section_address"}


def codes() -> set[str]:
    """Every code of a choice of the record's models."""
    return {
        code
        for app in ("policies", "measures")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.fields
        for code, _words in field.choices or ()
    }


def words_of(path: pathlib.Path) -> Iterator[str]:
    """What a module or a template puts in quotation marks, comments and docstrings left out."""
    text = path.read_text()
    if path.suffix == ".html":
        yield from QUOTED.findall(text)
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@for_each("path", [*MODULES, *TEMPLATES], ids=lambda path: path.name)
def test_it_names_no_code_of_the_record(path):
    assert set(words_of(path)) & codes() <= PLAIN_WORDS


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_its_templates_name_no_question_of_a_list_but_the_words(path):
    asked = {name for listing in LISTS for name in listing.filterset_class.base_filters} - {"q"}
    assert set(words_of(path)) & asked == set()


@for_each("path", [*MODULES, *TEMPLATES], ids=lambda path: path.name)
def test_it_names_no_column_but_those_that_any_list_may_have(path):
    named = {name for name in CELL.findall(path.read_text()) if name != "line"}
    known = {column.name for listing in LISTS for column in listing.columns}
    assert named & known <= SHARED_COLUMNS


def test_the_laws_see_what_they_forbid(tmp_path):
    module, template = tmp_path / "a.py", tmp_path / "a.html"
    module.write_text('"""A list."""\n\nif code == "in-force":\n    pass\n')
    template.write_text('{% if facet.name == "status" %}{{ row.c_status_code }}{% endif %}')
    assert set(words_of(module)) & codes() == {"in-force"}
    assert "status" in words_of(template)
    assert CELL.findall(template.read_text()) == ["status_code"]


def test_every_status_has_a_glyph():
    assert GLYPHS.keys() == set(Measure.Status)
