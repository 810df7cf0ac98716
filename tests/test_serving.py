"""How many processes and threads serve is said in the environment, and nonsense is refused."""

import os
import pathlib
import subprocess
import sys

import capacity
import pytest
from django.conf import settings

ROOT = pathlib.Path(settings.BASE_DIR)
ASK = {"WORKERS": capacity.workers, "THREADS": capacity.threads}
DEFAULTS = {"WORKERS": os.cpu_count() or 1, "THREADS": 4}
NONSENSE = ("0", "-1", "2.5", "many", "1001", "²", "9" * 5000)


@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize("value", [None, "", " "])
def test_nothing_needs_to_be_said(monkeypatch, name, value):
    monkeypatch.delenv(name, raising=False)
    if value is not None:
        monkeypatch.setenv(name, value)
    assert ASK[name]() == DEFAULTS[name]


@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize(("value", "meant"), [("1", 1), (" 16 ", 16), ("1000", 1000)])
def test_a_number_is_taken(monkeypatch, name, value, meant):
    monkeypatch.setenv(name, value)
    assert ASK[name]() == meant


@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_is_refused_with_its_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as refused:
        ASK[name]()
    assert str(refused.value).startswith(f"{name}={value} is not a number of ")
    assert f"Without the variable it is {DEFAULTS[name]}." in str(refused.value)


@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize("program", [".ci/prepare.py", ".ci/serve.py"])
def test_both_halves_of_a_start_refuse_it_before_they_do_anything(tmp_path, program, name):
    database = tmp_path / "never.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "HOST": "127.0.0.1",
        "PORT": "8000",
        "SECRET_KEY": "not used",
        name: "several",
    }
    command = [sys.executable, program]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name}=several is not a number of ")
    assert done.stdout == ""
    assert not database.exists()
