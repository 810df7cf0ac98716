"""The addresses of files that are handed on, beside those of the pages that they are of."""

import functools

from django.urls import URLPattern, path

from measures.lists.budgets import BUDGETS
from portal.lists.declaration import ListPage
from portal.lists.recalling import recalling
from portal.pages.handouts.days import changed_document
from portal.pages.handouts.documents import documents_document, documents_workbook
from portal.pages.handouts.lists import list_document
from portal.pages.handouts.measures import brief_document, comparison_document, measure_document
from portal.pages.handouts.slides import budgets_slide, measure_slide
from portal.pages.lists import LISTS


def urls() -> list[URLPattern]:
    """All of them."""
    slide_of_list = functools.partial(recalling, budgets_slide, None, BUDGETS)
    return [
        *(of_list(listing) for listing in LISTS),
        path("budgets.pptx", slide_of_list, name="budgets-pptx"),
        path("measures/<slug:slug>.docx", measure_document, name="measure-docx"),
        path("measures/<slug:slug>.pptx", measure_slide, name="measure-pptx"),
        path("brief.docx", brief_document, name="brief-docx"),
        path("compare.docx", comparison_document, name="compare-docx"),
        path("documents-compared.docx", documents_document, name="documents-compared-docx"),
        path("documents-compared.xlsx", documents_workbook, name="documents-compared-xlsx"),
    ]


def of_list(listing: ListPage) -> URLPattern:
    """The address of the document of a list."""
    answer = functools.partial(recalling, list_document, changed_document, listing)
    return path(f"{listing.name}.docx", answer, name=f"{listing.name}-docx")
