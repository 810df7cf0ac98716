"""Checks the record as a whole."""

from collections import Counter

from django.core.management.base import CommandError

from measures.checks import keeping
from measures.checks.listed import CHECKS
from policies.models import SourceDocument
from portal.dates.clock import today
from portal.findings.models import AcceptedFinding, Finding
from portal.progress import LongCommand
from portal.record import revising


class Command(LongCommand):
    help = (
        "Report what no single constraint can see: values without a source, phrases not found in "
        "attached texts, figures that differ from their print, days out of order, relations that "
        "claim what no source says or repeat each other, silent sections, lines of attached texts "
        "without a clause, totals that do not add up, texts that lose a term of art, names of two "
        "entries. Exits with 1 where there is any that nobody has accepted. With --keep what is "
        "found is kept for the pages of editors as well; of what changes later it is kept anyway."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--keep", action="store_true", help="Keep what is found for the pages of editors."
        )

    def handle(self, *, keep, **options):
        with self.step("Checking entries", keeping.total()) as advance:
            work = keeping.keep_all if keep else keeping.walk
            found = list(work(lambda _what, number: advance(number)))
        accepted = set(AcceptedFinding.objects.values_list("digest", flat=True))
        faults, left = [], Counter()
        for each in found:
            if each.due and each.due > today():
                left["days that are still to come"] += 1
            elif each.digest in accepted:
                left["accepted by an editor"] += 1
            elif each.code in COMING:
                left["days that have passed"] += 1
            else:
                faults.append(each)
        with self.step("Comparing entries with their last revision"):
            changed = list(revising.unlike_heads())
        self.report(faults)
        self.stdout.write(f"Entries that differ from their last revision: {len(changed)}")
        for each in changed:
            self.stdout.write(f"  {each.head}: differs from revision {each.head.number}")
        for what, number in sorted(left.items()):
            self.stdout.write(f"Beside that {number} {what}.")
        for document in SourceDocument.objects.unread().with_sections_read():
            self.stdout.write(
                f"Not read to its end: {document.slug} ({document.state}, "
                f"{document.sections_read} of {document.section_count} sections)."
            )
        attached = SourceDocument.objects.attached().count()
        documents = SourceDocument.objects.count()
        self.stdout.write(f"Copies attached: {attached} of {documents} documents.")
        if faults or changed:
            raise CommandError(
                f"{len(faults) + len(changed)} faults. "
                "Next: mend them in the admin, or accept what is right."
            )
        self.stdout.write("The record is clean.")
        if not keep:
            self.next_step("check_record --keep keeps what is found for the pages of editors.")

    def report(self, faults: list[Finding]) -> None:
        """What each check found, check by check."""
        for check in CHECKS:
            own = [each for each in faults if each.code == check.code]
            self.stdout.write(f"{check.title}: {len(own)}")
            for fault in own:
                self.stdout.write(f"  {fault.where}: {fault.what} ({fault.address})")


# What comes by itself with time and is no fault of the record: the worklist has it.
COMING = {"day-passed"}
