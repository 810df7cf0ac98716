"""A start is told where and how much to serve, refuses nonsense, and readies its workers."""

import os
import pathlib
import socket
import stat
import subprocess
import sys

import pytest
from django.conf import settings as site_settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from portal import serving
from portal.management.commands import serve

ROOT = pathlib.Path(site_settings.BASE_DIR)
COMMANDS = ("prepare", "serve")
ASK = {number.name: number for number in serving.NUMBERS}
DEFAULTS = {"PORT": 8000, "WORKERS": os.cpu_count() or 1, "THREADS": 4, "BACKLOG": 1024}
NONSENSE = ("0", "-1", "2.5", "many", "1000000000", "²", "9" * 5000)


@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize("value", [None, "", " "])
def test_nothing_needs_to_be_said(monkeypatch, name, value):
    monkeypatch.delenv(name, raising=False)
    if value is not None:
        monkeypatch.setenv(name, value)
    assert ASK[name].read() == DEFAULTS.get(name)


@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize(("value", "meant"), [("512", 512), (" 999 ", 999), ("1000", 1000)])
def test_a_number_is_taken(monkeypatch, name, value, meant):
    monkeypatch.setenv(name, value)
    assert ASK[name].read() == meant


@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_is_refused_with_its_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as refused:
        ASK[name].read()
    assert str(refused.value).startswith(f"{name}={value} is not a number of ")
    without = f"it is {DEFAULTS[name]}." if name in DEFAULTS else "there is no limit."
    assert str(refused.value).endswith(f" Without the variable {without}")


@pytest.mark.parametrize("value", ["65536", "99999"])
def test_a_port_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(SystemExit) as refused:
        serving.PORT.read()
    assert str(refused.value).startswith(f"PORT={value} is not a number of a port; one from 1 to ")


def test_without_a_word_it_is_this_machine_alone(monkeypatch):
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    assert (serving.host(), serving.PORT.read()) == ("127.0.0.1", 8000)


@pytest.fixture
def taken():
    """A port on which somebody listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def refusal(tmp_path: pathlib.Path, command: str, **environment: str) -> str:
    """The sentence with which a start ends; nothing else is said, and nothing was done."""
    database = tmp_path / "never.sqlite3"
    given = {"HOST": "127.0.0.1", "SECRET_KEY": "not used"}
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=os.environ | given | {"DATABASE_URL": f"sqlite:///{database}"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert not database.exists()
    return done.stderr


@pytest.mark.parametrize("name", ["WORKERS", "MAX_RSS"])
@pytest.mark.parametrize("command", COMMANDS)
def test_both_halves_of_a_start_refuse_it_before_they_do_anything(tmp_path, command, name):
    told = refusal(tmp_path, command, **{name: "several"})
    assert told.startswith(f"{name}=several is not a number of ")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_taken_port_is_told_before_anything_is_done(tmp_path, command, taken):
    told = refusal(tmp_path, command, PORT=str(taken))
    assert told.startswith(f"Port {taken} is taken: ")
    assert told.endswith("make run PORT=8000\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_an_address_of_another_machine_is_refused(tmp_path, command):
    told = refusal(tmp_path, command, HOST="192.0.2.1", PORT="8000")
    assert told.startswith("Cannot listen on HOST=192.0.2.1 PORT=8000: ")


@pytest.mark.parametrize("command", COMMANDS)
def test_what_the_settings_miss_is_told_in_a_sentence(tmp_path, command):
    told = refusal(tmp_path, command, SHIRUBE_PRODUCTION="1", SECRET_KEY="", DEBUG="")
    assert told.startswith("SECRET_KEY is not set. ")


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_a_newer_release_changed_is_left_alone(command, monkeypatch):
    """Neither half of a start goes on."""
    monkeypatch.setattr(serving, "ask", lambda **_options: None)
    MigrationRecorder(connection).record_applied("measures", "9999_of_tomorrow")
    with pytest.raises(SystemExit) as refused:
        call_command(command)
    assert "it has measures.9999_of_tomorrow, which this release does not" in str(refused.value)


@pytest.fixture
def key_file(monkeypatch, settings, tmp_path):
    """Where the key is kept meanwhile; the variable is put back afterwards."""
    settings.SECRET_KEY = "of the settings"
    monkeypatch.setenv("SECRET_KEY", "")
    monkeypatch.setattr(serve, "KEY_FILE", tmp_path / "secret-key")
    return serve.KEY_FILE


def test_the_key_of_a_copy_is_kept(key_file, settings, monkeypatch):
    """For workers that inherit the settings, and for those that read the environment."""
    serve.keep_secret_key()
    kept = key_file.read_text()
    assert len(kept) >= 50
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert settings.SECRET_KEY == os.environ["SECRET_KEY"] == kept
    settings.SECRET_KEY = "of the next start"
    monkeypatch.setenv("SECRET_KEY", "")
    serve.keep_secret_key()
    assert settings.SECRET_KEY == os.environ["SECRET_KEY"] == key_file.read_text() == kept


def test_a_key_that_is_given_holds(key_file, settings, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the environment")
    serve.keep_secret_key()
    assert settings.SECRET_KEY == "of the settings"
    assert os.environ["SECRET_KEY"] == "of the environment"
    assert not key_file.exists()


def free_port() -> str:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


OPENED_BEFORE = """
import django

django.setup()
from django.core.management import call_command
from django.db import connection

from portal.management.commands import serve


def workers_start(_listening):
    assert connection.connection is None


connection.ensure_connection()
serve.serve = workers_start
call_command("serve")
"""


def test_workers_inherit_no_connection(tmp_path):
    """Over which two of them would speak at once."""
    given = {"SECRET_KEY": "not used", "HOST": "127.0.0.1", "PORT": free_port()}
    given |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'a.sqlite3'}"}
    given |= {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    done = subprocess.run(
        [sys.executable, "-c", OPENED_BEFORE],
        cwd=ROOT,
        env=os.environ | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,  # no terminal
    )
    assert (done.returncode, done.stderr) == (0, "")
