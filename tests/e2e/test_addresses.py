"""No template escapes the browser: the pages it is sent to draw them all."""

import pathlib

import pytest
from django.conf import settings

from measures.models import Measure
from tests.e2e.addresses import ADMIN, ALONE, MEASURE, PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

FOLDER = pathlib.Path(settings.BASE_DIR) / "templates"
# Drawn by tests of their own in the browser.
ELSEWHERE = {
    *ALONE,
    "413.html",  # `tests/policies/test_summaries.py`
    "admin/auth/user/change_password.html",
    "admin/error_summary.html",
    "admin/fault_count.html",
    "admin/locked_out.html",
    "admin/login.html",
    "policies/passage.html",
    "portal/check_result.html",  # `tests/e2e/test_access.py`, `tests/test_html.py`
    # Pages that documents are made of: `tests/pages/test_handouts.py`.
    *("handouts/brief.html", "handouts/comparison.html", "handouts/measure.html"),
    # The record comes without copies: `tests/e2e/test_slides.py`, `tests/policies/test_slides.py`.
    "admin/reading/beside_pages.html",
    "admin/reading/editions.html",
    "admin/reading/places.html",
    "policies/picture.html",
    "policies/picture_alone.html",  # `tests/policies/test_pictures_alone.py`
    "policies/plain_slide.html",
    "policies/publishers_page.html",
    "policies/slide.html",
    "policies/slides.html",
    # One link more than on the page of a measure, which is visited: `tests/measures/test_admin.py`.
    "admin/measures/indicator/change_form_object_tools.html",
    "admin/policies/issue/change_form_object_tools.html",
    "admin/policies/sourcedocument/change_form_object_tools.html",
    "admin/policies/section/change_form_object_tools.html",
    # What came or went, and an outline with its faults: `tests/policies/test_histories.py` and
    # `tests/e2e/test_reading.py`; one that is not read: `tests/policies/test_reading_state.py`.
    "portal/row_told.html",
    "admin/reading/faults.html",
    "admin/reading/outline.html",
    "policies/unread.html",
    # What two editors changed the same: `tests/e2e/test_two_editors.py`.
    *("admin/record/clashes.html", "admin/record/clash.html"),
    # Drafts whose entry went: `tests/editing/test_fates.py`.
    *("admin/drafts/fate.html", "admin/drafts/fate_deeds.html"),
    # A page of a form that could not be saved: `tests/policies/test_giving_back.py`.
    "portal/sent.html",
    "portal/kept_notice.html",  # `tests/test_staying_up.py`
    "portal/request_number.html",  # `tests/watching/test_requests.py`
    "portal/gallery.html",
    # What stands there only after something was done: `tests/e2e/test_roles.py`.
    *("410.html", "portal/draft_banner.html", "admin/confirming/outcome.html"),
    *("admin/drafts/review.html", "admin/drafts/reach.html", "admin/drafts/bundle_fields.html"),
    *("admin/sheets/import.html", "admin/sheets/preview.html", "admin/sheets/pages.html"),
    *("admin/sheets/progress.html", "admin/sheets/result.html"),
}


def drawn(client, path: str, status: int = 200) -> set[str]:
    """The names of the templates that a page is made of."""
    response = client.get(path)
    assert response.status_code == status, path
    return {template.name for template in response.templates}


def test_every_template_is_drawn_by_a_page_that_is_visited(client, admin_client):
    templates = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html")}
    seen = set(ELSEWHERE)
    for address in PUBLIC:
        seen |= drawn(client, address.path, address.status)
    measure = Measure.objects.get(slug=MEASURE).pk
    for path in ADMIN:
        seen |= drawn(admin_client, path.format(measure=measure))
    assert templates >= ELSEWHERE, "a template is gone"
    never = sorted(templates - seen)
    assert not never, f"{never}: add addresses that draw them to tests/e2e/addresses.py"
