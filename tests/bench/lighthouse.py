"""Lighthouse's scores for the bundled record, served as in production: home, list and detail.

With its default throttling: a telephone of the middle class on a slow network.
"""

import contextlib
import dataclasses
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator

from tests.bench import servers
from tests.bench.client import Client, Refused
from tests.bench.databases import FOLDER, ROOT, Database, Missing
from tests.bench.measuring import Results
from tests.bench.targets import AT_LEAST, AT_MOST, Ratio

# The last version that runs on Node 18 and 20.
VERSION = "12.8.2"
HOME = FOLDER / "lighthouse"
PROGRAM = HOME / "node_modules" / ".bin" / "lighthouse"
PATIENCE = 180  # seconds for one look at one page
LOST = 3  # looks that may be lost before there is no number
PAGES = {"home": "/", "list": "/measures/", "detail": "/measures/espa-2022/"}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAINT = "largest contentful paint, s"
# The bundled record alone, in the tables of numbers by size.
SIZE = 0
BROWSER = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking"),
    # The browser calls home whatever the switch above says; it must find nobody.
    "--host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'",
)


@dataclasses.dataclass(frozen=True)
class Look:
    """One look at a page: scores from 0 to 100, and the seconds until its largest part is seen."""

    scores: dict[str, float]
    paint: float


def prepare() -> str:
    """Install Lighthouse into var/bench if it is not there; returns the browser's program.

    Raises Missing with what the machine lacks and how to get it.
    """
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    lacking = [name for name in ("node", "npm") if not shutil.which(name)]
    lacking += [] if browser else ["chromium"]
    if lacking:
        raise Missing(
            f"Lighthouse needs {' and '.join(lacking)}, which this machine lacks.\n"
            "  Debian, Ubuntu: sudo apt-get install nodejs npm chromium fonts-noto-cjk\n"
            "Or leave it out:\n  make bench LIGHTHOUSE=0"
        )
    package = HOME / "node_modules" / "lighthouse" / "package.json"
    if not package.exists() or json.loads(package.read_text())["version"] != VERSION:
        print(f"  Installing Lighthouse {VERSION} into {HOME.relative_to(ROOT)}", flush=True)
        HOME.mkdir(parents=True, exist_ok=True)
        install = ("npm", "install", "--no-audit", "--no-fund", "--silent", f"--prefix={HOME}")
        # It shall use the browser of the machine and not fetch one.
        environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"}
        done = subprocess.run(
            [*install, f"lighthouse@{VERSION}"], cwd=HOME, env=environment, check=False
        )
        if done.returncode:
            raise Missing(
                "Lighthouse could not be installed; the reason stands above. Without it:\n"
                "  make bench LIGHTHOUSE=0"
            )
    return browser


def measure(browser: str, looks: int, results: Results) -> None:
    """Look at each page `looks` times; the medians are kept under its name."""
    with servers.portal(_record()) as server:
        for page, path in PAGES.items():
            with results.noting(SIZE, page, "Lighthouse"):
                Client(server.port).get(path)
                address = f"http://127.0.0.1:{server.port}{path}"
                seen = [_look_again(browser, address) for _ in range(looks)]
                for name in CATEGORIES:
                    score = statistics.median(look.scores[name] for look in seen)
                    results.put(SIZE, page, name, score)
                results.put(SIZE, page, PAINT, statistics.median(look.paint for look in seen))


def _record() -> Database:
    """The bundled record alone, made anew: what was loaded earlier may be another."""
    database = Database(
        SIZE, "sqlite", f"sqlite:///{FOLDER / f'{SIZE}-sqlite' / 'shirube.sqlite3'}"
    )
    shutil.rmtree(database.folder, ignore_errors=True)
    database.folder.mkdir(parents=True)
    for command in ("migrate", "load_record", "index_record"):
        words = [sys.executable, "manage.py", command, "--verbosity=0"]
        if subprocess.run(words, cwd=ROOT, env=database.environment, check=False).returncode:
            raise Missing("The bundled record could not be loaded; the reason stands above.")
    return database


def _look_again(browser: str, address: str) -> Look:
    """A look; another one where the browser's record of the first was lost, as now and then it is.

    Raises Refused where the last one is lost too.
    """
    for _lost in range(LOST):
        with contextlib.suppress(Refused):
            return _look(browser, address)
    return _look(browser, address)


def _look(browser: str, address: str) -> Look:
    report = HOME / "report.json"
    report.unlink(missing_ok=True)
    command = (
        *(PROGRAM, address, "--quiet", "--output=json", f"--output-path={report}"),
        *("--no-enable-error-reporting", f"--only-categories={','.join(CATEGORIES)}"),
        f"--chrome-flags={' '.join(BROWSER)}",
    )
    try:
        done = subprocess.run(
            command,
            cwd=HOME,
            env=os.environ | {"CHROME_PATH": browser},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(f"no report after {PATIENCE} s") from error
    if done.returncode:
        raise Refused(f"no report: {done.stderr.strip()[-120:]}")
    return read(report)


def read(report: pathlib.Path) -> Look:
    """What a report says. Raises Refused where Lighthouse could not judge the page."""
    found = json.loads(report.read_text())
    scores = {name: found["categories"][name]["score"] for name in CATEGORIES}
    if unknown := [name for name, score in scores.items() if score is None]:
        raise Refused(f"no score for {', '.join(unknown)}")
    paint = found["audits"]["largest-contentful-paint"]["numericValue"] / 1000
    return Look({name: round(score * 100) for name, score in scores.items()}, paint)


def reached(results: Results) -> Iterator[Ratio]:
    """Each score and each paint beside what was to be reached; nothing where none was measured."""
    if not any(size == SIZE for size, _page, _name in results.numbers):
        return
    for page, path in PAGES.items():
        for name in CATEGORIES:
            score = results.get(SIZE, page, name)
            yield Ratio(f"Lighthouse: {name}", f"{page}, {path}", score, AT_LEAST, 100)
        paint = results.get(SIZE, page, PAINT)
        yield Ratio(f"Lighthouse: {PAINT}", f"{page}, {path}", paint, AT_MOST, 1)
