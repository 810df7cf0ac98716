"""A download that fails arrives as a failure: in a program, in a browser.

The site is served as in production; its rows are so wide that no buffer on the way holds them.
"""

import contextlib
import gzip
import http.client
import os
import pathlib
import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from tests.e2e import failing
from tests.e2e.serving import PATIENCE, Server, Site, beside

pytestmark = pytest.mark.both

WHOLE_LENGTH = 70_000_000  # at least
STREAMED = {"DOWNLOAD_DISK_LIMIT": "2000000"}
# Nothing is kept for who asks again, so that what is freed is seen.
UNKEPT = {"DOWNLOADS_KEPT": "0"}
# Where rows are sorted a database may read the last one before it gives the first.
FROM_THE_HEADER = {"DOWNLOAD_DISK_LIMIT": "0"}
# How a statement fails: what is done at the last row, what the database is told, what the log says.
FAILURES = {"ended from outside": (failing.ENDED, "", "OperationalError")}
if not failing.SQLITE:  # which has no limit of time
    limit = "-c statement_timeout=5000"
    FAILURES["too long"] = (failing.STUCK, limit, "OperationalError: .*statement timeout")


@contextlib.contextmanager
def server(site: Site, folder: pathlib.Path, last: str, options: str = "", **environment: str):
    """The site with the wide rows, at whose last one `last` is done."""
    with (
        failing.record(site, folder, last, options) as url,
        beside(site, folder, DATABASE_URL=url, **environment) as found,
    ):
        yield found


@contextlib.contextmanager
def asked(
    served: Server, method: str = "GET", **headers: str
) -> Iterator[http.client.HTTPResponse]:
    """The answer to the download, of which nothing is read yet."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request(method, failing.ADDRESS, headers=headers)
        yield connection.getresponse()


def lines(served: Server) -> list[str]:
    """What the log tells of downloads."""
    log = served.log.read_text().splitlines()
    return [line for line in log if " portal.lists.download " in line]


def held_files(served: Server) -> list[str]:
    """The temporary files that the workers hold."""
    found = []
    for worker in served.workers:
        for link in pathlib.Path(f"/proc/{worker}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                found.append(os.readlink(link))
    return [path for path in found if path.endswith("(deleted)")]


def running_statements(served: Server) -> int:
    """How many statements PostgreSQL works on for the site."""
    query = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND state <> 'idle' AND query LIKE 'COPY%'"
    )
    url = served.site.environment["DATABASE_URL"].partition("?")[0]
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def test_a_whole_download(site, tmp_path):
    with server(site, tmp_path, failing.NOTHING, **UNKEPT) as served:
        with asked(served, "HEAD") as head:
            assert head.status == 200
        with asked(served) as answer:
            for name in ("Content-Length", "ETag", "Accept-Ranges", "Shirube-Version"):
                assert answer.headers[name] == head.headers[name]
            content = answer.read()
            assert answer.headers["ETag"].startswith('"')
            assert int(answer.headers["Content-Length"]) == len(content) > WHOLE_LENGTH
            rows = int(answer.headers["X-Total-Count"])
            assert rows == content.count(b"\r\n") - 1 == int(head.headers["X-Total-Count"])
        with asked(served) as again:
            assert again.read() == content
            assert again.headers["ETag"] == answer.headers["ETag"]
        served.until(lambda: len(lines(served)) == 2)
        assert all(f"sent, {rows} rows, {len(content)} bytes" in line for line in lines(served))
        assert all(failing.ADDRESS in line for line in lines(served))
        served.until(lambda: not held_files(served))


def test_who_broke_off_goes_on_from_there(site, tmp_path):
    """With the tools that people have; the rows are drawn once in a process."""
    with server(site, tmp_path, failing.NOTHING) as served:
        with asked(served) as answer:
            content = answer.read()
        url = f"http://127.0.0.1:{served.port}{failing.ADDRESS}"
        for number, tool in enumerate(("curl -sS -C - -o", "wget -q -c -O")):
            file = tmp_path / f"broken-{number}.csv"
            file.write_bytes(content[:50_000_000])
            subprocess.run([*tool.split(), file, url], check=True, timeout=PATIENCE)
            assert file.read_bytes() == content, tool
        with asked(served, Range="bytes=-9", **{"If-Range": answer.headers["ETag"]}) as part:
            assert (part.status, part.read()) == (206, content[-9:])
        with asked(served, **{"Accept-Encoding": "gzip"}) as small:
            packed = small.read()
            assert int(small.headers["Content-Length"]) == len(packed) < len(content) / 9
            assert gzip.decompress(packed) == content
        served.until(lambda: len(lines(served)) == 5)
        assert sum("bytes 50000000-" in line for line in lines(served)) == 2
        assert len(held_files(served)) <= 2 * len(served.workers), "what is kept, in each process"


# What people write who fetch a table with the library that most use: file and address follow.
REQUESTS = (
    "import pathlib, requests, sys; answer = requests.get(sys.argv[2]); answer.raise_for_status(); "
    "pathlib.Path(sys.argv[1]).write_bytes(answer.content)"
)
TOOLS = {
    "curl": ["curl", "-sSf", "-o"],
    "wget": ["wget", "-q", "-t", "1", "-O"],
    "requests": [sys.executable, "-c", REQUESTS],
}


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
@pytest.mark.parametrize("environment", [{}, FROM_THE_HEADER], ids=["from a file", "streamed"])
def test_tools_say_that_it_failed(site, tmp_path, tool, environment):
    """A script that looks at how its tool ended takes no part of a table for the whole."""
    with server(site, tmp_path, failing.ENDED, **environment) as served:
        url = f"http://127.0.0.1:{served.port}{failing.ADDRESS}"
        file = tmp_path / "failed.csv"
        ended = subprocess.run([*tool, file, url], check=False, timeout=PATIENCE)
        assert ended.returncode != 0
        if not environment:
            assert not file.exists() or not file.read_bytes()


def test_past_the_limit_it_is_whole_too_but_has_no_name(site, tmp_path):
    with server(site, tmp_path, failing.NOTHING, **STREAMED) as served, asked(served) as answer:
        assert answer.headers["Content-Length"] is None
        assert answer.headers["ETag"] is None
        assert len(answer.read()) > WHOLE_LENGTH


@pytest.mark.parametrize(("last", "options", "told"), FAILURES.values(), ids=FAILURES)
def test_a_statement_that_fails_is_a_refusal(site, tmp_path, last, options, told):
    """Each time anew, and each time in words."""
    with server(site, tmp_path, last, options) as served:
        for _time in range(2):
            with asked(served) as answer:
                assert answer.status == 503
                assert answer.headers["ETag"] is None
                assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
                assert answer.read().decode().startswith("最後の行まで取り出せなかった")
        assert len(lines(served)) == 2
        assert all(re.search(f" ERROR .*{told}", line) for line in lines(served))
        assert b"ok" in served.site.get("/healthz/"), "a connection that broke is not used again"
        assert not held_files(served)


def test_a_stream_that_fails_is_not_taken_for_whole(site, tmp_path):
    with server(site, tmp_path, failing.ENDED, **FROM_THE_HEADER) as served:
        for _time in range(2):
            with asked(served) as answer:
                assert answer.status == 200
                assert answer.headers["ETag"] is None
                with pytest.raises(http.client.IncompleteRead):
                    answer.read()
        told = re.compile(r" ERROR .* failed after \d+ rows, \d+ bytes made, \d+ bytes sent: ")
        assert len(lines(served)) == 2
        assert all(told.search(line) for line in lines(served))


@pytest.mark.parametrize("environment", [{}, STREAMED], ids=["from a file", "streamed"])
def test_a_worker_killed_meanwhile_is_a_failure(site, tmp_path, environment):
    with server(site, tmp_path, failing.NOTHING, **environment) as served, asked(served) as answer:
        assert answer.status == 200
        assert answer.read(10)
        for worker in served.workers:
            os.kill(worker, signal.SIGKILL)
        with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
            answer.read()


@pytest.mark.parametrize("environment", [UNKEPT, STREAMED], ids=["from a file", "streamed"])
def test_who_goes_away_frees_the_file_and_the_statement(site, tmp_path, environment):
    with server(site, tmp_path, failing.NOTHING, **environment) as served:
        with asked(served) as answer:
            assert answer.read(10)
            assert held_files(served)
            if environment is STREAMED and not failing.SQLITE:
                assert running_statements(served) == 1
        served.until(lambda: not held_files(served))
        if not failing.SQLITE:
            served.until(lambda: running_statements(served) == 0)
        [line] = lines(served)
        assert " INFO " in line
        assert "left by its reader after " in line


@pytest.mark.parametrize("environment", [{}, FROM_THE_HEADER], ids=["from a file", "streamed"])
def test_a_browser_saves_no_file_that_looks_whole(browser, site, tmp_path, environment):
    with (
        server(site, tmp_path, failing.ENDED, **environment) as served,
        contextlib.closing(browser.new_context(base_url=served.site.address)) as context,
    ):
        page = context.new_page()
        page.goto("/measure-subjects/")
        link = page.locator(f"a[href^='{failing.ADDRESS.partition('?')[0]}']").first
        if environment:
            with page.expect_download() as begun:
                link.click()
            assert begun.value.failure()
        else:
            # Shown as a page: what is shown is not saved.
            with page.expect_navigation() as shown:
                link.click()
            assert shown.value.status == 503
            assert "もう一度お試しください" in page.inner_text("body")
