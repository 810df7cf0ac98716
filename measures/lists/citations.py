"""The list of passages that tell of measures."""

import dataclasses

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import one_measure, row_search
from measures.lists.orders import measure_sorts
from measures.models import (
    Citation,
)
from policies.lists.columns import entry, evidence
from policies.lists.conditions import sources
from portal.lists.columns import Column
from portal.lists.declaration import ListPage
from portal.lists.filterset import ListFilterSet
from portal.lists.values import json_codes


class CitationFilterSet(ListFilterSet):
    model = Citation

    q = row_search(section=False)
    measure = one_measure()
    source = sources()


# Passages of one section that tell of one measure are told apart by their phrases.
PHRASE, *OTHERS = evidence()
COLUMNS = (
    *measure_columns(cell="entry"),
    Column(
        "supports",
        _("Supports"),
        json_codes("supports", Citation.Field),
        _("Which fields of the measure the passage supports, as codes."),
    ),
    dataclasses.replace(PHRASE, cell="long"),
    *OTHERS,
    entry("measure", "measure__slug", anchor=(Value("sources"),)),
)


CITATIONS = ListPage(
    name="citations",
    key=("measure_slug", "document_slug", "section_code", "phrase"),
    title=_("Citations"),
    lead=_("Where each document describes a measure, and the phrase to look for there."),
    entries=lambda: Citation.objects.published().for_list(),
    filterset_class=CitationFilterSet,
    columns=COLUMNS,
    sorts=measure_sorts(),
)
