"""The addresses of files that are handed on, beside those of the pages that they are of."""

import functools
from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.module_loading import import_string

from measures.lists.budgets import BUDGETS
from portal.lists.declaration import ListPage
from portal.lists.recalling import recalling
from portal.pages.lists import LISTS


def late(name: str) -> Callable[..., HttpResponse]:
    """A view of this folder, imported when it is first asked for.

    The libraries of Word files and slides take 17 MB of each worker and 0.1 s of its start.
    """

    def view(*asked, **named) -> HttpResponse:
        return import_string(f"portal.pages.handouts.{name}")(*asked, **named)

    return view


def urls() -> list[URLPattern]:
    """All of them."""
    slide_of_list = functools.partial(recalling, late("slides.budgets_slide"), None, BUDGETS)
    return [
        *(of_list(listing) for listing in LISTS),
        path("budgets.pptx", slide_of_list, name="budgets-pptx"),
        path("measures/<slug:slug>.docx", late("measures.measure_document"), name="measure-docx"),
        path("measures/<slug:slug>.pptx", late("slides.measure_slide"), name="measure-pptx"),
        path("brief.docx", late("measures.brief_document"), name="brief-docx"),
        path("compare.docx", late("measures.comparison_document"), name="compare-docx"),
        path(
            "documents-compared.docx",
            late("documents.documents_document"),
            name="documents-compared-docx",
        ),
        path(
            "documents-compared.xlsx",
            late("documents.documents_workbook"),
            name="documents-compared-xlsx",
        ),
    ]


def of_list(listing: ListPage) -> URLPattern:
    """The address of the document of a list."""
    answer = functools.partial(
        recalling, late("lists.list_document"), late("days.changed_document"), listing
    )
    return path(f"{listing.name}.docx", answer, name=f"{listing.name}-docx")
