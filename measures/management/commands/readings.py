"""Names without a reading, and readings from a file that somebody has checked."""

import argparse
import pathlib
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError

from measures.checks.listed import READ
from policies.readings import fits
from portal.changes.tracking import one_version


class Command(BaseCommand):
    help = (
        "List the Japanese names that have no reading, one a line. With a file of lines "
        "“name, tab, reading” give each of these names its reading, wherever it stands without "
        "one, and tell which names still have none and which lines are about no name."
    )

    def add_arguments(self, parser: argparse.ArgumentParser):
        parser.add_argument("file", type=pathlib.Path, nargs="?", help="the checked readings")

    def handle(self, *, file, **options):
        rows = [(row, getattr(row, named.name), named) for named in READ for row in named.rows()]
        lacking = [(row, name) for row, name, named in rows if named.lacks(row)]
        if file is None:
            self.tell(name for _row, name in lacking)
            return
        readings = self.read(file)
        filled = [(row, name) for row, name in lacking if name in readings]
        with one_version():
            for row, name in filled:
                row.reading = readings[name]
                row.save()
        missing = [name for _row, name in lacking if name not in readings]
        self.stdout.write(f"{len(filled)} readings filled in, {len(missing)} still missing.")
        self.tell(missing, "No reading: ")
        self.tell(readings.keys() - {name for _row, name, _named in rows}, "No such name: ")

    def tell(self, names: Iterable[str], what: str = ""):
        """Names one a line, each of them once, with what there is to say of them."""
        for name in dict.fromkeys(names):
            self.stdout.write(f"{what}{name}")

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
