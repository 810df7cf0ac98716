"""The log and the metrics of a site as it is served: what machines read of it."""

import contextlib
import datetime
import http.client
import json
from collections.abc import Iterator

import pytest

from tests.e2e.serving import PATIENCE, Server, beside

pytestmark = pytest.mark.both

NUMBER = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture(scope="module")
def served(site, tmp_path_factory) -> Iterator[Server]:
    """A server of two processes that tells all it can."""
    told = {"LOG_FORMAT": "json", "ACCESS_LOG": "1", "METRICS": "1"}
    with beside(site, tmp_path_factory.mktemp("watched"), WORKERS="2", **told) as server:
        yield server


def asked(served: Server, path: str, method: str = "GET", **headers: str) -> tuple:
    """The status, headers and body of an answer, asked over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


def lines(served: Server) -> list[dict]:
    """The log, whose every line is JSON but for the three that say where the site is."""
    told = served.log.read_text().splitlines()
    return [json.loads(line) for line in told if line and not line.startswith("  ")]


def line_of(served: Server, **wanted: str) -> dict:
    """The line that says this; it comes once the last byte was handed on."""
    found = []

    def looked() -> bool:
        found[:] = [each for each in lines(served) if wanted.items() <= each.items()]
        return bool(found)

    served.until(looked)
    assert len(found) == 1, found
    return found[0]


def test_every_line_is_json_with_time_and_zone(served):
    asked(served, "/measures/?kind=law", **{"X-Request-ID": NUMBER})
    line = line_of(served, request_id=NUMBER)
    assert (line["method"], line["path"]) == ("GET", "/measures/?kind=law")
    assert (line["status"], line["logger"], line["level"]) == (200, "portal.access", "INFO")
    for each in lines(served):
        assert datetime.datetime.fromisoformat(each["time"]).utcoffset() is not None


def test_a_download_is_told_under_its_number(served):
    number = NUMBER[::-1]
    _status, _headers, body = asked(served, "/milestones.csv", **{"X-Request-ID": number})
    line = line_of(served, request_id=number, logger="portal.access")
    assert line["bytes"] == len(body)
    assert line_of(served, request_id=number, logger="portal.lists.download")


def test_another_host_is_one_line_of_news(served):
    """Whoever looks for open doors asks thousands of times."""
    number = "a-scanner-0001"
    headers = {"X-Request-ID": number, "Host": "elsewhere.example"}
    assert asked(served, "/measures/", **headers)[0] == 400
    line = line_of(served, request_id=number, logger="django.security.DisallowedHost")
    assert line["level"] == "INFO"
    assert "exception" not in line
    assert line_of(served, request_id=number, logger="portal.access")["status"] == 400


def test_the_server_does_not_name_itself(served):
    for path in ("/measures/", "/static/css/site.css", "/nowhere/"):
        assert asked(served, path)[1].get_all("Server") == ["Shirube"], path


def test_static_files_are_for_the_pages_of_this_site(served):
    status, headers, _body = asked(served, "/static/css/site.css", Origin="https://example.jp")
    assert status == 200
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def metrics(served: Server) -> dict[str, float]:
    """What the site tells Prometheus, by name and labels."""
    status, headers, body = asked(served, "/metrics", Host="10.0.0.1:8000")
    assert status == 200
    assert headers["Cache-Control"] == "no-store"
    told = [line for line in body.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in told)}


def test_the_counts_of_all_processes_are_told_by_each(served):
    """Over a connection each, so that both workers have some of them."""
    name = 'shirube_requests_total{language="en",status="200",view="help-cite"}'
    before = metrics(served).get(name, 0)
    for _each in range(20):
        assert asked(served, "/en/help/cite/")[0] == 200
    served.until(lambda: metrics(served).get(name, 0) == before + 20)
    told = metrics(served)
    assert {told[name] for _each in range(10) for told in [metrics(served)]} == {before + 20}
    workers = {each for each in told if each.startswith("shirube_worker_memory_bytes")}
    assert workers == {f'shirube_worker_memory_bytes{{pid="{pid}"}}' for pid in served.workers}
    assert all(told[each] > 20_000_000 for each in workers)


def test_metrics_tell_the_state_of_the_record(served):
    asked(served, "/milestones.csv")
    told = metrics(served)
    assert told["shirube_database_up"] == told["shirube_index_fits"] == 1
    assert told["shirube_record_version"] >= 1
    assert told["shirube_record_changed_timestamp_seconds"] > 1_700_000_000
    assert told["shirube_unanswered_searches"] >= 0
    assert any(name.startswith('shirube_request_seconds_bucket{kind="file"') for name in told)


def test_a_kept_page_is_counted_as_one(served):
    name = 'shirube_request_seconds_count{kind="page",origin="kept"}'
    before = metrics(served).get(name, 0)
    for _each in range(10):  # more often than there are workers
        asked(served, "/en/help/caveats/")
    served.until(lambda: metrics(served).get(name, 0) >= before + 8)
