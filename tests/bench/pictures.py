"""`python -m tests.bench.pictures`: twenty readers ask for twenty pictures while lists are browsed.

A real server over the bundled record, with a made PDF of 44 pages as a copy. First a process of
its own reads text and boxes of all pages, and single pages are shown that nobody saw. Then lists
are asked for alone, then while twenty readers each ask at once for a page that nobody saw before,
which are held against the pages as one process draws them alone. Some 40 seconds, on loopback
alone. Ends with status 1 where a reader has no picture or another's, or lists take over twice as
long.
"""

import concurrent.futures
import itertools
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.urls import reverse  # noqa: E402 - they need the settings

from portal.decks.pictures import RENDERER, WIDTHS, drawn  # noqa: E402
from portal.decks.reading import read  # noqa: E402
from tests.decks.making import printed_slides  # noqa: E402
from tests.e2e.serving import Site, served  # noqa: E402
from tests.e2e.test_slides import DOCUMENT, slides_of  # noqa: E402

READERS, ALONE, TIMES, ROUNDS = 20, 20, 2, 2
# What text and boxes of the deck may take, the start of the process with it: seconds and megabytes.
SECONDS, MEGABYTES = 1.0, 150
PAGES = [range(1 + part * READERS, 1 + (part + 1) * READERS) for part in range(ROUNDS)]
LIST = "/en/measures/?q={number}"


def deck(path: pathlib.Path) -> pathlib.Path:
    """A deck of full slides, one for each section."""
    text = [f"令和{number}年度の予算額は{number * 37}億円である。" for number in range(1, 19)]
    path.write_bytes(printed_slides(*((heading, text) for heading, _lines in slides_of({}))))
    return path


def seconds(site: Site, path: str) -> float:
    """How long an answer takes."""
    start = time.perf_counter()
    site.get(path)
    return time.perf_counter() - start


def browsed(site: Site, numbers: itertools.count, over: threading.Event) -> list[float]:
    """How long lists take that nobody asked for before, one after the other until it is over."""
    found = []
    while not over.is_set() or len(found) < ALONE:
        found.append(seconds(site, LIST.format(number=next(numbers))))
    return found


def picture(site: Site, sha256: str, page: int, width: int) -> tuple[float, bytes]:
    """A picture, empty where it was refused, and how long a reader waited."""
    start = time.perf_counter()
    try:
        content = site.get(reverse("page-picture", args=[sha256, RENDERER, page, width]))
    except urllib.error.HTTPError:
        content = b""
    return time.perf_counter() - start, content


def asked_at_once(site: Site, sha256: str, pages: range, width: int) -> dict:
    """What readers of pages who come at once are sent, by page."""
    with concurrent.futures.ThreadPoolExecutor(len(pages)) as readers:
        told = readers.map(lambda page: picture(site, sha256, page, width), pages)
        return dict(zip(pages, told, strict=True))


def all_asked(site: Site, sha256: str) -> dict:
    """What all readers are sent, by page and width."""
    return {
        (page, width): each
        for part, width in itertools.product(range(ROUNDS), WIDTHS)
        for page, each in asked_at_once(site, sha256, PAGES[part], width).items()
    }


def reading(path: pathlib.Path) -> tuple[float, float, float]:
    """What a process takes to read text and boxes of all pages: seconds in all, those of a
    processor, and its memory at most, in MB.

    The parent waits for it alone, so that what the system counts is that of no other process.
    """
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-m", "portal.decks.child", "pdf", str(path)], stdout=out
        )
        _pid, status, used = os.wait4(child.pid, 0)
        took = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def told(name: str, times: list[float]) -> None:
    """Say how long something took."""
    of, most = statistics.median(times) * 1000, max(times) * 1000
    print(f"{name}: median {of:.0f} ms, longest {most:.0f} ms, of {len(times)}")


def main(folder: pathlib.Path) -> int:
    """The status to end with."""
    path, numbers, over = deck(folder / "deck.pdf"), itertools.count(1), threading.Event()
    copy = read(path.name, path.read_bytes())
    sha256, pages = copy.sha256, len(copy.pages)
    took, processor, memory = min(reading(path) for _time in range(3))
    print(
        f"text and boxes of {pages} pages with the start of the process: {took:.2f} s, "
        f"{processor:.2f} s of a processor, {memory:.0f} MB "
        f"(asked: at most {SECONDS:.0f} s, {MEGABYTES} MB)"
    )
    with served(folder) as site, concurrent.futures.ThreadPoolExecutor(1) as browser:
        site.manage("attach_source", DOCUMENT, str(path))
        over.set()
        browsed(site, numbers, over)  # whatever a server does at first
        unseen = range(ROUNDS * READERS + 1, pages + 1)
        single = [picture(site, sha256, page, WIDTHS[0])[0] for page in unseen]
        alone = browsed(site, numbers, over)
        over.clear()
        lists = browser.submit(browsed, site, numbers, over)
        try:
            found = all_asked(site, sha256)
        finally:
            over.set()
        beside = lists.result()
    wrong = [
        (page, width)
        for width in WIDTHS
        for page, each in enumerate(drawn_alone(path, width), 1)
        if found[page, width][1] != each
    ]
    told("pictures, first shown, one after the other (asked: at most 400 ms)", single)
    told("lists alone", alone)
    told("lists beside readers of pictures", beside)
    print(f"readers refused: {sum(not content for _waited, content in found.values())}")
    told("pictures, first shown, twenty at once", [waited for waited, _content in found.values()])
    print(f"wrong or missing pictures: {len(wrong)} of {len(found)}")
    slower = statistics.median(beside) / statistics.median(alone)
    print(f"lists take {slower:.2f} times as long (asked: at most {TIMES})")
    return 1 if wrong or slower > TIMES else 0


def drawn_alone(path: pathlib.Path, width: int) -> list[bytes]:
    """The pages that were asked for, as a process draws one at a time."""
    return [drawn(path, [page], width)[0] for page in range(1, ROUNDS * READERS + 1)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="shirube-") as made:
        sys.exit(main(pathlib.Path(made)))
