"""How a backup is made: beside, and renamed once it is whole."""

import contextlib
import datetime
import fcntl
import os
import pathlib
import re
import shutil
from collections.abc import Iterator

from django.db import connections, router

from portal.backup import telling
from portal.backup.databases import way
from portal.backup.manifest import FORM, Manifest, Unfit, part
from portal.bundle.kept import sync
from portal.bundle.making import Step, unfinished
from portal.bundle.snapshot import snapshot
from portal.changes.models import Version
from portal.dates.clock import in_utc

BESIDE = "beside-"
NAMED = re.compile(r"shirube-\d{8}T\d{6}Z")


def make(target: pathlib.Path, release: str, step: Step) -> pathlib.Path:
    """A new backup among those in the folder `target`; its own folder.

    Raises Unfit where it cannot be made, of which nothing is left then.
    """
    with _locked(target):
        made_at = datetime.datetime.now(datetime.UTC)
        place = target / f"shirube-{in_utc(made_at)}"
        if place.exists():
            raise Unfit(f"{place} is there already; one backup a second is enough.")
        with unfinished(target / f"{BESIDE}{place.name}") as beside:
            beside.chmod(0o700)  # it holds accounts, and what is not public
            _write(beside, release, made_at, step)
            sync(beside)
            beside.rename(place)
            sync(target)
    return place


def prune(target: pathlib.Path, keep: int) -> list[pathlib.Path]:
    """Let the oldest backups of a folder go, so that `keep` stay; those that went."""
    with _locked(target):
        old = kept(target)[keep:]
        for each in old:
            beside = each.rename(target / f"{BESIDE}{each.name}")
            shutil.rmtree(beside)
    return old


def kept(target: pathlib.Path) -> list[pathlib.Path]:
    """The backups of a folder, the newest first."""
    return sorted((each for each in target.iterdir() if NAMED.fullmatch(each.name)), reverse=True)


def _write(folder: pathlib.Path, release: str, made_at: datetime.datetime, step: Step) -> None:
    using = router.db_for_write(Version)
    connection = connections[using]
    database = way(using)
    with snapshot(using):
        stamp = Version.objects.using(using).current()
        with step("Copying the database"):
            database.dump(connection, folder)
        with step("Counting rows"):
            rows = telling.rows(using)
        with step("Reading every table"):
            csvs = telling.csvs(using)
        applied = telling.migrations(using)
    path = folder / database.FILE
    path.chmod(0o600)
    Manifest(
        form=FORM,
        made_at=made_at.isoformat(timespec="seconds"),
        version={"number": stamp.number, "token": stamp.token},
        release=release,
        database=database.version(connection),
        migrations=applied,
        parts=[part(path)],
        rows=rows,
        csv=csvs,
    ).write(folder)
    _to_the_disk(folder)


def _to_the_disk(folder: pathlib.Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


@contextlib.contextmanager
def _locked(target: pathlib.Path) -> Iterator[None]:
    target.mkdir(parents=True, exist_ok=True)
    with (target / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Unfit(f"Another process makes a backup in {target}.") from error
        for left in target.glob(f"{BESIDE}*"):  # by one that was killed
            shutil.rmtree(left)
        yield
