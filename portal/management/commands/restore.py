"""Brings a backup back, and says whether it is what was taken away."""

import pathlib

from django.core.management import CommandError
from django.db import OperationalError

from portal.backup.manifest import Unfit
from portal.backup.restoring import rebuild, restore
from portal.middleware.caching import release
from portal.progress import LongCommand


class Command(LongCommand):
    help = (
        "Restore the backup in the folder SOURCE into the empty database that DATABASE_URL names, "
        "compare it with the manifest, bring it to this release, and make the bundle anew."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("source", type=pathlib.Path, help="the folder of one backup")
        parser.add_argument(
            "--replace", action="store_true", help="drop what the database holds before"
        )

    def handle(self, *, source, replace, **options):
        try:
            manifest = restore(source, release(), replace, self.step)
        except (Unfit, OSError, OperationalError) as error:
            raise CommandError(f"The backup was not restored. {error}") from error
        rebuild()
        compared = f"{len(manifest.rows)} tables have the rows that the backup told of"
        if manifest.release == release():
            compared += f", {len(manifest.csv)} files their bytes"
        self.stdout.write(f"Restored: {source}, made {manifest.made_at}; {compared}.")
        self.next_step("serve, and sign in once.")
