"""Entries taken from visitors on purpose, who are told so, and brought back."""

from django.utils.translation import gettext

from portal.record.applying import apply
from portal.record.drafting import shown_by
from portal.record.edits import Applied, Edit
from portal.record.models import Batch, Entry, Revision
from portal.record.schema import DAY, RecordError, schema_of
from portal.record.tracing import head_of


def withdraw(head: Entry, said: Batch, successor: str = "") -> Applied:
    """Hide an entry from visitors, and tell them so; `successor` is the key of what takes its
    place. Raises RecordError, also where entries of its kind cannot be hidden.
    """
    check_said(said)
    schema, form = schema_of(head.kind), form_of(head)
    if not schema.own_flags:
        raise RecordError([gettext("Entries of this kind are not hidden, but deleted.")])
    if not schema.is_shown(form):
        raise RecordError([gettext("Visitors do not see this entry.")])
    other = head_of(head.kind, successor) if successor else None
    if successor and (other is None or other.row is None or other.pk == head.pk):
        words = gettext("“%(key)s” is no other entry of this kind.")
        raise RecordError([words % {"key": successor}])
    hidden = form | dict.fromkeys(schema.own_flags, False)
    edit = Edit(hidden, head.number, moved_to=successor, withdraws=True)
    return apply({(head.kind, head.key): edit}, said)


def bring_back(head: Entry, said: Batch) -> Applied:
    """Show an entry to visitors again that was withdrawn. Raises RecordError."""
    check_said(said)
    if head.state != Entry.State.WITHDRAWN:
        raise RecordError([gettext("This entry is not withdrawn.")])
    schema = schema_of(head.kind)
    shown = shown_by(schema, form_of(head), schema.own_flags)
    return apply({(head.kind, head.key): Edit(shown, head.number)}, said)


def form_of(head: Entry) -> dict:
    """What the record holds of an entry, without the day on which it changed."""
    form = Revision.objects.current().get(entry=head).form or {}
    return {name: value for name, value in form.items() if name != DAY}


def check_said(said: Batch) -> None:
    """Raise RecordError where it is not said what kind of change it is, and why: readers learn it
    in place of the entry.
    """
    faults = []
    if said.kind not in Batch.Kind.values:
        faults.append(gettext("Say what kind of change this is: it is told to readers."))
    if not said.reason:
        faults.append(gettext("Say why: a reason is required here."))
    if faults:
        raise RecordError(faults)
