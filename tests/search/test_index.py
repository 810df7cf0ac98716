"""Finding text: words, quotes, exclusion; and the same answer as a reading of the whole record."""

import unicodedata
import urllib.parse

import pytest
from django.http import QueryDict

from measures.filters import MeasureQuestions
from measures.filters.parts import MEASURE_TEXTS
from measures.models import Measure
from policies.models import Subject, SubjectAlias
from portal.search.index import Query, matching
from portal.views import LISTINGS

# Words of one character and more, in every script, with figures, width and case of all sorts.
WORDS = (
    *(
        "外為",
        "輸出",
        "物資",
        "電池",
        "AI",
        "ai",
        "ＡＩ",
        "レアアース",
        "ﾚｱｱｰｽ",
        "1,306億円",
        "ESPA",
    ),
    *(
        "米",
        "中",
        "の",
        "ー",
        "1",
        "億",
        "強靱",
        "強靭",
        "GX",
        "K",
        "日英",
        "半導体",
        "法案",
        "China",
    ),
    *(
        "rare earth",
        "経済 安全",
        "経済安全",
        "zzz",
        "存在しない語句",
        "・",
        "（",
        "2026",
        "永久磁石",
    ),
)
# The texts of a measure, as somebody who reads its page would gather them.
OWN = ("title_ja", "title_en", "summary_ja", "summary_en")
ROWS = {
    "names": ("name",),
    "provisions": ("heading_ja", "text_ja", "text_en"),
    "milestones": ("label_ja", "phrase"),
    "citations": ("phrase",),
    "targets": ("printed", "label_ja"),
    "budget_lines": ("printed",),
    "printed_totals": ("printed",),
}
ENTRIES = {"subjects": "subject", "partners": "partner", "organisations": "organisation"}


def plain(text: str) -> str:
    """A second, independent way to make texts comparable."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(letter for letter in letters if not letter.isspace())
    for variant, form in zip("靱國壌惠", "靭国壤恵", strict=True):
        letters = letters.replace(variant, form)
    return letters


def texts_of(measure: Measure) -> list[str]:
    """Every text of a measure, read object by object."""
    found = [getattr(measure, name) for name in OWN]
    for relation, names in ROWS.items():
        for row in getattr(measure, relation).all():
            found += [getattr(row, name) for name in names]
    for relation, entry in ENTRIES.items():
        for row in getattr(measure, relation).all():
            one = getattr(row, entry)
            found += [one.name_ja, one.name_en, *(alias.name for alias in one.aliases.all())]
            found.append(getattr(one, "abbreviation", ""))
    return [plain(text) for text in found if text]


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker) -> dict[str, list[str]]:
    """The texts of every measure by its slug, read once."""
    aliases = [f"{relation}__{entry}__aliases" for relation, entry in ENTRIES.items()]
    with django_db_blocker.unblock():
        measures = Measure.objects.published().prefetch_related(*ROWS, *aliases)
        return {measure.slug: texts_of(measure) for measure in measures}


def found(asked: str) -> set[str]:
    """The measures that the list finds."""
    query = QueryDict(urllib.parse.urlencode({"q": asked}))
    questions = MeasureQuestions(query, queryset=Measure.objects.published())
    assert questions.faults == []
    return set(questions.qs.values_list("slug", flat=True))


def holding(library: dict[str, list[str]], word: str) -> set[str]:
    """The measures one of whose texts holds the word."""
    return {slug for slug, texts in library.items() if any(plain(word) in text for text in texts)}


# What is asked.


@pytest.mark.parametrize(
    ("asked", "wanted", "unwanted"),
    [
        ("外為", ["外為"], []),
        ("外為 輸出", ["外為", "輸出"], []),
        ("外為　輸出", ["外為", "輸出"], []),
        ("  a   b ", ["a", "b"], []),
        ('"rare earth" cn', ["rareearth", "cn"], []),
        ("「経済 安全」 法", ["経済安全", "法"], []),
        ("輸出 -中国", ["輸出"], ["中国"]),
        ("輸出 －中国", ["輸出"], ["中国"]),
        ("輸出 −中国", ["輸出"], ["中国"]),
        ('-"rare earth"', [], ["rareearth"]),
        ("-「中 国」", [], ["中国"]),
        ("AI-stack", ["ai-stack"], []),
        ("K-プログラム", ["k-プログラム"], []),
        ("ＡＩ", ["ai"], []),
        ("-", ["-"], []),
        ('"', ['"'], []),
        ('"open', ['"open'], []),
        ("", [], []),
        ("   ", [], []),
        ('""', [], []),
        ("「」", [], []),
    ],
)
def test_words_are_told_apart(asked, wanted, unwanted):
    query = Query(asked)
    assert (query.wanted, query.unwanted) == (wanted, unwanted)


def test_all_words_must_occur_in_any_order():
    assert Query("b a").matches("xaxbx")
    assert not Query("a c").matches("xaxbx")


def test_an_unwanted_word_shuts_out():
    assert Query("a -b").matches("xax")
    assert not Query("a -b").matches("xaxbx")
    assert Query("-b").matches("x")
    assert not Query("-b").matches("b")


@pytest.mark.parametrize("asked", ["", '""', "「」", '"" 「」', "-「」"])
def test_who_asks_for_no_word_finds_nothing(asked):
    """An empty selection is not everything."""
    assert not Query(asked).matches("anything")


# What is found.


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.django_db
def test_the_list_finds_what_reading_finds(library, word):
    expected = set(library)
    for part in word.split():
        expected &= holding(library, part)
    assert found(word) == expected


def test_the_words_are_worth_asking(library):
    """Some find much, some little, some nothing."""
    numbers = {word: len(holding(library, word)) for word in WORDS}
    assert numbers["zzz"] == numbers["存在しない語句"] == 0
    assert numbers["の"] > 100
    assert sum(1 for number in numbers.values() if 0 < number < 20) >= 5
    assert len(library) > 100


@pytest.mark.django_db
def test_every_character_of_the_record_can_be_asked_for(library):
    """Any substring, from one character: a sample of characters and pairs, each found."""
    texts = sorted({text for texts in library.values() for text in texts})
    pairs = {text[place : place + 2] for text in texts[::40] for place in (0, len(text) // 2)}
    pairs = {pair for pair in pairs if not set(pair) & set('"「」-−－') and pair}
    assert len(pairs) > 30
    for pair in sorted(pairs)[:40]:
        assert found(pair) == holding(library, pair) != set(), pair


@pytest.mark.django_db
def test_words_narrow_and_exclusion_takes_away(library):
    both = found("輸出 中国")
    assert both == holding(library, "輸出") & holding(library, "中国") != set()
    without = found("輸出 -中国")
    assert without == holding(library, "輸出") - holding(library, "中国") != set()
    assert both | without == found("輸出")
    assert found("-中国") == set(library) - holding(library, "中国")


@pytest.mark.django_db
def test_quotes_keep_words_together(library):
    assert found('"rare earth"') == holding(library, "rare earth")
    assert found('"earth rare"') == holding(library, "earth rare")
    assert found("earth rare") == found("rare earth") >= found('"rare earth"')


@pytest.mark.parametrize(
    "texts",
    [
        ("name_ja", "name_en", "aliases__name"),
        ("aliases__name", "name_en", "name_ja"),
    ],
)
@pytest.mark.django_db
def test_a_word_never_reaches_across_two_texts(texts):
    subject = Subject.objects.create(slug="x", kind="theme", name_ja="まえのことば", name_en="Q")
    SubjectAlias.objects.create(subject=subject, name="うしろのことば")
    one = Subject.objects.filter(pk=subject.pk)
    assert matching(one, texts, "ことば") == [subject.pk]
    assert matching(one, texts, "まえ うしろ") == [subject.pk]
    assert matching(one, texts, "ことばq") == []
    assert matching(one, texts, "ことばうしろ") == []
    assert matching(one, texts, "qうしろ") == []


@pytest.mark.django_db
def test_a_row_is_found_once_whatever_it_has():
    subject = Subject.objects.create(slug="x", kind="theme", name_ja="同じ", name_en="Same")
    for number in range(3):
        SubjectAlias.objects.create(subject=subject, name=f"同じ {number}")
    one = Subject.objects.filter(pk=subject.pk)
    assert matching(one, ("name_ja", "aliases__name"), "同じ") == [subject.pk]


@pytest.mark.django_db
def test_a_row_without_any_text_is_found_by_exclusion_alone():
    subject = Subject.objects.create(slug="x", kind="theme", name_ja="", name_en="")
    one = Subject.objects.filter(pk=subject.pk)
    assert matching(one, ("name_ja", "aliases__name"), "a") == []
    assert matching(one, ("name_ja", "aliases__name"), "-a") == [subject.pk]


@pytest.mark.django_db
def test_numbers_are_text_too():
    subject = Subject.objects.first()
    assert matching(Subject.objects.filter(pk=subject.pk), ("id",), str(subject.pk)) != []


@pytest.mark.django_db
def test_each_path_is_read_once(django_assert_num_queries):
    with django_assert_num_queries(1 + sum("__" in path for path in MEASURE_TEXTS)):
        matching(Measure.objects.published(), MEASURE_TEXTS, "輸出")


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)
@pytest.mark.django_db
def test_every_list_finds_its_entries_by_their_name(listing):
    """The words that a list shows for an entry are words that find it."""
    column = next(each for each in listing.columns if each.cell == "entry")
    entries = listing.entries().values_list("pk", column.expression())
    for pk, words in [*entries[:3], *entries.reverse()[:3]]:
        if words:
            query = QueryDict(urllib.parse.urlencode({"q": f'"{words[:60]}"'}))
            questions = listing.questions(query, queryset=listing.entries())
            assert questions.faults == []
            assert questions.qs.filter(pk=pk).exists(), f"{words} does not find {pk}"
