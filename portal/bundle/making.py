"""How a bundle is made: the rows from one snapshot, then all other forms from these files."""

import contextlib
import itertools
import json
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.db import router

from portal.bundle import database, parquet
from portal.bundle.about import About, about
from portal.bundle.contents import VIEWS, files
from portal.bundle.declared import Resource, changes, resources
from portal.bundle.files import Written, as_json, looked_at, write, write_rows, write_zip
from portal.bundle.kept import (
    BESIDE,
    MANIFEST,
    Bundle,
    bundle,
    digest_of,
    drop,
    locked,
    newest,
    numbers,
    promise,
    promised,
    put,
    root,
    sync,
)
from portal.bundle.manifest import manifest
from portal.bundle.packaged import csvw, package
from portal.bundle.snapshot import snapshot
from portal.changes.models import Change, Stamp, Version
from portal.changes.tracking import everything_changed
from portal.dates.clock import day_of
from portal.lists.columns import Kind
from portal.lists.export import plain_blocks
from portal.pages.catalog.cff import citation_cff
from portal.progress import Advance

ZIP, SQLITE = "shirube.zip", "shirube.sqlite"
PACKAGE, CSVW, CITATION = "datapackage.json", "csvw-metadata.json", "CITATION.cff"
# The types of columns in DuckDB; what is not named is text.
TYPES = {
    Kind.INTEGER: "BIGINT",
    Kind.DECIMAL: "DOUBLE",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "DATE",
}
# Tells of a step with so many parts.
Step = Callable[[str, int | None], contextlib.AbstractContextManager[Advance]]
# The earliest day that a zip can tell.
EARLIEST = 1980


class Failed(Exception):
    """The program that writes Parquet did not come to its end."""


def made(step: Step, again: bool = False, first: bool = False) -> tuple[Bundle, bool]:
    """The bundle of the version that the record is at, and whether it was made now.

    One that is made is made `again` only for who asks for that. Its addresses promise its bytes:
    where it is another then, the record is given a version that nothing was promised of.
    Who only asks for a `first` one is given the newest that there is.
    Raises Busy where another process makes one.
    """
    using = router.db_for_read(Version)
    with locked():
        remember_all()
        let_go_of_others(using)
        if first and (there := newest()) is not None:
            return there, False
        current = Version.objects.using(using).current().number
        is_new = again or current not in numbers()
        if is_new:
            current = given(using, step)
            for number in numbers()[max(1, settings.BUNDLES_KEPT) :]:
                drop(number)
        return bundle(current), is_new


def remember_all() -> None:
    """Write down what stands there, before any of it goes."""
    for number in numbers():
        promise(number, promised()[number])


def given(using: str, step: Step) -> int:
    """Make the bundle of what the record holds, and give it under the number of its version.

    The record may be at another version by then than before, of which it is then. A number that
    was given to another bundle (of a database that was restored, or of a former form of tables) is
    not given again.
    """
    with unfinished(root() / f"{BESIDE}new") as folder:
        number, digest = make(folder, using, step).stamp.number, digest_of(folder)
        if promised().get(number, digest) == digest:
            promise(number, digest)
            put(folder, number)
            return number
        shutil.rmtree(folder)
    with everything_changed(beyond=max(promised())):
        pass
    return given(using, step)


def made_into(folder: pathlib.Path, step: Step) -> About:
    """The same in a folder that there is not yet, for who wants to see whether the bytes agree."""
    with unfinished(folder.with_name(f"{folder.name}.unfinished")) as beside:
        told = make(beside, router.db_for_read(Version), step)
        beside.rename(folder)
    return told


@contextlib.contextmanager
def unfinished(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """A new folder, of which nothing is left where what is done in it fails."""
    folder.mkdir(parents=True)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder)
        raise


def let_go_of_others(using: str) -> None:
    """Drop what was made of another history: a database that was restored, or loaded anew.

    Such versions have numbers of their own, which say nothing here.
    """
    current = Version.objects.using(using).current()
    for number in numbers():
        kept = bundle(number)
        if kept is None or not Change.objects.using(using).knows(
            Stamp(number, kept.token), current
        ):
            drop(number)


def make(folder: pathlib.Path, using: str, step: Step) -> About:
    """Write all files of a bundle into an empty folder."""
    tables = resources()
    with snapshot(using):
        told = about(using)
        every = (*tables, changes())
        written = {each.csv: found for each, found in rows(folder, every, using, step)}
    with step("Writing what the tables are", None):
        put_json(folder, PACKAGE, package(told, every, written), written)
        put_json(folder, CSVW, csvw(told, every), written)
        for name, content in {**files(told), CITATION: citation(told)}.items():
            write(folder / name, [content])
            written[name] = looked_at(folder / name)
    with step("Writing SQLite", None):
        database.write(folder / SQLITE, tables, folder, (folder / VIEWS).read_text())
        written[SQLITE] = looked_at(folder / SQLITE)
    with step("Packing", None):
        day = (max(told.begins.year, EARLIEST), told.begins.month, told.begins.day)
        write_zip(folder / ZIP, folder, sorted(written.keys() - {SQLITE}), day)
        written[ZIP] = looked_at(folder / ZIP)
    with step("Writing Parquet", None):
        if write_parquet(folder, tables):
            written |= {each.parquet: looked_at(folder / each.parquet) for each in tables}
    write(folder / MANIFEST, [as_json(manifest(told, tables, written, previous(told)))])
    looked_at(folder / MANIFEST)
    for each in (folder, *(path for path in folder.iterdir() if path.is_dir())):
        sync(each)
    return told


def rows(
    folder: pathlib.Path, tables: Sequence[Resource], using: str, step: Step
) -> Iterator[tuple[Resource, Written]]:
    """Write the rows of each table as CSV."""
    with step("Writing tables", len(tables)) as advance:
        for each in tables:
            number = write_rows(folder / each.csv, plain_blocks(each.table, using))
            yield each, looked_at(folder / each.csv, number)
            advance(1)


def citation(told: About) -> bytes:
    """How the version is cited, in the form that archives read."""
    day = day_of(told.made_at) if told.made_at else told.begins
    return citation_cff(told.stamp.number, day).encode()


def put_json(folder: pathlib.Path, name: str, told: object, written: dict[str, Written]) -> None:
    """Write a file of JSON beside those that are written."""
    write(folder / name, [as_json(told)])
    written[name] = looked_at(folder / name)


def write_parquet(folder: pathlib.Path, tables: Sequence[Resource]) -> bool:
    """Let the program write Parquet; whether its package is there. Raises Failed."""
    job = {"folder": str(folder), "tables": [parquet_table(each) for each in tables]}
    done = subprocess.run(
        [settings.PARQUET_PYTHON or sys.executable, "-I", parquet.__file__],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in {0, parquet.MISSING}:
        raise Failed(done.stderr.strip() or f"Parquet: the program ended with {done.returncode}.")
    return done.returncode == 0


def parquet_table(told: Resource) -> dict:
    """What the program has to know of a table."""
    columns = {column.name: TYPES.get(column.kind, "VARCHAR") for column in told.columns}
    several = [column.name for column in told.columns if column.several]
    return {"csv": told.csv, "parquet": told.parquet, "columns": columns, "lists": several}


def previous(told: About) -> Bundle | None:
    """The newest bundle that is older than a version."""
    older = itertools.dropwhile(lambda number: number >= told.stamp.number, numbers())
    return next(filter(None, map(bundle, older)), None)
