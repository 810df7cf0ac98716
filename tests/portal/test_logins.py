"""Whoever tries passwords is slowed down, and not the editor whose name it is tried with."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from portal import clients, logins

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

RIGHT, WRONG = "a-password-for-tests", "a-wrong-one"
OFFICE, ELSEWHERE, PROXY = "198.51.100.7", "203.0.113.5", "127.0.0.1"


@pytest.fixture(autouse=True)
def editor() -> User:
    return User.objects.create_superuser("editor", "", RIGHT)


def attempt(client: Client, password: str, *, username: str = "editor", **sender) -> int:
    """What the door answers to a password: 302 is in, 200 is wrong, 429 is locked out."""
    sent = {"username": username, "password": password}
    return client.post(reverse("admin:login"), sent, **sender).status_code


def lock_out(**sender) -> None:
    """Try wrong passwords until the door is locked."""
    stranger = Client()
    found = [attempt(stranger, WRONG, **sender) for _try in range(settings.AXES_FAILURE_LIMIT)]
    assert found == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]


def test_a_stranger_locks_nobody_out_of_a_browser_they_work_in():
    """Even from the same address, as all of an office have, or all behind a proxy."""
    own = Client()
    assert attempt(own, RIGHT) == 302
    own.post(reverse("admin:logout"))
    lock_out()
    assert attempt(Client(), RIGHT) == 429
    assert attempt(own, WRONG) == 200
    assert attempt(own, RIGHT) == 302
    # That the editor is in again opens the door to nobody else.
    assert attempt(Client(), RIGHT) == 429


def test_a_known_browser_is_locked_out_too():
    own = Client()
    assert attempt(own, RIGHT) == 302
    own.post(reverse("admin:logout"))
    for _try in range(settings.AXES_FAILURE_LIMIT):
        last = attempt(own, WRONG)
    assert (last, attempt(own, RIGHT)) == (429, 429)
    assert attempt(Client(), RIGHT) == 302


def test_a_browser_is_known_for_its_editor_alone():
    User.objects.create_superuser("other", "", RIGHT)
    own = Client()
    assert attempt(own, RIGHT, username="other") == 302
    own.post(reverse("admin:logout"))
    lock_out()
    assert attempt(own, RIGHT) == 429


@pytest.mark.parametrize("cookie", ["", "x", "eyJ1c2VybmFtZSI6ImVkaXRvciJ9:1:x"])
def test_a_cookie_that_this_site_did_not_sign_is_none(cookie):
    lock_out()
    forged = Client()
    forged.cookies[logins.COOKIE] = cookie
    assert attempt(forged, RIGHT) == 429


def test_nobody_is_known_by_what_a_browser_calls_itself():
    stranger = Client(HTTP_USER_AGENT=f"{logins.MARK}{logins.MARK}x")
    found = [attempt(stranger, WRONG) for _try in range(settings.AXES_FAILURE_LIMIT)]
    assert found[-1] == 429


def test_the_wait_is_short_and_grows_by_no_try():
    lock_out()
    before = AccessAttempt.objects.get().attempt_time
    assert attempt(Client(), RIGHT) == 429
    assert AccessAttempt.objects.get().attempt_time == before
    assert datetime.timedelta(minutes=5) >= settings.AXES_COOLOFF_TIME
    past = timezone.now() - settings.AXES_COOLOFF_TIME
    AccessAttempt.objects.update(attempt_time=past)
    assert attempt(Client(), RIGHT) == 302


def test_a_right_password_forgets_the_wrong_ones():
    client = Client()
    for _round in range(3):
        for _try in range(settings.AXES_FAILURE_LIMIT - 1):
            assert attempt(client, WRONG) == 200
        assert attempt(client, RIGHT) == 302
        client.post(reverse("admin:logout"))


def test_behind_a_proxy_addresses_are_told_apart(settings):
    settings.PROXIES = 1
    told = {"REMOTE_ADDR": PROXY}
    lock_out(**told, HTTP_X_FORWARDED_FOR=ELSEWHERE)
    # What the stranger wrote there itself stands before what the proxy added.
    assert attempt(Client(), RIGHT, **told, HTTP_X_FORWARDED_FOR=f"{OFFICE}, {ELSEWHERE}") == 429
    assert attempt(Client(), RIGHT, **told, HTTP_X_FORWARDED_FOR=OFFICE) == 302
    assert {each.ip_address for each in AccessAttempt.objects.all()} == {ELSEWHERE}


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, ELSEWHERE, PROXY),
        (1, ELSEWHERE, ELSEWHERE),
        (1, f"{ELSEWHERE},{OFFICE}", OFFICE),
        (2, f"{ELSEWHERE}, {OFFICE}", ELSEWHERE),
        (2, OFFICE, PROXY),
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_that_which_a_trusted_proxy_was_asked_by(settings, proxies, told, address):
    settings.PROXIES = proxies
    request = RequestFactory().post("/", HTTP_X_FORWARDED_FOR=told, REMOTE_ADDR=PROXY)
    assert clients.address_of(request) == address


def test_the_log_says_whose_account_was_tried_from_where(caplog):
    lock_out(REMOTE_ADDR=ELSEWHERE)
    assert any("editor" in line and ELSEWHERE in line for line in caplog.messages)
    assert WRONG not in caplog.text
