"""Attaches a reader's own copy of a document."""

import pathlib

from django.core.management.base import CommandError

from policies.attachments import AttachError, attach
from policies.models import SourceDocument
from portal.progress import LongCommand


class Command(LongCommand):
    help = (
        "Attach your own copy (text or PDF) of a document, so that citations show their passage. "
        "Says how it differs from the text that the record was checked against."
    )

    def add_arguments(self, parser):
        parser.add_argument("document", help="address name, for example meti-2026-04")
        parser.add_argument("file", type=pathlib.Path)

    def handle(self, *, document, file, **options):
        found = SourceDocument.objects.filter(slug=document).first()
        if found is None:
            known = ", ".join(SourceDocument.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no document {document!r}. Known: {known or 'none'}.")
        try:
            with self.step(f"Reading {file.name} and looking for every phrase"):
                report = attach(found, file)
        except AttachError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        attachment = report.attachment
        if attachment.is_the_checked_text:
            self.stdout.write("The file is the very text that the record was checked against.")
        else:
            self.stdout.write("The file differs from the text that the record was checked against.")
        self.stdout.write(
            f"Attached {file} to {document}: {report.sections - len(report.missing)} of "
            f"{report.sections} sections found, {report.rows - len(report.lost)} of {report.rows} "
            "phrases occur in their section."
        )
        if report.missing:
            self.stdout.write(f"Headings not found: {', '.join(report.missing)}")
        for row in report.lost:
            self.stdout.write(
                f"  section {row.section.code}: {row._meta.verbose_name} {row} 「{row.phrase}」"
            )
        if attachment.former_sha256:
            self.next_step(
                f"/admin/editions/{document}/ shows it beside the copy before, page by page."
            )
        if report.lost:
            self.next_step("the worklist “phrases not found” of the admin leads to each of them.")
        else:
            self.next_step("nothing; citations show their passages to readers now.")
