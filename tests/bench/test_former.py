"""A former commit beside this one: its database, and what is told of it."""

from tests.bench.databases import FOLDER, Database
from tests.bench.former import Former
from tests.bench.measuring import Results
from tests.bench.targets import MIDDLE, SQLITE, ratios

POSTGRES = "postgres://shirube:secret@127.0.0.1:5432/shirube_bench_1000"


def test_a_former_commit_has_a_database_of_its_own():
    sqlite = Former.of(Database(1000, "sqlite", "sqlite:///elsewhere.sqlite3"), "abc")
    assert sqlite.url == f"sqlite:///{FOLDER / '1000-sqlite-abc' / 'shirube.sqlite3'}"
    postgres = Former.of(Database(1000, "postgresql", POSTGRES), "abc")
    assert postgres.url == f"{POSTGRES}_abc"
    assert postgres.url.endswith(f"/{postgres.name}")


def test_what_was_asked_in_turns_is_told_as_a_ratio_with_its_target():
    results = Results()
    for system, ms in ((SQLITE, 10.0), ("abc, SQLite", 31.0), ("abc, PostgreSQL", 99.0)):
        results.put(1000, system, "in turns: list", ms)
        results.put(1000, system, "in turns: search, 2 characters, rare", ms)
    told = {
        each.work: each for each in ratios(results, [1000], [SQLITE]) if "than abc" in each.work
    }
    assert {work: each.value for work, each in told.items()} == {
        "list: times faster than abc": 3.1,
        "search, 2 characters, rare: times faster than abc": 3.1,
    }
    assert told["list: times faster than abc"].verdict == "met"
    assert told["search, 2 characters, rare: times faster than abc"].target is None


def test_a_sentence_is_held_against_a_single_word_of_the_former_commit():
    results = Results()
    for system, ms in ((SQLITE, 12.0), ("abc, SQLite", 10.0)):
        for work in (
            "search page, one word",
            "search page, sentence",
            "search, 3 characters, rare",
        ):
            results.put(MIDDLE, system, f"in turns: {work}", ms)
    told = {each.work: each for each in ratios(results, [MIDDLE], [SQLITE]) if "abc" in each.work}
    sentence = told["search page: a sentence against one word of abc"]
    assert (sentence.value, sentence.verdict) == (1.2, "met")
    short = told["search, 3 characters, rare: times faster than abc"]
    assert (short.target, short.verdict) == (1, "**not met**")
