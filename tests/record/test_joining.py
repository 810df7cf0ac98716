"""Two measures become one: nothing of either is lost, and undoing it gives both back."""

import copy
import pathlib

import pytest
from django.db import transaction
from django.utils.translation import override

from measures.checks import keeping
from measures.models import Citation, ExportControl, Measure, RelatedVerdict, Relation
from measures.record import FILES
from policies.admin.addresses import renaming_into
from policies.models import Clause, Organisation
from portal.record import restoring
from portal.record.applying import apply
from portal.record.edits import Edit
from portal.record.joining import join, merge_entries
from portal.record.models import Batch, Entry, Revision
from portal.record.moving import Renaming
from portal.record.revising import unlike_heads
from portal.record.schema import RecordError, plainly, schema_of
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


def codes() -> set[str]:
    """What the checks find."""
    return {found.code for found in keeping.walk(lambda _what, _number: None)}


def between(kind: str, goes: str, stays: str) -> Renaming:
    """An entry becoming part of another."""
    model = schema_of(kind).model
    rows = (model.objects.get(**{model.KEY[0]: key}) for key in (goes, stays))
    return renaming_into(*rows)


def joined(chosen=None, side: str = "mine"):
    """The act made part of a third measure; what is not chosen is taken of one side."""
    renaming = Renaming("measure", "act", "other", ("measures/act", "measures/other"))
    return chosen_of(renaming, side, chosen or {})


def chosen_of(renaming: Renaming, side: str, chosen: dict | None = None):
    """Two entries joined; what is not chosen is taken of one side."""
    asked = join(renaming, chosen or {})
    return join(renaming, dict.fromkeys(asked.choices, side) | (chosen or {}))


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
    asked = {clash.name: clash for clash in join(renaming, {}).choices.values()}
    assert asked["title_en"].mine == "Other Act"
    # What is left out is said too: that visitors see the one and not the other.
    assert (asked["published"].mine, asked["published"].theirs) == (True, False)
    assert any(name.startswith("purposes/") for name in asked)
    with pytest.raises(RecordError, match="still to be decided"):
        merge_entries(join(renaming, {}), said())
    merge_entries(joined({"measure other title_en": "theirs"}), said())
    assert Measure.objects.get(slug="other").title_en == "Metals Act"


def test_a_choice_that_is_the_default_is_said_and_not_left_open(other):
    """Whose English a title is goes with the title: what is left out of the form counts too."""
    measure = Measure.objects.get(slug="other")
    measure.english, measure.english_source_ja, measure.english_source_en = "ours", "", ""
    measure.save()
    name = "measure other english"
    renaming = between("measure", "act", "other")
    asked = join(renaming, {}).choices
    assert (asked[name].mine, asked[name].theirs) == ("ours", "official")
    for side, english in (("mine", "ours"), ("theirs", "official")):
        assert chosen_of(renaming, side).form.get("english") == english
    merge_entries(chosen_of(renaming, "mine"), said())
    assert Measure.objects.get(slug="other").english == Measure.English.OURS


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


# Entries of the small record that could be found to be one: the kind, which goes, which stays.
PAIRS = [
    ("partner", "zz", "aa"),
    ("partner", "aa", "zz"),
    ("partner", "aa", "pact"),
    ("partner", "pact", "aa"),
    ("partner", "aa-north", "aa"),
    ("organisation", "bureau", "ministry"),
    ("organisation", "ministry", "bureau"),
    ("subject", "metals", "rare-metals"),
    ("subject", "rare-metals", "metals"),
    ("subject", "metals", "recycling"),
    ("subject", "recycling", "metals"),
    ("subject", "resources", "recycling"),
    ("term", "home-base", "stockpiling"),
    ("term", "stockpiling", "home-base"),
    ("sourcedocument", "sketch", "paper"),
    ("sourcedocument", "paper", "sketch"),
    ("issue", "shortage", "copy"),
    ("issue", "copy", "shortage"),
    ("indicator", "output", "copy"),
    ("indicator", "copy", "output"),
    ("framework", "plan", "copy"),
    ("framework", "copy", "plan"),
]
# What the checks say where things of two sorts were made one, or a read text and one that is not.
OF_TWO_SORTS = {"code-of-group", "part-of-nothing", "half-read"}


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("pair", PAIRS)
def test_entries_of_every_kind_become_one(tmp_path, pair, side):
    """Nothing is left that names the one that went, and undoing gives both back."""
    kind, goes, stays = pair
    if "copy" in pair:
        copied(kind, goes if stays == "copy" else stays)
    before, faults = dumped(tmp_path / "before"), codes()
    merge_entries(chosen_of(between(*pair), side), said())
    assert unlike_heads() == []
    assert codes() - OF_TWO_SORTS <= faults
    assert Entry.objects.get(kind=kind, key=goes).moved_to == stays
    restoring.restore(restoring.without(Batch.objects.first()), said(Batch.Via.RESTORE))
    assert dumped(tmp_path / "after") == before
    assert unlike_heads() == []


def copied(kind: str, key: str) -> None:
    """The same entry once more, under the key `copy`, told a little differently."""
    head = Entry.objects.get(kind=kind, key=key)
    form = copy.deepcopy(Revision.objects.current().get(entry=head).form)
    form = Renaming(kind, key, "copy").own(form)
    told = "name_en" if "name_en" in form else "title_en"
    form |= {told: "Copy", "phrase": "別の句"}
    form.pop("featured", None)
    apply({(kind, "copy"): Edit(plainly(form))}, said())


def test_what_others_tell_of_both_is_asked_where_it_differs(other):
    """A measure names each partner once in a role: no source of the two is dropped unasked."""
    head = Entry.objects.get(kind="measure", key="other")
    form = copy.deepcopy(Revision.objects.current().get(entry=head).form)
    (row,) = form["partners"]
    form["partners"] = [row, {**row, "partner": "zz"}, {**row, "partner": "zz", "role": "target"}]
    form["partners"][1]["phrase"] = "乙の句"
    apply({("measure", "other"): Edit(form, head.number)}, said())
    renaming = between("partner", "zz", row["partner"])
    asked = join(renaming, {}).choices
    own = dict.fromkeys([name for name in asked if name.startswith("partner ")], "mine")
    ((choice, clash),) = join(renaming, own).choices.items()
    assert choice.startswith("measure other partners/")
    assert (clash.mine["phrase"], clash.theirs["phrase"]) == (row["phrase"], "乙の句")
    with pytest.raises(RecordError, match="still to be decided"):
        merge_entries(join(renaming, own), said())
    merge_entries(join(renaming, own | {choice: "theirs"}), said())
    rows = Measure.objects.get(slug="other").partners.order_by("pk")
    assert [each.role for each in rows] == [row["role"], "target"]
    assert rows[0].phrase == "乙の句"
    assert unlike_heads() == []


def test_what_a_list_names_twice_is_named_once(other):
    """A line of the checklist that was recorded as both."""
    head = Entry.objects.get(kind="sourcedocument", key="paper")
    form = copy.deepcopy(Revision.objects.current().get(entry=head).form)
    line = form["sections"][0]["checklist"][0]
    line["records"] = ["measures/act", "measures/other"]
    apply({("sourcedocument", "paper"): Edit(form, head.number)}, said())
    merge_entries(joined(), said())
    assert Clause.objects.get(phrase=line["phrase"]).records == ["measures/other"]


def test_both_are_found_by_what_they_were_called():
    """By names of either, their readings and abbreviations, whichever of the two names stays."""
    for side, name, others in (
        ("mine", "省", {"局": "きょく", "Bureau": "", "甲省局": "こうしょうきょく"}),
        ("theirs", "局", {"省": "", "Ministry": "", "甲省局": "こうしょうきょく"}),
    ):
        with transaction.atomic():
            merge_entries(chosen_of(between("organisation", "bureau", "ministry"), side), said())
            row = Organisation.objects.get()
            assert (row.name_ja, row.abbreviation) == (name, "010")
            assert dict(row.aliases.values_list("name", "reading")) == others
            transaction.set_rollback(True)


def test_nothing_comes_to_stand_below_itself():
    """A subject is not joined with one further below it while another stands between."""
    head = Entry.objects.get(kind="subject", key="recycling")
    form = Revision.objects.current().get(entry=head).form | {"parent": "rare-metals"}
    apply({("subject", "recycling"): Edit(form, head.number)}, said())
    before = Batch.objects.count()
    with pytest.raises(RecordError, match="below itself"):
        merge_entries(chosen_of(between("subject", "metals", "recycling"), "mine"), said())
    assert Batch.objects.count() == before
    assert Entry.objects.get(kind="subject", key="metals").row
