"""What each word of the fixed lists means, as the help tells it.

Every value of these lists has its meaning here; a test compares. A meaning says what an entry with
this value is known to be, and nothing that the sources would have to add.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from measures.models import (
    ExportControl,
    Measure,
    Milestone,
    Obligations,
    Purpose,
    RelatedVerdict,
    Relation,
    Stage,
    Target,
)
from policies.models import Organisation, Term
from portal.record.models import Batch

MEANINGS: dict[type[models.TextChoices], dict[str, Promise]] = {
    Measure.Status: {
        Measure.Status.NAMED: _(
            "A source names it and says nothing of its stage; no stage is read into the silence."
        ),
        Measure.Status.CONSIDERED: _("It is being examined or prepared. Nothing has been decided."),
        Measure.Status.PROPOSED: _(
            "Someone has put it forward, for example as a recommendation. Whoever decides "
            "has not decided."
        ),
        Measure.Status.ANNOUNCED: _(
            "Whoever acts has made it public. The sources do not say that it has taken effect."
        ),
        Measure.Status.CABINET_DECISION: _(
            "The Cabinet has decided it. Where it is a bill, the Diet has not passed it yet."
        ),
        Measure.Status.ENACTED: _(
            "It has been passed or concluded. The sources do not say that all of it is in force."
        ),
        Measure.Status.IN_FORCE: _("It has effect, or it is being carried out."),
        Measure.Status.HELD: _("The meeting has taken place, or the document has been issued."),
        Measure.Status.SUSPENDED: _(
            "Its application has been stopped. The sources do not say that it was withdrawn."
        ),
        Measure.Status.SHELVED: _("It was announced or threatened and then not carried out."),
        Measure.Status.ENDED: _("It has expired, was completed, or was repealed."),
        Measure.Status.REJECTED: _("It was put to a decision and not adopted."),
    },
    Purpose.Kind: {
        Purpose.Kind.AUTONOMY: _(
            "The source says that it serves autonomy: to depend less on others."
        ),
        Purpose.Kind.INDISPENSABILITY: _(
            "The source says that it serves indispensability: that others cannot do without Japan."
        ),
        Purpose.Kind.INTERNATIONAL_ORDER: _(
            "The source says that it is to keep or strengthen an international order based on "
            "rules or the rule of law."
        ),
        Purpose.Kind.STABLE_SUPPLY: _("The source says that it is for the stable supply of goods."),
        Purpose.Kind.SUPPLY_CHAINS: _(
            "The source says that it is to make supply chains resilient."
        ),
        Purpose.Kind.DIVERSIFICATION: _(
            "The source says that it is to spread suppliers or markets, or against over-dependence."
        ),
        Purpose.Kind.COERCION_RESPONSE: _(
            "The source says that it is to deter or answer economic coercion or unfair practices."
        ),
        Purpose.Kind.TECHNOLOGY_PROTECTION: _(
            "The source says that it is to keep technology from leaking or from military use."
        ),
        Purpose.Kind.INFORMATION_PROTECTION: _(
            "The source says that it is to protect information, data or systems."
        ),
        Purpose.Kind.INDUSTRIAL_BASE: _(
            "The source says that it is to strengthen industry, technology or their base."
        ),
        Purpose.Kind.COMPETITIVENESS: _("The source says that it is for competitiveness."),
        Purpose.Kind.FAIR_COMPETITION: _(
            "The source says that it is for fair competition or an even playing field."
        ),
        Purpose.Kind.GROWTH: _("The source says that it is for economic growth."),
        Purpose.Kind.SECURITY: _(
            "The source says that it is for peace, security, deterrence or the safety of people."
        ),
        Purpose.Kind.DECARBONISATION: _("The source says that it is for decarbonisation."),
        Purpose.Kind.CONNECTIVITY: _(
            "The source says that it is to connect regions: routes, corridors, networks."
        ),
        Purpose.Kind.SERVICES: _(
            "The source says that it is so that services are provided without disruption."
        ),
        Purpose.Kind.COOPERATION: _(
            "The source says that it is to deepen or widen cooperation with others."
        ),
        Purpose.Kind.PARTNERS: _(
            "The source says that it is for the development, capacity or needs of partners."
        ),
        Purpose.Kind.PEOPLE: _("The source says that it is to train or win people."),
        Purpose.Kind.UNDERSTANDING: _(
            "The source says that it is for understanding, support or outreach."
        ),
    },
    Milestone.Kind: {
        Milestone.Kind.CONSIDERED: _("It was being examined or prepared then."),
        Milestone.Kind.PROPOSED: _("It was put forward."),
        Milestone.Kind.ANNOUNCED: _("It was made known."),
        Milestone.Kind.PUBLISHED: _("A document was issued."),
        Milestone.Kind.PUBLIC_COMMENT: _("The public was asked for opinions."),
        Milestone.Kind.CABINET_DECISION: _("The Cabinet decided."),
        Milestone.Kind.ENACTED: _("A law was passed, or an agreement concluded."),
        Milestone.Kind.PROMULGATED: _("A law was promulgated."),
        Milestone.Kind.EFFECTIVE: _("It took effect, as a whole or in the part named."),
        Milestone.Kind.AMENDED: _("It was changed."),
        Milestone.Kind.STARTED: _("Work on it began."),
        Milestone.Kind.HELD: _("A meeting or an event took place."),
        Milestone.Kind.DECIDED: _(
            "A body other than the Cabinet decided, or something was concluded."
        ),
        Milestone.Kind.SUSPENDED: _("Its application was stopped."),
        Milestone.Kind.EXTENDED: _("Its period was made longer."),
        Milestone.Kind.SHELVED: _("It was decided not to carry it out."),
        Milestone.Kind.ENDED: _("It expired, was completed, or was repealed."),
        Milestone.Kind.REJECTED: _("It was not adopted."),
        Milestone.Kind.DEADLINE: _("The day by which something is due."),
        Milestone.Kind.PLANNED: _(
            "It was foreseen for that day when the source was written. Whether it came about "
            "is not said."
        ),
        Milestone.Kind.INVESTIGATION: _("An investigation was opened, for example on dumping."),
    },
    Stage: {
        Stage.REQUEST: _("What ministries asked for. Nothing has been decided."),
        Stage.INITIAL_DRAFT: _(
            "The Government's draft of the initial budget, before the Diet decides."
        ),
        Stage.INITIAL: _("The budget made for the year before it begins."),
        Stage.SUPPLEMENTARY: _("What was added or changed during the year."),
        Stage.BUDGET: _("The source says “budget” and no more about the stage."),
        Stage.FUND: _("Money set aside in a fund, to be used over several years."),
        Stage.INVESTMENT: _("Capital or loans, which are no expenditure."),
    },
    Obligations: {
        Obligations.NONE: _("The source says nothing about contract authorisations."),
        Obligations.INCLUDED: _(
            "The amount holds the whole of what may be promised for later years."
        ),
        Obligations.PART_INCLUDED: _(
            "The amount holds a part of what may be promised for later years."
        ),
        Obligations.PART: _(
            "The amount is a part of a larger sum that may be promised for later years."
        ),
    },
    Relation.Kind: {
        Relation.Kind.AMENDS: _("It changes the text of the other."),
        Relation.Kind.CREATES: _("The other is created by it."),
        Relation.Kind.IMPLEMENTS: _("It carries out what the other lays down."),
        Relation.Kind.FUNDS: _("It gives the money for the other."),
        Relation.Kind.SUCCEEDS: _(
            "It comes after the other and carries it on, as a second meeting follows a first."
        ),
        Relation.Kind.REPLACES: _("It applies instead of the other."),
        Relation.Kind.REPEALS: _("It ends the other."),
        Relation.Kind.EXTENDS: _("It makes the other longer or wider."),
        Relation.Kind.EXAMINES: _(
            "It examines whether the other is to be made longer. What comes of it is open."
        ),
        Relation.Kind.SUSPENDS: _("It stops or puts off the application of the other."),
        Relation.Kind.SHELVES: _("By it the other is not carried out."),
        Relation.Kind.RESPONDS_TO: _("The source says that it is an answer to the other."),
        Relation.Kind.EXPRESSES_CONCERN: _(
            "In it someone expresses concern about the other, and the source names both. It is "
            "neither a protest nor a demand."
        ),
        Relation.Kind.ANSWERS: _(
            "The source says that it does what the other recommends. The recommendation stays a "
            "measure of its own."
        ),
        Relation.Kind.TO_BE_OPERATED: _(
            "It was there already, and the recommendation asks that it be put to work or advanced."
        ),
        Relation.Kind.IN_LINE_WITH: _(
            "It goes the way the recommendation asks and is not older. The sources do not link "
            "the two."
        ),
        Relation.Kind.ANNOUNCED_AT: _("At the other, a meeting or talks, it was told or issued."),
        Relation.Kind.USES: _("The source says that the other is a means of it."),
        Relation.Kind.EXAMPLE_OF: _("The source names it as an example of what the other is."),
        Relation.Kind.BASED_ON: _("The other is its legal or political ground."),
        Relation.Kind.PART_OF: _("It is one part of the other."),
        Relation.Kind.FOLLOWS: _(
            "It comes later, and the reason says in which order or list. Whether it carries the "
            "other on is not said."
        ),
        Relation.Kind.MAY_CONCERN: _(
            "What it says or does may be about the other. The source does not name the other "
            "there, so no act towards it is claimed."
        ),
        Relation.Kind.SAME_TOPIC: _("Both are about the same thing; the section named shows it."),
        Relation.Kind.POSSIBLY_SAME: _(
            "The two may be one and the same. The sources do not settle it, so they are not merged."
        ),
    },
    ExportControl.Effect: {
        ExportControl.Effect.LICENCE: _("Exports need a licence."),
        ExportControl.Effect.BANNED: _("Exports are not allowed."),
        ExportControl.Effect.STRICTER_REVIEW: _(
            "Applications are examined more closely than before."
        ),
        ExportControl.Effect.RELAXED: _("Less is controlled than before."),
        ExportControl.Effect.LISTED: _(
            "Named companies or bodies are put on a list that limits dealings with them."
        ),
        ExportControl.Effect.RULE_CHANGE: _("How the control works is changed."),
        ExportControl.Effect.NOT_STATED: _(
            "The source does not say what follows from the control."
        ),
    },
    Target.Bound: {
        Target.Bound.EXACT: _("The number as it is stated, with no word that loosens it."),
        Target.Bound.ABOUT: _("The source says “about” (約) or “on the scale of” (規模)."),
        Target.Bound.AT_LEAST: _("The source says “or more” (以上) or “over” (超)."),
        Target.Bound.AT_MOST: _("The source says “or less” (以下) or “within” (以内)."),
    },
    Term.English: {
        Term.English.OFFICIAL: _(
            "The words of a government, a treaty or whoever made the term; the list names the "
            "reference in which they were looked up."
        ),
        Term.English.PRINTED: _("A document of the record gives it in Latin letters itself."),
        Term.English.OURS: _("Translated for this site. Others may say it in other words."),
    },
    Organisation.English: {
        Organisation.English.OFFICIAL: _(
            "The words of the body itself, of its government or of the official translation of the "
            "law; the entry names the reference in which they were looked up."
        ),
        Organisation.English.PRINTED: _(
            "A document of the record gives it in Latin letters itself."
        ),
        Organisation.English.OURS: _(
            "Translated for this site, or taken from use without having been looked up."
        ),
    },
    RelatedVerdict.Verdict: {
        RelatedVerdict.Verdict.CONFIRMED: _(
            "An editor has looked at the two measures and holds them to be related."
        ),
        RelatedVerdict.Verdict.REJECTED: _(
            "An editor has looked and holds that they are not. The pair is no longer shown."
        ),
    },
    Batch.Kind: {
        Batch.Kind.WORLD: _(
            "What the entry is about has changed, for example because a bill was passed. It was "
            "right before."
        ),
        Batch.Kind.CORRECTION: _(
            "The entry said what its source does not say. It is listed among the corrections."
        ),
        Batch.Kind.EDITORIAL: _(
            "Wording, spelling, order or names. No value says anything else than before."
        ),
    },
}
