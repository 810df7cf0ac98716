"""Who is touched by a change: known from the field paths that lists and the index read.

A path such as `subjects__subject__aliases__name` of a measure says that the measure is touched
when a row of any model on the way is saved or deleted. Everything is written in the transaction
of the change: what followers keep (the search index, what checks found) and, where visitors see
the row before the change or after it, a new version and the log of touched rows. Signals see
`save()` and `delete()`, and nothing in the record is written otherwise.
"""

import contextlib
import dataclasses
import functools
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.contrib.admin.utils import get_fields_from_path
from django.db import models, router, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from portal.changes.models import Change, Recorded, Version

Model = type[models.Model]
Paths = Mapping[Model, Collection[str]]
Rows = dict[Model, set[int]]


class Follower(NamedTuple):
    """Who keeps something of the record, by the field paths that are read for it of which models.

    `follow` is called in the transaction of each change with a model, the primary keys of rows of
    which a value at one of the paths changed, and the database they are in; None instead of keys
    says that all rows of the model are to be read anew.
    """

    paths: Paths
    follow: Callable[[Model, Collection[int] | None, str], None]


@dataclasses.dataclass
class Tracked:
    """The field paths that are logged of which models, and who follows; filled by `connect`."""

    logged: Paths = dataclasses.field(default_factory=dict)
    followers: tuple[Follower, ...] = ()


TRACKED = Tracked()


@dataclasses.dataclass
class Changes:
    """Rows that were written to the database `using`, and what has to be done about them.

    `touched` are the rows that depend on them, `followed` those among them of which a follower
    reads what changed, by its place. `visible` says that visitors saw a written row before the
    change.
    """

    using: str
    written: Rows = dataclasses.field(default_factory=dict)
    touched: Rows = dataclasses.field(default_factory=dict)
    followed: dict[int, Rows] = dataclasses.field(default_factory=dict)
    visible: bool = False

    def add(self, other: "Changes") -> None:
        """Add further changes."""
        followed = [(self.followed.setdefault(n, {}), rows) for n, rows in other.followed.items()]
        for own, rows in (
            (self.written, other.written),
            (self.touched, other.touched),
            *followed,
        ):
            for model, some in rows.items():
                own.setdefault(model, set()).update(some)
        self.visible = self.visible or other.visible


class State(threading.local):
    """What this thread is in the middle of."""

    loading = False
    collecting: Changes | None = None


STATE = State()


def fields_on(model: Model, path: str) -> list[models.Field]:
    """The fields that a path passes, in order; `pk` at its end is none of them."""
    *steps, last = path.split("__")
    names = steps if last == "pk" else [*steps, last]
    return get_fields_from_path(model, "__".join(names)) if names else []


def relations_along(model: Model, path: str) -> Iterator[tuple[str, Model, bool]]:
    """Each model on a path, the path up to it, and whether its own foreign key leads back."""
    prefix = []
    for field in fields_on(model, path):
        if field.is_relation:
            prefix.append(field.name)
            back = field.one_to_many or (field.one_to_one and field.auto_created)
            yield "__".join(prefix), field.related_model, back


def passes_many(model: Model, path: str) -> bool:
    """Whether a field path can lead from one row to many."""
    return any(field.one_to_many or field.many_to_many for field in fields_on(model, path))


class Dependence(NamedTuple):
    """Rows of a model that depend on another row by a path that leads to it.

    `own` says that the foreign key of that other row decides on whom it touches.
    """

    model: Model
    prefix: str
    own: bool


@functools.cache
def dependants() -> dict[Model, dict[Dependence, frozenset[int]]]:
    """For each model what depends on its rows, and the places of the followers that read it so."""
    by_model: dict[Model, dict[Dependence, frozenset[int]]] = {}

    def note(on: Model, dependence: Dependence, places: frozenset[int]) -> None:
        known = by_model.setdefault(on, {})
        known[dependence] = known.get(dependence, frozenset()) | places

    readers = [(TRACKED.logged, frozenset())]
    readers += [(each.paths, frozenset({n})) for n, each in enumerate(TRACKED.followers)]
    for paths, places in readers:
        for model, some in paths.items():
            note(model, Dependence(model, "", own=False), places)
            for path in some:
                for prefix, related, own in relations_along(model, path):
                    note(related, Dependence(model, prefix, own), places)
    return by_model


def changed(model: Model, rows: Collection[int], using: str, *, moving: bool = False) -> Changes:
    """Some rows of a model that are written, and who depends on them: one statement.

    With `moving` only those that they could leave behind by a change of their own foreign keys.
    """
    prefixes: dict[tuple[Model, frozenset[int]], list[str]] = {}
    for each, places in dependants().get(model, {}).items():
        if each.own or not moving:
            prefixes.setdefault((each.model, places), []).append(each.prefix)
    owners = [set(rows) if "" in some else set() for some in prefixes.values()]
    asked = [
        other._base_manager.using(using)
        .order_by()
        .filter(**{f"{prefix}__in": rows})
        .values_list(models.Value(number), "pk")
        for number, ((other, _places), some) in enumerate(prefixes.items())
        for prefix in some
        if prefix
    ]
    for number, pk in asked[0].union(*asked[1:]) if asked else ():
        owners[number].add(pk)
    changes = Changes(using, {model: set(rows)})
    for (other, places), found in zip(prefixes, owners, strict=True):
        changes.touched.setdefault(other, set()).update(found)
        for place in places:
            changes.followed.setdefault(place, {}).setdefault(other, set()).update(found)
    return changes


def shown(model: Model, using: str | None = None) -> models.QuerySet:
    """The rows of a model of the record that visitors may see, in no order."""
    return model._base_manager.using(using).order_by().filter(model.shown_if())


def seen(some: Rows, using: str) -> bool:
    """Whether visitors may see one of some rows as a database holds them now."""
    if not all(model.SHOWN_IF for model in some):
        return True
    asked = [shown(model, using).filter(pk__in=rows).values("pk") for model, rows in some.items()]
    return asked[0].union(*asked[1:]).exists()


def written_to(using: str | None) -> str:
    """The database that the record is written to: the one that is named, or the router's."""
    return using or router.db_for_write(Version)


@contextlib.contextmanager
def one_version(using: str | None = None) -> Iterator[None]:
    """Write what follows from the changes made inside once, at the end, in one transaction.

    They are those of one database; what is written to another makes its own versions there.
    """
    if STATE.collecting is not None:
        yield
        return
    STATE.collecting = Changes(written_to(using))
    try:
        with transaction.atomic(using=STATE.collecting.using):
            yield
            if STATE.collecting.written:
                commit_version(STATE.collecting)
    finally:
        STATE.collecting = None


@contextlib.contextmanager
def loading(using: str | None = None) -> Iterator[None]:
    """Write the record as a whole inside, in one transaction; then everything is read anew."""
    using = written_to(using)
    STATE.loading = True
    try:
        with everything_changed(using):
            yield
            for follower in TRACKED.followers:
                for model in follower.paths:
                    follower.follow(model, None, using)
    finally:
        STATE.loading = False


@contextlib.contextmanager
def everything_changed(using: str | None = None) -> Iterator[None]:
    """Everything counts as changed by what is done inside, in one transaction."""
    using = written_to(using)
    with transaction.atomic(using=using):
        yield
        stamp = Version.objects.using(using).move()
        everything = {model._meta.label: None for model in TRACKED.logged}
        Change.objects.using(using).log(stamp, everything)


def commit_version(changes: Changes) -> None:
    """What followers keep, and for what visitors see a new version with its log.

    The version is that of what visitors see: what nobody sees leaves their pages as they are.
    Changes come one after the other, whether seen or not: only who waited for the one before
    knows what is visible now, and what stands in the index.
    """
    using = changes.using
    version = Version.objects.using(using)
    with transaction.atomic(using=using, savepoint=False):
        if not changes.visible:
            version.lock()
            changes.visible = seen(changes.written, using)
        stamp = version.move() if changes.visible else None
        for place, follower in enumerate(TRACKED.followers):
            for model, rows in changes.followed.get(place, {}).items():
                if rows:
                    follower.follow(model, rows, using)
        if stamp:
            Change.objects.using(using).log(
                stamp, {model._meta.label: rows for model, rows in changes.touched.items() if rows}
            )


def note_change(changes: Changes) -> None:
    """Settle changes, now or at the end of `one_version`."""
    if STATE.collecting is not None and STATE.collecting.using == changes.using:
        STATE.collecting.add(changes)
    else:
        commit_version(changes)


def on_pre_save(sender, instance, using, **kwargs):
    """What a row touches before it is saved or deleted, and whether visitors see it, is kept."""
    if not STATE.loading and instance.pk is not None and issubclass(sender, Recorded):
        moving = kwargs["signal"] is pre_save
        changes = changed(sender, {instance.pk}, using, moving=moving)
        collecting = STATE.collecting
        known = collecting is not None and collecting.using == using and collecting.visible
        changes.visible = known or seen(changes.written, using)
        instance.pending_changes = changes


def on_post_save(sender, instance, using, **kwargs):
    """A row was saved or deleted."""
    if not STATE.loading and issubclass(sender, Recorded):
        changes = instance.__dict__.pop("pending_changes", Changes(using))
        if kwargs["signal"] is post_save:
            changes.add(changed(sender, {instance.pk}, using))
        note_change(changes)


def on_m2m(sender, instance, action, reverse, model, pk_set, using, **kwargs):
    """Rows were linked or unlinked many to many; `pk_set` is empty before all are unlinked."""
    if STATE.loading or action in {"pre_add", "pre_remove"} or not isinstance(instance, Recorded):
        return
    changes = changed(type(instance), {instance.pk}, using)
    if pk_set:
        changes.add(changed(model, pk_set, using))
    # A link is seen where both ends are.
    hiding = {end: rows for end, rows in changes.written.items() if end.SHOWN_IF}
    note_change(dataclasses.replace(changes, written=hiding or changes.written))


def connect(logged: Paths, followers: Sequence[Follower]) -> None:
    """Log a change of a row whenever a value at one of the `logged` paths of its model changes.

    The followers are called one after the other: the later may read what the earlier keep. What was
    connected before is forgotten.
    """
    TRACKED.logged, TRACKED.followers = dict(logged), tuple(followers)
    dependants.cache_clear()
    for signal, receiver in (
        (pre_save, on_pre_save),
        (pre_delete, on_pre_save),
        (post_save, on_post_save),
        (post_delete, on_post_save),
        (m2m_changed, on_m2m),
    ):
        signal.connect(receiver, dispatch_uid=f"portal.changes.{receiver.__name__}")
