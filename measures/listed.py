"""Measures as a list shows them: plain values, read by two statements that are kept.

A row of a list shows less than a measure has, so no instances of models are made for it.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from django.db import models

from measures.models import Citation, Measure, MeasureName, MeasureOrganisation
from portal.rows.kept import Asked, KeptStatement


class Words(NamedTuple):
    """The same in both languages; `en` is empty where it is not told in English."""

    ja: str
    en: str


class Listed(NamedTuple):
    """A measure as a row of a list.

    The headline is that of its milestone, the section that of its first citation: both are None
    where it has none, and so is who acts where that are several. `citations` counts them all.
    """

    pk: int
    slug: str
    title_ja: str
    title_en: str
    summary_ja: str
    summary_en: str
    kind: str
    status: str
    status_as_of: str
    status_inferred: bool
    jurisdiction_ja: str | None
    jurisdiction_en: str | None
    headline_date: str | None
    headline_ja: str | None
    headline_en: str | None
    citation: int | None
    section: str | None
    document: str | None
    document_ja: str | None
    document_en: str | None
    citations: int
    names: Sequence[Words]
    leads: Sequence[Words]


# What a measure is read with, in the order of `Listed`.
OWN = (
    *("pk", "slug", "title_ja", "title_en", "summary_ja", "summary_en"),
    *("kind", "status", "status_as_of", "status_inferred"),
    *("jurisdiction__name_ja", "jurisdiction__name_en"),
    *("headline__date", "headline__label_ja", "headline__label_en"),
    *("first_citation__pk", "first_citation__section__code"),
    *(
        f"first_citation__section__document__{name}"
        for name in ("slug", "short_name_ja", "short_name_en")
    ),
    "citation_count",
)
NAME, LEAD = "name", "lead"


def _measures() -> models.QuerySet:
    cited = Citation.objects.filter(measure=models.OuterRef("pk")).order_by()
    count = cited.values("measure").annotate(n=models.Count("pk")).values("n")
    counted = Measure.objects.published().with_joins().annotate(citation_count=_or_none(count))
    return counted.filter(pk__in=Asked("measures")).order_by().values_list(*OWN)


def _or_none(count: models.QuerySet) -> models.functions.Coalesce:
    return models.functions.Coalesce(models.Subquery(count), 0)


def _besides() -> models.QuerySet:
    names = MeasureName.objects.filter(measure__in=Asked("measures"))
    leads = MeasureOrganisation.objects.leading().filter(measure__in=Asked("measures"))
    told = _part(names, NAME, models.F("name"), models.Value(""))
    led = _part(leads, LEAD, models.F("organisation__name_ja"), models.F("organisation__name_en"))
    return told.union(led, all=True).order_by("row_position", "row_pk")


def _part(
    rows: models.QuerySet, name: str, ja: models.Expression, en: models.Expression
) -> models.QuerySet:
    return (
        rows.order_by()
        .annotate(
            row_part=models.Value(name),
            row_ja=ja,
            row_en=en,
            row_position=models.F("position"),
            row_pk=models.F("pk"),
        )
        .values_list("row_part", "measure", "row_ja", "row_en", "row_position", "row_pk")
    )


MEASURES, BESIDES = KeptStatement(_measures), KeptStatement(_besides)


def load_listed(keys: Sequence[int], using: str | None = None) -> list[Listed]:
    """The measures of these primary keys that visitors may see, in no order."""
    besides: defaultdict[tuple[str, int], list[Words]] = defaultdict(list)
    for part, measure, ja, en, _position, _pk in BESIDES.rows(using, measures=keys):
        besides[part, measure].append(Words(ja, en))
    return [
        Listed(*row, besides[NAME, row[0]], besides[LEAD, row[0]])
        for row in MEASURES.rows(using, measures=keys)
    ]
