"""What an editor typed comes back in the form, whatever kept it from being saved."""

import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from measures.models import BudgetLine, Measure
from policies.admin import giving_back
from policies.admin.pages import RecordAdmin
from policies.models import SourceDocument, Subject
from portal import posts
from tests.clusters import primary
from tests.databases import is_sqlite, own_copy
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ROOT = pathlib.Path(settings.BASE_DIR)
TYPED = "書きかけの題名"
PASSWORD = "a-password-for-tests"
MODELS = (BudgetLine, Measure, SourceDocument, Subject)
# The field of each in which something is typed.
FIELDS = {BudgetLine: "label_ja", Measure: "summary_ja", Subject: "name_ja"}


def form_id(model) -> str:
    return f"{model._meta.model_name}_form"


def address(instance) -> str:
    name = f"admin:{instance._meta.app_label}_{instance._meta.model_name}_change"
    return reverse(name, args=[instance.pk])


def typed_in(client, instance) -> tuple[str, dict, str]:
    """The address of a page, what its form sends after a look at it, and the field it is in."""
    url, field = address(instance), FIELDS.get(type(instance), "title_ja")
    form = Form(client.get(url).content.decode(), form_id(type(instance)))
    return url, form.typed | {field: TYPED}, field


def form_in(response, model) -> dict:
    """What the form of a page sends."""
    return Form(response.content.decode(), form_id(model)).typed


@pytest.fixture
def editor(admin_user) -> User:
    admin_user.set_password(PASSWORD)
    admin_user.save()
    return admin_user


@pytest.fixture
def client(editor) -> Client:
    """An editor at work, whose browser sends tokens as all do, and who is told of failures."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(editor)
    return client


@contextlib.contextmanager
def failing(error: Exception, *, at_the_end: bool):
    """A transaction that cannot begin, or not end."""
    with transaction.atomic():
        if at_the_end:
            yield
        raise error


def fail(monkeypatch, error: Exception, *, at_the_end: bool) -> None:
    """Let every form fail so."""
    monkeypatch.setattr(
        RecordAdmin, "saving", lambda *_given: failing(error, at_the_end=at_the_end)
    )


LOCKED, GONE = OperationalError("database is locked"), InterfaceError("gone")


@pytest.mark.parametrize(
    ("model", "error", "at_the_end"),
    [(model, LOCKED, False) for model in MODELS] + [(Measure, GONE, True), (Subject, GONE, True)],
)
def test_a_database_that_cannot_be_written_gives_the_form_back(
    client, monkeypatch, model, error, at_the_end
):
    instance = model._default_manager.order_by("pk").first()
    url, sent, field = typed_in(client, instance)
    saving = RecordAdmin.saving
    fail(monkeypatch, error, at_the_end=at_the_end)
    response = client.post(url, sent)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "保存されていません" in response.content.decode()
    assert "変更しました" not in response.content.decode()
    monkeypatch.setattr(RecordAdmin, "saving", saving)
    # What is sent again from the page is what was sent from the first.
    again = form_in(response, model)
    assert again[field] == TYPED
    assert again.keys() == sent.keys()
    assert client.post(url, again).status_code == 302
    instance.refresh_from_db()
    assert getattr(instance, field) == TYPED


def test_nobody_waits_while_a_form_is_looked_at(client, monkeypatch):
    """The one lock of SQLite is taken after the form was found good, and not at all otherwise."""
    url, sent, field = typed_in(client, Measure.objects.first())

    fail(monkeypatch, AssertionError("the transaction has begun"), at_the_end=False)
    assert client.post(url, sent | {field: ""}).status_code == 200


def test_two_who_take_the_same_name_at_once_lose_nothing(client, monkeypatch):
    """The database sees it where both forms were good."""
    url, sent, field = typed_in(client, Subject.objects.first())
    error = IntegrityError("UNIQUE")
    fail(monkeypatch, error, at_the_end=True)
    response = client.post(url, sent)
    assert response.status_code == 200
    assert form_in(response, Subject)[field] == TYPED


# ---- the session ended


def login(client, response) -> tuple[str, HttpResponse]:
    """Log in at the page that a response leads to, and follow where that leads."""
    assert response.status_code == 302
    door = response["Location"]
    page = client.get(door)
    form = Form(page.content.decode(), "login-form").typed
    form |= {"username": "editor", "password": PASSWORD}
    answer = client.post(door, form)
    assert answer.status_code == 302, page.content
    return answer["Location"], client.get(answer["Location"])


@pytest.mark.both
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_was_typed_is_there_after_the_login(client, model):
    instance = model._default_manager.order_by("pk").first()
    url, sent, field = typed_in(client, instance)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    back, page = login(client, client.post(url, sent))
    assert page.status_code == 200
    assert "保存されていません" in page.content.decode()
    again = form_in(page, model)
    assert again[field] == TYPED
    assert again.keys() == sent.keys()
    # Nothing was carried out by itself, and a second look shows it as well.
    instance.refresh_from_db()
    assert getattr(instance, field) != TYPED
    assert form_in(client.get(back), model)[field] == TYPED
    # The page itself is as it is stored.
    assert form_in(client.get(url), model)[field] != TYPED
    assert client.post(back, again).status_code == 302
    instance.refresh_from_db()
    assert getattr(instance, field) == TYPED
    # What was saved is kept no longer.
    assert posts.KEPT not in client.session


def test_what_was_typed_into_rows_is_there_after_the_login(client):
    measure = Measure.objects.get(slug="act")
    url = reverse("admin:measures_measure_group", args=[measure.pk, "budget_lines"])
    form = Form(client.get(url).content.decode(), "measure_form")
    field = "budget_lines-0-label_ja"
    del client.cookies[settings.SESSION_COOKIE_NAME]
    _back, page = login(client, client.post(url, form.typed | {field: TYPED}))
    assert form_in(page, Measure)[field] == TYPED


def test_what_was_typed_into_a_row_that_is_gone_is_there_after_the_login(client):
    row = Measure.objects.get(slug="act").names.get()
    url, sent, _field = typed_in(client, row)
    sent |= {"name": TYPED}
    row.delete()
    del client.cookies[settings.SESSION_COOKIE_NAME]
    _back, page = login(client, client.post(url, sent))
    assert form_in(page, type(row))["name"] == TYPED


def test_a_new_entry_is_there_after_the_login_with_its_address(client):
    url = reverse("admin:policies_subject_add") + "?name_ja=先&_popup=1"
    sent = form_in(client.get(url), Subject) | {"name_ja": TYPED, "slug": "not-saved"}
    client.session.flush()
    back, page = login(client, client.post(url, sent))
    assert parse_qs(urlsplit(back).query)["_popup"] == ["1"]
    assert form_in(page, Subject)["name_ja"] == TYPED
    assert not Subject.objects.filter(slug="not-saved").exists()


def test_another_editor_at_the_same_browser_sees_none_of_it(client, django_user_model):
    other = django_user_model.objects.create(username="x", is_staff=True, is_superuser=True)
    url, sent, field = typed_in(client, Subject.objects.first())
    del client.cookies[settings.SESSION_COOKIE_NAME]
    response = client.post(url, sent)
    back = parse_qs(urlsplit(response["Location"]).query)["next"][0]
    client.force_login(other)
    assert client.session[posts.KEPT]
    assert TYPED not in client.get(back).content.decode()


@pytest.mark.parametrize("ticket", ["", "1", "1:x:y", None])
def test_nothing_is_kept_of_who_was_not_shown_the_form(client, ticket):
    url, sent, _field = typed_in(client, Subject.objects.first())
    sent = {name: value for name, value in sent.items() if name != posts.TICKET}
    sent |= {posts.TICKET: ticket} if ticket is not None else {}
    del client.cookies[settings.SESSION_COOKIE_NAME]
    response = client.post(url, sent)
    assert response.status_code == 302
    assert posts.RETURNED not in response["Location"]
    assert settings.SESSION_COOKIE_NAME not in response.cookies


def test_who_is_not_signed_in_has_no_ticket_with_which_anything_is_kept():
    client = Client()
    page = client.get(reverse("admin:login"))
    assert page.context[posts.TICKET] == posts.ticket_for(AnonymousUser()) == ""
    client.post(reverse("admin:policies_partner_add"), {posts.TICKET: "", "code": "kept"})
    assert posts.KEPT not in client.session


def test_what_is_too_large_is_not_kept(client, monkeypatch):
    monkeypatch.setattr(posts, "LARGEST", 100)
    url, sent, _field = typed_in(client, Subject.objects.first())
    del client.cookies[settings.SESSION_COOKIE_NAME]
    assert posts.RETURNED not in client.post(url, sent)["Location"]


def test_no_password_is_kept(client, editor):
    url = address(editor)
    sent = form_in(client.get(url), User) | {"password1": "s3cret", "first_name": TYPED}
    del client.cookies[settings.SESSION_COOKIE_NAME]
    client.post(url, sent)
    kept = client.session[posts.KEPT]["sent"]
    assert "first_name" in kept
    assert "s3cret" not in kept


# ---- the token is old


@pytest.mark.both
def test_an_old_token_gives_the_form_back_with_a_new_one(client, editor):
    """As after a login in another tab."""
    instance = Subject.objects.first()
    url, sent, field = typed_in(client, instance)
    client.force_login(editor)
    client.cookies["csrftoken"] = "b" * 32
    response = client.post(url, sent)
    assert response.status_code == 200
    assert "保存されていません" in response.content.decode()
    again = form_in(response, Subject)
    assert again[field] == TYPED
    instance.refresh_from_db()
    assert instance.name_ja != TYPED
    assert client.post(url, again).status_code == 302


def test_an_old_token_without_a_session_leads_over_the_login(client):
    url, sent, field = typed_in(client, Subject.objects.first())
    client.cookies["csrftoken"] = "b" * 32
    del client.cookies[settings.SESSION_COOKIE_NAME]
    _back, page = login(client, client.post(url, sent))
    assert form_in(page, Subject)[field] == TYPED


def test_a_form_from_elsewhere_is_refused_and_shown_nowhere(client, editor, django_user_model):
    """Without a ticket, and with that of another; with a good one nothing is done by itself."""
    other = django_user_model.objects.create(username="x", is_staff=True)
    subject = Subject.objects.first()
    for url in (address(subject), reverse("admin:policies_subject_delete", args=[subject.pk])):
        for ticket in ("", posts.ticket_for(other)):
            sent = {"post": "yes", "name_ja": TYPED, posts.TICKET: ticket}
            response = client.post(url, sent)
            assert response.status_code == 403
            assert TYPED not in response.content.decode()
    url = reverse("admin:policies_subject_delete", args=[subject.pk])
    good = {"post": "yes", posts.TICKET: posts.ticket_for(editor)}
    assert client.post(url, good).status_code == 200
    assert Subject.objects.filter(pk=subject.pk).exists()


def test_every_page_that_saves_gives_back():
    """Those of Django, too: accounts are typed as well."""
    request = type("Request", (), {"user": User(is_superuser=True, is_active=True)})()
    pages = [page for page in admin.site._registry.values() if page.has_add_permission(request)]
    assert len(pages) > 20
    assert [page for page in pages if not isinstance(page, giving_back.GivesBack)] == []


# ---- everything else that is sent


def carried(page: str) -> dict:
    return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page))


@override_settings(DEBUG=False)
@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("locked"), 503), (ValueError("secret detail"), 500)]
)
def test_what_is_sent_to_any_page_can_be_sent_again(client, monkeypatch, error, status):
    url = reverse("admin:login")
    form = Form(Client().get(url).content.decode(), "login-form").typed

    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr("django.contrib.auth.views.LoginView.dispatch", fail)
    visitor = Client(raise_request_exception=False)
    response = visitor.post(url, form | {"username": 'a"<b>', "password": "s3cret"})
    page = response.content.decode()
    assert response.status_code == status
    assert (response.get("Retry-After") == "30") == (status == 503)
    assert carried(page)["username"] == "a&quot;&lt;b&gt;"
    assert 'type="password" name="password"' in page
    assert "s3cret" not in page
    assert "secret detail" not in page
    assert "失われていません" not in page
    # A page that is only looked at has nothing to send again.
    assert "<form" not in visitor.get(url).content.decode()


SCRIPT = """
import json
import threading
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection, router, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from measures.models import Measure
from policies.models import Subject
from portal.changes.models import Version
from portal.middleware import patience
from portal.record.models import Batch
from portal.search.models import Unanswered
from tests.editing.test_words_come_back import forms, lost
from tests.site_map import draft
from tests.policies.test_giving_back import TYPED, form_in, typed_in

settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"] = {{
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}}
patience.SECONDS = 0
held, let_go = threading.Event(), threading.Event()

def hold():
    with transaction.atomic():
        Version.objects.lock()
        Unanswered.objects.create(asked="zzyzx")
        held.set()
        let_go.wait(60)
        transaction.set_rollback(True)
    connection.close()

user = User.objects.create_superuser("editor", "", "{password}")
client = Client(raise_request_exception=False)
client.force_login(user)
url, sent, field = typed_in(client, Subject.objects.first())
subject, measure = Subject.objects.first(), Measure.objects.get(slug="act")
asking = [
    each
    for page in (
        reverse("withdraw", args=["measure", measure.pk]),
        reverse("draft-review", args=[draft().pk]),
        reverse("admin:policies_subject_delete", args=[subject.pk]),
        reverse("admin:record_batch_undo", args=[Batch.objects.earliest("pk").pk]),
    )
    for each in forms(page, client.get(page).content.decode())
]
holder = threading.Thread(target=hold)
holder.start()
held.wait(60)
told = {{}}
response = client.post(url, sent)
told["save"] = response.status_code, form_in(response, Subject)[field] == TYPED
told["asking"] = [lost(each, client.post(each.target, each.sent)) for each in asking]
if connection.vendor == "sqlite":
    login = Client(raise_request_exception=False).post(
        "/admin/login/", {{"username": "editor", "password": "{password}"}}
    )
    told["login"] = login.status_code, login.get("Retry-After")
visitor = Client()
told["search"] = visitor.get("/search/?q=zzyzx").status_code
let_go.set()
holder.join()
told["noted"] = Unanswered.objects.filter(asked="zzyzx").exists()
told["again"] = client.post(url, form_in(response, Subject)).status_code
print(json.dumps(told))
"""


def told_by(script: str, url: str) -> tuple[dict, str]:
    """What a script prints as JSON in a process of its own over a database, and what it logs."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", script.format(password=PASSWORD)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


@pytest.mark.both
def test_a_database_that_another_holds_gives_back_what_was_sent(tmp_path):
    """With a lock that is really held; what nobody waits for would end only with it."""
    with own_copy("small", "locked", tmp_path) as url:
        told, _said = told_by(SCRIPT, url)
    asking = told.pop("asking")
    assert len(asking) >= 5
    # On PostgreSQL a draft is not held with the record: what was asked of it is done.
    assert [each for each in asking if each and not each.endswith(": 302")] == []
    assert told.pop("login", [503, "30"]) == [503, "30"]
    assert told == {"save": [503, True], "search": 200, "noted": False, "again": 302}


FULL = """
import json
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from measures.models import Measure
from portal.record.models import Batch
from tests.policies.test_giving_back import TYPED, form_in, typed_in

settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"] = {{
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}}
cursor = connection.cursor()
client = Client(raise_request_exception=False)
client.force_login(User.objects.create_superuser("editor", "", "{password}"))
measure = Measure.objects.get(slug="act")
url, sent, field = typed_in(client, measure)
before = Batch.objects.count()
if connection.vendor == "sqlite":
    cursor.execute("VACUUM")
    [(pages,)] = cursor.execute("PRAGMA page_count")
    cursor.execute(f"PRAGMA max_page_count = {{pages}}").fetchall()
response = client.post(url, sent)
told = {{"status": response.status_code, "field": form_in(response, Measure)[field]}}
told["words"] = "保存されていません" in response.text
told["kept"] = Batch.objects.count() - before, getattr(Measure.objects.get(slug="act"), field)
if connection.vendor == "sqlite":
    cursor.execute("PRAGMA max_page_count = 1000000").fetchall()
else:
    cursor.execute("TRUNCATE django_admin_log")
told["again"] = client.post(url, form_in(response, Measure)).status_code
told["saved"] = Batch.objects.count() - before, getattr(Measure.objects.get(slug="act"), field)
print(json.dumps(told))
"""


@contextlib.contextmanager
def full(folder: pathlib.Path) -> Iterator[str]:
    """A database that finds no room for a save; its address.

    On SQLite the script sets how many pages there are. PostgreSQL has a server of its own, whose
    table of what editors did lies on a device that is always full; what is written there last
    fails as on any full disk, and all before it with it.
    """
    with own_copy("small", "full", folder) as url:
        if is_sqlite():
            yield url
            return
        with primary() as server:
            server.fill(url)
            [(path,)] = server.ask("SELECT pg_relation_filepath('django_admin_log')")
            table = server.data / path
            assert table.stat().st_size == 0
            table.unlink()
            table.symlink_to("/dev/full")
            yield server.address


@pytest.mark.both
def test_a_full_disk_gives_back_what_was_sent(tmp_path):
    """Nothing of it is saved; once there is room again the page that came back saves all of it."""
    with full(tmp_path) as url:
        told, said = told_by(FULL, url)
    number, before = told.pop("kept")
    assert number == 0
    assert before != TYPED
    assert ("database or disk is full" if is_sqlite() else "No space left on device") in said
    assert told == {
        "status": 503,
        "field": TYPED,
        "words": True,
        "again": 302,
        "saved": [1, TYPED],
    }
