"""Pages are valid: the Nu HTML checker finds nothing on a page of every template.

It is a program in Java, which `make html-checker` puts into var/html.
"""

import json
import pathlib
import shutil
import subprocess

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from tests.check.memos import MEMOS
from tests.e2e.addresses import ALONE, LANGUAGES, LIST_NAMES, PUBLIC, Address

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

CHECKER = settings.BASE_DIR / "var" / "html" / "node_modules" / "vnu-jar" / "build/dist/vnu.jar"
# Other states of the templates that the visited pages draw.
BESIDE = (
    "/measures/osa/",
    "/measures/japan-us-summit-2026-03/",
    "/partners/cn/",
    "/organisations/meti/",
    "/compare/?budget=osa&budget=supply-chain-budget",
    "/brief/?measure=no-such-measure",
)
PAGES = (*PUBLIC, *map(Address, BESIDE), *(Address(f"/{name}/") for name in LIST_NAMES))


def checked(folder: pathlib.Path) -> list[str]:
    """What the checker has against the pages in a folder: where, what, and the place."""
    java = shutil.which("java")
    if java is None or not CHECKER.exists():
        pytest.skip("there is no Nu HTML checker here (make html-checker)")
    # Large pages need a deep stack: the checker says so itself.
    words = [java, "-Xss16m", "-jar", str(CHECKER), "--skip-non-html", "--format", "json"]
    ran = subprocess.run([*words, str(folder)], capture_output=True, text=True, check=False)
    told = json.loads(ran.stderr)["messages"]
    assert ran.returncode in {0, 1}, ran.stderr[:2000]
    return [
        f"{pathlib.PurePath(each.get('url', '')).name}, line {each.get('lastLine')}: "
        f"{each['message']} {each.get('extract', '').strip()}"
        for each in told
    ]


def test_the_checker_finds_what_is_wrong(tmp_path):
    page = "<!doctype html><html lang=ja><meta charset=utf-8><title>{}</title><p>{}</p></html>"
    (tmp_path / "right.html").write_text(page.format("題", "文"), encoding="utf-8")
    (tmp_path / "wrong.html").write_text(page.format("題", "<time>昔</time>"), encoding="utf-8")
    told = checked(tmp_path)
    assert len(told) == 1
    assert told[0].startswith("wrong.html, line 1")


def test_pages_of_every_template_are_valid_in_both_languages(client, tmp_path):
    asked = [address.in_(language) for address in PAGES for language in LANGUAGES]
    for number, path in enumerate(asked):
        page = client.get(path).content
        assert page.lstrip().startswith(b"<!doctype html>"), path
        (tmp_path / f"{number}.html").write_bytes(page)
    for language in LANGUAGES:
        asked.append(Address("/check/").in_(language))
        page = client.post(asked[-1], {"text": MEMOS[0][0]}).content
        (tmp_path / f"{len(asked) - 1}.html").write_bytes(page)
    for name in ALONE:
        (tmp_path / name).write_text(render_to_string(name), encoding="utf-8")
    told = checked(tmp_path)
    named = [
        f"{asked[int(name)]}{rest}" if (name := each.partition(".")[0]).isdecimal() else each
        for each in told
        for rest in [each.partition(".html")[2]]
    ]
    assert named == [], "\n".join(named[:40])
