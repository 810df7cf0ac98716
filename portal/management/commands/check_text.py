"""Checks a text against the record, for scripts."""

import pathlib
import sys

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import router
from django.utils.translation import override

from portal.changes.models import Version
from portal.decks.deck import DeckError
from portal.decks.reading import read
from portal.pages.check.checking import check
from portal.pages.check.telling import all_said, in_short, remarks
from portal.pages.check.verdicts import GOOD

DIFFERS, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = (
        "Compare the values of FILE (.txt, .docx, .pptx or .pdf) with the record and tell each. "
        "Exit status: 0 where all agree, 1 where one does not, 2 where the file cannot be read."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=pathlib.Path, help="the file")
        parser.add_argument("--language", default="ja", choices=["ja", "en"], help="of the answer")
        parser.add_argument(
            "--amiss", action="store_true", help="tell only values that do not agree"
        )

    def handle(self, *, file, language, amiss, **options):
        using = router.db_for_read(Version)
        with override(language):
            try:
                text = read(file.name, file.read_bytes(), word=True).text
            except (DeckError, OSError) as error:
                raise CommandError(str(error), returncode=UNREADABLE) from error
            result = check(text, Version.objects.using(using).current(), using)
            for finding in result.findings:
                if not (amiss and finding.verdict in GOOD):
                    self.tell(finding)
            self.stdout.write(in_short(result))
        if any(finding.verdict not in GOOD for finding in result.findings):
            sys.exit(DIFFERS)

    def tell(self, finding):
        """One finding in a line, and what the record says in lines below it."""
        self.stdout.write(f"{finding.sign} {finding.printed}: {finding.verdict.label}")
        for each in all_said(finding):
            self.stdout.write(f"    {each.entry}: {each.words} [{each.section}]")
        for each in remarks(finding):
            self.stdout.write(f"    {each}")
