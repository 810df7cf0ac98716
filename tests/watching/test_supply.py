"""What the site is made of, what it is held against, and how soon it is mended."""

import ast
import csv
import functools
import json
import pathlib
import re
import subprocess
import sys

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
LOCK = ROOT / "requirements.txt"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)", re.M)
REQUIREMENT = re.compile(r"V\d{1,2}\.\d{1,2}\.\d{1,2}")


@functools.cache
def requirements() -> list[dict]:
    """The lines of the table."""
    with (ROOT / "portal" / "deploy" / "asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def names_in(path: str) -> set[str]:
    """The names of the tests of a file."""
    module = ast.parse((ROOT / path).read_text())
    return {each.name for each in ast.walk(module) if isinstance(each, ast.FunctionDef)}


def test_every_requirement_of_two_levels_has_one_line():
    """Of ASVS 5.0.0: 70 of level 1 and 183 more of level 2."""
    names = [each["requirement"] for each in requirements()]
    assert all(map(REQUIREMENT.fullmatch, names))
    assert len(names) == len(set(names))
    levels = [each["level"] for each in requirements()]
    assert (levels.count("1"), levels.count("2"), len(levels)) == (70, 183, 253)


def test_every_line_says_how_it_stands_and_why():
    for each in requirements():
        assert each["status"] in {"met", "not met", "not applicable"}, each
        assert each["here"], each


@pytest.mark.parametrize("test", sorted({each["test"] for each in requirements()} - {""}))
def test_every_test_that_is_named_is_there(test):
    path, _colons, name = test.partition("::")
    assert name.startswith("test_")
    assert name in names_in(path)


def test_the_policy_names_its_deadlines():
    text = (ROOT / "SECURITY.md").read_text()
    deadlines = [int(days) for days in re.findall(r"\| (\d+) days \|", text)]
    assert deadlines == sorted(deadlines)
    assert len(deadlines) == 3
    assert "/.well-known/security.txt" in text


def tool(name: str, *words: str) -> None:
    """Run a tool as the Makefile does."""
    program = pathlib.Path(sys.executable).parent / name
    done = subprocess.run(
        [str(program), *words], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_inventory_names_every_locked_package(tmp_path):
    path = tmp_path / "sbom.json"
    words = ("requirements", str(LOCK), "--pyproject", str(ROOT / "pyproject.toml"))
    words += ("--output-reproducible", "--output-format", "JSON", "--output-file", str(path))
    tool("cyclonedx-py", *words)
    told = json.loads(path.read_text())
    assert told["bomFormat"] == "CycloneDX"
    assert told["metadata"]["component"]["name"] == "shirube"
    assert "serialNumber" not in told, "the same lock gives the same bytes"
    assert "timestamp" not in told["metadata"]
    found = {(each["name"], each["version"]) for each in told["components"]}
    locked = set(PINNED.findall(LOCK.read_text()))
    assert len(locked) > 20
    assert found == locked


def test_every_package_that_is_installed_says_its_licence(tmp_path):
    path = tmp_path / "licences.csv"
    names = [name for name, _version in PINNED.findall(LOCK.read_text())]
    words = ("--from", "mixed", "--format", "csv", "--output-file", str(path), "--packages")
    tool("pip-licenses", "--python", sys.executable, *words, *names)
    with path.open(newline="") as file:
        told = {each["Name"].lower(): each["License"] for each in csv.DictReader(file)}
    assert told["django"].startswith("BSD")
    assert [name for name, licence in told.items() if licence in {"", "UNKNOWN"}] == []
