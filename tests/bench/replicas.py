"""What one standby takes off the primary: `python -m tests.bench.replicas [seconds]`.

The bundled record, a primary, a standby and the site on one machine, whose processors they share:
so the rate says what the further questions cost, and the processor time of each server what moves
from one to the other. Every address is asked once, so no page is kept. Needs no setting but a
PostgreSQL below /usr/lib/postgresql.
"""

import concurrent.futures
import contextlib
import itertools
import os
import pathlib
import secrets
import sys
import tempfile
import time
import urllib.request

import django

django.setup()

from tests.clusters import Cluster, primary, standby  # noqa: E402 - they need the settings
from tests.databases import fill  # noqa: E402
from tests.e2e.serving import Server, Site, beside  # noqa: E402

CONNECTIONS, ROUNDS = 8, 2
ADDRESSES = (
    "/measures/?q=半導体+-x{}",
    "/budgets/?q=支援+-x{}",
    "/en/measures/?q=METI+-x{}",
    "/measures/espa-2022/?from=q%3D{}",
    "/budgets.csv?q=支援+-x{}",
)
NUMBERS = itertools.count()
TICKS = os.sysconf("SC_CLK_TCK")


def processor(cluster: Cluster) -> float:
    """The seconds of a processor that a server took so far, with all that it started."""
    first = (cluster.data / "postmaster.pid").read_text().split()[0]
    started = pathlib.Path(f"/proc/{first}/task/{first}/children").read_text().split()
    ticks = 0
    for process in (first, *started):
        with contextlib.suppress(OSError):
            told = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            # Of those that ended the server itself knows.
            ticks += sum(map(int, told[11 : 15 if process == first else 13]))
    return ticks / TICKS


def ask(server: Server, end: float) -> int:
    """Ask one page after the other until a time; how many came."""
    for count, address in enumerate(itertools.cycle(ADDRESSES)):
        if time.monotonic() > end:
            return count
        path = urllib.request.quote(address.format(next(NUMBERS)), safe="/?=&%+-")
        server.site.get(path)
    return 0


def measured(server: Server, seconds: float, clusters: list[Cluster]) -> list[float]:
    """Pages each second, and for each server the milliseconds of a processor for one page."""
    before = [processor(each) for each in clusters]
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
        asked = [pool.submit(ask, server, start + seconds) for _each in range(CONNECTIONS)]
        pages = sum(each.result() for each in asked)
    took = [processor(each) - held for each, held in zip(clusters, before, strict=True)]
    return [pages / (time.monotonic() - start), *(1000 * each / pages for each in took)]


def main(seconds: float) -> None:
    """Print a line for each round, without the standby and with it."""
    with contextlib.ExitStack() as opened:
        folder = pathlib.Path(opened.enter_context(tempfile.TemporaryDirectory()))
        first = opened.enter_context(primary())
        fill(first.address, "bundled")
        clusters = [first, opened.enter_context(standby(first))]
        environment = os.environ | {
            "ALLOWED_HOSTS": "127.0.0.1",
            "BUNDLE_ROOT": str(folder / "data"),
            "DATABASE_URL": first.address,
            "DJANGO_SUPERUSER_PASSWORD": "",
            "HOST": "127.0.0.1",
            "LOG_LEVEL": "ERROR",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "STATIC_ROOT": str(folder / "static"),
            "THREADS": "4",
            "WORKERS": "2",
        }
        site = Site("", "", "", environment)
        site.manage("collectstatic", "--no-input", "--verbosity=0")
        urls = {"without": "", "with": clusters[1].address}
        print("standby   pages/s   ms of the primary   ms of the standby, for a page")
        for name in [*urls] * ROUNDS:
            with beside(site, folder, REPLICA_URLS=urls[name]) as server:
                measured(server, 3, clusters)  # facets and plans are made
                rate, *took = measured(server, seconds, clusters)
            print(f"{name:8}  {rate:7.1f}   {took[0]:17.1f}   {took[1]:17.1f}", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 15)
