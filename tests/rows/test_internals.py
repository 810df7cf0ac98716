"""What the site uses of Django beyond its documentation works as it did when it was written."""

import contextlib

import django
import pytest
from django.contrib import admin, messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import (
    DatabaseError,
    IntegrityError,
    connection,
    models,
    transaction,
)
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter
from django.db.models.sql.compiler import SQLCompiler
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.log import log_response

from measures.models import BudgetLine, Citation, Measure, Milestone
from portal.changes.models import Version
from portal.rows.internals import (
    CreateModels,
    annotations_of,
    as_post,
    change_page,
    compiler_of,
    has_failed,
    held_rows,
    hold,
    hold_one,
    is_stored,
    joins_of,
    keep_messages,
    messages_of,
    migrations_here,
    missing_migrations,
    planned_once,
    sql_of,
    stored,
    strange_migrations,
    unlogged,
    without_messages,
    written_alias,
)

pytestmark = pytest.mark.bundled

# Each release of Django with which `portal.rows.internals` was read again.
LOOKED_AT = {(5, 2)}


def test_the_release_of_django_was_looked_at():
    """For another, read `internals.py` beside its notes, run these tests, and add it."""
    assert django.VERSION[:2] in LOOKED_AT


def test_joins_are_told_as_they_were_given():
    rows = Citation.objects.select_related("measure", "section__document")
    assert joins_of(rows) == {"measure": {}, "section": {"document": {}}}
    assert joins_of(Citation.objects.all()) == {}


def test_what_was_added_is_told_by_name():
    rows = Measure.objects.annotate(one=models.Value(1), slugs=models.F("slug"))
    assert list(annotations_of(rows)) == ["one", "slugs"]
    assert annotations_of(rows)["one"].output_field.get_internal_type() == "IntegerField"


@pytest.mark.django_db
def test_a_row_is_stored_once_it_was_read_or_written():
    row = Measure.objects.first()
    assert is_stored(row)
    assert not is_stored(Measure(pk=row.pk))


@pytest.mark.django_db
def test_the_statement_of_a_queryset_gives_its_rows():
    rows = Measure.objects.filter(slug__gt="a").order_by("pk").values_list("pk", "slug")
    compiler = compiler_of(rows)
    assert isinstance(compiler, SQLCompiler)
    assert compiler.connection.alias == rows.db
    for sql, values in (sql_of(rows), compiler.as_sql()):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            found = cursor.fetchall()
        assert found == list(rows) != []


@pytest.mark.django_db
def test_held_rows_are_given_without_a_statement(django_assert_num_queries):
    measure = Measure.objects.first()
    rows = [Milestone(measure=measure, code="held")]
    hold(measure, "milestones", rows)
    line = BudgetLine()
    line.pk = 1
    hold(line, "ministries", [])
    hold_one(measure, "agreement", None)
    with django_assert_num_queries(0):
        assert list(measure.milestones.all()) == rows
        assert list(line.ministries.all()) == []
        assert not hasattr(measure, "agreement")


@pytest.mark.django_db
def test_more_than_held_rows_is_asked_of_their_entry_alone():
    for measure in Measure.objects.order_by("pk")[:3]:
        rows = list(measure.citations.all())
        hold(measure, "citations", rows[:1])
        assert held_rows(measure, "citations") == rows[:1]
        assert list(measure.citations.all().order_by("position", "pk")) == rows
        assert held_rows(measure, "names") == list(measure.names.all())


@pytest.mark.django_db
def test_a_row_that_is_stored_is_as_django_makes_it():
    for model in (Measure, Citation, BudgetLine, Milestone):
        row = model.objects.first()
        names = [field.attname for field in model._meta.concrete_fields]
        values = [getattr(row, name) for name in names]
        made, expected = (
            stored(model, "default", names, values),
            model.from_db("default", names, values),
        )
        # What leads to other rows is made where it is first asked for.
        assert made._state.fields_cache == expected._state.fields_cache == {}
        assert vars(made._state) == vars(expected._state)
        assert {**vars(made), "_state": 0} == {**vars(expected), "_state": 0}
        assert is_stored(made)


@pytest.mark.django_db
def test_a_statement_that_is_planned_once_keeps_its_percent_signs():
    for word in ("a", "b"):
        with planned_once("default") as cursor:
            cursor.execute("SELECT CAST(%s AS text), 'x%%'", [word])
            assert cursor.fetchall() == [(word, "x%")]


def test_models_created_at_once_are_those_created_one_by_one():
    """Also where what is drawn of a state was asked for before, as `migrate` does."""
    label = "policies"
    (operation,) = MigrationLoader(None).get_migration(label, "0001_initial").operations
    assert isinstance(operation, CreateModels)
    at_once, one_by_one = ProjectState(), ProjectState()
    assert list(at_once.apps.get_models()) == []
    operation.state_forwards(label, at_once)
    for each in operation.models:
        each.state_forwards(label, one_by_one)
    assert at_once == one_by_one
    names = [model._meta.model_name for model in at_once.apps.get_app_config(label).get_models()]
    assert names == [each.name_lower for each in operation.models]
    written, imports = OperationWriter(operation, indentation=0).serialize()
    assert "import portal.rows.internals" in imports
    assert written.count("migrations.CreateModel(") == len(operation.models)


def test_what_is_written_is_asked_of_the_database_that_is_written_to(settings):
    settings.DATABASE_ROUTERS = [Replica()]
    rows = Measure.objects.all()
    assert rows.db == "replica"
    assert written_alias(rows) == rows.db == "default"
    assert written_alias(Measure.objects.using("replica")) == "replica"


class Replica:
    """Reads from one database and writes to the other."""

    def db_for_read(self, model, **hints):
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"


@pytest.mark.django_db
@pytest.mark.both
def test_a_statement_that_failed_is_known_afterwards_and_a_broken_rule_is_none():
    assert not has_failed("default")
    with contextlib.suppress(IntegrityError), transaction.atomic():
        Version.objects.create(pk=2)
    assert not has_failed("default")
    with contextlib.suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing")
    assert has_failed("default")
    connection.errors_occurred = False  # as Django does between requests


def test_messages_are_kept_where_one_says():
    request = RequestFactory().get("/")
    assert messages_of(request) is messages_of(None) is None
    first, other = CookieStorage(request), CookieStorage(request)
    keep_messages(request, first)
    messages.info(request, "one")
    keep_messages(request, other)
    messages.info(request, "two")
    assert messages_of(request) is other
    assert [[str(each) for each in some] for some in (first, other)] == [["one"], ["two"]]


def test_a_request_is_given_what_it_did_not_send():
    request = as_post(RequestFactory().get("/"), QueryDict("a=1"))
    assert (request.method, len(request.FILES), request.POST["a"]) == ("POST", 0, "1")


def test_a_request_forgets_what_it_was_about_to_tell():
    request = RequestFactory().get("/")
    request.session = {}
    messages.info(without_messages(request), "saved")
    assert [str(each) for each in messages.get_messages(request)] == ["saved"]
    assert [*messages.get_messages(without_messages(request))] == []


@pytest.mark.django_db
def test_a_form_of_the_admin_is_looked_at_in_no_transaction_of_its_own(admin_user):
    """Django's own opens one for each post; here it would be a savepoint in that of the test."""
    page = admin.site.get_model_admin(BudgetLine)
    pk = str(BudgetLine.objects.first().pk)
    opened = []
    for look in (change_page, admin.ModelAdmin.changeform_view):
        request = RequestFactory().post("/", {})
        request.user, request.session, request.csrf_processing_done = admin_user, {}, True
        with CaptureQueriesContext(connection) as asked:
            response = look(page, request, pk, "", None)
        assert response.context_data["errors"]
        opened.append(asked[0]["sql"].startswith("SAVEPOINT"))
    assert opened == [False, True]


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_is_missing():
    assert ("measures", "0001_initial") in migrations_here()
    assert not missing_migrations("default")
    MigrationRecorder(connection).record_unapplied("measures", "0001_initial")
    assert missing_migrations("default") == {("measures", "0001_initial")}


@pytest.mark.django_db
def test_a_migration_that_this_release_does_not_know_is_strange():
    assert not strange_migrations("default")
    MigrationRecorder(connection).record_applied("measures", "9999_of_tomorrow")
    assert strange_migrations("default") == {("measures", "9999_of_tomorrow")}


def test_nothing_is_logged_of_an_answer_that_says_so(caplog):
    log_response("Told", response=unlogged(HttpResponse(status=503)))
    assert not caplog.records
    log_response("Told", response=HttpResponse(status=503))
    assert len(caplog.records) == 1
