"""A phrase of a section as the beginning of a row: the addresses of forms that it fills in.

The forms of the admin take what an address gives them. A row on a page of its own takes the names
of its fields; a new measure takes those of its rows as well, as `citations-phrase`.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.urls import reverse

from measures.kinds import BY_NAME, KINDS, RowKind
from measures.lists.conditions import STAGES
from measures.models import Measure, Milestone
from policies.models import Section
from portal.search.values import Values, values_of

# What words of a source say of where a measure stands, and of what happened.
STATUSES = {
    "閣議決定": (Measure.Status.CABINET_DECISION,),
    "成立": (Measure.Status.ENACTED,),
    "公布": (Measure.Status.ENACTED,),
    "施行": (Measure.Status.IN_FORCE,),
    "実施中": (Measure.Status.IN_FORCE,),
    "開始": (Measure.Status.IN_FORCE,),
    "検討": (Measure.Status.CONSIDERED,),
    "公表": (Measure.Status.ANNOUNCED,),
    "発表": (Measure.Status.ANNOUNCED,),
    "開催": (Measure.Status.HELD,),
    "停止": (Measure.Status.SUSPENDED,),
    "廃止": (Measure.Status.ENDED,),
}
EVENTS = {
    "閣議決定": (Milestone.Kind.CABINET_DECISION,),
    "成立": (Milestone.Kind.ENACTED,),
    "公布": (Milestone.Kind.PROMULGATED,),
    "施行": (Milestone.Kind.EFFECTIVE,),
    "改正": (Milestone.Kind.AMENDED,),
    "開始": (Milestone.Kind.STARTED,),
    "公表": (Milestone.Kind.PUBLISHED,),
    "発表": (Milestone.Kind.ANNOUNCED,),
    "開催": (Milestone.Kind.HELD,),
    "停止": (Milestone.Kind.SUSPENDED,),
    "延長": (Milestone.Kind.EXTENDED,),
    "廃止": (Milestone.Kind.ENDED,),
    "予定": (Milestone.Kind.PLANNED,),
}
WORDS = {"stage": STAGES, "status": STATUSES, "event": EVENTS}
# The kinds of rows that most phrases begin, before the others.
FIRST = ("milestones", "budget_lines", "provisions", "targets", "statuses", "citations", "names")


@dataclasses.dataclass(frozen=True)
class Beginning:
    """A form that a phrase begins: what it adds, and its address."""

    name: str
    address: str


class Prefilled:
    """The forms that a phrase of a section begins, for a new measure or one that is chosen."""

    def __init__(self, section: Section, phrase: str, measure: Measure | None):
        self.section, self.phrase, self.measure = section, phrase, measure
        self.values: Values = values_of(phrase, WORDS)

    @property
    def new_measure(self) -> str:
        """The address of the form of a new measure; unpublished until its document is read."""
        evidence = {"section": self.section.pk, "phrase": self.phrase}
        status = {"value": self.status, "as_of": self.date or self.section.document.date}
        fields = {"title_ja": self.phrase, **self.rows("citations", evidence)}
        fields["citations-supports"] = ["title", "summary"]
        fields |= self.rows("statuses", evidence | status)
        if home := self.section.document.publisher.partner_id:
            fields["jurisdiction"] = home
        if not self.section.document.is_read:
            fields["published"] = ""
        return self.address("measure", fields)

    @property
    def clause(self) -> str:
        """The address of the form of a clause of the section."""
        fields = {"section": self.section.pk, "phrase": self.phrase}
        return self.address("clause", fields, app="policies")

    def rows(self, kind: str, values: Mapping) -> dict:
        """Values of a row as a page that holds many of them takes them."""
        return {f"{kind}-{name}": value for name, value in values.items()}

    def others(self) -> Iterator[Beginning]:
        """The forms of rows that hang on a measure, those that a phrase begins most first."""
        kinds = [BY_NAME[name] for name in FIRST]
        kinds += [kind for kind in KINDS if kind.has_source and kind not in kinds]
        for kind in kinds:
            name = str(kind.model._meta.verbose_name)
            yield Beginning(name, self.address(kind.model._meta.model_name, self.of(kind)))

    def of(self, kind: RowKind) -> dict:
        """What a phrase tells of a row of a kind."""
        fields = {"section": self.section.pk, "phrase": self.phrase}
        if self.measure:
            fields[kind.owner] = self.measure.pk
        if kind.code:
            fields["code"] = self.free_code(kind)
        own = {
            "milestones": lambda: {"date": self.date, "kind": self.event, "label_ja": self.phrase},
            "budget_lines": lambda: self.amount | {"label_ja": self.phrase},
            "printed_totals": lambda: self.amount,
            "targets": lambda: {"printed": self.phrase, "due": self.date},
            "provisions": lambda: {"heading_ja": self.phrase, "effective": self.date},
            "statuses": lambda: {
                "value": self.status,
                "as_of": self.date or self.section.document.date,
            },
            "names": lambda: {"name": self.phrase},
            "citations": lambda: {"supports": ["title", "summary"]},
        }
        return fields | own.get(kind.name, dict)()

    def free_code(self, kind: RowKind) -> str:
        """A code that no row of the kind has on the chosen measure: of number and kind."""
        taken = set()
        if self.measure:
            taken = {row.code for row in kind.rows_of(self.measure)}
        number = len(taken) + 1
        while f"{kind.model.PREFIX[0]}{number}" in taken:
            number += 1
        return f"{kind.model.PREFIX[0]}{number}"

    @property
    def date(self) -> str:
        """The first date of the phrase that is no fiscal year; empty without any."""
        days = [found.edtf for found in self.values.dates if "/" not in found.edtf]
        return days[0] if days else ""

    @property
    def status(self) -> str:
        """The first status that the phrase names; else that the stage is not stated."""
        return next(iter(self.values.words["status"]), Measure.Status.NAMED)

    @property
    def event(self) -> str:
        """The first kind of event that the phrase names; empty without any."""
        return next(iter(self.values.words["event"]), "")

    @property
    def amount(self) -> dict:
        """The first amount of the phrase with fiscal year and stage, by the fields of a line."""
        years, stages = self.values.fiscal_years, self.values.words["stage"]
        found = {"fiscal_year": years[0]} if years else {}
        found |= {"stage": stages[0]} if stages else {}
        for amount in self.values.amounts[:1]:
            found |= {
                "printed": amount.printed,
                "amount": amount.amount,
                "currency": amount.currency,
            }
            found |= {"approximate": "on"} if amount.approximate else {}
        return found

    def address(self, model: str, fields: Mapping, app: str = "measures") -> str:
        """The address of the page that adds a `model`, with values, and with where to go after."""
        back = f"{self.section.document.slug}/{self.section.code}"
        query = urlencode({**fields, "read": back}, doseq=True)
        return f"{reverse(f'admin:{app}_{model}_add')}?{query}"
