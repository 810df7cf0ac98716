"""What tests of bundles stand on: one that the command has made, as who keeps the site calls it."""

import contextlib
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.analysts import INTERPRETER, analysts  # noqa: F401 - a fixture
from tests.databases import own_copy

ROOT = pathlib.Path(settings.BASE_DIR)


@dataclasses.dataclass(frozen=True)
class Made:
    """A site of files: what its processes are told, and the folder of its bundles."""

    environment: dict[str, str]
    root: pathlib.Path

    def manage(self, *words: str, **environment: str) -> subprocess.CompletedProcess:
        """Call a command of the site."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def folder(self) -> pathlib.Path:
        """The newest bundle."""
        return max(
            (each for each in self.root.iterdir() if each.name.isdecimal()),
            key=lambda each: int(each.name),
        )

    @property
    def manifest(self) -> dict:
        """What it says of itself."""
        return json.loads((self.folder / "index.json").read_bytes())


@contextlib.contextmanager
def site_of(kind: str, folder: pathlib.Path) -> Iterator[Made]:
    """A site with the record of a kind, without a bundle; its Parquet is made by what analysts have
    where that is installed.
    """
    with own_copy(kind, "made", folder) as url:
        environment = os.environ | {"DATABASE_URL": url, "BUNDLE_ROOT": str(folder / "data")}
        python = INTERPRETER if INTERPRETER.exists() else sys.executable
        yield Made(environment | {"PARQUET_PYTHON": str(python)}, folder / "data")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The bundle of the bundled record."""
    with site_of("bundled", tmp_path_factory.mktemp("made")) as site:
        done = site.manage("make_bundle")
        assert done.returncode == 0, done.stderr
        yield site


@pytest.fixture(scope="module")
def unpacked(made, tmp_path_factory) -> pathlib.Path:
    """The zip, unpacked by who took it away."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(made.folder / "shirube.zip") as archive:
        archive.extractall(folder)
    return folder
