"""Forms applied onto what is there: only what differs is written, all of it or nothing.

Whoever publishes, restores, merges, imports or loads onto a live record does it here. The heads of
the entries are locked first; each form says which revision it was made from. In the end every
entry is read back, and refused where it is not its form.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping

from django.db import IntegrityError, connections, transaction
from django.utils.translation import gettext

from portal.changes.models import Recorded
from portal.changes.tracking import (
    Changes,
    changed,
    note_change,
    one_version,
    seen,
    silently,
    written_to,
)
from portal.dates.clock import today
from portal.record import trees
from portal.record.edits import Applied, Edit, Key
from portal.record.models import Batch, Entry
from portal.record.planning import Planned, Planner
from portal.record.revising import Revised, add, keep_days
from portal.record.schema import (
    DAY,
    EntrySchema,
    RecordError,
    key_of,
    kinds,
    plainly,
    schema_of,
    tidied,
)
from portal.record.sweeping import swept, touched
from portal.record.trees import Node
from portal.record.writer import Numbers, Writer

# What is done with each entry.
STEPS = 3


def nobody(_number: int) -> None:
    """Where nobody waits for entries to be applied."""


def apply(
    edits: Mapping[Key, Edit],
    batch: Batch,
    using: str | None = None,
    *,
    numbers: Numbers | None = None,
    told: Callable[[int], None] = nobody,
) -> Applied:
    """Let entries become what forms say, in one transaction and one version of the record.

    `batch` says who does it and why; it is saved where anything differs. `numbers` gives new rows
    their primary keys, in the order in which they are made. `told` is called with how much of the
    work was done since it was last called: each entry is compared, written and read back, which
    are STEPS. Raises RecordError with every fault that was found; then nothing has changed.
    """
    using = written_to(using)
    with one_version(using):
        try:
            with transaction.atomic(using=using):
                return _Application(edits, batch, Writer(using, numbers), told).run()
        except IntegrityError:
            # A rule of the database: which row breaks it is found by saving one by one.
            pass
        try:
            with transaction.atomic(using=using):
                writer = Writer(using, numbers, careful=True)
                return _Application(edits, batch, writer, nobody).run()
        except IntegrityError as error:
            raise RecordError([str(error)]) from error


class _Application:
    """Edits being applied."""

    def __init__(
        self,
        edits: Mapping[Key, Edit],
        batch: Batch,
        writer: Writer,
        told: Callable[[int], None],
    ):
        self.batch, self.writer, self.using, self.told_of = batch, writer, writer.using, told
        self.faults = writer.faults
        unknown = {kind for kind, _key in edits} - kinds().keys()
        if unknown:
            raise RecordError([f"{kind}: no kind of entry" for kind in sorted(unknown)])
        self.edits = {
            key: dataclasses.replace(edit, form=self.tidy(key, edit.form), base=edit.base or 0)
            for key, edit in edits.items()
        }
        self.heads: dict[Key, Entry] = {}
        self.nodes: dict[Key, Node] = {}
        # Entries that are the same rows under another key.
        self.renamed: set[Key] = set()
        self.planner = Planner(writer)

    def tidy(self, key: Key, form: dict | None) -> dict | None:
        """A form as it would be written; a fault where it is that of another entry."""
        if form is None:
            return None
        schema = schema_of(key[0])
        form = tidied(schema, plainly(form))
        if schema.key_of_form(form) != key[1]:
            self.faults.append(f"{place_of(key)}: the form is that of {schema.key_of_form(form)!r}")
        return form

    def run(self) -> Applied:
        """Apply the edits; what became of the entries."""
        self.refuse()
        self.read()
        edits = {key: edit for key, edit in self.edits.items() if self.differs(key, edit)}
        self.told_of(len(edits) + STEPS * (len(self.edits) - len(edits)))
        if not edits:
            return Applied()
        for key, edit in edits.items():
            self.check_base(key, edit)
        self.refuse()
        plans = self.plan(edits)
        changes = self.before(plans)
        with silently():
            self.writer.write_all(plans, self.planner)
        self.refuse()
        self.told_of(len(edits))
        changes.add(self.writer.after())
        dated = [row for row in plans if DAY in row.schema.by_name]
        days = ((row.schema.model, row.data[DAY], row.instance.pk) for row in dated)
        keep_days(days, self.using)
        found = list(self.read_back(edits, plans))
        connections[self.using].check_constraints()
        self.refuse()
        self.told_of(len(edits))
        add(found, self.batch, self.using)
        changes.closing.append(self.number_batch)
        note_change(changes)
        return self.told(edits)

    def refuse(self) -> None:
        """Raise the faults that were found so far."""
        if self.faults:
            raise RecordError(self.faults)

    def read(self) -> None:
        """Lock the heads, then read the entries that there are."""
        heads = Entry.objects.using(self.using).select_for_update().at(self.edits)
        self.heads = {(head.kind, head.key): head for head in heads}
        pks: dict[str, set[int]] = {}
        for head in self.heads.values():
            if head.row is not None:
                pks.setdefault(head.kind, set()).add(head.row)
        for kind, rows in pks.items():
            for node in trees.read(schema_of(kind), rows, self.using):
                self.nodes[kind, key_of(node.instance)] = node
        for key, edit in self.edits.items():
            to = key[0], edit.moved_to
            asked = self.edits.get(to)
            goes_on = edit.form is None and asked is not None and asked.form is not None
            if goes_on and key in self.nodes and to not in self.nodes:
                self.nodes[to] = self.nodes.pop(key)
                self.renamed.add(key)

    def differs(self, key: Key, edit: Edit) -> bool:
        """Whether an entry is not what it is to be; if so its form gets its day."""
        node, form = self.nodes.get(key), edit.form
        if key in self.renamed:
            return True
        if node is None or form is None:
            if form is not None and DAY in schema_of(key[0]).by_name:
                form.setdefault(DAY, today().isoformat())
            return (node is None) != (form is None)
        now = node.form_plainly
        if {**form, DAY: None} == {**now, DAY: None}:
            return False
        if DAY in now and form.get(DAY, now[DAY]) == now[DAY]:
            form[DAY] = now[DAY] if edit.keeps_day else today().isoformat()
        return True

    def check_base(self, key: Key, edit: Edit) -> None:
        """A fault where the entry is past the revision that the form was made from."""
        head = self.heads.get(key)
        number = head.number if head else 0
        if number != edit.base:
            self.faults.append(
                gettext(
                    "%(place)s: it is at revision %(number)d now, and the form was made from "
                    "%(base)d."
                )
                % {"place": place_of(key), "number": number, "base": edit.base}
            )

    def plan(self, edits: Mapping[Key, Edit]) -> list[Planned]:
        """What has to be written, in the order of the files; what goes is left to the planner."""
        plans = []
        for kind, file in kinds().items():
            for key, edit in edits.items():
                if key[0] != kind:
                    continue
                node = self.nodes.get(key)
                if key in self.renamed:
                    continue
                if edit.form is None:
                    self.planner.gone.append(node)
                else:
                    plans.append(self.planner.entry(file.schema, node, edit.form, place_of(key)))
        self.refuse()
        return plans

    def before(self, plans: list[Planned]) -> Changes:
        """Who is touched by what is about to change, as everything is now."""
        changes = Changes(self.using)
        for model, pks in self.writer.standing(plans).items():
            changes.add(changed(model, pks, self.using, moving=True))
        gone = [node.instance for node in (*self.planner.gone, *self.planner.first)]
        if gone:
            going = swept(gone, self.using)
            self.writer.going = {model: {row.pk for row in rows} for model, rows in going.items()}
            changes.add(touched(going, self.using))
            self.refuse_others(changes)
        written = {m: pks for m, pks in changes.written.items() if issubclass(m, Recorded)}
        changes.visible = bool(written) and seen(written, self.using)
        changes.revised = {}
        for row in plans:
            if row.node is not None and DAY in row.schema.by_name:
                changes.touched.setdefault(row.schema.model, set()).add(row.node.instance.pk)
        return changes

    def refuse_others(self, changes: Changes) -> None:
        """Raise a fault for each entry that loses something and is not named."""
        for model, pks in changes.revised.items():
            kind = model._meta.model_name
            if others := pks - {head.row for key, head in self.heads.items() if key[0] == kind}:
                for node in trees.read(schema_of(kind), others, self.using):
                    self.faults.append(
                        gettext("%(place)s: it would lose what leads to an entry that goes.")
                        % {"place": place_of((kind, key_of(node.instance)))}
                    )
        self.refuse()

    def read_back(self, edits: Mapping[Key, Edit], plans: list[Planned]) -> Iterator[Revised]:
        """The entries as they are now with their heads; faults where they are not their forms."""
        pks: dict[str, set[int]] = {}
        for row in plans:
            pks.setdefault(row.schema.kind, set()).add(row.instance.pk)
        there = {
            (kind, key_of(node.instance)): node
            for kind, rows in pks.items()
            for node in trees.read(schema_of(kind), rows, self.using)
        }
        # What was withdrawn is so under another key too.
        withdrawn = {
            (key[0], edits[key].moved_to): self.heads[key].moved_to
            for key in self.renamed & edits.keys()
            if self.heads[key].state == Entry.State.WITHDRAWN
        }
        for key, edit in edits.items():
            schema, node = schema_of(key[0]), there.get(key)
            head = self.heads.setdefault(key, Entry(kind=key[0], key=key[1]))
            head.row = None if node is None else node.instance.pk
            form = None if node is None else node.form_plainly
            going_on = edit
            if key in withdrawn and not schema.is_shown(edit.form):
                going_on = dataclasses.replace(edit, withdraws=True, moved_to=withdrawn[key])
            place(head, going_on, schema, form)
            if form != edit.form:
                self.faults.append(unlike(place_of(key), edit.form, form))
            self.check_rules(key, schema, edit.form)
            yield Revised(head, form, schema)

    def check_rules(self, key: Key, schema: EntrySchema, form: dict | None) -> None:
        """A fault for each kind of row that the entry needs and has not."""
        for name in sorted(schema.required) if form is not None else ():
            if name not in form:
                rows = schema.children[name].model._meta.verbose_name_plural
                self.faults.append(
                    gettext("%(place)s: at least one row is needed of: %(rows)s.")
                    % {"place": place_of(key), "rows": rows}
                )

    def number_batch(self, version: int | None) -> None:
        """Tell the batch the version that it made."""
        self.batch.version = version
        self.batch.save(using=self.using, update_fields=["version"])

    def told(self, edits: Mapping[Key, Edit]) -> Applied:
        """What became of the entries."""
        applied = Applied()
        for key, edit in edits.items():
            if edit.form is None:
                applied.gone.append(key)
            else:
                (applied.changed if key in self.nodes else applied.made).append(key)
        return applied


def place(head: Entry, edit: Edit, schema: EntrySchema, form: dict | None) -> None:
    """Let a head say where its entry is, which has this form now."""
    if form is None or edit.withdraws:
        gone = Entry.State.MOVED if edit.moved_to else Entry.State.GONE
        head.state = gone if form is None else Entry.State.WITHDRAWN
        head.moved_to = edit.moved_to
    elif head.state != Entry.State.WITHDRAWN or schema.is_shown(form):
        head.state, head.moved_to = Entry.State.HERE, ""


def place_of(key: Key) -> str:
    """What to call an entry in a message."""
    return f"{schema_of(key[0]).model._meta.verbose_name} {key[1]}"


def unlike(place: str, asked, there) -> str:
    """Where an entry is not what it was to be, in words."""
    if isinstance(asked, dict) and isinstance(there, dict):
        for name in (*asked, *there):
            if asked.get(name) != there.get(name):
                return unlike(f"{place} › {name}", asked.get(name), there.get(name))
    if isinstance(asked, list) and isinstance(there, list):
        for number, (one, other) in enumerate(zip(asked, there, strict=False), start=1):
            if one != other:
                return unlike(f"{place}[{number}]", one, other)
    return gettext("%(place)s: it would read %(there)r, not %(asked)r.") % {
        "place": place,
        "there": there,
        "asked": asked,
    }
