"""The first half of `make run`: can it be served as asked, and is the database ready?

Edits are never touched: the record is loaded only into an empty database.
"""

import sys

from django.core.management import CommandError, call_command
from django.db import OperationalError

from portal import serving
from portal.progress import LongCommand


class Command(LongCommand):
    help = (
        "Bring the database and the static files up to date, and load the record if it is empty. "
        "HOST, PORT, WORKERS and THREADS are looked at first, as `serve` will need them."
    )
    requires_system_checks = []

    def handle(self, **options):
        serving.ask()
        try:
            with self.step("Bringing the tables up to date"):
                call_command("migrate", verbosity=0, interactive=False)
            call_command("load_record", if_empty=True)
            call_command("index_record", if_needed=True)
            call_command("keep_spells", if_empty=True)
            with self.step("Collecting static files"):
                call_command("collectstatic", verbosity=0, interactive=False)
            call_command("make_bundle", if_none=True)
        except CommandError as error:
            sys.exit(str(error))
        except OperationalError as error:
            sys.exit(f"The database cannot be used; DATABASE_URL says which it is.\n{error}")
        self.next_step("serve answers visitors.")
