"""Writes what was planned, in an order in which no rule of the database is in the way."""

from collections.abc import Iterator

from django.db import models
from django.db.models.deletion import ProtectedError, RestrictedError
from django.utils.translation import gettext

from portal.changes.models import Recorded
from portal.changes.tracking import Changes, changed
from portal.record.finding import Finder
from portal.record.planning import Planned, Planner
from portal.record.rules import had_by_one, had_once
from portal.record.trees import Node

Model = type[models.Model]
Numbers = Iterator[int]
# Rows that a message names.
NAMED = 5


class Writer(Finder):
    """Entries first, then their rows, then the rows of those; what goes, last and backwards.

    With `careful` each row is saved behind a savepoint of its own, so that a fault does not
    hide another. `numbers` gives new rows their primary keys.
    """

    def __init__(self, using: str, numbers: Numbers | None = None, *, careful: bool = False):
        super().__init__(using)
        self.numbers, self.careful = numbers, careful
        self.written: dict[Model, set[int]] = {}

    def standing(self, plans: list[Planned]) -> dict[Model, set[int]]:
        """The rows that are there and are going to be written."""
        found: dict[Model, set[int]] = {}
        for row in (row for plan in plans for row in plan.walk()):
            if row.node is not None and row.is_written:
                found.setdefault(row.schema.model, set()).add(row.instance.pk)
        return found

    def write_all(self, plans: list[Planned], planner: Planner) -> None:
        """Write rows, links and deletions."""
        self._delete([(type(node.instance), {node.instance}) for node in planner.first])
        by_kind: dict[str, list[Planned]] = {}
        for plan in plans:
            by_kind.setdefault(plan.schema.kind, []).append(plan)
        for rows in by_kind.values():
            level = rows
            while level:
                self.write_level(level, planner)
                level = [child for row in level for child in row.children if row.instance.pk]
        if not self.faults:
            self._delete(_backwards(planner.gone))

    def write_level(self, rows: list[Planned], planner: Planner) -> None:
        """Write rows of which none hangs on another, then what they say of each other."""
        wanted = [row for row in rows if row.is_written]
        self.look_ahead(wanted)
        self.give_up(wanted, planner)
        for row in rows:
            if not row.is_written or (self.fill(row) and self.store(row)):
                self.remember(row)
        for row in wanted:
            if row.instance.pk is not None:
                self.link(row)

    def store(self, row: Planned) -> bool:
        """Save one row; False and a fault where the database refuses it."""
        new = row.node is None
        if new and self.numbers is not None:
            row.instance.pk = next(self.numbers)
        saved = True
        if self.careful:
            saved = self.save(row, force_insert=new)
        else:
            row.instance.save(using=self.using, force_insert=new)
        if saved:
            self.note(type(row.instance), [row.instance.pk])
        elif new:
            row.instance.pk = None
        return saved

    def note(self, model: Model, pks) -> None:
        """Rows of a model were written."""
        self.written.setdefault(model, set()).update(pks)

    def after(self) -> Changes:
        """Who is touched by what was written, as everything is now."""
        changes = Changes(self.using)
        for model, pks in self.written.items():
            if issubclass(model, Recorded):
                changes.add(changed(model, pks, self.using))
        changes.revised = {}
        return changes

    def give_up(self, rows: list[Planned], planner: Planner) -> None:
        """Let rows lose a value that one of many may have, before another is given it."""
        for model in {row.schema.model for row in rows}:
            own = [row for row in rows if row.schema.model is model]
            gone = {node.instance.pk for node in planner.gone if type(node.instance) is model}
            for name in had_by_one(model):
                given = [row for row in own if row.node is None or name in row.names]
                losing = gone | {row.instance.pk for row in given if row.node is not None}
                if losing and any(name in row.data for row in given):
                    nothing = model._meta.get_field(name).get_default()
                    held = model._base_manager.using(self.using).filter(pk__in=losing)
                    held.update(**{name: nothing})
            self.give_up_words(own, [each.instance for each in planner.gone])

    def give_up_words(self, rows: list[Planned], gone: list[models.Model]) -> None:
        """Let rows of one model lose a text that no two may have, before another is given it."""
        model = rows[0].schema.model
        for name in had_once(model):
            given = [row for row in rows if row.node is None or name in row.names]
            wanted = {row.data.get(name) for row in given}
            losing = [each for each in gone if type(each) is model]
            losing += [row.instance for row in given if row.node is not None]
            for each in losing:
                if getattr(each, name) in wanted:
                    held = model._base_manager.using(self.using).filter(pk=each.pk)
                    held.update(**{name: f"({each.pk})"})

    def link_many(self, row: Planned, field: models.ManyToManyField, value) -> None:
        """Let a row be linked to what a many-to-many field names, and to nothing else.

        What stands beside each other is told by the first of the two alone.
        """
        manager = getattr(row.instance, field.name)
        before = set() if row.node is None else set(manager.all())
        super().link_many(row, field, value)
        named = {
            pk
            for each in row.data.get(field.name, ())
            if (pk := self.resolve(row, field, each)) is not None
        }
        going = {target for target in before if target.pk not in named}
        if field.remote_field.symmetrical:
            going = {target for target in going if target.KEY and _is_told_here(row, target)}
        if going:
            manager.remove(*going)
        ends = {target.pk for target in before} ^ named
        self.note(field.related_model, ends)
        self.note(row.schema.model, [row.instance.pk])

    def _delete(self, groups: list[tuple[Model, set[models.Model]]]) -> None:
        """Delete rows; those that others still need are tried again when these are gone."""
        while groups:
            left, errors = [], []
            for model, rows in groups:
                found = model._default_manager.using(self.using)
                try:
                    found.filter(pk__in=[row.pk for row in rows]).delete()
                except (ProtectedError, RestrictedError) as error:
                    left.append((model, rows))
                    errors.append(error)
            if len(left) == len(groups):
                for (_model, rows), error in zip(left, errors, strict=True):
                    self.faults.append(_needed(rows, error))
                return
            groups = left


def _backwards(gone: list[Node]) -> list[tuple[Model, set[models.Model]]]:
    """Rows with all below them, the last and innermost first, neighbours of a model together."""
    groups: list[tuple[Model, set[models.Model]]] = []
    for node in reversed(gone):
        for each in reversed(list(node.walk())):
            model = type(each.instance)
            if not groups or groups[-1][0] is not model:
                groups.append((model, set()))
            groups[-1][1].add(each.instance)
    return groups


def _is_told_here(row: Planned, target: models.Model) -> bool:
    """Whether the form of a row tells of a link to a target, and not that of the target."""
    return "/".join(str(getattr(target, name)) for name in target.KEY) > row.key


def _needed(rows: set[models.Model], error: ProtectedError | RestrictedError) -> str:
    """What still needs rows that were to go, in words."""
    needing = getattr(error, "protected_objects", None) or error.restricted_objects
    return gettext("“%(rows)s” cannot go, as it is named by: %(others)s.") % {
        "rows": "、".join(sorted(map(str, rows))[:NAMED]),
        "others": "、".join(sorted(map(str, needing))[:NAMED]),
    }
