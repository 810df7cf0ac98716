"""The roles that an account may have: groups whose permissions the code gives.

They are brought up to date after every `migrate`, so that a new kind of entry is in them without a
word, on an empty database as on one in use. Groups of another name are left alone.
"""

import dataclasses
from collections.abc import Iterator

from django.contrib.auth.management import create_permissions
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.signals import post_migrate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.backend import entries_of_rows

# The apps whose models are the record.
RECORD = ("policies", "measures")


@dataclasses.dataclass(frozen=True)
class Role:
    """A group by its name, what it is for, and the role whose permissions it has besides its own.

    `record` are the actions allowed on every entry, `others` permissions by app and name.
    """

    name: str
    english: str
    purpose: str | Promise
    above: "Role | None" = None
    record: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def allows(self, app_label: str, codename: str, model: str, *, of_entry: bool) -> bool:
        """Whether the role has a permission, by itself or by the role it stands above."""
        if f"{app_label}.{codename}" in self.others:
            return True
        stock = app_label in RECORD and of_entry
        if stock and codename in {f"{action}_{model}" for action in self.record}:
            return True
        return self.above is not None and self.above.allows(
            app_label, codename, model, of_entry=of_entry
        )


VIEWER = Role(
    "閲覧",
    "viewer",
    _("Sees everything on the editing pages, entries that are not public too; changes nothing."),
    record=("view",),
    others=(
        "measures.view_coverage",
        "search.view_unanswered",
        "record.view_batch",
        "record.view_draft",
        "findings.view_finding",
        "findings.view_acceptedfinding",
        "remarks.view_remark",
    ),
)
EDITOR = Role(
    "編集",
    "editor",
    _("Adds and changes entries and their rows. A new measure stays hidden until it is published."),
    above=VIEWER,
    record=("add", "change"),
    others=(
        "measures.import_rows",
        "search.delete_unanswered",
        "record.add_draft",
        "record.change_draft",
        "findings.change_finding",
        "findings.delete_acceptedfinding",
        "remarks.change_remark",
    ),
)
REVIEWER = Role(
    "確認・公開",
    "reviewer",
    _("The same; also publishes and hides measures, confirms values, deletes and restores."),
    above=EDITOR,
    record=("delete",),
    others=(
        "measures.publish_measure",
        "measures.restore_entry",
        "measures.confirm_value",
        "remarks.delete_remark",
    ),
)
ADMINISTRATOR = Role(
    "管理",
    "administrator",
    _("The same; also makes accounts, gives them their roles, and reads the log of accounts."),
    above=REVIEWER,
    others=(
        "auth.add_user",
        "auth.change_user",
        "auth.delete_user",
        "auth.view_user",
        "auth.view_group",
        "accounts.view_accountevent",
    ),
)
ROLES = (VIEWER, EDITOR, REVIEWER, ADMINISTRATOR)
NAMES = tuple(role.name for role in ROLES)


def connect() -> None:
    """Let the roles follow every `migrate`."""
    post_migrate.connect(on_post_migrate, dispatch_uid="roles")


def on_post_migrate(app_config, apps, using=DEFAULT_DB_ALIAS, verbosity=1, **_rest) -> None:
    """Bring the permissions of the roles on the models of one app up to date.

    The permissions themselves are Django's, made by a receiver that may come later than this one.
    """
    try:
        group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:  # migrated no further than to a state without accounts
        return
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    offered = permission.objects.using(using).filter(content_type__app_label=app_config.label)
    offered = list(offered.select_related("content_type"))
    for role in ROLES:
        kept, _created = group.objects.using(using).get_or_create(name=role.name)
        give(kept, {each.pk for each in _allowed(role, app_config.label, offered)}, offered)


def _allowed(role: Role, app_label: str, offered: list) -> Iterator[models.Model]:
    rows = {model._meta.label_lower for model in entries_of_rows()}
    for each in offered:
        model = each.content_type.model
        of_entry = f"{app_label}.{model}" not in rows
        if role.allows(app_label, each.codename, model, of_entry=of_entry):
            yield each


def give(group: models.Model, allowed: set[int], offered: list) -> None:
    """Let a group have of the permissions `offered` those `allowed`; written only what differs."""
    offered = {each.pk for each in offered}
    has = set(group.permissions.filter(pk__in=offered).values_list("pk", flat=True))
    if missing := allowed - has:
        group.permissions.add(*missing)
    if surplus := has - allowed:
        group.permissions.remove(*surplus)
