"""What is said to somebody on the next page goes by a cookie of this host alone."""

import pytest
from django.contrib.messages import INFO
from django.http import HttpResponse

from portal.accounts.messages import OwnCookies


@pytest.mark.parametrize(("prefix", "name"), [("__Host-", "__Host-messages"), ("", "messages")])
def test_the_cookie_has_the_prefix_of_all(rf, settings, prefix, name):
    settings.COOKIE_PREFIX, settings.SESSION_COOKIE_SECURE = prefix, bool(prefix)
    storage, response = OwnCookies(rf.get("/")), HttpResponse()
    storage.add(INFO, "Saved.")
    storage.update(response)
    (cookie,) = response.cookies.values()
    assert cookie.key == name
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert bool(cookie["secure"]) is bool(prefix)
    again = rf.get("/")
    again.COOKIES[name] = cookie.value
    assert [str(each) for each in OwnCookies(again)] == ["Saved."]
