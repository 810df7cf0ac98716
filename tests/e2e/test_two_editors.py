"""Two people at one measure, each in a browser: whoever saves later loses nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import check
from tests.e2e.serving import Site, served
from tests.e2e.visiting import Visits, follow, look_over

pytestmark = pytest.mark.both

SLUG = "supply-chain-budget"
OTHER = "second"


@pytest.fixture(scope="module")
def own_site(tmp_path_factory) -> Iterator[Site]:
    """A site of its own, whose record these tests change, with a second editor."""
    with served(tmp_path_factory.mktemp("two-editors")) as site:
        site.manage("createsuperuser", f"--username={OTHER}", "--email=b@example.jp", "--no-input")
        yield site


@pytest.fixture
def own_visit(browser, own_site) -> Iterator[Visits]:
    visits = Visits(browser, own_site)
    yield visits
    visits.end()


def form_of(visit: Visits, name: str = "", *, group: str = "", **options) -> Page:
    """The form of the measure, or of a group of its rows, open in the browser of an editor."""
    page = visit.sign_in(f"/admin/measures/measure/?slug={SLUG}", name=name, **options)
    follow(page.locator("#result_list tbody th a").first)
    if group:
        page.goto(page.url.partition("?")[0].replace("/change/", f"/{group}/"))
    return page


def save(page: Page) -> None:
    """Say what kind of change it is, and save; what the checks ask is looked at first."""
    page.locator("[name=batch_kind][value=world]").last.check()
    follow(page.locator("[name=_save]").last)
    look_over(page)


@pytest.mark.parametrize("javascript", [False, True])
def test_what_two_change_in_different_places_both_stands(own_visit: Visits, javascript: bool):
    title, label = f"Title of one {javascript}", f"Label of the other {javascript}"
    one = form_of(own_visit, javascript=javascript)
    # The checks ask about a figure that does not equal what is printed.
    other = form_of(own_visit, OTHER, group="budget_lines", javascript=javascript, refusals={400})
    one.fill("#id_title_en", title)
    save(one)
    if javascript:
        for fold in other.locator("details:not([open])").all():
            fold.evaluate("each => { each.open = true; }")
    figure = other.locator("[name=budget_lines-0-amount]")
    amount = str(int(figure.input_value()) + 1)
    figure.fill(amount, force=True)
    other.locator("[name=budget_lines-1-label_en]").fill(label, force=True)
    save(other)
    told = other.locator(".messagelist").inner_text()
    assert own_visit.site.editor in told.lower()
    assert OTHER not in told.lower()
    assert "名称（英語）" in told
    visitor = own_visit(f"/en/measures/{SLUG}/")
    assert visitor.locator("h1").inner_text() == title
    assert visitor.get_by_text(label).count()
    again = form_of(own_visit, group="budget_lines")
    assert again.locator("[name=budget_lines-0-amount]").input_value() == amount


@pytest.mark.parametrize("width", [375, 1280])
def test_what_both_change_is_asked(own_visit: Visits, width: int):
    one = form_of(own_visit)
    other = form_of(own_visit, OTHER, width=width, refusals={400, 409}, javascript=True)
    theirs, mine = f"Theirs {width}", f"Mine {width}"
    before = one.input_value("#id_title_en")
    one.fill("#id_title_en", theirs)
    save(one)
    other.fill("#id_title_en", mine)
    other.fill("#id_summary_en", f"Summary of mine {width}.")
    save(other)
    asked = other.locator("fieldset.clash")
    assert asked.count() == 1
    for words in (before, theirs, mine, own_visit.site.editor):
        assert words.lower() in asked.inner_text().lower()
    assert other.locator("fieldset.clash input:checked").count() == 0
    assert other.evaluate("document.documentElement.scrollWidth") <= width
    check(other)
    asked.get_by_label(mine).check()
    follow(other.locator(".clashes [type=submit].default"))
    look_over(other)
    visitor = own_visit(f"/en/measures/{SLUG}/")
    assert visitor.locator("h1").inner_text() == mine
    assert visitor.get_by_text(f"Summary of mine {width}.").count()


def test_who_else_is_there_is_told_and_what_was_typed_is_offered_again(own_visit: Visits):
    one = form_of(own_visit, javascript=True)
    address = one.url
    expect(one.locator(".others")).to_be_hidden()
    other = form_of(own_visit, OTHER, javascript=True)
    expect(other.locator(".others")).to_contain_text(own_visit.site.editor)
    check(other)
    one.on("dialog", lambda dialog: dialog.accept())
    one.fill("#id_summary_en", "Typed and left.")
    one.goto("/admin/")
    one.goto(address)
    one.locator(".typed a").wait_for()
    assert one.input_value("#id_summary_en") != "Typed and left."
    check(one)
    follow(one.locator(".typed a"))
    assert one.input_value("#id_summary_en") == "Typed and left."
    one.goto(address)
    follow(one.locator(".typed button"))
    assert one.locator(".typed").count() == 0
