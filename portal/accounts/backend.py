"""What an account may do: a row follows the entry that it hangs on.

Whoever may look at a measure may look at its rows, whoever may change it may add, change and delete
them, and nobody else may: a permission on rows alone opens nothing.
"""

import functools
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.contrib.auth.backends import ModelBackend
from django.db import models

from measures.models import PillarGap
from measures.record import FILES
from policies.models import Attachment, DocumentWords, Framework, SectionText, SourceDocument
from portal.record.schema import EntrySchema

# What hangs on an entry and is no part of its file.
BESIDE_FILES = {
    Attachment: {SourceDocument},
    SectionText: {SourceDocument},
    DocumentWords: {SourceDocument},
    PillarGap: {Framework},
}
# What has to be allowed on the entry for a row to be seen, added, changed or deleted.
ON_THE_ENTRY = {"view": "view", "add": "change", "change": "change", "delete": "change"}


def permission(action: str, model: type[models.Model]) -> str:
    """The name of a permission as `has_perm` is asked for it."""
    return f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"


def _below(schema: EntrySchema) -> Iterator[type[models.Model]]:
    for child in schema.children.values():
        yield child.model
        yield from _below(child)


@functools.cache
def entries_of_rows() -> dict[type[models.Model], set[type[models.Model]]]:
    """For each model of rows the models of the entries that such a row may hang on."""
    found = {model: set(entries) for model, entries in BESIDE_FILES.items()}
    for file in FILES:
        for model in _below(file.schema):
            found.setdefault(model, set()).add(file.schema.model)
    return found


@functools.cache
def row_permissions() -> dict[str, frozenset[str]]:
    """Each permission on rows with those on entries of which one opens it."""
    return {
        permission(action, row): frozenset(permission(asked, entry) for entry in entries)
        for row, entries in entries_of_rows().items()
        for action, asked in ON_THE_ENTRY.items()
    }


class EntryBackend(ModelBackend):
    """Accounts and groups as Django keeps them, but that rows follow their entry."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        """The account of a name and password; superusers' alone where passwords are switched off.

        Of these one has to be able to come when the provider of all others cannot be reached.
        """
        user = super().authenticate(request, username=username, password=password, **kwargs)
        allowed = settings.PASSWORD_LOGIN or (user is not None and user.is_superuser)
        return user if allowed else None

    def has_perm(self, user_obj, perm, obj=None):
        opens = row_permissions().get(perm, {perm})
        return user_obj.is_active and not opens.isdisjoint(self.given(user_obj, obj))

    def get_all_permissions(self, user_obj, obj=None):
        given, rows = self.given(user_obj, obj), row_permissions()
        opened = {perm for perm, opens in rows.items() if not opens.isdisjoint(given)}
        return (given - rows.keys()) | opened

    def given(self, user_obj, obj=None) -> set[str]:
        """The permissions that an account was given, by itself or by a group."""
        return super().get_all_permissions(user_obj, obj)
