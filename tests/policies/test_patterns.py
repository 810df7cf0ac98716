"""The rules of columns: in SQLite's own words they say what the patterns say."""

import itertools
import random
import re
import sqlite3

import pytest
from django.apps import apps

from policies.models import patterns
from policies.models.fields import PatternConstraint
from tests.databases import is_sqlite, own_copy

SIGNS = (
    *(
        "",
        " ",
        "\u00a0",
        "\u3000",
        "=",
        "+",
        "@",
        "-",
        "|",
        '"',
        ", ",
        '", "',
        '["',
        '"]',
        "[",
        "]",
    ),
    *(
        "/",
        "#",
        "f",
        "g",
        "-A",
        "12",
        "CN-",
        "々",
        "ァ",
        "ヺ",
        "ー",
        "一",
        "鿿",
        "豈",
        "ｦ",
        "ﾟ",
        "々",
    ),
    *("a", "z", "A", "Z", "é", "あ", "0", "\0", "\t", "\n", "\r", "\x1b", "\x1c", "\x1e", "\x1f"),
    *("\x84", "\x85", "\x86", "\u2027", "\u2028", "\u2029", "\u202a", "JPY", "[]", "^", "*", "?"),
)


def texts() -> list[str]:
    """Every text of up to two signs, and many longer ones."""
    made = random.Random(1)
    short = [a + b for a, b in itertools.product(SIGNS, repeat=2)]
    long = ["".join(made.choices(SIGNS, k=made.randint(3, 9))) for _each in range(20_000)]
    codes = ['["a"]', '["a", "b-c"]', '["a-", "b"]', '["-a"]', '["a",  "b"]', '["a","b"]', '[""]']
    return [*short, *long, *codes, '["a", "b", "c"]', '["a", ]', '["a|b"]', '["a"]\0', "JP", "JPYY"]


@pytest.mark.parametrize("pattern", patterns.NATIVE)
def test_sqlite_says_of_every_text_what_the_pattern_says(pattern):
    with sqlite3.connect(":memory:") as database:
        asked = f"SELECT ({patterns.NATIVE[pattern].format(x='x')}) FROM (SELECT ? AS x)"
        told = {text: bool(database.execute(asked, [text]).fetchone()[0]) for text in texts()}
    wrong = [text for text, held in told.items() if held != bool(re.search(pattern, text))]
    assert wrong == []
    assert len(set(told.values())) == 2


def test_every_rule_of_a_column_is_told_in_them():
    asked = {
        rule.pattern
        for model in apps.get_models()
        for rule in model._meta.constraints
        if isinstance(rule, PatternConstraint)
    }
    assert len(asked) > 5
    assert asked - patterns.NATIVE.keys() == set()


@pytest.mark.django_db
@pytest.mark.skipif(not is_sqlite(), reason="PostgreSQL checks its own files")
def test_the_tools_of_sqlite_can_check_the_file(tmp_path):
    """Without Django, whose functions nobody else has."""
    with own_copy("small", "checked", tmp_path) as url:
        database = sqlite3.connect(url.removeprefix("sqlite:///"))
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.execute("UPDATE policies_subject SET name_ja = name_ja || 'x'")
        with pytest.raises(sqlite3.IntegrityError, match="name_ja_plain"):
            database.execute("UPDATE policies_subject SET name_ja = '=1'")
        database.close()
