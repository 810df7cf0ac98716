"""What may not be broken over two lines is marked in finished pages, and nothing else is."""

import pytest

from portal.middleware.unbroken import unbroken
from tests.cases import for_each
from tests.conftest import MARKING
from tests.markup import Page

MARK = '<span class="unbroken">{}</span>'


@for_each(
    "words",
    [
        *(
            "2兆5,643億円",
            "約181億円",
            "1兆52億円",
            "約2億豪ドル",
            "254,627億ドル",
            "53%",
            "0.3億円",
        ),
        *("4か国", "54か国", "１６品目", "20社", "第13条", "2024-02", "2026-04-07"),
        *("2025年10月30日", "令和8年度", "令和元年", "25年8月11日", "2026年3月"),
    ],
)
def test_what_belongs_together_is_marked_as_one(words):
    assert unbroken(f"<p>計（{words}）</p>") == f"<p>計（{MARK.format(words)}）</p>"


@for_each(
    "words",
    [
        *("30 October 2025", "October 2025", "18–19 November 2025", "7 April"),
        *("JPY 130.6 billion", "AUD 200 million", "2.5 trillion", "4か国", "2026-04-07"),
    ],
)
def test_so_are_amounts_and_days_of_english_pages(words):
    page = '<html lang="en"><p>Total ({})</p>'
    assert unbroken(page.format(words)) == page.format(MARK.format(words))


def test_amounts_beside_one_another_may_part():
    marked = "".join(map(MARK.format, ("1,692億円", "1兆52億円", "令和7年度")))
    assert unbroken("<p>1,692億円1兆52億円令和7年度</p>") == f"<p>{marked}</p>"


@for_each("text", ["1" * 100_000, "1," * 50_000])
def test_a_text_of_digits_alone_is_no_amount_and_holds_nothing_up(text):
    """Such a text can be handed in to be compared: read anew from each place it took minutes."""
    assert unbroken(f"<p>{text}</p>") == f"<p>{text}</p>"


@for_each(
    "page",
    [
        '<a href="/measures/2025年/" title="1,306億円">表</a>',
        "<title>令和8年度</title>",
        "<script>var a = '2025年';</script>",
        "<svg><text>181億円</text></svg>",
        "<textarea>20億円</textarea><option>3件</option><pre>3件</pre>",
        "<code>/data/2026-04-07/</code>",
        "<p>G7 AI 5G 2050 &#39;</p>",
        "2025年",
    ],
)
def test_addresses_code_and_drawings_stay_as_they_are(page):
    assert unbroken(page) == page


@pytest.mark.django_db
@pytest.mark.bundled
def test_pages_for_visitors_are_marked_and_have_the_length_they_say(client, settings):
    place = settings.MIDDLEWARE.index("django.middleware.common.CommonMiddleware") + 1
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:place], MARKING, *settings.MIDDLEWARE[place:]]
    answer = client.get("/measures/osa/")
    assert Page(answer.content.decode()).faults == []
    assert MARK.format("約181億円") in answer.content.decode()
    assert int(answer["Content-Length"]) == len(answer.content)
    assert b"unbroken" not in client.get("/measures/osa.json").content
    assert b"unbroken" not in client.get("/admin/login/").content
