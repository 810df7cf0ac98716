"""Receivers that note what happens to accounts, and refuse to delete one with a past.

They listen to Django's signals, so that what a command or a script does is noted too.
"""

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.http import HttpRequest
from django.utils.translation import gettext

from portal.accounts.acting import actor, address
from portal.accounts.models import AccountEvent, EventKind
from portal.accounts.past import PastError, has_past
from portal.accounts.sessions import end_all
from portal.clients import ip_address_of

# Ticks of an account, with what is noted where one is set and where it is taken away.
TICKS = {
    "is_active": (EventKind.ACTIVATED, EventKind.DEACTIVATED),
    "is_staff": (EventKind.ADMITTED, EventKind.EXCLUDED),
    "is_superuser": (EventKind.RAISED, EventKind.LOWERED),
}
CHANGES = {"post_add": EventKind.GIVEN, "post_remove": EventKind.TAKEN}


def connect() -> None:
    """Let the log follow accounts, groups and sign-ins."""
    user = get_user_model()
    user_logged_in.connect(on_login)
    user_logged_out.connect(on_logout)
    user_login_failed.connect(on_refusal)
    user_locked_out.connect(on_lock)
    pre_save.connect(on_pre_save, sender=user)
    post_save.connect(on_post_save, sender=user)
    pre_delete.connect(on_pre_delete, sender=user)
    post_delete.connect(on_post_delete, sender=user)
    for through in (user.groups.through, user.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(on_links, sender=through)


def note(kind: str, account: str, detail: str = "") -> None:
    """Remember an event as done by who is at work."""
    AccountEvent.objects.note(kind, account, actor(), detail, address())


def known(name: str) -> str:
    """The name of an account as it was typed; empty where there is none of that name.

    A password typed into the wrong field would stand in the log otherwise.
    """
    users = get_user_model().objects
    return name if name and users.filter(**{users.model.USERNAME_FIELD: name}).exists() else ""


def note_at_door(kind: str, request: HttpRequest | None, account: str, detail: str = "") -> None:
    """Remember what happened to an account of which nobody is at work yet, or any more."""
    came_from = ip_address_of(request) if request else None
    AccountEvent.objects.note(kind, account, "", detail, came_from)


def on_login(sender, request, user, **_rest) -> None:
    """Somebody signed in."""
    note_at_door(EventKind.SIGNED_IN, request, user.get_username())


def on_logout(sender, request, user, **_rest) -> None:
    """Somebody signed out; of who was not signed in nothing is noted."""
    if user is not None and user.is_authenticated:
        note_at_door(EventKind.SIGNED_OUT, request, user.get_username())


def on_refusal(sender, credentials, request=None, **_rest) -> None:
    """A password was wrong, or signing in is paused."""
    note_at_door(EventKind.REFUSED, request, known(str(credentials.get("username") or "")))


def on_lock(sender, request, username, **_rest) -> None:
    """Too many passwords were wrong."""
    note_at_door(EventKind.LOCKED, request, known(username or ""))


def on_pre_save(sender, instance, raw, update_fields=None, **_rest) -> None:
    """Look what an account was before it is written; a part of it, as at sign-in, tells nothing."""
    instance.before = None
    if not raw and instance.pk and update_fields is None:
        instance.before = sender.objects.filter(pk=instance.pk).first()


def on_post_save(sender, instance, created, raw, **_rest) -> None:
    """An account was made, or its ticks or its password changed.

    The sessions of one that is switched off end, so that none is there when it is switched on.
    """
    before, name = instance.before, instance.get_username()
    if created and not raw:
        note(EventKind.MADE, name)
    if before is None:
        return
    if before.password != instance.password:
        note(EventKind.PASSWORD, name)
    if before.is_active and not instance.is_active:
        end_all(instance)
    for field, (given, taken) in TICKS.items():
        if getattr(before, field) != getattr(instance, field):
            note(given if getattr(instance, field) else taken, name)


def on_pre_delete(sender, instance, using, **_rest) -> None:
    """An account that did something stays, so that histories keep its name."""
    if has_past(instance, using):
        raise PastError(instance)


def on_post_delete(sender, instance, **_rest) -> None:
    """An account is gone."""
    note(EventKind.DELETED, instance.get_username())


def on_links(sender, instance, action, reverse, model, pk_set=None, **_rest) -> None:
    """A role or permission was given or taken: of an account or group, by either end."""
    if action == "pre_clear":
        _note_links(EventKind.TAKEN, instance, reverse, _linked(sender, instance, reverse))
    elif action in CHANGES and pk_set:
        _note_links(CHANGES[action], instance, reverse, model.objects.filter(pk__in=pk_set))


def _linked(through, instance, reverse):
    """All that an account or group is linked with by a relation that is about to be cleared."""
    own = next(each for each in instance._meta.get_fields(include_hidden=True)
               if each.many_to_many and _through(each) is through)  # fmt: skip
    return getattr(instance, own.get_accessor_name() if reverse else own.name).all()


def _through(field):
    return getattr(field, "through", None) or field.remote_field.through


def _note_links(kind, instance, reverse, others) -> None:
    if reverse:
        for other in others:
            note(kind, str(other), str(instance))
    elif names := [str(other) for other in others]:
        note(kind, str(instance), gettext(", ").join(names))
