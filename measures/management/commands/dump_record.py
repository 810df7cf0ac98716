"""Writes the record as YAML files."""

import pathlib

from django.conf import settings
from django.core.management.base import CommandError

from measures.models import Measure
from measures.record import FILES
from portal.progress import LongCommand
from portal.record.models import Entry
from portal.record.schema import RecordError
from portal.record.writing import dump


class Command(LongCommand):
    help = (
        "Write the record into YAML files, one per measure; the inverse of load_record. Without "
        "--history they hold the entries as they are alone. Remarks of readers, drafts, attached "
        "copies and accounts are no record: for them back up the database."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=pathlib.Path, default=settings.BASE_DIR / "fixtures"
        )

        parser.add_argument(
            "--history",
            action="store_true",
            help="Write too what the entries were before, into history/.",
        )

    def handle(self, *, folder, history, **options):
        folder.mkdir(parents=True, exist_ok=True)
        held = sum(1 for _path in folder.rglob("*.yaml"))
        if held and not Measure.objects.exists():
            # As after a load that was refused: what was typed into the files would be lost.
            raise CommandError(
                f"The database holds no measure, and {folder} holds {held} files that would be "
                "deleted or emptied. Nothing was written: load the record first."
            )
        if (folder / "history").exists() and not history:
            raise CommandError(
                f"{folder} holds a history, which would be gone. Nothing was written: write it "
                "anew with --history, or dump into another folder."
            )
        try:
            entries = sum(file.schema.model._base_manager.count() for file in FILES)
            with self.step("Writing entries", entries) as advance:
                written = dump(folder, FILES, with_history=history, advance=advance)
        except RecordError as error:
            raise CommandError(f"Nothing was written. {error}") from error
        self.stdout.write(f"Wrote {len(written)} files into {folder}.")
        if not history:
            self.stdout.write(
                f"Not in them: what {held_before()} were before, with who changed them, when and "
                "why; --history writes that too."
            )
        self.stdout.write(
            "Remarks of readers, drafts, attached copies and accounts are in the database alone: "
            "manage.py backup keeps them."
        )
        self.next_step("load_record loads them into an empty database, with --onto onto a record.")


def held_before() -> str:
    """How many entries were something else before, in words; those that are gone among them."""
    number = Entry.objects.revised().count()
    return f"{number} entries" if number != 1 else "one entry"
