"""Checks of kinds of faults by which the record could say something else than its sources."""

import re
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.models import Measure, MeasurePillar, MeasureStatus, Milestone, Relation
from policies.fault import Fault
from policies.models import Pillar
from portal.lists.addresses import address

# What an editor says of the print, where a summary should tell of the measure.
EDITORS_SPEECH = re.compile(
    r"印字|記載(が|は|の)?な|資料に(は)?(ない|示されない)|not (printed|stated)"
)
# A status that is read from what a source does not say.
SILENCE = re.compile(
    r"(記載|印字|記述|言及|注記)(が|は|も|の)?(ない|なく|なし)|書かれて?い?な|示されて?い?な"
)
# Acts of others: what happened to a measure's subject and is no act of who takes the measure.
ACTS_OF_OTHERS = re.compile(r"侵攻|侵略|軍事作戦|攻撃|事態の発生")
# A framework of fewer pillars may well be served by one measure as a whole.
FEWEST_PILLARS = 3
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年|令和(\d+)年|(?:FY|\b)((?:19|20)\d\d)\b")


def editors_speech() -> Iterator[Fault]:
    """Summaries that speak of the print instead of the measure."""
    for measure in Measure.objects.order_by("slug").only("slug", "title_ja", "summary_ja"):
        if found := EDITORS_SPEECH.search(measure.summary_ja):
            yield Fault(str(measure), found[0], measure.get_absolute_url())


def statuses_by_silence() -> Iterator[Fault]:
    """Measures called in force because a source says nothing of an end."""
    rows = MeasureStatus.objects.for_list().filter(value=Measure.Status.IN_FORCE, inferred=True)
    for row in rows:
        if found := SILENCE.search(row.inference_ja):
            yield Fault(str(row.measure), found[0], row.get_absolute_url())


def events_of_documents() -> Iterator[Fault]:
    """Events whose day is inferred from the date of the document alone."""
    rows = Milestone.objects.for_list().filter(
        inferred=True, date=models.F("section__document__date")
    )
    for row in rows:
        yield Fault(f"{row.measure}: {row}", row.date, row.get_absolute_url())


def acts_of_others() -> Iterator[Fault]:
    """Headline dates that are the act of somebody else than who takes the measure."""
    for row in Milestone.objects.headlines().for_list():
        if found := ACTS_OF_OTHERS.search(row.label_ja):
            yield Fault(f"{row.measure}: {row}", found[0], row.get_absolute_url())


def years_without_a_row() -> Iterator[Fault]:
    """Titles that name a year which no row of the measure has."""
    rows = ("statuses", "milestones", "budget_lines", "citations", "provisions")
    measures = Measure.objects.order_by("slug").prefetch_related(*rows)
    for measure in measures.select_related("agreement", "export_control"):
        for year in years_of(measure.title_ja):
            if not any(year in told for told in told_years(measure)):
                yield Fault(str(measure), str(year), measure.get_absolute_url())


def years_of(title: str) -> set[int]:
    """The years that a title names, eras of Japan among them."""
    return {
        int(common or english) if common or english else int(era) + 2018
        for common, era, english in YEAR.findall(title)
    }


def told_years(measure: Measure) -> Iterator[set[int]]:
    """The years of each row of a measure: of its dates, and of what is printed there."""
    for row in measure.milestones.all():
        yield {day.year for day in (row.date_from, row.date_until) if day}
    for row in measure.statuses.all():
        yield {row.as_of_from.year} if row.as_of_from else set()
    for row in measure.budget_lines.all():
        yield {row.fiscal_year, row.fiscal_year_until}
    for row in (*measure.citations.all(), *measure.provisions.all()):
        yield years_of(row.phrase)
    agreement = getattr(measure, "agreement", None)
    if agreement and agreement.date_from:
        yield {agreement.date_from.year}
    control = getattr(measure, "export_control", None)
    if control and control.begins_from:
        yield {control.begins_from.year}


def umbrellas() -> Iterator[Fault]:
    """Measures with parts that stand under every pillar of a framework: they are what it is."""
    top = Pillar.objects.filter(framework=models.OuterRef("pillar__framework"), parent=None)
    parts = Relation.objects.filter(kind=Relation.Kind.PART_OF, target=models.OuterRef("measure"))
    counted = (
        MeasurePillar.objects.filter(models.Exists(parts), pillar__parent=None)
        .values("measure__slug", "measure__title_ja", "pillar__framework__slug")
        .annotate(
            under=models.Count("pillar", distinct=True),
            pillars=models.Subquery(
                top.order_by().values("framework").annotate(n=models.Count("pk")).values("n")
            ),
        )
        .filter(under=models.F("pillars"), under__gte=FEWEST_PILLARS)
        .order_by("measure__slug")
    )
    for row in counted:
        where = address("measure", row["measure__slug"])
        yield Fault(row["measure__title_ja"], row["pillar__framework__slug"], where)


def unlike_parts() -> Iterator[Fault]:
    """Parts of one measure that one phrase names, alike in kind, whose inferred statuses differ."""
    parts = Relation.objects.filter(kind=Relation.Kind.PART_OF, source__status_inferred=True)
    groups: dict[tuple, list[Relation]] = {}
    for row in parts.select_related("source", "target").order_by("target__slug", "source__slug"):
        place = (row.target_id, row.section_id, row.phrase, row.source.kind)
        groups.setdefault(place, []).append(row)
    for found in groups.values():
        if len({row.source.status for row in found}) > 1:
            told = " / ".join(sorted(f"{row.source.slug}={row.source.status}" for row in found))
            yield Fault(str(found[0].target), told, found[0].target.get_absolute_url())


FIDELITY = (
    (_("Summaries that speak of the print"), editors_speech),
    (_("Measures in force by silence"), statuses_by_silence),
    (_("Events that are the date of a document"), events_of_documents),
    (_("Headline dates that are an act of others"), acts_of_others),
    (_("Years in titles that no row has"), years_without_a_row),
    (_("Measures under every pillar of a framework"), umbrellas),
    (_("Parts of one measure with statuses that differ"), unlike_parts),
)
