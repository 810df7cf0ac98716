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

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.usefixtures("quick_passwords"),
]

RIGHT, WRONG = "a-password-for-tests", "a-wrong-one"
OFFICE, ELSEWHERE, PROXY = "198.51.100.7", "203.0.113.5", "127.0.0.1"


@pytest.fixture(autouse=True)
def editor(quick_passwords) -> User:
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
    forged.cookies[settings.KNOWN_COOKIE_NAME] = cookie
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
    assert clients.ip_address_of(request) == address


def test_the_log_says_whose_account_was_tried_from_where(caplog):
    lock_out(REMOTE_ADDR=ELSEWHERE)
    assert any("editor" in line and ELSEWHERE in line for line in caplog.messages)
    assert WRONG not in caplog.text


def test_many_names_from_one_address_are_limited():
    """As many as there may be; a known browser at that address is let in, and so are others."""
    own = Client(REMOTE_ADDR=ELSEWHERE)
    assert attempt(own, RIGHT) == 302
    own.post(reverse("admin:logout"))
    stranger = Client(REMOTE_ADDR=ELSEWHERE)
    found = [attempt(stranger, WRONG, username=f"name-{number}") for number in range(40)]
    limit = settings.FAILURES_OF_ADDRESS
    assert found == [200] * (limit - 1) + [429] * (41 - limit)
    assert attempt(stranger, RIGHT) == 429
    assert attempt(own, RIGHT) == 302
    assert attempt(Client(REMOTE_ADDR=OFFICE), RIGHT) == 302
    # Nobody waits longer for what was tried meanwhile.
    past = timezone.now() - settings.AXES_COOLOFF_TIME
    AccessAttempt.objects.update(attempt_time=past)
    assert attempt(Client(REMOTE_ADDR=ELSEWHERE), RIGHT) == 302


def test_many_addresses_have_one_try_each_and_the_editor_gets_in():
    limit = settings.FAILURES_OF_NAME
    found = [
        attempt(Client(REMOTE_ADDR=f"203.0.113.{number}"), WRONG) for number in range(limit - 1)
    ]
    assert set(found) == {200}
    assert attempt(Client(REMOTE_ADDR="203.0.113.200"), WRONG) == 429
    # Who tried once has to wait now, where five tries were allowed before.
    assert attempt(Client(REMOTE_ADDR="203.0.113.1"), WRONG) == 429
    assert AccessAttempt.objects.count() == limit
    # From an address of their own with the right password the editor is in, while it goes on.
    assert attempt(Client(REMOTE_ADDR=OFFICE), RIGHT) == 302


def test_other_names_are_tried_as_before_while_one_is_attacked():
    User.objects.create_superuser("other", "", RIGHT)
    for number in range(settings.FAILURES_OF_NAME):
        attempt(Client(REMOTE_ADDR=f"203.0.113.{number}"), WRONG)
    other = {"username": "other", "REMOTE_ADDR": OFFICE}
    assert [attempt(Client(), WRONG, **other) for _try in range(4)] == [200] * 4
    assert attempt(Client(), RIGHT, **other) == 302


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("2001:db8:1:3::9", "2001:db8:1:3::"),
    ],
)
def test_who_has_a_network_of_addresses_has_one(address, counted):
    assert logins.counted_address(RequestFactory().get("/", REMOTE_ADDR=address)) == counted
