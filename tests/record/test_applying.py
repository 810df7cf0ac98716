"""Forms applied onto what is there: what differs is written, all of it or nothing."""

import copy
import pathlib

import pytest
from django.db import transaction
from django.utils import translation

from measures.models import Measure, Milestone, Provision, RelatedVerdict, Relation
from measures.record import FILES
from policies.models import Partner, PartnerAlias, Subject
from portal.changes.models import Version
from portal.dates.clock import today
from portal.record.applying import apply
from portal.record.edits import Applied, Edit
from portal.record.models import Batch, Entry, Revision
from portal.record.reading import forms_in
from portal.record.revising import unlike_heads
from portal.record.schema import RecordError, kinds, plainly
from portal.record.sweeping import cascade
from portal.record.writing import dump, write

pytestmark = [pytest.mark.django_db, pytest.mark.both]

ACT = ("measure", "act")
TALKS = ("measure", "talks")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def said() -> Batch:
    """A batch that is not saved yet."""
    return Batch(via=Batch.Via.COMMAND, kind=Batch.Kind.EDITORIAL, reason="a test")


def head(key) -> Entry:
    """The head of an entry."""
    return Entry.objects.get(kind=key[0], key=key[1])


def form_of(key) -> dict:
    """A copy of what the record holds of an entry."""
    return copy.deepcopy(head(key).revisions.current().get().form)


def put(key, form, base=None, **options) -> Applied:
    """Apply one form, made from the revision that the record holds."""
    if base is None:
        found = Entry.objects.filter(kind=key[0], key=key[1]).first()
        base = found.number if found else 0
    return apply({key: Edit(form, base)}, said(), **options)


def refused(key, form, **options) -> str:
    """Why a form is refused; nothing of it stays."""
    before, version = everything(), Version.objects.current()
    with pytest.raises(RecordError) as caught:
        put(key, form, **options)
    assert everything() == before
    assert Version.objects.current() == version
    return str(caught.value)


def everything() -> dict:
    """The forms of all entries, as the tables have them."""
    found = {}
    for kind, file in kinds().items():
        for entry in file.schema.model.objects.order_by("pk"):
            found[kind, entry.pk] = write(entry)
    return found


def as_files(folder: pathlib.Path) -> dict[str, bytes]:
    """The record as `dump` writes it."""
    dump(folder, FILES)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}


def heads_are_true() -> bool:
    """Whether every entry is what its head says."""
    return not unlike_heads()


# ---- nothing


@pytest.mark.bundled
def test_forms_as_they_are_write_nothing(fixtures, read_only):
    edits = {key: Edit(form, 1) for key, form in forms_in(fixtures, FILES).items()}
    assert len(edits) == Entry.objects.count()
    batch = said()
    assert not apply(edits, batch)
    assert batch.pk is None


def test_a_form_with_defaults_and_numbers_is_the_same(read_only):
    form = form_of(ACT)
    form["budget_lines"][0]["amount"] = 2_000_000_000_000
    form["budget_lines"][1]["approximate"] = False
    form["targets"][0]["value"] = "47.60"
    form["budget_lines"][0]["ministries"].reverse()
    form["published"] = False
    assert not put(ACT, form)


# ---- one entry


def test_one_figure_is_one_row_one_revision_one_version():
    before = Version.objects.current().number
    Measure.objects.filter(slug="act").update(published=True, updated_on="2026-04-01")
    rows = dict(Measure.objects.get(slug="act").budget_lines.values_list("code", "pk"))
    form = write(Measure.objects.get(slug="act"))
    form["budget_lines"][0]["amount"] = "5"
    batch = said()
    applied = apply({ACT: Edit(form, 1)}, batch)
    assert applied == Applied(changed=[ACT])
    act = Measure.objects.get(slug="act")
    assert dict(act.budget_lines.values_list("code", "pk")) == rows
    assert act.budget_lines.get(code="all").amount == 5
    assert act.updated_on == today()
    assert Version.objects.current().number == before + 1 == batch.version
    revision = Revision.objects.latest("pk")
    assert (revision.batch, revision.number, head(ACT).number) == (batch, 2, 2)
    assert revision.form == form_of(ACT) == write(act)
    assert heads_are_true()


def test_a_form_made_from_a_former_revision_is_refused():
    mine, theirs = form_of(TALKS), form_of(TALKS)
    mine["title_ja"], theirs["title_en"] = "会談", "Other talks"
    put(TALKS, theirs, base=1)
    assert "at revision 2" in refused(TALKS, mine, base=1)


def test_a_day_that_the_form_tells_is_kept():
    form = form_of(TALKS)
    form |= {"title_en": "Other talks", "updated_on": "2026-05-05"}
    put(TALKS, form)
    assert str(Measure.objects.get(slug="talks").updated_on) == "2026-05-05"


def test_rows_are_changed_added_deleted_and_moved_in_place():
    form = form_of(ACT)
    codes = dict(Provision.objects.values_list("code", "pk"))
    first = form["provisions"][0]
    first["text_ja"] = "たくさん蓄える。"
    form["provisions"].append({**first, "code": "p2", "text_ja": "別。"})
    form["provisions"].reverse()
    put(ACT, form)
    after = Measure.objects.get(slug="act")
    assert [row.code for row in after.provisions.all()] == ["p2", "p1-1", "p1"]
    assert codes.items() <= dict(Provision.objects.values_list("code", "pk")).items()
    del form["provisions"][0]
    put(ACT, form)
    assert [row.code for row in after.provisions.all()] == ["p1-1", "p1"]
    assert heads_are_true()


def test_a_row_that_is_renamed_keeps_its_primary_key():
    form = form_of(ACT)
    pk = Milestone.objects.get(measure__slug="act", code="enacted").pk
    form["milestones"][0]["code"] = "passed"
    put(ACT, form)
    assert Milestone.objects.get(measure__slug="act", code="passed").pk == pk


def test_the_headline_moves_to_another_row():
    form = form_of(ACT)
    old = form["milestones"][0]
    new = {**old, "code": "later", "date": "2026-01-01"}
    del old["headline"]
    form["milestones"].insert(0, new)
    put(ACT, form)
    act = Measure.objects.get(slug="act")
    assert act.milestones.get(headline=True).code == "later"
    assert str(act.headline_from) == "2026-01-01"
    form["milestones"] = [
        {
            **old,
            "code": "again",
            "headline": True,
            "label_ja": "別",
            "kind": "announced",
            "phrase": "別",
            "date": "2024",
        }
    ]
    put(ACT, form)
    assert str(Measure.objects.get(slug="act").headline_from) == "2024-01-01"


def test_partners_swap_their_codes():
    one, other = ("partner", "aa"), ("partner", "bb")
    put(other, {"code": "bb", "kind": "country", "iso2": "BB", "name_ja": "乙", "name_en": "B"})
    forms = {one: form_of(one), other: form_of(other)}
    forms[one]["iso2"], forms[other]["iso2"] = "BB", "AA"
    apply({one: Edit(forms[one], 1), other: Edit(forms[other], 1)}, said())
    assert Partner.objects.get(code="aa").iso2 == "BB"
    assert Partner.objects.get(code="bb").iso2 == "AA"


def test_names_without_a_position_are_put_into_the_order_of_the_form():
    key = ("partner", "aa")
    form = form_of(key)
    names = [each["name"] if isinstance(each, dict) else each for each in form["aliases"]]
    assert len(names) > 1
    form["aliases"] = ["新", *reversed(form["aliases"])]
    put(key, form)
    found = PartnerAlias.objects.filter(partner__code="aa").order_by("pk")
    assert [row.name for row in found] == ["新", *reversed(names)]


def test_links_many_to_many_are_those_of_the_form():
    form = form_of(ACT)
    form["budget_lines"][0]["ministries"] = ["ministry"]
    form["budget_lines"][1]["ministries"] = ["bureau"]
    put(ACT, form)
    lines = Measure.objects.get(slug="act").budget_lines
    assert [row.slug for row in lines.get(code="all").ministries.all()] == ["ministry"]
    assert [row.slug for row in lines.get(code="part").ministries.all()] == ["bureau"]


def test_a_link_that_the_other_end_tells_stays():
    subject = Subject.objects.get(slug="rare-metals")
    subject.related.set(Subject.objects.filter(slug__in=("metals", "recycling")))
    key = ("subject", "rare-metals")
    form = write(subject)
    form["name_en"] = "Scarce metals"
    put(key, form)
    assert {row.slug for row in subject.related.all()} == {"metals", "recycling"}
    form = write(subject)
    del form["related"]
    put(key, form)
    assert {row.slug for row in subject.related.all()} == {"metals"}


# ---- several entries


def test_new_entries_may_name_each_other():
    def measure(slug, other):
        relation = {"kind": "same-topic", "target": other, "reason_ja": "同", "reason_en": "Same"}
        read = {"section": "paper/1", "phrase": "金属"}
        return {
            "slug": slug,
            "kind": "law",
            "jurisdiction": "aa",
            "title_ja": slug,
            "title_en": slug,
            "summary_ja": "新。",
            "summary_en": "New.",
            "statuses": [{"value": "in-force", "as_of": "2026", **read}],
            "citations": [{"supports": ["title"], **read}],
            "subjects": [{"subject": "fresh", **read}],
            "relations": [{**relation, **read}],
        }

    fresh = {"slug": "fresh", "kind": "theme", "name_ja": "新", "name_en": "Fresh"}
    edits = {
        ("measure", "one"): Edit(measure("one", "two")),
        ("measure", "two"): Edit(measure("two", "one")),
        ("subject", "fresh"): Edit(fresh),
    }
    applied = apply(edits, said())
    assert set(applied.made) == edits.keys()
    assert Relation.objects.filter(source__slug="one", target__slug="two").exists()
    assert write(Measure.objects.get(slug="one"))["updated_on"] == today().isoformat()
    assert heads_are_true()


def test_new_rows_take_the_keys_that_are_given():
    form = form_of(TALKS)
    form["citations"].append({"supports": ["kind"], "section": "paper/1-1", "phrase": "会"})
    put(TALKS, form, numbers=iter(range(2**40, 2**41)))
    assert Measure.objects.get(slug="talks").citations.latest("pk").pk == 2**40


@pytest.mark.bundled
def test_a_law_is_deleted_with_all_that_names_it_and_brought_back(tmp_path):
    key = ("measure", "espa-2022")
    before = as_files(tmp_path / "before")
    edits = cascade({key: Edit(None, 1)})
    others = edits.keys() - {key}
    assert {kind for kind, _key in others} == {"measure"}
    assert len(others) == 14
    forms = {each: form_of(each) for each in edits}
    assert apply(edits, said()).gone == [key]
    assert not Measure.objects.filter(slug="espa-2022").exists()
    assert head(key).state == Entry.State.GONE
    assert heads_are_true()
    applied = apply({each: Edit(form, 2) for each, form in forms.items()}, said())
    assert (applied.made, set(applied.changed)) == ([key], others)
    assert as_files(tmp_path / "after") == before
    assert heads_are_true()


def test_what_loses_something_is_named_or_all_is_refused():
    gone = {("subject", "recycling"): Edit(None, 1)}
    subject = Subject.objects.get(slug="recycling")
    Subject.objects.get(slug="metals").broader.add(subject)
    with pytest.raises(RecordError, match="it would lose what leads to an entry that goes"):
        apply(gone, said())
    edits = cascade(gone)
    assert ("subject", "metals") in edits
    apply(edits, said())
    assert heads_are_true()


def test_a_verdict_goes_with_its_measures():
    keys = set(RelatedVerdict.objects.values_list("first__slug", "second__slug"))
    assert keys
    edits = cascade({ACT: Edit(None, 1)})
    assert {("relatedverdict", "/".join(pair)) for pair in keys} <= edits.keys()
    apply(edits, said())
    assert not RelatedVerdict.objects.exists()
    assert heads_are_true()


# ---- what is refused


def change(form, *path, to):
    """A form with another value at a path."""
    *steps, last = path
    place = form
    for step in steps:
        place = place[step]
    place[last] = to
    return form


@pytest.mark.parametrize(
    ("key", "path", "value", "told"),
    [
        (ACT, ("subjects", 0, "subject"), "none", "subjects[1]: subject: no subject 'none'"),
        (ACT, ("titel",), "x", "unknown field 'titel'"),
        (ACT, ("milestones",), "x", "milestones: expected a list"),
        (ACT, ("citations",), [], "at least one row is needed"),
        (ACT, ("citations", 0, "phrase"), "字" * 50, "at most 40 characters"),
        (ACT, ("provisions", 0, "parent"), "p1-1", "leads back to this entry"),
        (ACT, ("milestones", 0, "date"), "someday", "date: "),
        (ACT, ("slug",), "other", "the form is that of 'other'"),
        (("subject", "metals"), ("parent",), "rare-metals", "leads back to this entry"),
    ],
)
def test_a_faulty_form_is_refused_in_words(key, path, value, told):
    found = refused(key, change(form_of(key), *path, to=value))
    assert told in found


def test_each_faulty_row_is_told():
    form = form_of(ACT)
    form["citations"][0]["phrase"] = "字" * 50
    form["names"][0]["phrase"] = "字" * 50
    found = refused(ACT, form)
    assert "citations[1]" in found
    assert "names[1]" in found


def test_a_row_given_twice_is_refused():
    form = form_of(ACT)
    form["provisions"].append(dict(form["provisions"][0]))
    assert "The measure has another row with this code." in refused(ACT, form)


def test_a_row_that_others_stand_below_does_not_take_them_along():
    form = form_of(ACT)
    del form["provisions"][0]  # p1-1 still names it
    assert "p1" in refused(ACT, form)


def test_what_is_still_needed_does_not_go():
    found = refused(TALKS, None)
    assert found
    with pytest.raises(RecordError, match="cannot go, as it is named by"):
        apply(cascade({("subject", "metals"): Edit(None, 1)}), said())


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(RecordError, match="no kind of entry"):
        apply({("nothing", "x"): Edit(None)}, said())


def test_a_refusal_inside_another_change_leaves_that_alone():
    form = change(form_of(ACT), "subjects", 0, "subject", to="none")
    before = Version.objects.current()
    with transaction.atomic():
        with pytest.raises(RecordError):
            put(ACT, form)
        put(TALKS, {**form_of(TALKS), "title_en": "Other"})
    assert Version.objects.current().number == before.number + 1
    assert head(ACT).number == 1


def test_a_former_key_leads_to_the_entry_of_today():
    put(("subject", "scarce"), {"slug": "scarce", "kind": "theme", "name_ja": "希", "name_en": "S"})
    Entry.objects.create(
        kind="subject", key="old", number=1, state=Entry.State.MOVED, moved_to="scarce"
    )
    put(ACT, change(form_of(ACT), "subjects", 0, "subject", to="old"))
    assert form_of(ACT)["subjects"][0]["subject"] == "scarce"


def test_what_a_form_holds_is_plain():
    assert plainly({"a": 5, "b": "", "c": [], "d": [1.5], "e": True, "f": None}) == {
        "a": "5",
        "d": ["1.5"],
        "e": True,
    }


def test_an_unchanged_form_costs_a_few_statements(django_assert_max_num_queries):
    form = form_of(ACT)
    with django_assert_max_num_queries(7):
        apply({ACT: Edit(form, 1)}, said())


def test_many_entries_are_read_in_as_many_statements_as_one(django_assert_num_queries):
    act, talks = form_of(ACT), form_of(TALKS)
    with django_assert_num_queries(6):
        apply({ACT: Edit(act, 1)}, said())
    with django_assert_num_queries(6):
        apply({ACT: Edit(act, 1), TALKS: Edit(talks, 1)}, said())
