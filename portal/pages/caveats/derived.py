"""The caveats of single rows, read from the rows themselves: nothing of them is said twice."""

import dataclasses
import itertools
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import models
from django.utils.translation import override

from measures.lists.discrepancies import TABLES, VIEWS
from measures.models import BudgetLine, Discrepancy, Indicator, PillarGap, PrintedTotal
from policies.models import Section
from portal.lists import addresses
from portal.pages.caveats.declared import CaveatKind
from portal.pages.dictionary import LANGUAGES

# What stands between the words of several fields, by language.
JOINTS = {"ja": "：", "en": ": "}
# The pages that have two names in their address.
TWO_NAMES = ("section", "pillar")


@dataclasses.dataclass(frozen=True)
class Line:
    """A caveat as a row of the table of caveats."""

    code: str
    kind: str
    table: str
    key: str
    document: str
    section: str
    ja: str
    en: str
    address: str


@dataclasses.dataclass(frozen=True)
class Noted:
    """Rows of a `table` of which some say what has to be known of them, in the field `said`.

    `about` are further fields that come before it. `key` are the field paths of the key of a row:
    as many as the page `view` takes, then what stands behind `anchor` there. `section` is the
    field path of where that was read; None where that is not one section.
    """

    kind: CaveatKind
    table: str
    entries: Callable[[], models.QuerySet]
    said: str
    key: tuple[str, ...]
    view: str
    anchor: str = ""
    about: tuple[str, ...] = ()
    section: str | None = "section__"

    def lines(self, using: str) -> Iterator[Line]:
        """A line for each row that says something, in the order of their keys."""
        words = (*self.about, self.said)
        told = [f"{word}_{language}" for language in LANGUAGES for word in words]
        where = () if self.section is None else ("document__slug", "code")
        sections = [f"{self.section}{path}" for path in where]
        rows = (
            self.entries()
            .using(using)
            .exclude(**{f"{self.said}_ja": ""})
            .order_by(*self.key, "pk")
            .values_list(*self.key, *sections, *told)
        )
        last, number = None, 0
        for row in rows.iterator(chunk_size=500):
            key, rest = row[: len(self.key)], row[len(self.key) :]
            number = number + 1 if key == last else 1
            last = key
            yield self._line(key, number, rest[: len(sections)], rest[len(sections) :])

    def _line(self, key: tuple, number: int, section: tuple, words: tuple) -> Line:
        joined = "/".join(key)
        several = f"/{number}" if self.about else ""
        half = len(words) // 2
        said = [
            JOINTS[language].join(filter(None, part))
            for language, part in zip(LANGUAGES, (words[:half], words[half:]), strict=True)
        ]
        return Line(
            f"{self.table}/{joined}/{self.said}{several}".replace("_", "-"),
            self.kind,
            self.table,
            joined,
            *(section or ("", "")),
            *said,
            self._address(key),
        )

    def _address(self, key: tuple) -> str:
        names = 2 if self.view in TWO_NAMES else 1
        with override(settings.LANGUAGE_CODE):
            page = addresses.address(self.view, *key[:names])
        return f"{page}#{self.anchor}{''.join(key[names:])}" if self.anchor else page


NOTED = (
    Noted(
        CaveatKind.SCOPE,
        "sections",
        Section.objects.all,
        said="empty_reason",
        key=("document__slug", "code"),
        view="section",
        section="",
    ),
    Noted(
        CaveatKind.SCOPE,
        "indicators",
        Indicator.objects.all,
        said="missing",
        key=("slug",),
        view="indicator",
    ),
    Noted(
        CaveatKind.SUM,
        "budgets",
        BudgetLine.objects.published,
        said="not_added",
        key=("measure__slug", "code"),
        view="measure",
        anchor="budget-",
    ),
    Noted(
        CaveatKind.SILENCE,
        "pillar_gaps",
        PillarGap.objects.all,
        said="reason",
        key=("pillar__framework__slug", "pillar__slug", "kind"),
        view="pillar",
        section=None,
    ),
    Noted(
        CaveatKind.SOURCE,
        "sections",
        Section.objects.all,
        said="note",
        key=("document__slug", "code"),
        view="section",
        section="",
    ),
    Noted(
        CaveatKind.SOURCE,
        "printed_totals",
        PrintedTotal.objects.published,
        said="difference",
        key=("measure__slug", "code"),
        view="measure",
        anchor="total-",
    ),
    *(
        Noted(
            CaveatKind.SOURCE,
            table,
            lambda entry=entry: Discrepancy.objects.published().exclude(**{entry: None}),
            said="chosen",
            key=(f"{entry}__slug",),
            view=VIEWS[entry],
            anchor="discrepancies",
            about=("topic",),
            section=None,
        )
        for entry, table in TABLES.items()
    ),
)


def noted_tables() -> set[str]:
    """The tables whose rows may have caveats of their own; differences have a list."""
    tables = {noted.table for noted in NOTED if not noted.about}
    return tables | {"discrepancies"}


def of_rows(using: str) -> Iterator[Line]:
    """The caveats of single rows, table by table."""
    return itertools.chain.from_iterable(noted.lines(using) for noted in NOTED)
