"""Publishes the drafts whose day has come; a timer calls it."""

from django.core.management.base import BaseCommand

from portal.dates.clock import now
from portal.record.publishing import publish_due


class Command(BaseCommand):
    help = (
        "Publish the approved drafts whose day has come. Call it every minute, by cron or a "
        "systemd timer: it may run twice at a time. What the record refuses is held up, and told "
        "in the list of drafts."
    )

    def handle(self, **options):
        done, held_up = publish_due(now())
        for each in done:
            self.stdout.write(f"Published: draft {each.pk} ({each})")
        for each in held_up:
            self.stderr.write(f"Held up: draft {each.pk} ({each}): {each.note}")
        if not done and not held_up:
            self.stdout.write("No draft is due.")
