"""The log: a line for each thing, which says when, how grave, in which request."""

import datetime
import json
import logging
import sys

import pytest
from django.test import RequestFactory

from portal import visits
from portal.watching import access, logs

WRONG = "ascii‐only\n第二行\ud800"


def record(name="portal.x", level=logging.WARNING, message="told %s", *told, **extra):
    """A record as a logger makes it."""
    return logging.getLogger(name).makeRecord(
        name, level, "x.py", 1, message, told or ("so",), extra.pop("exc_info", None), extra=extra
    )


def failure():
    """What `exc_info` holds of an exception."""
    try:
        raise ValueError(WRONG)
    except ValueError:
        return sys.exc_info()


@pytest.fixture
def visit():
    """A request that this thread answers."""
    yield visits.begin(RequestFactory().get("/", headers={"X-Request-ID": "of-a-proxy-1"}))
    visits._CURRENT.set(None)


def test_a_line_of_json_holds_all_in_one_line(visit):
    text = logs.Json().format(record("a.b", logging.ERROR, WRONG + "%s", "!", exc_info=failure()))
    assert text.isascii()
    assert "\n" not in text
    told = json.loads(text)
    assert (told["level"], told["logger"]) == ("ERROR", "a.b")
    assert told["message"] == WRONG + "!"
    assert told["request_id"] == "of-a-proxy-1"
    assert told["exception"].startswith("Traceback")
    assert "ValueError: " in told["exception"]
    when = datetime.datetime.fromisoformat(told["time"])
    assert when.utcoffset() is not None
    assert abs(datetime.datetime.now(datetime.UTC) - when) < datetime.timedelta(minutes=5)


def test_a_line_for_people_says_the_same(visit):
    time, level, number, name, message = logs.Line().format(record("a.b")).split(" ", 4)
    assert datetime.datetime.fromisoformat(time).utcoffset() is not None
    assert (level, number, name, message) == ("WARNING", "of-a-proxy-1", "a.b", "told so")


def test_beside_requests_there_is_no_number():
    assert "request_id" not in json.loads(logs.Json().format(record()))
    assert " WARNING - portal.x " in logs.Line().format(record())


CASES = {
    ("django.request", "WARNING", "news"): None,
    ("django.request", "WARNING", "info"): "INFO",
    ("django.request", "ERROR", "error"): "ERROR",
    ("django.security.DisallowedHost", "ERROR", "news"): "INFO",
    ("django.security.DisallowedHost", "ERROR", "warning"): None,
    ("django.security.csrf", "WARNING", "news"): "WARNING",
    ("portal.x", "ERROR", "news"): "ERROR",
}


@pytest.mark.parametrize(("name", "level", "least"), CASES)
def test_what_visitors_got_wrong_is_news_without_a_traceback(name, level, least):
    options = logs.configuration("json", least)["filters"]["quietly"]
    made = record(name, getattr(logging, level), exc_info=failure())
    written = logs.Quietly(options["least"], options["news"]).filter(made)
    shown = CASES[name, level, least]
    assert (made.levelname if written else None) == shown
    if shown == "INFO":
        assert made.exc_info is None


ADDRESSES = {
    "/measures/?kind=bill&q=%E3%83%AC": "/measures/?kind=bill&q=%E3%83%AC",
    "/x/?token=abc&page=2&Password=a=b": "/x/?token=hidden&page=2&Password=hidden",
    "/admin/oidc/callback/?code=abc&state=1": "/admin/oidc/callback/?hidden",
    "/milestones/?code=created-2023": "/milestones/?code=hidden",
    "/admin/find/?q=secret": "/admin/find/?hidden",
    "/a%0AERROR%20b": "/a%0AERROR%20b",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_in_the_log_holds_no_secret(address):
    path, _question_mark, query = address.partition("?")
    request = RequestFactory().get(path, QUERY_STRING=query)
    assert access.address_of(request) == ADDRESSES[address]


def test_an_address_in_the_log_is_not_endless():
    request = RequestFactory().get("/", QUERY_STRING="q=" + "a" * 20_000 + "\n\x1b[31m\ud800")
    shown = access.address_of(request)
    assert len(shown) == access.LONGEST
    assert access.address_of(RequestFactory().get("/", QUERY_STRING="\n\x1b")) == r"/?\n\x1b"
