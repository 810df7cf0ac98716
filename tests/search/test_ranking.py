"""All kinds in one order: sentences, kana and figures lead to the entry that answers."""

import datetime
import fnmatch
import itertools
import re

import pytest

from measures.models import BudgetLine, Measure, PrintedTotal
from policies.models import Partner, Subject, Synonym
from portal.search import cutting
from portal.search.answers import rows_through
from portal.search.figures import amounts, fiscal_years
from portal.search.near import distance, meant, named_like, nearest_names, words_begun
from portal.search.ranking import KINDS, rank
from portal.search.readings import said
from portal.search.text import fold
from tests.cases import for_each
from tests.queries import SETS, Score

pytestmark = [pytest.mark.bundled, pytest.mark.both, pytest.mark.django_db]

# How many queries of a set lead to their entry within one and five, and their mean reciprocal rank.
BARS = {
    "design": (85, 106, 0.88),
    "own": (65, 73, 0.93),
    "fresh": (42, 45, 0.96),
    "fresh2": (37, 40, 0.96),
}


@pytest.mark.parametrize("name", SETS)
def test_queries_lead_to_their_entries(name):
    score = Score.of(SETS[name])
    first, five, reciprocal = BARS[name]
    assert score.within(1) >= first, score.places
    assert score.within(5) >= five, score.missed
    assert score.reciprocal >= reciprocal, score.places


def test_the_sets_name_entries_that_exist():
    known = {
        f"{kind.model._meta.model_name}/{key}"
        for kind in KINDS
        for key in kind.model.objects.values_list(kind.key, flat=True)
    }
    for query in (query for some in SETS.values() for query in some):
        for expected in query["expect"]:
            assert fnmatch.filter(known, expected), query


# What is said of a result.


def test_what_is_not_held_is_named():
    ranking = rank("ラピダスへの補助金")
    assert ranking.absent == ["ラピダス"]
    assert all(each.unmet == ("ラピダス",) for each in ranking.results)


def test_the_entry_of_that_name_is_the_first():
    for model, field in ((Subject, "name_ja"), (Partner, "name_ja"), (Measure, "title_ja")):
        for name in model.objects.order_by("pk").values_list(field, flat=True)[:12]:
            found = rank(name).results[0]
            assert found.named, name


def test_a_name_of_what_a_measure_is_about_does_not_make_it_the_first():
    """A linked subject's other name is no name of the measure."""
    ranking = rank("補助金")
    first = ranking.results[0]
    assert "補助金" in str(first.model.objects.get(pk=first.pk))


def test_every_result_can_be_seen(django_assert_max_num_queries):
    hidden = Measure.objects.get(slug="espa-2022")
    hidden.published = False
    hidden.save()
    assert all(each.key != (Measure, hidden.pk) for each in rank("経済安全保障推進法").results)


def test_many_words_that_stand_nowhere_take_few_statements(client, django_assert_max_num_queries):
    """As many as fit into what may be asked; the page says that not all are compared with names."""
    letters = itertools.product("zxvwj", repeat=5)
    words = ["".join(each) for each in itertools.islice(letters, 0, None, 97)][:32]
    with django_assert_max_num_queries(90):
        page = client.get("/search/", {"q": " ".join(words)}).content.decode()
    assert "初めの6語についてだけ" in page
    page = client.get("/search/", {"q": " ".join(words[:2])}).content.decode()
    assert "語についてだけ" not in page


def test_a_word_in_quotes_is_itself_alone_and_a_minus_shuts_out():
    assert rank('"経安法"').results == []
    with_china, without = rank("レアアース"), rank("レアアース -中国")
    assert {each.key for each in without.results} != {each.key for each in with_china.results}


def test_synonyms_lead_from_what_is_typed_to_what_is_meant_and_not_back():
    synonym = Synonym.objects.create(word="ゾヌペ")
    synonym.means.create(name="蓄電池")
    ((written, others),) = rank("ゾヌペ").widened
    assert (written, others) == ("ゾヌペ", ["蓄電池"])
    assert "ゾヌペ" not in dict(rank("蓄電池").widened).get("蓄電池", [])
    synonym.delete()
    assert rank("ゾヌペ").results == []


def test_what_says_nothing_of_the_matter_is_not_asked_for():
    """Questions for an amount, a number, a stage are answered by the entry, not looked for."""
    for asked, words in (
        ("1306億円って何", ["1306億円"]),
        ("R7補正の総額", ["R7", "補正"]),
        ("規制は今止まっているか、何で", ["規制"]),
        ("調査中は何件、誰が申請", ["調査中", "申請"]),
        ("2024年資料と2026年資料", ["2024年", "2026年"]),
    ):
        assert [each.written for each in rank(asked).asked] == words


def test_what_is_nothing_but_such_words_is_asked_for_all_the_same():
    assert rank("総額").asked


# Figures.


def test_an_amount_leads_to_what_it_is_for_as_well():
    """The printed total of a subject: to the programme, and to the subject, by the same row."""
    ranking = rank("1兆52億円")
    batteries = Subject.objects.get(slug="storage-batteries")
    found = {each.model: each.pk for each in reversed(ranking.results)}
    assert found[Subject] == batteries.pk
    total = PrintedTotal.objects.get(subject=batteries, fiscal_year=None)
    through = rows_through(ranking, "default")
    assert through[Subject, batteries.pk] == [(PrintedTotal, total.pk)]
    assert through[Measure, total.measure_id] == [(PrintedTotal, total.pk)]


def test_a_stage_and_what_it_is_for_are_both_met_by_a_subject():
    first = rank("蓄電池への補正予算の総額は").results[0]
    assert first.key == (Subject, Subject.objects.get(slug="storage-batteries").pk)
    assert not first.unmet


@for_each(
    ("written", "yen"),
    [
        ("1306億円", [130_600_000_000]),
        ("1,306億円って何", [130_600_000_000]),
        ("１，３０６億", [130_600_000_000]),
        ("130,600,000,000円", [130_600_000_000]),
        ("130.6 billion yen", [130_600_000_000]),
        ("¥1.2 billion", [1_200_000_000]),
        ("2兆5643億円", [2_564_300_000_000]),
        ("25,643億円", [2_564_300_000_000]),
        ("2.5兆円", [2_500_000_000_000]),
        ("0.3億円", [30_000_000]),
        ("2億豪ドル", []),
        ("1.3億人", []),
        ("3万トン", []),
        ("130.6 billion", []),
        ("2026年", []),
    ],
)
def test_amounts_of_yen_are_read_however_they_are_written(written, yen):
    assert [each.amount for each in amounts(fold(written), sure=False)] == yen


@pytest.mark.parametrize("asked", ["R7補正", "令和7年度補正予算", "FY2025 supplementary budget"])
def test_years_and_stages_lead_to_the_total_of_both(asked):
    ranking = rank(asked)
    first = ranking.results[0]
    assert first.key == (Measure, Measure.objects.get(slug="supply-chain-budget").pk)
    ((model, pk),) = rows_through(ranking, "default")[first.key]
    assert model is PrintedTotal
    total = PrintedTotal.objects.get(pk=pk)
    assert (total.fiscal_year, total.stage) == (2025, "supplementary")


def test_a_budget_is_found_through_the_line_of_its_subject():
    ranking = rank("蓄電池への補正予算の総額は")
    ((model, pk),) = rows_through(ranking, "default")[ranking.results[0].key]
    assert model is BudgetLine
    assert BudgetLine.objects.get(pk=pk).subject.slug == "storage-batteries"


def test_an_amount_that_is_rounded_is_about_it():
    assert rank("2.5兆円").results
    assert rank("2.5兆円").asked[0].figures
    assert not rank("1307億円").asked[0].figures


@for_each(
    ("written", "years"),
    [
        ("R7補正", [2025]),
        ("令和元年度", [2019]),
        ("FY2025", [2025]),
        ("2025年度", [2025]),
        ("2025年", []),
    ],
)
def test_fiscal_years_are_read_in_every_calendar(written, years):
    assert [year for year, _start, _end in fiscal_years(fold(written))] == years


# Readings.


@for_each(
    ("one", "other"),
    [
        ("けいざい", "けーざい"),
        ("ほしょう", "ほしょー"),
        ("ケイザイ", "けいざい"),
        ("ちくでんち", "チクデンチ"),
        ("つづき", "つずき"),
    ],
)
def test_what_is_said_alike_is_one(one, other):
    assert said(one) == said(other)


@pytest.mark.parametrize(
    ("asked", "name"),
    [("がいためほう", "外為法"), ("れああーす", "レアアース"), ("ちくでんち", "蓄電池")],
)
def test_kana_finds_what_is_read_so(asked, name):
    first = rank(asked).results[:3]
    assert name in {str(each.model.objects.get(pk=each.pk)) for each in first}


@for_each(
    ("asked", "word", "name"),
    [
        ("うなぎの輸出入", "うなぎ", "ウナギ"),
        ("中国のうなぎについて", "うなぎ", "ウナギ"),
        ("れああーすとがりうむの規制", "がりうむ", "ガリウム"),
        ("ちくでんちのよさん", "ちくでんち", "蓄電池"),
    ],
)
def test_a_name_in_hiragana_is_cut_from_its_particles(asked, word, name):
    found = {each.written: each for each in rank(asked).asked}
    assert word in found
    assert any(name in form_ for form_ in map(str, found[word].word.forms))
    assert found[word].is_found


@pytest.mark.parametrize("asked", ["これからについて", "中国と協議することになったのか"])
def test_grammar_is_no_name(asked):
    assert all(
        not re.search("[ぁ-ん]", each.written) for each in rank(asked).asked if each.is_found
    )


# Slips.


@for_each(
    ("asked", "name"),
    [
        ("バングラディシュとのEPA", "バングラデシュ"),
        ("アチモン", "アンチモン"),
        ("がりゅうむ", "ガリウム"),
        ("semiconducter subsidy", "Semiconductors"),
        ("germanuim", "Germanium"),
        # Slips in the first letter.
        ("wemiconductor", "Semiconductors"),
        ("emiconductors", "Semiconductors"),
        ("xgallium", "Gallium"),
        ("agllium", "Gallium"),
        ("ケアアース", "レアアース"),
        # The beginning of a word.
        ("semicon budget", "semiconductor"),
    ],
)
def test_a_word_that_nothing_holds_is_read_as_the_name_it_is_like(asked, name):
    ranking = rank(asked)
    ((written, names),) = ranking.read_as
    assert (written, list(names)) == (asked.split("と")[0].split()[0], [name])
    assert ranking.absent == []


def test_a_slip_counts_less_than_the_name_itself():
    slip, true = rank("アチモン").results[0], rank("アンチモン").results[0]
    assert slip.key == true.key
    assert slip.score < true.score - true.named


@pytest.mark.parametrize(
    "asked",
    [
        "オーストリア",
        "ラピダス",
        '"バングラディシュ"',
        "対米投資審査",
        "football",
        "H21",
        '"semicon"',
    ],
)
def test_another_word_is_no_slip(asked):
    assert rank(asked).read_as == []


@for_each(
    ("one", "other", "slips"),
    [
        ("gallium", "gallium", 0),
        ("galium", "gallium", 1),
        ("galliumm", "gallium", 1),
        ("gaxlium", "gallium", 1),
        ("gallimu", "gallium", 1),
        ("glalimu", "gallium", 2),
        ("iron", "gallium", 3),
    ],
)
def test_slips_are_counted_letter_by_letter(one, other, slips):
    assert distance(one, other, 2) == distance(other, one, 2) == slips


def test_few_names_are_read_for_a_slip(django_assert_num_queries):
    for word, questions in ((fold("バングラディシュ"), 1), ("eu", 0), ("wemiconductor", 2)):
        with django_assert_num_queries(questions):
            found = nearest_names(word, named_like(word, "default"), "default")
        assert bool(found) == bool(questions)


def test_a_beginning_that_many_words_share_is_none():
    assert words_begun("semicon", named_like("semicon", "default")) == ["semiconductor"]
    assert words_begun("inte", named_like("inte", "default")) == []


@for_each(
    ("asked", "names"),
    [
        ("経済安全保証推進法", {"経済安全保証推進法": "経済安全保障推進法"}),
        ("critcal minerals ministerial", {"critcal minerals": "Critical minerals"}),
        ("economic secuirty promotion act", {"economic secuirty": "Economic security"}),
        ("特定需要物資の備蓄", {"特定需要物資": "特定重要物資"}),
        # What is no slip: other words, other countries, what is in quotes.
        ("ラピダスへの補助金", {}),
        ("オーストリアの半導体", {}),
        ("日朝協力", {}),
        ('"critcal" minerals', {}),
        ("蓄電池への補正予算", {}),
    ],
)
def test_what_was_meant_by_a_word_of_several_is_proposed(asked, names):
    assert meant(asked, rank(asked).missing, "default") == names


# What says little.


@for_each(
    ("asked", "words"),
    [
        ("偽情報対策", ["偽情報"]),
        ("海賊への対処", ["海賊"]),
        ("中国はいつレアアースの輸出規制を始めたか", ["中国", "レアアース", "輸出規制"]),
        ("シンクタンクはどこに置くのか", ["シンクタンク"]),
        ("軍民両用品", ["軍民両用"]),
        ("measures against disinformation", ["against", "disinformation"]),
        ("How large is the OSA budget in FY2026?", ["OSA", "budget", "FY2026"]),
        ("When did China start restricting rare earths?", ["China", "restricting", "rare earths"]),
        # Alone they are what is asked for; a name that holds one is a name; particles are none.
        ("対策", ["対策"]),
        ("始めた", ["始めた"]),
        ("認知戦への対応", ["認知戦への対応"]),
        ("large LNG carriers", ["large LNG carriers"]),
        ("米が売る", ["米"]),
    ],
)
def test_words_that_say_little_are_not_missed(asked, words):
    ranking = rank(asked)
    assert [each.written for each in ranking.asked if not each.is_weak] == words
    known = {each.written for each in ranking.asked}
    assert all(set(each.unmet) <= known & ranking.counted for each in ranking.results)
    assert set(ranking.absent) <= set(words)


def test_a_synonym_reaches_whatever_it_means_reaches():
    found = [each.key for each in rank("偽情報対策").results]
    assert [each.key for each in rank("フェイクニュース対策").results] == found
    assert all(not each.unmet for each in rank("フェイクニュース対策").results)


@for_each(
    ("asked", "forms", "others"),
    [
        ("対中輸出", ("対中", "中国向"), ["中国"]),
        ("対露投資", ("対露", "対ロ", "ロシア向"), ["ロシア"]),
        ("対日投資", ("対日", "日本向"), []),
    ],
)
def test_what_is_done_towards_a_country_is_said_with_its_name(asked, forms, others):
    word = next(each.word for each in rank(asked).asked if each.written == asked[:2])
    assert (word.forms, [written for _folded, written in word.others]) == (forms, others)


@pytest.mark.parametrize("asked", ["エヌビディア 対中輸出", "H20 対中輸出"])
def test_the_rarer_word_decides_between_parts(asked):
    results = rank(asked).results
    sales = (Measure, Measure.objects.get(slug="us-h20-sales-2025-07").pk)
    assert sales in [each.key for each in results[:2]]
    first, _space, _rest = asked.partition(" ")
    holding = [first not in each.unmet for each in results[:6]]
    assert holding == sorted(holding, reverse=True)


@pytest.mark.parametrize("asked", ["経済安全保証推進法", "経済安保法改正案"])
def test_who_holds_most_of_the_words_stands_above_who_holds_few(asked):
    """One of four words in a title does not count more than three of them."""
    lacking = [len(each.unmet) for each in rank(asked).results[:6]]
    assert lacking == sorted(lacking)


def test_a_name_in_whole_is_the_first_whatever_else_is_held():
    for asked in ("外為法", "能動的サイバー防御", "サプライチェーン補助金"):
        named = [each.named for each in rank(asked).results]
        assert named == sorted(named, reverse=True)
        assert named[0]


@for_each(
    ("asked", "years"),
    [
        ("今年度のOSA予算", [("今年度", 2026)]),
        ("一昨年度と昨年度の補正", [("一昨年度", 2024), ("昨年度", 2025)]),
        ("来年度予算", [("来年度", 2027)]),
        ("OSA budget this fiscal year", [("this fiscal year", 2026)]),
        ("last FY", [("last FY", 2025)]),
        ("令和8年度のOSA予算", []),
        ("今年のOSA予算", []),
    ],
)
def test_fiscal_years_are_counted_from_today(monkeypatch, asked, years):
    monkeypatch.setattr(cutting, "today", lambda: datetime.date(2027, 3, 31))
    cut = rank(asked).cut
    assert cut.counted_from_today == years
    assert set(years) <= set(cut.years)


# What is found in lists.
