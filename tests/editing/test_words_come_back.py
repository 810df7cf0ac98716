"""Words that are typed into any form of the admin come back, whatever kept them from being saved.

The forms are found: on every address that the admin has (`tests/editing/test_who_may.py` fails for
one that it does not know), and on the pages that come after a first answer. A form that asks for
words and loses them fails here, also a new one.
"""

import dataclasses
import html.parser
import pathlib
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string

from measures.models import Measure
from policies.models import Attachment, Partner, SectionText
from portal.changes.models import Version
from portal.posts import TICKET, TOKEN
from portal.record.models import Draft
from portal.record.revising import batch
from portal.record.schema import kinds
from portal.sheets import working
from tests.editing.test_who_may import (
    GROUPS,
    MODELS,
    OF_COPIES,
    SUPERUSER,
    come,
    own_addresses,
    pages_of_versions,
    rows,
    undone,
)
from tests.forms import Form
from tests.sheets.handing import as_csv, confirm, looked_at, table
from tests.site_map import editors_address

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

TEMPLATES = pathlib.Path(settings.BASE_DIR) / "templates"
BUTTON = re.compile(r'<button [^>]*name="([^"]+)" value="([^"]*)"')
WORDS = "書きかけ"
# What is typed into a control by its type; of another type nobody types words.
TYPED = {
    **dict.fromkeys(("text", "textarea", "email"), WORDS),
    "url": "https://example.jp/typed",
    "number": "1234",
    "date": "2031-02-03",
    "datetime-local": "2031-02-03T04:05",
}
# Forms without an editor, or of what nobody keeps: passwords and their like. Of a search nothing is
# lost, as its words stand in the address.
SECRET = {"login", "two-factor", "password_change", "auth_user_password_change"}
LOCKED = {"readonly", "disabled"}
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
__all__ = ["rows"]  # the fixture


class Controls(html.parser.HTMLParser):
    """The controls of a form into which words are typed, by name: the type of each."""

    def __init__(self, page: str):
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        kind = {"input": attrs.get("type", "text"), "textarea": "textarea"}.get(tag)
        name = attrs.get("name", "")
        if kind in TYPED and name and "__prefix__" not in name and not {*attrs} & LOCKED:
            self.found[name] = kind


@dataclasses.dataclass(frozen=True)
class Asking:
    """A form that asks for words: where it stands, where it goes, and what it sends then."""

    page: str
    target: str
    sent: dict
    typed: dict[str, str]

    @property
    def name(self) -> str:
        """What it is called in a report."""
        return f"{self.page} [{', '.join(list(self.typed)[:3])}]"


def posted(page: str) -> Iterator[tuple[str, str]]:
    """The forms of a page that are posted: their attributes and what stands in them."""
    return ((head, inner) for head, inner in FORM.findall(page) if 'method="post"' in head)


def forms(url: str, page: str) -> Iterator[Asking]:
    """The forms of a page that ask for words, filled in."""
    for head, inner in posted(page):
        typed = {name: TYPED[kind] for name, kind in Controls(inner).found.items()}
        if typed:
            sent = Form(f'<form id="it">{inner}</form>', "it").typed
            sent |= dict(BUTTON.findall(inner)[:1])
            sent |= {"batch_kind": "editorial"} if 'name="batch_kind"' in inner else {}
            action = re.search(r'action="([^"]+)"', head)
            target = urljoin(url, action[1]) if action else url
            yield Asking(url, target, sent | typed, typed)


def lost(asked: Asking, answer) -> str:
    """What of the words of a form is not in the forms of an answer; empty where all are."""
    if answer.status_code not in {200, 400, 409, 503}:
        return f"{asked.name}: {answer.status_code}"
    page = answer.content.decode()
    shown: dict[str, set] = {}
    for _head, inner in posted(page):
        for name, value in Form(f'<form id="it">{inner}</form>', "it").typed.items():
            shown.setdefault(name, set()).add(str(value))
    missing = [name for name, value in asked.typed.items() if value not in shown.get(name, ())]
    return f"{asked.name}: {missing} lost" if missing else ""


def version() -> int:
    """The version of the record, which every change moves, and the drafts as they stand."""
    return Version.objects.get().number, list(Draft.objects.values_list("pk", "saved", "state"))


# ---- what keeps words from being saved


def without_session(client: Client, asked: Asking):
    """The page after the login, where the session had ended."""
    del client.cookies[settings.SESSION_COOKIE_NAME]
    door = client.post(asked.target, asked.sent)
    back = parse_qs(urlsplit(door.get("Location", "")).query).get("next", [""])[0]
    client.force_login(client.editor)  # which takes over what the browser's session holds
    return client.get(back) if "returned" in back else door


def with_old_token(client: Client, asked: Asking):
    """The answer where somebody logged in in another tab."""
    client.cookies["csrftoken"] = get_random_string(32)
    return client.post(asked.target, asked.sent)


@pytest.fixture
def client() -> Client:
    """An editor who may everything, whose browser sends tokens as all do."""
    own = Client(enforce_csrf_checks=True, raise_request_exception=False)
    own.editor = come(SUPERUSER).get(reverse("admin:index")).wsgi_request.user
    own.force_login(own.editor)
    own.seen = set()
    return own


def losses(client: Client, url: str, given: dict, keeping, sent: dict | None = None) -> list[str]:
    """What is lost of the forms of a page, which is asked for or answers what is `sent`."""
    found = []
    with undone():
        client.force_login(client.editor)
        page = client.post(url, sent | token(client)) if sent else client.get(url, given)
        if page.streaming:
            page.close()
            return []
        here = page.wsgi_request.get_full_path()
        for asked in forms(here, page.content.decode()):
            before = version()
            client.seen |= {*asked.typed}
            found.append(lost(asked, keeping(client, asked)))
            if version() != before:
                found.append(f"{asked.name}: something was carried out")
    return [fault for fault in found if fault]


def of_model(label: str, page: str, *keys) -> str:
    """The address of a page of the admin for a model."""
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=keys)


# ---- every address


def test_the_pages_of_every_model(client, rows):
    """One view serves those of all rows: each has the ticket, and a few go all the way."""
    found, walked = [], {"auth.user", "measures.citation", "measures.relatedverdict"}
    for label in MODELS:
        for page in ("add", "change", "delete"):
            url = of_model(label, page, *([] if page == "add" else [rows[label].pk]))
            shown = forms(url, client.get(url).content.decode())
            found += [f"{each.name}: no ticket" for each in shown if TICKET not in each.sent]
            if label in walked:
                found += losses(client, url, {}, without_session)
                client.force_login(client.editor)
    assert not found, "\n".join(found)


def test_the_pages_of_entries(client, rows):
    """Deleted, brought back, given another name, merged, and deleted from a list."""
    found, keeping = [], without_session
    entries = [label for label in MODELS if label.partition(".")[2] in kinds()]
    for label in entries:
        for page in ("delete", *pages_of_versions(label)):
            keys = [rows[label].pk, *([1] if page == "restore" else [])]
            other = type(rows[label])._default_manager.exclude(pk=rows[label].pk).first()
            given = {"other": getattr(other, other.KEY[0])} if page == "merge" and other else {}
            found += losses(client, of_model(label, page, *keys), given, keeping)
        chosen = {"action": "delete_selected", "_selected_action": [rows[label].pk]}
        found += losses(client, of_model(label, "changelist"), {}, keeping, chosen)
    assert client.seen >= {"batch_reason", "name"}
    for label, group in GROUPS.items():
        found += losses(client, of_model(label, "group", rows[label].pk, group), {}, keeping)
    assert not found, "\n".join(found)


def token(client: Client) -> dict:
    """What a form of a browser sends to say that it is of this site."""
    page = client.get(reverse("admin:password_change")).content.decode()
    (_head, inner) = next(posted(page))
    return {TOKEN: Form(f'<form id="it">{inner}</form>', "it").typed[TOKEN]}


@pytest.mark.parametrize("keeping", [without_session, with_old_token])
def test_the_other_pages(client, rows, keeping):
    found = []
    for name, url, asked, _sent in own_addresses(rows):
        if name not in SECRET | {"logout"}:
            found += losses(client, url, asked, keeping)
    for name in OF_COPIES:
        with undone():
            Attachment.objects.all().delete()
            SectionText.objects.all().delete()
            found += losses(client, editors_address(name, ("", "")), {}, keeping)
    assert not found, "\n".join(found)
    assert client.seen >= {"batch_reason", "empty_reason_ja", "new_bundle", "note", "publish_at"}


@pytest.mark.parametrize("keeping", [without_session, with_old_token])
def test_a_table_that_waits_and_one_that_is_applied(client, monkeypatch, keeping):
    monkeypatch.setattr("portal.sheets.views.begin", lambda pk, total: None)
    own = Client()
    own.force_login(client.editor)
    lines = table(own, "partners")
    for each in lines:
        each["note_en"] = "Mended by table."
    job = looked_at(own, as_csv(lines))
    working.work(job.pk)
    page = reverse("admin:import", args=[job.pk])
    for asks in ("batch_kind", "import-undo"):
        assert any(forms(page, own.get(page).content.decode())), asks
        assert losses(client, page, {}, keeping) == []
        confirm(own, job)
        working.work(job.pk)
    assert Partner.objects.filter(note_en="Mended by table.").exists()


@pytest.mark.parametrize("keeping", [without_session, with_old_token])
def test_a_version_that_is_brought_back(client, keeping):
    measure = Measure.objects.order_by("slug").first()
    with batch():
        measure.summary_en = "Another summary."
        measure.save()
    assert losses(client, of_model("measures.measure", "restore", measure.pk, 1), {}, keeping) == []
    assert client.seen == {"batch_reason"}


def test_an_entry_that_is_withdrawn(client):
    measure = Measure.objects.order_by("slug").first()
    url = reverse("withdraw", args=["measure", measure.pk])
    own = Client()
    own.force_login(client.editor)
    own.post(url, {"batch_kind": "editorial", "batch_reason": "why", "deed": "withdraw"})
    for keeping in (without_session, with_old_token):
        assert losses(client, url, {}, keeping) == []


# ---- pages that no walk comes to


def test_every_form_that_asks_for_words_says_to_whom_it_is_shown():
    """In whatever state its page shows it."""
    asks = re.compile(r"<textarea|type=\"(text|datetime-local)\"|batch_fields|{{ (field|form\.)")
    without = []
    for path in sorted((TEMPLATES / "admin").rglob("*.html")):
        for _head, inner in posted(path.read_text(encoding="utf-8")):
            if asks.search(inner) and f'name="{TICKET}"' not in inner:
                without.append(str(path.relative_to(TEMPLATES)))
    assert set(without) == {"admin/login.html", "admin/auth/user/change_password.html"}, without
