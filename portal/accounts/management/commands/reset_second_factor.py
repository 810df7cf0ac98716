"""For somebody who lost the app and the recovery codes: to be run once it is clear who asks."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from portal.accounts.factors import take_away
from portal.accounts.sessions import end_all


class Command(BaseCommand):
    """Takes the second factor of an account away and ends its sessions."""

    help = "Let an account set up two-step verification anew, and end its sessions."

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        users = get_user_model().objects
        user = users.filter(**{users.model.USERNAME_FIELD: username}).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        had, ended = take_away(user), end_all(user)
        was = "is taken away" if had else "was none"
        self.stdout.write(f"The second factor of {username} {was}; {ended} sessions ended.")
