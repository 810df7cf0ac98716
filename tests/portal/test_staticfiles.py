"""Stylesheets that import others are collected as one file."""

import gzip
import pathlib
import re
import shutil

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from portal.staticfiles import IMPORT, JoinedSheets

CSS = pathlib.Path(settings.BASE_DIR) / "static" / "css"


@pytest.fixture
def collect(tmp_path):
    """Collects sheets given as text by their names; returns the storage they are served from."""

    def collected(sheets: dict[str, str]) -> JoinedSheets:
        written, public = tmp_path / "written", tmp_path / "public"
        for name, text in sheets.items():
            path = written / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        shutil.copytree(written, public, dirs_exist_ok=True)
        storage = JoinedSheets(location=str(public), base_url="/static/")
        source = FileSystemStorage(location=str(written))
        for _name, _hashed, result in storage.post_process(
            {name: (source, name) for name in sheets}
        ):
            if isinstance(result, Exception):
                raise result
        return storage

    return collected


def served(storage: JoinedSheets, name: str) -> str:
    """The text that visitors get for a sheet."""
    with storage.open(storage.stored_name(name)) as file:
        return file.read().decode()


SHEETS = {
    "css/site.css": '@import "../vendor/tokens.css";\n@import "base.css";\na { top: 0 }\n',
    "css/base.css": '@import "deep/rules.css";\nb { top: 1px }\n',
    "css/deep/rules.css": "i { top: 2px }\n",
    "vendor/tokens.css": ":root { --a: 1 }\n",
}


def test_a_sheet_holds_what_it_imports_in_its_place(collect):
    storage = collect(SHEETS)
    text = served(storage, "css/site.css")
    assert "@import" not in text
    assert re.findall(r"^\S+(?= \{)", text, re.M) == [":root", "i", "b", "a"]
    assert served(storage, "vendor/tokens.css") == SHEETS["vendor/tokens.css"]


def test_comments_stay_behind(collect):
    base = "/*! by whom */\n/* one\n   two */\nb { top: 0 } /* three */\ni { top: 0 }\n"
    storage = collect(SHEETS | {"css/base.css": base})
    text = served(storage, "css/site.css")
    assert "/*! by whom */\nb { top: 0 } i { top: 0 }\n" in text
    assert served(storage, "css/base.css") == base


def test_a_changed_import_changes_the_name_of_the_sheet(collect):
    before = collect(SHEETS).stored_name("css/site.css")
    changed = SHEETS | {"css/deep/rules.css": "i { top: 3px }\n"}
    storage = collect(changed)
    assert storage.stored_name("css/site.css") != before
    assert "3px" in served(storage, "css/site.css")


def test_what_is_compressed_is_the_joined_sheet(collect):
    storage = collect(SHEETS | {"css/deep/rules.css": "i { top: 2px }\n" * 200})
    with storage.open(storage.stored_name("css/site.css") + ".gz") as file:
        assert gzip.decompress(file.read()).decode() == served(storage, "css/site.css")


def test_an_import_of_nothing_is_refused(collect):
    with pytest.raises(KeyError, match=r"css/gone\.css"):
        collect({"css/site.css": '@import "gone.css";\n'})


def test_imported_sheets_name_no_file_by_its_place():
    sheets = [CSS / name for name in IMPORT.findall((CSS / "site.css").read_text())]
    assert sheets
    for sheet in sheets:
        places = re.findall(r"""url\(["']?(?!#)[^)]*""", sheet.read_text())
        assert not places, f"{sheet.name} moves when it is joined: {places}"
