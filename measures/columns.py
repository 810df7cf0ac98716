"""The columns of the lists of measures and of everything that hangs on them."""

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.models import (
    Agreement,
    BudgetLine,
    Citation,
    ExportControl,
    Measure,
    MeasureName,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
    Milestone,
    Obligations,
    Relation,
    Stage,
    Target,
    TradeRemedy,
)
from policies.columns import edtf, entry, evidence, provenance, source_mark
from policies.dates import describe, fiscal_year_label
from portal.browse.columns import TEXT, Column, Joined, Kind, address, bilingual, flag, label


def joined(model, value, measure: str = "pk", **conditions):
    """What the rows of `model` of one measure say, one after the other, as printed."""

    def expression():
        rows = model.objects.filter(measure=OuterRef(measure), **conditions)
        return Joined(rows.order_by("position", "pk"), value() if callable(value) else value)

    return expression


def first_citation(value):
    """A value of the measure's first citation."""

    def expression():
        citations = Citation.objects.filter(measure=OuterRef("pk")).order_by("position", "pk")
        return Subquery(citations.annotate(found=value()).values("found")[:1])

    return expression


def of_measure(path: str = "measure", cell: str = "long") -> tuple[Column, ...]:
    """Which measure a row belongs to."""
    return (
        Column("measure", _("Measure"), bilingual(f"{path}__title"), _("Title of the measure."), cell=cell),
        Column("measure_slug", _("Measure, address name"), f"{path}__slug", _("Address name of the measure.")),
    )


def headline(value: str):
    def expression():
        rows = Milestone.objects.filter(measure=OuterRef("pk"), headline=True)
        return Subquery(rows.annotate(found=bilingual(value)() if value == "label" else F(value)).values("found")[:1])

    return expression


MEASURES = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column("title", _("Title"), bilingual("title"), _("Title in the language of the page."), cell="entry"),
    Column("title_ja", _("Title (Japanese)"), "title_ja", _("Japanese title.")),
    Column("title_en", _("Title (English)"), "title_en", _("English title.")),
    Column("other_names", _("Other names"), joined(MeasureName, "name"), _("Formal titles, short forms and names in single documents.")),
    Column("summary", _("Summary"), bilingual("summary"), _("In the words of this site.")),
    Column("kind", _("Kind"), label("kind", Measure.Kind), _("What sort of measure it is."), cell="text"),
    Column("kind_code", _("Kind, code"), "kind", _("The kind as a fixed code.")),
    Column("status", _("Status"), label("status", Measure.Status), _("Where it stands at the date of the source."), cell="text"),
    Column("status_code", _("Status, code"), "status", _("The status as a fixed code.")),
    Column("status_inferred", _("Status inferred"), flag("status_inferred", _("inferred")), _("Filled where the source does not state the status outright.")),
    Column("jurisdiction", _("Jurisdiction"), bilingual("jurisdiction__name"), _("Whose act it is; empty for joint acts without Japan."), cell="optional"),
    Column("jurisdiction_code", _("Jurisdiction, code"), "jurisdiction__code", _("Code of the jurisdiction.")),
    Column("date_edtf", _("Headline date"), headline("date"), _("The date shown in lists, in EDTF form."), cell="words", words=describe),
    Column("date_from", _("Headline date, first day"), headline("date_from"), _("First day it can mean, ISO 8601."), Kind.DATE),
    Column("date_event", _("Event of the headline date"), headline("label"), _("What happened on that date.")),
    Column("leads", _("Leads"), joined(MeasureOrganisation, bilingual("organisation__name"), role__in=MeasureOrganisation.LEADING), _("Organisations that lead it.")),
    Column("organisations", _("Organisations"), joined(MeasureOrganisation, bilingual("organisation__name")), _("All organisations with a part in it.")),
    Column("partners", _("Partners"), joined(MeasurePartner, bilingual("partner__name")), _("Countries, regions and groups with a part in it.")),
    Column("subjects", _("Subjects"), joined(MeasureSubject, bilingual("subject__name")), _("What it is about.")),
    Column("pillars", _("Pillars"), joined(MeasurePillar, bilingual("pillar__name")), _("Under which pillars a source puts it.")),
    Column("phrase", _("Anchor phrase"), first_citation(lambda: F("phrase")), _("Phrase of the first citation, as printed.")),
    Column("source_mark", _("Source"), first_citation(source_mark("section")), _("Short name of the document, and the section.")),
    Column("source_title", _("Source title"), first_citation(bilingual("section__document__title")), _("Title of the document of the first citation.")),
    Column("section_heading", _("Section heading"), first_citation(provenance()[2].value), _("Heading of that section.")),
    Column("section_address", _("Section address"), first_citation(provenance()[3].value), _("Page of that section on this site."), Kind.URL),
    entry("measure", "slug"),
)

PROVISIONS = (
    *of_measure(),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("part_of", _("Part of"), "parent__code", _("Code of the provision it is part of.")),
    Column("number", _("Printed number"), "number", _("Number as printed."), cell="optional"),
    Column("heading", _("Heading"), bilingual("heading"), _("Heading, where one is printed."), cell="optional"),
    Column("text", _("Content"), bilingual("text"), _("In the words of this site."), cell="entry"),
    Column("is_new", _("New"), flag("is_new", _("new")), _("Filled where the source marks it as new.")),
    *edtf("effective", _("Takes effect"), "effective", _("When it takes effect, in EDTF form."), cell="optional-words"),
    Column("speaker", _("Said by"), bilingual("speaker__name"), _("Who says so, where the source names someone.")),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("provision-"), "code")),
)

MILESTONES = (
    *edtf("date", _("Date"), "date", _("Date of the event in EDTF form."), cell="words"),
    Column("date_until", _("Date, last day"), "date_until", _("Last day it can mean, ISO 8601."), Kind.DATE),
    Column("event", _("Event"), bilingual("label"), _("What happened."), cell="text"),
    Column("kind", _("Kind"), label("kind", Milestone.Kind), _("Sort of event."), cell="text"),
    Column("kind_code", _("Kind, code"), "kind", _("The kind as a fixed code.")),
    *of_measure(cell="entry"),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("jurisdiction", _("Jurisdiction"), bilingual("measure__jurisdiction__name"), _("Whose measure it is; empty for joint acts without Japan."), cell="optional"),
    Column("headline", _("Headline date"), flag("headline", _("headline")), _("Filled for the date that lists show.")),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("milestone-"), "code")),
)

BUDGETS = (
    *of_measure(),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("subject", _("Subject"), bilingual("subject__name"), _("What the amount is for."), cell="entry"),
    Column("subject_slug", _("Subject, address name"), "subject__slug", _("Address name of the subject.")),
    Column("label", _("Label"), bilingual("label"), _("What the line is, where it is not the whole subject."), cell="optional"),
    Column("fiscal_year", _("Fiscal year"), "fiscal_year", _("First calendar year of the fiscal year (April to March)."), Kind.INTEGER, cell="words", words=fiscal_year_label),
    Column("fiscal_year_until", _("Until fiscal year"), "fiscal_year_until", _("Last fiscal year of several."), Kind.INTEGER),
    Column("stage", _("Stage"), label("stage", Stage), _("Where the amount stood in the budget process."), cell="text"),
    Column("stage_code", _("Stage, code"), "stage", _("The stage as a fixed code.")),
    Column("amount", _("Amount"), "amount", _("In the currency's base unit."), Kind.INTEGER),
    Column("currency", _("Currency"), "currency", _("ISO 4217 code; the unit of the amount.")),
    Column("printed", _("As printed"), "printed", _("The amount as the source prints it."), cell="printed"),
    Column("approximate", _("About"), flag("approximate", _("about")), _("Filled where the source says “about” (約).")),
    Column("obligations", _("Contract authorisations"), label("obligations", Obligations), _("How the amount counts contract authorisations.")),
    Column("scope", _("Scope"), bilingual("scope"), _("What part the amount covers."), cell="optional"),
    Column("ministries", _("Ministries"), lambda: Joined(BudgetLine.ministries.through.objects.filter(budgetline=OuterRef("pk")).order_by("organisation__slug"), bilingual("organisation__name")()), _("Ministries in charge."), cell="optional"),
    Column("contained_in", _("Contained in"), "part_of__code", _("Code of the line that contains it.")),
    Column("not_added", _("Why it is not added"), bilingual("not_added"), _("Filled for lines that must not be added to others."), cell="optional-long"),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("budget-"), "code")),
)


def targets_of():
    """Towards whom a measure is directed."""
    return joined(MeasurePartner, bilingual("partner__name"), measure="measure", role=MeasurePartner.Role.TARGET)


def towards():
    """The targets of an export control, or the words for all destinations."""
    everyone = When(all_destinations=True, then=Value(gettext("all destinations")))
    return Case(everyone, default=targets_of()(), output_field=TEXT)


def since():
    """When a control took effect, else when it was announced."""
    return Coalesce(NullIf(F("effective"), Value("")), F("announced"))


EXPORT_CONTROLS = (
    *of_measure(cell="entry"),
    Column("imposed_by", _("Imposed by"), bilingual("jurisdiction__name"), _("Who imposes it."), cell="text"),
    Column("imposed_by_code", _("Imposed by, code"), "jurisdiction__code", _("Code of who imposes it.")),
    Column("towards", _("Towards"), towards, _("Towards whom it is directed; all destinations where it is directed at everyone."), cell="text"),
    Column("items", _("Controlled items"), bilingual("items"), _("What is controlled.")),
    Column("effect", _("Effect"), label("effect", ExportControl.Effect), _("What it does."), cell="text"),
    Column("effect_code", _("Effect, code"), "effect", _("The effect as a fixed code.")),
    Column("since_edtf", _("Since"), since, _("When it took effect, else when it was announced, in EDTF form."), cell="words", words=describe),
    *edtf("announced", _("Announced"), "announced", _("When it was announced, in EDTF form."), cell=""),
    *edtf("effective", _("Effective"), "effective", _("When it took effect, in EDTF form."), cell=""),
    *edtf("suspended", _("Suspended from"), "suspended", _("First day of the suspension, in EDTF form."), cell="optional-words"),
    Column("suspended_until_edtf", _("Suspended until"), "suspended_until", _("End of the suspension, in EDTF form."), words=describe),
    Column("suspended_by", _("Suspended by"), bilingual("suspended_by__title"), _("The event that suspended it."), cell="optional"),
    Column("suspended_by_slug", _("Suspended by, address name"), "suspended_by__slug", _("Address name of that event.")),
    Column("suspension", _("Words on the suspension"), bilingual("suspension"), _("What the source says of the suspension.")),
    *edtf("ended", _("Ended"), "ended", _("When it ended, in EDTF form."), cell="optional-words"),
    Column("status", _("Status"), label("measure__status", Measure.Status), _("Where it stands at the date of the source."), cell="status"),
    Column("status_code", _("Status, code"), "measure__status", _("The status as a fixed code.")),
    *evidence(),
    entry("measure", "measure__slug"),
)

TRADE_REMEDIES = (
    *of_measure(),
    Column("product", _("Product"), bilingual("product__name"), _("The product concerned."), cell="entry"),
    Column("product_slug", _("Product, address name"), "product__slug", _("Address name of the product.")),
    Column("kind", _("Kind"), label("kind", TradeRemedy.Kind), _("Anti-dumping or countervailing."), cell="text"),
    Column("procedure", _("Procedure"), label("procedure", TradeRemedy.Procedure), _("A duty, or an investigation."), cell="text"),
    Column("procedure_code", _("Procedure, code"), "procedure", _("The procedure as a fixed code.")),
    Column("imposed_by", _("Imposed by"), bilingual("jurisdiction__name"), _("Who imposes it."), cell="text"),
    Column("targets", _("Towards"), targets_of(), _("Towards whom it is directed."), cell="text"),
    Column("duty_period_edtf", _("Duty period"), "duty_period", _("Period of the definitive duty, in EDTF form."), cell="optional-words", words=describe),
    Column("duty_from", _("Duty, first day"), "duty_from", _("First day it can mean, ISO 8601."), Kind.DATE),
    Column("duty_until", _("Duty, last day"), "duty_until", _("Last day it can mean, ISO 8601."), Kind.DATE),
    Column("investigation_start_edtf", _("Investigation opened"), "investigation_start", _("First day of the investigation, in EDTF form."), cell="optional-words", words=describe),
    Column("applicants", _("Applicants"), joined(MeasureOrganisation, bilingual("organisation__name"), measure="measure", role=MeasureOrganisation.Role.APPLICANT), _("Who applied for it."), cell="optional"),
    Column("status", _("Status"), label("measure__status", Measure.Status), _("Where it stands at the date of the source."), cell="status"),
    Column("status_code", _("Status, code"), "measure__status", _("The status as a fixed code.")),
    *evidence(),
    entry("measure", "measure__slug"),
)

AGREEMENTS = (
    *edtf("date", _("Date"), "date", _("Date in EDTF form.")),
    Column("date_until", _("Date, last day"), "date_until", _("Last day it can mean, ISO 8601."), Kind.DATE),
    *of_measure(cell="entry"),
    Column("partners", _("Partners"), joined(MeasurePartner, bilingual("partner__name"), measure="measure"), _("Countries, regions and groups with a part in it."), cell="optional"),
    Column("level", _("Level"), label("level", Agreement.Level), _("Summit, ministerial or working level."), cell="text"),
    Column("level_code", _("Level, code"), "level", _("The level as a fixed code.")),
    Column("form", _("Form"), label("form", Agreement.Form), _("Treaty, statement, dialogue …"), cell="text"),
    Column("form_code", _("Form, code"), "form", _("The form as a fixed code.")),
    Column("venue", _("Venue"), bilingual("venue"), _("Where it took place."), cell="optional"),
    Column("summary", _("Summary"), bilingual("measure__summary"), _("In the words of this site."), cell="long"),
    *evidence(),
    entry("measure", "measure__slug"),
)

TARGETS = (
    *of_measure(),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("label", _("Figure"), bilingual("label"), _("What the figure is called."), cell="entry"),
    Column("bound", _("How exact"), label("bound", Target.Bound), _("Exactly, about, at least or at most."), cell="text"),
    Column("bound_code", _("How exact, code"), "bound", _("The same as a fixed code.")),
    Column("value", _("Value"), "value", _("The figure as a number."), Kind.DECIMAL, cell="number"),
    Column("unit", _("Unit"), bilingual("unit"), _("Unit of the figure."), cell="optional"),
    Column("printed", _("As printed"), "printed", _("The figure as the source prints it."), cell="text"),
    *edtf("due", _("Due"), "due", _("By when, in EDTF form."), cell="optional-words"),
    Column("counts", _("What it counts"), bilingual("counts"), _("In the words of this site."), cell="long"),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("target-"), "code")),
)

CITATIONS = (
    *of_measure(cell="entry"),
    Column("supports", _("Supports"), "supports", _("Which fields of the measure the passage supports, as codes.")),
    *evidence(),
    entry("measure", "measure__slug", anchor=(Value("sources"),)),
)

RELATIONS = (
    Column("measure", _("Measure"), bilingual("source__title"), _("The measure the relation starts from."), cell="entry"),
    Column("measure_slug", _("Measure, address name"), "source__slug", _("Its address name.")),
    Column("kind", _("Relation"), label("kind", Relation.Kind), _("How it relates to the other."), cell="text"),
    Column("kind_code", _("Relation, code"), "kind", _("The relation as a fixed code.")),
    Column("related", _("Related measure"), bilingual("target__title"), _("The measure it leads to."), cell="long"),
    Column("related_slug", _("Related measure, address name"), "target__slug", _("Its address name.")),
    Column("related_address", _("Related measure, address"), address("measure", "target__slug"), _("Its permanent address."), Kind.URL),
    Column("reason", _("Reason"), bilingual("reason"), _("Why, in the words of this site."), cell="long"),
    *evidence(),
    entry("measure", "source__slug", anchor=(Value("relations"),)),
)

INDICATORS = (
    Column("slug", _("Address name"), "slug", _("Part of the permanent address.")),
    Column("title", _("Title"), bilingual("title"), _("Title in the language of the page."), cell="entry"),
    Column("title_ja", _("Title (Japanese)"), "title_ja", _("Japanese title.")),
    Column("title_en", _("Title (English)"), "title_en", _("English title.")),
    Column("unit", _("Unit"), bilingual("unit"), _("Unit of the values."), cell="optional"),
    Column("basis", _("Basis"), bilingual("basis"), _("What the values rest on."), cell="optional"),
    Column("points", _("Data points"), "point_count", _("How many values are recorded."), Kind.INTEGER, cell="number"),
    Column("missing", _("Why it has no points"), bilingual("missing"), _("Filled where the data of a chart is lost."), cell="optional"),
    *evidence(),
    entry("indicator", "slug"),
)

DATA_POINTS = (
    Column("indicator", _("Indicator"), bilingual("indicator__title"), _("The table or chart it belongs to."), cell="entry"),
    Column("indicator_slug", _("Indicator, address name"), "indicator__slug", _("Address name of the indicator.")),
    Column("code", _("Code"), "code", _("Code of the row, its anchor on the page.")),
    Column("label", _("Label"), bilingual("label"), _("Label of the row."), cell="text"),
    Column("series", _("Series"), bilingual("series"), _("Series of the row, where there are several."), cell="optional"),
    Column("partner", _("Country or region"), bilingual("partner__name"), _("Whose value it is."), cell="optional"),
    Column("subject", _("Subject"), bilingual("subject__name"), _("What it is about."), cell="optional"),
    *edtf("period", _("Period"), "period", _("Period in EDTF form."), cell="words"),
    Column("value", _("Value"), "value", _("The value as a number; empty for words and levels."), Kind.DECIMAL, cell="number"),
    Column("unit", _("Unit"), lambda: Coalesce(Case(When(~Q(unit_ja=""), then=bilingual("unit")())), bilingual("indicator__unit")(), output_field=TEXT), _("Unit of the value."), cell="optional"),
    Column("printed", _("As printed"), "printed", _("The value as the source prints it."), cell="text"),
    *evidence(),
    entry("indicator", "indicator__slug", anchor=(Value("point-"), "code")),
)
