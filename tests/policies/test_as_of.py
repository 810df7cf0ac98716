"""The day up to which the record knows is never told more precisely than it is printed."""

import pytest

from policies.as_of import AsOf, as_of
from policies.models import SourceDocument
from portal.dates.edtf import bounds

TOLD = {
    "2026-10": ("2026年10月（令和8年）", "2026年10月", "2026-10"),
    "2026-10-07": ("2026年10月7日（令和8年）", "2026年10月7日", "2026-10-07"),
    "2026-10-07/..": ("2026年10月7日（令和8年）", "2026年10月7日", "2026-10-07"),
    "2026": ("2026年（令和8年）", "2026年", "2026"),
    "2026-22": ("2026年夏（令和8年）", "2026年夏", ""),
}


@pytest.mark.parametrize("date", TOLD)
def test_a_date_is_told_as_printed(date):
    known = AsOf(bounds(date)[0], date)
    assert (known.in_words, known.in_short, known.for_machines) == TOLD[date]


@pytest.mark.django_db
@pytest.mark.parametrize("date", ["2026-10", "2026-22"])
@pytest.mark.parametrize(
    "address", ["/", "/measures/", "/timeline/", "/export-controls/", "/measures/act/"]
)
def test_no_page_tells_a_day_that_nobody_printed(client, date, address):
    for document in SourceDocument.objects.all():
        document.date = date
        document.save()
    assert as_of().date == date
    page = client.get(address).content.decode()
    day = bounds(date)[0]
    assert day.isoformat() not in page
    assert f"{day.year}年{day.month}月{day.day}日" not in page
    assert TOLD[date][0] in page
