"""A real server and a real browser.

Nothing here uses the database of the other tests: what a browser changes is committed, and the
tests read what they expect from pages and files, as people do.
"""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.serving import Site, served
from tests.e2e.visiting import Visits

ARGUMENTS = (
    "--no-sandbox",  # root may not have one, and only our own pages are opened
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Chromium calls home whatever the switches above say; it must find nobody.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """The site, served as `make run` does; who changes its record undoes it."""
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


# For a module and not for the session: while Playwright is open in a thread, Django refuses to use
# the database there, which tests of other modules must.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium here (Debian: apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visits]:
    """Opens the site in a new window: `visit("/measures/")` gives Playwright's Page.

    Afterwards the test fails on any error or warning in the console (the policy of what may load
    speaks there), any request to another host, and any answer the test did not ask for.
    """
    visits = Visits(browser, site)
    yield visits
    visits.end()
