"""People at the site: each visit is a window of its own, and what goes wrong in it is told."""

import contextlib
from collections.abc import Collection
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
)

from tests.e2e.serving import Site

# The browser's own echo of an answer, which is judged by its status.
ECHO = "Failed to load resource: the server responded with a status of"
OWN = {"data", "blob", "about"}


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait for that page."""
    with link.page.expect_navigation():
        link.click()


def look_over(page: Page) -> None:
    """Tick what the checks ask, if they do, and save again."""
    if page.locator("[name=accept_finding]").count():
        for tick in page.locator("[name=accept_finding]").all():
            tick.check()
        follow(page.locator("[name=_save], .clashes [type=submit].default").last)
    assert page.locator(".errornote, .errorlist").count() == 0


class Visits:
    """Opens windows, watches them, and tells what went wrong in any of them."""

    def __init__(self, browser: Browser, site: Site):
        self.browser, self.site = browser, site
        self.faults: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(
        self,
        path: str = "/",
        *,
        javascript: bool = False,
        width: int = 1280,
        refusals: Collection[int] = (),
    ) -> Page:
        """A new visitor who knows nothing of the others, at `path`.

        Scripts are off, because the site needs none. Any answer from 400 on is a fault but those
        in `refusals`; from 500 on always.
        """
        context = self.browser.new_context(
            base_url=self.site.address,
            java_script_enabled=javascript,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            viewport={"width": width, "height": 900},
        )
        self.contexts.append(context)
        context.set_default_timeout(30_000)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._asked)
        context.on("response", lambda response: self._answered(response, refusals))
        page = context.new_page()
        page.goto(path)
        return page

    def sign_in(
        self,
        path: str = "/admin/",
        *,
        javascript: bool = False,
        name: str = "",
        width: int = 1280,
        refusals: Collection[int] = (),
    ) -> Page:
        """The editor, or another who has the same password, logged in, at a page of the admin."""
        page = self(
            f"/admin/login/?next={path}", javascript=javascript, width=width, refusals=refusals
        )
        page.fill("#id_username", name or self.site.editor)
        page.fill("#id_password", self.site.password)
        page.click("[type=submit]")
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    def end(self) -> None:
        """Close all windows; fails with everything that went wrong in them."""
        for context in self.contexts:
            with contextlib.suppress(Exception):  # the browser may be what went wrong
                context.close()
        assert not self.faults, "\n".join(dict.fromkeys(self.faults))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(ECHO):
            where = message.page.url if message.page else ""
            self.faults.append(f"{where}: console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        to, home = urlsplit(request.url), urlsplit(self.site.address)
        if to.scheme not in OWN and (to.scheme, to.netloc) != (home.scheme, home.netloc):
            self.faults.append(f"a request left the site: {request.url}")

    def _answered(self, response: Response, refusals: Collection[int]) -> None:
        status = response.status
        if status >= 500 or (status >= 400 and status not in refusals):
            self.faults.append(f"{response.url} was answered with {status}")
