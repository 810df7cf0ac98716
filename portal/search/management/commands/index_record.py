"""Builds the search index anew, or says where it differs from the record."""

from django.core.management.base import CommandError

from portal.progress import LongCommand
from portal.search.anew import rebuild_all
from portal.search.checking import faults
from portal.search.writing import is_current, total


class Command(LongCommand):
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
            with self.step("Comparing texts", total()) as advance:
                found = [
                    f"{model._meta.label} {row}: {what}"
                    for model, row, what in faults(advance=advance)
                ]
            if found:
                lines = "\n".join(found[:50])
                raise CommandError(
                    f"{len(found)} rows of the index are not what the record says; "
                    f"`manage.py index_record` builds it anew.\n{lines}"
                )
            self.stdout.write("The index is what the record says: there is nothing to do.")
            return
        if if_needed and is_current():
            return
        with self.step("Indexing rows", total()) as advance:
            count = rebuild_all(told=advance)
        if not self.quiet:
            self.stdout.write(f"Indexed {count} rows.")
        self.next_step("nothing; what changes from now on is indexed as it is saved.")
