"""Checks the record as a whole."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from measures.checks import CHECKS, OF_DATABASE
from policies.models import SourceDocument


class Command(BaseCommand):
    help = (
        "Report what no single constraint can see: values without a source, phrases not found in "
        "attached texts, measures without relation, relations that claim what no source says or "
        "repeat each other, silent sections, lines of attached texts without a clause, totals that "
        "do not reconcile, texts that lose a term of art, bad dates, dead links, entries that "
        "differ from their last revision. Exits with 1 where there is any."
    )

    def handle(self, **options):
        total = 0
        with translation.override("en"):
            for title, check in (*CHECKS, *OF_DATABASE):
                faults = list(check())
                total += len(faults)
                self.stdout.write(f"{title}: {len(faults)}")
                for fault in faults:
                    self.stdout.write(f"  {fault.where}: {fault.what} ({fault.address})")
        for document in SourceDocument.objects.unread().with_sections_read():
            self.stdout.write(
                f"Not read to its end: {document.slug} ({document.state}, "
                f"{document.sections_read} of {document.section_count} sections)."
            )
        attached = SourceDocument.objects.attached().count()
        documents = SourceDocument.objects.count()
        self.stdout.write(f"Copies attached: {attached} of {documents} documents.")
        if total:
            raise CommandError(f"{total} faults.")
        self.stdout.write("The record is clean.")
