"""Files applied onto a record that is in use."""

import pathlib
from collections.abc import Iterable

from portal.changes.tracking import written_to
from portal.record import history
from portal.record.applying import apply
from portal.record.edits import Applied, Edit, Key
from portal.record.models import Batch, Entry
from portal.record.reading import forms_in
from portal.record.schema import RecordFile

# What files without numbers were written from, as far as anybody knows: the record as it was when
# it was first loaded.
FIRST = 1


def load_onto(
    folder: pathlib.Path, files: Iterable[RecordFile], batch: Batch, using: str | None = None
) -> Applied:
    """Let the entries that the files of a folder hold become what they say; others stay.

    Raises RecordError, changing nothing.
    """
    return apply(edits_in(folder, files, using), batch, using)


def edits_in(
    folder: pathlib.Path, files: Iterable[RecordFile], using: str | None = None
) -> dict[Key, Edit]:
    """What the files of a folder want of entries. Raises RecordError.

    The folder may hold some of the files alone. A dump with its history tells the revision of
    each form; of other files, an entry that was edited since it was first loaded is refused where
    it differs.
    """
    using = written_to(using)
    forms = forms_in(folder, files, partly=True)
    numbers = history.numbers_in(folder)
    heads = {(head.kind, head.key) for head in Entry.objects.using(using).at(forms)}
    return {
        key: Edit(form, numbers.get(key, FIRST if key in heads else None))
        for key, form in forms.items()
    }
