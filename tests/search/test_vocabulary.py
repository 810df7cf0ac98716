"""The words of the documents are known without their texts."""

import pathlib

import pytest
from django.core.management import CommandError, call_command

from policies.models import DocumentWords, SourceDocument, Synonym, SynonymMeaning
from portal.search.corpus import CORPORA
from portal.search.lookup import Wanting, holders
from portal.search.naming import Names
from portal.search.query import key
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
        if not holders(corpora, [Wanting([fold(name)])], "default")[0].own
    ]
    assert nowhere == []


# What is not the same, however alike: no synonym leads from one side to the other.
OPPOSITES = [
    ({"米国", "アメリカ", "米"}, {"中国", "中華", "北京"}),
    ({"輸出"}, {"輸入"}),
    ({"対内"}, {"対外直接"}),
    ({"韓国"}, {"北朝鮮"}),
    ({"台湾"}, {"中国"}),
    ({"ロシア"}, {"ウクライナ支援"}),
    ({"同志国", "同盟国", "友好国"}, {"懸念国", "非友好国"}),
    ({"import"}, {"export"}),
    ({"America", "United States", "USA"}, {"China", "PRC"}),
    ({"inward"}, {"outward"}),
    ({"North Korea", "DPRK"}, {"South Korea", "Republic of Korea"}),
]


@pytest.mark.bundled
@pytest.mark.django_db
def test_every_synonym_leads_to_another_name():
    """One whose meanings hold the word, or stand in it, finds nothing more."""
    names = Names("default")
    words = Synonym.objects.values_list("word", flat=True)
    assert len(words) >= 120
    assert [word for word in words if not names.others({key(fold(word))})] == []


@pytest.mark.bundled
@pytest.mark.django_db
def test_no_synonym_leads_to_its_opposite():
    meant = SynonymMeaning.objects.values_list("synonym__word", "name")
    led = [
        (word, name)
        for word, name in meant
        for some, others in [*OPPOSITES, *(pair[::-1] for pair in OPPOSITES)]
        if any(each in word for each in some) and any(each in name for each in others)
    ]
    assert led == []
