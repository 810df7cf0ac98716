"""Drafts: a form beside the record that becomes an entry of it.

A draft is joined with whatever was published since it was begun.
"""

import dataclasses
from collections.abc import Collection, Mapping

from django.db import models
from django.utils.translation import gettext

from portal.changes.tracking import written_to
from portal.record import trees
from portal.record.applying import apply
from portal.record.asking import questions
from portal.record.edits import Edit, Key
from portal.record.merging import Clash, Merged, Side, merge
from portal.record.models import Batch, Draft, Entry, Revision
from portal.record.moving import Renaming
from portal.record.schema import (
    DAY,
    EntrySchema,
    RecordError,
    key_of,
    layout,
    plainly,
    schema_of,
    upgraded,
)
from portal.record.tracing import now_at


@dataclasses.dataclass(frozen=True)
class Meant:
    """What a draft makes of its entry: the head, if there is one, the form now, and both joined.

    With `moved` the entry has another key since, or is part of another: the draft is joined with
    that, and somebody has to say that it is meant.
    """

    draft: Draft
    head: Entry | None
    now: dict | None
    merged: Merged
    moved: bool = False

    @property
    def key(self) -> Key:
        """The kind and the readable key of the entry."""
        return self.draft.kind, self.draft.key

    @property
    def number(self) -> int:
        """The revision that the entry is at."""
        return self.head.number if self.head else 0

    @property
    def is_gone(self) -> bool:
        """Whether the entry was deleted since the draft was begun."""
        return self.now is None and self.draft.base not in (0, self.number)

    @property
    def is_open(self) -> bool:
        """Whether something is to be decided before it can be published."""
        return self.moved or bool(self.merged.clashes)

    @property
    def released(self) -> dict | None:
        """The form with which the entry is published: of today, and seen if it was not hidden on
        purpose.
        """
        form = self.merged.form
        if form is None:
            return None
        form = {name: value for name, value in form.items() if name != DAY}
        schema = schema_of(self.draft.kind)
        hidden = () if self.now and schema.is_shown(self.now) else schema.own_flags
        return shown_by(schema, form, hidden)


def shown_by(schema: EntrySchema, form: dict, flags: Collection[str]) -> dict:
    """A form in which some of the fields are set that an entry needs for visitors to see it."""
    form = {name: value for name, value in form.items() if name not in flags}
    return form | {name: True for name in flags if not schema.by_name[name].get_default()}


def meant(draft: Draft, chosen: Mapping[str, Side] | None = None) -> Meant:
    """A draft joined with what its entry is now. Raises RecordError where it is read no more."""
    [found] = all_meant([draft], chosen)
    return found


def all_meant(drafts: Collection[Draft], chosen: Mapping[str, Side] | None = None) -> list[Meant]:
    """The same of several drafts, with their entries read at once."""
    found = Entry.objects.at([(each.kind, each.key) for each in drafts if each.key])
    by_key = {(head.kind, head.key): head for head in found}
    begun = [by_key.get((each.kind, each.key)) for each in drafts]
    heads = [head and led_to(each, head) for each, head in zip(drafts, begun, strict=True)]
    current = Revision.objects.current().filter(entry__in=[head.pk for head in heads if head])
    by_head = {each.entry_id: each for each in current}
    return [
        joined(each, own, head, by_head.get(head.pk) if head else None, chosen)
        for each, own, head in zip(drafts, begun, heads, strict=True)
    ]


def joined(
    draft: Draft,
    own: Entry | None,
    head: Entry | None,
    current: Revision | None,
    chosen: Mapping[str, Side] | None,
) -> Meant:
    """A draft joined with the current revision of the head to which its `own` one leads."""
    now = current and upgraded(draft.kind, current.form, current.layout)
    if draft.form is None:
        return Meant(draft, head, now, Merged(now))
    schema, mine = schema_of(draft.kind), upgraded(draft.kind, draft.form, draft.layout)
    if head is own and draft.base == (head.number if head else 0):
        return Meant(draft, head, now, Merged(mine))
    begun = Revision.objects.filter(entry=own, number=draft.base).first()
    base = begun and upgraded(draft.kind, begun.form, begun.layout)
    if head is not own:
        renaming = Renaming(draft.kind, draft.key, head.key)
        base, mine = (base and as_told_by(renaming, base, now), as_told_by(renaming, mine, now))
        return Meant(draft, head, now, merge(schema, base, mine, now, chosen), moved=True)
    if now is None and draft.base:
        return Meant(draft, head, now, brought_back(base, mine, chosen or {}))
    return Meant(draft, head, now, merge(schema, base, mine, now, chosen))


def led_to(draft: Draft, head: Entry) -> Entry:
    """The head to which that of a draft leads since the draft was begun; itself where nothing
    stands there, or where it leads nowhere.
    """
    if head.state != Entry.State.MOVED or draft.base in (0, head.number):
        return head
    now = now_at(head.kind, head.key)
    return head if now is None or now.row is None else now


def as_told_by(renaming: Renaming, form: dict, now: dict) -> dict:
    """A form of an entry under the key that it has now, as the form of now tells that key."""
    schema = schema_of(renaming.kind)
    names = {name.partition("__")[0] for name in schema.model.KEY}
    return renaming.form(schema, form) | {name: now[name] for name in names if name in now}


def brought_back(base: dict | None, mine: dict, chosen: Mapping[str, Side]) -> Merged:
    """What a draft makes of an entry that was deleted: it comes back where somebody said so."""
    clash = Clash((), "row", base, mine, None)
    return Merged(mine) if chosen.get(clash.name) == "mine" else Merged(None, (clash,))


def carry_over(draft: Draft, chosen: Mapping[str, Side]) -> bool:
    """Let a draft go on from what its entry is now; False where something is still to be chosen."""
    found = meant(draft, chosen)
    if found.merged.clashes:
        return False
    if found.moved:
        draft.key = found.head.key
    draft.form, draft.base, draft.layout = found.merged.form, found.number, layout(draft.kind)
    return True


def edits_of(drafts: Collection[Draft]) -> dict[Key, Edit]:
    """What some drafts make of their entries. Raises RecordError with what is open in them."""
    found, faults = all_meant(drafts), []
    for each in found:
        if each.is_open:
            faults.append(undecided(each))
    keys = [each.key for each in found if each.draft.form is not None]
    faults += [
        gettext("%(entry)s: two drafts of one bundle are of this entry.") % {"entry": key[1]}
        for key in sorted({key for key in keys if keys.count(key) > 1})
    ]
    if faults:
        raise RecordError(faults)
    return {
        each.key: Edit(each.released, each.number) for each in found if each.draft.form is not None
    }


def undecided(found: Meant) -> str:
    """What a draft and its entry cannot both be, in words."""
    schema = schema_of(found.draft.kind)
    if not found.draft.base:
        words = gettext("%(entry)s: another entry has this key meanwhile.")
        return words % {"entry": found.draft.key}
    if found.moved:
        words = gettext(
            "%(entry)s: it is “%(key)s” now. Let the draft go on from that, or give it up."
        )
        return words % {"entry": found.draft.key, "key": found.head.key}
    if found.is_gone:
        words = gettext(
            "%(entry)s: it was deleted meanwhile. Let the draft bring it back, or give it up."
        )
        return words % {"entry": found.draft.key}
    asked = questions(schema, found.merged.clashes, (found.now, found.draft.form))
    places = gettext(", ").join(each.label for each in asked)
    words = gettext("%(entry)s: changed in the same place meanwhile: %(places)s.")
    return words % {"entry": found.draft.key, "places": places}


def check_complete(drafts: Collection[Draft]) -> None:
    """Raise RecordError with the drafts of which something could not be saved yet."""
    faults = []
    for each in drafts:
        if not each.is_complete:
            entry = each.key or schema_of(each.kind).model._meta.verbose_name
            words = gettext("%(entry)s: something that was typed could not be saved yet.")
            faults += [words % {"entry": entry}, *each.gaps]
    if faults:
        raise RecordError(faults)


def show(drafts: Collection[Draft]) -> None:
    """Let the record be, aside, what it is once drafts are published; as far as they are complete.

    Raises RecordError.
    """
    apply(edits_of(drafts), tried())


def tried() -> Batch:
    """The batch of what is tried out."""
    return Batch(via=Batch.Via.DRAFT, kind=Batch.Kind.EDITORIAL)


def put(draft: Draft) -> int | None:
    """Let the entry of a draft be, aside, what the draft says; its primary key, None of one that
    was never complete. Raises RecordError.

    The others of its bundle stand beside it, so that it can name their entries.
    """
    found = meant(draft)
    if found.is_open:
        raise RecordError([undecided(found)])
    own = {} if draft.form is None else {found.key: Edit(found.merged.form, found.number)}
    try:
        apply(edits_beside(draft) | own, tried())
    except RecordError:
        # What stands beside it is not good yet: by itself it may be.
        apply(own, tried())
    rows = Entry.objects.filter(kind=draft.kind, key=draft.key).values_list("row", flat=True)
    return rows.first()


def edits_beside(draft: Draft) -> dict[Key, Edit]:
    """What the others of its bundle make of their entries. Raises RecordError."""
    return edits_of([each for each in Draft.objects.together(draft) if each.pk != draft.pk])


def form_of(row: models.Model, using: str | None = None) -> tuple[str, dict]:
    """The readable key of an entry and its form, as the tables have it."""
    [node] = trees.read(schema_of(row._meta.model_name), {row.pk}, written_to(using))
    return key_of(node.instance), plainly(node.form)


def keep(draft: Draft, key: str, form: dict, user) -> None:
    """Let a draft say what somebody just made of an entry aside, and save it.

    The day of its last change it leaves as it is: that is the one on which it is published.
    """
    draft.key, draft.form, draft.layout = key, form, layout(draft.kind)
    draft.form.pop(DAY, None)
    draft.base = 0
    current = Revision.objects.of(draft.kind, key).current().first()
    if current is not None:
        draft.base = current.number
        if current.form is not None and DAY in current.form:
            draft.form[DAY] = current.form[DAY]
    written_on(draft, user)


def written_on(draft: Draft, user) -> None:
    """Save a draft that somebody wrote on: who approved it approved something else."""
    draft.saved += 1
    if user.pk not in draft.writers:
        draft.writers = [*draft.writers, user.pk]
    draft.state, draft.publish_at = Draft.State.WRITING, None
    draft.save()


def name_of(user) -> str:
    """What an account is called, for when it is gone."""
    return (user.get_full_name() or user.get_username()) if user is not None else ""
