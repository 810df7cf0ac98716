"""Checks of the vocabularies: names, and what subjects say of each other.

Readings are checked here too, but measures have them as well, so that `measures.checks` says which
names are walked.
"""

import dataclasses
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from policies.fault import Fault
from policies.models import (
    Organisation,
    OrganisationAlias,
    Partner,
    PartnerAlias,
    SourceDocument,
    Subject,
    SubjectAlias,
)
from policies.readings import fits, has_kanji, is_japanese
from portal.lists.hierarchy import reached


@dataclasses.dataclass(frozen=True)
class Named:
    """A model whose rows have a Japanese name in the field `name` and say how it is read.

    Rows that lists are sorted by need a reading for kana too; `owner` leads from another name to
    what it names.
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
        needed = has_kanji if self.owner else is_japanese
        return not row.reading and needed(getattr(row, self.name))

    def fault(self, row: models.Model, what: str) -> Fault:
        """What is wrong with the name of a row."""
        owner = getattr(row, self.owner) if self.owner else row
        return Fault(getattr(row, self.name), what, owner.get_absolute_url())


ENTRIES = (
    (Partner, PartnerAlias, "partner"),
    (Organisation, OrganisationAlias, "organisation"),
    (Subject, SubjectAlias, "subject"),
)
READ = tuple(
    named
    for entry, alias, owner in ENTRIES
    for named in (Named(entry), Named(alias, "name", owner))
)


def without_reading(read: Iterable[Named]) -> Iterator[Fault]:
    """Japanese names among what is `read` that do not say how they are read."""
    for named in read:
        for row in named.rows():
            if named.lacks(row):
                yield named.fault(row, str(_("no reading")))


def unfitting_readings(read: Iterable[Named]) -> Iterator[Fault]:
    """Readings that leave out or add what their name has, as after the name was changed."""
    for named in read:
        for row in named.rows().exclude(reading=""):
            if not fits(getattr(row, named.name), row.reading):
                yield named.fault(row, f"≠ {row.reading}")


def shared_words() -> Iterator[Fault]:
    """Names and other names that two entries of one vocabulary have, or one entry twice."""
    for entry, alias, owner in ENTRIES:
        words: dict[str, list] = defaultdict(list)
        for row in entry._default_manager.order_by("pk"):
            for word in {fold(row.name_ja), fold(row.name_en)}:
                words[word].append(row)
        for row in alias._default_manager.select_related(owner).order_by("pk"):
            words[fold(row.name)].append(getattr(row, owner))
        for word, owners in words.items():
            if len(owners) > 1:
                told = "、".join(map(str, owners))
                yield Fault(word, told, owners[0].get_absolute_url())


def fold(word: str) -> str:
    """A word as two entries must not share it: without regard to width and to capitals."""
    return unicodedata.normalize("NFKC", word).casefold()


def tangled_subjects() -> Iterator[Fault]:
    """Subjects that stand beside one they are below, or name twice what is above them."""
    subjects = Subject.objects.prefetch_related("broader", "related").in_bulk()
    direct = {
        pk: {subject.parent_id, *(each.pk for each in subject.broader.all())} - {None}
        for pk, subject in subjects.items()
    }
    above = {pk: set(reached(direct[pk], direct)) for pk in direct}
    for pk, subject in sorted(subjects.items()):
        further = set().union(*(above[each] for each in direct[pk]))
        beside = {each.pk for each in subject.related.all()}
        twice = direct[pk] & further | ({subject.parent_id} & {b.pk for b in subject.broader.all()})
        for other in sorted(twice | beside & (above[pk] | {pk})):
            what = str(_("named above it more than once, or beside it too"))
            yield Fault(f"{subject} → {subjects[other]}", what, subject.get_absolute_url())


def parts_of_no_country() -> Iterator[Fault]:
    """Subdivisions and places without their country, and subdivisions without their code."""
    for part in Partner.objects.parts():
        if part.part_of is None or (part.kind == Partner.Kind.SUBDIVISION and not part.iso3166_2):
            yield Fault(str(part), str(_("no country or no code")), part.get_absolute_url())


def half_read() -> Iterator[Fault]:
    """Documents that say they are read and have a section that is not, and the other way round."""
    for document in SourceDocument.objects.with_sections_read():
        left = document.section_count - document.sections_read
        if document.is_read and left:
            what = ngettext("%(n)s section is not read", "%(n)s sections are not read", left)
            yield Fault(str(document), what % {"n": left}, document.get_absolute_url())
        elif document.section_count and not document.is_read and not left:
            what = str(_("all sections are read, the document is not marked as read"))
            yield Fault(str(document), what, document.get_absolute_url())


CHECKS = (
    (_("Documents whose state contradicts their sections"), half_read),
    (_("Words that two entries have for a name"), shared_words),
    (_("Subjects that name one above them twice or also beside them"), tangled_subjects),
    (_("Parts of countries without country or code"), parts_of_no_country),
)
