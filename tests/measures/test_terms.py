"""Texts that do not keep a term of art are found, and no others; the vocabulary is as printed."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from measures.models import Measure, Provision, Relation
from measures.terms import Vocabulary, replaced, singular, stands_in, unkept, with_two_englishes
from policies.models import SourceDocument, Subject, Term, TermWord
from portal.search.passages import fold_source

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def document():
    return SourceDocument.objects.get(slug="paper")


@pytest.fixture
def provision():
    """A provision whose phrase prints 備蓄, which is its heading."""
    return Provision.objects.get(code="p1")


def found(lapses) -> list[tuple[str, str, str]]:
    return [(each.address, each.language, str(each)) for each in lapses]


def test_a_record_that_keeps_its_terms_is_clean(document):
    assert found(unkept(document)) == []
    assert found(replaced()) == found(replaced(document)) == []
    assert list(with_two_englishes(Vocabulary())) == []


def test_a_text_without_the_term_of_its_phrase_is_found_in_each_language(document, provision):
    address = provision.get_absolute_url()
    Provision.objects.filter(pk=provision.pk).update(heading_ja="蓄え")
    assert found(unkept(document)) == [(address, "ja", "「備蓄」")]
    Provision.objects.filter(pk=provision.pk).update(heading_en="Goods", text_en="Keeps goods.")
    assert found(unkept(document)) == [
        (address, "ja", "「備蓄」"),
        (address, "en", "“stockpiling”"),
    ]


@pytest.mark.parametrize("heading", ["備蓄", "備荒", "国家備蓄の制度"])
def test_each_print_of_a_term_keeps_it(document, provision, heading):
    Provision.objects.filter(pk=provision.pk).update(heading_ja=heading, text_ja="行う。")
    assert found(unkept(document)) == []


def test_a_term_that_the_phrase_does_not_print_is_not_asked_for(document, provision):
    Provision.objects.filter(pk=provision.pk).update(heading_ja="蓄え", phrase="国が")
    assert found(unkept(document)) == []


def test_a_citation_answers_for_the_summary_that_it_supports(document):
    talks = Measure.objects.get(slug="talks")
    citation = talks.citations.get()
    for supports, expected in ((["title"], []), (["summary"], ["ja", "en"])):
        type(citation).objects.filter(pk=citation.pk).update(supports=supports, phrase="備蓄")
        assert [each.language for each in unkept(document)] == expected
    Measure.objects.filter(pk=talks.pk).update(summary_ja="備蓄の会。", summary_en="On stocks.")
    assert found(unkept(document)) == []


def test_entries_beside_a_relation_need_not_be_named_again(document):
    relation = Relation.objects.get(kind="same-topic")
    Relation.objects.filter(pk=relation.pk).update(phrase="備蓄")
    assert [each.language for each in unkept(document)] == ["ja", "en"]
    Measure.objects.filter(slug="act").update(title_ja="備蓄法", title_en="Stockpiling Act")
    assert found(unkept(document)) == []


@pytest.mark.parametrize(
    ("model", "field"),
    [(Measure, "summary_ja"), (Provision, "inference_ja"), (Subject, "note_ja")],
)
def test_a_plain_word_is_found_in_any_text(model, field):
    row = model.objects.exclude(**{field: ""}).first()
    model.objects.filter(pk=row.pk).update(**{field: "蓄え置きをする。"})
    assert found(replaced()) == [(row.get_absolute_url(), "ja", "「蓄え置き」 → 「備蓄」")]


def test_plain_words_of_one_document_are_those_read_from_it(document):
    Measure.objects.filter(slug="act").update(summary_ja="蓄え置き。")
    Subject.objects.filter(slug="metals").update(note_ja="蓄え置き。")
    assert len(list(replaced(document))) == 1
    assert len(list(replaced())) == 2


def test_a_term_with_two_englishes_is_found():
    subject = Subject.objects.get(slug="metals")
    Subject.objects.filter(pk=subject.pk).update(name_ja="備蓄", name_en="Hoarding")
    assert list(with_two_englishes(Vocabulary())) == [
        (Term.objects.get(slug="stockpiling"), subject)
    ]
    Subject.objects.filter(pk=subject.pk).update(name_en="Stocks (national)")
    assert list(with_two_englishes(Vocabulary())) == []


@pytest.mark.parametrize(
    ("wanted", "text", "stands"),
    [
        ("supply chain", "Makes supply chains stronger.", True),
        ("supply chain", "Supply-chain work", True),
        ("supply chain", "The supply of chain saws", True),
        ("supply chain", "Supplies and the very long new chain", False),
        ("resilient supply chain", "resilient critical-mineral supply chains", True),
        ("governance", "Ungovernance", False),
        ("defense equipment", "Defence equipment", True),
        ("export license", "export licences", True),
        ("weaponisation", "Weaponization", True),
        ("vulnerability", "vulnerabilities", True),
        ("Group A countries", "group A country", True),
        ("process", "processes", False),
    ],
)
def test_english_is_found_whatever_its_spelling_and_number(wanted, text, stands):
    assert stands_in(singular(wanted), singular(text)) is stands


def add(term_ja: str, *words: tuple[str, str]) -> None:
    term = Term.objects.get(slug="home-base")
    Term.objects.filter(pk=term.pk).update(term_ja=term_ja)
    for kind, name in words:
        TermWord.objects.create(term=term, kind=kind, name=name)


def test_of_two_terms_that_overlap_the_longer_is_meant():
    add("国家備蓄")
    printed = Vocabulary().printed_in(fold_source("国家備蓄と備蓄と国家備蓄"))
    assert [known.term.term_ja for known in printed] == ["国家備蓄", "備蓄"]


def test_latin_letters_are_no_part_of_a_longer_word():
    add("OSA", ("plain", "aid"))
    vocabulary = Vocabulary()
    assert len(vocabulary.printed_in(fold_source("OSAの予算"))) == 1
    assert vocabulary.printed_in(fold_source("proposal")) == []
    assert vocabulary.replaced_in(fold_source("paid")) == []


def test_what_stands_between_the_parts_of_a_term_does_not_matter():
    add("備蓄強化")
    (known,) = Vocabulary().printed_in(fold_source("備蓄強化"))
    assert known.is_kept(fold_source("備蓄の強化"))
    assert not known.is_kept(fold_source("強化と備蓄"))


def test_the_command_lists_what_is_to_be_mended(capsys, provision):
    call_command("check_terms", "paper")
    assert "Every text keeps the terms." in capsys.readouterr().out
    Provision.objects.filter(pk=provision.pk).update(heading_ja="蓄え置き")
    with pytest.raises(CommandError, match=r"^2 texts or names to mend\. Next: write"):
        call_command("check_terms", "paper")
    written = capsys.readouterr().out
    assert "paper: 1 Japanese, 0 English, 1 plain words" in written
    with translation.override("en"):
        address = provision.get_absolute_url()
    assert f"{address} (備蓄) 「備蓄」: 蓄え置き 蓄える。" in written
    with pytest.raises(CommandError, match="2 texts"):
        call_command("check_terms", "--counts")
    assert "蓄え置き" not in capsys.readouterr().out


def test_the_command_names_a_document_that_is_not_there():
    with pytest.raises(CommandError, match="There is no document 'papers'. Known: paper"):
        call_command("check_terms", "papers")


# ---- the bundled vocabulary


@pytest.mark.bundled
def test_every_phrase_shows_its_term():
    terms = list(Term.objects.all())
    assert len(terms) > 200
    for term in terms:
        assert fold_source(term.term_ja) in fold_source(term.phrase), term.slug


@pytest.mark.bundled
def test_no_print_belongs_to_two_terms():
    known = [each for term in Vocabulary().known for each in term.prints]
    assert sorted(known) == sorted(set(known))


@pytest.mark.bundled
def test_sources_print_every_print_and_no_plain_word(source_texts):
    texts = [fold_source(path.read_text(encoding="utf-8")) for path in source_texts.glob("*.txt")]
    assert texts
    printed, plain = (
        {
            name: any(fold_source(name) in text for text in texts)
            for name in TermWord.objects.filter(kind=kind).values_list("name", flat=True)
        }
        for kind in (TermWord.Kind.PRINTED, TermWord.Kind.PLAIN)
    )
    assert [name for name, stands in printed.items() if not stands] == []
    assert [name for name, stands in plain.items() if stands] == []
    for term in Term.objects.filter(english=Term.English.PRINTED):
        assert any(fold_source(term.term_en) in text for text in texts), term.slug
