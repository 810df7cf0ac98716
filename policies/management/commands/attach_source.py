"""Attaches a reader's own copy of a document."""

import pathlib
import shlex

from django.core.management.base import CommandError

from policies.attachments import AttachError, Report, attach
from policies.editions import are_kept
from policies.models import Attachment, Evidence, SourceDocument
from portal.progress import LongCommand


class Command(LongCommand):
    help = (
        "Attach your own copy (text, PDF or PPTX) of a document, so that citations show their "
        "passage. Says how it differs from the text that the record was checked against."
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
        self.tell(report, found, file)
        self.tell_next(report, found, file)

    def tell(self, report: Report, document: SourceDocument, file: pathlib.Path) -> None:
        """Say what was attached, and name every row that has no place in its section."""
        if report.attachment.is_the_checked_text:
            self.stdout.write("The file is the very text that the record was checked against.")
        else:
            self.stdout.write("The file differs from the text that the record was checked against.")
        self.stdout.write(
            f"Attached {file} to {document.slug}: {report.sections - len(report.missing)} of "
            f"{report.sections} sections found, {report.placed} of {report.rows} "
            "phrases occur in their section."
        )
        if report.missing:
            self.stdout.write(f"Headings not found: {', '.join(report.missing)}")
        for row in report.lost:
            self.stdout.write(named(row))
        if report.astray:
            self.stdout.write(
                f"Of sections whose headings are not found {len(report.astray)} phrases occur "
                "elsewhere in the copy; they have neither passage nor frame:"
            )
        for row in report.astray:
            self.stdout.write(named(row))

    def tell_next(self, report: Report, document: SourceDocument, file: pathlib.Path) -> None:
        """Say what is left to do, or that nothing is."""
        attachment, steps = report.attachment, []
        if attachment.kind == Attachment.Kind.PPTX:
            steps.append(
                "of a PPTX the text is read; for its pages with frames make the PDF with "
                f"soffice --headless --convert-to pdf {shlex.quote(str(file))} "
                f"and attach that: attach_source {document.slug} "
                f"{shlex.quote(file.with_suffix('.pdf').name)}"
            )
        if are_kept(attachment):
            steps.append(
                f"/admin/editions/{document.slug}/ shows it beside the copy before, page by page."
            )
        if report.lost:
            steps.append("the worklist “phrases not found” of the admin leads to each of them.")
        if report.missing:
            steps.append("in the admin give these sections the headings that the copy has.")
        for step in steps or ["nothing; citations show their passages to readers now."]:
            self.next_step(step)


def named(row: Evidence) -> str:
    """A line that names a row."""
    return f"  section {row.section.code}: {row._meta.verbose_name} {row} 「{row.phrase}」"
