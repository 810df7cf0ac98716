"""The Japanese catalogue holds every string of the interface, translated and compiled."""

import gettext
import re
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings

from tests.wording import INTERFACE

CATALOGUE = settings.BASE_DIR / "locale" / "ja" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(CATALOGUE))


def test_everything_is_translated(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_placeholders_survive_translation(catalogue):
    """The Japanese string names nothing that the English one does not give."""
    wrong = []
    for entry in catalogue:
        translations = [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values()
        for translation in translations:
            if placeholders(translation) - placeholders(entry.msgid + entry.msgid_plural):
                wrong.append(entry.msgid)
    assert wrong == []


def placeholders(text):
    return {part.split(")")[0] for part in text.split("%(")[1:]}


@pytest.mark.parametrize("language", INTERFACE)
def test_the_site_speaks_as_an_official_does(catalogue, language):
    said = {
        "ja": lambda entry: [entry.msgstr, *entry.msgstr_plural.values()],
        "en": lambda entry: [entry.msgid, entry.msgid_plural],
    }[language]
    found = re.compile(INTERFACE[language])
    assert [text for entry in catalogue for text in said(entry) if found.search(text)] == []


def test_the_compiled_catalogue_is_the_written_one(catalogue):
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = [
        entry.msgid
        for entry in catalogue
        if entry.msgstr and compiled.gettext(entry.msgid) != entry.msgstr and not entry.msgctxt
    ]
    assert stale == []


def test_no_string_of_the_code_is_missing_and_none_is_left_over(catalogue, tmp_path):
    if shutil.which("xgettext") is None:
        pytest.skip("GNU gettext is not installed: apt-get install gettext")
    tree = tmp_path / "tree"
    kept = ("manage.py", "portal", "policies", "measures", "templates", "locale")
    for name in kept:
        source = settings.BASE_DIR / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            tree.mkdir(exist_ok=True)
            shutil.copy(source, tree / name)
    command = [sys.executable, "manage.py", "makemessages", "-l", "ja", "--no-obsolete"]
    subprocess.run(command, cwd=tree, check=True, capture_output=True)
    found = polib.pofile(str(tree / "locale" / "ja" / "LC_MESSAGES" / "django.po"))
    used, known = ({entry.msgid for entry in some} for some in (found, catalogue))
    assert sorted(used - known) == []
    assert sorted(known - used) == []
