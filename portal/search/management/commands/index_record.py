"""Builds the search index anew, or says where it differs from the record."""

from django.core.management.base import BaseCommand, CommandError

from portal.search.checking import faults
from portal.search.writing import is_current, rebuild_all


class Command(BaseCommand):
    help = (
        "Build the search index anew from the record, in steps between which others save. "
        "With --check, compare and change nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Only compare with the record.")
        parser.add_argument(
            "--if-needed", action="store_true", help="Do nothing where the index fits this version."
        )

    def handle(self, *, check, if_needed, **options):
        if check:
            found = [f"{model._meta.label} {row}: {what}" for model, row, what in faults()]
            if found:
                lines = "\n".join(found[:50])
                raise CommandError(
                    f"{len(found)} rows of the index are not what the record says; "
                    f"`manage.py index_record` builds it anew.\n{lines}"
                )
            self.stdout.write("The index is what the record says.")
            return
        if if_needed and is_current():
            return
        self.stdout.write(f"Indexed {rebuild_all()} rows.")
