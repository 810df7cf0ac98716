"""Measures with the rows that hang on them: with all, or with those of their facts in short."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import models

from measures.kinds import BY_NAME, KINDS, SOURCE, RowKind
from measures.models import Measure, RelatedVerdict
from measures.passed import first_unseen
from portal.rows.bundle import NameParam, PkListParam, PkParam, RowBundle
from portal.rows.internals import hold, hold_one

# Of what hangs on a measure, what its facts in short are told by.
SHORT = tuple(
    BY_NAME[name]
    for name in (
        *("statuses", "milestones", "budget_lines", "printed_totals", "targets", "citations"),
        *("partners", "export_control", "trade_remedy", "agreement"),
    )
)


# What a table of sums is made of.
MONEY = tuple(BY_NAME[name] for name in ("budget_lines", "printed_totals"))


def _rows(
    asked: models.Expression, among: str = "", kinds: Sequence[RowKind] = KINDS
) -> dict[str, models.QuerySet]:
    """What hangs on the measures asked for; `among` is the lookup where they are several."""
    rows = {}
    for kind in kinds:
        own = kind.model.objects.filter(**{f"{kind.owner}{among}": asked})
        rows[kind.name] = own.select_related(*kind.read) if kind.read else own
        if kind.mirror:
            mirrored = kind.model.objects.filter(**{f"{kind.mirror}{among}": asked})
            rows[kind.mirror_name] = mirrored.select_related(SOURCE, kind.owner)
        for child in kind.children:
            below = child.model.objects.filter(**{f"{child.owner}__{kind.owner}{among}": asked})
            rows[child.name] = below.select_related(*child.read)
        for field in kind.model._meta.many_to_many:
            # The rows that link the two, each with what it leads to.
            links = field.remote_field.through.objects
            owned = links.filter(**{f"{field.m2m_field_name()}__{kind.owner}{among}": asked})
            rows[field.name] = owned.select_related(field.m2m_reverse_field_name())
    return rows


def _parts() -> Mapping[str, models.QuerySet]:
    asked = PkParam()
    rows = _rows(asked) | {"verdicts": RelatedVerdict.objects.of(asked)}
    for name, other in (("relations", "target"), ("reverse_relations", "source")):
        rows[name] = rows[name].annotate(first_unseen=first_unseen(other))
    return rows


# What hangs on rows of a measure and not on the measure itself.
BELOW = {
    *(child.name for kind in KINDS for child in kind.children),
    *(field.name for kind in KINDS for field in kind.model._meta.many_to_many),
}
HEAD = RowBundle(
    lambda: {"measures": Measure.objects.published().for_detail().filter(slug=NameParam())}
)
PARTS = RowBundle(_parts)
TOGETHER = RowBundle(lambda: _rows(PkListParam(), "__in"))
WHOLE = RowBundle(
    lambda: {
        "measures": Measure.objects.filter(pk__in=PkListParam()).select_related("jurisdiction"),
        **_rows(PkListParam(), "__in"),
    }
)
IN_SHORT = RowBundle(
    lambda: {
        "measures": Measure.objects.published()
        .filter(pk__in=PkListParam())
        .select_related("jurisdiction"),
        **_rows(PkListParam(), "__in", SHORT),
    }
)


WITH_MONEY = RowBundle(
    lambda: {
        "measures": Measure.objects.published().filter(slug=NameParam()),
        **_rows(NameParam(), "__slug", MONEY),
    }
)


def load_head(slug: str) -> Measure | None:
    """The measure of an address name with what the head of its page needs (`for_detail`).

    None where visitors may see none.
    """
    return next(iter(HEAD.read(slug)["measures"]), None)


def load_for_page(measure: Measure) -> Measure:
    """The measure with every row of every kind, as if each had been prefetched.

    `verdicts` holds what editors said of what it was found to share with others.
    """
    found = PARTS.read(measure.pk)
    measure.verdicts = found.pop("verdicts")
    return _attach_rows(measure, found)


def load_for_comparison(measures: list[Measure]) -> list[Measure]:
    """The measures, each with every row of every kind, read in one statement for all of them.

    Verdicts of editors are left out.
    """
    return _attach_all(measures, TOGETHER.read([measure.pk for measure in measures]), KINDS)


def load_whole(keys: Sequence[int]) -> list[Measure]:
    """The measures of these primary keys, with all that `load_for_comparison` reads of them."""
    found = WHOLE.read(list(keys))
    measures = found.pop("measures")
    return _attach_all(measures, found, KINDS)


def attached_in_short(found: dict[str, list]) -> list[Measure]:
    """The measures that `IN_SHORT` read, those that visitors may see.

    Each has the rows alone that its facts in short are told by: statuses, events, amounts,
    figures, citations, partners and the details on trade.
    """
    return _attach_all(found.pop("measures"), found, SHORT)


def load_with_money(slug: str, using: str) -> Measure | None:
    """The measure of an address name with its amounts; None where visitors may see none."""
    found = WITH_MONEY.read(slug, using)
    return next(iter(_attach_all(found.pop("measures"), found, MONEY)), None)


def _attach_all(
    measures: list[Measure], found: dict[str, list], kinds: Sequence[RowKind]
) -> list[Measure]:
    """The measures, each with its own of the rows that were read for all of them.

    What hangs on a row finds that row by itself.
    """
    owned = {
        name: _grouped(rows, Measure._meta.get_field(name).field.attname)
        for name, rows in found.items()
        if name not in BELOW
    }
    for measure in measures:
        own = {name: rows[measure.pk] for name, rows in owned.items()}
        _attach_rows(measure, found | own, kinds)
    return measures


def _attach_rows(
    measure: Measure, rows: dict[str, list], kinds: Sequence[RowKind] = KINDS
) -> Measure:
    """The measure with the rows of every part where a prefetch would put them."""
    for kind in kinds:
        own = sorted(rows[kind.name], key=kind.place) if kind.place else rows[kind.name]
        _name_owner(measure, kind.owner, own)
        if kind.one:
            hold_one(measure, kind.name, own[0] if own else None)
        else:
            hold(measure, kind.name, own)
        if kind.mirror:
            _name_owner(measure, kind.mirror, rows[kind.mirror_name])
            hold(measure, kind.mirror_name, rows[kind.mirror_name])
        for child in kind.children:
            below = _grouped(rows[child.name], child.model._meta.get_field(child.owner).attname)
            for row in own:
                _name_owner(row, child.owner, below[row.pk])
                hold(row, child.name, below[row.pk])
        for field in kind.model._meta.many_to_many:
            _hold_linked(own, field, rows[field.name])
    return measure


def _name_owner(owner: models.Model, field: str, rows: list) -> None:
    """Let each row know the measure, or the row, that it hangs on."""
    for row in rows:
        setattr(row, field, owner)


def _grouped(rows: list, key: str) -> defaultdict[object, list]:
    """Rows by the value of one of their attributes."""
    groups = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return groups


def _hold_linked(own: list, field: models.ManyToManyField, links: list) -> None:
    """Let each row hold what a field of many leads to, in the order of its model."""
    through = field.remote_field.through._meta
    linked = _grouped(links, through.get_field(field.m2m_field_name()).attname)
    target = field.m2m_reverse_field_name()
    order = field.related_model._meta.ordering
    for row in own:
        others = [getattr(link, target) for link in linked[row.pk]]
        hold(row, field.name, sorted(others, key=lambda other: [getattr(other, n) for n in order]))
