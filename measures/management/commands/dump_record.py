"""Writes the record as YAML files."""

import pathlib

from django.conf import settings
from django.core.management.base import BaseCommand

from measures.record import FILES
from policies.record import dump


class Command(BaseCommand):
    help = "Write the record into YAML files, one per measure; the inverse of load_record."

    def add_arguments(self, parser):
        parser.add_argument(
            "folder", nargs="?", type=pathlib.Path, default=settings.BASE_DIR / "fixtures"
        )

    def handle(self, *, folder, **options):
        folder.mkdir(parents=True, exist_ok=True)
        written = dump(folder, FILES)
        self.stdout.write(f"Wrote {len(written)} files into {folder}.")
