"""At half past eight in the evening in Greenwich it is the next day in Japan, and so here."""

import ast
import datetime
import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from measures.models import Measure
from policies.as_of import as_of
from portal.dates.clock import at_home, today
from portal.middleware import caching
from tests.forms import Form

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

NOW = datetime.datetime(2031, 5, 6, 20, 30, tzinfo=datetime.UTC)
DAY = datetime.date(2031, 5, 7)
# Yesterday, in every form in which the site writes a day.
WRONG = re.compile(r"2031-05-06|20310506|2031年5月6日|6 May 2031|May 6, 2031")
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# Names that give a day or an hour by some clock; `timezone.now` is a moment and stands in fields.
CLOCKS = {"localdate", "localtime", "utcnow", "today", "fromtimestamp", "date"}


@pytest.fixture
def evening(monkeypatch, admin_user) -> Measure:
    """It is half past eight in Greenwich, and a measure was just changed in the admin."""
    measure = Measure.objects.get(slug="supply-chain-budget")
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    editor = Client()
    editor.force_login(admin_user)
    path = f"/admin/measures/measure/{measure.pk}/change/"
    form = Form(editor.get(path).content.decode(), "measure_form")
    form.typed["summary_en"] = "Changed in the evening."
    assert editor.post(path, form.typed).status_code == 302
    measure.refresh_from_db()
    assert (measure.updated_at, measure.updated_on) == (NOW, DAY)
    return measure


def test_the_clock_is_japan_s(evening):
    assert today() == DAY
    assert f"{at_home(NOW):%Y-%m-%d %H:%M}" == "2031-05-07 05:30"
    assert as_of([]).day == DAY


@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_and_citations_are_of_the_day_in_japan(client, evening, language):
    words = "2031年5月7日" if not language else "7 May 2031"
    pages = ("/", "/measures/", "/measures/supply-chain-budget/", "/brief/?measure=osa")
    for path in pages:
        text = client.get(f"{language}{path}").content.decode()
        assert not WRONG.search(text), path
        assert f'<time datetime="2031-05-07">{words}</time>' in text or "/brief/" in path
        assert "<time>2031-05-07</time></span></div>" in text, f"{path}: the day of a print"
    text = client.get(f"{language}/measures/supply-chain-budget/").content.decode()
    (cited,) = re.findall(r'class="citation-box">(.*?)</p>', text)
    assert words in cited


@pytest.mark.parametrize("name", ["measures.csv", "budgets.xlsx", "en/measures.csv"])
def test_files_tell_no_day_but_that_in_japan(client, evening, name):
    response = client.get(f"/{name}")
    assert not any(WRONG.search(value) for value in response.headers.values())
    content = b"".join(response)
    if name.endswith("xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = book.read("xl/worksheets/sheet1.xml")
    assert not WRONG.search(content.decode())


def test_the_sitemap_is_of_the_day_in_japan(client, evening):
    response = client.get("/sitemap-measures.xml")
    days = {
        each.findtext(f"{SPACE}lastmod")
        for each in ElementTree.fromstring(response.content)
        if "supply-chain-budget" in each.findtext(f"{SPACE}loc")
    }
    assert days == {"2031-05-07"}


def test_kept_pages_end_with_the_day_in_japan(rf, evening, monkeypatch):
    first = caching.key_of(rf.get("/"))
    monkeypatch.setattr(timezone, "now", lambda: NOW.replace(hour=23))
    assert caching.key_of(rf.get("/")) == first
    monkeypatch.setattr(timezone, "now", lambda: NOW + datetime.timedelta(hours=19))
    assert caching.key_of(rf.get("/")) != first


def test_editors_read_the_same_day(evening, admin_client):
    for path in (
        f"/admin/measures/measure/{evening.pk}/change/",
        f"/admin/measures/measure/?q={evening.title_ja}",
    ):
        text = admin_client.get(path).content.decode()
        assert "2031年5月7日" in text, path
        assert "2031年5月6日" not in text, path


# One clock.


def clocks(module: ast.Module) -> list[int]:
    """Where a module asks some clock for a day: `timezone.localdate()`, `moment.date()`."""
    return sorted(
        node.lineno
        for node in ast.walk(module)
        if (isinstance(node, ast.Attribute) and node.attr in CLOCKS and _is_called(node, module))
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "django.utils.timezone"
            and CLOCKS & {each.name for each in node.names}
        )
    )


def _is_called(attribute: ast.Attribute, module: ast.Module) -> bool:
    """Whether the attribute is called, but as a constructor: `datetime.date(2019, 5, 1)`."""
    return any(
        isinstance(node, ast.Call)
        and node.func is attribute
        and not (attribute.attr == "date" and node.args)
        for node in ast.walk(module)
    )


def written(module: ast.Module) -> list[int]:
    """Where a module writes a moment or a day digit by digit: `f"{moment:%Y}"`, `strftime`."""
    return sorted(
        node.lineno
        for node in ast.walk(module)
        if (isinstance(node, ast.Attribute) and node.attr == "strftime")
        or (
            isinstance(node, ast.FormattedValue)
            and node.format_spec
            and "%" in ast.unparse(node.format_spec)
        )
    )


def modules() -> dict[str, ast.Module]:
    """Every module of the site but the clock."""
    return {
        path.relative_to(settings.BASE_DIR).as_posix(): ast.parse(path.read_text())
        for package in ("portal", "policies", "measures")
        for path in (settings.BASE_DIR / package).rglob("*.py")
        if path.name != "clock.py" and "migrations" not in path.parts
    }


def test_nobody_asks_another_clock():
    trees = modules()
    assert {name: found for name, tree in trees.items() if (found := clocks(tree))} == {}
    assert [name for name, tree in trees.items() if written(tree)] == []
    folder = settings.BASE_DIR / "templates"
    assert not [path for path in folder.rglob("*.html") if "{% now" in path.read_text()]


def test_the_law_sees_other_clocks():
    asking = "timezone.localdate()\nmoment.date()\ndatetime.date.today()\ndatetime.date(2019, 5, 1)"
    assert clocks(ast.parse(asking)) == [1, 2, 3]
    assert clocks(ast.parse("from django.utils.timezone import localtime")) == [1]
    assert written(ast.parse('f"{a:%Y}"\na.strftime("%Y")\nf"{a:,}"')) == [1, 2]
