"""Batches and revisions as lines of JSON, so that a dump can hold what the record was before."""

import json
import pathlib
from collections.abc import Iterator

from django.db import models
from django.utils.dateparse import parse_datetime

from portal.record.edits import Key
from portal.record.models import Batch, Entry, Revision
from portal.record.schema import RecordError, kinds
from portal.rows.updating import update_each

FOLDER = pathlib.PurePath("history")
# Which revision each form of a dump is.
NUMBERS = FOLDER / "numbers.json"
BATCHES, ENTRIES, REVISIONS = (FOLDER / f"{n}.jsonl" for n in ("batches", "entries", "revisions"))
OF_BATCH = ("made_at", "user_name", "via", "kind", "reason", "version")
OF_ENTRY = ("kind", "key", "number", "state", "moved_to")
MANY = 500
# The states of entries that the record holds.
THERE = {Entry.State.HERE, Entry.State.WITHDRAWN}


def write(folder: pathlib.Path, using: str) -> list[pathlib.Path]:
    """Write all batches, entries and revisions into a folder; the files written."""
    (folder / FOLDER).mkdir()
    numbers: dict[str, dict[str, int]] = {}
    here = Entry.objects.using(using).there().order_by("kind", "key")
    for kind, key, number in here.values_list("kind", "key", "number"):
        numbers.setdefault(kind, {})[key] = number
    (folder / NUMBERS).write_text(json.dumps(numbers, ensure_ascii=False, indent=1) + "\n")
    for path, lines in (
        (BATCHES, _batches(using)),
        (ENTRIES, _entries(using)),
        (REVISIONS, _revisions(using)),
    ):
        with (folder / path).open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return [folder / path for path in (NUMBERS, BATCHES, ENTRIES, REVISIONS)]


def _batches(using: str) -> Iterator[dict]:
    for batch in Batch.objects.using(using).order_by("pk").iterator():
        values = {name: getattr(batch, name) for name in OF_BATCH}
        yield {"id": batch.pk, **values, "made_at": batch.made_at.isoformat()}


def _entries(using: str) -> Iterator[dict]:
    yield from Entry.objects.using(using).order_by("pk").values(*OF_ENTRY)


def _revisions(using: str) -> Iterator[dict]:
    found = Revision.objects.using(using).select_related("entry").order_by("pk")
    for each in found.iterator():
        yield {
            "kind": each.entry.kind,
            "key": each.entry.key,
            "number": each.number,
            "batch": each.batch_id,
            "layout": each.layout,
            "form": each.form,
        }


def numbers_in(folder: pathlib.Path) -> dict[Key, int]:
    """The revision that each form of a dump is, where the dump tells it."""
    path = folder / NUMBERS
    if not path.exists():
        return {}
    told = json.loads(path.read_text(encoding="utf-8"))
    return {
        (kind, key): number for kind, numbers in told.items() for key, number in numbers.items()
    }


def read(folder: pathlib.Path, using: str) -> None:
    """Read back what `write` wrote, where there is any, into a database without history.

    Who made a batch is told by name: accounts are not part of a dump.
    """
    if not (folder / FOLDER).is_dir():
        return
    moments = {}
    batches = {}
    for line in _lines(folder, BATCHES):
        moments[line["id"]] = parse_datetime(line["made_at"])
        batches[line["id"]] = Batch(**{name: line[name] for name in OF_BATCH})
    _create(Batch, batches.values(), using)
    for number, batch in batches.items():
        batch.made_at = moments[number]  # what is created is of now
    update_each(Batch.objects.using(using), batches.values(), ["made_at"])
    rows = _rows(using)
    entries = {
        key: Entry(**line, row=rows.get(key) if line["state"] in THERE else None)
        for line in _lines(folder, ENTRIES)
        for key in [(line["kind"], line["key"])]
    }
    _create(Entry, entries.values(), using)
    _create(
        Revision,
        [
            Revision(
                entry=entries[line["kind"], line["key"]],
                number=line["number"],
                batch=batches[line["batch"]],
                form=line["form"],
                layout=line["layout"],
            )
            for line in _lines(folder, REVISIONS)
        ],
        using,
    )


def _rows(using: str) -> dict[tuple[str, str], int]:
    """The primary keys of all entries, by kind and readable key."""
    return {
        (kind, "/".join(names)): pk
        for kind, file in kinds().items()
        for pk, *names in file.schema.model._base_manager.using(using).values_list(
            "pk", *file.schema.model.KEY
        )
    }


def _create(model: type[models.Model], rows, using: str) -> None:
    model.objects.using(using).bulk_create(rows, batch_size=MANY)


def _lines(folder: pathlib.Path, path: pathlib.PurePath) -> Iterator[dict]:
    """The lines of a file. Raises RecordError where one is no JSON."""
    try:
        text = (folder / path).read_text(encoding="utf-8")
        for line in text.splitlines():
            yield json.loads(line)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise RecordError([f"{path}: {error}"]) from error
