"""The gallery of components: visitors have none, and where it is served it shows every state."""

import pytest
from django.utils import translation

from measures.models import Measure
from tests.markup import Page, common_faults

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]
ADDRESSES = {"ja": "/gallery/", "en": "/en/gallery/"}
# One class of every component that a list, an entry or the first page is made of.
SHOWN = (
    *("source-mark", "inferred", "status", "status-line", "tag", "empty-value", "dash"),
    *("button", "button button--filled", "button button--small", "search-box ", "chip"),
    *("notice notice--banner notice--error", "notice notice--banner notice--warning"),
    *("notice notice--banner notice--note", "dashed-box", "facets-panel", "facet", "readback"),
    *("count-line", "sort", "pager", "pager__gap", "pager__off", "zero-state", "key-figures"),
    *("timeline", "matrix__count", "matrix__none", "matrix__unexamined", "matrix-legend"),
    *(
        "chart chart--wide",
        "chart chart--phone",
        "series-7",
        "is-aside",
        "citation-box",
        "asof",
        "breadcrumb",
    ),
)


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_visitors_have_no_gallery(client, read_only, address):
    assert client.get(address).status_code == 404


@pytest.mark.urls("tests.portal.workshop_urls")
@pytest.mark.parametrize("language", ADDRESSES)
def test_the_gallery_shows_every_component(client, read_only, language):
    with translation.override(language):
        response = client.get(ADDRESSES[language])
        words = [str(label) for _code, label in Measure.Status.choices]
    assert response.status_code == 200
    found = Page(response.content.decode())
    assert common_faults(found) == []
    classes = {each.attrs.get("class") for each in found.elements}
    assert [name for name in SHOWN if name not in classes] == []
    text = found.text()
    assert [word for word in words if word not in text] == []
