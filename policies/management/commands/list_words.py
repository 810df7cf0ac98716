"""Keeps the words of a document's text, so that the search knows what no document holds."""

import pathlib

from django.core.management.base import BaseCommand, CommandError

from policies.attachments import AttachError, read
from policies.models import DocumentWords, SourceDocument
from portal.mentions.told import dates_of
from portal.search.vocabulary import vocabulary


class Command(BaseCommand):
    help = (
        "Keep the words of the texts that the record was checked against: each word and "
        "each date once, in order, and no text. Write them to fixtures/ with dump_record."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=pathlib.Path)

    def handle(self, *, files, **options):
        for path in files:
            try:
                copy = read(path)
            except AttachError as error:
                raise CommandError(f"{error} Nothing was kept of it.") from error
            document = SourceDocument.objects.filter(sha256=copy.sha256).first()
            if document is None:
                raise CommandError(f"{path} is not the text of any document of the record.")
            words = sorted({*vocabulary(copy.text), *dates_of(copy.text)})
            kept = DocumentWords.objects.filter(document=document).first()
            kept = kept or DocumentWords(document=document)
            kept.words = " ".join(words)
            kept.save()
            self.stdout.write(f"{document.slug}: {len(words)} words")
