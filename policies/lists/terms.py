"""The list of the terms of art."""

from django.db.models import OuterRef, Value
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from policies.lists.columns import english_columns, entry, evidence
from policies.lists.conditions import sources
from policies.lists.orders import name_sort, newest_source
from policies.models import Term, TermWord
from portal.lists.columns import Column
from portal.lists.declaration import ListPage
from portal.lists.filters import ChoiceFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.initials import initials
from portal.lists.values import Several, bilingual

NAMES = ("term_ja", "term_en", "reading")


class TermFilterSet(ListFilterSet):
    model = Term

    q = Search(titles=NAMES, texts=("words__name", "note_ja", "note_en"))
    kana, letter = initials()
    english = ChoiceFacet(label=_("Where the English comes from"), choices=Term.English)
    source = sources()


def words(kind: str):
    """The words of one kind beside a term, one after the other."""
    return Several(
        lambda: TermWord.objects.filter(term=OuterRef("pk"), kind=kind).order_by("pk"), "name"
    )


def in_english(words: str, _row: dict) -> SafeString:
    """English words, marked as such where the page is Japanese."""
    return format_html('<span lang="en">{}</span>', words)


COLUMNS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column("term", _("Term"), "term_ja", _("The term as documents give it."), cell="entry"),
    Column("reading", _("Reading"), "reading", _("In hiragana."), cell="text"),
    Column(
        "term_en",
        _("English"),
        "term_en",
        _("What English texts say."),
        cell="text",
        draw=in_english,
    ),
    *english_columns(Term.English, cell="text", source_cell="optional"),
    Column(
        "also_printed",
        _("Also printed as"),
        words(TermWord.Kind.PRINTED),
        _("Other forms of the term in the sources."),
        cell="optional",
    ),
    Column(
        "also_english",
        _("More English for it"),
        words(TermWord.Kind.ENGLISH),
        _("What English texts may say too."),
    ),
    Column(
        "plain_words",
        _("What must not replace it"),
        words(TermWord.Kind.PLAIN),
        _("Plain words that no source uses; no text of the record uses them."),
    ),
    Column(
        "note",
        _("Note"),
        bilingual("note"),
        _("What sets the term apart from others."),
        cell="optional-long",
    ),
    *evidence(),
    entry("section", "section__document__slug", "section__code", anchor=(Value("term-"), "slug")),
)


TERMS = ListPage(
    name="terms",
    key=("slug",),
    title=_("Terms of art"),
    lead=_(
        "Terms that texts of the record keep as the sources give them, with reading and English."
    ),
    entries=Term.objects.for_list,
    filterset_class=TermFilterSet,
    columns=COLUMNS,
    sorts=(
        name_sort("slug"),
        newest_source("slug"),
    ),
    per_page=100,
)
