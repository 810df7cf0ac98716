"""How long somebody stays signed in, and what ends it."""

import datetime

import pytest
from django.conf import settings as configured
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure
from policies.models import Subject
from portal import posts
from portal.accounts import sessions
from portal.accounts.models import AccountEvent, EventKind
from tests.accounts.people import EDITOR, SUPERUSER, account, account_with, come
from tests.forms import Form

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("quick_passwords"),
]

INDEX = "/admin/"
IDLE = configured.SESSION_IDLE_MINUTES * 60


@pytest.fixture
def pass_time(monkeypatch):
    """Let so many seconds pass for the clocks of sessions and signatures."""
    ahead = datetime.timedelta()

    def passing(seconds: float) -> None:
        nonlocal ahead
        ahead += datetime.timedelta(seconds=seconds)
        now, stamp = timezone.now, sessions.signing.time.time
        monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(seconds=seconds))
        monkeypatch.setattr(sessions.signing.time, "time", lambda: stamp() + seconds)

    return passing


def is_in(client: Client) -> bool:
    """Whether the admin knows who asks."""
    return client.get(INDEX).status_code == 200


def test_who_does_nothing_is_signed_out(pass_time):
    client = come(EDITOR)
    assert is_in(client)
    pass_time(IDLE - 60)
    assert is_in(client)
    pass_time(IDLE - 60)
    assert is_in(client), "the last request counts, not the sign-in"
    pass_time(IDLE + 1)
    assert not is_in(client)


def test_a_session_ends_whatever_is_done_in_it(pass_time):
    client, step = come(EDITOR), IDLE - 60
    for _step in range(configured.SESSION_HOURS * 3600 // step):
        assert is_in(client)
        pass_time(step)
    pass_time(120)
    assert not is_in(client)


def test_a_stolen_session_without_its_other_cookie_is_as_old_as_the_sign_in(pass_time):
    client, thief = come(EDITOR), Client()
    pass_time(IDLE - 60)
    assert is_in(client)
    name = configured.SESSION_COOKIE_NAME
    thief.cookies[name] = client.cookies[name].value
    thief.cookies[configured.SEEN_COOKIE_NAME] = "x"
    pass_time(120)
    assert not is_in(thief)
    assert is_in(client)


def test_the_other_cookie_is_good_for_its_session_alone(pass_time):
    client, other = come(EDITOR), come(SUPERUSER)
    pass_time(IDLE - 60)
    assert is_in(other)
    pass_time(120)
    client.cookies[configured.SEEN_COOKIE_NAME] = other.cookies[configured.SEEN_COOKIE_NAME].value
    assert not is_in(client)


def test_looking_writes_nothing_and_tells_once_a_minute(pass_time, read_only):
    client = Client()
    client.cookies[configured.SESSION_COOKIE_NAME] = "a" * 32
    assert not is_in(client)


def test_a_browser_is_told_once_a_minute(pass_time):
    client, name = come(EDITOR), configured.SEEN_COOKIE_NAME
    assert name in client.get(INDEX).cookies
    assert name not in client.get(INDEX).cookies
    pass_time(sessions.TOLD_EVERY + 1)
    assert name in client.get(INDEX).cookies


def test_a_form_that_is_only_open_is_no_work(pass_time):
    client = come(EDITOR)
    url = reverse("admin:policies_subject_change", args=[Subject.objects.first().pk])
    told = {"kept_path": url}
    pass_time(120)
    assert configured.SEEN_COOKIE_NAME not in client.post("/admin/unsaved/", told).cookies
    typed = client.post("/admin/unsaved/", told | {"kept_typed": "1", "name_ja": "x"})
    assert configured.SEEN_COOKIE_NAME in typed.cookies


def test_what_was_typed_is_kept_when_time_is_over(pass_time):
    user = account_with("a-password-for-tests", SUPERUSER, "typing")
    client = Client()
    client.force_login(user)
    url = reverse("admin:policies_subject_change", args=[Subject.objects.first().pk])
    sent = Form(client.get(url).content.decode(), "subject_form").typed | {"name_ja": "打った名"}
    pass_time(IDLE + 1)
    door = client.post(url, sent)
    assert door.status_code == 302
    assert client.session[posts.KEPT]
    named = {"username": "typing", "password": "a-password-for-tests"}
    back = client.post(door["Location"], named)
    assert "打った名" in client.get(back["Location"]).content.decode()


def test_each_sign_in_has_a_session_of_its_own():
    """Also where the same account signs in again; of the one before nothing is left."""
    client, keys = Client(), []
    for name in ("one", "one", "two"):
        if not User.objects.filter(username=name).exists():
            account_with("a-password-for-tests", EDITOR, name)
        sent = {"username": name, "password": "a-password-for-tests"}
        assert client.post(reverse("admin:login"), sent).status_code == 302
        assert is_in(client)
        keys.append(client.session.session_key)
        assert set(Session.objects.values_list("pk", flat=True)) == {keys[-1]}
    assert len(set(keys)) == 3


def test_a_changed_password_ends_all_other_sessions():
    user = account_with("a-password-for-tests", EDITOR, "someone")
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(user)
        assert is_in(client)
    changed = {
        "old_password": "a-password-for-tests",
        "new_password1": "another-for-tests",
        "new_password2": "another-for-tests",
    }
    before = here.session.session_key
    assert here.post(reverse("admin:password_change"), changed).status_code == 302
    assert is_in(here)
    assert here.session.session_key != before
    assert not is_in(there)
    event = AccountEvent.objects.get(kind=EventKind.PASSWORD, by="someone")
    assert event.address == "127.0.0.1"


@pytest.mark.both
def test_an_account_switched_off_and_on_again_is_signed_in_nowhere():
    user = account(EDITOR, "someone")
    client, other = Client(), come(SUPERUSER)
    client.force_login(user)
    assert is_in(client)
    for active in (False, True):
        user.is_active = active
        user.save()
    assert not is_in(client)
    assert is_in(other)


def test_an_administrator_ends_all_sessions_of_an_account():
    client, boss = come(EDITOR), come(SUPERUSER)
    user = User.objects.get(is_superuser=False)
    chosen = {"action": "end_sessions", "_selected_action": [user.pk]}
    assert boss.post(reverse("admin:auth_user_changelist"), chosen).status_code == 302
    assert not is_in(client)
    assert AccountEvent.objects.filter(kind=EventKind.ENDED, account=user.username).exists()


def test_after_a_login_without_a_way_on_comes_the_admin():
    account_with("a-password-for-tests", EDITOR, "someone")
    for way in ("", "https://elsewhere.example/", "//elsewhere.example/", "/accounts/profile/"):
        sent = {"username": "someone", "password": "a-password-for-tests", "next": way}
        answer = Client().post(reverse("admin:login"), sent)
        assert answer["Location"] in {INDEX, "/accounts/profile/"}
        assert (answer["Location"] == INDEX) == (way != "/accounts/profile/")


def test_a_key_of_before_holds_while_a_new_one_takes_its_place(settings):
    client, late = come(EDITOR, "in time"), come(EDITOR, "too late")
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-" * 8, [former]
    assert is_in(client)
    settings.SECRET_KEY_FALLBACKS = []
    assert is_in(client), "signed anew with the new key"
    assert not is_in(late)


# ---- the store of pages


@pytest.fixture
def kept(settings):
    """The store as visitors have it, empty at the start."""
    local = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sessions"}
    settings.CACHES = settings.CACHES | {"pages": local}
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.mark.parametrize(("cookie", "queries"), [("x", 1), ("a" * 32, 2), ("", 1), ("'; --", 1)])
def test_a_cookie_that_is_no_session_gets_the_kept_page(
    kept, cookie, queries, django_assert_num_queries
):
    first = Client()
    first.cookies[configured.SESSION_COOKIE_NAME] = cookie
    page = first.get("/measures/")
    second = Client()
    second.cookies[configured.SESSION_COOKIE_NAME] = cookie
    with django_assert_num_queries(queries):
        assert second.get("/measures/").content == page.content


def test_an_editor_is_never_served_from_store(kept):
    address = Measure.objects.published().first().get_absolute_url()
    visitor = Client().get(address).content
    client = come(SUPERUSER)
    assert client.get(address).content != visitor
    assert client.get(address).content != visitor
    assert Session.objects.count() == 1
    assert SESSION_KEY in client.session
