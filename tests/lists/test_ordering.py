"""The order of names: 五十音 and the alphabet, by one stored key, the same on both databases."""

import itertools
import operator
import re

import pytest
from django.db.models import F
from django.utils import translation

from measures.lists.units import UNITS, Unit
from measures.models import Indicator, Measure
from policies.models import Framework, Issue, Organisation, Partner, Pillar, Subject, Term
from policies.models.naming import NameOrderField
from portal.lists.columns import Kind
from portal.lists.ordering import (
    DIGITS,
    LATIN,
    REST,
    english_index,
    english_key,
    japanese_index,
    japanese_key,
)
from portal.pages.lists import LISTS
from tests.cases import for_each
from tests.list_requests import list_request

NAMED = (Subject, Partner, Organisation, Measure, Term, Issue, Indicator, Framework, Pillar)


@pytest.mark.parametrize(
    "names",
    [
        # What each is read as; digits, letters, then あ to ん, kanji without a reading last.
        ["5G", "6G", "AI", "あめりか", "いぎりす", "かなだ", "ちゅうごく", "わ", "ん", "亜"],
        # A number is the number it is.
        ["だい9かい", "だい43かい", "だい100かい"],
        # Voiced and small kana stand with the others, and behind them where all else is alike.
        ["かき", "かぎ", "がき", "がぎ", "かきん"],
        ["びょういん", "びよういん", "ひよこ"],
        ["はし", "ばし", "ぱし", "はしご"],
        # The long mark is the vowel that it holds.
        ["カアド", "カード", "カイ", "コンピュータ", "コンピューター"],
        # Marks and blanks count for nothing: パックス・シリカ stands as パックスシリカ does.
        ["パックシ", "パックス・シリカ", "パックスシル"],
        ["AI", "AI Act", "AIA", "AI がぞう", "AIんこ"],
    ],
)
def test_japanese_names_stand_as_in_an_index(names):
    assert sorted(names, key=japanese_key) == names


@pytest.mark.parametrize(
    "names",
    [
        ["5G", "100% tariff", "Act", "The Bank of Japan", "an Index", "Zinc"],
        ["Air Force", "Air-to-air", "Airbus", "Éclair", "eel"],
        ["“G7 and others”", "G20"],
        ["Rare earths", "Rare metals", "Rarer"],
    ],
)
def test_english_names_stand_in_the_alphabet(names):
    assert sorted(names, key=english_key) == names


def test_names_that_differ_in_marks_alone_have_one_key():
    assert japanese_key("インド・太平洋") == japanese_key("インド太平洋")
    assert (
        japanese_key("ｶﾞｽ") == japanese_key("ガス") == japanese_key("がす") != japanese_key("かす")
    )


@for_each("name", ["あ（い）・ー", "ＡＩ　半導体", "'; --", "", "𠮷野家", "100億"])
def test_a_key_is_made_of_signs_that_every_collation_orders_alike(name):
    for key in (japanese_key(name), english_key(name)):
        assert set(key) <= set("0123456789abcdef")


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
@for_each("model", NAMED, ids=lambda model: model.__name__)
def test_every_key_is_that_of_its_name(model):
    fields = [each for each in model._meta.fields if isinstance(each, NameOrderField)]
    assert len(fields) == 2
    for row in model.objects.all():
        assert [getattr(row, each.name) for each in fields] == [each.key(row) for each in fields]


@pytest.mark.django_db
@pytest.mark.both
def test_a_renamed_entry_stands_elsewhere():
    subject = Subject.objects.first()
    subject.name_ja, subject.reading, subject.name_en = "新しい名", "わん", "Zz"
    subject.save()
    subject = Subject.objects.get(pk=subject.pk)
    assert subject.name_order_ja == japanese_key("わん")
    assert subject.name_order_en == english_key("Zz")


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
@for_each("language", ["ja", "en"])
@for_each(
    "name",
    [
        *("subjects", "organisations", "partners", "places", "terms", "measures"),
        *("issues", "indicators", "pillars"),
    ],
)
def test_lists_of_names_stand_in_the_order_of_names(name, language):
    """Both databases give what Python gives by the same keys."""
    listing = next(each for each in LISTS if each.name == name)
    with translation.override(language):
        asked = list_request(listing, "/?sort=name")
        keys = [getattr(row, f"name_order_{language}") for row in asked.order]
        counted = next((each for each in listing.columns if each.name == "measures"), None)
        if counted and name not in {"places", "pillars"}:
            used = asked.order.annotate(n=counted.expression()).values_list("n", flat=True)
            within = [key for key, number in zip(keys, used, strict=True) if number]
            assert len(within) > 0
            # Those without measures stand last, as the order says of itself.
            assert keys == sorted(within) + sorted(keys[len(within) :])
        else:
            assert keys == sorted(keys)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
@for_each("language", ["ja", "en"])
@for_each(
    ("name", "sort", "path"),
    [
        ("data-points", "indicator", "indicator"),
        ("measure-pillars", "pillar", "pillar.framework"),
    ],
)
def test_rows_stand_in_the_order_of_the_names_they_belong_to(name, sort, path, language):
    listing = next(each for each in LISTS if each.name == name)
    key = operator.attrgetter(f"{path}.name_order_{language}")
    with translation.override(language):
        keys = [key(row) for row in list_request(listing, f"/?sort={sort}").order]
    assert len(set(keys)) > 2
    assert keys == sorted(keys)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
def test_the_budget_of_the_largest_amount_stands_first_within_its_currency():
    listing = next(each for each in LISTS if each.name == "budgets")
    rows = [(row.currency, row.amount) for row in list_request(listing, "/?sort=amount").order]
    yen = [amount for currency, amount in rows if currency == "JPY"]
    assert [currency for currency, _amount in rows[: len(yen)]] == ["JPY"] * len(yen)
    assert yen == sorted(yen, reverse=True)
    others = rows[len(yen) :]
    assert others == sorted(others, key=lambda row: (row[0], -row[1]))


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_every_list_can_be_sorted_in_several_ways(listing):
    assert len(listing.sorts) > 1
    assert len({str(sort.label) for sort in listing.sorts}) == len(listing.sorts)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
@for_each("language", ["ja", "en"])
def test_what_goes_on_stands_before_what_is_over(language):
    listing = next(each for each in LISTS if each.name == "trade-remedies")
    with translation.override(language):
        rows = list(list_request(listing).order)
    over = [row.measure.status in ("ended", "rejected", "shelved") for row in rows]
    assert over == sorted(over)
    open_ones = [row.procedure for row, done in zip(rows, over, strict=True) if not done]
    assert open_ones == sorted(open_ones, key=lambda each: each != "investigation")
    assert {"investigation", "duty"} <= set(open_ones)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
def test_the_index_knows_where_a_name_begins():
    placed = Subject.objects.annotate(row=japanese_index("name_order_ja"))
    rows = dict(placed.values_list("slug", "row"))
    assert rows["storage-batteries"] == "ta"
    assert rows["ai"] == LATIN
    letters = Subject.objects.annotate(letter=english_index("name_order_en"))
    letters = dict(letters.values_list("slug", "letter"))
    assert letters["storage-batteries"] == "s"
    assert letters["5g"] == DIGITS
    assert REST not in set(rows.values()) | set(letters.values())
    for row, first in (("ka", "かが"), ("ha", "はばぱ"), ("wa", "わをん")):
        found = placed.filter(row=row).exclude(reading="").values_list(F("reading"), flat=True)
        assert found.exists() or row == "wa"
        assert {japanese_key(reading)[:2] for reading in found} <= {
            japanese_key(kana)[:2] for kana in ROW_OF[row]
        }, first


ROW_OF = {"ka": "かきくけこ", "ha": "はひふへほ", "wa": "わをん"}


BOTH_WAYS = [{"newest", "oldest"}, {"date", "oldest"}, {"due", "due-last"}]


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_a_list_that_shows_dates_can_be_read_from_either_end(listing):
    dated = [each.name for each in listing.columns if each.cell and each.kind == Kind.EDTF]
    names = {sort.name for sort in listing.sorts}
    assert not dated or any(both <= names for both in BOTH_WAYS)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
@for_each(
    ("name", "orders", "day"),
    [
        ("provisions", ("newest", "oldest"), lambda row: row.effective_from),
        ("targets", ("due-last", "due"), lambda row: row.due_from),
        ("data-points", ("newest", "oldest"), lambda row: row.period_from),
        ("printed-totals", ("newest", "oldest"), lambda row: row.fiscal_year),
        (
            "trade-remedies",
            ("newest", "oldest"),
            lambda row: row.investigation_from or row.duty_from,
        ),
    ],
)
def test_rows_without_a_day_stand_last_from_either_end(name, orders, day):
    listing = next(each for each in LISTS if each.name == name)
    newest, oldest = (
        [day(row) for row in list_request(listing, f"/?sort={sort}").order] for sort in orders
    )
    dated = sorted(each for each in oldest if each is not None)
    assert len(set(dated)) > 1
    assert oldest == dated + [None] * (len(oldest) - len(dated))
    assert newest == dated[::-1] + [None] * (len(oldest) - len(dated))


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
@for_each("name", ["data-points", "targets"])
def test_values_stand_together_by_their_units_and_rows_without_one_last(name):
    listing = next(each for each in LISTS if each.name == name)
    rows = list(list_request(listing, "/?sort=value").order)
    valued = [row for row in rows if row.value is not None]
    assert rows[: len(valued)] == valued
    printed = [row.unit_ja or getattr(row, "indicator", row).unit_ja for row in valued]
    known = [UNITS.get(unit, Unit(unit)) for unit in printed]
    codes = [unit.code for unit in known]
    assert len([code for code, _same in itertools.groupby(codes)]) == len(set(codes)) > 2
    rows_in_units = zip(valued, known, strict=True)
    for _code, same in itertools.groupby(rows_in_units, lambda each: each[1].code):
        values = [row.value * unit.scale for row, unit in same]
        assert values == sorted(values, reverse=True)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.bundled
def test_the_timeline_by_measure_stands_under_their_names(client):
    page = client.get("/timeline/?sort=name").content.decode()
    heads = re.findall(r'<h2 id="m-([^"]+)">', page)
    assert len(heads) > 10
    keys = dict(Measure.objects.values_list("slug", "name_order_ja"))
    assert [keys[slug] for slug in heads] == sorted(keys[slug] for slug in heads)
    assert 'class="jumps"' not in page
