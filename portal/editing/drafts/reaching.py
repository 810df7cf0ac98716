"""Where something changes for visitors when drafts are published: pages, lists, files and sums."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, override

from measures.models import BudgetLine
from measures.models.budget import CURRENCY
from measures.sums import about
from portal.changes.tracking import shown
from portal.lists.columns import rows as cells_of
from portal.lists.declaration import ListPage
from portal.money import yen_in_words
from portal.pages.lists import LISTS
from portal.record import publishing
from portal.record.asides import aside
from portal.record.drafting import meant, show
from portal.record.models import Draft
from portal.record.schema import schema_of
from portal.record.wording import all_named, keyed

Model = type[models.Model]
Rows = Mapping[Model, Collection[int]]
# A name and the address of a preview; empty where there is no page.
Link = tuple[str, str]
# The rows of a list, and the pages of a kind, that are named where something changes on them.
NAMED = 20
# The lists whose pages draw a picture of what was found.
DRAWN = frozenset({"budgets", "export-controls", "agreements", "timeline"})


@dataclasses.dataclass(frozen=True)
class ReachedPages:
    """Pages of one kind on which something may change: how many, and the first of them."""

    name: str
    number: int
    links: list[Link]


@dataclasses.dataclass(frozen=True)
class ReachedList:
    """A list on which something changes: in how many rows, the first of them, and how many rows it
    has before and after; previews of its page and its files; whether its page draws a picture.
    """

    title: str | Promise
    number: int
    links: list[Link]
    before: int
    after: int
    address: str
    files: list[Link]
    drawn: bool


@dataclasses.dataclass(frozen=True)
class ReachedSum:
    """What the budget lines of a programme add up to, in words, before and after."""

    name: str
    before: str
    after: str
    address: str


@dataclasses.dataclass(frozen=True)
class Reach:
    """All that changes for visitors where drafts are published; `page` is a preview of the page of
    the draft that was asked about, empty where visitors see none.
    """

    page: str
    pages: list[ReachedPages]
    lists: list[ReachedList]
    sums: list[ReachedSum]


@dataclasses.dataclass(frozen=True)
class Seen:
    """What visitors see of some rows: their cells in each list, how many rows that has, and sums.

    Sums are told by the address name of the programme, with its title.
    """

    cells: dict[str, dict[int, tuple]]
    counts: dict[str, int]
    sums: dict[str, tuple[str, str]]


def reach_of(draft: Draft, drafts: Collection[Draft], prefix: str) -> Reach:
    """What changes where a draft is published with those of its bundle, itself among them.

    Previews stand below a prefix. Raises RecordError.
    """
    rows = publishing.reach(drafts)
    with aside():
        show(drafts)
        for model, pks in publishing.reach(drafts).items():
            rows.setdefault(model, set()).update(pks)
    before, named = seen_of(rows), named_by(drafts)
    names = {each.name: names_of(each, before.cells.get(each.name, ())) for each in LISTS}
    with aside():
        show(drafts)
        after = seen_of(rows)
        return Reach(
            own_page(draft, prefix),
            list(pages(named, prefix)),
            [
                in_list(listing, before, after, names[listing.name], prefix)
                for listing in LISTS
                if changed_rows(listing, before, after)
            ],
            list(changed_sums(before.sums, after.sums, prefix)),
        )


def seen_of(rows: Rows) -> Seen:
    """What visitors see of some rows now, in all languages."""
    cells, counts = {}, {}
    for listing in LISTS:
        counts[listing.name] = listing.every.count()
        if pks := rows.get(listing.filterset_class.model):
            cells[listing.name] = cells_in(listing, pks)
    return Seen(cells, counts, sums_with(rows.get(BudgetLine, ())))


def cells_in(listing: ListPage, pks: Collection[int]) -> dict[int, tuple]:
    """What a list and its files say in some rows, by their primary keys."""
    found: dict[int, tuple] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            chosen = listing.every.filter(pk__in=pks).order_by()
            for row in cells_of(chosen, listing.columns):
                found[row["pk"]] = (*found.get(row["pk"], ()), tuple(row.values()))
    return found


def sums_with(lines: Collection[int]) -> dict[str, tuple[str, str]]:
    """What the lines of each programme add up to of which some lines are."""
    programmes = BudgetLine.objects.order_by().filter(pk__in=lines).values("measure")
    told = {}
    for row in BudgetLine.objects.published().filter(measure__in=programmes).by_programme():
        english = row["measure__title_en"] if get_language() == "en" else ""
        words = ""
        if row["amount"] is not None:
            words = about(yen_in_words(int(row["amount"]), CURRENCY), bool(row["rough"]))
        told[row["measure__slug"]] = english or row["measure__title_ja"], words
    return told


def named_by(drafts: Collection[Draft]) -> dict[Model, set[str]]:
    """What drafts are of, and what they name before or after, by readable keys."""
    found: dict[Model, set[str]] = {}
    for draft in drafts:
        schema, entry = schema_of(draft.kind), meant(draft)
        found.setdefault(schema.model, set()).add(draft.key)
        for form in (entry.now, entry.released):
            for field, key in all_named(schema, form):
                found.setdefault(field.related_model, set()).add(key)
    return found


def own_page(draft: Draft, prefix: str) -> str:
    """A preview of the page of a draft's entry; asked aside, where the draft is shown."""
    entry = seen_among(schema_of(draft.kind).model, [draft.key]).first()
    return page_of(entry, prefix) if entry else ""


def seen_among(model: Model, keys: Collection[str]) -> models.QuerySet:
    """The entries of some keys that visitors see."""
    return keyed(model, sorted(keys)).filter(pk__in=shown(model).values("pk"))


def pages(named: Mapping[Model, set[str]], prefix: str) -> Iterator[ReachedPages]:
    """The pages of what is named, by kind, as far as visitors see them."""
    for model, keys in named.items():
        rows = seen_among(model, keys).order_by("pk")
        if hasattr(model, "get_absolute_url") and (number := rows.count()):
            links = [(str(row), page_of(row, prefix)) for row in rows[:NAMED]]
            yield ReachedPages(capfirst(str(model._meta.verbose_name_plural)), number, links)


def changed_rows(listing: ListPage, before: Seen, after: Seen) -> list[int]:
    """The rows of a list that say something else, that come, or that go."""
    was, now = (each.cells.get(listing.name, {}) for each in (before, after))
    return sorted(pk for pk in {*was, *now} if was.get(pk) != now.get(pk))


def in_list(
    listing: ListPage, before: Seen, after: Seen, names: Mapping[int, str], prefix: str
) -> ReachedList:
    """What changes on a list; asked aside, where the drafts are shown."""
    changed = changed_rows(listing, before, after)
    there = listing.filterset_class.model._default_manager.in_bulk(changed[:NAMED])
    return ReachedList(
        title=listing.title,
        number=len(changed),
        links=[
            (str(there[pk]), page_of(there[pk], prefix)) if pk in there else (names[pk], "")
            for pk in changed[:NAMED]
        ],
        before=before.counts[listing.name],
        after=after.counts[listing.name],
        address=previewed(reverse(listing.name), prefix),
        files=[
            ("CSV", previewed(listing.csv_address, prefix)),
            ("XLSX", previewed(listing.xlsx_address, prefix)),
        ],
        drawn=listing.name in DRAWN,
    )


def names_of(listing: ListPage, pks: Iterable[int]) -> dict[int, str]:
    """What rows of a list are called, some of which may go."""
    rows = listing.filterset_class.model._default_manager.in_bulk(list(pks))
    return {pk: str(row) for pk, row in rows.items()}


def changed_sums(
    before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]], prefix: str
) -> Iterator[ReachedSum]:
    """The sums that are others afterwards."""
    nothing = gettext("no sum")
    for slug in sorted({*before, *after}):
        was, now = (some.get(slug, ("", ""))[1] or nothing for some in (before, after))
        if was != now:
            title, _words = after.get(slug) or before[slug]
            address = reverse("budgets", query={"measure": slug, "added": "yes"})
            yield ReachedSum(title, was, now, previewed(address, prefix))


def page_of(row: models.Model, prefix: str) -> str:
    """A preview of the page that shows a row; empty where none does."""
    return previewed(row.get_absolute_url(), prefix) if hasattr(row, "get_absolute_url") else ""


def previewed(address: str, prefix: str) -> str:
    """The address of a preview of a page; empty where there is none."""
    return prefix + address.removeprefix("/") if address else ""
