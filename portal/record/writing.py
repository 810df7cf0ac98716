"""The record written into files: a snapshot, which takes the place of the former one as a whole."""

import contextlib
import pathlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator

import yaml
from django.db import connections, models, transaction

from portal.changes.tracking import written_to
from portal.record import history, trees
from portal.record.schema import RecordError, RecordFile, schema_of


class PlainYamlDumper(yaml.CSafeDumper):
    """A dumper that repeats shared values instead of inventing anchors."""

    def ignore_aliases(self, data):
        return True


def to_yaml(data) -> str:
    """YAML as people write it: no anchors, no sorting, no folded lines."""
    return yaml.dump(
        data, Dumper=PlainYamlDumper, allow_unicode=True, sort_keys=False, width=10**6, indent=2
    )


def write(entry: models.Model, using: str | None = None) -> dict:
    """The form of an entry as the database holds it now."""
    (node,) = trees.read(schema_of(entry._meta.model_name), [entry.pk], written_to(using))
    return node.form_plainly


@contextlib.contextmanager
def snapshot(using: str) -> Iterator[None]:
    """Everything that is read inside is of one moment, whoever writes meanwhile.

    Nothing is written inside, so that on SQLite no writer waits. Inside a transaction that is one.
    """
    connection = connections[using]
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def dump(
    folder: pathlib.Path,
    files: Iterable[RecordFile],
    using: str | None = None,
    *,
    with_history: bool = False,
    advance: Callable[[int], None] = lambda _number: None,
) -> list[pathlib.Path]:
    """Write the whole record into `folder`; the files written.

    `advance` is called with the number of entries that were written since it was last called.
    They are written beside it and take its place at the end, so that it holds the former record
    or the new one, and nothing of the former where that is gone. Raises RecordError where the
    folder holds more than a record.
    """
    using, files = written_to(using), tuple(files)
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = pathlib.Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        with snapshot(using):
            written = [path for file in files for path in _write_file(beside, file, using, advance)]
            if with_history:
                written += history.write(beside, using)
        keep_others(folder, beside, files)
        _swap(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [folder / path.relative_to(beside) for path in written]


def keep_others(folder: pathlib.Path, beside: pathlib.Path, files: Iterable[RecordFile]) -> None:
    """Take along what a folder holds beside a record: notes that somebody put there.

    Raises RecordError where that is a folder, for then it is more than a record.
    """
    own = {file.path for file in files if file.folder}
    inside = [path for path in folder.iterdir() if path.is_dir()] if folder.exists() else []
    if more := sorted({path.name for path in inside} - own - {history.FOLDER.name}):
        raise RecordError([f"{folder / name}: no part of a record" for name in more])
    for path in folder.iterdir() if folder.exists() else ():
        of_record = path.name in {file.path for file in files}
        if path.is_file() and not of_record:
            shutil.copy2(path, beside / path.name)
        elif path.is_dir() and of_record:
            for inner in path.iterdir():
                if inner.suffix != ".yaml":
                    shutil.copy2(inner, beside / path.name / inner.name)


def _write_file(
    folder: pathlib.Path, file: RecordFile, using: str, advance: Callable[[int], None]
) -> Iterator[pathlib.Path]:
    """Write the entries of one file or folder; the files written."""
    path = folder / file.path
    entries = [node.form for node in trees.read_all(file.schema, using)]
    if not file.folder:
        path.write_text(to_yaml(entries), encoding="utf-8")
        advance(len(entries))
        yield path
        return
    path.mkdir(parents=True)
    for entry in entries:
        own = path / f"{entry[file.schema.model.KEY[0]]}.yaml"
        own.write_text(to_yaml(entry), encoding="utf-8")
        advance(1)
        yield own


def _swap(beside: pathlib.Path, folder: pathlib.Path) -> None:
    """Put a folder in the place of another, which is deleted."""
    beside.chmod(0o755)
    if not folder.exists():
        beside.rename(folder)
        return
    former = beside.with_name(f"{beside.name}.former")
    folder.rename(former)
    beside.rename(folder)
    shutil.rmtree(former)
