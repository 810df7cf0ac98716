"""What lists there are is said in one place; a declaration alone changes nothing."""

import copy
import dataclasses

import pytest
from django.core.exceptions import ImproperlyConfigured

from measures.models import MeasureName, Milestone
from policies.models import Subject
from portal.changes.tracking import TRACKED
from portal.lists.connecting import connect
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.offer import HOMES
from portal.pages.lists import LISTS
from portal.search.corpus import CORPORA
from portal.wiring import start


def known() -> tuple:
    """All that the site knows of its lists."""
    return copy.copy(HOMES), copy.copy(CORPORA), copy.copy(TRACKED)


@pytest.fixture(autouse=True)
def as_before():
    """Afterwards the lists of the site are connected again."""
    yield
    start()


def declared(name: str = "names", **given) -> ListPage:
    """A list of the other names of measures, declared in a test."""

    class NameFilterSet(ListFilterSet):
        model = MeasureName

        q = Search(titles=("name",))
        kind = ChoiceFacet(label="Kind", choices=())

    return ListPage(
        name=name,
        title="",
        lead="",
        entries=MeasureName.objects.all,
        filterset_class=NameFilterSet,
        columns=(),
        **given,
    )


def test_a_declaration_changes_nothing_until_it_is_connected():
    before = known()
    listing = declared()
    assert known() == before
    connect([*LISTS, listing])
    assert HOMES[MeasureName] == "names"
    assert CORPORA[MeasureName].titles == ("name",)
    assert set(TRACKED.logged[MeasureName]) == {"name", "kind", "measure__published"}
    (index,) = TRACKED.followers
    assert set(index.paths[MeasureName]) == {"name"}
    start()
    assert known() == before


def test_the_site_has_connected_its_lists():
    before = known()
    start()
    assert known() == before


def test_every_declaration_of_the_site_is_in_a_list():
    declarations = {
        each for each in ListFilterSet.__subclasses__() if ".filters" in each.__module__
    } - {each.filterset_class for each in LISTS}
    assert declarations == set()


def test_of_two_lists_of_one_model_one_is_said_to_be_home():
    assert HOMES[Milestone] == "timeline"
    homes = [each.name for each in LISTS if each.home and each.filterset_class.model is Milestone]
    assert homes == ["timeline"]


@pytest.mark.parametrize(
    ("homes", "told"), [((True, True), "names, more-names"), ((False, False), "none")]
)
def test_two_homes_and_none_are_refused(homes, told):
    before = known()
    lists = [declared("names", home=homes[0]), declared("more-names", home=homes[1])]
    with pytest.raises(ImproperlyConfigured) as refused:
        connect([*LISTS, *lists])
    expected = f"measures.MeasureName has one list as its home, not {told}."
    assert str(refused.value) == expected
    assert known() == before


def test_one_model_is_searched_in_one_way():
    class OtherFilterSet(ListFilterSet):
        model = Subject

        q = Search(titles=("slug",))

    before = known()
    subjects = next(each for each in LISTS if each.name == "subjects")
    other = dataclasses.replace(subjects, name="others", filterset_class=OtherFilterSet, home=False)
    with pytest.raises(ImproperlyConfigured) as refused:
        connect([*LISTS, other])
    assert str(refused.value) == "policies.Subject is searched in two ways."
    assert known() == before
