"""A place to deploy to: PostgreSQL with a standby, PgBouncer, two instances, nginx, in one folder.

All of it is started from the files of `portal/deploy`, in which only names, ports, paths and
secrets are replaced; nothing of the machine's own servers is touched. PostgreSQL and PgBouncer run
for nobody who is root, so where the tests are, everything runs as the user of PostgreSQL.
"""

import contextlib
import dataclasses
import functools
import os
import pathlib
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator

import psycopg
from django.conf import settings

ROOT = pathlib.Path(settings.BASE_DIR)
FILES = ROOT / "portal" / "deploy"
NAME = "shirube.example.jp"
INTERPRETER = str(ROOT / ".venv" / "bin" / "python")
PATIENCE = 120  # seconds until something answers
PORTS = ("primary", "standby", "pgbouncer", "one", "two", "aside", "https", "http")
# As a server under way would have it, but for the disk, which nobody trusts here.
POSTGRES = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
shared_buffers = 64MB
wal_level = replica
hot_standby = on
hot_standby_feedback = on
max_standby_streaming_delay = 60s
"""
NGINX = """
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/nginx/body;
    proxy_temp_path {folder}/nginx/proxy;
    fastcgi_temp_path {folder}/nginx/fastcgi;
    uwsgi_temp_path {folder}/nginx/uwsgi;
    scgi_temp_path {folder}/nginx/scgi;
    include {folder}/shirube.conf;
}}
"""


def unit(name: str) -> dict[str, list[str]]:
    """The lines of a unit file by their key, each key as often as it is said."""
    found: dict[str, list[str]] = {}
    for line in (FILES / "systemd" / name).read_text().splitlines():
        if line and line[0] not in "#;[":
            key, _equals, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@functools.cache
def programs() -> pathlib.Path:
    """The folder of PostgreSQL's own programs, of its newest release here."""
    found = pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max(found, key=lambda path: int(path.parts[-3])).parent


def user() -> dict[str, str]:
    """As whom processes run, in the words of `subprocess`."""
    if os.geteuid():
        return {}
    return {"user": "postgres", "group": "postgres"}


@functools.cache
def user_of_site() -> dict[str, str]:
    """The same of the site, where that user can reach its files and Python at all."""
    with contextlib.suppress(OSError):
        asked = [INTERPRETER, "-c", "import django, portal.settings"]
        if (
            subprocess.run(asked, cwd=ROOT, capture_output=True, check=False, **user()).returncode
            == 0
        ):
            return user()
    return {}


def until(condition: Callable[[], object], log: pathlib.Path) -> None:
    """Wait for what is to come about. Fails where it does not."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, log.read_text()[-4000:]
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Whether somebody answers there."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@dataclasses.dataclass(frozen=True)
class Place:
    """Where everything lies, and on which ports it listens."""

    folder: pathlib.Path
    ports: dict[str, int]
    password: str
    kept: contextlib.ExitStack
    instances: dict[str, subprocess.Popen] = dataclasses.field(default_factory=dict)
    servers: dict[str, subprocess.Popen] = dataclasses.field(default_factory=dict)  # PostgreSQL

    # Processes.

    def run(self, *words: str, **how) -> str:
        """What a program prints. Fails where it fails."""
        done = self.tried(*words, **how)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def tried(
        self, *words: str, environment: dict[str, str] | None = None, site: bool = False
    ) -> subprocess.CompletedProcess:
        """A program that came to its end; `site` says that it is the site's own."""
        how = self.surroundings(environment, site=site)
        return subprocess.run(words, capture_output=True, text=True, check=False, **how)

    def surroundings(self, environment: dict[str, str] | None, *, site: bool) -> dict:
        """Where a program runs, as whom and with what, for `subprocess`."""
        return {
            "cwd": ROOT if site else self.folder,
            "env": environment or self.environment(),
            "stdin": subprocess.DEVNULL,
            **(user_of_site() if site else user()),
        }

    @contextlib.contextmanager
    def running(
        self,
        name: str,
        *words: str,
        environment: dict[str, str] | None = None,
        site: bool = False,
        stop: signal.Signals = signal.SIGTERM,
    ) -> Iterator[subprocess.Popen]:
        """A server, until it is ended; its log is called after it."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                words,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.surroundings(environment, site=site),
            )
        try:
            yield process
        finally:
            process.send_signal(stop)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def start(self, name: str, port: int, *words: str, **more) -> subprocess.Popen:
        """A server that listens, until the place is left."""
        process = self.kept.enter_context(self.running(name, *words, **more))
        until(lambda: process.poll() is not None or listens(port), self.log(name))
        assert process.poll() is None, self.log(name).read_text()
        return process

    def log(self, name: str) -> pathlib.Path:
        """What a server wrote."""
        return self.folder / f"{name}.log"

    # What they are told.

    def environment(self) -> dict[str, str]:
        """What systemd leaves of an environment."""
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(self.folder)}

    def filled(self, name: str) -> str:
        """A file of `portal/deploy` with the ports, paths and secrets of this place."""
        text = (FILES / name).read_text()
        for former, here in (
            ("SECRET_KEY=\n", f"SECRET_KEY={self.password * 2}\n"),
            ("PASSWORD", self.password),
            (":5432/", f":{self.ports['primary']}/"),
            ("port=5432", f"port={self.ports['primary']}"),
            ("6432", str(self.ports["pgbouncer"])),
            (":8001", f":{self.ports['one']}"),
            (":8002", f":{self.ports['two']}"),
            ("listen 443", f"listen 127.0.0.1:{self.ports['https']}"),
            ("listen 80", f"listen 127.0.0.1:{self.ports['http']}"),
            ("/var/lib/shirube", str(self.folder / "state")),
            ("/etc/nginx/tls", str(self.folder)),
            ("/var/log/nginx", str(self.folder)),
            ("/etc/nginx/shirube-proxy.conf", str(self.folder / "nginx-proxy.conf")),
            ("/etc/pgbouncer", str(self.folder)),
        ):
            text = text.replace(former, here)
        return text

    def write(self, name: str, text: str) -> pathlib.Path:
        """A file of this place, for who runs it alone."""
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o600)
        if not os.geteuid():
            shutil.chown(path, **user())
        return path

    def variables(self, *names: str) -> dict[str, str]:
        """What environment files say, the later before the earlier."""
        lines = "\n".join(map(self.filled, names)).splitlines()
        return dict(line.split("=", 1) for line in lines if line and line[0] != "#")

    def told(self, name: str, instance: str = "", **more: str) -> dict[str, str]:
        """The environment of a unit of the site, as its files say it."""
        said = unit(name)
        # As systemd reads them: what stands beside all units comes behind the unit itself.
        beside = unit("shirube-.service.d/hardening.conf")
        files = [
            pathlib.Path(path).name
            for each in (said, beside)
            for path in each.get("EnvironmentFile", ())
        ]
        own = shlex.split(" ".join(said.get("Environment", ())).replace("%i", instance))
        return self.environment() | self.variables(*files) | dict(e.split("=") for e in own) | more

    def commands(self, name: str) -> list[list[str]]:
        """What a unit starts, by the Python of these tests."""
        state = str(self.folder / "state")
        return [
            shlex.split(
                line.replace("/srv/shirube/.venv/bin/python", INTERPRETER).replace(
                    "/var/lib/shirube", state
                )
            )
            for line in unit(name)["ExecStart"]
        ]

    def job(self, name: str, **more: str) -> str:
        """What a unit prints that comes to its end."""
        told = self.told(name, **more)
        return "".join(
            self.run(*words, environment=told, site=True) for words in self.commands(name)
        )

    def manage(self, *words: str, **more: str) -> subprocess.CompletedProcess:
        """A command of the site, as who keeps it calls it."""
        told = self.told("shirube-backup.service", **more)
        return self.tried(INTERPRETER, "manage.py", *words, environment=told, site=True)

    # PostgreSQL.

    def address(self, server: str, role: str, database: str = "shirube") -> str:
        """Where a role asks a server of PostgreSQL."""
        return f"postgres://{role}:{self.password}@127.0.0.1:{self.ports[server]}/{database}"

    def connected(self, server: str, role: str, database: str = "shirube") -> psycopg.Connection:
        """A connection that commits by itself."""
        return psycopg.connect(self.address(server, role, database), autocommit=True)

    def postgres(self, server: str) -> None:
        """Start PostgreSQL over the folder that is called after it."""
        self.servers[server] = self.start(
            server,
            self.ports[server],
            *(str(programs() / "postgres"), "-D", str(self.folder / server)),
            *("-p", str(self.ports[server])),
            stop=signal.SIGINT,  # it waits for nobody who is connected
        )

    def first(self) -> None:
        """The primary, with the roles of `roles.sql`."""
        secret = self.write("secret", self.password)
        self.run(
            *(str(programs() / "initdb"), "--no-sync", "--encoding=UTF8", "--locale=C"),
            *("--username=postgres", "--auth=scram-sha-256", f"--pwfile={secret}"),
            f"--pgdata={self.folder / 'primary'}",
        )
        with (self.folder / "primary" / "postgresql.conf").open("a") as file:
            file.write(POSTGRES)
        self.postgres("primary")
        self.psql("roles.sql")
        self.psql("database.sql", "name=shirube")
        with self.connected("primary", "postgres") as connection:
            for role in ("shirube_owner", "shirube_app", "shirube_readonly"):
                connection.execute(f"ALTER ROLE {role} PASSWORD '{self.password}'")

    def psql(self, script: str, *variables: str, database: str = "postgres") -> None:
        """Let the administrator of PostgreSQL run a script of `portal/deploy`."""
        path = self.write(script, self.filled(script))
        said = [f"--set={each}" for each in ("ON_ERROR_STOP=1", *variables)]
        self.run(
            *("psql", "-X", "-q", *said, "-f", str(path), "-d", database),
            *("-h", "127.0.0.1", "-p", str(self.ports["primary"]), "-U", "postgres"),
            environment=self.environment() | {"PGPASSWORD": self.password},
        )

    def second(self) -> None:
        """The standby, as OPERATIONS.md says it is made."""
        self.run(
            *(str(programs() / "pg_basebackup"), "--write-recovery-conf", "--wal-method=stream"),
            *("--checkpoint=fast", "--no-sync", f"--pgdata={self.folder / 'standby'}"),
            *("-h", "127.0.0.1", "-p", str(self.ports["primary"]), "-U", "postgres"),
            environment=self.environment() | {"PGPASSWORD": self.password},
        )
        self.postgres("standby")

    def promote(self) -> None:
        """Let the standby be the primary."""
        where = ("-D", str(self.folder / "standby"))
        self.run(str(programs() / "pg_ctl"), "promote", "--wait", *where)

    def caught_up(self) -> bool:
        """Whether the standby has all that the primary wrote."""
        with self.connected("primary", "postgres") as primary:
            (wrote,) = primary.execute("SELECT pg_current_wal_lsn()").fetchone()
        with self.connected("standby", "postgres") as standby:
            asked = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
            return standby.execute(asked, [wrote]).fetchone()[0]

    def pgbouncer(self) -> None:
        """PgBouncer, who knows the secret of the site's role from PostgreSQL itself."""
        with self.connected("primary", "postgres") as connection:
            asked = """SELECT format('"%s" "%s"', rolname, rolpassword) FROM pg_authid
                       WHERE rolname = 'shirube_app'"""
            (line,) = connection.execute(asked).fetchone()
        self.write("userlist.txt", f"{line}\n")
        ini = self.write("pgbouncer.ini", self.filled("pgbouncer.ini"))
        self.start("pgbouncer", self.ports["pgbouncer"], "/usr/sbin/pgbouncer", str(ini))

    # The site.

    def web(self, name: str, **more: str) -> None:
        """An instance of the site on the port of a name."""
        port = self.ports[name]
        (words,) = self.commands("shirube-web@.service")
        told = self.told("shirube-web@.service", str(port), **more)
        self.instances[name] = self.start(name, port, *words, environment=told, site=True)

    def nginx(self) -> None:
        """nginx, with the example as a part of its configuration."""
        self.run(
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", "shirube.key", "-out", "shirube.crt", "-subj", f"/CN={NAME}"),
            *("-addext", f"subjectAltName=DNS:{NAME}"),
        )
        (self.folder / "nginx").mkdir()
        if not os.geteuid():
            shutil.chown(self.folder / "nginx", **user())
        self.write("nginx-proxy.conf", self.filled("nginx-proxy.conf"))
        self.write("shirube.conf", self.filled("nginx.conf"))
        conf = self.write("nginx.conf", NGINX.format(folder=self.folder))
        words = ("/usr/sbin/nginx", "-c", str(conf), "-g", "daemon off;")
        self.start("nginx", self.ports["https"], *words)


@contextlib.contextmanager
def place() -> Iterator[Place]:
    """Everything started in the order of OPERATIONS.md; nothing is left of it."""
    with contextlib.ExitStack() as kept:
        folder = pathlib.Path(kept.enter_context(tempfile.TemporaryDirectory()))
        if not os.geteuid():
            shutil.chown(folder, **user())
        (folder / "state").mkdir()
        if not os.geteuid():
            shutil.chown(folder / "state", **user())
        ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        here = Place(
            folder, ports, secrets.token_hex(32), kept.enter_context(contextlib.ExitStack())
        )
        here.first()
        here.second()
        here.pgbouncer()
        here.job("shirube-prepare.service", LOAD_RECORD="1")
        here.web("one")
        here.web("two")
        here.nginx()
        yield here
