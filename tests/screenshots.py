"""Takes the screenshots of the help: real pages over a fresh copy of the bundled record.

    python -m tests.screenshots

Which pages, and what of them, is declared in `portal/help/pages.py`. Needs Debian's chromium.
"""

import base64
import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import tests.ready  # noqa: F401 - models below
from portal.help.pages import EDITED_IN_ADMIN, FIRST_FOUND, PAGES
from portal.help.parts import SCALE, Screenshot

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "static" / "img" / "help"
MANAGE = [sys.executable, str(ROOT / "manage.py")]
EDITOR = "editor"
QUALITY = 60  # of 100; text stays sharp
SECONDS = 60  # to wait for the server
MARGIN = 16  # CSS pixels of the page shown left of the element

# Narrower than a desk, so that texts are read where the help shows them smaller.
VIEW = {
    "viewport": {"width": 960, "height": 900},
    "locale": "ja",
}


@contextlib.contextmanager
def portal() -> Iterator[tuple[str, str]]:
    """The address of a portal over a fresh database, and the password of its editor."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        password = secrets.token_urlsafe()
        own = {
            "DATABASE_URL": f"sqlite:///{folder}/screenshots.sqlite3",
            "DEBUG": "1",
            "DJANGO_SUPERUSER_PASSWORD": password,
        }
        environment = {
            name: value for name, value in os.environ.items() if name != "SHIRUBE_PRODUCTION"
        } | own
        for words in (
            ["migrate", "--verbosity=0"],
            ["load_record", "--verbosity=0"],
            ["check_record", "--keep", "--verbosity=0"],
            ["createsuperuser", "--no-input", f"--username={EDITOR}", "--email=", "--verbosity=0"],
        ):
            subprocess.run([*MANAGE, *words], env=environment, check=True)
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
        probe.close()
        server = subprocess.Popen(
            [*MANAGE, "runserver", "--noreload", address],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(f"http://{address}/healthz/")
            yield f"http://{address}", password
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    """Return once something answers; end with a sentence where nothing does."""
    for _ in range(SECONDS):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(address, timeout=SECONDS)
            return
        time.sleep(1)
    sys.exit(f"The portal did not answer within {SECONDS} seconds.")


def take(page: Page, base: str, screenshot: Screenshot, language: str) -> bytes:
    """A screenshot as WebP."""
    page.goto(f"{base}{'/en' if language == 'en' else ''}{screenshot.address}")
    for link in screenshot.follow:
        page.locator(link).first.click()
        page.wait_for_load_state()
    box = page.locator(screenshot.at).first.bounding_box()
    if box is None:
        sys.exit(f"{screenshot.name}: nothing on {page.url} is {screenshot.at}.")
    clip = {"x": box["x"] - MARGIN, "y": box["y"], "scale": SCALE}
    clip |= {"width": screenshot.width, "height": screenshot.height}
    answer = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot",
        {"format": "webp", "quality": QUALITY, "clip": clip, "captureBeyondViewport": True},
    )
    return base64.b64decode(answer["data"])


def edit(page: Page, base: str) -> None:
    """Leave something to be shown of how the record is kept: a change, and a draft."""
    for words, button in (("Security assistance", "_save"), ("Security aid", "_draft")):
        page.goto(f"{base}{EDITED_IN_ADMIN}")
        page.locator(FIRST_FOUND).first.click()
        page.fill("#id_title_en", f"{page.input_value('#id_title_en')} ({words})")
        page.check("input[name=batch_kind][value=editorial]")
        page.fill("input[name=batch_reason]", "英語名の表記をそろえる")
        page.click(f"input[name={button}]")
        page.wait_for_load_state()
        if faults := page.locator(".errornote").all_inner_texts():
            sys.exit(f"{page.url}: {faults}")


def main() -> None:
    """Take every screenshot in every language it is declared in, and remove the others."""
    browser_file = shutil.which("chromium") or sys.exit(
        "The screenshots need chromium.  Debian: sudo apt-get install chromium fonts-noto-cjk"
    )
    taken = {}
    with portal() as (base, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_file, args=["--no-sandbox"])
        page = browser.new_page(**VIEW)
        page.goto(f"{base}/admin/login/?next=/admin/")
        page.fill("#id_username", EDITOR)
        page.fill("#id_password", password)
        page.press("#id_password", "Enter")
        page.wait_for_url(f"{base}/admin/")
        edit(page, base)
        visitor = browser.new_page(**VIEW)
        for screenshot in (each for help_page in PAGES for each in help_page.shown):
            who = page if screenshot.only_japanese else visitor
            for language in ("ja",) if screenshot.only_japanese else ("ja", "en"):
                taken[screenshot.file_in(language)] = take(who, base, screenshot, language)
        browser.close()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name, content in taken.items():
        (ROOT / "static" / name).write_bytes(content)
    size = sum(map(len, taken.values()))
    print(f"{len(taken)} screenshots, {size // 1024} KiB, in {FOLDER.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
