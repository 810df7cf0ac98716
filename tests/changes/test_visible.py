"""The version is that of what visitors see: what nobody sees leaves their pages as they are."""

import copy

import pytest
from django.apps import apps
from django.db import models

from measures.models import BudgetLine, Measure, MeasureName, RelatedVerdict
from portal.changes.models import Change, Stamp, Version
from portal.changes.tracking import one_version, shown
from portal.pages.lists import LISTS
from portal.search.checking import faults
from portal.search.index import ask, hits
from tests.entries import Maker, Vocabulary, measure, relate

pytestmark = [pytest.mark.django_db, pytest.mark.both]

RECORD = [
    model for app in ("policies", "measures") for model in apps.get_app_config(app).get_models()
]
HIDING = [model for model in RECORD if model.SHOWN_IF]


class Two:
    """A measure that visitors see and one that they do not, related, each with every row."""

    def __init__(self):
        maker = Maker("open", "公開の語")
        self.words = Vocabulary(maker, 1)
        self.open = measure(maker, self.words)
        secret = Maker("secret", "非公開の語")
        self.secret = measure(secret, self.words, published=False)
        relate(maker, self.words, self.open, measure(maker, self.words))
        relate(secret, self.words, self.open, self.secret)
        verdict = RelatedVerdict.Verdict.CONFIRMED
        RelatedVerdict.objects.create(first=self.open, second=self.secret, verdict=verdict)

    def publish(self, published: bool) -> None:
        """Set or take the tick, as the form of the measure does."""
        self.secret.published = published
        self.secret.save()


@pytest.fixture(scope="module")
def made(rows_for_all) -> Two:
    """Both measures, as all tests begin with them."""
    return Two()


@pytest.fixture(autouse=True)
def two(made) -> Two:
    """Both measures, to be changed by a test."""
    return copy.deepcopy(made)


@pytest.fixture
def start(two) -> Stamp:
    """The version before the test, with both measures."""
    return Version.objects.current()


def hidden(model: type[models.Model]) -> models.Model:
    """A row of a model that visitors do not see."""
    return model.objects.exclude(pk__in=shown(model).values("pk")).order_by("pk").last()


def owners(model: type[models.Model]) -> set[str]:
    """What has to be true of a row because it goes away with what it hangs on."""
    found = set()
    for field in model._meta.concrete_fields:
        if field.is_relation and field.remote_field.on_delete is models.CASCADE:
            found |= {f"{field.name}__{path}" for path in field.related_model.SHOWN_IF}
    # A row below another one of the same measure.
    return {path for path in found if not path.startswith("parent__")}


def test_what_hangs_on_a_measure_is_seen_with_it_alone():
    assert Measure.SHOWN_IF == ("published",)
    assert len(HIDING) > 15
    told = {model: set(model.SHOWN_IF) for model in RECORD if model is not Measure}
    assert told == {model: owners(model) for model in told}


def test_a_row_that_nobody_sees_moves_no_version(start):
    changes = Change.objects.count()
    for model in HIDING:
        row = hidden(model)
        row.save()
        with one_version():
            row.save()
        if model is not Measure:
            row.delete()
            row.save(force_insert=True)
        assert Version.objects.current() == start, model
        assert Change.objects.count() == changes, model
        assert list(faults()) == [], model


def test_a_row_that_visitors_see_moves_it(two):
    two.publish(True)  # a verdict is seen where both measures are
    for model in HIDING:
        before = Version.objects.current()
        shown(model).order_by("pk").first().save()
        assert Version.objects.current().number == before.number + 1, model


def test_a_measure_with_all_its_rows_can_come_and_go_unseen(two, start):
    control = two.secret.export_control
    control.suspended_by = measure(Maker("another", "別の語"), two.words, published=False)
    control.save()
    two.secret.delete()
    assert Version.objects.current() == start
    assert list(faults()) == []


def test_links_of_a_row_that_nobody_sees_move_none(two, start):
    lines = BudgetLine.objects.order_by("pk")
    secret, seen = lines.filter(measure=two.secret).first(), lines.filter(measure=two.open).first()
    ministry = two.words.organisations[0]
    secret.ministries.add(ministry)
    secret.ministries.clear()
    ministry.budget_lines.add(secret)
    assert Version.objects.current() == start
    seen.ministries.add(ministry)
    assert Version.objects.current() != start


@pytest.mark.parametrize("published", [True, False])
def test_to_publish_and_to_withdraw_are_changes(published, two):
    two.publish(not published)
    before = Version.objects.current()
    two.publish(published)
    assert Version.objects.current().number == before.number + 1


def test_in_one_form_as_well(two, start):
    with one_version():
        MeasureName.objects.filter(measure=two.secret).first().save()
        two.publish(True)
    middle = Version.objects.current()
    with one_version():
        two.publish(False)
        MeasureName.objects.filter(measure=two.secret).first().save()
    assert [middle.number, Version.objects.current().number] == [start.number + 1, start.number + 2]


def test_a_row_that_comes_into_sight_or_goes_out_of_it_is_a_change(two, start):
    row = MeasureName.objects.filter(measure=two.secret).first()
    row.measure = two.open
    row.save()
    middle = Version.objects.current()
    row.measure = two.secret
    row.save()
    assert [middle.number, Version.objects.current().number] == [start.number + 1, start.number + 2]


def test_what_was_written_unseen_is_found_once_it_is_published(two):
    word = "ゾヌペリュ"
    MeasureName.objects.filter(measure=two.secret).first().delete()
    two.secret.title_ja = f"{word}の法律"
    two.secret.save()
    listing = next(each for each in LISTS if each.name == "measures")
    catalogue = listing.filterset_class.facet_index(listing.entries)

    def found() -> set[int]:
        return set(hits(Measure, ask(word))[0]) & set(catalogue.at(Version.objects.current()).every)

    assert found() == set()
    two.publish(True)
    assert found() == {two.secret.pk}
    two.publish(False)
    assert found() == set()


def test_every_list_follows_when_a_measure_is_published_or_withdrawn(two):
    """Lists that count nothing of their measures follow too."""
    catalogues = {each: each.filterset_class.facet_index(each.entries) for each in LISTS}
    sizes = {each: [] for each in LISTS}
    for published in (False, True, False):
        two.publish(published)
        for listing, catalogue in catalogues.items():
            rows = catalogue.at(Version.objects.current()).every
            assert set(rows) == set(listing.entries().values_list("pk", flat=True)), listing.name
            sizes[listing].append(len(rows))
    for listing, (before, meanwhile, after) in sizes.items():
        hides = bool(listing.filterset_class.model.SHOWN_IF)
        assert (before < meanwhile, meanwhile > after) == (hides, hides), listing.name
