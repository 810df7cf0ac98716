"""Checks of kinds of faults by which the record could say something else than its sources."""

import itertools
import re
from collections.abc import Iterator

from measures.checks.batches import Batch
from measures.models import Citation, Measure, Relation
from policies.models import Framework
from portal.findings.fault import Fault

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
# The rows that tell what a citation says to support.
ROWS_OF_FIELDS = {
    Citation.Field.STATUS: ("statuses",),
    Citation.Field.ACTORS: ("organisations", "partners"),
    Citation.Field.SUBJECTS: ("subjects",),
    Citation.Field.PILLARS: ("pillars",),
    Citation.Field.PROVISIONS: ("provisions",),
}
# A framework of fewer pillars may well be served by one measure as a whole.
FEWEST_PILLARS = 3
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年|令和(\d+)年|(?:FY|\b)((?:19|20)\d\d)\b")


def editors_speech(measure: Measure) -> Iterator[Fault]:
    """Summaries that speak of what a document does not state instead of the measure."""
    if found := EDITORS_SPEECH.search(measure.summary_ja):
        yield Fault(measure, found[0], field="summary_ja", value=measure.summary_ja)


def statuses_by_silence(measure: Measure) -> Iterator[Fault]:
    """Measures called in force because a source says nothing of an end."""
    for row in measure.statuses.all():
        assumed = row.value == Measure.Status.IN_FORCE and row.inferred
        if assumed and (found := SILENCE.search(row.inference_ja)):
            yield Fault(measure, found[0], row, "inference_ja", row.inference_ja)


def cited_for_sure(measure: Measure) -> Iterator[Fault]:
    """Citations that support as printed what all rows of their section tell as inferred."""
    for citation in measure.citations.all():
        if citation.inferred:
            continue
        for field, kinds in ROWS_OF_FIELDS.items():
            rows = [
                row
                for kind in kinds
                for row in getattr(measure, kind).all()
                if row.section_id == citation.section_id
            ]
            if field in citation.supports and rows and all(row.inferred for row in rows):
                yield Fault(measure, citation.phrase, citation, "supports", field.value)


def events_of_documents(measure: Measure) -> Iterator[Fault]:
    """Events whose day is inferred from the date of the document alone."""
    for row in measure.milestones.all():
        if row.inferred and row.date == row.section.document.date:
            yield Fault(measure, row.date, row, "date", row.date)


def acts_of_others(measure: Measure) -> Iterator[Fault]:
    """Headline dates that are the act of somebody else than who takes the measure."""
    for row in measure.milestones.all():
        if row.headline and (found := ACTS_OF_OTHERS.search(row.label_ja)):
            yield Fault(measure, found[0], row, "headline", row.label_ja)


def years_without_a_row(measure: Measure) -> Iterator[Fault]:
    """Titles that name a year which no row of the measure has."""
    for year in years_of(measure.title_ja):
        if not any(year in told for told in told_years(measure)):
            yield Fault(measure, str(year), field="title_ja", value=str(year))


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


def umbrellas(batch: Batch) -> Iterator[Fault]:
    """Measures with parts that stand under every pillar of a framework: they are what it is."""
    under: dict[tuple[Measure, int], set[int]] = {}
    for measure in batch.entries:
        if any(row.kind == Relation.Kind.PART_OF for row in measure.reverse_relations.all()):
            for row in measure.pillars.all():
                if row.pillar.parent_id is None:
                    place = (measure, row.pillar.framework_id)
                    under.setdefault(place, set()).add(row.pillar_id)
    several = {place: len(rows) for place, rows in under.items() if len(rows) >= FEWEST_PILLARS}
    if not several:
        return
    top = Framework.objects.with_top_pillars().in_bulk({framework for _m, framework in several})
    for (measure, framework), number in several.items():
        if number == top[framework].top_pillars:
            slug = top[framework].slug
            yield Fault(measure, slug, value=slug)


def unlike_parts(batch: Batch) -> Iterator[Fault]:
    """Parts of one measure that one phrase names, alike in kind, whose inferred statuses differ.

    It is a fault of two of them, since either could be the one to mend.
    """
    wholes = {
        row.target_id
        for measure in batch.entries
        for row in measure.relations.all()
        if row.kind == Relation.Kind.PART_OF
    }
    parts = Relation.objects.parts_of(wholes) if wholes else ()
    asked = {measure.pk for measure in batch.entries}
    groups: dict[tuple, list[Relation]] = {}
    for row in parts:
        place = (row.target_id, row.section_id, row.phrase, row.source.kind)
        groups.setdefault(place, []).append(row)
    for found in groups.values():
        for one, other in itertools.combinations(found, 2):
            differ = one.source.status != other.source.status
            if differ and asked & {one.source_id, other.source_id}:
                what = " / ".join(f"{row.source.slug}={row.source.status}" for row in (one, other))
                yield Fault(one.source, what, one, "", what, other.source)
