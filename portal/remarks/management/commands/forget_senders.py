"""Deletes the digests of addresses from which remarks came on days before today."""

from django.core.management.base import BaseCommand

from portal.dates.clock import today
from portal.remarks.models import Sender


class Command(BaseCommand):
    help = "Delete what is kept of who pointed values out on former days. Run it once a day."

    def handle(self, **options):
        number = Sender.objects.forget(today())
        self.stdout.write(f"Deleted the counts of {number} senders of former days.")
