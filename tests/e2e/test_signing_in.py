"""Signing in as people do: with a password and an app, and by the provider of an organisation."""

from base64 import b32decode
from collections.abc import Iterator

import pytest
from django_otp.oath import totp
from playwright.sync_api import Browser, Page

from tests.accounts.provider import CLIENT, SECRET, Provider, provided
from tests.e2e.accessibility import check
from tests.e2e.serving import Site, beside
from tests.e2e.visiting import Visits, follow

pytestmark = pytest.mark.both

CODE, AGAIN = "#id_code", "#id_password"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provided() as provider:
        yield provider


@pytest.fixture(scope="module")
def strict(site, provider, tmp_path_factory) -> Iterator[Site]:
    """The site where a password needs a second factor, and an organisation has a provider."""
    asked = {
        "TWO_FACTOR": "1",
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "WORKERS": "1",
    }
    with beside(site, tmp_path_factory.mktemp("strict"), **asked) as server:
        yield server.site
    site.manage("reset_second_factor", site.editor)


def shown(page: Page) -> str:
    """The code that an app shows which read the key off the page."""
    key = b32decode(page.locator(".two-factor__key").inner_text().replace(" ", ""))
    return f"{totp(key):06d}"


def test_an_app_is_set_up_and_asked_for(browser: Browser, strict: Site):
    visits = Visits(browser, strict)
    page = visits.sign_in("/admin/policies/subject/", javascript=True)
    check(page)
    page.fill(CODE, "000000")
    page.fill(AGAIN, strict.password)
    follow(page.locator("input[type=submit]"))
    assert page.locator(".errorlist").count() == 1
    check(page)
    page.fill(CODE, shown(page))
    page.fill(AGAIN, strict.password)
    follow(page.locator("input[type=submit]"))
    check(page)
    codes = page.locator(".two-factor__codes code").all_inner_texts()
    follow(page.locator("#content-main a"))
    assert page.url.endswith("/admin/policies/subject/")
    page.goto("/admin/two-factor/")
    check(page)
    page = visits.sign_in("/admin/policies/subject/", javascript=True)
    check(page)
    page.fill(CODE, codes[0])
    follow(page.locator("input[type=submit]"))
    assert page.url.endswith("/admin/policies/subject/")
    visits.end()


def test_the_account_of_an_organisation_is_enough(browser: Browser, strict: Site, provider):
    """The window goes to another host and back, which no page of ours does."""
    provider.person |= {"email": "editor@example.jp"}
    context = browser.new_context(base_url=strict.address)
    heard = []
    context.on("console", lambda message: heard.append(message.text))
    page = context.new_page()
    page.goto("/admin/login/?next=/admin/policies/subject/")
    check(page)
    follow(page.locator(".organisation a"))
    assert page.url == f"{strict.address}/admin/policies/subject/"
    assert page.locator("#result_list").count() == 1
    assert heard == []
    provider.person |= {"email": "nobody@example.jp"}
    context.clear_cookies()
    page.goto("/admin/oidc/")
    assert page.locator(".messagelist .error").count() == 1
    check(page)
    context.close()
