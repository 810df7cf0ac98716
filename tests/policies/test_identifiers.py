"""What registers know entries by: what each number has to be, where it is shown and found."""

import csv
import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from measures.models import Measure, MeasureIdentifier
from policies.models import (
    Organisation,
    OrganisationIdentifier,
    Partner,
    Subject,
    SubjectIdentifier,
    schemes,
)
from tests.visits import body

pytestmark = pytest.mark.django_db
CHECKED = {"place_ja": "所", "place_en": "Place", "checked_on": datetime.date(2026, 11, 30)}


def data_rows(response) -> list[dict]:
    """The rows of a table that was taken away."""
    return list(csv.DictReader(io.StringIO(body(response).decode(), newline="")))


# Laws whose ids are known, also of bills that members of a House brought in.
KNOWN = {
    "504AC0000000043": "令和4年法律第43号",  # 経済安全保障推進法
    "324AC0000000228": "昭和24年法律第228号",  # 外為法
    "143AC0000000054": "明治43年法律第54号",  # 関税定率法
    "405AC0000000047": "平成5年法律第47号",  # 不正競争防止法
    "323AC1000000186": "昭和23年法律第186号",  # 消防法, of the House of Representatives
    "325AC0100000214": "昭和25年法律第214号",  # 文化財保護法, of the House of Councillors
}


@pytest.mark.parametrize(("law_id", "number"), KNOWN.items())
def test_the_id_of_a_law_tells_its_number(law_id, number):
    schemes.law_id(law_id)
    schemes.law_number(number)
    assert schemes.law_number_of(law_id) == number


@pytest.mark.parametrize("number", ["7000012050002", "4000012090001", "9000012040001"])
def test_the_first_digit_of_a_corporate_number_checks_the_others(number):
    schemes.corporate_number(number)
    with pytest.raises(ValidationError) as refused:
        schemes.corporate_number(str(int(number[0]) % 9 + 1) + number[1:])
    assert refused.value.params["digit"] == int(number[0])


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (schemes.law_number, "令和四年法律第四十三号"),
        (schemes.law_number, "令和4年政令第43号"),
        (schemes.law_id, "504CO0000000043"),
        (schemes.law_id, "504AC000000043"),
        (schemes.corporate_number, "700001205000"),
        (schemes.goods, "2846.10"),
        (schemes.goods, "284"),
        (schemes.project, "事業1"),
    ],
)
def test_what_is_no_identifier_is_named(check, value):
    with pytest.raises(ValidationError) as refused:
        check(value)
    assert value in refused.value.messages[0]


def test_a_law_has_the_id_of_its_number():
    law = Measure.objects.filter(published=True).first()
    law.identifiers.create(scheme="law-number", value="令和5年法律第32号", **CHECKED)
    other = MeasureIdentifier(measure=law, scheme="law-id", value="324AC0000000228", **CHECKED)
    with pytest.raises(ValidationError, match="昭和24年法律第228号"):
        other.full_clean()
    other.value = "505AC0000000032"
    other.full_clean()


@pytest.mark.bundled
@pytest.mark.parametrize("model", [MeasureIdentifier, OrganisationIdentifier])
def test_what_others_number_once_belongs_to_one_entry(model):
    values = list(model.objects.values_list("value", flat=True))
    assert values
    assert len(values) == len(set(values))


@pytest.mark.both
def test_identifiers_are_shown_found_and_taken_away(client):
    law = Measure.objects.filter(published=True).first()
    law.identifiers.create(scheme="law-number", value="令和5年法律第32号", **CHECKED)
    agency = Organisation.objects.filter(identifiers=None).first()
    OrganisationIdentifier.objects.create(
        organisation=agency, scheme="corporate-number", value="4000012090001", **CHECKED
    )
    goods = Subject.objects.filter(identifiers=None).first()
    SubjectIdentifier.objects.create(subject=goods, scheme="hs", value="284610", **CHECKED)
    for entry, value in ((law, "令和5年法律第32号"), (agency, "4000012090001"), (goods, "284610")):
        page = client.get(entry.get_absolute_url()).content.decode()
        assert value in page
        assert "所" in page
    found = client.get(reverse("measures-csv"), {"q": "令和5年法律第32号", "profile": "data"})
    (row,) = data_rows(found)
    assert (row["slug"], row["law_number"]) == (law.slug, "令和5年法律第32号")
    (row,) = data_rows(
        client.get(reverse("organisations-csv"), {"q": "4000012090001", "profile": "data"})
    )
    assert row["corporate_number"] == "4000012090001"
    table = data_rows(client.get(reverse("identifiers-table")))
    told = {
        (row["entry_kind"], row["entry_key"], row["scheme"]): row["identifier"] for row in table
    }
    assert told["measure", law.slug, "law-number"] == "令和5年法律第32号"
    assert told["subject", goods.slug, "hs"] == "284610"


def test_what_is_hidden_has_no_identifier_in_the_table(client):
    law = Measure.objects.filter(published=True).first()
    law.identifiers.create(scheme="law-number", value="令和5年法律第32号", **CHECKED)
    law.published = False
    law.save()
    table = data_rows(client.get(reverse("identifiers-table")))
    assert law.slug not in {row["entry_key"] for row in table}


@pytest.mark.bundled
def test_codes_of_partners_stand_in_the_table(client):
    table = data_rows(client.get(reverse("identifiers-table")))
    told = {(row["entry_key"], row["scheme"]): row["identifier"] for row in table}
    assert told["no", "iso3166-1-alpha-3"] == "NOR"
    assert told["no", "m49"] == "578"
    assert ("tw", "m49") not in told  # the United Nations give Taiwan no number
    assert Partner.objects.filter(alpha3__gt="").count() == sum(
        scheme == "iso3166-1-alpha-3" for _key, scheme in told
    )
