"""The list of relations between measures."""

import functools
import operator

from django.db.models import Q, Value
from django.utils.translation import gettext_lazy as _

from measures.lists.orders import measure_sorts
from measures.models import Measure, Relation
from policies.lists.columns import entry, evidence
from policies.lists.conditions import sources
from policies.lists.orders import PRINTED, name_sort, placed
from portal.lists.columns import Column, Kind
from portal.lists.declaration import ListPage, Sort
from portal.lists.filters import ChoiceFacet, RelatedFacet, Search
from portal.lists.filterset import ListFilterSet
from portal.lists.values import address, bilingual, label


class AtEitherEnd(RelatedFacet):
    """Relations from or to single measures: asked by links from their pages, as these are too many
    to count.
    """

    ENDS = ("source__slug", "target__slug")

    def paths(self, model):
        return self.ENDS

    def filter(self, qs, keys):
        ends = (Q(**{f"{end}__in": keys}) for end in self.ENDS)
        return qs.filter(functools.reduce(operator.or_, ends)) if keys else qs


class RelationFilterSet(ListFilterSet):
    model = Relation

    q = Search(
        titles=("reason_ja", "reason_en"),
        texts=("phrase",),
        refs={"source": False, "target": False},
    )
    kind = ChoiceFacet(label=_("Relation"), choices=Relation.Kind)
    measure = AtEitherEnd(
        key="slug", label=_("Measure"), queryset=Measure.objects.published(), counted=False
    )
    source = sources()


COLUMNS = (
    Column(
        "measure",
        _("Measure"),
        bilingual("source__title", "measures.slug"),
        _("The measure the relation starts from."),
        cell="entry",
    ),
    Column("measure_slug", _("Measure, address name"), "source__slug", _("Its address name.")),
    Column(
        "kind",
        _("Relation"),
        label("kind", Relation.Kind),
        _("How it relates to the other."),
        cell="text",
    ),
    Column("kind_code", _("Relation, code"), "kind", _("The relation as a fixed code.")),
    Column(
        "related",
        _("Related measure"),
        bilingual("target__title", "measures.slug"),
        _("The measure it leads to."),
        cell="long",
        leads=("measure", "related_slug"),
    ),
    Column(
        "related_slug", _("Related measure, address name"), "target__slug", _("Its address name.")
    ),
    Column(
        "related_address",
        _("Related measure, address"),
        address("measure", "target__slug"),
        _("Its permanent address."),
        Kind.URL,
    ),
    Column(
        "reason",
        _("Reason"),
        bilingual("reason"),
        _("Why, in the words of this site."),
        cell="long",
    ),
    *evidence(),
    entry("measure", "source__slug", anchor=(Value("relations"),)),
)


RELATIONS = ListPage(
    name="relations",
    key=("measure_slug", "related_slug", "kind_code"),
    title=_("Relations"),
    lead=_("Why one measure is related to another, in words, with the section that shows it."),
    entries=lambda: Relation.objects.published().for_list(),
    filterset_class=RelationFilterSet,
    columns=COLUMNS,
    sorts=(
        *measure_sorts(
            name_sort(
                "source__slug",
                *PRINTED,
                path="target__",
                name="related",
                label=_("By related measure"),
            ),
            Sort(
                "kind", _("By relation"), (placed("kind", Relation.Kind), "source__slug", *PRINTED)
            ),
            path="source__",
        ),
    ),
)
