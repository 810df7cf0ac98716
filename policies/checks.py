"""Checks of the vocabularies: names, and what subjects say of each other.

Readings are checked here too, but measures have them as well, so that `measures.checks` says which
names are walked.
"""

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from policies.models import (
    Framework,
    Issue,
    Organisation,
    OrganisationAlias,
    Partner,
    PartnerAlias,
    Pillar,
    SourceDocument,
    Subject,
    SubjectAlias,
)
from policies.models.naming import fold
from policies.readings import fits, has_kanji, is_japanese
from portal.findings.fault import Fault, told
from portal.lists.hierarchy import reached


@dataclasses.dataclass(frozen=True)
class Named:
    """A model whose rows have a Japanese name in the field `name` and say how it is read.

    Rows by which lists are sorted need a reading for kana too. `owner` leads from a row to the
    entry that it is a part of: from another name to what it names.
    """

    model: type[models.Model]
    name: str = "name_ja"
    owner: str = ""

    def rows(self) -> models.QuerySet:
        """All rows with what their address needs."""
        rows = self.model._default_manager.order_by("pk")
        return rows.select_related(self.owner) if self.owner else rows

    def lacks(self, row: models.Model) -> bool:
        """Whether a row has no reading and needs one."""
        needed = is_japanese if hasattr(row, "name_order_ja") else has_kanji
        return not row.reading and needed(getattr(row, self.name))

    def faults(self, row: models.Model) -> Iterator[tuple[str, Fault]]:
        """What is wrong with the reading of a row, each with the code of the check."""
        owner, name = getattr(row, self.owner) if self.owner else row, getattr(row, self.name)
        if self.lacks(row):
            yield NO_READING, Fault(owner, _("no reading"), row, "reading", name)
        elif row.reading and not fits(name, row.reading):
            value = f"{name}/{row.reading}"
            yield UNFIT_READING, Fault(owner, f"≠ {row.reading}", row, "reading", value)


NO_READING, UNFIT_READING = "no-reading", "reading-unfit"
ENTRIES = (
    (Partner, PartnerAlias, "partner"),
    (Organisation, OrganisationAlias, "organisation"),
    (Subject, SubjectAlias, "subject"),
)
READ = (
    *(
        named
        for entry, alias, owner in ENTRIES
        for named in (Named(entry), Named(alias, "name", owner))
    ),
    Named(Framework),
    Named(Pillar, owner="framework"),
    Named(Issue, "title_ja"),
)


def shared_words(vocabulary: type[models.Model]) -> Iterator[Fault]:
    """Names and other names that two entries of one vocabulary have, or one entry twice."""
    alias, owner = next((alias, owner) for entry, alias, owner in ENTRIES if entry is vocabulary)
    words: dict[str, list[int]] = defaultdict(list)
    own = vocabulary._default_manager.order_by().values_list(
        models.Value(0), "pk", "pk", "name_ja", "name_en"
    )
    others = alias._default_manager.order_by().values_list(
        models.Value(1), "pk", owner, "name", "name"
    )
    for _part, _pk, entry, *names in sorted(own.union(others, all=True)):
        for word in set(map(fold, names)):
            words[word].append(entry)
    shared = {word: entries for word, entries in words.items() if len(entries) > 1}
    there = vocabulary._default_manager.in_bulk({pk for pks in shared.values() for pk in pks})
    for each, entries in shared.items():
        for one, other in itertools.combinations(map(there.__getitem__, entries), 2):
            message = _("“%(word)s” is a name of “%(other)s” too")
            what = told(message, {"word": each, "other": other})
            yield Fault(one, what, value=each, other=other)


def tangled_subjects() -> Iterator[Fault]:
    """Subjects that stand beside one they are below, or name twice what is above them."""
    named = named_by_subjects()
    parent, broader, related = (named[name] for name in ("parent", "broader", "related"))
    direct = {pk: parent[pk] | broader[pk] for pk in parent.keys() | broader.keys()}
    above = {pk: set(reached(direct[pk], direct)) for pk in direct}
    found = []
    for pk in sorted(direct.keys() | related.keys()):
        own = direct.get(pk, set())
        further = set().union(*(above.get(each, set()) for each in own))
        twice = own & further | parent[pk] & broader[pk]
        found += [
            (pk, other) for other in sorted(twice | related[pk] & (above.get(pk, set()) | {pk}))
        ]
    subjects = Subject.objects.in_bulk({pk for pks in found for pk in pks})
    for pk, other in found:
        words = _("“%(other)s” is named above it more than once, or beside it too")
        what = told(words, {"other": subjects[other]})
        yield Fault(subjects[pk], what, other=subjects[other])


def named_by_subjects() -> Mapping[str, Mapping[int, set[int]]]:
    """The subjects that subjects name, by the name of the field and primary keys."""
    parts = [
        Subject.objects.order_by()
        .filter(**{f"{name}__isnull": False})
        .values_list(models.Value(name), "pk", name)
        for name in ("parent", "broader", "related")
    ]
    found: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for name, pk, other in parts[0].union(*parts[1:]):
        found[name][pk].add(other)
    return found


def misplaced_codes(partner: Partner) -> Iterator[Fault]:
    """Subdivisions and places without their country, subdivisions without their code."""
    if partner.kind in Partner.PARTS:
        if partner.part_of_id is None:
            yield Fault(partner, _("no country"), field="part_of")
        if partner.kind == Partner.Kind.SUBDIVISION and not partner.iso3166_2:
            yield Fault(partner, _("no code"), field="iso3166_2")


def country_codes_of_groups(partner: Partner) -> Iterator[Fault]:
    """Groups with the code of a country: a code of ISO 3166-1 is no group's, but for the EU."""
    if partner.kind == Partner.Kind.GROUP and partner.iso2 not in {"", "EU"}:
        what = told(_("a group with the code of a country: %(code)s"), {"code": partner.iso2})
        yield Fault(partner, what, field="iso2", value=partner.iso2)


def half_read(documents: Collection[SourceDocument]) -> Iterator[Fault]:
    """Documents that say they are read and have a section that is not, and the other way round."""
    known = SourceDocument.objects.filter(pk__in=[each.pk for each in documents])
    for document in known.with_sections_read():
        left = document.section_count - document.sections_read
        if document.is_read and left:
            words = ngettext_lazy("%(n)s section is not read", "%(n)s sections are not read", "n")
            yield Fault(document, told(words, {"n": left}), field="state", value=str(left))
        elif document.section_count and not document.is_read and not left:
            what = _("all sections are read, the document is not marked as read")
            yield Fault(document, what, field="state")
