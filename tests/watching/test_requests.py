"""Every request has a number and a line in the log; every failure is told whom it concerns."""

import logging
import re
import threading

import pytest
from django.core.cache import caches
from django.db import OperationalError
from django.test import Client

from portal.pages import views
from portal.watching import failures

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"[0-9a-f]{32}")
ODD = ("short", "a" * 65, "with space 1", "line\nbreak-01", "番号-12345678")


@pytest.fixture
def told(settings, caplog):
    """What the log tells of requests."""
    settings.ACCESS_LOG = True

    def lines() -> list[dict]:
        return [each.told for each in caplog.records if each.name == "portal.access"]

    with caplog.at_level(logging.INFO, "portal.access"):
        yield lines


def test_each_answer_has_a_number(client):
    first, second = (client.get("/robots.txt")["X-Request-ID"] for _ in range(2))
    assert NUMBER.fullmatch(first)
    assert first != second


def test_the_number_that_a_proxy_gave_holds(client):
    given = {"X-Request-ID": "0af7651916cd43dd8448eb211c80319c"}
    assert client.get("/robots.txt", headers=given)["X-Request-ID"] == given["X-Request-ID"]
    for odd in ODD:
        answer = client.get("/robots.txt", headers={"X-Request-ID": odd})
        assert NUMBER.fullmatch(answer["X-Request-ID"]), odd


def test_a_request_is_a_line_in_the_log(client, told):
    drawn = client.get("/measures/?kind=bill")
    client.head("/measures/?kind=bill")
    file = client.get("/measures.csv?kind=bill")
    content = b"".join(file)  # whose visit ends with its last byte
    client.get("/en/nowhere/")
    lines = {(each["method"], each["path"]): each for each in told()}
    page = lines["GET", "/measures/?kind=bill"]
    assert (page["status"], page["bytes"]) == (200, len(drawn.content))
    assert (page["origin"], page["language"]) == ("drawn", "ja")
    assert page["ms"] > 0
    assert lines["HEAD", "/measures/?kind=bill"]["bytes"] == 0
    assert lines["GET", "/measures.csv?kind=bill"]["bytes"] == len(content)
    gone = lines["GET", "/en/nowhere/"]
    assert (gone["status"], gone["language"]) == (404, "en")


def test_a_kept_page_is_told_from_a_drawn_one(client, told, settings):
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    caches["pages"].clear()
    etag = client.get("/data/")["ETag"]
    client.get("/data/")
    client.get("/data/", headers={"If-None-Match": etag})
    assert [each["origin"] for each in told()] == ["drawn", "kept", "held"]


def test_the_log_of_requests_can_be_left_out(client, told, settings):
    settings.ACCESS_LOG = False
    client.get("/robots.txt")
    assert told() == []


@pytest.fixture
def failing(monkeypatch):
    """Has the first page and the list of robots fail; gives a client of visitors."""

    def fail(error: Exception) -> Client:
        def raising(*arguments, **named):
            raise error

        monkeypatch.setattr(views, "render", raising)
        monkeypatch.setattr(views, "HttpResponse", raising)
        return Client(raise_request_exception=False)

    return fail


@pytest.mark.parametrize("error", [ZeroDivisionError("seen"), OperationalError("away")])
def test_the_page_of_a_failure_names_its_number(failing, error, caplog):
    answer = failing(error).get("/data/")
    assert answer.status_code == (503 if isinstance(error, OperationalError) else 500)
    assert f"<code>{answer['X-Request-ID']}</code>" in answer.content.decode()
    assert "seen" not in answer.content.decode()


HEARD: list[BaseException] = []
CAME = threading.Event()


def hear(error: BaseException) -> None:
    """A hook."""
    HEARD.append(error)
    CAME.set()


def hear_badly(error: BaseException) -> None:
    """A hook that fails."""
    CAME.set()
    raise RuntimeError("the service is away")


@pytest.fixture
def hook(settings):
    """Has failures told to a function of this module."""

    def set_hook(name: str) -> failures.Messenger:
        HEARD.clear()
        CAME.clear()
        settings.ERROR_HOOK = f"{__name__}.{name}"
        monkey = failures.Messenger(globals()[name])
        failures.MESSENGERS[settings.ERROR_HOOK] = monkey
        return monkey

    yield set_hook
    failures.MESSENGERS.pop(settings.ERROR_HOOK, None)


def test_a_failure_is_told_to_the_hook(failing, hook):
    messenger = hook("hear")
    error = ZeroDivisionError("seen")
    answer = failing(error).get("/robots.txt")
    messenger.waiting.join()
    assert error in HEARD
    assert error.__notes__ == [f"Request {answer['X-Request-ID']}: GET /robots.txt"]


def test_a_database_that_is_away_is_not_told_a_thousand_times(failing, hook):
    messenger = hook("hear")
    failing(OperationalError("away")).get("/robots.txt")
    messenger.waiting.join()
    assert HEARD == []


def test_a_hook_that_fails_is_told_in_the_log_alone(failing, hook, caplog):
    messenger = hook("hear_badly")
    answer = failing(ZeroDivisionError("seen")).get("/robots.txt")
    assert answer.status_code == 500
    assert CAME.wait(30)
    messenger.waiting.join()
    assert any("ERROR_HOOK failed" in each for each in caplog.messages)


def test_a_hook_that_hangs_holds_nobody_up(failing, hook, caplog):
    messenger = hook("hear")
    free = threading.Event()
    messenger.hook = lambda error: free.wait(30)
    client = failing(ZeroDivisionError("seen"))
    for _each in range(failures.WAITING + 2):
        messenger.send(ZeroDivisionError("seen"))
    assert client.get("/robots.txt").status_code == 500
    assert any("ERROR_HOOK is behind" in each for each in caplog.messages)
    free.set()
    messenger.waiting.join()


def test_a_hook_that_is_none_stops_the_start(settings):
    settings.ERROR_HOOK = "portal.nowhere.nothing"
    with pytest.raises(ImportError):
        failures.connect()
