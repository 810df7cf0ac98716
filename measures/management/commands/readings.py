"""Names without a reading, and readings from a file that somebody has checked."""

import argparse
import pathlib

from django.core.management.base import BaseCommand, CommandError

from measures.models import Measure, MeasureName
from policies.checks import READ, Named
from policies.readings import fits
from portal.changes.tracking import one_version

NAMED = (*READ, Named(Measure, "title_ja"), Named(MeasureName, "name", "measure"))


class Command(BaseCommand):
    help = (
        "List the Japanese names that have no reading, one a line. With a file of lines "
        "“name, tab, reading” give each of these names its reading, wherever it stands without one."
    )

    def add_arguments(self, parser: argparse.ArgumentParser):
        parser.add_argument("file", type=pathlib.Path, nargs="?", help="the checked readings")

    def handle(self, *, file, **options):
        lacking = [(named, row) for named in NAMED for row in named.rows() if named.lacks(row)]
        if file is None:
            for name in dict.fromkeys(getattr(row, named.name) for named, row in lacking):
                self.stdout.write(name)
            return
        readings = self.read(file)
        filled = 0
        with one_version():
            for named, row in lacking:
                row.reading = readings.get(getattr(row, named.name), "")
                if row.reading:
                    row.save(update_fields=["reading"])
                    filled += 1
        self.stdout.write(f"{filled} readings filled in, {len(lacking) - filled} still missing.")

    def read(self, file: pathlib.Path) -> dict[str, str]:
        """The reading of each name in a file; every one of them fits its name."""
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}") from error
        found = {}
        for number, line in enumerate(lines, 1):
            name, tab, reading = line.partition("\t")
            if not tab or not fits(name, reading):
                raise CommandError(
                    f"{file}, line {number}: {reading!r} is no reading of {name!r}. "
                    "Nothing was changed."
                )
            found[name] = reading
        return found
