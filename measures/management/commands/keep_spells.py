"""Reads anew what stood when, or says of which measures other spells are kept."""

from django.core.management.base import CommandError

from measures.models import Measure
from measures.spells import keep_all, with_stale_spells
from portal.changes.tracking import everything_changed, written_to
from portal.progress import LongCommand
from portal.spells.models import Spell


class Command(LongCommand):
    help = (
        "Read the states of all measures over time anew from their rows, for lists that are asked "
        "for a day. With --check, compare and change nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Only compare with the record.")
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where some are kept already."
        )

    def handle(self, *, check, if_empty, **options):
        using = written_to(None)
        if check:
            with self.step("Comparing spells", Measure.objects.count()) as advance:
                stale = Measure.objects.in_bulk(with_stale_spells(using, advance))
            if stale:
                names = ", ".join(sorted(measure.slug for measure in stale.values()))
                raise CommandError(
                    f"Of {len(stale)} measures other spells are kept than their rows say; "
                    f"`manage.py keep_spells` reads them anew: {names}"
                )
            self.stdout.write("The spells are what the rows of the measures say.")
            return
        if if_empty and Spell.objects.using(using).exists():
            return
        every = Measure.objects.count()
        with self.step("Reading spells", every) as advance, everything_changed(using):
            count = keep_all(using, advance)
        self.stdout.write(f"Read the spells of {count} measures anew.")
        self.next_step("nothing; what changes from now on is read as it is saved.")
