"""The journey of each role: who looks, who edits, who publishes, who keeps the accounts."""

import csv
import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.e2e.accessibility import check
from tests.e2e.serving import Site, served
from tests.e2e.visiting import Visits, follow

pytestmark = pytest.mark.both

# One measure for each journey that changes one, so that none waits for another.
DRAFTED, WITHDRAWN, LISTED = "osa", "nafta", "usmca"
ROLES = ("viewer", "editor", "reviewer", "administrator")


@pytest.fixture(scope="module")
def own_site(tmp_path_factory) -> Iterator[Site]:
    """A site of its own, whose record these tests change, with an account of each role."""
    with served(tmp_path_factory.mktemp("roles")) as site:
        site.environment["ACCOUNT_PASSWORD"] = site.password
        for role in ROLES:
            site.manage("make_account", f"--username={role}-1", f"--role={role}")
        yield site


@pytest.fixture
def own_visit(browser, own_site) -> Iterator[Visits]:
    visits = Visits(browser, own_site)
    yield visits
    visits.end()


def come(visit: Visits, role: str, path: str = "/admin/", **options) -> Page:
    """A page of the admin as somebody with a role sees it."""
    return visit.sign_in(path, name=f"{role}-1", javascript=True, **options)


def form_of(page: Page, slug: str) -> None:
    """Open the form of a measure."""
    page.goto(f"/admin/measures/measure/?slug={slug}")
    follow(page.locator("#result_list tbody th a").first)


def say_why(page: Page, kind: str = "world") -> None:
    """What kind of change it is, and the reason."""
    page.locator(f"[name=batch_kind][value={kind}]").last.check()
    page.locator("[name=batch_reason]").last.fill("第2回の会合で決まったため")


def test_who_looks_changes_nothing(own_visit: Visits):
    page = come(own_visit, "viewer", refusals={403})
    check(page)
    assert page.locator(".addlink").count() == 0
    form_of(page, DRAFTED)
    assert page.locator("[name=_save], [name=_draft], [name=_delete], .others").count() == 0
    check(page)
    page.goto("/admin/imports/")
    assert page.locator("input[type=file]").count() == 0
    page.goto("/admin/auth/user/")
    assert page.locator("#result_list").count() == 0


def test_a_draft_is_written_looked_at_reviewed_and_published(own_visit: Visits):
    """Visitors see nothing of it until then."""
    public = f"/en/measures/{DRAFTED}/"
    before = own_visit(public).locator("h1").inner_text()
    editor = come(own_visit, "editor")
    form_of(editor, DRAFTED)
    editor.fill("#id_title_en", "Official Security Assistance, second round")
    say_why(editor)
    follow(editor.locator("[name=_draft]").last)
    editor.goto("/admin/drafts/")
    check(editor)
    follow(editor.locator("#content-main a[href$='/review/']").first)
    check(editor)
    assert editor.locator("[value=publish]").count() == 0
    follow(editor.locator("[value=ask]"))
    follow(editor.locator(f"a[href$='/preview/measures/{DRAFTED}/']").first)
    check(editor)
    editor.goto(editor.url.replace("/preview/", "/preview/en/"))
    assert "second round" in editor.locator("h1").inner_text()
    assert own_visit(public).locator("h1").inner_text() == before
    reviewer = come(own_visit, "reviewer", "/admin/drafts/")
    follow(reviewer.locator("#content-main a[href$='/review/']").first)
    check(reviewer)
    say_why(reviewer)
    follow(reviewer.locator("[value=publish]"))
    assert reviewer.locator(".errornote").count() == 0
    visitor = own_visit(public)
    assert "second round" in visitor.locator("h1").inner_text()
    visitor.goto(f"/measures/{DRAFTED}/changes/")
    assert visitor.get_by_text("第2回の会合で決まったため").count()


def test_an_entry_is_withdrawn_and_its_address_says_why(own_visit: Visits):
    reviewer = come(own_visit, "reviewer")
    form_of(reviewer, WITHDRAWN)
    follow(reviewer.locator(".withdrawal a"))
    check(reviewer)
    say_why(reviewer)
    follow(reviewer.locator("#content-main [type=submit]").last)
    visitor = own_visit(f"/measures/{WITHDRAWN}/", javascript=True, refusals={410})
    assert visitor.get_by_text("第2回の会合で決まったため").count()
    check(visitor)
    editor = come(own_visit, "editor", "/admin/drafts/withdrawn/")
    assert editor.get_by_text("NAFTA").count()


def test_a_list_goes_out_and_comes_back(own_visit: Visits):
    """Every cell is shown before it is written, and all of it is undone at once."""
    editor = come(own_visit, "editor", "/admin/imports/")
    check(editor)
    answer = editor.request.get(f"{own_visit.site.address}/measures.csv?profile=edit")
    assert answer.ok, answer.status
    rows = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))
    title = next(place for place, name in enumerate(rows[0]) if "title_en" in name)
    (row,) = [each for each in rows if LISTED in each]
    row[title] = "A title from a table"
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    editor.set_input_files(
        "#file", {"name": "a.csv", "mimeType": "text/csv", "buffer": written.getvalue().encode()}
    )
    follow(editor.locator("#content-main [type=submit]"))
    assert editor.get_by_text("A title from a table").count()
    check(editor)
    say_why(editor, "editorial")
    follow(editor.locator("#content-main [type=submit]").last)
    check(editor)
    public = f"/en/measures/{LISTED}/"
    assert own_visit(public).locator("h1").inner_text() == "A title from a table"
    reviewer = come(own_visit, "reviewer", "/admin/imports/")
    follow(reviewer.locator("#content-main tbody a").first)
    reviewer.fill("#undo-reason", "表の取り違え")
    follow(reviewer.locator("#content-main [type=submit]").last)
    assert own_visit(public).locator("h1").inner_text() != "A title from a table"


def test_a_reader_points_out_and_a_second_reader_confirms(own_visit: Visits):
    reader = own_visit("/measures/osa/", javascript=True)
    follow(reader.locator("a[href*='/remarks/']").first)
    check(reader)
    reader.locator("textarea").first.fill("出典には別の月が記載されています。")
    follow(reader.locator("main form [type=submit]"))
    check(reader)
    reviewer = come(own_visit, "reviewer")
    check(reviewer)
    assert reviewer.locator(".worklists").get_by_text("指摘された値").count()
    reviewer.goto("/admin/confirm/")
    check(reviewer)
    reviewer.goto("/admin/confirm/measure/osa/")
    check(reviewer)
    reviewer.locator("[name=tick]").first.check()
    follow(reviewer.locator("#content-main [type=submit]").last)
    check(reviewer)
    assert own_visit("/measures/osa/").locator(".confirmed").count()


def test_who_keeps_the_accounts_makes_one(own_visit: Visits):
    page = come(own_visit, "administrator", "/admin/auth/user/add/")
    check(page)
    page.fill("#id_username", "newcomer")
    page.fill("[name=password1]", own_visit.site.password)
    page.fill("[name=password2]", own_visit.site.password)
    follow(page.locator("[name=_save]").last)
    assert page.locator(".errornote").count() == 0
    page.goto("/admin/accounts/accountevent/")
    assert page.get_by_text("newcomer").count()
