"""How a backup comes back: into an empty database, and held against what it said of itself."""

import pathlib
from collections.abc import Mapping

from django.core.management import call_command
from django.db import connections, router

from portal.backup import telling
from portal.backup.databases import way
from portal.backup.manifest import Manifest, Unfit, read
from portal.bundle.making import Step
from portal.changes.models import Version


def restore(folder: pathlib.Path, release: str, replace: bool, step: Step) -> Manifest:
    """Bring a backup back; its manifest. Raises Unfit, before anything is changed if it can.

    Where the code is that which it was made with, every table is read and compared too.
    """
    using = router.db_for_write(Version)
    with step("Looking at the backup"):
        manifest = read(folder)
    refuse_others(manifest, using)
    replaced = telling.tables(using)
    if replaced and not replace:
        raise Unfit(
            f"The database holds {len(replaced)} tables, and nothing was changed. Name an empty "
            "one in DATABASE_URL, or say --replace: then all that it holds is lost."
        )
    with step("Loading the database"):
        way(using).load(connections[using], folder, replaced)
    with step("Comparing"):
        compare("rows of the table", manifest.rows, telling.rows(using))
        if manifest.release == release:
            compare("the file", manifest.csv, telling.csvs(using))
    return manifest


def refuse_others(manifest: Manifest, using: str) -> None:
    """Raise Unfit where this release or this database cannot hold a backup."""
    vendor = connections[using].vendor
    if manifest.database["vendor"] != vendor:
        raise Unfit(
            f"The backup is of {manifest.database['vendor']}, DATABASE_URL is {vendor}. "
            "`dump_record` and `load_record` carry the record from one to the other."
        )
    if unknown := sorted(set(manifest.migrations) - telling.known_migrations()):
        raise Unfit(f"The backup is of a newer release, which has {', '.join(unknown)}.")
    way(using).look_at(connections[using], manifest.database)


def compare(what: str, told: Mapping[str, object], found: Mapping[str, object]) -> None:
    """Raise Unfit where something is not what the backup said."""
    other = [name for name in sorted({*told, *found}) if told.get(name) != found.get(name)]
    if other:
        lines = "\n".join(f"{name}: {told.get(name)} → {found.get(name)}" for name in other[:20])
        raise Unfit(
            f"{len(other)} times {what} is not what the backup said; do not serve it.\n{lines}"
        )


def rebuild() -> None:
    """Bring what came back to this release, and make the bundle anew.

    Index and spells came with the record, in one state with it; they are made anew only where this
    release makes others, as that gives the record another version.
    """
    call_command("migrate", verbosity=0, interactive=False)
    call_command("index_record", if_needed=True)
    call_command("keep_spells", if_empty=True)
    call_command("make_bundle", again=True)
