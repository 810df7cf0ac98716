"""Amounts with their units, counts with their counters, and dates stay on one line of a page.

Browsers may break Japanese between any two letters, and so 2｜兆5,643億円 and 4か｜国. What may not
be broken is found in the finished page, so that no template and no text can forget it.
"""

import re

from django.http import HttpRequest, HttpResponse

_NUMBER = r"[0-9０-９]+(?:[,，.．・][0-9０-９]+)*"
_SIZE = "[百千万億兆]"
_PLACE = "[かカヵヶケ箇](?:国|所|月|年)"
_UNIT = (
    f"{_PLACE}|円|(?:米|豪)?ドル|ユーロ|ポンド|トン|バレル|キロ|メートル|パーセント|ポイント|"
    "%|％|元|倍|位|本|回|度|割|国|地域|件|社|者|人|名|品目|項目|分野|物資|種類|種|団体|機関|企業|"
    "頁|条|項|号|節|部|章|類|行|例|世紀|年間|年度|年|月|日|時間|時|分|週間"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_WHOLE = re.compile(
    rf"(?:令和|平成|昭和|第|約)?{_NUMBER}(?:(?:{_SIZE}|{_UNIT})(?:{_NUMBER})?)+"
    r"|令和元年度?|平成元年度?"
    rf"|\b\d\d?(?:–\d\d?)? (?:{_MONTH})\b(?: \d{{4}}\b)?|\b(?:{_MONTH}) \d{{4}}\b"
    rf"|(?:\b[A-Z]{{3}} |[¥$€£])?{_NUMBER} (?:trillion|billion|million)\b"
    r"|(?<![A-Za-z0-9_/-])\d{4}-\d\d(?:-\d\d)?(?![A-Za-z0-9_/-])"
)
# What is passed over whole, as it holds text alone or has no lines; or a text with a digit.
_TEXT = re.compile(
    r"<(script|style|svg|textarea|title|option|pre)\b.*?</\1>"
    r"|(>[^<0-9０-９元]*+[0-9０-９元][^<]*)",
    re.DOTALL,
)


def unbroken(page: str) -> str:
    """The HTML with an element around each amount, count and date that stands in its text."""
    return _TEXT.sub(_marked, page)


def _marked(found: re.Match) -> str:
    if found[2] is None:
        return found[0]
    return _WHOLE.sub(r'<span class="unbroken">\g<0></span>', found[0])


class Unbroken:
    """Middleware: what may not be broken over two lines of a page for visitors is marked in it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith("/admin/") and _is_page(response):
            response.content = unbroken(response.content.decode())
        return response


def _is_page(response: HttpResponse) -> bool:
    kind = response.get("Content-Type", "")
    return kind == "text/html; charset=utf-8" and not response.streaming
