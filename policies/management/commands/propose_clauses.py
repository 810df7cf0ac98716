"""Proposes clauses for the lines of an attached copy that none covers."""

from django.core.management.base import BaseCommand, CommandError

from policies.clauses import ClauseText
from policies.coverage import rows_of
from policies.models import Clause, SectionText, SourceDocument
from portal.record.writing import to_yaml


class Command(BaseCommand):
    help = (
        "Print a clause for each line or sentence of an attached copy that has none, as YAML for "
        "the checklist of its section, below the words themselves: a phrase, and what was read "
        "from there already. A reader decides where nothing was: what records it, or a reason."
    )

    def add_arguments(self, parser):
        parser.add_argument("document", help="address name, for example meti-2026-04")

    def handle(self, *, document, **options):
        found = SourceDocument.objects.attached().filter(slug=document).first()
        if found is None:
            known = ", ".join(SourceDocument.objects.attached().values_list("slug", flat=True))
            raise CommandError(
                f"No copy of {document!r} is attached; attach one with attach_source. "
                f"Attached: {known or 'none'}."
            )
        phrases = Clause.objects.phrases_by_section(found)
        rows: dict[int, list] = {}
        for row in rows_of(found):
            rows.setdefault(row.section_id, []).append(row)
        for attached in SectionText.objects.of_document(found).in_order():
            section = attached.section
            proposed = ClauseText(attached.text).proposals(
                phrases.get(section.pk, []), rows.get(section.pk, [])
            )
            self.stdout.write(f"# {section}")
            for each in proposed:
                clause = to_yaml([{"phrase": each.phrase, "records": each.records}])
                self.stdout.write(f"# {each.piece}\n{clause}", ending="")
