"""What a visit notices, and the policy of what may load."""

import pytest
from playwright.sync_api import Error

from tests.e2e.visiting import Visits


def told(visit: Visits) -> str:
    """What went wrong so far; it is forgotten, so that the test itself does not fail of it."""
    faults = "\n".join(visit.faults)
    visit.faults.clear()
    return faults


def test_a_visit_tells_what_goes_wrong(visit: Visits):
    page = visit("/", javascript=True)
    assert told(visit) == ""
    page.set_content('<p style="color: red">in red</p>')
    assert "Content Security Policy" in told(visit)
    page.goto("/nowhere/")
    assert "/nowhere/ was answered with 404" in told(visit)
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.jp/")
    assert "a request left the site: http://example.jp/" in told(visit)


def test_the_policy_stands_on_every_answer(visit: Visits):
    page = visit("/")
    for path in ("/", "/en/measures/", "/admin/login/", "/measures/?kind=no-such-kind"):
        policy = page.request.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
