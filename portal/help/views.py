"""The pages of the help."""

import dataclasses
import datetime
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, override

from policies.models.base import PHRASE_LENGTH
from portal.accounts.roles import ROLES
from portal.dates.edtf import bounds, describe
from portal.handouts.parts import SLIDE_ROWS
from portal.help.pages import API, CAVEATS, CITE, DATA, DATES, EDIT, FORMS, KEEP, PAGES, RECORD
from portal.lists.api.asked import MOST as MOST_ROWS
from portal.lists.api.asked import USUAL
from portal.lists.api.problems import TITLES
from portal.lists.formats import LONGEST_DOCUMENT
from portal.lists.request import stamp_of
from portal.lists.views import WORKBOOK_ROWS
from portal.pages.api.entries import KINDS
from portal.pages.caveats.declared import CaveatKind, of_kind
from portal.pages.caveats.derived import noted_tables
from portal.pages.caveats.table import CAVEATS as CAVEATS_TABLE
from portal.pages.check.verdicts import MEANINGS
from portal.pages.lists import LISTS
from portal.pages.summary import RecordCache
from portal.record.recalling import MOST


@dataclasses.dataclass(frozen=True)
class Date:
    """A date in EDTF form, in words, and as the days between which it lies."""

    edtf: str
    words: str
    first: datetime.date | None
    last: datetime.date | None


@dataclasses.dataclass(frozen=True)
class Form:
    """The rows that one part of the editing page of a measure takes.

    `as_shown` is its Japanese heading there, where the page that explains it is not Japanese.
    """

    name: str
    as_shown: str
    meaning: str | Promise


def forms() -> Iterator[Form]:
    """The parts of the editing page of a measure."""
    for model, meaning in FORMS.items():
        name = model._meta.verbose_name_plural
        with override("ja"):
            as_shown = str(name)
        yield Form(str(name), as_shown if get_language() != "ja" else "", meaning)


def index(request: HttpRequest) -> HttpResponse:
    """The pages of the help."""
    return render(request, "help/index.html", {"pages": PAGES})


def cite(request: HttpRequest) -> HttpResponse:
    """For those who look things up."""
    verdicts = [(verdict.label, meaning) for verdict, meaning in MEANINGS.items()]
    context = {"page": CITE, "verdicts": verdicts}
    return render(request, "help/cite.html", context)


def edit(request: HttpRequest) -> HttpResponse:
    """For editors."""
    context = {"page": EDIT, "forms": list(forms()), "length": PHRASE_LENGTH, "roles": ROLES}
    return render(request, "help/edit.html", context)


def keep(request: HttpRequest) -> HttpResponse:
    """For editors too: what becomes of changes."""
    return render(request, "help/keep.html", {"page": KEEP})


def data(request: HttpRequest) -> HttpResponse:
    """For those who take tables away."""
    with override(settings.LANGUAGE_CODE):  # one file for all languages
        example, measures = (
            request.build_absolute_uri(reverse(f"{name}-csv", query={"profile": "data"}))
            for name in ("budgets", "measures")
        )
    context = {
        "page": DATA,
        "dates": [Date(edtf, describe(edtf), *bounds(edtf)) for edtf in DATES],
        "example": example,
        "measures": measures,
        "rows_at_most": f"{WORKBOOK_ROWS:,}",
        "document_rows": LONGEST_DOCUMENT,
        "slide_rows": SLIDE_ROWS,
    }
    return render(request, "help/data.html", context)


def api(request: HttpRequest) -> HttpResponse:
    """For those whose programs ask for JSON."""
    context = {
        "page": API,
        "example": request.build_absolute_uri(reverse("measures-json", query={"kind": "law"})),
        "usual": USUAL,
        "most": f"{MOST_ROWS:,}",
        "kinds": KINDS,
        "titles": TITLES,
    }
    return render(request, "help/api.html", context)


def caveats(request: HttpRequest) -> HttpResponse:
    """What has to be known before rows are counted, added or joined."""
    noted = noted_tables()
    context = {
        "page": CAVEATS,
        "kinds": [(kind.value, kind.label, of_kind(kind)) for kind in CaveatKind],
        "listings": [listing for listing in LISTS if listing.table in noted],
        "table": CAVEATS_TABLE,
    }
    return render(request, "help/caveats.html", context)


def record(request: HttpRequest) -> HttpResponse:
    """How the record is made and what its words mean."""
    kept = RecordCache.at(stamp_of(request))
    context = {
        "page": RECORD,
        "documents": len(kept.read),
        "sections": sum(document.section_count for document in kept.read),
        "as_of": kept.as_of_in_words,
        "length": PHRASE_LENGTH,
        "most": MOST,
    }
    return render(request, "help/record.html", context)
