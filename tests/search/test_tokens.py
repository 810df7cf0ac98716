"""The tokens of a text, and the rows that they find: what reading the text would find."""

import itertools
import json
import os
import random
import subprocess
import sys

import pytest
from django.conf import settings

from policies.models import Subject
from portal.search.corpus import CORPORA
from portal.search.index import ask, hits, matching_pks
from portal.search.models import Document
from portal.search.tokens import END, WORD, Wanted, tokens_of, wanted_of
from portal.search.words import form
from tests.databases import is_sqlite, own_copy

SCRIPT = """
import json
from django.core.management import call_command
from policies.models import Subject
from portal.search.checking import faults
from portal.search.index import ask, hits
from portal.search.writing import is_current

def found(word):
    return len(hits(Subject, ask(word))[0])

row = Subject.objects.order_by("pk").first()
before = found(row.name_ja)
call_command("migrate", "search", "0002", verbosity=0)
call_command("migrate", verbosity=0)
told = [before, is_current(), found(row.name_ja)]
row.name_ja += "の新しい名前"
row.save()
told += [found("新しい名前")]
call_command("index_record", if_needed=True, verbosity=0)
print(json.dumps([*told, is_current(), found(row.name_ja), list(faults())]))
"""


def test_tokens_are_three_characters_from_every_place_on():
    assert tokens_of("経済安全") == ["経済安", "済安全", "安全", "全"]
    assert tokens_of("経済ai安\n全") == ["経済", "済", "安", "全", f"{WORD}ai"]
    assert tokens_of("ローン") == ["ローン", "ーン", "ン", f"{END}ロ", f"{END}ン"]
    assert tokens_of("") == []


def test_a_word_is_tokens_in_a_row():
    assert wanted_of("経済安全") == [Wanted(("経済安", "済安全"))]
    assert wanted_of("経済安") == [Wanted(("経済安",))]
    assert wanted_of("経済") == [Wanted(("経済",), begins=True)]
    assert wanted_of("ai戦略") == [Wanted((f"{WORD}ai",)), Wanted(("戦略",), begins=True)][::-1]


@pytest.mark.both
@pytest.mark.django_db
def test_words_of_every_length_are_found_where_they_stand():
    """Of few characters, so that tokens repeat, overlap and stand in another order elsewhere."""
    dice = random.Random(17)
    texts = ["".join(dice.choices("甲乙丙・a。", k=dice.randint(1, 14))) for _each in range(12)]
    rows = [
        Subject.objects.create(slug=f"s{n}", kind="theme", name_ja=text, name_en=f"Q{n}")
        for n, text in enumerate(dict.fromkeys(texts))
    ]
    pks = [row.pk for row in rows]
    documents = Document.objects.filter(corpus=CORPORA[Subject].number(), row__in=pks)
    held = dict(documents.values_list("row", "text"))
    short = (itertools.product("甲乙丙", repeat=size) for size in (1, 2, 3))
    words = ["".join(each) for each in itertools.chain.from_iterable(short)]
    for size in (4, 5, 6):
        words += {text[at : at + size] for text in texts for at in range(len(text) - size + 1)}
    for word in words:
        asked = ask(f'"{word}"')
        if not asked.wanted or form(asked.wanted[0].word).stems:
            continue
        folded = asked.wanted[0].word
        expected = {pk for pk in pks if folded in held.get(pk, "")}
        assert set(hits(Subject, asked)[0]) & set(pks) == expected, word


@pytest.mark.skipif(not is_sqlite(), reason="GIN of PostgreSQL knows no places of tokens")
@pytest.mark.django_db
def test_no_text_is_read_for_a_japanese_word():
    for word, read in (("経済安全保障推進法", False), ("経済安全保障法2022", True)):
        rows = Subject.objects.filter(pk__in=matching_pks(Subject, ask(f'"{word}"')))
        assert ("search_document" in str(rows.query)) == read


@pytest.mark.both
def test_an_index_of_the_former_sort_is_emptied_and_made_anew(tmp_path):
    """Until then nothing that was there before is found, and what is saved is."""
    with own_copy("small", "trigrams", tmp_path) as address:
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", SCRIPT],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    before, *told = json.loads(done.stdout)
    assert before
    assert told == [False, 0, 1, True, before, []]
