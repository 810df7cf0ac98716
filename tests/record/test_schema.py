"""What forms hold: a change of it does not make what was kept unreadable."""

import pytest

from measures.layouts import LAYOUTS, UPGRADES
from measures.record import FILES
from portal.record import schema
from portal.record.schema import RecordError, Upgrade, kinds, layout, upgraded


@pytest.fixture
def former():
    """The files of the site, with a former layout of one kind."""
    told = (Upgrade("subject", "before", "then", lambda form: form | {"name_ja": form["name"]}),)
    told += (
        Upgrade("subject", "then", layout("subject"), lambda form: form | {"name_en": "English"}),
    )
    schema.connect(FILES, told)
    yield
    schema.connect(FILES, UPGRADES)


def test_the_layout_of_each_kind_is_known():
    """Where this fails, fields have changed: see `measures/layouts.py`."""
    assert {kind: known[-1] for kind, known in LAYOUTS.items()} == {
        kind: layout(kind) for kind in kinds()
    }


def test_forms_of_every_former_layout_can_be_read():
    steps = {(each.kind, each.layout): each.to for each in UPGRADES}
    for kind, known in LAYOUTS.items():
        for before, after in zip(known, known[1:], strict=False):
            assert steps[kind, before] == after


def test_a_layout_follows_names_and_defaults():
    same = schema.layout("measure")
    field = kinds()["measure"].schema.by_name["published"]
    before = field.default
    try:
        field.default = not before
        layout.cache_clear()
        field.__dict__.pop("_get_default", None)
        assert layout("measure") != same
    finally:
        field.default = before
        field.__dict__.pop("_get_default", None)
        layout.cache_clear()
    assert layout("measure") == same


def test_a_form_is_upgraded_step_by_step(former):
    form = upgraded("subject", {"name": "名"}, "before")
    assert form == {"name": "名", "name_ja": "名", "name_en": "English"}
    assert upgraded("subject", None, "before") is None
    assert upgraded("subject", {"a": "b"}, layout("subject")) == {"a": "b"}
    with pytest.raises(RecordError, match="no upgrade leads on"):
        upgraded("subject", {}, "unknown")
