"""The pages of an entry and of its groups of rows: what they hold, and where an editor stands."""

import gzip
import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse

from measures.kinds import BY_NAME, KINDS
from measures.models import BudgetLine, Citation, Measure, Milestone, Provision
from policies.admin.forms import RecordFormSet
from policies.admin.groups import CONTROLS, line_of
from policies.models import Clause, Framework, Section, SourceDocument
from tests.entries import Maker, everything
from tests.forms import Form
from tests.markup import Page

# The stock templates of the admin read variables that are not always there.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
]

LARGEST = "supply-chain-budget"


def entry_address(entry) -> str:
    meta = entry._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[entry.pk])


def group_address(entry, group: str) -> str:
    meta = entry._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_group", args=[entry.pk, group])


def opened(client, url: str) -> tuple[str, Form]:
    """An address, and the form that stands there."""
    page = client.get(url)
    assert page.status_code == 200, url
    return url, Form(page.content.decode(), f"{page.context['opts'].model_name}_form")


def controls(page: str) -> int:
    """How many controls a page has."""
    return len(re.findall(r"<(?:input|select|textarea|button)\b", page))


def prefix_of(form: Form, row) -> str:
    """The prefix of a row on the page of its group."""
    return next(
        name.removesuffix("-id")
        for name, value in form.typed.items()
        if name.endswith("-id") and value == str(row.pk)
    )


@pytest.fixture
def measure():
    """A measure with every kind of row."""
    return everything("split", "語", 1)[1][0]


@pytest.fixture
def milestones(admin_client, measure):
    """Two pages of milestones and some more, in their order."""
    Maker("many", "経過").rows(
        Milestone,
        2 * size(admin_client, measure, "milestones"),
        measure=measure,
        section=Section.objects.first(),
    )
    for position, row in enumerate(measure.milestones.all()):
        row.position, row.headline = position, False
        row.save()
    return list(measure.milestones.all())


def size(client, entry, group: str) -> int:
    """How many rows of a group stand on a page."""
    return client.get(group_address(entry, group)).context["rows_shown"].paginator.per_page


# ---- what the pages hold


def test_the_page_of_an_entry_tells_every_row_in_one_line(admin_client, measure):
    page = admin_client.get(entry_address(measure))
    told = {group.name: group for group in page.context["groups"]}
    assert told.keys() == BY_NAME.keys()
    text = page.content.decode()
    for kind in KINDS:
        rows = kind.rows_of(measure)
        assert len(told[kind.name].lines) == len(rows) > 0
        for row, line in zip(rows, told[kind.name].lines, strict=True):
            assert f'href="{line.address}"' in text
            address, _hash, anchor = line.address.partition("#")
            assert f'id="{anchor}"' in admin_client.get(address).content.decode()
            assert anchor == f"row-{row.pk}"
    assert "TOTAL_FORMS" not in text


def test_a_passage_says_once_where_it_stands():
    clause = Clause.objects.select_related("section__document").exclude(phrase="").first()
    line = line_of(clause, clause.section, lambda query: query)
    assert line.text == str(clause)
    assert (line.mark, line.phrase) == ("", "")


@pytest.mark.both
def test_a_row_that_repeats_one_of_another_page_is_refused_with_the_way_to_that(
    admin_client, measure, milestones
):
    url, form = opened(admin_client, group_address(measure, "milestones"))
    prefix = prefix_of(form, milestones[0])
    form.typed[f"{prefix}-code"] = milestones[-1].code
    page = admin_client.post(url, form.typed)
    assert page.status_code == 200
    (rows,) = page.context["inline_admin_formsets"]
    (wrong,) = [each for each in rows.formset.forms if each.errors]
    assert (wrong.prefix, set(wrong.errors)) == (prefix, {"code"})
    way = reverse("admin:measures_milestone_change", args=[milestones[-1].pk])
    assert page.content.decode().count(f'<a href="{way}">') == 1
    assert str(milestones[-1]) in wrong.errors["code"][0]


def test_the_page_of_a_group_holds_its_rows_and_nothing_else(admin_client, measure):
    for kind in KINDS:
        url, form = opened(admin_client, group_address(measure, kind.name))
        assert "title_ja" not in form.typed
        rows = [name for name in form.typed if name.endswith("-TOTAL_FORMS")]
        assert rows == [f"{kind.name}-TOTAL_FORMS"]
        assert admin_client.post(url, form.typed).status_code == 302


@pytest.mark.bundled
@pytest.mark.parametrize(
    ("model", "slug"),
    [(Measure, LARGEST), (Measure, "espa-2022"), (SourceDocument, None), (Framework, None)],
)
def test_no_page_of_the_largest_entries_is_large(admin_client, model, slug):
    chosen = model.objects.filter(slug=slug) if slug else model.objects.all()
    for entry in chosen:
        page = admin_client.get(entry_address(entry))
        addresses = [group.address for group in page.context["groups"]]
        for url in (entry_address(entry), *addresses):
            sent = admin_client.get(url, headers={"accept-encoding": "gzip"})
            assert sent["Content-Encoding"] == "gzip"
            assert len(sent.content) <= 30_000, url
            text = gzip.decompress(sent.content).decode()
            assert controls(text) <= CONTROLS + 20, url
    page = admin_client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"))
    assert controls(page.content.decode()) <= CONTROLS


def test_what_is_compressed_holds_no_token_twice(admin_client, measure):
    """Who measures compressed answers learns nothing of a token that looks new in each."""
    found = [
        re.search(r'csrfmiddlewaretoken" value="(\w+)"', text)[1]
        for text in (
            gzip.decompress(
                admin_client.get(
                    entry_address(measure), headers={"accept-encoding": "gzip"}
                ).content
            ).decode()
            for _each in range(2)
        )
    ]
    assert found[0] != found[1]


def test_a_group_that_is_none_is_told(admin_client, measure):
    assert admin_client.get(group_address(measure, "weather")).status_code == 404
    assert admin_client.get(group_address(measure, "milestones") + "?page=99").status_code == 404
    assert admin_client.get(group_address(measure, "milestones") + "?page=x").status_code == 404


def test_who_may_only_look_adds_and_moves_no_rows(client, measure, django_user_model):
    reader = django_user_model.objects.create(username="reader", is_staff=True)
    url = group_address(measure, "milestones")
    client.force_login(reader)
    assert client.get(url).status_code == 403
    reader.user_permissions.set(Permission.objects.filter(codename="view_measure"))
    groups = client.get(entry_address(measure)).context["groups"]
    assert {group.name for group in groups} == BY_NAME.keys()
    assert {group.address_to_add for group in groups} == {""}
    seen = client.get(url)
    assert seen.status_code == 200
    assert 'name="milestones-0-label_ja"' not in seen.content.decode()
    assert 'name="_row"' not in seen.content.decode()
    assert client.post(url, {"_row": "up-1"}).status_code == 403


# ---- pages of a large group


def test_a_row_is_edited_on_the_page_it_stands_on(admin_client, milestones):
    measure, last = milestones[0].measure, milestones[-1]
    url = group_address(measure, "milestones")
    _url, first_page = opened(admin_client, url)
    assert first_page.typed["milestones-INITIAL_FORMS"] == str(
        size(admin_client, measure, "milestones")
    )
    where, form = opened(admin_client, f"{url}?row={last.pk}")
    row = prefix_of(form, last)
    answer = admin_client.post(where, form.typed | {f"{row}-label_en": "Mended", "_continue": "on"})
    assert answer["Location"] == f"{url}?row={last.pk}#row-{last.pk}"
    last.refresh_from_db()
    assert last.label_en == "Mended"
    assert measure.milestones.count() == len(milestones)
    _url, everything_there = opened(admin_client, f"{url}?all=1")
    assert everything_there.typed["milestones-INITIAL_FORMS"] == str(len(milestones))


def test_the_headline_date_may_stand_on_another_page(admin_client, milestones):
    first, last = milestones[0], milestones[-1]
    first.headline = True
    first.save()
    url, form = opened(admin_client, f"{group_address(first.measure, 'milestones')}?row={last.pk}")
    answer = admin_client.post(url, form.typed | {f"{prefix_of(form, last)}-headline": "on"})
    assert answer.status_code == 200
    assert str(first) in answer.content.decode()
    assert Milestone.objects.get(measure=first.measure, headline=True) == first
    url, form = opened(admin_client, f"{group_address(first.measure, 'milestones')}?all=1")
    del form.typed[f"{prefix_of(form, first)}-headline"]
    answer = admin_client.post(url, form.typed | {f"{prefix_of(form, last)}-headline": "on"})
    assert answer.status_code == 302
    assert Milestone.objects.get(measure=first.measure, headline=True) == last


def test_the_last_source_stays_on_whatever_page(admin_client, measure):
    section = Section.objects.first()
    number = 2 * size(admin_client, measure, "citations")
    for each in range(number - measure.citations.count()):
        Citation.objects.create(
            measure=measure, section=section, phrase=f"語句{each}", supports=["title"]
        )
    url = group_address(measure, "citations")
    for status in (302, 200):  # the others are on another page, then they are all there is
        where, form = opened(admin_client, url)
        ticks = {f"citations-{each}-DELETE": "on" for each in range(number // 2)}
        assert admin_client.post(where, form.typed | ticks).status_code == status
    assert measure.citations.count() == number // 2


def test_a_row_that_was_deleted_meanwhile_is_asked(admin_client, measure):
    row = Maker("gone", "消えた行").row(Provision, measure=measure, section=Section.objects.first())
    url, form = opened(admin_client, group_address(measure, "provisions"))
    place = prefix_of(form, row)
    Provision.objects.filter(pk=row.pk).delete()
    answer = admin_client.post(url, form.typed | {f"{place}-text_ja": "手間をかけた文"})
    assert answer.status_code == 409
    assert "手間をかけた文" in answer.text
    # Where it does not say what it was drawn from it is told at the row.
    answer = admin_client.post(
        url, form.typed | {f"{place}-text_ja": "手間をかけた文", "based_on": ""}
    )
    assert answer.status_code == 200
    assert "手間をかけた文" in answer.text
    assert str(RecordFormSet.gone) in answer.text


# ---- where an editor stands afterwards, and what nobody touched


def test_saving_a_group_leads_to_its_entry(admin_client, measure):
    url, form = opened(admin_client, group_address(measure, "milestones"))
    answer = admin_client.post(url, form.typed | {"_save": "on"})
    assert answer["Location"] == f"{entry_address(measure)}#milestones-group"
    answer = admin_client.post(url, form.typed | {"_addanother": "on"})
    assert answer["Location"] == f"{url}?add=1#new"


def test_what_nobody_touched_is_not_saved(admin_client, measure):
    before = Measure.objects.values_list("updated_at", flat=True).get(pk=measure.pk)
    for address in (entry_address(measure), group_address(measure, "milestones")):
        url, form = opened(admin_client, address)
        assert admin_client.post(url, form.typed).status_code == 302
    assert Measure.objects.values_list("updated_at", flat=True).get(pk=measure.pk) == before


def test_a_row_alone_makes_a_new_version_of_its_entry(admin_client, measure):
    before = Measure.objects.values_list("updated_at", flat=True).get(pk=measure.pk)
    url, form = opened(admin_client, group_address(measure, "milestones"))
    assert admin_client.post(url, form.typed | {"milestones-0-label_en": "New"}).status_code == 302
    assert Measure.objects.values_list("updated_at", flat=True).get(pk=measure.pk) > before


def test_a_new_entry_goes_on_with_its_rows(admin_client):
    section = Section.objects.first()
    url, form = opened(admin_client, reverse("admin:measures_measure_add"))
    assert {"statuses-0-value", "citations-0-phrase", "milestones-0-headline"} <= (
        form.typed.keys() | {"milestones-0-headline"}
    )
    form.typed |= {
        "slug": "begun", "kind": "law", "title_ja": "新しい施策", "title_en": "New",
        "summary_ja": "概要", "summary_en": "Summary",
        "citations-0-section": section.pk, "citations-0-phrase": "語",
        "citations-0-supports": ["title"],
        "milestones-0-code": "held", "milestones-0-kind": "held", "milestones-0-headline": "on",
        "milestones-0-label_ja": "開催", "milestones-0-label_en": "Held",
        "milestones-0-section": section.pk, "milestones-0-phrase": "語",
    }  # fmt: skip
    answer = admin_client.post(url, form.typed)
    measure = Measure.objects.get(slug="begun")
    assert answer["Location"] == entry_address(measure)
    assert measure.milestones.get().headline


# ---- rows without a script


def test_a_row_is_added_without_a_script(admin_client, measure):
    url = group_address(measure, "provisions")
    _url, form = opened(admin_client, url)
    number = int(form.typed["provisions-TOTAL_FORMS"])
    _url, form = opened(admin_client, f"{url}?add=1")
    assert form.typed["provisions-TOTAL_FORMS"] == str(number + 1)
    page = Page(admin_client.get(f"{url}?add=1").content.decode())
    assert "new" in page.ids
    measure.provisions.all().delete()
    _url, form = opened(admin_client, url)
    assert form.typed["provisions-TOTAL_FORMS"] == "1"


def press(client, url: str, action: str, row):
    """Press a button of a row on the page of its group."""
    where, form = opened(client, url)
    return client.post(where, form.typed | {"_row": f"{action}-{row.pk}"})


def test_rows_move_one_step(admin_client, milestones):
    measure = milestones[0].measure
    url = group_address(measure, "milestones")
    first, second = milestones[:2]
    answer = press(admin_client, url, "down", first)
    assert answer["Location"] == f"{url}?row={first.pk}#row-{first.pk}"
    assert list(measure.milestones.all()) == [second, first, *milestones[2:]]
    press(admin_client, url, "up", first)
    press(admin_client, url, "up", first)  # a step out of the list is none
    assert list(measure.milestones.all()) == milestones


def test_what_was_typed_is_saved_before_a_row_moves(admin_client, milestones):
    url, form = opened(admin_client, group_address(milestones[0].measure, "milestones"))
    typed = form.typed | {"milestones-0-label_en": "Typed", "_row": f"down-{milestones[0].pk}"}
    admin_client.post(url, typed)
    milestones[0].refresh_from_db()
    assert (milestones[0].label_en, milestones[0].position) == ("Typed", 1)
    answer = admin_client.post(url, typed | {"milestones-0-code": "Ä"})
    assert answer.status_code == 200
    milestones[0].refresh_from_db()
    assert milestones[0].position == 1


def test_a_row_is_put_before_another(admin_client, milestones):
    measure, second = milestones[0].measure, milestones[1]
    url = group_address(measure, "milestones")
    where = press(admin_client, url, "before", second)["Location"]
    assert where == f"{url}?row={second.pk}&add=before#new"
    where, form = opened(admin_client, where.partition("#")[0])
    new = f"milestones-{int(form.typed['milestones-TOTAL_FORMS']) - 1}"
    form.typed |= {
        f"{new}-{name}": value
        for name, value in {
            "code": "between", "kind": "held", "label_ja": "間", "label_en": "Between",
            "section": second.section_id, "phrase": "語",
        }.items()
    }  # fmt: skip
    assert admin_client.post(where, form.typed).status_code == 302
    assert [row.code for row in measure.milestones.all()][:3] == [
        milestones[0].code, "between", second.code,
    ]  # fmt: skip


def test_a_row_is_copied(admin_client, measure):
    line = measure.budget_lines.first()
    line.ministries.set(line.ministries.model.objects.all()[:1])
    url = group_address(measure, "budget_lines")
    where = press(admin_client, url, "copy", line)["Location"].partition("#")[0]
    where, form = opened(admin_client, where)
    new = f"budget_lines-{int(form.typed['budget_lines-TOTAL_FORMS']) - 1}"
    assert form.typed[f"{new}-printed"] == line.printed
    assert form.typed[f"{new}-code"] == ""
    assert admin_client.post(where, form.typed | {f"{new}-code": "copied"}).status_code == 302
    copy = BudgetLine.objects.get(measure=measure, code="copied")
    assert (copy.amount, copy.subject) == (line.amount, line.subject)
    assert list(copy.ministries.all()) == list(line.ministries.all())
    lines = list(measure.budget_lines.all())
    assert lines.index(copy) == lines.index(line) + 1


# ---- the same view, whoever calls it


@pytest.mark.both
def test_a_group_is_drawn_and_saved_in_a_transaction_that_is_rolled_back(admin_user, measure):
    """As a draft is: through `changeform_view`, with the group among its arguments."""
    page = admin.site.get_model_admin(Measure)
    before = list(measure.milestones.values_list("label_en", flat=True))
    with transaction.atomic():
        request = RequestFactory().get("/admin/drafts/1/")
        request.user = admin_user
        drawn = page.changeform_view(request, str(measure.pk), group="milestones").render()
        form = Form(drawn.content.decode(), "measure_form")
        form.typed["milestones-0-label_en"] = "Draft"
        request = RequestFactory().post("/admin/drafts/1/", form.typed)
        request.user, request._dont_enforce_csrf_checks, request.session = admin_user, True, {}
        request._messages = Messages()
        answer = page.changeform_view(request, str(measure.pk), group="milestones")
        assert answer.status_code == 302
        assert measure.milestones.filter(label_en="Draft").exists()
        transaction.set_rollback(True)
    assert list(measure.milestones.values_list("label_en", flat=True)) == before


class Messages:
    """Takes what a page says, and tells nobody."""

    def add(self, *told):
        """Nothing of it is kept."""
