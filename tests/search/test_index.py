"""Finding text: the index gives the same answer as a reading of the whole record."""

import re
import unicodedata
import urllib.parse

import pytest
from django.db import IntegrityError, connection
from django.db.utils import ConnectionHandler
from django.http import QueryDict

from measures.lists.measures import MeasureFilterSet
from measures.models import Measure, MeasureName, Provision
from policies.models import Partner, Section, SectionText, Subject, SubjectAlias
from portal.pages.lists import LISTS
from portal.search.corpus import CORPORA
from portal.search.index import ask, finds, hits, matching_pks, scan
from portal.search.models import Document
from portal.search.near import similar_names
from portal.search.tokens import CORPUS_SLOTS
from tests.cases import for_each

pytestmark = [pytest.mark.bundled, pytest.mark.both]

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
        "ローン",
        "リスト",
        "US",
        "OSA",
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
        "semiconductor",
        "supply-chain",
        "（",
        "2026",
        "永久磁石",
    ),
)
# The texts of a measure, as somebody who reads its page (aloud, too) would gather them.
OWN = ("title_ja", "reading", "title_en", "summary_ja", "summary_en")
ROWS = {
    "names": ("name", "reading"),
    "provisions": ("heading_ja", "text_ja", "text_en"),
    "milestones": ("label_ja", "label_en", "phrase"),
    "citations": ("phrase",),
    "targets": ("printed", "label_ja", "label_en"),
    "budget_lines": ("printed", "label_ja", "label_en"),
    "printed_totals": ("printed",),
}
ALONE = {"export_control": ("items_ja", "items_en"), "agreement": ("venue_ja",)}
ENTRIES = {"subjects": "subject", "partners": "partner", "organisations": "organisation"}


def plain(text: str) -> str:
    """A second, independent way to make texts comparable; each word of Latin letters apart."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    for variant, form in zip("靱國壌惠ィュァェォッャョ’", "靭国壤恵イユアエオツヤヨ'", strict=True):
        letters = letters.replace(variant, form)
    letters = re.sub("(?<=[0-9]),(?=[0-9]{3})", "", letters.replace("'s", ""))
    letters = re.sub("(?<=[ァ-ヺ])ー+|・", "", letters.replace("u.s.", "us"))
    letters = re.sub("(?<=[a-z])[-‐‑–](?=[a-z])", " ", letters)
    return re.sub(r"([a-z0-9]+)|\s+", lambda match: f" {match[1]} " if match[1] else " ", letters)


def stands(word: str, text: str) -> bool:
    """Whether a text holds a word: of Latin letters a whole one, in whatever number."""
    if re.fullmatch("[a-z0-9 ]+", word):
        text, word = (re.sub("s(?= |$)", "", re.sub(" +", " ", each)) for each in (text, word))
        return f" {word.strip()} " in f" {text} "
    if re.fullmatch("[ァ-ヺ]{1,3}", word):  # ローン is none of ドローン
        runs = re.findall("[ァ-ヺ]+", text)
        return any(
            run == word
            or (len(run) > len(word) + 1 and (run.startswith(word) or run.endswith(word)))
            for run in runs
        )
    return word.replace(" ", "") in text.replace(" ", "")


def texts_of(measure: Measure) -> list[str]:
    """Every text of a measure, read object by object."""
    found = [getattr(measure, name) for name in OWN]
    for relation, names in ROWS.items():
        for row in getattr(measure, relation).all():
            found += [getattr(row, name) for name in names]
    for relation, names in ALONE.items():
        if hasattr(measure, relation):
            found += [getattr(getattr(measure, relation), name) for name in names]
    for relation, entry in ENTRIES.items():
        for row in getattr(measure, relation).all():
            one = getattr(row, entry)
            for alias in one.aliases.all():
                found += [alias.name, alias.reading]
            found += [one.name_ja, one.reading, one.name_en]
            found.append(getattr(one, "abbreviation", ""))
    return [plain(text) for text in found if text]


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker) -> dict[str, list[str]]:
    """The texts of every measure by its slug, read once."""
    aliases = [f"{relation}__{entry}__aliases" for relation, entry in ENTRIES.items()]
    with django_db_blocker.unblock():
        measures = Measure.objects.published().prefetch_related(*ROWS, *ALONE, *aliases)
        return {measure.slug: texts_of(measure) for measure in measures}


def found(asked: str) -> set[str]:
    """The measures that the list finds."""
    query = QueryDict(urllib.parse.urlencode({"q": asked}))
    questions = MeasureFilterSet(query, queryset=Measure.objects.published())
    assert questions.faults == []
    return set(questions.qs.values_list("slug", flat=True))


def holding(library: dict[str, list[str]], word: str) -> set[str]:
    """The measures one of whose texts holds the word."""
    word = plain(word).strip()
    return {slug for slug, texts in library.items() if any(stands(word, text) for text in texts)}


# What is found.


@for_each("word", WORDS)
@pytest.mark.django_db
def test_the_list_finds_what_reading_finds(library, word):
    """In quotes a word is itself alone; without them its other names are found as well."""
    expected, widened = set(library), set(library)
    for part, term in zip(word.split(), ask(word).wanted, strict=True):
        expected &= holding(library, part)
        widened &= set().union(*(holding(library, form) for form in term.alternatives))
    assert found(" ".join(f'"{part}"' for part in word.split())) == expected
    assert found(word) == widened >= expected


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
    pairs = {pair for pair in pairs if re.fullmatch("[ぁ-ゖ一-鿿]{2}", pair)}
    assert len(pairs) > 30
    for pair in sorted(pairs)[:40]:
        assert found(f'"{pair}"') == holding(library, pair) != set(), pair


@pytest.mark.django_db
def test_words_narrow_and_exclusion_takes_away(library):
    both = found('"輸出" "中国"')
    assert both == holding(library, "輸出") & holding(library, "中国") != set()
    without = found('"輸出" -中国')
    assert without == holding(library, "輸出") - holding(library, "中国") != set()
    assert both | without == found('"輸出"')
    assert found("-中国") == set(library) - holding(library, "中国")


@pytest.mark.django_db
def test_quotes_keep_words_together(library):
    assert found('"rare earth"') == holding(library, "rare earth")
    assert found('"earth rare"') == holding(library, "earth rare")
    assert found("earth rare") == found("rare earth") >= found('"rare earth"')


@pytest.mark.django_db
def test_grams_that_stand_apart_are_no_word():
    """The index proposes rows that have all grams of a word; the text decides."""
    subject = Subject.objects.create(
        slug="x", kind="theme", name_ja="甲乙丙と乙丙丁", name_en="Parted"
    )
    for word in ("甲", "甲乙", "乙丙", "甲乙丙", "乙丙丁"):
        assert hits(Subject, ask(word))[0] == [subject.pk], word
    for word in ("甲丙", "甲乙丁", "甲乙丙丁"):
        assert hits(Subject, ask(word))[0] == [], word


@pytest.mark.django_db
def test_a_word_never_reaches_across_two_texts():
    subject = Subject.objects.create(slug="x", kind="theme", name_ja="まえのことば", name_en="Q")
    SubjectAlias.objects.create(subject=subject, name="うしろのことば")
    assert hits(Subject, ask("まえの うしろの"))[0] == [subject.pk]
    for word in ("ばq", "ばう", "ことばq", "ことばうしろ", "qうしろ", "qう"):
        assert hits(Subject, ask(f'"{word}"'))[0] == [], word


@pytest.mark.django_db
def test_signs_can_be_asked_for():
    """Also those that are signs to the index: quotes, stars, brackets, percent, backslash."""
    signs = "%_*()^~:;<>{}[]|\\/?!#$&=+,.'"
    subject = Subject.objects.create(
        slug="x", kind="theme", name_ja=f"符号{signs}。", name_en="Signs"
    )
    for sign in signs:
        assert subject.pk in hits(Subject, ask(f'"{sign}"'))[0], sign
        assert hits(Subject, ask(f'"号{sign}"'))[0] == ([subject.pk] if sign == "%" else []), sign
    assert hits(Subject, ask(f'"{signs}"'))[0] == [subject.pk]


@pytest.mark.django_db
def test_a_row_without_any_text_is_found_by_exclusion_alone():
    subject = Subject.objects.create(slug="x", kind="theme", name_ja="", name_en="")
    assert subject.pk not in hits(Subject, ask("a"))[0]
    assert subject.pk in hits(Subject, ask("-zzzz"))[0]


@pytest.mark.django_db
def test_rows_are_found_by_what_they_belong_to():
    """Each word by the row itself or by its measure: told once, indexed once."""
    row = Provision.objects.exclude(text_ja="").order_by("pk").first()
    row.measure.title_ja = "甲乙丙の施策"
    row.measure.save()
    row.text_ja = "戊己庚の条"
    row.save()
    together = set(row.measure.provisions.values_list("pk", flat=True))
    assert set(hits(Provision, ask("甲乙丙"))[0]) == together
    assert hits(Provision, ask("甲乙丙"))[1] == []
    assert hits(Provision, ask("甲乙丙 戊己庚")) == ([row.pk], [])
    assert hits(Provision, ask("戊己庚")) == ([row.pk], [row.pk])
    assert set(hits(Provision, ask("甲乙丙 -戊己庚"))[0]) == together - {row.pk}
    assert row.pk not in hits(Provision, ask("-甲乙丙"))[0]


@pytest.mark.django_db
def test_the_index_is_asked_once(django_assert_num_queries):
    query = ask("輸出")
    with django_assert_num_queries(1):
        assert hits(Measure, query)[0]


@pytest.mark.django_db
def test_a_scan_of_a_few_rows_finds_the_same():
    subjects = Subject.objects.order_by("pk")
    for word in ("半導体", "レア", "の", "-の", "AI 技術"):
        paths = CORPORA[Subject].paths
        assert (
            sorted(scan(subjects, paths, word))
            == sorted(pk for pk in hits(Subject, ask(word))[0] if subjects.filter(pk=pk).exists())
            or ask(word).words != word.split()
        )


# What a word may also mean.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("令和8年度", "2026年度"),
        ("R8年度", "令和8年度"),
        ("FY2025", "令和7年度"),
        ("平成30年", "2018年"),
    ],
)
@pytest.mark.django_db
def test_years_are_found_by_era_and_by_number(one, other):
    assert found(one) == found(other)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("ESPA", "経済安全保障推進法"),
        ("外為法", "外国為替及び外国貿易法"),
        ("QUAD", "日米豪印"),
        ("日米豪印", "クアッド"),
        ("希土類", "レアアース"),
        ("Japan", "日本"),
        ("経産省", "経済産業省"),
        ("人工知能", "Artificial intelligence"),
    ],
)
@pytest.mark.django_db
def test_a_thing_is_found_by_its_other_names(library, asked, told):
    """Names and abbreviations, Japanese and English, find each other, and say so."""
    (term,) = ask(asked).wanted
    assert told in {written for _folded, written in term.forms}
    assert found(asked) >= holding(library, told) | holding(library, asked)


@pytest.mark.django_db
def test_other_names_are_no_parts_of_words():
    """US would be found in industry, 推進法 in every promotion act."""
    assert ask("アメリカ").wanted[0].alternatives.count("us") == 0
    assert "推進法" not in ask("ESPA").words
    assert ask('"ESPA"').words == ["espa"]


@pytest.mark.django_db
def test_a_new_name_is_known_at_once():
    partner = Partner.objects.get(code="jp")
    partner.aliases.create(name="ひのもとの国")
    assert "日本" in ask("ひのもとの国").words
    partner.aliases.get(name="ひのもとの国").delete()
    assert ask("ひのもとの国").words == ["ひのもとの国"]


# By what a row was found.


@pytest.mark.django_db
def test_titles_and_names_are_told_apart_from_the_rest():
    query = ask('"半導体"')
    every, titles = map(set, hits(Measure, query))
    named = {
        measure.pk
        for measure in Measure.objects.prefetch_related("names")
        if "半導体" in "\n".join([measure.title_ja, *(name.name for name in measure.names.all())])
    }
    assert titles == named < every


@pytest.mark.django_db
def test_a_row_says_where_it_was_found():
    name = MeasureName.objects.exclude(measure__title_ja__contains="の").first()
    query = ask(f'"{name.name}"')
    found = finds(Measure, [name.measure_id], query, shown=("title_ja", "title_en"))
    assert found[name.measure_id].words == name.name
    assert found[name.measure_id].label == str(MeasureName._meta.verbose_name)
    shown = ("title_ja", "title_en", "names__name")
    assert finds(Measure, [name.measure_id], query, shown=shown) == {}


@pytest.mark.django_db
def test_passages_of_an_attached_copy_are_found_with_their_words():
    section = Section.objects.order_by("pk").first()
    text = SectionText.objects.create(section=section, text=f"{'前' * 99}珍しい言葉{'後' * 99}")
    assert hits(Section, ask("珍しい言葉"))[0] == [section.pk]
    found = finds(Section, [section.pk], ask("珍しい言葉"), shown=())
    assert found[section.pk].words == f"…{'前' * 30}珍しい言葉{'後' * 30}…"
    text.delete()
    assert hits(Section, ask("珍しい言葉"))[0] == []


@pytest.mark.django_db
def test_who_finds_nothing_is_told_names_like_it():
    assert similar_names("レアアス")[0] == "レアアース"
    assert "セキュリティクリアランス" in similar_names("セキリティクリアランス")
    assert similar_names("zzzzqqqq") == similar_names("") == similar_names("-半導体") == []


@pytest.mark.django_db
def test_plans_use_the_index():
    """On PostgreSQL by its bitmap, on SQLite by the virtual table: never a scan of all texts."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    asked = matching_pks(Measure, ask('"レアアース"'))
    plan = Measure.objects.filter(pk__in=asked).explain()
    wanted = {"postgresql": "search_grams", "sqlite": "VIRTUAL TABLE INDEX"}
    assert wanted[connection.vendor] in plan


@for_each("listing", LISTS, ids=lambda listing: listing.name)
@pytest.mark.django_db
def test_every_list_finds_its_entries_by_their_name(listing):
    """The words that a list shows for an entry are words that find it."""
    column = next(each for each in listing.columns if each.cell == "entry")
    entries = listing.entries().values_list("pk", column.expression())
    for pk, words in [*entries[:3], *entries.reverse()[:3]]:
        if words:
            query = QueryDict(urllib.parse.urlencode({"q": f'"{words[:60]}"'}))
            questions = listing.filterset_class(query, queryset=listing.entries())
            assert questions.faults == []
            assert questions.qs.filter(pk=pk).exists(), f"{words} does not find {pk}"


# ---- what migrations know of it


@pytest.mark.django_db
def test_the_column_of_grams_and_its_index_are_made_by_migrations():
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "search_document")
        found = connection.introspection.get_constraints(cursor, "search_document")
    assert "grams" in {column.name for column in columns}
    on_postgresql = connection.vendor == "postgresql"
    assert ("search_grams" in found) == on_postgresql
    if on_postgresql:
        assert found["search_grams"]["type"] == "gin"
        assert found["search_grams"]["options"] == ["fastupdate=off"]


@pytest.mark.django_db
def test_a_number_that_a_key_has_no_room_for_is_refused():
    """1024 would be told for the first model of the next row."""
    assert all(corpus.number() < CORPUS_SLOTS for corpus in CORPORA.values())
    row = Document(id=5, corpus=CORPUS_SLOTS, row=0, title="a", text="a", origins="0")
    with pytest.raises(IntegrityError, match="search_document_corpus_has_room"):
        row.save(force_insert=True)


@pytest.mark.django_db
def test_documents_are_read_without_their_grams(django_assert_num_queries):
    with django_assert_num_queries(1):
        document = Document.objects.order_by("pk").first()
    assert document.get_deferred_fields() == {"grams"}


@pytest.mark.django_db
def test_sqlite_can_make_the_table_of_documents_anew(tmp_path):
    """It does for most changes, with every column of the model; the index is none of SQLite's."""
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "changed.sqlite3"}
    sqlite = ConnectionHandler({"default": database})["default"]
    with sqlite.schema_editor() as editor:
        editor.create_model(Document)
        sqlite.cursor().execute(
            "INSERT INTO search_document VALUES (1, 1, 0, 1, 'a', 'b', '0', NULL)"
        )
        for constraint in Document._meta.constraints:
            editor.add_constraint(Document, constraint)  # what makes it anew
        for index in Document._meta.indexes:
            editor.remove_index(Document, index)
            editor.add_index(Document, index)
    with sqlite.cursor() as cursor:
        found = sqlite.introspection.get_constraints(cursor, "search_document")
        rows = cursor.execute("SELECT text, grams FROM search_document").fetchall()
    sqlite.close()
    assert rows == [("b", None)]
    assert "search_grams" not in found
