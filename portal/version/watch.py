"""Who is touched by a change: known from the field paths that lists and the index read.

A path such as `subjects__subject__aliases__name` of a measure says that the measure is touched
when a row of any model on the way is saved or deleted. Everything is written in the transaction
of the change: a new version, the log of touched rows, and what followers keep (the search
index). Signals see `save()` and `delete()`, and nothing in the record is written otherwise.
"""

import contextlib
import functools
import threading
from collections.abc import Callable, Collection, Iterable, Iterator

from django.contrib.admin.utils import get_fields_from_path
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from portal.version.models import Change, Version

Model = type[models.Model]
Touched = dict[Model, set[int]]
Follower = Callable[[Model, Collection[int] | None], None]

PATHS: dict[Model, set[str]] = {}
FOLLOWERS: list[Follower] = []


class State(threading.local):
    """What this thread is in the middle of."""

    loading = False
    collecting: Touched | None = None


STATE = State()


def watch(model: Model, paths: Iterable[str]) -> None:
    """Log a change of the rows of `model` whenever a value at one of the field paths changes."""
    PATHS.setdefault(model, set()).update(paths)
    dependants.cache_clear()


def follow(follower: Follower) -> None:
    """Call `follower` with a model and touched primary keys in the transaction of each change.

    None instead of keys says that all rows of the model are to be read anew.
    """
    FOLLOWERS.append(follower)


def fields_on(model: Model, path: str) -> list[models.Field]:
    """The fields that a path passes, in order; `pk` at its end is none of them."""
    *before, last = path.split("__")
    names = before if last == "pk" else [*before, last]
    return get_fields_from_path(model, "__".join(names)) if names else []


def hops(model: Model, path: str) -> Iterator[tuple[str, Model, bool]]:
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


@functools.cache
def dependants() -> dict[Model, dict[tuple[Model, str], bool]]:
    """For each model: whose rows depend on it by which path, and whether its own key decides."""
    found: dict = {}
    for model, paths in PATHS.items():
        found.setdefault(model, {})[model, ""] = False
        for path in paths:
            for prefix, related, own in hops(model, path):
                found.setdefault(related, {})[model, prefix] = own
    return found


def recorded(model: Model) -> bool:
    """Whether rows of a model are part of the record: those of apps that are watched."""
    return model._meta.app_label in {each._meta.app_label for each in PATHS}


def touched_by(instance: models.Model, *, moving: bool = False) -> Touched:
    """The rows that depend on a row as the database holds it now.

    With `moving` only those that it could leave behind by a change of its own foreign keys.
    """
    touched: Touched = {}
    for (model, prefix), decides in dependants().get(type(instance), {}).items():
        if moving and not decides:
            continue
        rows = {instance.pk}
        if prefix:
            found = model._base_manager.filter(**{prefix: instance.pk})
            rows = set(found.values_list("pk", flat=True))
        touched.setdefault(model, set()).update(rows)
    return touched


@contextlib.contextmanager
def collected() -> Iterator[None]:
    """Write what follows from the changes made inside once, at the end, in one transaction."""
    if STATE.collecting is not None:
        yield
        return
    STATE.collecting = {}
    try:
        with transaction.atomic():
            yield
            if STATE.collecting:
                settle(STATE.collecting)
    finally:
        STATE.collecting = None


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Write the record as a whole inside, in one transaction; then everything is read anew."""
    STATE.loading = True
    try:
        with renewed():
            yield
            for model in PATHS:
                for follower in FOLLOWERS:
                    follower(model, None)
    finally:
        STATE.loading = False


@contextlib.contextmanager
def renewed() -> Iterator[None]:
    """Everything counts as changed by what is done inside, in one transaction."""
    with transaction.atomic():
        yield
        stamp = Version.objects.move()
        Change.objects.log(stamp, {model._meta.label: None for model in PATHS})


def settle(touched: Touched) -> None:
    """A new version, its log, and what followers keep, in one transaction."""
    with transaction.atomic():
        stamp = Version.objects.move()
        for model, rows in touched.items():
            for follower in FOLLOWERS if rows and model in PATHS else ():
                follower(model, rows)
        Change.objects.log(
            stamp, {model._meta.label: rows for model, rows in touched.items() if rows}
        )


def tell(instance: models.Model, touched: Touched) -> None:
    """Settle what a change touched, now or at the end of `collected`."""
    # A row that no list reads makes a new version too: some page shows it.
    touched.setdefault(type(instance), set())
    if STATE.collecting is None:
        settle(touched)
        return
    for model, rows in touched.items():
        STATE.collecting.setdefault(model, set()).update(rows)


def merged(*several: Touched) -> Touched:
    """Touched rows of several kinds as one."""
    found: Touched = {}
    for touched in several:
        for model, rows in touched.items():
            found.setdefault(model, set()).update(rows)
    return found


def before(sender, instance, **kwargs):
    """What a row touches before it is saved or deleted is kept until that is done."""
    if not STATE.loading and instance.pk is not None and recorded(sender):
        deleting = kwargs["signal"] is pre_delete
        instance.touched_before = touched_by(instance, moving=not deleting)


def after(sender, instance, **kwargs):
    """A row was saved or deleted."""
    if not STATE.loading and recorded(sender):
        touched = instance.__dict__.pop("touched_before", {})
        if kwargs["signal"] is post_save:
            touched = merged(touched, touched_by(instance))
        tell(instance, touched)


def linked(sender, instance, action, reverse, model, pk_set, **kwargs):
    """Rows were linked or unlinked many to many; `pk_set` is empty before all are unlinked."""
    if STATE.loading or action in {"pre_add", "pre_remove"} or not recorded(type(instance)):
        return
    others = model._base_manager.filter(pk__in=pk_set or ())
    tell(instance, merged(touched_by(instance), *map(touched_by, others)))


def connect() -> None:
    """Start to watch."""
    for signal, receiver in (
        (pre_save, before),
        (pre_delete, before),
        (post_save, after),
        (post_delete, after),
        (m2m_changed, linked),
    ):
        signal.connect(receiver, dispatch_uid=f"portal.version.{receiver.__name__}")
