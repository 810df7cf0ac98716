"""The list of provisions."""

from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from measures.lists.columns import measure_columns
from measures.lists.conditions import (
    one_measure,
    row_search,
)
from measures.lists.orders import ROW, measure_sorts
from measures.models import (
    Provision,
)
from policies.lists.columns import edtf, entry, evidence
from policies.lists.conditions import sources
from policies.lists.orders import newest, oldest
from portal.lists.columns import Column
from portal.lists.declaration import ListPage
from portal.lists.filterset import ListFilterSet
from portal.lists.printed import printed_number
from portal.lists.values import bilingual, flag


class ProvisionFilterSet(ListFilterSet):
    model = Provision

    q = row_search("heading_ja", "text_ja", "text_en", "number")
    measure = one_measure()
    source = sources()


COLUMNS = (
    *measure_columns(),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("part_of", _("Part of"), "parent__code", _("Code of the provision it is part of.")),
    Column(
        "number",
        _("Printed number"),
        "number",
        _("Number as printed."),
        cell="optional",
        data=printed_number("number", _("Number as printed.")),
    ),
    Column(
        "heading",
        _("Heading"),
        bilingual("heading"),
        _("Heading, where one is given."),
        cell="optional",
    ),
    Column("text", _("Content"), bilingual("text"), _("In the words of this site."), cell="entry"),
    Column(
        "is_new", _("New"), flag("is_new", _("new")), _("Filled where the source marks it as new.")
    ),
    *edtf(
        "effective",
        _("Takes effect"),
        "effective",
        _("When it takes effect, in EDTF form."),
        cell="optional-words",
    ),
    Column(
        "speaker",
        _("Said by"),
        bilingual("speaker__name", "organisations.slug"),
        _("Who says so, where the source names someone."),
    ),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("provision-"), "code")),
)


PROVISIONS = ListPage(
    name="provisions",
    key=("measure_slug", "code"),
    title=_("Provisions"),
    lead=_("Clauses and sub-items of measures, numbered as printed, in the words of this site."),
    entries=lambda: Provision.objects.published().for_list(),
    filterset_class=ProvisionFilterSet,
    columns=COLUMNS,
    sorts=measure_sorts(newest("effective_from", *ROW), oldest("effective_from", *ROW)),
)
