"""Lists the texts that do not keep the terms of art of the sources."""

from collections import Counter

from django.core.management.base import CommandError

from measures.terms import Lapse, Vocabulary, replaced, unkept, with_two_englishes
from policies.models import SourceDocument
from portal.progress import LongCommand


class Command(LongCommand):
    help = (
        "List the texts that do not keep a term of art which their phrase prints, in Japanese or "
        "in English, and those that say a plain word instead: the address, the term, the text. "
        "Exits with 1 where there is any."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "documents", nargs="*", help="address names, for example meti-2026-04; all without"
        )
        parser.add_argument("--counts", action="store_true", help="Only count, by document.")

    def handle(self, *, documents, counts, **options):
        known = {each.slug: each for each in SourceDocument.objects.order_by("slug")}
        unknown = [name for name in documents if name not in known]
        if unknown:
            raise CommandError(
                f"There is no document {unknown[0]!r}. Known: {', '.join(known) or 'none'}."
            )
        names, found = documents or list(known), {}
        with self.step("Reading texts", len(names) + (not documents)) as advance:
            for name in names:
                found[name] = [*unkept(known[name])]
                found[name] += replaced(known[name]) if documents else ()
                advance(1)
            if not documents:
                found["the whole record"] = [*replaced()]
                advance(1)
        total = sum(self.report(name, lapses, counts) for name, lapses in found.items())
        for term, subject in [] if documents else with_two_englishes(Vocabulary()):
            total += 1
            self.stdout.write(f"{subject.get_absolute_url()} “{subject.name_en}” → {term}")
        if total:
            raise CommandError(
                f"{total} texts or names to mend. Next: write the term as it is printed, or its "
                "English as /terms/ has it."
            )
        self.stdout.write("Every text keeps the terms.")

    def report(self, name: str, lapses: list[Lapse], counts: bool) -> int:
        """Write what is to be mended in one document; how much that is."""
        kinds = Counter("plain" if each.instead else each.language for each in lapses)
        self.stdout.write(
            f"{name}: {kinds['ja']} Japanese, {kinds['en']} English, {kinds['plain']} plain words"
        )
        for each in [] if counts else lapses:
            phrase = f" ({each.row.phrase})" if hasattr(each.row, "phrase") else ""
            self.stdout.write(f"  {each.address or each.row}{phrase} {each}: {each.text}")
        return len(lapses)
