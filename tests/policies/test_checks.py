"""Each check of the vocabularies finds what it is for, in a record that is clean before."""

import pytest

from policies import checks
from policies.models import (
    Framework,
    Issue,
    Organisation,
    OrganisationAlias,
    Partner,
    PartnerAlias,
    Pillar,
    Subject,
    SubjectAlias,
)
from tests.policies.test_models import fresh, make

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.empty]


def subject(name: str = "", **given) -> Subject:
    """A subject whose names nothing else has."""
    name = name or fresh("S")
    return make(Subject, name_ja=name, name_en=name, **given)


def addresses(faults) -> list[str]:
    return [fault.address for fault in faults]


def readings(code: str) -> list:
    """What is wrong with the readings of all names, as a check sees it."""
    return [
        fault
        for named in checks.READ
        for row in named.rows()
        for told, fault in named.faults(row)
        if told == code
    ]


@pytest.mark.parametrize("model", [Partner, Organisation, Subject])
def test_an_entry_without_a_reading_is_found(model):
    for name in ("名", "レア"):
        row = make(model, name_ja=name)
        assert addresses(readings(checks.NO_READING)) == [row.get_absolute_url()]
        model.objects.all().update(reading="れあ")
    make(model, name_ja="AI")
    assert readings(checks.NO_READING) == []


@pytest.mark.parametrize(
    ("model", "field"), [(Framework, "name_ja"), (Pillar, "name_ja"), (Issue, "title_ja")]
)
def test_what_lists_sort_by_its_title_needs_a_reading_too(model, field):
    told = {}
    for name in ("名", "レア", "AI"):
        row = make(model, **{field: name})
        faults = [each for each in readings(checks.NO_READING) if each.place == row]
        told[name] = [(each.value, each.address == row.get_absolute_url()) for each in faults]
    assert told == {"名": [("名", True)], "レア": [("レア", True)], "AI": []}
    model.objects.update(reading="よみ")
    assert not [each for each in readings(checks.NO_READING) if type(each.place) is model]


@pytest.mark.parametrize(
    ("model", "owner"),
    [
        (PartnerAlias, "partner"),
        (OrganisationAlias, "organisation"),
        (SubjectAlias, "subject"),
    ],
)
def test_another_name_needs_a_reading_for_its_kanji_alone(model, owner):
    row = make(model, name="レア")
    type(getattr(row, owner)).objects.update(reading="よみ")
    assert readings(checks.NO_READING) == []
    model.objects.update(name="希少")
    (fault,) = readings(checks.NO_READING)
    entry = getattr(row, owner)
    assert (fault.where, fault.address) == (f"{entry}: 希少", entry.get_absolute_url())


def test_a_reading_that_no_longer_fits_is_found():
    row = subject("鉱物", reading="こうぶつ")
    assert readings(checks.UNFIT_READING) == []
    Subject.objects.update(name_ja="鉱物A")
    (fault,) = readings(checks.UNFIT_READING)
    assert (fault.where, fault.what) == ("鉱物A", "≠ こうぶつ")
    assert fault.address == row.get_absolute_url()


def test_a_word_that_two_subjects_own_is_found():
    one, other = subject("one"), subject("two")
    make(SubjectAlias, subject=one, name="ONE WORD")
    make(OrganisationAlias, name="ＯＮＥ ｗｏｒｄ")
    assert "one word" not in {fault.value for fault in checks.shared_words(Subject)}
    make(SubjectAlias, subject=other, name="Ｏne word")
    (fault,) = [fault for fault in checks.shared_words(Subject) if fault.value == "one word"]
    assert (fault.entry, fault.other) == (one, other)


def test_another_name_that_is_the_name_itself_is_found():
    one = subject("one")
    assert list(checks.shared_words(Subject)) == []
    make(SubjectAlias, subject=one, name="One")
    assert addresses(checks.shared_words(Subject)) == [one.get_absolute_url()]


def test_subjects_named_above_twice_or_also_beside_are_found():
    top = subject()
    middle = subject(parent=top)
    low = subject(parent=middle)
    other = subject()
    low.broader.add(other)
    low.related.add(subject())
    assert list(checks.tangled_subjects()) == []
    low.related.add(top)
    assert addresses(checks.tangled_subjects()) == [low.get_absolute_url()]
    low.related.clear()
    for twice in (top, middle):
        low.broader.set([twice])
        assert addresses(checks.tangled_subjects()) == [low.get_absolute_url()]
    low.broader.clear()
    low.related.add(low)
    assert addresses(checks.tangled_subjects()) == [low.get_absolute_url()]


def wrong_codes() -> list[str]:
    """Where a part of a country has no country or no code."""
    partners = Partner.objects.order_by("pk")
    return [fault.address for each in partners for fault in checks.misplaced_codes(each)]


def test_a_part_without_its_country_or_code_is_found():
    country = make(Partner)
    make(Partner, kind="place", part_of=country)
    make(Partner, kind="subdivision", part_of=country, iso3166_2="QQ-A")
    assert wrong_codes() == []
    lost = [
        make(Partner, kind="place"),
        make(Partner, kind="subdivision", part_of=country),
    ]
    assert sorted(set(wrong_codes())) == sorted(each.get_absolute_url() for each in lost)
