"""A page speaks one language; what it shows of the other is marked so (WCAG 3.1.2).

Pages as they are drawn for visitors are read by `tests/test_pages.py`; here is what is not visited
there, and whether the reading sees what it forbids.
"""

import pytest
from django.utils import translation

from tests.markup import Page
from tests.site_map import EDITORS, EDITORS_FILES, LANGUAGES, editors_address, in_language
from tests.speech import english_faults, english_strings, japanese_faults, speech_faults, whole
from tests.visits import page_faults

pytestmark = pytest.mark.django_db

ANSWERS = {
    "/measures/?kind=bill&kind=law": 200,
    "/measures/?q=no-such-words&kind=law": 200,
    "/measures/?kind=nonsense&colour=blue&page=x": 400,
    "/measures/no-such-measure/": 404,
    "/search/?q=レアアース": 200,
    "/search/?q=半導体の予算": 200,
    "/search/?q=日EUの合意": 200,
    "/search/?q=no-such-words": 200,
}


@pytest.mark.bundled
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("address", "status"), ANSWERS.items())
def test_answers_to_questions_speak_one_language(client, read_only, address, status, language):
    response = client.get(in_language(address, language))
    assert response.status_code == status
    assert speech_faults(Page(response.content.decode()), language) == []


@pytest.mark.bundled
@pytest.mark.parametrize("name", sorted(EDITORS - EDITORS_FILES))
def test_pages_of_editors_speak_one_language_too(admin_client, name):
    address = editors_address(name, ("meti-2026-04", "14"))
    page = Page(admin_client.get(address, follow=True).content.decode())
    assert english_faults(page) == []


def test_the_test_sees_what_it_forbids():
    with translation.override("en"):
        string = next(each for each in english_strings() if " " in each)
    page = Page(f'<html lang="ja"><p>前 {string} 後</p><p lang="en">{string}</p></html>')
    assert english_faults(page) == [f"{string!r} is English"]
    assert f"{string!r} is English" in page_faults(page, "/")
    page = Page('<html lang="en"><p>the 外為法 law</p><p>the <i lang="ja">外為法</i></p></html>')
    assert japanese_faults(page) == ["'the 外為法 law' in <p>"]
    assert "'the 外為法 law' in <p>" in page_faults(page, "/en/")
    page = Page('<html lang="en"><p lang="fr">la loi</p></html>')
    assert speech_faults(page, "en") == ["words are marked as fr"]
    assert not whole("or later", "for laters")
