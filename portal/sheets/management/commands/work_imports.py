"""Go on with tables that were handed in and left, by a server that was stopped for example."""

from django.urls import reverse

from portal.progress import LongCommand
from portal.sheets.models import Import
from portal.sheets.working import work


class Command(LongCommand):
    help = "Go on with tables that were handed in and are not done."

    def handle(self, **options):
        jobs = list(Import.objects.under_way())
        for job in jobs:
            with self.step(f"Working at {job.file_name}", job.total - job.behind) as advance:
                work(job.pk, advance)
            job.refresh_from_db()
            self.stdout.write(f"{job.file_name}: {job.state}, {job.behind} of {job.total} entries")
            if job.state == Import.State.CHECKED:
                address = reverse("admin:import", args=[job.pk])
                self.next_step(f"{job.user_name} confirms it at {address}.")
        if not jobs:
            self.stdout.write("No table is waiting: there is nothing to do.")
