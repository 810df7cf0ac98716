"""Builds entries for tests: one of everything, each text of it holding the same words.

What is built together makes one version, as what is saved in one form does: the index and the log
are written once, at its end, where following each row alone takes most of the time.
"""

import datetime
import itertools

from django.db import models

from measures.kinds import KINDS, RowKind
from measures.models import (
    Agreement,
    BudgetLine,
    DataPoint,
    Discrepancy,
    ExportControl,
    Indicator,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    MeasureStatus,
    Milestone,
    PillarGap,
    PrintedTotal,
    Provision,
    Purpose,
    Relation,
    Statement,
    Target,
    TradeRemedy,
)
from policies.models import (
    DocumentWords,
    Footnote,
    Framework,
    Issue,
    Organisation,
    OrganisationAlias,
    Partner,
    PartnerAlias,
    Pillar,
    PillarRelation,
    Section,
    SourceDocument,
    Subject,
    SubjectAlias,
    Synonym,
    SynonymMeaning,
    Term,
    TermWord,
)
from policies.models.fields import EdtfField, validate_slug
from policies.models.identifiers import Identifier
from portal.changes.tracking import one_version

DATE = "2026-03-19"
# What no rule could guess.
FIXED = {
    "iso2": "",
    "english": "official",
    "alpha3": "",
    "m49": "",
    "iso3166_2": "",
    "reading": "",
    "sha256": "0" * 64,
    "currency": "JPY",
    "supports": ["title"],
    "url": "https://source.example.jp/",
    "file_url": "https://source.example.jp/deck.pdf",
    "occurrence": "1/1/0123456789abcdef",
    "fiscal_year": 2026,
    "fiscal_year_until": None,
    "inferred": True,
    "date_inferred": True,
    "difference_inferred": True,
    "headline": False,
    "parent": None,
    "part_of": None,
    "page": 1,
}
# Of which a measure has no two alike.
VARIED = {(MeasureStatus, "value"), (Purpose, "kind")}


class Maker:
    """Makes rows whose address names start with `name` and whose texts hold `text`.

    Those in English hold `english` where that is given.
    """

    def __init__(self, name: str, text: str, english: str = ""):
        self.name, self.text, self.english = name, text, english or text
        self.numbers = itertools.count(1)

    def row(self, model: type[models.Model], **given) -> models.Model:
        """A saved row of `model`; what is not given is filled in."""
        number = next(self.numbers)
        values = dict(given)
        for field in model._meta.concrete_fields:
            if field.name not in given and not field.primary_key and not field.generated:
                self._fill(values, field, number)
        return model.objects.create(**values)

    def rows(self, model: type[models.Model], number: int, **given) -> list:
        """As many rows of `model`."""
        return [self.row(model, **given) for _each in range(number)]

    def _fill(self, values: dict, field: models.Field, number: int) -> None:
        if field.name in FIXED:
            values[field.name] = FIXED[field.name]
        elif issubclass(field.model, Identifier) and field.name == "value":
            # What each scheme lets pass is no text of ours.
            values[field.name] = f"令和{number % 90 + 1}年法律第{number % 900 + 1}号"
        elif (field.model, field.name) in VARIED:
            values[field.name] = field.choices[number % len(field.choices)][0]
        elif field.choices:
            values[field.name] = field.get_default() or field.choices[0][0]
        elif isinstance(field, EdtfField):
            values[field.name] = DATE
        elif validate_slug in field.validators:
            values[field.name] = f"{self.name}-{number}"
        elif isinstance(field, models.CharField | models.TextField):
            text = self.english if field.name.endswith("_en") else self.text
            words = f"{text}{number}"
            if (
                field.max_length and len(words) > field.max_length
            ):  # what is cut stays apart from its like
                words = f"{number} {text}"
            values[field.name] = words[: field.max_length]
        elif isinstance(field, models.IntegerField | models.DecimalField):
            values[field.name] = number
        elif type(field) is models.DateField and not (field.null or field.has_default()):
            values[field.name] = datetime.date(2026, 4, 1)
        elif not (field.null or field.blank or field.has_default() or not field.editable):
            raise AssertionError(f"{field} must be given")


class Vocabulary:
    """What measures refer to, `number` of each kind; the first of each stands above the others."""

    @one_version()
    def __init__(self, maker: Maker, number: int):
        row, rows = maker.row, maker.rows
        self.maker, self.number = maker, number
        self.partners = rows(Partner, number)
        self.partners[0].members.set(rows(Partner, number))
        self.partners[0].groups.set(rows(Partner, number))
        self.subjects = rows(Subject, number)
        self.organisations = rows(Organisation, number, partner=self.partners[0])
        for _each in range(number):
            row(PartnerAlias, partner=self.partners[0])
            row(Partner, kind=Partner.Kind.PLACE, part_of=self.partners[0])
            row(SubjectAlias, subject=self.subjects[0])
            row(OrganisationAlias, organisation=self.organisations[0])
            row(Subject, parent=self.subjects[0])
            row(Organisation, parent=self.organisations[0])
        self.document = row(
            SourceDocument, publisher=self.organisations[0], issuer=self.organisations[0]
        )
        self.sections = rows(Section, number, document=self.document)
        rows(Section, number, document=self.document, parent=self.sections[0])
        rows(Footnote, number, section=self.sections[0])
        for term in rows(Term, number, section=self.sections[0]):
            row(TermWord, term=term)
        for synonym in rows(Synonym, number):
            row(SynonymMeaning, synonym=synonym)
        row(DocumentWords, document=self.document)
        self._schemes()

    @property
    def section(self) -> Section:
        """The section that everything is read from."""
        return self.sections[0]

    def of(self, model: type[models.Model]) -> list | None:
        """The entries of a model that rows refer to."""
        known = (self.partners, self.subjects, self.organisations, self.pillars, self.issues)
        return next((entries for entries in known if type(entries[0]) is model), None)

    def _schemes(self) -> None:
        row, rows, number = self.maker.row, self.maker.rows, self.number
        self.frameworks = rows(
            Framework,
            number,
            section=self.section,
            owner=self.organisations[0],
            jurisdiction=self.partners[0],
        )
        read = {"framework": self.frameworks[0], "section": self.section}
        self.pillars = rows(Pillar, number, **read)
        rows(Pillar, number, parent=self.pillars[0], **read)
        for also in rows(Pillar, number, **read):
            also.also_under.add(self.pillars[0])
        for framework in self.frameworks:
            elsewhere = row(Pillar, framework=framework, section=self.section)
            row(PillarRelation, source=self.pillars[0], target=elsewhere, section=self.section)
        for kind in Measure.Kind.values[1 : number + 1]:
            row(PillarGap, pillar=self.pillars[0], kind=kind)
        self.issues = rows(Issue, number, section=self.section, speaker=self.organisations[0])
        for issue in self.issues:
            issue.subjects.set(self.subjects)
            issue.partners.set(self.partners)
        self.indicators = rows(Indicator, number, section=self.section)
        self.indicators[0].subjects.set(self.subjects)
        rows(
            DataPoint,
            number,
            indicator=self.indicators[0],
            section=self.section,
            partner=self.partners[0],
            subject=self.subjects[0],
        )


@one_version()
def measure(maker: Maker, words: Vocabulary, *, kind=Measure.Kind.LAW, **given) -> Measure:
    """A measure with as many rows of each kind as `words` has entries of each kind."""
    found = maker.row(
        Measure,
        jurisdiction=words.partners[0],
        kind=kind,
        status=Measure.Status.IN_FORCE,
        **given,
    )
    _actors(maker, words, found)
    _details(maker, words, found)
    _money(maker, words, found)
    for kind in KINDS:
        # Relations need a second measure; of the others none is left out.
        if kind.name != "relations" and not kind.rows_of(found):
            _plain_rows(maker, words, found, kind)
    return found


def _plain_rows(maker: Maker, words: Vocabulary, found: Measure, kind: RowKind) -> None:
    """Rows of a kind that needs no more than any entry at each of its references."""
    for place in range(1 if kind.one else words.number):
        given = {kind.owner: found}
        if kind.has_source:
            given["section"] = words.sections[place]
        for field in kind.model._meta.concrete_fields:
            entries = words.of(field.related_model) if field.is_relation else None
            if entries and field.name not in given:
                given[field.name] = entries[place]
        maker.row(kind.model, **given)


def _actors(maker: Maker, words: Vocabulary, found: Measure) -> None:
    for place in range(words.number):
        read = {"measure": found, "section": words.sections[place]}
        role = MeasureOrganisation.Role
        for each in (role.LEAD, role.APPLICANT):
            actor = words.organisations[place]
            maker.row(MeasureOrganisation, organisation=actor, role=each, **read)
        target = MeasurePartner.Role.TARGET
        maker.row(MeasurePartner, partner=words.partners[place], role=target, **read)


def _details(maker: Maker, words: Vocabulary, found: Measure) -> None:
    side = words.partners[0]
    for place in range(words.number):
        read = {"measure": found, "section": words.sections[place]}
        top = maker.row(Provision, speaker=words.organisations[place], **read)
        maker.row(Provision, speaker=words.organisations[place], parent=top, **read)
        maker.row(Milestone, headline=place == 0, **read)
        maker.row(Target, featured=True, **read)
        differs = maker.row(Discrepancy, measure=found)
        maker.row(Statement, discrepancy=differs, section=words.sections[place])
    read = {"measure": found, "section": words.section}
    maker.row(ExportControl, jurisdiction=side, suspended_by=found, **read)
    maker.row(TradeRemedy, jurisdiction=side, product=words.subjects[0], **read)
    maker.row(Agreement, **read)


def _money(maker: Maker, words: Vocabulary, found: Measure) -> None:
    for place in range(words.number):
        read = {"measure": found, "section": words.sections[place]}
        subject = words.subjects[place]
        for reason in ("", maker.text):
            line = maker.row(
                BudgetLine, subject=subject, not_added_ja=reason, not_added_en=reason, **read
            )
            line.ministries.set(words.organisations)
        total = {"fiscal_year": None, "stage": "", **read}
        maker.row(PrintedTotal, subject=subject, featured=True, **total)


@one_version()
def relate(maker: Maker, words: Vocabulary, first: Measure, second: Measure) -> None:
    """`first` and `second` lead to each other."""
    maker.row(Relation, source=first, target=second, section=words.section)
    maker.row(Relation, source=second, target=first, section=words.section)


@one_version()
def everything(
    name: str, text: str, number: int, english: str = ""
) -> tuple[Vocabulary, list[Measure]]:
    """`number` of each kind of entry, and measures that all of them hang on."""
    maker = Maker(name, text, english)
    words = Vocabulary(maker, number)
    found = [measure(maker, words) for _each in range(number + 1)]
    for other in found[1:]:
        relate(maker, words, found[0], other)
    return words, found
