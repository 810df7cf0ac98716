"""Two measures become one: nothing of either is lost, and undoing it gives both back."""

import copy
import pathlib

import pytest
from django.utils.translation import override

from measures.models import Citation, ExportControl, Measure, RelatedVerdict, Relation
from measures.record import FILES
from policies.models import Clause
from portal.record import restoring
from portal.record.applying import apply
from portal.record.edits import Edit
from portal.record.joining import join, merge_entries
from portal.record.models import Batch, Entry, Revision
from portal.record.moving import Renaming
from portal.record.revising import unlike_heads
from portal.record.schema import RecordError
from portal.record.writing import dump

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def said(via=Batch.Via.MERGE) -> Batch:
    return Batch(via=via, kind=Batch.Kind.EDITORIAL, reason="one and the same")


def dumped(folder: pathlib.Path) -> dict[str, str]:
    """The files of the record."""
    paths = dump(folder, FILES)
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}


def joined(chosen=None, side: str = "mine"):
    """The act made part of a third measure; what is not chosen is taken of one side."""
    renaming = Renaming("measure", "act", "other", ("measures/act", "measures/other"))
    asked = join(renaming, chosen or {})
    return join(renaming, {clash.name: side for clash in asked.clashes} | (chosen or {}))


@pytest.fixture
def other():
    """A third measure, like the act, with a row of its own beside those that both have."""
    head = Entry.objects.get(kind="measure", key="act")
    form = copy.deepcopy(Revision.objects.current().get(entry=head).form)
    form |= {"slug": "other", "title_ja": "別法", "title_en": "Other Act", "published": True}
    form.pop("export_control", None)
    form.pop("published")
    form["citations"].append({"section": "paper/1-1", "phrase": "別", "supports": ["title"]})
    form["purposes"][0]["phrase"] = "別の句"
    apply({("measure", "other"): Edit(form)}, said())


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_nothing_is_lost_and_undoing_gives_both_back(tmp_path, other, side):
    before = dumped(tmp_path / "before")
    cited = set(Citation.objects.values_list("section", "phrase"))
    merge_entries(joined(side=side), said())
    assert unlike_heads() == []
    assert not Measure.objects.filter(slug="act").exists()
    assert set(Citation.objects.values_list("section", "phrase")) == cited
    assert Entry.objects.get(kind="measure", key="act").moved_to == "other"
    restoring.restore(restoring.without(Batch.objects.first()), said(Batch.Via.RESTORE))
    assert dumped(tmp_path / "after") == before
    assert unlike_heads() == []


def test_what_leads_to_the_one_leads_to_the_other(other):
    leading = Relation.objects.filter(target__slug="act").count()
    assert leading
    merge_entries(joined(), said())
    assert Relation.objects.filter(target__slug="other").count() == leading
    assert not Relation.objects.filter(source__slug="other", target__slug="other").exists()
    verdict = RelatedVerdict.objects.get()
    assert {verdict.first.slug, verdict.second.slug} == {"other", "talks"}
    assert ExportControl.objects.filter(measure__slug="other").exists()
    records = [record for row in Clause.objects.all() for record in row.records]
    assert "measures/other" in records
    assert "measures/act" not in records


def test_the_titles_of_the_one_are_other_names_of_the_other(other):
    merge_entries(joined(), said())
    names = Measure.objects.get(slug="other").names.values_list("name", flat=True)
    assert {"金属法", "Metals Act"} <= set(names)


def test_what_both_say_differently_is_asked(other):
    renaming = Renaming("measure", "act", "other", ("measures/act", "measures/other"))
    asked = {clash.name: clash for clash in join(renaming, {}).clashes}
    assert asked["title_en"].mine == "Other Act"
    # What is left out is said too: that visitors see the one and not the other.
    assert (asked["published"].mine, asked["published"].theirs) == (True, False)
    assert any(name.startswith("purposes/") for name in asked)
    with pytest.raises(RecordError, match="still to be decided"):
        merge_entries(join(renaming, {}), said())
    merge_entries(joined({"title_en": "theirs"}), said())
    assert Measure.objects.get(slug="other").title_en == "Metals Act"


def test_one_of_two_headline_dates_stays(other):
    """A measure has one: that of the one that stays."""
    for slug, code in (("act", "aaa"), ("other", "bbb")):
        head = Entry.objects.get(kind="measure", key=slug)
        form = copy.deepcopy(Revision.objects.current().get(entry=head).form)
        row = {**form["milestones"][0], "code": code, "headline": True}
        rows = [{**each, "headline": False} for each in form["milestones"]]
        form["milestones"] = [*rows, row]
        apply({("measure", slug): Edit(form, head.number)}, said())
    merge_entries(joined(), said())
    milestones = Measure.objects.get(slug="other").milestones
    assert {"aaa", "bbb"} <= set(milestones.values_list("code", flat=True))
    assert milestones.get(headline=True).code == "bbb"
