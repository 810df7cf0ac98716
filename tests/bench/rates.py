"""Requests per second: wrk where it is installed, a small client of our own elsewhere."""

import concurrent.futures
import http.client
import itertools
import re
import shutil
import subprocess
import time

from tests.bench.asking import lua
from tests.bench.client import Refused
from tests.bench.databases import FOLDER

SECONDS = 8
CONNECTIONS = 8


def client_name() -> str:
    """Which client counts."""
    return "wrk" if shutil.which("wrk") else "a client in Python, itself the narrowest part"


def rate(port: int, paths: list[str], etag: str = "") -> float:
    """Answers per second over eight connections. Raises Refused where any is an error."""
    return (_wrk if shutil.which("wrk") else _python)(port, paths, etag)


def _wrk(port: int, paths: list[str], etag: str) -> float:
    # A page may take longer than the two seconds that wrk waits by itself.
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "60s"]
    if etag:
        command += ["-H", f"If-None-Match: {etag}"]
    if len(paths) > 1:
        command += ["-s", str(lua(paths, FOLDER / "paths.lua"))]
    command.append(f"http://127.0.0.1:{port}{paths[0]}")
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise Refused(done.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def _python(port: int, paths: list[str], etag: str) -> float:
    end = time.monotonic() + SECONDS
    headers = {"If-None-Match": etag} if etag else {}

    def ask(_number) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for count, path in enumerate(itertools.cycle(paths)):
            if time.monotonic() > end:
                return count
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status not in (200, 304):
                raise Refused(f"{path}: {response.status}")
        return 0

    with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
        return sum(pool.map(ask, range(CONNECTIONS))) / SECONDS
