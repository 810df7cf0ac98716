"""The synthetic record of the benchmark: the same for the same seed, and a valid record."""

import pytest
from django.db import connection, models

from measures.models import Measure, Milestone
from tests.bench import generator, words
from tests.bench.generator import BLOCK, VARYING, Generator, table
from tests.bench.loading import store

pytestmark = pytest.mark.bundled

SIZE = 60


@pytest.fixture(autouse=True)
def few_days(monkeypatch):
    """Reading the dates of eighty years takes longer than all else here; months and years stay."""
    monkeypatch.setattr(generator, "DAYS", 240)


def texts(made: Generator) -> list[str]:
    """Title and summary of every measure."""
    title, summary = (VARYING[Measure].index(name) for name in ("title_ja", "summary_ja"))
    rows = [row for number in made.blocks for row in made.block(number)[Measure]]
    return [f"{row[title]}\n{row[summary]}" for row in rows]


def test_the_same_seed_gives_the_same_rows(db):
    assert Generator(SIZE, seed=7).block(0) == Generator(SIZE, seed=7).block(0)
    assert Generator(SIZE, seed=7).block(0) != Generator(SIZE, seed=8).block(0)


def test_a_block_depends_on_no_other(db):
    made = Generator(BLOCK + SIZE)
    assert list(made.blocks) == [0, 1]
    alone = made.block(1)
    made.block(0)
    assert made.block(1) == alone
    assert len(alone[Measure]) == SIZE


def test_keys_of_blocks_never_meet(db):
    made = Generator(BLOCK + SIZE)
    first, second = made.block(0), made.block(1)
    for model in VARYING:
        keys = [row[0] for row in (*first[model], *second[model])]
        assert len(keys) == len(set(keys)), model


def test_every_row_keeps_the_rules_of_its_model(db):
    known = {model: set(model._base_manager.values_list("pk", flat=True)) for model in VARYING}
    store(Generator(SIZE))
    connection.check_constraints()
    for model, before in known.items():
        added = model._base_manager.exclude(pk__in=before)
        assert added, f"no {model.__name__} was made"
        for row in added:
            row.full_clean()


def test_derived_days_are_those_of_their_dates(db):
    known = Milestone.objects.order_by("-pk")[0].pk
    store(Generator(SIZE))
    for milestone in Milestone.objects.filter(pk__gt=known):
        stored = (milestone.date_from, milestone.date_until)
        derived = tuple(
            Milestone._meta.get_field(name).pre_save(milestone, add=False)
            for name in ("date_from", "date_until")
        )
        assert stored == derived, milestone.date
    assert not Measure.objects.with_stale_headline().exists()


def test_rows_may_be_added_after_those_of_the_generator(db):
    store(Generator(SIZE))
    last = Measure.objects.order_by("-pk")[0]
    last.pk, last.slug = None, "one-more"
    last.save(force_insert=True)
    assert last.pk


def test_terms_are_as_frequent_as_the_report_says(db):
    found = texts(Generator(3_000))
    for term, percent in {**words.SHARES, "半導体": 100 * words.TOPIC_SHARE}.items():
        share = 100 * sum(term in text for text in found) / len(found)
        assert share == pytest.approx(percent, rel=0.25, abs=1), term
    for term in words.RARE[2] + words.RARE[3] + words.RARE[6]:
        assert sum(term in text for text in found) == 3, term


def test_terms_searched_for_have_the_lengths_of_their_class():
    for length, terms in (words.COMMON | words.RARE).items():
        assert len(set(terms)) == 5
        for term in terms:
            assert len(term) >= 6 if length == 6 else len(term) == length


def test_texts_are_as_long_as_those_of_the_design(db):
    titles, summaries = zip(*(text.split("\n") for text in texts(Generator(500))), strict=True)
    assert 20 < sum(map(len, titles)) / len(titles) < 32
    assert 200 < sum(map(len, summaries)) / len(summaries) < 250


def test_a_field_that_nobody_thought_of_is_refused(monkeypatch):
    shorter = tuple(name for name in VARYING[Measure] if name != "summary_ja")
    monkeypatch.setitem(generator.VARYING, Measure, shorter)
    with pytest.raises(TypeError, match=r"Measure\.summary_ja is new"):
        table(Measure)


def test_a_derived_field_left_at_its_default_is_refused(monkeypatch):
    shorter = tuple(name for name in VARYING[Milestone] if name != "date_from")
    monkeypatch.setitem(generator.VARYING, Milestone, shorter)
    with pytest.raises(TypeError, match=r"Milestone\.date_from is new"):
        table(Milestone)


@pytest.mark.parametrize("model", VARYING)
def test_every_column_is_written(model: type[models.Model]):
    made = table(model)
    columns = {field.column for field in model._meta.concrete_fields if not field.generated}
    assert {*made.columns, *made.constants} == columns
