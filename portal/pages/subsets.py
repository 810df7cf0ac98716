"""The rows of a list under conditions, as something to cite, and whether they hold.

A subset is told from another by the SHA-256 of its CSV for programs as of the version that is
cited, which has no host in it and can be fetched again. Who cited one is told later what came,
changed and went since.
"""

import dataclasses
import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, override

from portal.lists.changed import ChangedRow, Compared
from portal.lists.columns import Column, Kind, data_columns, rows
from portal.lists.declaration import ListPage
from portal.lists.export import csv_blocks
from portal.lists.licences import licences
from portal.lists.past import AS_OF, as_of_column
from portal.lists.request import ListRequest, list_request_of
from portal.lists.shown import CHUNK, DATA
from portal.lists.updated import UPDATED, as_of_then
from portal.pages.changes.latest import made_at
from portal.pages.summary import RecordCache
from portal.record.points import Point
from portal.record.recalling import recalled

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def columns_of(asked: ListRequest) -> list[Column]:
    """The columns of the file for programs, without what tells as of when it is asked for."""
    return data_columns([*asked.listing.columns, *asked.added])


def sha256_of(asked: ListRequest, cited: Point, *, then: bool = False) -> str:
    """The SHA-256 of the CSV for programs at the address that cites the rows at a version.

    The rows are those that are found, said to be of that version. With `then` the record is made
    again as it was then, with what changed in it since.
    """
    columns = data_columns([*asked.listing.columns, *asked.added, as_of_column(cited)])
    if then:
        columns = as_of_then(columns, cited)
    found = hashlib.sha256()
    for block in csv_blocks(asked.queryset_of(DATA), columns, DATA, ""):
        found.update(block)
    return found.hexdigest()


class DataCompared(Compared):
    """A list at two points, compared by what its file for programs says."""

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are compared: all but addresses, and when an entry changed at all."""
        every = columns_of(self.later)
        return [each for each in every if each.kind != Kind.PATH and each.name != UPDATED.name]

    def _read(
        self, asked: ListRequest, wanted: list[int] | None = None
    ) -> Iterator[tuple[int, dict]]:
        if not asked.faults:
            found = asked.filterset.qs if wanted is None else asked.all.filter(pk__in=wanted)
            columns = [each for each in columns_of(asked) if each.name != UPDATED.name]
            for row in rows(found.order_by("pk"), columns).iterator(chunk_size=CHUNK):
                yield row["pk"], row

    def _label(self, column: Column) -> str:
        return column.name

    def _told(self, column: Column, row: dict) -> str:
        value = row.get(f"c_{column.name}")
        return "" if value is None else str(value)

    def _name(self, row: dict) -> str:
        """A row by its key."""
        return " ".join(str(row[f"c_{name}"]) for name in self.listing.key)


@dataclasses.dataclass(frozen=True)
class Subset:
    """The rows that a request finds in a list, in both languages."""

    request: HttpRequest
    listing: ListPage
    parameters: QueryDict

    @cached_property
    def asked(self) -> ListRequest:
        """What is asked, in the active language."""
        return self.in_language(get_language())

    def in_language(self, language: str) -> ListRequest:
        """What is asked, in a language."""
        with override(language):
            path = reverse(self.listing.name)
            return list_request_of(self.request, self.listing, self.parameters, path)

    @cached_property
    def sha256(self) -> str:
        """What these rows are told from others by."""
        return sha256_of(self.asked, Point(f"v{self.version}"))

    @property
    def version(self) -> int:
        """The version of the record that is asked."""
        return self.asked.stamp.number

    @property
    def as_of(self) -> str:
        """The date of the newest document, in EDTF form."""
        return RecordCache.at(self.asked.stamp).newest.begins

    @property
    def query(self) -> str:
        """What is asked of the list."""
        return self.asked.query_string(page=None, profile=None, **self.asked.unchosen)

    def address(self, name: str, language: str = settings.LANGUAGE_CODE, **more: str) -> str:
        """The full address of a page or file of these rows."""
        with override(language):
            path = reverse(name)
        added = QueryDict(mutable=True)
        added.update(more)
        query = "&".join(filter(None, (self.query, added.urlencode())))
        return self.request.build_absolute_uri(f"{path}?{query}" if query else path)

    def permalink(self, language: str = settings.LANGUAGE_CODE) -> str:
        """The page of these rows as the record stands now, whatever it becomes."""
        return self.address(self.listing.name, language, **{AS_OF: f"v{self.version}"})

    def check_address(self, language: str = settings.LANGUAGE_CODE) -> str:
        """The page that tells whether they hold."""
        with override(language):
            path = reverse("data-check")
        asked = QueryDict(mutable=True)
        page = reverse(self.listing.name)
        asked["address"] = f"{page}?{self.query}" if self.query else page
        asked["cited"], asked["sha256"] = f"v{self.version}", self.sha256
        return self.request.build_absolute_uri(f"{path}?{asked.urlencode()}")

    def citation(self, language: str) -> str:
        """The rows cited in a language; the day of access is the reader's."""
        asked = self.in_language(language)
        with override(language):
            told = [
                gettext("%(label)s: %(words)s") % {"label": label, "words": words}
                for label, words in asked.filterset.sentence
            ]
            title = str(self.listing.title)
            if told:
                title = gettext("%(title)s (%(asked)s)") % {
                    "title": title,
                    "asked": gettext(", ").join(told),
                }
            words = gettext(
                "Shirube, “%(title)s”, version %(version)s of the record, as of %(as_of)s, "
                "%(rows)s rows, %(address)s (SHA-256 of its CSV for programs: %(sha256)s)"
            )
            return words % {
                "title": title,
                "version": self.version,
                "as_of": RecordCache.at(self.asked.stamp).newest.in_short,
                "rows": self.asked.count,
                "address": self.permalink(language),
                "sha256": self.sha256,
            }

    @property
    def meta_path(self) -> str:
        """The path of what programs are told of them."""
        path = reverse(f"{self.listing.name}-meta")
        return f"{path}?{self.query}" if self.query else path

    @property
    def citations(self) -> list[tuple[str, str]]:
        """The citation in each language, by its code."""
        return [(language, self.citation(language)) for language in LANGUAGES]

    @property
    def csv(self) -> str:
        """The file for programs of the version that is cited: the SHA-256 is that of its bytes."""
        of_version = {AS_OF: f"v{self.version}", "profile": DATA}
        return self.address(f"{self.listing.name}-csv", **of_version)

    @property
    def manifest(self) -> dict:
        """All that is told of the rows, for programs."""
        told = {"list": self.listing.name, "query": self.query}
        for language in LANGUAGES:
            asked = self.in_language(language)
            with override(language):
                told[f"title_{language}"] = str(self.listing.title)
                told[f"conditions_{language}"] = [
                    {"label": label, "words": words} for label, words in asked.filterset.sentence
                ]
                told[f"licence_{language}"] = [
                    {"label": label, "words": words} for label, words in licences()
                ]
                told[f"citation_{language}"] = self.citation(language)
        return told | {
            "rows": self.asked.count,
            "sha256": self.sha256,
            "sha256_of": self.csv,
            "version": self.version,
            "as_of": self.as_of,
            "made_at": made_at(self.version).isoformat(timespec="seconds"),
            "page": self.address(self.listing.name),
            "permalink": self.permalink(),
            "csv": self.csv,
            "check": self.check_address(),
        }


@dataclasses.dataclass(frozen=True)
class Holding:
    """Whether rows that were cited at a version hold: what differs where they do not.

    `was` is the hash that the rows of then have in the file of today: where it is not the one that
    was cited, the file has another form now, or something else was cited.
    """

    cited: Point
    sha256: str
    holds: bool
    was: str
    rows: list[ChangedRow]
    counts: list[tuple[str, int]]

    @property
    def is_as_cited(self) -> bool:
        """Whether the rows of then give the hash that was cited."""
        return not self.sha256 or self.was == self.sha256

    @property
    def told(self) -> dict:
        """The same for programs."""
        return {
            "cited_version": self.cited.version,
            "cited_sha256": self.sha256,
            "holds": self.holds,
            "sha256_then": self.was,
            "is_as_cited": self.is_as_cited,
            "changes": [
                {
                    "change": row.way.value,
                    "row": row.name,
                    "address": row.address,
                    "cells": [
                        {"column": cell.label, "before": cell.old, "after": cell.new}
                        for cell in row.cells
                    ],
                }
                for row in self.rows
            ],
        }


def holding(subset: Subset, cited: Point, sha256: str, followers: list[str]) -> Holding:
    """Whether the rows of a subset are those that were cited at a version.

    Raises NotRecalled or Busy where that cannot be told, ValidationError of a version that is none.
    """
    if sha256 and sha256_of(subset.asked, cited) == sha256:
        return Holding(cited, sha256, holds=True, was=sha256, rows=[], counts=[])
    later = Point(f"v{subset.version}")
    request, using = subset.request, subset.asked.using
    with override(settings.LANGUAGE_CODE), recalled([cited, later], using, followers) as found:
        with found.at(cited):
            compared = DataCompared(subset.listing, _asking(request, subset))
            with found.at(later):
                compared.request = _asking(request, subset)
                compared.read_later()
            compared.read_former()
            was = "" if compared.former.faults else sha256_of(compared.former, cited, then=True)
        changes = compared.rows
    # That something else of their entries changed is no change of the rows.
    holds = not changes and sha256 in ("", was)
    return Holding(cited, sha256, holds, was, changes, compared.counts)


def _asking(request: HttpRequest, subset: Subset) -> HttpRequest:
    """A request for the rows, to be answered with the record as it is made just now."""
    asking = HttpRequest()
    asking.META, asking.method = request.META, "GET"
    asking.path = asking.path_info = reverse(subset.listing.name)
    asking.GET = subset.parameters
    asking.database = subset.asked.using
    return asking
