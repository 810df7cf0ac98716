"""Sheets on which values are confirmed: what is taken of them, and that nothing else is written."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
import xlsxwriter
from django.contrib.auth import get_user
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measures.models import Measure
from policies.confirmation_sheet import COLUMNS, lines_of
from policies.models import Confirmation, Organisation
from portal.posts import TICKET
from portal.record.models import Revision
from portal.remarks.models import Remark
from portal.tables.reading import read
from tests.accounts.people import REVIEWER, VIEWER, come

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.ignore_template_errors]

GIVEN = {"level": "division", "by": "局の課", "day": "2026-04-09"}
ENTRY = "/admin/confirm/measure/talks/"


@pytest.fixture
def lines():
    return lines_of("measure", [Measure.objects.get(slug="talks").pk], "default")


def sent(lines, ticked=(), corrected=(), **given) -> dict:
    return {
        **{f"digest-{line.id}": line.digest for line in lines},
        **{f"correction-{line.id}": "別の値" for line in lines if line.place in corrected},
        "tick": [line.id for line in lines if line.place in ticked],
        **GIVEN,
        **given,
    }


def test_what_is_ticked_is_confirmed_and_nothing_else_is_written(lines):
    revisions = Revision.objects.count()
    answer = come(REVIEWER).post(ENTRY, sent(lines, [".", "statuses/held 2026-04"]))
    assert answer.status_code == 200
    found = Confirmation.objects.filter(by="局の課")
    assert {each.place for each in found} == {".", "statuses/held 2026-04"}
    assert all(each.holds for each in found)
    assert {str(each.day) for each in found} == {"2026-04-09"}
    assert Revision.objects.count() == revisions


def test_a_second_tick_of_the_same_people_is_of_its_day(lines):
    reviewer = come(REVIEWER)
    for day in ("2026-04-09", "2026-04-10"):
        reviewer.post(ENTRY, sent(lines, ["."], day=day))
    assert str(Confirmation.objects.get(by="局の課").day) == "2026-04-10"


def test_a_correction_is_something_to_do_and_confirms_nothing(lines):
    place = "statuses/held 2026-04"
    come(REVIEWER).post(ENTRY, sent(lines, [place], [place]))
    assert not Confirmation.objects.filter(by="局の課").exists()
    remark = Remark.objects.get()
    assert (remark.text, remark.origin, remark.row_kind) == (
        "別の値",
        "division",
        "measures.measurestatus",
    )
    assert Measure.objects.get(slug="talks").statuses.get().value == "held"


def test_what_was_changed_since_the_sheet_was_made_is_confirmed_by_nobody(lines):
    measure = Measure.objects.get(slug="talks")
    measure.summary_ja = "別の要約。"
    measure.save()
    answer = come(REVIEWER).post(ENTRY, sent(lines, ["."]))
    assert len(answer.context["outcome"].outrun) == 1
    assert not Confirmation.objects.filter(by="局の課").exists()


@pytest.mark.parametrize("given", [{"by": ""}, {"day": "2999-01-01"}, {"level": "x"}, {"by": "=1"}])
def test_what_cannot_be_taken_comes_back_as_it_was_sent(lines, given):
    answer = come(REVIEWER).post(ENTRY, sent(lines, ["."], ["statuses/held 2026-04"], **given))
    assert answer.status_code == 400
    assert "別の値" in answer.text
    assert answer.text.count(" checked") == 1
    assert not Confirmation.objects.filter(by="局の課").exists()
    assert not Remark.objects.exists()


def test_what_was_written_is_there_after_the_session_ended(lines):
    """A value that was changed in between is ticked by nobody."""
    reviewer = come(REVIEWER)
    ticket = {TICKET: reviewer.get(ENTRY).context["ticket"]}
    user = get_user(reviewer)
    reviewer.session.flush()
    given = sent(lines, [".", "statuses/held 2026-04"], ["statuses/held 2026-04"])
    door = reviewer.post(ENTRY, given | ticket)
    measure = Measure.objects.get(slug="talks")
    measure.summary_ja = "別の要約。"
    measure.save()
    reviewer.force_login(user)  # which takes over what the browser's session holds
    back = reviewer.get(parse_qs(urlsplit(door["Location"]).query)["next"][0])
    assert "保存されていません" in back.text
    assert "別の値" in back.text
    assert back.text.count(" checked") == 1
    assert not Confirmation.objects.filter(by="局の課").exists()
    assert not Remark.objects.exists()


def test_a_workbook_that_is_not_kept_is_named():
    answer = come(REVIEWER).post("/admin/confirm/", {"file": workbook([]), **GIVEN, "by": ""})
    assert answer.status_code == 400
    assert "もう一度選んで" in answer.text
    assert "sheet.xlsx" in answer.text


def test_who_may_look_alone_confirms_nothing(lines):
    viewer = come(VIEWER)
    assert viewer.get(ENTRY).status_code == 200
    assert viewer.post(ENTRY, sent(lines, ["."])).status_code == 403


def test_what_is_no_entry_has_no_sheet():
    reviewer = come(REVIEWER)
    for address in ("measure/nothing", "nonsense/talks"):
        assert reviewer.get(f"/admin/confirm/{address}/").status_code == 404


def workbook(rows: list[list[str]]) -> SimpleUploadedFile:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("sheet.xlsx", file.getvalue())


def test_the_sheet_of_a_unit_goes_out_and_comes_back():
    """That of a ministry holds what its bureau has a part in, too."""
    reviewer = come(REVIEWER)
    unit = Organisation.objects.get(slug="ministry")
    page = reviewer.get(reverse("confirm-unit", args=[unit.slug]))
    assert page.status_code == 200
    answer = reviewer.get(reverse("confirm-unit-xlsx", args=[unit.slug]))
    (table,) = read(b"".join(answer))
    rows = [table.header, *([str(cell) for cell in row] for _number, row in table.rows)]
    assert len(rows) > 5
    assert {row[1] for row in rows[1:]} == {"act"}
    tick, correction = COLUMNS.index("tick"), COLUMNS.index("correction")
    rows = [row + [""] * (len(COLUMNS) - len(row)) for row in rows]
    rows[1][tick], rows[2][tick], rows[3][correction] = "○", "✓", "別の値"
    answer = reviewer.post(reverse("confirm"), {**GIVEN, "file": workbook(rows)})
    assert answer.status_code == 200
    assert Confirmation.objects.filter(by="局の課", holds=True).count() == 2
    assert Remark.objects.get().text == "別の値"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"a,b\r\n1,2\r\n"])
def test_a_file_that_is_no_sheet_is_refused_with_its_reason(content):
    file = SimpleUploadedFile("sheet.xlsx", content)
    answer = come(REVIEWER).post(reverse("confirm"), {**GIVEN, "file": file})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
