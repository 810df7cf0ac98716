"""The words of the documents are known without their texts."""

import pathlib

import pytest
from django.core.management import CommandError, call_command

from policies.models import DocumentWords, SourceDocument, SynonymMeaning
from portal.search.corpus import CORPORA
from portal.search.lookup import holders
from portal.search.text import fold
from portal.search.vocabulary import LONGEST, stands_among, vocabulary
from tests.cases import for_each

TEXT = "経済安全保障推進法の特定重要物資。サプライチェーンのSemiconductors、第15次。経済安全"


def test_each_word_is_kept_once_and_sorted():
    words = vocabulary(TEXT)
    assert words == sorted(set(words))
    assert "semiconductor" in words
    assert all(len(word) <= LONGEST or not word.isidentifier() for word in words if word > "一")


@for_each(
    ("word", "stands"),
    [
        ("経済安全保障推進法", True),
        ("安全保障", True),
        ("semiconductor", True),
        ("conductor", False),
        ("チェーン", True),
        ("第15次", True),
        ("16次", False),
        ("台湾", False),
        ("、", False),
    ],
)
def test_a_word_stands_in_a_text_or_not(word, stands):
    assert stands_among(fold(word), f" {' '.join(vocabulary(TEXT))} ") == stands


@pytest.mark.bundled
@pytest.mark.django_db
def test_the_words_of_the_record_are_those_of_its_documents(source_texts, tmp_path):
    kept = dict(DocumentWords.objects.values_list("document__slug", "words"))
    assert len(kept) == SourceDocument.objects.count()
    call_command("list_words", *map(str, sorted(source_texts.glob("*.txt"))), verbosity=0)
    assert dict(DocumentWords.objects.values_list("document__slug", "words")) == kept


@pytest.mark.django_db
def test_the_words_of_another_text_are_refused(tmp_path: pathlib.Path):
    other = tmp_path / "other.txt"
    other.write_text("別の文書")
    with pytest.raises(CommandError, match="not the text of any document"):
        call_command("list_words", str(other))


@pytest.mark.bundled
@pytest.mark.django_db
def test_what_a_synonym_means_stands_in_the_record():
    corpora = [corpus.number() for corpus in CORPORA.values() if not corpus.synonyms]
    nowhere = [
        name
        for name in SynonymMeaning.objects.values_list("name", flat=True)
        if not holders(corpora, [fold(name)], [], "default").own
    ]
    assert nowhere == []
