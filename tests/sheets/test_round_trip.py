"""A list goes out as a table, is edited, comes back, and is one change that can be undone."""

import io
import zipfile

import pytest
from django.urls import reverse

from measures.models import BudgetLine, Measure
from portal.pages.lists import LISTS
from portal.record.models import Batch, Revision
from portal.record.revising import batch
from portal.sheets.models import Import
from portal.sheets.places import places_of
from tests.accounts.people import ADMINISTRATOR, EDITOR, REVIEWER, VIEWER, VISITOR, come
from tests.cases import for_each
from tests.sheets.handing import as_csv, as_xlsx, confirm, hand_in, looked_at, table

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.ignore_template_errors]

EDITABLE = [each for each in LISTS if places_of(each.filterset_class.model)]


@pytest.fixture(autouse=True)
def everything_public():
    """Lists hold what visitors see; here that is all of the record."""
    with batch(kind=Batch.Kind.EDITORIAL):
        for measure in Measure.objects.filter(published=False):
            measure.published = True
            measure.save()


@for_each("suffix", ["csv", "xlsx"])
def test_what_is_handed_in_unchanged_changes_nothing(suffix):
    client, filled = come(ADMINISTRATOR), 0
    for listing in EDITABLE:
        rows = table(client, listing.name, suffix)
        if not rows:
            continue
        filled += 1
        content = as_xlsx(rows) if suffix == "xlsx" else as_csv(rows)
        job = looked_at(client, content)
        assert (job.total, job.refused["cells"]) == (0, []), listing.name
        assert job.refused["unknown"] == []
    assert filled > 10


def test_all_lists_of_the_record_can_be_edited():
    assert {each.name for each in LISTS} - {each.name for each in EDITABLE} == set()
    assert len(EDITABLE) > 20


def test_the_rows_are_those_of_the_list():
    client = come(EDITOR)
    everything, some = table(client), table(client, measure="act")
    assert 0 < len(some) < len(everything) or {row["entry"] for row in some} == {"act"}
    assert {row["entry_kind"] for row in some} == {"measure"}


@for_each("who", [VISITOR, VIEWER])
def test_who_may_not_hand_in_gets_no_such_file(who):
    client = come(who)
    assert client.get(reverse("budgets-csv"), {"profile": "edit"}).status_code == 403
    page = client.get(reverse("budgets"))
    assert "profile=edit" not in page.content.decode()
    assert client.get(reverse("admin:imports")).status_code in (302, 403)


def test_the_list_leads_to_its_table():
    page = come(EDITOR).get(reverse("budgets"), {"measure": "act"}).content.decode()
    assert "budgets.xlsx?measure=act&amp;profile=edit" in page


def test_a_changed_cell_is_shown_and_then_written_as_one_batch_and_undone():
    client = come(REVIEWER)
    rows = table(client)
    rows[0]["label_ja"], rows[0]["label_en"] = "改めた名", "A mended label"
    rows[0]["amount"] = "１２,345"
    job = looked_at(client, as_csv(rows))
    before = BudgetLine.objects.filter(label_en="A mended label").count()
    batches = Batch.objects.count()
    page = client.get(reverse("admin:import", args=[job.pk]))
    cells = page.context["entries"][0].cells
    assert {(cell.number, cell.new) for cell in cells} >= {(2, "改めた名"), (2, "12,345")}
    assert (before, job.checked["changed"], Batch.objects.count()) == (0, 1, batches)
    assert confirm(client, job).status_code == 302
    assert job.state == Import.State.DONE
    (made,) = job.batches.all()
    assert (made.via, made.reason, made.kind) == ("import", "by table", "editorial")
    assert BudgetLine.objects.get(label_en="A mended label").amount == 12345
    answer = client.post(reverse("admin:import-undo", args=[job.pk]), {"batch_reason": "no"})
    assert answer.status_code == 302
    assert not BudgetLine.objects.filter(label_en="A mended label").exists()


def test_nothing_is_written_without_kind_and_reason():
    client = come(EDITOR)
    rows = table(client)
    rows[0]["label_en"] = "A mended label"
    job = looked_at(client, as_csv(rows))
    answer = confirm(client, job, batch_kind="", batch_reason=" ")
    assert (answer.status_code, len(answer.context["faults"])) == (400, 2)
    assert job.state == Import.State.CHECKED
    assert not BudgetLine.objects.filter(label_en="A mended label").exists()


def test_rows_come_and_go():
    client = come(EDITOR)
    rows = table(client)
    number = BudgetLine.objects.count()
    new = {**rows[0], "row": "", "revision": "", "code": "brand-new", "label_en": "A new line"}
    gone = rows[-1]
    gone["delete"] = "yes"
    job = looked_at(client, as_csv([*rows, new]))
    assert job.refused["cells"] == []
    assert job.checked["faults"] == [], job.checked
    confirm(client, job)
    assert job.state == Import.State.DONE, job.faults
    assert BudgetLine.objects.count() == number
    assert BudgetLine.objects.filter(code="brand-new").exists()


@for_each(("column", "cell"), [
    ("fiscal_year", "46113"),
    ("amount", "many"),
    ("stage", "nothing"),
    ("code", "other"),
    ("currency", ""),
    ("revision", "99"),
    ("row", "budget_lines/none"),
    ("entry_kind", "thing"),
    ("delete", "perhaps"),
])  # fmt: skip
def test_a_cell_is_refused_with_its_row_and_the_reason(column, cell):
    client = come(EDITOR)
    rows = table(client)
    rows[0][column] = cell
    job = looked_at(client, as_csv(rows))
    (found,) = [each for each in job.refused["cells"] if each["number"] == 2]
    assert (found["column"], found["value"]) == (column, cell)
    assert found["reason"]
    assert confirm(client, job).status_code == 400


def test_what_the_record_refuses_is_told_with_its_row():
    client = come(EDITOR)
    rows = table(client)
    rows[0]["section"] = "paper/none"
    job = looked_at(client, as_csv(rows))
    assert {rows for rows, _words in job.checked["faults"]} == {"CSV:2"}
    assert confirm(client, job).status_code == 400


def test_unknown_columns_are_named_and_columns_may_stand_in_any_order():
    client = come(EDITOR)
    rows = [dict(reversed([*row.items(), ("other", "x")])) for row in table(client)]
    rows[0]["label_en"] = "A mended label"
    job = looked_at(client, as_csv(rows, "cp932"))
    assert job.refused["unknown"] == [["CSV", "other"]]
    confirm(client, job)
    assert BudgetLine.objects.filter(label_en="A mended label").exists()


def mend(title: str) -> None:
    """Somebody else saves the measure meanwhile."""
    with batch(kind=Batch.Kind.WORLD, reason="it changed"):
        row = Measure.objects.get(slug="act")
        row.title_en = title
        row.save()


def test_what_others_changed_meanwhile_stays():
    client = come(EDITOR)
    rows = table(client, "measures")
    (own,) = [row for row in rows if row["entry"] == "act"]
    own["summary_en"] = "A mended summary."
    mend("An older act")
    job = looked_at(client, as_csv(rows))
    assert job.checked["clashing"] == []
    confirm(client, job)
    measure = Measure.objects.get(slug="act")
    assert (measure.title_en, measure.summary_en) == ("An older act", "A mended summary.")


@for_each(("side", "title"), [("mine", "My act"), ("theirs", "An older act")])
def test_what_both_changed_is_asked(side, title):
    client = come(EDITOR)
    rows = table(client, "measures")
    (own,) = [row for row in rows if row["entry"] == "act"]
    own["title_en"] = "My act"
    mend("An older act")
    job = looked_at(client, as_csv(rows))
    assert job.checked["clashing"] == ["measure act"]
    assert confirm(client, job).status_code == 400
    page = client.get(reverse("admin:import", args=[job.pk]))
    ((_entry, ((field, _question, chosen),)),) = page.context["asked"]
    assert chosen == ""
    assert confirm(client, job, **{field: side}).status_code == 302
    assert job.state == Import.State.DONE, job.faults
    assert Measure.objects.get(slug="act").title_en == title


def test_a_save_between_preview_and_confirmation_is_never_overwritten():
    client = come(EDITOR)
    rows = table(client, "measures")
    (own,) = [row for row in rows if row["entry"] == "act"]
    own["title_en"] = "My act"
    job = looked_at(client, as_csv(rows))
    mend("An older act")
    confirm(client, job)
    assert job.state == Import.State.STOPPED
    assert job.faults
    assert Measure.objects.get(slug="act").title_en == "An older act"


def test_an_editor_shows_nothing_to_visitors_and_deletes_no_entry():
    client = come(EDITOR)
    rows = table(client, "measures")
    rows[0]["published"] = "FALSE"
    rows[1]["delete"] = "yes"
    job = looked_at(client, as_csv(rows))
    assert [each["number"] for each in job.refused["cells"]] == [2, 3]


def test_a_new_entry_comes_with_its_rows_and_stays_hidden():
    client = come(EDITOR)
    own = next(row for row in table(client, "measures") if row["entry"] == "act")
    own |= {"entry": "brand-new", "revision": "", "published": "TRUE"}
    cited = next(row for row in table(client, "citations") if row["entry"] == "act")
    cited |= {"entry": "brand-new", "row": "citations/+", "revision": ""}
    form = Revision.objects.current().get(entry__kind="measure", entry__key="act").form
    first = {"entry_kind": "measure", "entry": "brand-new", "row": "statuses/+"}
    status = first | form["statuses"][0]
    job = looked_at(client, as_xlsx([own], [cited], [status]))
    assert (job.refused["cells"], job.checked["made"]) == ([], 1)
    assert job.checked["faults"] == []
    confirm(client, job)
    assert job.state == Import.State.DONE, job.faults
    assert not Measure.objects.get(slug="brand-new").published


def test_a_deleted_row_that_others_need_is_refused_with_its_row():
    client = come(REVIEWER)
    rows = table(client, "sections")
    rows[0]["delete"] = "はい"
    job = looked_at(client, as_csv(rows))
    assert {rows for rows, _words in job.checked["faults"]} == {"CSV:2"}, job.checked["faults"]


def test_a_file_without_a_table_of_ours_is_refused_in_words():
    client = come(EDITOR)
    answer = hand_in(client, b"a,b\r\n1,2\r\n")
    assert answer.status_code == 400
    assert "entry_kind" in answer.context["faults"][0]


def bomb() -> bytes:
    """A workbook that unpacks to more than is read."""
    written = io.BytesIO(as_xlsx([{"entry_kind": "measure"}]))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet9.xml", b" " * 30_000_000)
    return written.getvalue()


def test_a_hostile_file_is_refused_in_words_and_nothing_is_kept():
    client = come(EDITOR)
    hostile = (bomb(), "MB"), (b"entry_kind,entry\0\r\n", "NUL"), (b"PK\3\4x", "ブック")
    for content, word in hostile:
        answer = hand_in(client, content)
        assert (answer.status_code, Import.objects.count()) == (400, 0)
        assert word in answer.context["faults"][0]
