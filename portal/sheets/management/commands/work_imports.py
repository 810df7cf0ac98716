"""Go on with tables that were handed in and left, by a server that was stopped for example."""

from django.core.management.base import BaseCommand

from portal.sheets.models import Import
from portal.sheets.working import work


class Command(BaseCommand):
    help = "Go on with tables that were handed in and are not done."

    def handle(self, **options):
        for job in Import.objects.under_way():
            work(job.pk)
            job.refresh_from_db()
            self.stdout.write(f"{job.file_name}: {job.state}, {job.done} of {job.total} entries")
