"""Two edits of one form are joined: nothing of either is lost, nothing decided in silence."""

import copy
import random

import pytest

from policies.models import Evidence
from portal.record.matching import pairs
from portal.record.merging import Merged, merge
from tests.record.edits import BY_PATH, Editor, forms

MEASURES = BY_PATH["measures"].schema
TRIES = 300
PATHS = ["measures", "sources", "frameworks", "indicators", "partners.yaml", "subjects.yaml"]


def espa() -> dict:
    """A law with rows of many kinds."""
    found = (form for form in forms("measures") if form["slug"] == "espa-2022")
    return copy.deepcopy(next(found))


def tried(seed: int):
    """A form of the bundled record and two edits of it, with how it is written."""
    dice = random.Random(seed)
    path = PATHS[seed % len(PATHS)]
    schema, form = BY_PATH[path].schema, dice.choice(forms(path))
    editor = Editor(seed)
    times = dice.randrange(1, 5), dice.randrange(1, 5)
    return schema, form, *(editor.edited(schema, form, number) for number in times)


def test_who_changed_nothing_takes_nothing_away():
    """Beside no change, and beside the same change, an edit stays as it is."""
    for seed in range(TRIES):
        schema, base, mine, theirs = tried(seed)
        assert merge(schema, base, mine, base) == Merged(mine), seed
        assert merge(schema, base, base, theirs) == Merged(theirs), seed
        assert merge(schema, base, mine, mine) == Merged(mine), seed


def test_a_change_elsewhere_takes_nothing_away():
    """The same where the other side changed one field that this side left alone.

    Nothing is decided at the top then: every list and row is joined.
    """
    for seed in range(TRIES):
        schema, base, mine, _theirs = tried(seed)
        name = next(n for n in ("updated_on", "name_en", "slug", "code") if n in base)
        # Where the entry itself was read at one place, a value changed there would be asked.
        mine |= {n: base[n] for n in (name, *Evidence.WRITTEN_LAST) if n in base}
        theirs = base | {name: "elsewhere"}
        for sides in ((mine, theirs), (theirs, mine)):
            assert merge(schema, base, *sides) == Merged(mine | {name: "elsewhere"}), seed


def test_the_two_sides_clash_alike():
    """Who is called mine decides nothing but who is asked first."""
    for seed in range(TRIES):
        schema, base, mine, theirs = tried(seed)
        forth, back = merge(schema, base, mine, theirs), merge(schema, base, theirs, mine)
        assert [where(clash) for clash in forth.clashes] == [where(clash) for clash in back.clashes]
        meant = dict.fromkeys((clash.name for clash in forth.clashes), "theirs")
        chosen = merge(schema, base, mine, theirs, meant)
        assert (chosen.form, chosen.clashes) == (forth.form, ()), seed
        if not forth.reordered:
            meant = dict.fromkeys(meant, "mine")
            assert told(merge(schema, base, theirs, mine, meant).form) == told(chosen.form), seed


def where(clash):
    """What is asked, without who is who."""
    return clash.path, clash.kind


def told(form):
    """A form without the order of its rows."""
    if isinstance(form, list):
        return str(sorted(map(told, form)))
    if isinstance(form, dict):
        return str(sorted((name, told(value)) for name, value in form.items()))
    return str(form)


def test_most_pairs_of_edits_are_joined_without_a_question():
    """Few edits of two people meet; more questions than that would be a fault of the merge."""
    asked = sum(bool(merge(*tried(seed)).clashes) for seed in range(0, 600, len(PATHS)))
    assert 1 <= asked <= 40


def the(merged):
    """The one clash of a merge."""
    (clash,) = merged.clashes
    return clash


def test_one_field_with_two_values_is_asked():
    """Each may be chosen; until then it says what theirs says."""
    base = espa()
    mine, theirs = base | {"title_en": "Mine"}, base | {"title_en": "Theirs"}
    merged = merge(MEASURES, base, mine, theirs)
    clash = the(merged)
    assert (clash.kind, clash.path, clash.name) == ("field", ("title_en",), "title_en")
    assert (clash.base, clash.mine, clash.theirs) == (base["title_en"], "Mine", "Theirs")
    assert merged.form == theirs
    chosen = merge(MEASURES, base, mine, theirs, {"title_en": "mine"})
    assert (chosen.form, chosen.clashes) == (mine, ())


def test_a_row_deleted_by_one_and_changed_by_the_other_is_asked():
    """Whoever deleted it has not seen what it says now."""
    base, mine, theirs = espa(), espa(), espa()
    row = mine["provisions"].pop(0)
    theirs["provisions"][0]["text_en"] = "Another text."
    clash = the(merge(MEASURES, base, mine, theirs))
    assert (clash.kind, clash.path) == ("row", ("provisions", row["code"]))
    assert (clash.base, clash.mine) == (row, None)
    assert clash.theirs["text_en"] == "Another text."
    gone = merge(MEASURES, base, mine, theirs, {clash.name: "mine"})
    assert gone.form == mine
    back = merge(MEASURES, base, theirs, mine)
    assert back.form == mine
    kept = merge(MEASURES, base, theirs, mine, {the(back).name: "mine"})
    assert kept.form == theirs


def test_a_row_deleted_by_one_and_left_alone_by_the_other_goes():
    """Nobody is asked."""
    base, mine = espa(), espa()
    del mine["citations"][1]
    theirs = base | {"title_en": "Theirs"}
    merged = merge(MEASURES, base, mine, theirs)
    assert (merged.form, merged.clashes) == (mine | {"title_en": "Theirs"}, ())


@pytest.mark.parametrize("field", ["section", "phrase", "inference_en"])
def test_a_value_of_one_and_its_source_of_the_other_are_asked(field):
    """Nobody has read that value at that place, though no field was changed twice."""
    base, mine, theirs = espa(), espa(), espa()
    mine["statuses"][2]["value"] = "repealed"
    theirs["statuses"][2][field] = "meti-2026-04/14" if field == "section" else "other words"
    for forth in (True, False):
        sides = (mine, theirs) if forth else (theirs, mine)
        clash = the(merge(MEASURES, base, *sides))
        assert (clash.kind, clash.path[0]) == ("source", "statuses")
        merged = merge(MEASURES, base, *sides, {clash.name: "mine"})
        assert (merged.form, merged.clashes) == (sides[0], ())


def test_the_section_of_one_and_the_phrase_of_the_other_are_asked():
    """The phrase stands in no section then."""
    base, mine, theirs = espa(), espa(), espa()
    mine["citations"][0]["section"] = "meti-2026-04/14"
    theirs["citations"][0]["phrase"] = "other words"
    assert the(merge(MEASURES, base, mine, theirs)).kind == "source"


def test_two_values_of_one_row_are_joined():
    """What was read at one place by both is no question."""
    base, mine, theirs = espa(), espa(), espa()
    mine["provisions"][0]["text_en"] = "A text."
    theirs["provisions"][0]["heading_en"] = "A heading"
    merged = merge(MEASURES, base, mine, theirs)
    assert merged.clashes == ()
    assert merged.form["provisions"][0]["text_en"] == "A text."
    assert merged.form["provisions"][0]["heading_en"] == "A heading"


def test_two_new_rows_of_one_name_are_one():
    """Where they differ it is asked, field by field."""
    base, mine, theirs = espa(), espa(), espa()
    new = {"subject": "batteries", "section": "meti-2026-04/12", "phrase": "蓄電池"}
    mine["subjects"].append(dict(new))
    theirs["subjects"].insert(0, new | {"phrase": "電池"})
    merged = merge(MEASURES, base, mine, theirs)
    assert the(merged).path == ("subjects", "batteries", "phrase")
    assert merged.form == theirs


def test_a_row_renamed_to_a_new_rows_name_is_asked():
    """A name stands once; which of the two is meant is not known."""
    base, mine, theirs = espa(), espa(), espa()
    new = dict(base["subjects"][0], subject="batteries", phrase="蓄電池", section="meti-2024-02/1")
    mine["subjects"].append(new)
    theirs["subjects"][1]["subject"] = "batteries"
    merged = merge(MEASURES, base, mine, theirs)
    clash = the(merged)
    assert (clash.kind, clash.mine, clash.theirs) == ("twice", new, theirs["subjects"][1])
    names = [row["subject"] for row in merged.form["subjects"]]
    assert names.count("batteries") == 1
    chosen = merge(MEASURES, base, mine, theirs, {clash.name: "mine"})
    assert new in chosen.form["subjects"]
    assert theirs["subjects"][1] not in chosen.form["subjects"]


def test_links_many_to_many_never_clash():
    """They are sets: what either added is there, what either took away is not."""
    schema = BY_PATH["issues"].schema
    base = next(form for form in forms("issues") if len(form.get("subjects", ())) > 1)
    first, *rest = base["subjects"]
    merged = merge(
        schema, base, base | {"subjects": rest}, base | {"subjects": [*base["subjects"], "zinc"]}
    )
    assert merged.clashes == ()
    assert merged.form["subjects"] == sorted([*rest, "zinc"])


def test_the_day_of_the_last_change_is_no_question():
    """The later one holds."""
    base = espa()
    days = [base | {"updated_on": day} for day in ("2027-01-01", "2027-02-01")]
    for mine, theirs in (days, days[::-1]):
        merged = merge(MEASURES, base, mine, theirs)
        assert (merged.form["updated_on"], merged.clashes) == ("2027-02-01", ())


def test_order_is_of_who_moved_and_added_rows_stay_where_they_were_entered():
    """Order is never asked."""
    base, mine, theirs = espa(), espa(), espa()
    mine["purposes"].reverse()
    new = {"kind": "growth", "section": "meti-2026-04/12", "phrase": "成長"}
    theirs["purposes"].insert(1, new)
    for sides in ((mine, theirs), (theirs, mine)):
        merged = merge(MEASURES, base, *sides)
        assert (merged.clashes, merged.reordered) == ((), ())
        assert merged.form["purposes"] == [*mine["purposes"], new]


def test_order_of_two_who_moved_is_theirs_and_is_told():
    """No row is lost, and mine is told that its order is."""
    base, mine, theirs = espa(), espa(), espa()
    mine["purposes"].reverse()
    theirs["purposes"].insert(0, theirs["purposes"].pop(1))
    merged = merge(MEASURES, base, mine, theirs)
    assert (merged.form, merged.clashes, merged.reordered) == (theirs, (), (("purposes",),))


def test_rows_added_by_both_at_one_place_all_stay():
    """Theirs first."""
    base, mine, theirs = espa(), espa(), espa()
    new = [
        {"kind": kind, "section": "meti-2026-04/12", "phrase": kind} for kind in ("one", "other")
    ]
    mine["purposes"].append(new[0])
    theirs["purposes"].append(new[1])
    merged = merge(MEASURES, base, mine, theirs)
    assert merged.form["purposes"] == [*base["purposes"], new[1], new[0]]


def test_an_entry_deleted_by_one_and_changed_by_the_other_is_asked():
    """Left alone by the other it goes."""
    base = espa()
    theirs = base | {"title_en": "Theirs"}
    assert merge(MEASURES, base, None, base).form is None
    assert merge(MEASURES, base, base, None).form is None
    clash = the(merge(MEASURES, base, None, theirs))
    assert (clash.kind, clash.path, clash.mine, clash.theirs) == ("row", (), None, theirs)
    assert merge(MEASURES, base, None, theirs, {"": "mine"}).form is None
    assert merge(MEASURES, base, theirs, None, {"": "mine"}).form == theirs


def test_an_undone_change_leaves_later_ones_alone():
    """Undo is a merge: base is the form after the change, mine the one before it."""
    before, after = espa(), espa()
    after["title_en"] = "Wrong"
    del after["citations"][0]
    now = copy.deepcopy(after) | {"title_ja": "後の変更"}
    merged = merge(MEASURES, after, before, now)
    assert (merged.form, merged.clashes) == (before | {"title_ja": "後の変更"}, ())
    assert merge(MEASURES, None, before, None).form == before  # a deletion


def test_the_one_row_of_its_kind_is_joined_like_any():
    """It stands in no list."""
    base = copy.deepcopy(next(form for form in forms("measures") if "export_control" in form))
    mine, theirs = copy.deepcopy(base), copy.deepcopy(base)
    mine["export_control"]["items_en"] = "Mine"
    theirs["export_control"]["items_ja"] = "他方"
    merged = merge(MEASURES, base, mine, theirs)
    assert merged.clashes == ()
    assert merged.form["export_control"]["items_en"] == "Mine"
    assert merged.form["export_control"]["items_ja"] == "他方"
    del theirs["export_control"]
    assert the(merge(MEASURES, base, mine, theirs)).path == ("export_control",)


def test_a_bare_string_is_a_row():
    """An alias with a reading is a mapping, without one a string."""
    schema = BY_PATH["partners.yaml"].schema
    base = {"code": "aa", "aliases": ["one", "two"]}
    mine = base | {"aliases": ["one", {"name": "two", "reading": "とぅー"}]}
    theirs = base | {"aliases": ["two", "three"]}
    merged = merge(schema, base, mine, theirs)
    assert merged.clashes == ()
    assert merged.form["aliases"] == [{"name": "two", "reading": "とぅー"}, "three"]


def test_a_row_renamed_is_that_row_still():
    """What is left over on both sides is paired by likeness, the nearest place first."""
    rows = espa()["citations"]
    renamed = copy.deepcopy(rows)
    renamed[3]["phrase"] = "other words"
    child = MEASURES.children["citations"]
    assert (3, 3) in pairs(child, rows, renamed)
    unlike = {"supports": ["other"], "section": "x/1", "phrase": "elsewhere"}
    assert (3, 3) not in pairs(child, rows, [*rows[:3], unlike, *rows[4:]])
