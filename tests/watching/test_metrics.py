"""What is counted, and who may read it."""

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from portal.changes.waiting import reading_long, waiting
from portal.watching import metrics


@pytest.fixture
def counting(settings):
    """The middleware in front of a view that answers everything."""
    settings.METRICS_TOKEN = ""
    return metrics.Metrics(lambda request: HttpResponse("the site"))


def status(counting, remote="127.0.0.1", method="GET", **headers) -> int:
    """What a scraper is answered."""
    request = RequestFactory().generic(method, "/metrics", REMOTE_ADDR=remote, headers=headers)
    return counting(request).status_code


@pytest.mark.django_db
def test_without_a_token_this_machine_alone_may_read(counting):
    assert status(counting) == status(counting, "::1") == 200
    for remote in ("192.0.2.1", "2001:db8::1", "", "unix:"):
        assert status(counting, remote) == 403
    for name in metrics.PASSED_ON:
        assert status(counting, **{name: "127.0.0.1"}) == 403, "a proxy on this machine"


@pytest.mark.django_db
def test_a_token_opens_from_anywhere_and_nothing_else_does(counting, settings):
    settings.METRICS_TOKEN = "令-token"
    assert status(counting) == 403
    assert status(counting, Authorization="Bearer no") == 403
    request = RequestFactory().get("/metrics", REMOTE_ADDR="192.0.2.1")
    request.META["HTTP_AUTHORIZATION"] = "Bearer 令-token"
    assert counting(request).status_code == 200


def test_metrics_are_only_read(counting):
    assert status(counting, method="POST") == 405


def test_there_are_none_unless_asked_for(client, db):
    assert client.get("/metrics").status_code == 404


VIEWS = {
    "/en/measures/": "measures",
    "/measures/": "measures",
    "/measures.csv": "measures-csv",
    "/en/nowhere/": "none",
}


@pytest.mark.parametrize("path", VIEWS)
def test_a_kept_page_is_counted_by_its_view(path):
    assert metrics.view_at(path) == VIEWS[path]


KINDS = {"/static/css/site.css": "static", "/admin/": "admin", "/a.csv": "file", "/a/": "page"}


@pytest.mark.parametrize("path", KINDS)
def test_kinds_of_addresses_are_counted_apart(path):
    assert metrics.kind_of(path) == KINDS[path]


def value(name: str, **labels: str) -> float:
    """What a count stands at."""
    return metrics.COUNTED.get_sample_value(name, labels) or 0


@pytest.mark.both
@pytest.mark.django_db
def test_what_the_database_refuses_is_counted():
    before = value("shirube_database_errors_total", error="OperationalError")

    def refuse(execute, sql, params, many, context):
        raise OperationalError("gone")

    metrics.watch(connection)
    metrics.watch(connection)
    try:
        with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
            connection.cursor().execute("SELECT 1")
    finally:
        connection.execute_wrappers.remove(metrics.errors_counted)
    assert metrics.errors_counted not in connection.execute_wrappers
    assert value("shirube_database_errors_total", error="OperationalError") == before + 1


@pytest.mark.django_db
def test_without_a_database_the_rest_is_told(counting):
    def refuse(execute, sql, params, many, context):
        raise DatabaseError("gone")

    request = RequestFactory().get("/metrics", REMOTE_ADDR="127.0.0.1")
    with connection.execute_wrapper(refuse):
        text = counting(request).content.decode()
    assert "shirube_database_up 0.0" in text
    assert "shirube_record_version" not in text
    assert "shirube_worker_memory_bytes{" in text


@pytest.mark.both
@pytest.mark.django_db
def test_a_connection_that_opens_as_a_form_is_sent_counts_and_waits_as_all_others():
    """What counts stays, and what waits for the form's sake goes with the form."""
    wrappers = [*connection.execute_wrappers]
    with waiting(5, "default"):
        metrics.watch(connection)
    assert connection.execute_wrappers == [metrics.errors_counted, *wrappers]
    with reading_long(5, "default"), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.execute_wrappers.remove(metrics.errors_counted)
