"""The record as a network: entries as nodes, and everything that joins two of them as an edge."""

import dataclasses
import itertools
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from measures.models import (
    Answer,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
    Relation,
)
from measures.models.relations import SYMMETRIC
from policies.models import Issue, Organisation, Partner, Pillar, PillarRelation, Subject
from portal.lists import addresses
from portal.lists.columns import Column, Kind
from portal.lists.declaration import Table
from portal.pages.dictionary import in_both, in_each

# Rows read at a time.
CHUNK = 500


class NodeKind(models.TextChoices):
    """What a node is; its key stands behind the kind in `id`."""

    MEASURE = "measure", _("Measure")
    ISSUE = "issue", _("Issue")
    SUBJECT = "subject", _("Subject")
    PARTNER = "partner", _("Country, region or group")
    ORGANISATION = "organisation", _("Organisation")
    PILLAR = "pillar", _("Pillar")


class EdgeKind(models.TextChoices):
    """What joins two nodes."""

    RELATION = "relation", _("is related to")
    ANSWERS = "addresses", _("addresses the issue")
    ABOUT = "about", _("is about")
    PART = "part", _("has a part of")
    PILLAR = "pillar", _("stands under the pillar")
    BROADER = "broader", _("is held by")
    RELATED = "related", _("stands beside")
    MEMBER = "member", _("has the member")


@dataclasses.dataclass(frozen=True)
class Nodes:
    """The nodes of a kind: their rows, the field paths of their key, title and page."""

    kind: NodeKind
    entries: Callable[[], models.QuerySet]
    key: tuple[str, ...] = ("slug",)
    title: str = "name"

    def lines(self, using: str) -> Iterator[tuple]:
        """A line for each, in the order of their keys."""
        words = tuple(in_both(self.kind.label))
        rows = self.entries().using(using).order_by(*self.key)
        names = [f"{self.title}_{language}" for language, _name in settings.LANGUAGES]
        for row in rows.values_list(*self.key, *names).iterator(chunk_size=CHUNK):
            key, titles = row[: len(self.key)], row[len(self.key) :]
            with override(settings.LANGUAGE_CODE):
                address = addresses.address(self.kind, *key)
            yield (identifier(self.kind, key), self.kind, *words, *titles, address)


@dataclasses.dataclass(frozen=True)
class Edges:
    """The edges of a kind: from the node at the path `source` to that at `target`.

    `role` is the field of the code that says more, `evidenced` whether the rows name a section and
    say whether they are inferred. One stored both ways is told one way (`once`).
    """

    kind: EdgeKind
    entries: Callable[[], models.QuerySet]
    source: tuple[NodeKind, str]
    target: tuple[NodeKind, str]
    role: str = ""
    evidenced: bool = True
    symmetric: bool = False
    once: bool = False

    def lines(self, using: str) -> Iterator[tuple]:
        """A line for each, in the order of both keys."""
        paths = (*paths_of(*self.source), *paths_of(*self.target))
        first = len(paths_of(*self.source))
        role = (self.role,) if self.role else ()
        evidence = ("inferred", *SECTION) if self.evidenced else ()
        rows = self.entries().using(using).order_by(*paths, *role)
        last = None
        for row in rows.values_list(*paths, *role, *evidence).iterator(chunk_size=CHUNK):
            ends = (row[:first], row[first : len(paths)])
            code = row[len(paths)] if role else ""
            told = (*ends, code)
            if None in row[: len(paths)] or told == last or (self.once and ends[0] > ends[1]):
                continue
            last = told
            yield self._line(ends, code, row[len(paths) + len(role) :])

    def _line(self, ends: tuple, code: str, evidence: tuple) -> tuple:
        kinds = (self.source[0], self.target[0])
        names = (identifier(kind, key) for kind, key in zip(kinds, ends, strict=True))
        both_ways = self.symmetric or code in SYMMETRIC
        return (*names, self.kind, code or self.kind, both_ways, *(evidence or (None, "", "")))


SECTION = ("section__document__slug", "section__code")
# The field paths of keys, from the row itself.
KEYS = {
    NodeKind.PARTNER: ("code",),
    NodeKind.PILLAR: ("framework__slug", "slug"),
}


def paths_of(kind: NodeKind, path: str) -> tuple[str, ...]:
    """The field paths of the key of the node of a kind that stands at a path."""
    before = f"{path}__" if path else ""
    return tuple(f"{before}{each}" for each in KEYS.get(kind, ("slug",)))


def identifier(kind: NodeKind, key: tuple[str, ...]) -> str:
    """What names a node among all."""
    return f"{kind}:{'/'.join(key)}"


NODES = (
    Nodes(NodeKind.MEASURE, Measure.objects.published, title="title"),
    Nodes(NodeKind.ISSUE, Issue.objects.all, title="title"),
    Nodes(NodeKind.SUBJECT, Subject.objects.all),
    Nodes(NodeKind.PARTNER, Partner.objects.all, key=("code",)),
    Nodes(NodeKind.ORGANISATION, Organisation.objects.all),
    Nodes(NodeKind.PILLAR, Pillar.objects.all, key=("framework__slug", "slug")),
)
_MEASURE = (NodeKind.MEASURE, "measure")


def _further(links: type[models.Model], below: str, above: str) -> Callable[[], models.QuerySet]:
    """What stands above something beside the one right above it in the tree."""
    parent = models.Exists(
        links.objects.filter(**{"pk": models.OuterRef("pk"), f"{below}__parent": models.F(above)})
    )
    return lambda: links.objects.exclude(parent)


EDGES = (
    Edges(
        EdgeKind.RELATION,
        Relation.objects.published,
        (NodeKind.MEASURE, "source"),
        (NodeKind.MEASURE, "target"),
        role="kind",
    ),
    Edges(EdgeKind.ANSWERS, Answer.objects.published, _MEASURE, (NodeKind.ISSUE, "issue")),
    Edges(
        EdgeKind.ABOUT, MeasureSubject.objects.published, _MEASURE, (NodeKind.SUBJECT, "subject")
    ),
    Edges(
        EdgeKind.PART,
        MeasurePartner.objects.published,
        _MEASURE,
        (NodeKind.PARTNER, "partner"),
        role="role",
    ),
    Edges(
        EdgeKind.PART,
        MeasureOrganisation.objects.published,
        _MEASURE,
        (NodeKind.ORGANISATION, "organisation"),
        role="role",
    ),
    Edges(EdgeKind.PILLAR, MeasurePillar.objects.published, _MEASURE, (NodeKind.PILLAR, "pillar")),
    Edges(
        EdgeKind.ABOUT,
        Issue.subjects.through.objects.all,
        (NodeKind.ISSUE, "issue"),
        (NodeKind.SUBJECT, "subject"),
        evidenced=False,
    ),
    Edges(
        EdgeKind.ABOUT,
        Issue.partners.through.objects.all,
        (NodeKind.ISSUE, "issue"),
        (NodeKind.PARTNER, "partner"),
        evidenced=False,
    ),
    Edges(
        EdgeKind.BROADER,
        Subject.objects.all,
        (NodeKind.SUBJECT, ""),
        (NodeKind.SUBJECT, "parent"),
        evidenced=False,
    ),
    Edges(
        EdgeKind.BROADER,
        _further(Subject.broader.through, "from_subject", "to_subject"),
        (NodeKind.SUBJECT, "from_subject"),
        (NodeKind.SUBJECT, "to_subject"),
        evidenced=False,
    ),
    Edges(
        EdgeKind.RELATED,
        Subject.related.through.objects.all,
        (NodeKind.SUBJECT, "from_subject"),
        (NodeKind.SUBJECT, "to_subject"),
        evidenced=False,
        symmetric=True,
        once=True,
    ),
    Edges(
        EdgeKind.MEMBER,
        Partner.members.through.objects.all,
        (NodeKind.PARTNER, "from_partner"),
        (NodeKind.PARTNER, "to_partner"),
        evidenced=False,
    ),
    Edges(
        EdgeKind.BROADER,
        Organisation.objects.all,
        (NodeKind.ORGANISATION, ""),
        (NodeKind.ORGANISATION, "parent"),
        evidenced=False,
    ),
    Edges(
        EdgeKind.BROADER,
        Pillar.objects.all,
        (NodeKind.PILLAR, ""),
        (NodeKind.PILLAR, "parent"),
        evidenced=False,
    ),
    Edges(
        EdgeKind.BROADER,
        _further(Pillar.also_under.through, "from_pillar", "to_pillar"),
        (NodeKind.PILLAR, "from_pillar"),
        (NodeKind.PILLAR, "to_pillar"),
        evidenced=False,
    ),
    Edges(
        EdgeKind.RELATED,
        PillarRelation.objects.all,
        (NodeKind.PILLAR, "source"),
        (NodeKind.PILLAR, "target"),
        symmetric=True,
    ),
)


def nodes(using: str) -> Iterator[tuple]:
    """Every node, kind by kind."""
    return itertools.chain.from_iterable(each.lines(using) for each in NODES)


def edges(using: str) -> Iterator[tuple]:
    """Every edge, kind by kind."""
    return itertools.chain.from_iterable(each.lines(using) for each in EDGES)


NETWORK_NODES = Table(
    name="network-nodes",
    title=_("Nodes of the network"),
    lead=_("Measures, issues, subjects, partners, organisations and pillars as nodes."),
    lines=nodes,
    columns=(
        Column("id", "", "id", _("The kind and the key of the node.")),
        Column("kind_code", "", "kind", _("What the node is."), choices=NodeKind),
        *in_each("kind", _("What the node is.")),
        *in_each("label", _("What it is called.")),
        Column("entry_address", "", "address", _("Permanent address of its page."), Kind.PATH),
    ),
    key=("id",),
)
NETWORK_EDGES = Table(
    name="network-edges",
    title=_("Edges of the network"),
    lead=_("What joins two nodes, with its direction, and where it was read."),
    lines=edges,
    columns=(
        Column("source", "", "source", _("The node it leads from."), refers="network_nodes.id"),
        Column("target", "", "target", _("The node it leads to."), refers="network_nodes.id"),
        Column("kind_code", "", "kind", _("What joins the two."), choices=EdgeKind),
        Column(
            "role_code",
            "",
            "role",
            _(
                "Which relation or which part, by a code of relation_kind, measure_partner_role or "
                "measure_organisation_role; the kind again where that says all."
            ),
        ),
        Column(
            "symmetric",
            "",
            "symmetric",
            _("Whether it holds the other way as well; each such edge stands there once."),
            Kind.BOOLEAN,
        ),
        Column(
            "inferred",
            "",
            "inferred",
            _("Whether it is inferred, not stated; empty where it is of no section."),
            Kind.BOOLEAN,
        ),
        Column(
            "document_slug",
            "",
            "document",
            _("Address name of the document."),
            refers="sources.slug",
        ),
        Column(
            "section_code",
            "",
            "section",
            _("Number assigned by this site, in document order."),
            refers="sections.section_code",
        ),
    ),
    key=("source", "target", "kind_code", "role_code"),
)
NETWORK = (NETWORK_NODES, NETWORK_EDGES)
