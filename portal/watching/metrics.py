"""What is counted for Prometheus, at `/metrics` where the setting METRICS asks for it.

Each process counts for itself and keeps its counts in a file (PROMETHEUS_MULTIPROC_DIR, which
`serve` sets), so that whichever answers tells those of all, also of processes that have died. What
the database knows is asked when somebody looks.
"""

import functools
import hmac
import ipaddress
import os
import pathlib
from collections.abc import Iterator

from django.conf import settings
from django.db import Error, router
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector

from portal.changes.models import Version
from portal.middleware.asked import is_file
from portal.record.models import Batch
from portal.search.models import Unanswered
from portal.search.writing import is_current
from portal.visits import ENDED, Visit

ADDRESS = "/metrics"
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# What a proxy adds to whatever it passes on: that comes from elsewhere, though from this machine.
PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP")

COUNTED = CollectorRegistry()
REQUESTS = Counter(
    "shirube_requests",
    "Requests that were answered, by view, status and language.",
    ("view", "status", "language"),
    registry=COUNTED,
)
SECONDS = Histogram(
    "shirube_request_seconds",
    "Seconds from a request to the last byte of its answer, by what was asked and where it came "
    "from: kept (the page store), held (the browser has it), drawn.",
    ("kind", "origin"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
    registry=COUNTED,
)
SENT = Counter("shirube_sent_bytes", "Bytes of bodies that were sent.", ("kind",), registry=COUNTED)
ERRORS = Counter(
    "shirube_database_errors",
    "Statements that the database refused or did not finish, by the name of the error.",
    ("error",),
    registry=COUNTED,
)


class Metrics:
    """Middleware: counts, and answers at `/metrics` itself.

    Stands before what looks at hosts and TLS, as who scrapes asks each machine by its address.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        ENDED.connect(count, dispatch_uid="metrics.count")
        connection_created.connect(watch, dispatch_uid="metrics.watch")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != ADDRESS:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        if not may_read(request):
            return HttpResponse("For the machine itself, or with METRICS_TOKEN.\n", status=403)
        encode, kind = choose_encoder(request.headers.get("Accept", ""))
        headers = {"Cache-Control": "no-store"}
        return HttpResponse(encode(registry()), content_type=kind, headers=headers)


def may_read(request: HttpRequest) -> bool:
    """Whether who asks has the token; where none is set, whether it is this machine that asks."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    if any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def registry() -> CollectorRegistry:
    """All that is told, of all processes."""
    found = CollectorRegistry()
    found.register(State())
    if FOLDER in os.environ:
        MultiProcessCollector(found)
    else:
        found.register(COUNTED)
    return found


def count(visit: Visit, **_signal) -> None:
    """Count a visit that has ended."""
    path = visit.request.path_info
    kind = kind_of(path)
    language = get_language_from_path(path) or settings.LANGUAGE_CODE
    REQUESTS.labels(view_of(visit.request, kind), visit.status, language).inc()
    SECONDS.labels(kind, visit.origin).observe(visit.seconds)
    SENT.labels(kind).inc(visit.length)


def kind_of(path: str) -> str:
    """What sort of address was asked: they differ a hundredfold in how long they take."""
    if path.startswith(settings.STATIC_URL):
        return "static"
    if path.startswith("/admin/"):
        return "admin"
    return "file" if is_file(path) else "page"


def view_of(request: HttpRequest, kind: str) -> str:
    """The name of the view of an address, also where a kept page was sent instead."""
    if kind == "static" or request.path_info == ADDRESS:
        return kind
    return (
        request.resolver_match.view_name if request.resolver_match else view_at(request.path_info)
    )


@functools.lru_cache(2000)
def view_at(path: str) -> str:
    """The name of the view that a path leads to; `none` where there is none."""
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path).view_name
        except Resolver404:
            return "none"


def watch(connection, **_signal) -> None:
    """Count what the statements of a connection raise; it stays so however often it reconnects."""
    if errors_counted not in connection.execute_wrappers:
        # In front: whoever opened the connection inside `execute_wrapper` takes the last one away.
        connection.execute_wrappers.insert(0, errors_counted)


def errors_counted(execute, sql, params, many, context):
    """Run a statement, and count what it raises."""
    try:
        return execute(sql, params, many, context)
    except Error as error:
        ERRORS.labels(type(error).__name__).inc()
        raise


class State:
    """What is so at the moment: the record as the database has it, and the processes."""

    def collect(self) -> Iterator[Metric]:
        """Each as a metric; what the database is asked is left out where it does not answer."""
        try:
            yield from list(record())
        except Error:
            yield gauge("shirube_database_up", "Whether the database answers.", 0)
        memory = GaugeMetricFamily(
            "shirube_worker_memory_bytes", "Resident memory of each process.", labels=["pid"]
        )
        for pid, size in sorted(memory_of_workers().items()):
            memory.add_metric([str(pid)], size)
        yield memory


def gauge(name: str, words: str, value: float) -> Metric:
    """A metric of one number."""
    return GaugeMetricFamily(name, words, value=value)


def record() -> Iterator[Metric]:
    """What the database knows. Raises `Error` where it cannot be asked."""
    using = router.db_for_read(Version)
    version = Version.objects.using(using).current().number
    yield gauge("shirube_record_version", "The version of the record.", version)
    changed = Batch.objects.using(using).made_at(version)
    if changed is not None:
        words = "When that version was made, in seconds since 1970."
        yield gauge("shirube_record_changed_timestamp_seconds", words, changed.timestamp())
    words = "Whether the search index was made as this release makes it."
    yield gauge("shirube_index_fits", words, is_current(using))
    words = "Searches without a result that are kept for editors."
    yield gauge("shirube_unanswered_searches", words, Unanswered.objects.using(using).count())
    yield gauge("shirube_database_up", "Whether the database answers.", 1)


def memory_of_workers() -> dict[int, int]:
    """The resident bytes of each process that counts, where the system tells them (Linux)."""
    folder = os.environ.get(FOLDER)
    names = pathlib.Path(folder).glob("counter_*.db") if folder else ()
    pids = {int(path.stem.rpartition("_")[2]) for path in names} or {os.getpid()}
    found = {pid: pathlib.Path(f"/proc/{pid}/statm") for pid in pids}
    page = os.sysconf("SC_PAGE_SIZE")
    return {
        pid: int(path.read_text().split()[1]) * page for pid, path in found.items() if path.exists()
    }
