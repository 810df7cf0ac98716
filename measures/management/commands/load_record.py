"""Loads the record from files: into an empty database, or onto a record that is in use."""

import contextlib
import gc
import pathlib
from collections.abc import Iterator

from django.conf import settings
from django.core.management.base import CommandError

from measures.models import Measure
from measures.record import FILES
from policies.models import SourceDocument
from portal.changes.one_at_a_time import one_at_a_time
from portal.changes.tracking import written_to
from portal.progress import LongCommand
from portal.record.applying import STEPS, apply
from portal.record.edits import Applied
from portal.record.models import Batch
from portal.record.onto import edits_in
from portal.record.reading import Loader
from portal.record.schema import RecordError


class Command(LongCommand):
    help = (
        "Load the record from YAML files into an empty database or, with --onto, onto the record "
        "that the database holds: entries of the files are made or changed, others stay, and "
        "nothing is loaded where an entry was edited after the files were written."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=pathlib.Path, default=settings.BASE_DIR / "fixtures"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where entries exist already."
        )
        parser.add_argument(
            "--onto", action="store_true", help="Apply the files onto the record in the database."
        )
        parser.add_argument("--reason", default="", help="Why, for the history (with --onto).")
        parser.add_argument(
            "--kind",
            choices=Batch.Kind.values,
            default="",
            help="What made the change necessary (with --onto).",
        )

    def handle(self, *, folder, if_empty, onto, reason, kind, **options):
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder. Name the folder that holds measures/.")
        if onto:
            self.load_onto(folder, Batch(via=Batch.Via.LOAD, kind=kind, reason=reason))
            return
        with one_at_a_time(written_to(None)), uncollected():
            self.load(folder, if_empty, options["verbosity"])

    def load(self, folder, if_empty, verbosity):
        """Load into an empty database; who loads another folder at the same time comes later."""
        entries = Measure.objects.count() + SourceDocument.objects.count()
        if entries and if_empty:
            self.stdout.write(f"The database holds {entries} entries; nothing is loaded.")
            return
        if entries:
            raise CommandError(
                f"The database holds {entries} entries already; nothing was changed. "
                "Apply the files onto them with --onto, load into an empty database (a new "
                "DATABASE_URL), or edit in the admin."
            )
        loader = Loader(folder, FILES)
        with self.step("Reading files", len(FILES)) as advance:
            rows = self.told(folder, lambda: loader.read(advance))
        with self.step("Loading rows and indexing them", rows) as loader.advance:
            counts = self.told(folder, loader.load)
        self.stdout.write(f"Loaded {sum(counts.values())} rows from {folder}.")
        self.next_step("check_record --keep looks through the record for the worklists of editors.")
        if verbosity > 1:
            for label, count in sorted(counts.items()):
                self.stdout.write(f"{count:6} {label}")

    def load_onto(self, folder, batch):
        """Apply the files onto what is there; say what that changed."""
        with self.step("Reading files"):
            edits = self.told(folder, lambda: edits_in(folder, FILES))
        words = "Comparing entries with the record and applying them"
        with self.step(words, STEPS * len(edits)) as advance:
            applied: Applied = self.told(folder, lambda: apply(edits, batch, told=advance))
        if not applied:
            self.stdout.write(f"The database holds all that {folder} does; nothing was changed.")
            return
        self.stdout.write(
            f"Made {len(applied.made)} and changed {len(applied.changed)} entries "
            f"from {folder}, in batch {batch.pk}."
        )
        self.next_step(
            "look at the batch among the changes in the admin, where it can be undone as a whole; "
            "check_record looks through the record."
        )

    def told(self, folder, load):
        """What `load` returns; its faults become the command's."""
        try:
            return load()
        except RecordError as error:
            raise CommandError(
                f"Nothing was loaded. {len(error.faults)} faults in {folder}:\n{error}\n"
                "Next: mend these files and load again."
            ) from error


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """What is made inside stays until the end, so nobody looks for garbage in it.

    A load of the bundled record takes 10.2 s of a processor for 12.9, and 177 MB for 169.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
