"""The caveats that hold of a whole table, or of the record; said once, in both languages."""

import dataclasses

from django.db import models
from django.utils.translation import gettext_lazy as _

from measures.lists.data_points import DATA_POINTS
from measures.lists.printed_totals import PRINTED_TOTALS
from measures.lists.targets import TARGETS
from portal.lists.columns import Label


class CaveatKind(models.TextChoices):
    """What a caveat is about, in the order in which they are met."""

    SCOPE = "scope", _("What is not in the record")
    SUM = "sum", _("What a sum may not mix")
    SILENCE = "silence", _("What silence means")
    READING = "reading", _("How rows have to be read")
    SOURCE = "source", _("Known faults of the sources, and what is used here")


@dataclasses.dataclass(frozen=True)
class Rule:
    """A caveat of a `table`, or of all of them. Its `code` does not change when its words do."""

    code: str
    kind: CaveatKind
    words: Label
    table: str = ""


RULES = (
    Rule(
        "documents",
        CaveatKind.SCOPE,
        _("Anything that no document of the record says, and anything after the as-of date."),
    ),
    Rule(
        "sentences",
        CaveatKind.SCOPE,
        _(
            "The sentences of the documents. Summaries are words of this site; a phrase of a few "
            "words shows where each value stands."
        ),
    ),
    Rule(
        "figures",
        CaveatKind.SCOPE,
        _(
            "Figures and charts whose numbers are missing from the text of a document. They are "
            "named, without values."
        ),
        "indicators",
    ),
    Rule(
        "judgements",
        CaveatKind.SCOPE,
        _(
            "Judgements of our own. Assessments are recorded as what a source says, with who says "
            "it where that is stated."
        ),
    ),
    Rule(
        "legal-steps",
        CaveatKind.SCOPE,
        _(
            "The steps of a law that no document gives: most laws have no cabinet decision beside "
            "a day of effect, so the time between them cannot be computed. A term such as within a "
            "year of promulgation is the text of a provision, not a date."
        ),
        "milestones",
    ),
    Rule(
        "computed-relations",
        CaveatKind.SCOPE,
        _(
            "Relations that pages compute from shared subjects and sections. The table holds those "
            "alone that were read from a section."
        ),
        "relations",
    ),
    Rule(
        "stages",
        CaveatKind.SUM,
        _(
            "Amounts of different stages are not added: a request becomes a draft, a draft becomes "
            "a budget. Only where a source itself adds them is such a sum set beside its total."
        ),
        "budgets",
    ),
    Rule(
        "currencies",
        CaveatKind.SUM,
        _("Amounts in different currencies are not added and not converted."),
        "budgets",
    ),
    Rule(
        "programmes",
        CaveatKind.SUM,
        _(
            "Lines of different programmes are not added: one may hold the other. contained_in "
            "names the line of the same programme that holds a line."
        ),
        "budgets",
    ),
    Rule(
        "is-added",
        CaveatKind.SUM,
        _(
            "Only lines with is_added = true are added. not_added_ja and not_added_en say why "
            "another one is not."
        ),
        "budgets",
    ),
    Rule(
        "years",
        CaveatKind.SUM,
        _(
            "A line with fiscal_year_until is the sum of several fiscal years, and one without "
            "fiscal_year is of none: both are missing or wrong in a sum by year."
        ),
        "budgets",
    ),
    Rule(
        "approximate",
        CaveatKind.SUM,
        _(
            "Where approximate is true the source says “about”, so a sum with that line is "
            "approximate too. Sources round the cells of a table and its total apart."
        ),
        "budgets",
    ),
    Rule("totals", CaveatKind.SUM, PRINTED_TOTALS.remark, "printed_totals"),
    Rule("targets", CaveatKind.SUM, TARGETS.remark, "targets"),
    Rule("data-points", CaveatKind.SUM, DATA_POINTS.remark, "data_points"),
    Rule(
        "long-tables",
        CaveatKind.SUM,
        _(
            "A measure has several rows in the tables of its subjects, partners and organisations, "
            "one for each role too. After a join, count different measure_slug, not rows."
        ),
        "measures",
    ),
    Rule(
        "blank",
        CaveatKind.SILENCE,
        _(
            "An empty cell means unknown or not stated. 0 means zero. Never fill one with the "
            "other."
        ),
    ),
    Rule(
        "no-row",
        CaveatKind.SILENCE,
        _(
            "The record holds what its documents say. A missing row does not mean that the thing "
            "does not exist."
        ),
    ),
    Rule(
        "dash",
        CaveatKind.SILENCE,
        _(
            "Where a table of a source gives a dash for a year, there is no row with an amount; "
            "budget_empty_cells names these cells. In targets and data points value_status tells "
            "a dash in the source from words."
        ),
        "budgets",
    ),
    Rule(
        "not-examined",
        CaveatKind.SILENCE,
        _(
            "A pillar without a measure of some kind means that the documents name none, except "
            "for the cells of pillar_gaps, which nobody has examined."
        ),
        "pillar_gaps",
    ),
    Rule(
        "states",
        CaveatKind.SILENCE,
        _(
            "A status holds as of status_as_of_edtf. That no later document mentions a measure "
            "says neither that it goes on nor that it ended."
        ),
        "measures",
    ),
    Rule(
        "dates",
        CaveatKind.READING,
        _(
            "A date is what the source gives: a month, a season and a span stay such in _edtf. "
            "It lies between _from and _until; compare with both, or months end a month early."
        ),
    ),
    Rule(
        "inferred",
        CaveatKind.READING,
        _(
            "Where inferred is true, the row or one of its values is inferred from the passage, "
            "not stated there; inference_ja and inference_en say how."
        ),
    ),
    Rule(
        "own-country",
        CaveatKind.READING,
        _(
            "Whose act it is often takes part without being named among the partners, as Japan in "
            "most Japanese rows; then jurisdiction_implied is true. Count it as a party."
        ),
        "agreements",
    ),
    Rule(
        "others-agreements",
        CaveatKind.READING,
        _(
            "Acts of others stand there too, such as talks between the United States and China: "
            "jurisdiction_code tells them apart. A target is at whom the act is directed, not a "
            "party; more than half of the rows are meetings and dialogues (form_code)."
        ),
        "agreements",
    ),
    Rule(
        "all-destinations",
        CaveatKind.READING,
        _(
            "A control of all destinations has all_destinations = true and need not have a row in "
            "export_control_targets. Without either, the source names no destination."
        ),
        "export_controls",
    ),
    Rule(
        "relaxed",
        CaveatKind.READING,
        _(
            "Rows with effect_code relaxed ease controls; they are not counted as controls in "
            "force. A suspension is a gap in a control, not its end."
        ),
        "export_controls",
    ),
    Rule(
        "symmetric",
        CaveatKind.READING,
        _(
            "A relation is stored one way. Where its kind is symmetric (codelists), it holds the "
            "other way as well."
        ),
        "relations",
    ),
    Rule(
        "tree",
        CaveatKind.READING,
        _(
            "Rows name a subject as the source does. What is below it in the tree has rows of its "
            "own: conditions on this site include these, a join on subject_slug does not."
        ),
        "measure_subjects",
    ),
    Rule(
        "places",
        CaveatKind.READING,
        _("A partner code leads to partners or, for a city or a region of a country, to places."),
        "partners",
    ),
    Rule(
        "codes",
        CaveatKind.READING,
        _(
            "no is Norway, and 01 or (1) are printed numbers: read columns with "
            "the types of the table columns, or a program makes other values of them."
        ),
    ),
    Rule(
        "as-printed",
        CaveatKind.SOURCE,
        _(
            "phrase, printed and names of kind printed are letter for letter as in the source, "
            "misprints included; words of this site use the right form."
        ),
    ),
)


def of_kind(kind: CaveatKind) -> list[Rule]:
    """The caveats of a kind, in their order."""
    return [rule for rule in RULES if rule.kind == kind]
