"""The first half of `make run`: can it be served as asked, and is the database ready?

Edits are never touched: the record is loaded only into an empty database, and in production only
where that is asked for. Of several at a time each waits for the one before.
"""

import sys

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError

from portal import serving
from portal.changes.one_at_a_time import one_at_a_time
from portal.progress import LongCommand


class Command(LongCommand):
    help = (
        "Bring the database and the static files up to date, and load the record if it is empty. "
        "What `serve` reads of the environment is looked at first, as it will be needed. In "
        "production the record is loaded with LOAD_RECORD=1 only."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--apart",
            action="store_true",
            help="apart from what serves: do not look whether the port is free",
        )

    def handle(self, *, apart, **options):
        serving.ask(apart=apart)
        try:
            with one_at_a_time(DEFAULT_DB_ALIAS):
                serving.ask_database()
                self.prepare()
        except CommandError as error:
            sys.exit(str(error))
        except OperationalError as error:
            sys.exit(f"The database cannot be used; DATABASE_URL says which it is.\n{error}")
        self.next_step("serve answers visitors.")

    def prepare(self) -> None:
        """Bring the database up to date, then what is made from it."""
        with self.step("Bringing the tables up to date"):
            call_command("migrate", verbosity=0, interactive=False)
        if settings.LOAD_RECORD:
            call_command("load_record", if_empty=True)
        call_command("index_record", if_needed=True)
        call_command("keep_spells", if_empty=True)
        with self.step("Collecting static files"):
            call_command("collectstatic", verbosity=0, interactive=False)
        call_command("make_bundle", if_none=True)
