"""Makes the files of the whole record for the version that it is at; a timer calls it."""

import pathlib

from django.core.management import CommandError
from django.db import OperationalError

from portal.bundle.database import Dangling
from portal.bundle.kept import Busy
from portal.bundle.making import Failed, made, made_into
from portal.progress import LongCommand


class Command(LongCommand):
    help = (
        "Make the bundle of the version that the record is at: zip, SQLite, Parquet, CSV and what "
        "says what they are, into BUNDLE_ROOT. Where it is made already, nothing is done. Call it "
        "every few minutes, by cron or a systemd timer: one process makes it at a time, on "
        "whatever machine."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--out", metavar="DIR", help="make it into this new folder instead, kept by nobody"
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="make it anew where it is made already, as after an update of the site",
        )

        parser.add_argument(
            "--if-none",
            action="store_true",
            help="only where none of this record is kept yet, of whatever version",
        )

    def handle(self, **options):
        try:
            told = (
                self.apart(pathlib.Path(options["out"]))
                if options["out"]
                else self.kept(options["again"], options["if_none"])
            )
        except (Dangling, Failed, OSError, OperationalError) as error:
            raise CommandError(
                f"The bundle could not be made, and nothing of it is left. {error}"
            ) from error
        if not self.quiet:
            self.stdout.write(told)

    def apart(self, folder: pathlib.Path) -> str:
        """Make it into a folder of its own."""
        if folder.exists():
            raise CommandError(f"{folder} is there already; name a folder that is not.")
        version = made_into(folder, self.step).stamp.number
        return f"Made: version {version}, in {folder}"

    def kept(self, again: bool, first: bool) -> str:
        """Make it for the site."""
        try:
            bundle, is_new = made(self.step, again, first)
        except Busy:
            return "Another process makes the bundle; nothing is done here."
        if not is_new:
            return f"Version {bundle.number} is made already."
        without = "" if bundle.manifest["parquet"] else " Without Parquet: duckdb is not installed."
        return f"Made: version {bundle.number}, in {bundle.folder}.{without}"
