"""Columns: one declaration that the page, the CSV, the workbook and the dictionary read."""

import csv
import datetime
import decimal
import html
import io
import re
from collections.abc import Iterator

import pytest
from django.db.models import CharField, F, JSONField, OuterRef, Subquery, TextField, Value, When
from django.db.models.expressions import Col
from django.urls import reverse
from django.utils import translation
from django.utils.html import conditional_escape

from measures.models import BudgetLine, Citation, ExportControl, Measure, Milestone, Target
from policies.models import Organisation, Subject, SubjectAlias
from policies.models.fields import RuledField, plain_text
from portal.languages import plain_number, signed
from portal.lists.cells import cell_values
from portal.lists.columns import Column, Kind, rows
from portal.lists.shown import Shown
from portal.lists.templatetags.lists import cell
from portal.lists.values import Joined, address, bilingual, flag, json_codes, label
from portal.pages.lists import LISTS
from tests.cases import for_each
from tests.list_requests import list_request

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both,
    pytest.mark.usefixtures("all_published"),
]

LANGUAGES = ("ja", "en")
# What readers are told; programs are told paths, and true or false.
KINDS = {Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.DATE, Kind.EDTF, Kind.URL}
VALUES = {
    Kind.TEXT: {str},
    Kind.INTEGER: {int},
    Kind.DECIMAL: {decimal.Decimal},
    Kind.DATE: {datetime.date},
    Kind.EDTF: {str},
    Kind.URL: {str},
    Kind.PATH: {str},
    Kind.BOOLEAN: {str},
}
# Lists that the page draws with a template of its own, not as the table of their columns.
DRAWN = {listing.name for listing in LISTS if listing.objects} | {"sources", "discrepancies"}


@pytest.fixture(autouse=True)
def japanese():
    """Values are read in Japanese unless a test says otherwise."""
    with translation.override("ja"):
        yield


def values(queryset, value, kind=Kind.TEXT, base="") -> list:
    """The values of one column, by primary key."""
    found = rows(queryset.order_by("pk"), [Column("found", "Found", value, kind=kind)], base)
    return [row["c_found"] for row in found]


# Declarations.


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_names_are_unique_and_plain(listing):
    names = [column.name for column in listing.columns]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)] == []


@for_each("language", LANGUAGES)
@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_headers_are_unique_words(listing, language):
    with translation.override(language):
        headers = [str(column.header) for column in listing.columns]
        meanings = {column.name: str(column.meaning) for column in listing.columns}
    assert len(headers) == len(set(headers))
    assert all(header == header.strip() != "" for header in headers)
    assert not any(set(header) & set('\r\n"') for header in headers)
    stops = ("。", "）", "…") if language == "ja" else (".", "…")
    assert [name for name, words in meanings.items() if not words.endswith(stops)] == []


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_every_column_is_of_a_known_kind(listing):
    for column in listing.columns:
        assert column.kind in KINDS
        assert column.numeric == (column.kind in {Kind.INTEGER, Kind.DECIMAL})
        assert not column.numeric or column.cell in {"", "number", "words", "optional-words"}
    assert [c.name for c in listing.columns if c.cell.endswith("words") and not c.words] == []


@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_every_list_names_and_leads_to_its_entries(listing):
    assert [column.cell for column in listing.columns].count("entry") == 1
    last = listing.columns[-1]
    assert (last.name, last.kind) == ("entry_address", Kind.URL)
    if any(column.cell == "source" for column in listing.columns):
        assert any(column.name == "section_address" for column in listing.columns)


@for_each("language", LANGUAGES)
@for_each("profile", ["columns", "data_columns"])
@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_values_are_of_the_kind_of_their_column(listing, profile, language):
    columns = getattr(listing, profile)
    with translation.override(language):
        found = list(rows(listing.entries(), columns))
    assert len(found) == listing.entries().count()
    wrong = {
        (column.name, type(row[f"c_{column.name}"]).__name__)
        for row in found
        for column in columns
        if row[f"c_{column.name}"] is not None
        and type(row[f"c_{column.name}"]) not in VALUES[column.kind]
    }
    assert wrong == set()


@for_each("language", LANGUAGES)
@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_every_cell_can_be_drawn(listing, language):
    with translation.override(language):
        for row in rows(listing.entries(), listing.columns):
            for column in listing.columns:
                drawn = str(cell(column, row))
                assert "None" not in drawn or "None" in str(row[f"c_{column.name}"])


# Expressions.


def test_a_path_is_a_field_path():
    organisation = Organisation.objects.filter(parent__isnull=False).first()
    one = Organisation.objects.filter(pk=organisation.pk)
    assert values(one, "parent__slug") == [organisation.parent.slug]


def test_bilingual_prefers_english_on_english_pages_only():
    one = Subject.objects.filter(pk=Subject.objects.first().pk)
    one.update(name_ja="日本語", name_en="English")
    assert values(one, bilingual("name")) == ["日本語"]
    with translation.override("en"):
        assert values(one, bilingual("name")) == ["English"]
        one.update(name_en="")
        assert values(one, bilingual("name")) == ["日本語"], "what is not translated is shown"


def test_bilingual_over_a_missing_relation_is_nothing():
    alone = Organisation.objects.filter(parent__isnull=True)
    assert alone.exists()
    for language in LANGUAGES:
        with translation.override(language):
            assert set(values(alone, bilingual("parent__name"))) == {None}


@pytest.mark.bundled
def test_a_choice_is_read_in_words():
    found = values(Measure.objects.all(), label("kind", Measure.Kind))
    expected = [each.get_kind_display() for each in Measure.objects.order_by("pk")]
    assert found == expected
    assert len(set(found)) > 10
    with translation.override("en"):
        one = Measure.objects.filter(kind="law")
        assert set(values(one, label("kind", Measure.Kind))) == {"Law"}


def test_a_choice_that_is_empty_is_empty():
    one = Measure.objects.filter(pk=Measure.objects.first().pk)
    assert values(one.annotate(blank=Value("")), label("blank", Measure.Kind)) == [""]


def test_a_flag_says_its_word_or_nothing():
    one = BudgetLine.objects.filter(pk__in=BudgetLine.objects.values("pk")[:2])
    first, second = one.order_by("pk")
    BudgetLine.objects.filter(pk=first.pk).update(approximate=True)
    BudgetLine.objects.filter(pk=second.pk).update(approximate=False)
    assert values(one, flag("approximate", "約")) == ["約", ""]


def test_an_address_is_that_of_the_page_in_the_language():
    one = Milestone.objects.filter(pk=Milestone.objects.first().pk)
    milestone = one.get()
    value = address("measure", "measure__slug", anchor=(Value("milestone-"), "code"))
    for language in LANGUAGES:
        with translation.override(language):
            assert values(one, value) == [milestone.get_absolute_url()]
            assert values(one, value, Kind.URL, "https://example.jp") == [
                f"https://example.jp{milestone.get_absolute_url()}"
            ]


def test_an_address_takes_several_parts():
    found = values(
        Milestone.objects.all(), address("section", "section__document__slug", "section__code")
    )
    expected = [
        each.section.get_absolute_url()
        for each in Milestone.objects.select_related("section__document").order_by("pk")
    ]
    assert found == expected


@pytest.mark.bundled
def test_an_address_of_nothing_is_empty():
    free = ExportControl.objects.filter(suspended_by__isnull=True)
    assert free.exists()
    value = address("measure", "suspended_by__slug")
    assert set(values(free, value)) == {""}
    assert set(values(free, value, Kind.URL, "https://example.jp")) == {""}


def test_joined_values_keep_their_order():
    subject = Subject.objects.first()
    subject.aliases.all().delete()
    for name in ("い", "ろ", "は"):
        SubjectAlias.objects.create(subject=subject, name=name)
    one = Subject.objects.filter(pk=subject.pk)

    def joined(order):
        names = SubjectAlias.objects.filter(subject=OuterRef("pk"))
        return lambda: Joined(names.order_by(order), "name")

    assert values(one, joined("pk")) == ["い、ろ、は"]
    assert values(one, joined("-pk")) == ["は、ろ、い"]
    with translation.override("en"):
        assert values(one, joined("pk")) == ["い, ろ, は"]
    subject.aliases.all().delete()
    assert values(one, joined("pk")) == [None]


def test_joined_values_may_be_expressions_and_numbers():
    measure = Measure.objects.filter(budget_lines__isnull=False).first()
    lines = BudgetLine.objects.filter(measure=OuterRef("pk")).order_by("position", "pk")
    found = values(
        Measure.objects.filter(pk=measure.pk), lambda: Joined(lines, F("amount") + Value(1))
    )
    expected = [line.amount + 1 for line in measure.budget_lines.order_by("position", "pk")]
    assert found == ["、".join(map(str, expected))]


def test_rows_are_read_without_the_joins_of_the_page(django_assert_num_queries):
    with django_assert_num_queries(1):
        joined = Measure.objects.with_leads().select_related("jurisdiction")
        found = list(rows(joined, [Column("slug", "Slug", "slug")]))
    assert found[0].keys() == {"pk", "c_slug"}


def test_several_codes_are_one_text():
    citation = Citation.objects.filter(pk=Citation.objects.first().pk)
    for codes, text in ((["title"], "title"), (["title", "date"], "title, date"), ([], "")):
        citation.update(supports=codes)
        assert values(citation, json_codes("supports")) == [text]


# What no cell can hold.


def leaves(expression) -> Iterator:
    """The columns and constants that an expression may show; what it only compares is left out."""
    if isinstance(expression, Subquery):
        query = expression.query
        shown = [*query.select, *query.annotation_select.values()]
        for each in shown:
            yield from leaves(each)
    elif isinstance(expression, When):
        yield from leaves(expression.result)
    elif isinstance(expression, Value | Col):
        yield expression
    else:
        for each in expression.get_source_expressions():
            if each is not None:
                yield from leaves(each)


@for_each("language", LANGUAGES)
@for_each("profile", ["columns", "data_columns"])
@for_each("listing", LISTS, ids=lambda listing: listing.name)
def test_no_cell_needs_a_second_look(listing, profile, language):
    """Text comes from columns that the database keeps plain, from choices, or from us."""
    columns = getattr(listing, profile)
    with translation.override(language):
        shown = cell_values(listing.entries(), columns, "https://example.jp").query
    for column in columns:
        found = list(leaves(shown.annotations[f"c_{column.name}"]))
        assert found, column.name
        for leaf in () if column.numeric or column.kind == Kind.DATE else found:
            if isinstance(leaf, Col):
                field = leaf.target
                text = isinstance(field, CharField | TextField | JSONField)
                assert not text or field.choices or isinstance(field, RuledField), field
            else:
                plain_text(leaf.value or "")


# What is seen is what is downloaded.


@pytest.mark.bundled
@for_each("language", LANGUAGES)
@for_each(
    "listing",
    [listing for listing in LISTS if listing.name not in DRAWN],
    ids=lambda listing: listing.name,
)
def test_the_table_shows_what_the_csv_holds(client, read_only, listing, language):
    """Cell by cell: the words of the page are the words of the file, drawn."""
    with translation.override(language):
        asked = list_request(listing)
        shown = asked.shown
        expected = [str(column.header) for column in shown]
        text = client.get(reverse(listing.name)).content.decode()
        response = client.get(reverse(f"{listing.name}-csv"))
        lines = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
        read = list(rows(asked.order, listing.columns)[: listing.per_page])
        # What is of the day stands beside a cell, and in no file.
        for column in (each for each in shown if each.reads):
            column.reads(read, asked.using)
        drawn = [[str(conditional_escape(cell(column, row))) for column in shown] for row in read]
    table = text[text.rindex('<table class="data-table') :]
    headers = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', table)
    assert [html.unescape(each) for each in headers] == expected
    places = [lines[0].index(header) for header in expected]
    # What the page leaves out says nothing there, or one thing of all rows, which stands above.
    with translation.override(language):
        for column in (each for each in listing.columns if each.cell and each not in shown):
            place = lines[0].index(str(column.header))
            values = {line[place] for line in lines[1 : listing.per_page + 1]}
            assert values == {""} or (column.cell == "same" and len(values) == 1), column.name
            assert column.cell.startswith(("optional", "same")), column.name
    body = table[table.index("<tbody") : table.index("</tbody>")]
    cell_values = re.findall(r"<td[^>]*><div>(.*?)</div></td>", body, re.S)
    assert len(cell_values) == len(drawn) * len(shown)
    for number, row in enumerate(drawn):
        found = cell_values[number * len(shown) : (number + 1) * len(shown)]
        assert found == row
        for column, place, words in zip(shown, places, found, strict=True):
            value = lines[number + 1][place].removeprefix("'")
            if column.cell in {"entry", "source", "long", "text", "optional"} and value:
                plain = html.unescape(re.sub(r"<[^>]+>", "", words))
                assert value in plain, column.name


# How cells are drawn.


def column(kind=Kind.TEXT, **given) -> Column:
    """A column called `found`."""
    return Column("found", "Found", "found", kind=kind, **given)


def test_text_is_escaped_by_the_template_and_markup_by_the_cell():
    row = {"c_found": "<b>", "c_entry_address": '/"x'}
    assert cell(column(cell="entry"), row) == '<a href="/&quot;x">&lt;b&gt;</a>'
    assert not hasattr(cell(column(cell="text"), row), "__html__")


def test_nothing_is_said_in_words():
    for value in (None, ""):
        assert 'data-empty="not-stated"' in cell(column(cell="text"), {"c_found": value})
        assert 'data-empty="not-stated"' in cell(column(cell="number"), {"c_found": value})
        assert "—" in cell(column(cell="optional"), {"c_found": value})
    assert "0" in cell(column(Kind.INTEGER, cell="number"), {"c_found": 0})


def test_words_are_made_from_the_value():
    drawn = cell(column(cell="words", words=lambda value: f"{value}年"), {"c_found": 2026})
    assert "2026年" in drawn


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (999, "999"),
        (1306, "1,306"),
        (130_600_000_000, "130,600,000,000"),
        (-1306, "-1,306"),
        (decimal.Decimal("0.5000"), "0.5"),
        (decimal.Decimal("-0.5"), "-0.5"),
        (decimal.Decimal("1306.0000"), "1,306"),
        (decimal.Decimal("1234567.8900"), "1,234,567.89"),
    ],
)
def test_numbers_are_grouped(value, words):
    for language in LANGUAGES:
        with translation.override(language):
            assert plain_number(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (decimal.Decimal(15), "＋15"),
        (decimal.Decimal(-1), "−1"),
        (decimal.Decimal("-0.4"), "−0.4"),
        (decimal.Decimal(0), "0"),
        (None, "0"),
    ],
)
def test_differences_carry_their_sign(value, words):
    assert signed(value) == words


def test_a_figure_without_idle_zeros_is_the_same_figure():
    for target in Target.objects.exclude(value=None):
        assert decimal.Decimal(plain_number(target.value).replace(",", "")) == target.value


@pytest.mark.bundled
@pytest.mark.parametrize("listing", LISTS, ids=lambda listing: listing.name)
def test_a_page_needs_no_column_that_it_does_not_read(client, monkeypatch, listing):
    address = listing.csv_address.removesuffix(".csv") + "/"
    pages = [f"{language}{address}" for language in ("", "/en")]
    drawn = [client.get(page).content for page in pages]
    monkeypatch.setattr(Shown, "drawn", Shown.columns)
    assert [client.get(page).content for page in pages] == drawn


def test_a_page_of_provisions_reads_fewer_columns_than_its_download():
    provisions = next(each for each in LISTS if each.name == "provisions")
    asked = list_request(provisions)
    assert {"source_mark", "section_address", "inferred"} <= {each.name for each in asked.drawn}
    assert "confirmed" not in {each.name for each in asked.drawn}
    assert "confirmed" in {each.name for each in asked.columns}
