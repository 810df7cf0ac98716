"""Makes a backup of the whole database; a timer calls it once a day, and who updates, before."""

import pathlib

from django.core.management import CommandError
from django.db import OperationalError

from portal.backup.making import make, prune
from portal.backup.manifest import Unfit
from portal.middleware.caching import release
from portal.progress import LongCommand


class Command(LongCommand):
    help = (
        "Back up the whole database into a new folder in TARGET, while the site runs: accounts, "
        "history and attached copies too. Its manifest tells what it holds; nothing that is half "
        "made is ever called a backup."
    )

    def add_arguments(self, parser):
        parser.add_argument("target", type=pathlib.Path, help="the folder that keeps backups")
        parser.add_argument("--keep", type=int, help="how many stay, the newest; all without it")

    def handle(self, *, target, keep, **options):
        if keep is not None and keep < 1:
            raise CommandError(f"--keep {keep} would keep none; 1 is the least.")
        try:
            made = make(target, release(), self.step)
            gone = [] if keep is None else prune(target, keep)
        except (Unfit, OSError, OperationalError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        if not self.quiet:
            self.stdout.write(f"Made: {made}")
            for each in gone:
                self.stdout.write(f"Gone: {each}")
        self.next_step("copy it to another machine, and try `restore` on it once a month.")
