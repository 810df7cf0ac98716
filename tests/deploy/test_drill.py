"""The site is deployed from its own examples, and then used, hurt and brought back."""

import concurrent.futures
import contextlib
import hashlib
import http.client
import re
import signal
import ssl
import threading
import time

import psycopg
import pytest

from portal.backup.making import kept
from tests.bench.day.incidents import Incidents
from tests.bench.day.ledger import Ledger
from tests.bench.day.passing import day
from tests.deploy.asking import get, get_plainly, secure, send
from tests.deploy.place import NAME, Place, place, until

pytestmark = pytest.mark.deploy

PAGES = ("/", "/en/", "/measures/", "/en/budgets/", "/search/?q=半導体", "/sources/")
FILES = ("/measures.csv", "/en/citations.csv", "/data/columns.csv", "/budgets.xlsx")
LONG = "/citations.csv"
ONCE = ("Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options")
PLAIN = {"Accept_Encoding": "identity"}


@pytest.fixture(scope="module")
def deployed():
    """The site as it is deployed."""
    with place() as found:
        yield found


def forwarded(place: Place, name: str, path: str):
    """What an instance answers nginx."""
    return get_plainly(place.ports[name], path, X_Forwarded_Proto="https", **PLAIN)


@pytest.mark.parametrize("path", PAGES)
def test_pages(deployed, path):
    answer = get(deployed, path.replace("半導体", "%E5%8D%8A%E5%B0%8E%E4%BD%93"))
    assert answer.status == 200
    assert b"</html>" in answer.body
    for name in ONCE:
        assert len(answer.headers.get_all(name)) == 1, name


def test_a_long_question_is_answered(deployed):
    """Headers repeat the address some times: by themselves proxies take 4 kB of them."""
    question = "?q=" + "%E8%AD%B0%20" * 90
    for path in ("/measures/", "/measures.csv"):
        answer = get(deployed, path + question)
        assert answer.status == 200
        assert sum(map(len, answer.headers.values())) > 4096


@pytest.mark.parametrize("path", FILES)
def test_files_are_what_the_site_made(deployed, path):
    through = get(deployed, path, **PLAIN)
    assert through.status == 200
    assert int(through.headers["Content-Length"]) == len(through.body)
    assert not through.headers["ETag"].startswith("W/")
    assert (
        hashlib.sha256(through.body).digest()
        == hashlib.sha256(forwarded(deployed, "two", path).body).digest()
    )
    part = get(deployed, path, Range="bytes=10-19", **PLAIN)
    assert (part.status, part.body) == (206, through.body[10:20])
    told = get(deployed, path, If_None_Match=through.headers["ETag"], **PLAIN)
    assert told.status == 304


def test_static_files_are_sent_by_nginx(deployed):
    page = get(deployed, "/").body.decode()
    path = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    plain, packed = get(deployed, path), get(deployed, path, Accept_Encoding="gzip")
    assert (plain.status, packed.status) == (200, 200)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(plain.body)
    assert "immutable" in plain.headers["Cache-Control"]
    assert plain.headers["X-Content-Type-Options"] == "nosniff"
    assert plain.headers["Server"] == "nginx"
    assert get(deployed, "/static/../shirube.key").status in {400, 404}


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/readyz/", "/healthz/", "/metrics"])
def test_what_watches_asks_the_site_itself(deployed, path):
    answer = get(deployed, path)
    assert answer.status == 404
    assert b"nginx" in answer.body
    assert forwarded(deployed, "one", "/healthz/").status == 200


def test_another_name_is_not_answered(deployed):
    with pytest.raises((ssl.SSLError, ConnectionError)):
        get(deployed, "/", server="shirube.example.com")
    with pytest.raises((http.client.HTTPException, ConnectionError)):
        get(deployed, "/", Host="shirube.example.com")


def test_the_plain_port_leads_to_the_secure_one(deployed):
    answer = get_plainly(deployed.ports["http"], "/measures/?kind=bill")
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{NAME}/measures/?kind=bill"


def test_slow_readers_stop_nobody(deployed):
    """More of them than there are threads of the site take a large file and do not read it."""
    whole = get(deployed, "/data/latest/shirube.sqlite").headers["Location"]
    assert len(get(deployed, whole).body) > 5_000_000
    with contextlib.ExitStack() as lines:
        for _ in range(16):
            line = lines.enter_context(secure(deployed, buffer=4096))
            send(line, whole, {"Host": NAME})
            assert line.recv(12) == b"HTTP/1.1 200"
        start = time.monotonic()
        for path in ("/", "/measures/?kind=bill&sort=-date", "/help/"):
            assert get(deployed, path).status in {200, 400}
        assert time.monotonic() - start < 30


def test_who_asks_too_much_is_told_so(deployed):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: get(deployed, "/admin/login/").status, range(30)))
    assert 429 in found
    assert set(found) <= {200, 429}


def test_an_instance_after_the_other_is_started_anew_and_no_page_fails(deployed):
    stop, found = threading.Event(), []

    def visit():
        while not stop.is_set():
            found.append(get(deployed, "/").status)
            time.sleep(0.2)

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        for name in ("one", "two"):
            restart(deployed, name)
    finally:
        stop.set()
        visitor.join()
    assert len(found) > 5
    assert set(found) == {200}


def restart(deployed: Place, name: str) -> None:
    """What `systemctl restart` does, and who restarts waits until it answers."""
    instance = deployed.instances.pop(name)
    instance.send_signal(signal.SIGTERM)
    instance.wait(60)
    deployed.web(name)
    until(lambda: forwarded(deployed, name, "/").status == 200, deployed.log(name))


def some(incidents: Incidents):
    """What of a day is over soon."""
    yield "everybody", False, incidents.nothing
    yield "an import", False, incidents.import_
    yield "hidden and published", False, incidents.publish


def test_everybody_comes_at_once_and_is_told_what_is_so(deployed):
    """Some seconds of the day in an hour (`tests.bench.day`), by instances that read a standby."""
    ledger = Ledger()
    day(deployed, ledger, 6, some, quiet=1)
    assert ledger.faults == {}
    for name in ("idle", "everybody", "an import", "hidden and published"):
        assert ledger.phases[name].statuses


def test_a_backup_comes_back_through_the_units(deployed):
    deployed.job("shirube-backup.service")
    (backup,) = kept(deployed.folder / "state" / "backups")
    deployed.psql("database.sql", "name=again")
    address = deployed.address("primary", "shirube_owner", "again")
    aside = {"DATABASE_URL": address, "BUNDLE_ROOT": str(deployed.folder / "aside")}
    restored = deployed.manage("restore", str(backup), **aside)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "files their bytes" in restored.stdout
    with deployed.connected("primary", "shirube_app", "again") as connection:
        assert connection.execute("SELECT count(*) FROM measures_measure").fetchone()[0] > 100
    for text in (restored.stdout, restored.stderr, (backup / "manifest.json").read_text()):
        assert deployed.password not in text


def test_what_is_to_be_done_each_day(deployed):
    for name in ("daily", "publish", "bundle"):
        deployed.job(f"shirube-{name}.service")


def test_each_role_may_what_it_has_to(deployed):
    with deployed.connected("primary", "shirube_app") as connection:
        limits = connection.execute("SHOW lock_timeout").fetchone()
        assert limits == ("3s",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE own ()")
    deployed.psql("readonly.sql", database="shirube")
    with deployed.connected("primary", "shirube_readonly") as connection:
        assert connection.execute("SELECT count(*) FROM measures_measure").fetchone()[0] > 100
        hidden = ("policies_sectiontext", "policies_copypage", "policies_copypiece")
        copies = (f"SELECT * FROM {table}" for table in hidden)
        for asked in ("SELECT password FROM auth_user", *copies):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(asked)


def test_the_standby_shows_the_same_and_takes_over(deployed):
    until(deployed.caught_up, deployed.log("standby"))
    deployed.web("aside", DATABASE_URL=deployed.address("standby", "shirube_app"))
    for path in ("/measures/", LONG):
        told = forwarded(deployed, "aside", path)
        assert told.status == 200
    assert told.body == forwarded(deployed, "one", LONG).body
    with (
        deployed.connected("standby", "shirube_owner") as connection,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        connection.execute("DELETE FROM django_session")
    deployed.promote()
    with deployed.connected("standby", "shirube_owner") as connection:
        connection.execute("DELETE FROM django_session")
    assert forwarded(deployed, "aside", "/measures/").status == 200
