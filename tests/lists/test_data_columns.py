"""What lists of measures tell programs: figures in base units, parties as codes."""

import csv
import io

import pytest

from measures.lists.units import UNITS
from measures.models import Agreement, DataPoint, Measure, MeasurePartner, MeasureSubject, Target
from policies.models import Partner
from portal.lists.export import plain_blocks
from portal.pages.lists import LISTS, TABLES

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.usefixtures("all_published"),
]

TABLE = {each.name: each for each in (*LISTS, *TABLES)}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table as programs are told them."""
    text = b"".join(plain_blocks(TABLE[name], "default")).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def figure(row: dict[str, str]) -> tuple[str, str, str]:
    """The value, its unit and the scale of a row."""
    return row["value"], row["unit_code"], row["scale"]


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("1.5", "兆円", ("1500000000000", "JPY", "1000000000000")),
        ("150", "億円", ("15000000000", "JPY", "100000000")),
        ("150", "円", ("150", "JPY", "1")),
        ("4774", "億ドル", ("477400000000", "USD", "100000000")),
        ("0.1", "%", ("0.1", "%", "1")),
        ("8", "割", ("80", "%", "10")),
        ("3", "社", ("3", "1", "1")),
    ],
)
def test_a_figure_is_told_in_its_base_unit(value, unit, told):
    Target.objects.update(value=value, unit_ja=unit)
    assert {figure(row) for row in rows("targets")} == {told}


def test_what_is_no_number_says_why():
    for printed, status in (("複数", "words"), ("—", "none-printed")):
        DataPoint.objects.update(value=None, printed=printed)
        told = {(*figure(row)[:2], row["value_status"]) for row in rows("data-points")}
        assert told == {("", "", status)}


@pytest.mark.parametrize(
    ("printed", "unit", "bound"),
    [
        ("50%", "%", "exact"),
        ("約50%", "%", "about"),
        ("50", "%（約）", "about"),
        ("120", "か国以上", "at-least"),
        ("1,000以下", "人", "at-most"),
    ],
)
def test_how_exact_a_value_is_stands_in_a_column_of_its_own(printed, unit, bound):
    DataPoint.objects.update(value=1, printed=printed, unit_ja=unit)
    assert {row["bound_code"] for row in rows("data-points")} == {bound}


def test_whose_act_an_agreement_is_and_who_is_spoken_of_are_told_apart():
    """Whose act it is, is a party also where it is not named among the partners."""
    measure = Agreement.objects.filter(measure__partners__isnull=False).first().measure
    named, others = measure.partners.order_by("position", "pk"), Partner.objects.order_by("code")
    first, second = others[:2]
    Measure.objects.filter(pk=measure.pk).update(jurisdiction=first)
    for partner, role, implied in (
        (second, MeasurePartner.Role.PARTNER, "true"),
        (second, MeasurePartner.Role.TARGET, "true"),
        (first, MeasurePartner.Role.PARTNER, "false"),
    ):
        one = named.first()
        named.exclude(pk=one.pk).delete()
        MeasurePartner.objects.filter(pk=one.pk).update(partner=partner, role=role)
        [row] = [row for row in rows("agreements") if row["measure_slug"] == measure.slug]
        assert (row["jurisdiction_code"], row["jurisdiction_implied"]) == (first.code, implied)
        assert row["partner_codes"] == partner.code
        target = role == MeasurePartner.Role.TARGET
        assert row["target_codes"] == (partner.code if target else "")
    Measure.objects.filter(pk=measure.pk).update(jurisdiction=None)
    [row] = [row for row in rows("agreements") if row["measure_slug"] == measure.slug]
    assert (row["jurisdiction_code"], row["jurisdiction_implied"]) == ("", "")


def test_the_number_of_a_printed_group_stands_apart():
    for group, number in {"01 新素材": "01", "1. 規制": "1", "基盤技術": "", "": ""}.items():
        MeasureSubject.objects.update(group_ja=group, group_en=group)
        assert {row["group_number"] for row in rows("measure-subjects")} == {number}


@pytest.mark.bundled
def test_every_unit_of_money_is_told_in_its_currency(read_only):
    """A new unit of money is not counted as things."""
    for name in ("targets", "data-points"):
        for row in rows(name):
            money = any(sign in row["unit_ja"] for sign in ("円", "ドル", "ユーロ"))
            assert not money or row["unit_ja"] in UNITS, row["unit_ja"]
            assert not money or not row["value"] or row["unit_code"][:3] in {"JPY", "USD", "EUR"}
