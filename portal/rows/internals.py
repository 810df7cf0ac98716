"""What the site uses of Django beyond its documentation. It stands here and nowhere else.

Whoever moves to another Django reads this file: `tests/rows/test_internals.py` names the
releases for which each of these was looked at, and fails on another.
"""

import contextlib
import functools
import threading
from collections.abc import Collection, Iterator, Sequence

from django.contrib.admin import ModelAdmin
from django.contrib.messages.storage import default_storage
from django.contrib.messages.storage.base import BaseStorage
from django.db import connections, models
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.sql.compiler import SQLCompiler
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import base as addresses
from django.utils.encoding import force_str
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import trans_real as languages

# What says of a database that a pooler lends its connections.
POOLED = "DISABLE_SERVER_SIDE_CURSORS"


def joins_of(queryset: models.QuerySet) -> dict[str, dict]:
    """What `select_related` was given, each relation with those behind it."""
    return queryset.query.select_related or {}


def annotations_of(queryset: models.QuerySet) -> dict[str, models.Expression]:
    """What was added to the rows, by name."""
    return queryset.query.annotations


def order_of(queryset: models.QuerySet) -> tuple:
    """What the rows are ordered by, as `order_by` was given it."""
    return queryset.query.order_by


def sql_of(queryset: models.QuerySet) -> tuple[str, tuple]:
    """The SQL of a queryset and its values, for the database that it is asked of.

    Raises EmptyResultSet where no row can meet its conditions.
    """
    return compiler_of(queryset).as_sql()


def compiler_of(queryset: models.QuerySet) -> SQLCompiler:
    """What writes the SQL of a queryset for the database that it is asked of."""
    return queryset.query.get_compiler(using=queryset.db)


@contextlib.contextmanager
def planned_once(using: str) -> Iterator[CursorWrapper]:
    """A cursor for a statement that is asked again and again with other values.

    PostgreSQL plans it once for a connection, at its second time: a page of a measure is there 1.1
    to 1.2 times sooner (medians of 10 in turns, 1,000 measures). Not behind a pooler, which lends
    another connection each time. SQLite's own driver knows statements again by their text, for
    which their marks need not be looked for again.
    """
    connection = connections[using]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        own = connection.connection.cursor(factory=MarkedOnce)
        with connection._prepare_cursor(own) as cursor:
            yield cursor
        return
    if connection.settings_dict.get(POOLED):
        with connection.cursor() as cursor:
            yield cursor
        return
    # Imported late, as it loads the driver.
    binding = import_string("django.db.backends.postgresql.base.ServerBindingCursor")
    connection.ensure_connection()
    connection.connection.prepare_threshold = 1
    with connection._prepare_cursor(binding(connection.connection)) as cursor:
        yield cursor


class MarkedOnce(SQLiteCursorWrapper):
    """A cursor that puts the marks of SQLite into a statement once in the life of a process.

    Django looks for the places of values at every call: in the 60 KB that the page of a measure
    asks 1.1 ms of processor time, of 24 for the whole page (20,000 measures).
    """

    def convert_query(self, query, *, param_names=None):
        if param_names is None:
            return marked(query)
        return super().convert_query(query, param_names=param_names)


@functools.lru_cache(maxsize=32)
def marked(query: str) -> str:
    """A statement with the marks of SQLite for its values."""
    return FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


def delete_unheard(queryset: models.QuerySet) -> None:
    """Delete rows that nothing refers to in one statement; no signal is sent of it.

    While anybody listens to deletions of any model, Django's own reads them first.
    """
    queryset._raw_delete(queryset.db)


def has_failed(using: str) -> bool:
    """Whether a statement of this thread failed in a database, or it could not be reached.

    Since the request began, or since the connection was opened later; also where whoever asked
    made something of the failure. That values break a rule of the database is none.
    """
    return connections[using].errors_occurred


def values_of(row: models.Model, exclude: Collection[str]) -> dict[str, models.Expression]:
    """What stands in the fields of a row but some, as checks of the database compare it."""
    return row._get_field_expression_map(meta=row._meta, exclude=exclude)


def hold(entry: models.Model, name: str, rows: Sequence[models.Model]) -> None:
    """Let `entry.name.all()` give these rows: they are put where a prefetch puts them.

    Their condition is put together where more is asked: for a measure it took 0.8 ms of 16.
    """
    relation = entry._meta.get_field(name)
    if relation.one_to_many:
        held = relation.related_model._default_manager.get_queryset()
        held._add_hints(instance=entry)
        held._known_related_objects = {relation.field: {entry.pk: entry}}
        held._deferred_filter = False, (), {relation.field.name: entry}
    else:
        held = getattr(entry, name).all()
    held._result_cache = rows
    if not hasattr(entry, "_prefetched_objects_cache"):
        entry._prefetched_objects_cache = {}
    entry._prefetched_objects_cache[name] = held


def stored(
    model: type[models.Model], using: str, names: Sequence[str], values: Sequence
) -> models.Model:
    """The instance that a row of a database makes, as `from_db` of Django makes it.

    Nobody hears of instances here: what Django does for who might took 1.2 ms of 40 for 190 rows.
    """
    row = model.__new__(model)
    row._state = models.base.ModelState()
    row._state.adding, row._state.db = False, using
    vars(row).update(zip(names, values, strict=True))
    return row


def held_rows(entry: models.Model, name: str) -> list[models.Model]:
    """What `entry.name.all()` gives, without a manager where the rows are held."""
    held = getattr(entry, "_prefetched_objects_cache", {}).get(name)
    return list(getattr(entry, name).all() if held is None else held)


def hold_one(entry: models.Model, name: str, row: models.Model | None) -> None:
    """Let `entry.name`, a relation to one row at most, give this row or raise `DoesNotExist`."""
    entry._meta.get_field(name).set_cached_value(entry, row)


def held_target(row: models.Model, name: str) -> models.Model | None:
    """What a row points at with a foreign key, where that was read with it; nothing is asked."""
    return row._meta.get_field(name).get_cached_value(row, default=None)


def is_stored(row: models.Model) -> bool:
    """Whether a row was read from the database or written to it, and is not only made in memory."""
    return not row._state.adding


def messages_of(request: HttpRequest) -> BaseStorage | None:
    """Where messages to the user of a request are kept; None where there is no such place."""
    return getattr(request, "_messages", None)


def keep_messages(request: HttpRequest, storage: BaseStorage) -> None:
    """Let messages to the user of a request be kept there from now on."""
    request._messages = storage


def change_page(page: ModelAdmin, request: HttpRequest, *arguments) -> HttpResponse:
    """The page that adds or changes an entry, without the transaction that Django opens for a post.

    It is opened where the first row is saved, when the form has been looked at.
    """
    return page._changeform_view(request, *arguments)


class ChangedAlone:
    """A form that looks at what changed alone.

    Its row has the names of the fields that did as `changed` while its rules are looked at, where
    it is stored. Of links many to many, which Django reads once more before it finds that none is
    to be written, those that changed are written.
    """

    def _post_clean(self):
        if self.instance.pk is not None:
            self.instance.changed = {*self.changed_data}
        try:
            super()._post_clean()
        finally:
            self.instance.__dict__.pop("changed", None)

    def _save_m2m(self):
        cleaned, changed = self.cleaned_data, {*self.changed_data}
        links = {field.name for field in self._meta.model._meta.many_to_many}
        kept = links - changed
        self.cleaned_data = {name: each for name, each in cleaned.items() if name not in kept}
        try:
            super()._save_m2m()
        finally:
            self.cleaned_data = cleaned


def as_post(request: HttpRequest, sent: QueryDict) -> HttpRequest:
    """A request as if it had sent a form."""
    request.method = "POST"
    # Whichever of POST and FILES is first read sets both, so the one that is given comes last.
    request._load_post_and_files()
    request.POST = sent
    return request


def without_messages(request: HttpRequest) -> HttpRequest:
    """A request without what it was about to tell of a change that was undone."""
    request._messages = default_storage(request)
    return request


def free(response: HttpResponse) -> None:
    """Free all that a response is read from; its request goes on, and so does the connection."""
    while response._resource_closers:
        response._resource_closers.pop()()


class Displayed(models.Model):
    """A model whose choices are looked up for their words.

    Django's own `get_…_display` makes a table of all choices at every call: 6 µs, where this takes
    1; the page of a law asks 34 times.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):
        value = getattr(self, field.attname)
        words = words_of(field, get_language())
        return words[value] if value in words else force_str(value, strings_only=True)


@functools.cache
def words_of(field: models.Field, _language: str | None) -> dict:
    """The words of the choices of a field in the active language, by value."""
    return {value: force_str(words, strings_only=True) for value, words in field.flatchoices}


class CreateModels(Operation):
    """Creates the models of an app at once; they may lead to each other in any order.

    Django draws a model's state anew, and that of every model it is related to, for each
    `CreateModel` that follows another: two thirds of the time that an empty database took.
    """

    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]):
        self.models = models

    def state_forwards(self, app_label, state):
        """Add all models to a state that is drawn when it is next asked for."""
        state.__dict__.pop("apps", None)
        for each in self.models:
            each.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Create the tables."""
        for each in self.models:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Drop the tables, the last first."""
        for each in reversed(self.models):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        """What `migrate --plan` says."""
        return f"Create models {', '.join(each.name for each in self.models)}"


def written_alias(queryset: models.QuerySet) -> str:
    """The database that a queryset writes to; from then on it reads there too."""
    queryset._for_write = True
    return queryset.db


@functools.cache
def migrations_here() -> frozenset[tuple[str, str]]:
    """The migrations of this release, by app and name."""
    return frozenset(MigrationLoader(None).disk_migrations)


def missing_migrations(using: str) -> frozenset[tuple[str, str]]:
    """Those that were not applied to a database yet; all where it has no table of them."""
    return migrations_here() - MigrationRecorder(connections[using]).applied_migrations().keys()


def strange_migrations(using: str) -> frozenset[tuple[str, str]]:
    """Those that were applied to a database and are none of this release, nor of one before it."""
    here = MigrationLoader(None).disk_migrations
    known = {*here}.union(*(migration.replaces for migration in here.values()))
    return frozenset(MigrationRecorder(connections[using]).applied_migrations().keys() - known)


def unlogged(response: HttpResponse) -> HttpResponse:
    """An answer of which Django says nothing in the log, whatever its status."""
    response._has_been_logged = True
    return response


def keep_by_thread() -> None:
    """Let a thread hold its language and the prefix of its addresses as threads do.

    Django holds them as asyncio does, which nothing here uses, and a page asks for them some
    thousand times: 2.6 µs each, where these take 0.1.
    """
    for module, name in (
        (languages, "_active"),
        (addresses, "_prefixes"),
        (addresses, "_urlconfs"),
    ):
        held = threading.local()
        if hasattr(former := getattr(module, name), "value"):
            held.value = former.value
        setattr(module, name, held)
