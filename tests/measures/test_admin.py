"""The pages that edit measures: what belongs to one, what is refused, and who saved first."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from measures.kinds import BY_NAME
from measures.models import (
    BudgetLine,
    Citation,
    Discrepancy,
    ExportControl,
    Indicator,
    Measure,
    MeasureStatus,
    MeasureSubject,
    Milestone,
    Provision,
    Statement,
)
from policies.models import Issue, Partner, Section, SourceDocument, Subject
from tests.cases import for_each
from tests.entries import everything
from tests.forms import Form

# The stock templates of the admin read variables that are not always there.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
]

LARGEST = "supply-chain-budget"
NO_SOURCE = "A measure cannot be saved without a source. Add at least one citation."


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def form_of(client, instance, group: str = "") -> tuple[str, Form]:
    """The address of the page of `instance`, or of a group of its rows, and its form."""
    page = ("group", instance.pk, group) if group else ("change", instance.pk)
    url = address(type(instance), *page)
    return url, Form(client.get(url).content.decode(), f"{instance._meta.model_name}_form")


def row_of(form: Form, instance) -> str:
    """The prefix of the row that holds `instance`."""
    keys = (name for name in form.typed if name.endswith("-id"))
    relation = instance._meta.get_field("measure").remote_field.related_name
    return next(
        name.removesuffix("-id")
        for name in keys
        if name.startswith(relation) and form.typed[name] == str(instance.pk)
    )


def errors_of(answer, prefix: str) -> dict:
    """What a page says is wrong with the row `prefix`."""
    assert answer.status_code == 200
    name, number = prefix.rsplit("-", 1)
    return formset_of(answer, name).errors[int(number)]


def formset_of(answer, prefix: str):
    formsets = [each.formset for each in answer.context["inline_admin_formsets"]]
    return next(formset for formset in formsets if formset.prefix == prefix)


def saved(answer) -> bool:
    """Whether a page was saved; where not, the test says what was wrong."""
    if answer.status_code == 200:
        raise AssertionError(answer.context["errors"])
    return answer.status_code == 302


@pytest.fixture
def section():
    return Section.objects.order_by("pk").first()


@pytest.fixture
def small(section):
    """A measure with nothing but one citation and one status."""
    measure = Measure.objects.create(
        slug="small", kind="law", status="enacted",
        title_ja="小さな施策", title_en="Small", summary_ja="概要", summary_en="Summary",
    )  # fmt: skip
    Citation.objects.create(measure=measure, section=section, phrase="語", supports=["title"])
    MeasureStatus.objects.create(
        measure=measure, section=section, phrase="語", value="enacted", as_of="2026-03"
    )
    measure.refresh_from_db()
    return measure


@pytest.fixture
def new(admin_client, section):
    """The page that adds a measure, filled in but for its source."""
    url = address(Measure, "add")
    form = Form(admin_client.get(url).content.decode(), "measure_form")
    form.typed |= {
        "slug": "new-measure", "kind": "law",
        "title_ja": "新しい施策", "title_en": "New", "summary_ja": "概要", "summary_en": "Summary",
    }  # fmt: skip
    return url, form


def citation(section, **values) -> dict:
    return {"section": section.pk, "phrase": "語", "supports": ["title", "date"]} | values


def status_of(section, **values) -> dict:
    words = {"value": "enacted", "as_of": "2026-04", "section": section.pk, "phrase": "語"}
    return words | values


def milestone(section, code: str, **values) -> dict:
    words = {"label_ja": "できごと", "label_en": "Event", "section": section.pk, "phrase": "語"}
    return words | {"code": code, "kind": "enacted"} | values


# ---- nothing without a source


def test_a_measure_without_a_source_is_refused(admin_client, new):
    url, form = new
    answer = admin_client.post(url, form.typed)
    assert answer.status_code == 200
    assert formset_of(answer, "citations").non_form_errors() == [gettext(NO_SOURCE)]
    assert gettext(NO_SOURCE) in answer.content.decode()
    assert answer.context["adminform"].form["title_ja"].value() == "新しい施策"
    assert not Measure.objects.filter(slug="new-measure").exists()


def test_a_measure_with_a_source_is_saved(admin_client, new, section):
    url, form = new
    form.typed |= {f"citations-0-{name}": value for name, value in citation(section).items()}
    assert saved(admin_client.post(url, form.typed))
    measure = Measure.objects.get(slug="new-measure")
    assert measure.citations.get().supports == ["title", "date"]


def test_ticks_leave_the_order_of_the_record(admin_client, small):
    """They have none: a citation of which something else changes says what it said."""
    small.citations.update(supports=["status", "title", "kind"])
    url, form = form_of(admin_client, small, "citations")
    assert form.typed["citations-0-supports"] == ["title", "kind", "status"]
    ticked = {"citations-0-supports": ["title", "kind", "date", "status"]}
    assert saved(admin_client.post(url, form.typed | ticked | {"citations-0-phrase": "ほか"}))
    assert small.citations.get().supports == ["status", "title", "kind", "date"]


def test_the_former_address_of_a_form_leads_on(admin_client, small):
    """Django keeps it for links of old; it has no name."""
    url = address(Measure, "change", small.pk)
    former = url.removesuffix("change/")
    for answer in (admin_client.get(former), admin_client.post(former)):
        assert (answer.status_code, answer["Location"]) == (302, url)


def test_the_last_source_is_not_deleted(admin_client, small):
    url, form = form_of(admin_client, small, "citations")
    answer = admin_client.post(url, form.typed | {"citations-0-DELETE": "on"})
    assert formset_of(answer, "citations").non_form_errors() == [gettext(NO_SOURCE)]
    only = small.citations.get()
    admin_client.post(address(Citation, "delete", only.pk), {"post": "yes"})
    action = {"action": "delete_selected", "_selected_action": [only.pk], "post": "yes"}
    answer = admin_client.post(address(Citation, "changelist"), action)
    assert small.title in answer.content.decode()
    assert small.citations.exists()


def test_one_source_of_two_is_deleted(admin_client, small, section):
    second = Citation.objects.create(
        measure=small, section=section, phrase="別の語", supports=["date"]
    )
    url = address(Citation, "delete", second.pk)
    assert admin_client.post(url, {"post": "yes"}).status_code == 302
    assert small.citations.count() == 1


def test_a_measure_is_deleted_with_its_sources(admin_client, small):
    url = address(Measure, "delete", small.pk)
    form = Form(admin_client.get(url).text, "deletion_form")
    said = {"batch_kind": "editorial", "batch_reason": "二重の登録"}
    assert admin_client.post(url, form.typed | said).status_code == 302
    assert not Measure.objects.filter(pk=small.pk).exists()


def test_a_difference_starts_where_its_sources_go(admin_client, small, section):
    url, form = form_of(admin_client, small)
    assert (
        f"{address(Discrepancy, 'add')}?measure={small.pk}"
        in admin_client.get(url).content.decode()
    )
    url, form = form_of(admin_client, small, "discrepancies")
    form.row("discrepancies", topic_ja="日付", topic_en="Date", nature="real")
    admin_client.post(url, form.typed)
    assert not small.discrepancies.exists()
    url = f"{address(Discrepancy, 'add')}?measure={small.pk}"
    form = Form(admin_client.get(url).content.decode(), "discrepancy_form")
    assert form.typed["measure"] == str(small.pk)
    form.typed |= {"topic_ja": "日付", "topic_en": "Date", "nature": "real"}
    answer = admin_client.post(url, form.typed)
    assert formset_of(answer, "statements").non_form_errors()
    told = {"value_ja": "4月", "value_en": "April", "section": section.pk, "phrase": "語"}
    form.typed |= {f"statements-0-{name}": value for name, value in told.items()}
    assert saved(admin_client.post(url, form.typed))
    statement = small.discrepancies.get().statements.get()
    admin_client.post(address(Statement, "delete", statement.pk), {"post": "yes"})
    assert Statement.objects.filter(pk=statement.pk).exists()


@for_each("model", (Indicator, Issue, SourceDocument), ids=lambda model: model.__name__)
def test_a_difference_starts_from_entries_that_are_no_measures(admin_client, section, model):
    entry = model.objects.order_by("pk").first()
    field = {SourceDocument: "document"}.get(model, model._meta.model_name)
    start = f"{address(Discrepancy, 'add')}?{field}={entry.pk}"
    assert start in admin_client.get(address(model, "change", entry.pk)).content.decode()
    form = Form(admin_client.get(start).content.decode(), "discrepancy_form")
    form.typed |= {"topic_ja": "語", "topic_en": "Word", "nature": "wording"}
    told = {"value_ja": "甲", "value_en": "A", "section": section.pk, "phrase": "語"}
    form.typed |= {f"statements-0-{name}": value for name, value in told.items()}
    before = type(entry).objects.values_list("updated_at", flat=True).get(pk=entry.pk)
    assert saved(admin_client.post(start, form.typed))
    difference = entry.discrepancies.get(topic_en="Word")
    assert difference.entry == entry
    assert difference.position == entry.discrepancies.count() - 1
    entry.refresh_from_db()
    assert entry.updated_at > before
    page = admin_client.get(entry.get_absolute_url()).content.decode()
    assert 'id="discrepancies"' in page


def test_a_difference_is_of_one_entry(admin_client, small, section):
    start = f"{address(Discrepancy, 'add')}?measure={small.pk}&issue={Issue.objects.first().pk}"
    form = Form(admin_client.get(start).content.decode(), "discrepancy_form")
    form.typed |= {"topic_ja": "語", "topic_en": "Word", "nature": "wording"}
    told = {"value_ja": "甲", "value_en": "A", "section": section.pk, "phrase": "語"}
    form.typed |= {f"statements-0-{name}": value for name, value in told.items()}
    answer = admin_client.post(start, form.typed)
    told = gettext("Name the one entry it is about: a measure, indicator, issue or document.")
    assert answer.context["adminform"].form.non_field_errors() == [told]
    assert not Discrepancy.objects.filter(topic_en="Word").exists()


# ---- other refusals: the field says why, nothing typed is lost


def test_unknown_fields_that_a_passage_supports_are_refused(admin_client, small):
    url, form = form_of(admin_client, small, "citations")
    answer = admin_client.post(url, form.typed | {"citations-0-supports": ["title", "weather"]})
    [message] = errors_of(answer, "citations-0")["supports"]
    assert "weather" in message
    answer = admin_client.post(url, form.typed | {"citations-0-supports": []})
    assert errors_of(answer, "citations-0")["supports"] == [
        gettext("Tick at least one field that the passage supports.")
    ]


def test_a_phrase_is_a_name_or_a_figure(admin_client, small):
    url, form = form_of(admin_client, small, "citations")
    long = "あ" * 41
    answer = admin_client.post(url, form.typed | {"citations-0-phrase": long})
    [message] = errors_of(answer, "citations-0")["phrase"]
    assert "40" in message
    row = formset_of(answer, "citations").forms[0]
    assert row["phrase"].value() == long
    assert "maxlength" not in str(row["phrase"])  # the browser would cut it without a word


def test_faults_of_new_rows_stand_beside_their_fields(admin_client, small, section):
    url, form = form_of(admin_client, small, "milestones")
    bad_date = form.row("milestones", **milestone(section, "m1", date="2026年春"))
    formula = form.row("milestones", **milestone(section, "m2", label_ja="=SUM(A1)"))
    unsourced = form.row("milestones", **milestone(section, "m3"))
    form.typed |= {f"{unsourced}-section": "", f"{unsourced}-phrase": ""}
    bad_code = form.row("milestones", **milestone(section, "Äpfel"))
    unexplained = form.row("milestones", **milestone(section, "m5", inferred="on"))
    answer = admin_client.post(url, form.typed)
    assert errors_of(answer, bad_date).keys() == {"date"}
    assert errors_of(answer, formula).keys() == {"label_ja"}
    assert errors_of(answer, bad_code).keys() == {"code"}
    assert errors_of(answer, unsourced) == {
        "section": [gettext("Name the section this was read from.")],
        "phrase": [gettext("Copy the phrase that shows where this was read.")],
    }
    assert errors_of(answer, unexplained) == {
        "__all__": [gettext("An inferred value states its reason, others state none.")]
    }
    kept = {row.prefix: row for row in formset_of(answer, "milestones").forms}
    assert kept[bad_date]["date"].value() == "2026年春"
    assert kept[formula]["label_ja"].value() == "=SUM(A1)"
    assert str(section) in str(kept[bad_date]["section"])
    assert not small.milestones.exists()


def test_an_inferred_value_is_saved_with_its_reason_in_both_languages(admin_client, small, section):
    url, form = form_of(admin_client, small, "milestones")
    words = {"inferred": "on", "inference_ja": "理由", "inference_en": "A reason"}
    form.row("milestones", **milestone(section, "guessed", **words))
    assert saved(admin_client.post(url, form.typed))
    row = small.milestones.get()
    assert (row.inferred, row.inference_ja, row.inference_en) == (True, "理由", "A reason")
    url, form = form_of(admin_client, small, "statuses")
    form.row("statuses", **status_of(section, **words))
    assert saved(admin_client.post(url, form.typed))
    small.refresh_from_db()
    assert (small.status, small.status_as_of, small.status_inferred) == ("enacted", "2026-04", True)
    row = small.statuses.get(as_of="2026-04")
    assert (row.inference_ja, row.inference_en) == ("理由", "A reason")


def test_a_code_is_used_once_and_may_change(admin_client, small, section):
    url, form = form_of(admin_client, small, "milestones")
    form.row("milestones", **milestone(section, "same"))
    second = form.row("milestones", **milestone(section, "same"))
    assert admin_client.post(url, form.typed).status_code == 200
    form.typed[f"{second}-code"] = "other"
    assert saved(admin_client.post(url, form.typed))
    assert [row.code for row in small.milestones.all()] == ["same", "other"]
    url, form = form_of(admin_client, small, "milestones")
    assert saved(admin_client.post(url, form.typed | {"milestones-0-code": "renamed"}))
    assert small.milestones.filter(code="renamed").exists()


# ---- rows that point at rows of the same measure


@pytest.mark.parametrize(
    ("model", "field"), [(Provision, "parent"), (BudgetLine, "part_of")], ids=str
)
def test_a_row_points_at_rows_of_its_own_measure(model, field, admin_client):
    everything("other", "ほか", 1)
    row = model.objects.filter(measure__slug="act").order_by("pk").first()
    stranger = model.objects.exclude(measure__slug="act").order_by("pk").first()
    names = {"app_label": "measures", "model_name": model._meta.model_name, "field_name": field}
    asked = names | {"term": "", "within": row.measure_id}
    found = admin_client.get(reverse("admin:autocomplete"), asked).json()["results"]
    own = model.objects.filter(measure=row.measure)
    assert found
    assert {int(each["id"]) for each in found} <= {each.pk for each in own}
    group = model._meta.get_field("measure").remote_field.related_name
    url = address(Measure, "group", row.measure_id, group)
    page = admin_client.get(url).content.decode()
    assert f"autocomplete/?within={row.measure_id}" in page
    url, form = form_of(admin_client, row)
    assert "measure" not in form.typed  # a saved row stays with its measure
    answer = admin_client.post(url, form.typed | {field: stranger.pk})
    assert answer.context["adminform"].form.errors.keys() == {field}
    url = address(model, "add")
    form = Form(admin_client.get(url).content.decode(), f"{model._meta.model_name}_form")
    answer = admin_client.post(url, form.typed | {"measure": row.measure_id, field: stranger.pk})
    assert answer.context["adminform"].form.errors[field] == [
        gettext("Choose a row of the same entry.")
    ]


# ---- one headline date


@pytest.mark.both
def test_the_headline_moves_in_one_save(admin_client, small, section):
    url, form = form_of(admin_client, small, "milestones")
    form.row("milestones", **milestone(section, "first", headline="on"))
    form.row("milestones", **milestone(section, "second"))
    assert saved(admin_client.post(url, form.typed))
    url, form = form_of(admin_client, small, "milestones")
    second = row_of(form, small.milestones.get(code="second"))
    answer = admin_client.post(url, form.typed | {f"{second}-headline": "on"})
    assert errors_of(answer, second)["headline"]
    first = row_of(form, small.milestones.get(code="first"))
    del form.typed[f"{first}-headline"]
    assert saved(admin_client.post(url, form.typed | {f"{second}-headline": "on"}))
    assert small.milestones.get(headline=True).code == "second"


def test_two_headlines_are_refused(admin_client, small, section):
    url, form = form_of(admin_client, small, "milestones")
    form.row("milestones", **milestone(section, "first", headline="on"))
    second = form.row("milestones", **milestone(section, "second", headline="on"))
    answer = admin_client.post(url, form.typed)
    message = gettext("Only one milestone of a measure is its headline date.")
    assert errors_of(answer, second)["headline"] == [message]
    assert message in answer.content.decode()


# ---- two editors


@pytest.mark.both
def test_a_stale_save_names_who_saved_first(admin_client, small, django_user_model, client):
    other = django_user_model.objects.create(
        username="other", last_name="佐藤", is_staff=True, is_superuser=True
    )
    url, form = form_of(admin_client, small)
    client.force_login(other)
    assert saved(client.post(url, form.typed | {"title_ja": "佐藤の題名"}))
    answer = admin_client.post(url, form.typed | {"title_ja": "私の題名"})
    assert answer.status_code == 409
    for words in ("佐藤", "名称（日本語）", "佐藤の題名", "私の題名"):
        assert words in answer.text, words
    small.refresh_from_db()
    assert small.title_ja == "佐藤の題名"


def test_a_save_from_elsewhere_is_not_laid_at_anybodys_door(admin_client, small, admin_user):
    url, form = form_of(admin_client, small)
    small.title_ja = "別の題名"
    small.save()
    answer = admin_client.post(url, form.typed | {"title_ja": "私の題名"})
    words = answer.text[answer.text.index('class="versions clashes"') :]
    assert gettext("Another editor") in words
    assert admin_user.last_name not in words


def test_a_row_edited_alone_makes_a_new_version_of_its_measure(admin_client, small, section):
    row = MeasureSubject.objects.create(
        measure=small, subject=Subject.objects.order_by("pk").first(), section=section, phrase="語"
    )
    small.refresh_from_db()
    before = small.updated_at
    measure_url, form = form_of(admin_client, small)
    url, row_form = form_of(admin_client, row)
    assert saved(admin_client.post(url, row_form.typed | {"number": "①"}))
    small.refresh_from_db()
    assert small.updated_at > before
    answer = admin_client.post(measure_url, form.typed)
    assert "標" in admin_client.get(answer["Location"]).text
    assert small.subjects.get(pk=row.pk).number == "①"
    before = small.updated_at
    admin_client.post(address(MeasureSubject, "delete", row.pk), {"post": "yes"})
    small.refresh_from_db()
    assert small.updated_at > before
    assert admin_client.get(address(Measure, "history", small.pk)).status_code == 200


# ---- the page of a measure


def test_the_page_asks_as_much_for_many_rows_as_for_one(admin_client, small, section):
    def fill(number):
        subjects = Subject.objects.order_by("pk")[number : number + 1]
        for subject in subjects:
            evidence = {"measure": small, "section": section, "phrase": f"語{number}"}
            MeasureSubject.objects.create(subject=subject, **evidence)
            parent = small.provisions.first()
            Provision.objects.create(
                code=f"p{number}", text_ja="条", text_en="T", parent=parent, **evidence
            )
            Milestone.objects.create(
                code=f"m{number}", kind="enacted", label_ja="事", label_en="E", **evidence
            )
            whole = small.budget_lines.first()
            line = BudgetLine.objects.create(
                code=f"b{number}", amount=1, printed="1円", stage="budget", subject=subject,
                part_of=whole, **evidence,
            )  # fmt: skip
            line.ministries.set(line.ministries.model.objects.order_by("pk")[:2])
            Citation.objects.create(supports=["title"], **evidence)

    def asked():
        numbers = []
        for url in (
            address(Measure, "change", small.pk),
            *(f"{address(Measure, 'group', small.pk, name)}?all=1" for name in BY_NAME),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert admin_client.get(url).status_code == 200
            numbers.append(len(queries))
        return numbers

    for number in (1, 2):
        fill(number)
    few = asked()
    for number in range(3, 12):
        fill(number)
    assert asked() == few
    assert max(few) < 60


@pytest.mark.bundled
@pytest.mark.parametrize(
    "slug", [LARGEST, pytest.param("cn-five-year-plan-15", marks=pytest.mark.crawl)]
)
def test_the_largest_measures_open_and_save(slug, admin_client, django_assert_max_num_queries):
    measure = Measure.objects.get(slug=slug)
    with django_assert_max_num_queries(60):
        url, form = form_of(admin_client, measure, "subjects")
    subject = measure.subjects.order_by("position", "pk").first()
    row = row_of(form, subject)
    rows = {line.pk: line.printed for line in measure.budget_lines.all()}
    # One row changes; the measure and all lists that read it are indexed anew.
    with django_assert_max_num_queries(180):
        assert saved(admin_client.post(url, form.typed | {f"{row}-note_ja": "追記"}))
    subject.refresh_from_db()
    assert subject.note_ja == "追記"
    entry = LogEntry.objects.latest("pk")
    assert len(entry.get_change_message()) < 200, "rows that nobody touched were saved"
    assert rows == {line.pk: line.printed for line in measure.budget_lines.all()}


def test_a_detail_is_filled_in_once(admin_client, small, section):
    url, form = form_of(admin_client, small, "export_control")
    country = Partner.objects.get(iso2="AA")
    form.row(
        "export_control", jurisdiction=country.pk, effect="licence", items_ja="品目",
        items_en="Items", announced="2025-10-09", section=section.pk, phrase="語",
    )  # fmt: skip
    assert saved(admin_client.post(url, form.typed))
    control = ExportControl.objects.get(measure=small)
    assert control.begins_from == datetime.date(2025, 10, 9)
    url, form = form_of(admin_client, small, "export_control")
    answer = admin_client.post(url, form.typed | {"export_control-0-suspended": "2025-10-30"})
    assert errors_of(answer, "export_control-0") == {
        "__all__": [gettext("A suspension names its first day and the event that suspended it.")]
    }


@pytest.mark.parametrize("published", [True, False])
def test_the_public_page_is_one_step_away_where_there_is_one(published, admin_client, small):
    small.published = published
    small.save()
    page = admin_client.get(address(Measure, "change", small.pk)).content.decode()
    assert (f'href="{small.get_absolute_url()}"' in page) is published
    row = small.citations.get()
    page = admin_client.get(address(Citation, "change", row.pk)).content.decode()
    assert (f'href="{row.get_absolute_url()}"' in page) is published


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("強靭", LARGEST),  # printed 強靱
        ("推進", "espa-2022"),
        ("promotion act", "espa-2022"),
        ("別名", "small"),
    ],
)
def test_measures_are_found_by_any_of_their_names(asked, found, admin_client, small, section):
    small.names.create(name="ひとつの別名", kind="alias", section=section, phrase="語")
    page = admin_client.get(address(Measure, "changelist"), {"q": asked})
    assert found in {measure.slug for measure in page.context["cl"].get_queryset(page.wsgi_request)}
