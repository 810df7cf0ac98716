"""What accounts leave behind and nobody needs any more; to be run once a day."""

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.accounts.models import AccountEvent


class Command(BaseCommand):
    """Deletes sessions that ended, wrong passwords that count no more, and old events."""

    help = "Delete ended sessions, wrong passwords that count no more, and old events of accounts."

    def handle(self, **options):
        before = Session.objects.count()
        SessionStore.clear_expired()
        sessions = before - Session.objects.count()
        past = timezone.now() - settings.AXES_COOLOFF_TIME
        attempts, _by_model = AccessAttempt.objects.filter(attempt_time__lt=past).delete()
        events = AccountEvent.objects.forget()
        self.stdout.write(f"Deleted {sessions} sessions, {attempts} attempts, {events} events.")
