"""The units, timers and the Containerfile name what there is, and keep what they promise."""

import pathlib
import re
import shutil
import subprocess

import pytest
from django.core.management import get_commands

from tests.deploy.place import FILES, INTERPRETER, ROOT, unit

pytestmark = pytest.mark.deploy

SERVICES = sorted(path.name for path in (FILES / "systemd").glob("*.service"))
TIMERS = sorted(path.name for path in (FILES / "systemd").glob("*.timer"))
# What systemd-analyze finds of a service that anybody may do anything through is 10.
EXPOSURE = 20  # in tenths


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_calls_commands_that_there_are(name):
    for line in unit(name)["ExecStart"]:
        interpreter, program, command, *_more = line.split()
        assert (interpreter, program) == ("/srv/shirube/.venv/bin/python", "manage.py")
        assert command in get_commands()


@pytest.mark.parametrize("name", SERVICES)
def test_what_keeps_the_site_asks_as_its_owner(name):
    """Of environment files systemd lets the later hold, and reads what stands beside last."""
    files = [pathlib.Path(path).name for path in unit(name)["EnvironmentFile"]]
    keeper = [] if name.startswith("shirube-web@") else ["keeper.env"]
    assert files == ["site.env", *keeper]
    assert "EnvironmentFile" not in unit("shirube-.service.d/hardening.conf")


@pytest.mark.parametrize("name", TIMERS)
def test_a_timer_has_its_service(name):
    assert name.replace(".timer", ".service") in SERVICES
    assert unit(name)["WantedBy"] == ["timers.target"]


@pytest.fixture(scope="module")
def units(tmp_path_factory) -> pathlib.Path:
    """The units as they are installed, with a Python that there is."""
    folder = shutil.copytree(FILES / "systemd", tmp_path_factory.mktemp("units") / "system")
    for path in folder.glob("*.service"):
        text = path.read_text()
        path.write_text(text.replace("/srv/shirube/.venv/bin/python", INTERPRETER))
    return folder


def analysed(units: pathlib.Path, *words: str) -> subprocess.CompletedProcess:
    """What systemd-analyze says of units, which needs no systemd that runs."""
    return subprocess.run(
        ["systemd-analyze", *words],
        cwd=units,
        env={"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{units}:"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_systemd_understands_them(units):
    names = [name.replace("@", "@8001") for name in (*SERVICES, *TIMERS)]
    done = analysed(units, "verify", "--man=no", *names)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_reaches_little(units, name):
    words = ("security", "--offline=true", f"--threshold={EXPOSURE}", "--no-pager")
    done = analysed(units, *words, name.replace("@", "@8001"))
    assert done.returncode == 0, done.stdout[-200:] + done.stderr


CONTAINER = (FILES / "Containerfile").read_text()


def test_a_container_is_made_of_what_there_is():
    copied = re.findall(r"^COPY (?!--)(.+)$", CONTAINER, re.M)
    names = [name for line in copied for name in line.split()[:-1]]
    assert len(names) > 8
    assert [name for name in names if not (ROOT / name).exists()] == []
    needed = {"portal", "policies", "measures", "templates", "static", "locale", "fixtures"}
    assert needed <= set(names)


def test_what_a_container_holds_is_enough(tmp_path):
    """Its last step of building, by what is copied alone; then the site as it starts there."""
    for line in re.findall(r"^COPY (?!--)(.+) \S+$", CONTAINER, re.M):
        for name in line.split():
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, tmp_path / name)
    told = {"PATH": "/usr/bin:/bin", "STATIC_ROOT": str(tmp_path / "static-files")}
    production = {
        "ALLOWED_HOSTS": "shirube.example.jp",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "SECRET_KEY": "a key of a container that serves nobody, of more than fifty letters",
        "SHIRUBE_PRODUCTION": "1",
    }
    calls = (("collectstatic", "--no-input"), told), (("check",), told | production)
    for words, environment in calls:
        done = subprocess.run(
            [INTERPRETER, "manage.py", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "static-files" / "staticfiles.json").exists()


def test_a_container_is_locked_and_runs_for_nobody():
    assert "--require-hashes -r requirements.txt" in CONTAINER
    assert re.search(r"^USER (\d+)", CONTAINER, re.M)[1] != "0"
    assert CONTAINER.index("collectstatic") < CONTAINER.index("USER")


def test_no_example_holds_a_secret_or_a_host_of_somebody():
    for path in FILES.rglob("*"):
        if path.is_file():
            text = path.read_text()
            assert re.findall(r"^SECRET_KEY=(.+)$", text, re.M) == [], path
            passwords = set(re.findall(r"//\w+:(\w+)@", text))
            assert passwords <= {"PASSWORD"}, path
            assert set(re.findall(r"[\w.]+\.jp\b", text)) <= {"shirube.example.jp"}, path
