"""The names that a process keeps are those of the version, whatever version it read before."""

import pytest

from measures.models import Indicator, Measure
from policies.models import Partner
from portal.pages.check.name_lexicon import NameLexicon
from portal.search.models import Name, Rank
from portal.search.text import fold

pytestmark = pytest.mark.django_db


def test_names_renewed_are_those_read_at_once():
    before = NameLexicon("default")
    was = meanings(before)
    measure = Measure.objects.published().first()
    Indicator.objects.update(title_ja="新しい指標の名")
    measure.title_ja = "全く新しい名の施策"
    measure.save()
    renewed = NameLexicon("default", before)
    assert list(renewed.find("全く新しい名の施策"))[0][2] == (("measure", measure.pk),)
    assert meanings(renewed) == meanings(NameLexicon("default")) != was == meanings(before)
    assert NameLexicon("default", renewed).lexicon is renewed.lexicon

    measure.published = False
    measure.save()
    hidden = NameLexicon("default", renewed)
    assert not list(hidden.find("全く新しい名の施策"))
    assert meanings(hidden) == meanings(NameLexicon("default"))


def test_a_country_is_no_measure_that_has_it_behind_its_title():
    country = Partner.objects.filter(name_en__regex=r"^[A-Z][a-z]+$").first()
    measure = Measure.objects.published().order_by("pk").first()
    measure.title_en = f"An action of its own ({country.name_en})"
    measure.save()
    found = list(NameLexicon("default").find(country.name_en.lower()))
    assert [things for *_, things in found] == [(("partner", country.pk),)]


def test_names_are_read_as_they_stand_in_folded_texts():
    names = Name.objects.filter(rank__lt=Rank.READING)
    assert all(each.letters == fold(each.written) for each in names)
    assert any(each.letters != each.folded for each in names)  # export controls, export control
    assert not Name.objects.filter(rank=Rank.READING).exclude(letters="").exists()


def meanings(names: NameLexicon) -> dict:
    """What each word stands for, in no order."""
    return {word: {*things} for word, things in names.lexicon.meanings.items()}
