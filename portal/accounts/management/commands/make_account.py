"""`make admin`: an account for the editing pages, with its role."""

import os
from getpass import getpass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from portal.accounts.roles import ROLES

SUPERUSER = "superuser"
CHOICES = {role.english: role for role in ROLES}
PASSWORD = "ACCOUNT_PASSWORD"
NO_TERMINAL = (
    "There is no terminal to ask at. Give --username and --role, and the password in the "
    f"environment as {PASSWORD}."
)


class Command(BaseCommand):
    """Asks for what it is not told; all it says is English, as all commands are."""

    help = "Make an account for the editing pages, with a role."

    def add_arguments(self, parser):
        parser.add_argument("--username", help="the name to sign in with")
        parser.add_argument("--name", help="the name that histories show, for example 標 太郎")
        parser.add_argument("--role", choices=[*CHOICES, SUPERUSER], help="what it may do")

    def handle(self, **options):
        with override("en"):
            user = get_user_model()(is_staff=True)
            user.username = self.until_right(options["username"], self.username)
            user.last_name = options["name"] or ""
            if options["username"] is None and not user.last_name:
                user.last_name = self.ask("Name shown in histories (may stay empty): ")[:150]
            role = self.until_right(options["role"], self.role)
            user.is_superuser = role == SUPERUSER
            user.set_password(self.until_right(os.environ.get(PASSWORD), self.password(user)))
            self.save(user, role)

    def save(self, user, role: str) -> None:
        """Write the account with its role, and say what comes next."""
        name = role if role == SUPERUSER else CHOICES[role].name
        with transaction.atomic():
            user.save()
            if role != SUPERUSER:
                user.groups.add(Group.objects.get(name=name))
        self.stdout.write(
            f"The account {user.username} is made; its role is {name}.\n"
            "Next: start the site with `make run`, open /admin/ there and sign in. Further "
            "accounts are made on the editing pages, under 管理."
        )

    def until_right(self, told: str | None, check) -> str:
        """What was told, checked; where nothing was told what is answered, until it is right."""
        if told is not None:
            try:
                return check(told)
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from None
        while True:
            try:
                return check(None)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))

    def ask(self, question: str, *, hidden: bool = False) -> str:
        """What is answered at the terminal."""
        try:
            return (getpass if hidden else input)(question).strip()
        except EOFError:
            raise CommandError(NO_TERMINAL) from None

    def username(self, told: str | None) -> str:
        """A name that no account has. Raises ValidationError."""
        name = self.ask("User name: ") if told is None else told
        field = get_user_model()._meta.get_field("username")
        name = field.clean(name, None)
        if get_user_model().objects.filter(username=name).exists():
            raise ValidationError(f"There is an account {name} already; take another name.")
        return name

    def role(self, told: str | None) -> str:
        """One of the roles, or a superuser. Raises ValidationError."""
        if told is not None:
            return told
        first = not get_user_model().objects.exists()
        self.stdout.write("Roles:")
        for number, (name, purpose) in enumerate(self.offered().items(), start=1):
            self.stdout.write(f"  {number}  {name:<14} {purpose}")
        question = f"Role, as a number or a word{f' [{SUPERUSER}]' if first else ''}: "
        answer = self.ask(question) or (SUPERUSER if first else "")
        names = dict(enumerate(self.offered(), start=1))
        found = names.get(int(answer)) if answer.isdecimal() else answer
        if found not in self.offered():
            raise ValidationError(f"“{answer}” is none of the roles above.")
        return found

    def offered(self) -> dict[str, str]:
        """The roles with what they are for."""
        roles = {name: f"{role.name}: {role.purpose}" for name, role in CHOICES.items()}
        return roles | {SUPERUSER: "Everything; the first account needs it, to make the others."}

    def password(self, user):
        """A check of passwords for an account."""

        def check(told: str | None) -> str:
            password = self.ask("Password: ", hidden=True) if told is None else told
            validate_password(password, user)
            if told is None and self.ask("Password again: ", hidden=True) != password:
                raise ValidationError("The two passwords differ.")
            return password

        return check
