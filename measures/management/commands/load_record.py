"""Loads the bundled record into an empty database."""

import pathlib

from django.conf import settings
from django.core.management.base import CommandError

from measures.checks import keeping
from measures.models import Measure
from measures.record import FILES
from policies.models import SourceDocument
from portal.progress import LongCommand
from portal.record.reading import Loader
from portal.record.schema import RecordError


class Command(LongCommand):
    help = "Load the record from YAML files into an empty database. Edits are never overwritten."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=pathlib.Path, default=settings.BASE_DIR / "fixtures"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where entries exist already."
        )

    def handle(self, *, folder, if_empty, **options):
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder. Name the folder that holds measures/.")
        entries = Measure.objects.count() + SourceDocument.objects.count()
        if entries and if_empty:
            self.stdout.write(f"The database holds {entries} entries; nothing is loaded.")
            return
        if entries:
            raise CommandError(
                f"The database holds {entries} entries already; nothing was changed. "
                "Load into an empty database (a new DATABASE_URL), or edit in the admin."
            )
        try:
            with self.step("Loading rows and indexing them") as advance:
                counts = Loader(folder, FILES, advance=advance).load()
        except RecordError as error:
            raise CommandError(
                f"Nothing was loaded. {len(error.faults)} faults in {folder}:\n{error}\n"
                "Next: mend these files and load again."
            ) from error
        with self.step("Checking entries", keeping.total()) as advance:
            keeping.keep_all(lambda _what, number: advance(number))
        self.stdout.write(f"Loaded {sum(counts.values())} rows from {folder}.")
        if options["verbosity"] > 1:
            for label, count in sorted(counts.items()):
                self.stdout.write(f"{count:6} {label}")
