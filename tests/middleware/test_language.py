"""The language of a page is that of its address, whatever a browser prefers."""

import pytest

from tests.cases import for_each

pytestmark = pytest.mark.django_db

PATHS = (
    *("/", "/measures/", "/measures.csv", "/measures.xlsx", "/search/?q=AI", "/help/cite/"),
    *("/measures/?colour=blue", "/nowhere/", "/measures/?since=R8", "/data/"),
)
PREFERENCES = ("en-GB,en;q=0.9", "ja,en;q=0.5", "fr", "")


def answer(client, address: str, preference: str):
    """The answer for a browser with a preference: status, language and content."""
    headers = {"accept-language": preference} if preference else {}
    response = client.get(address, headers=headers)
    content = b"".join(response) if response.streaming else response.content
    assert "accept-language" not in response.get("Vary", "").lower()
    return response.status_code, response["Content-Language"], content


@for_each("language", ["ja", "en"])
@for_each("path", PATHS)
def test_what_a_browser_prefers_makes_no_difference(client, read_only, path, language):
    address = path if language == "ja" else f"/en{path}"
    answers = [answer(client, address, preference) for preference in PREFERENCES]
    assert {(status, tongue) for status, tongue, _content in answers} == {(answers[0][0], language)}
    if ".xlsx" not in path:
        assert len({content for _status, _tongue, content in answers}) == 1
