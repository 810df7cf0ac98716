"""What revisions changed, told in words: to editors all of it, to visitors what they could see."""

import dataclasses
from collections.abc import Sequence

from portal.dates.clock import at_home
from portal.dates.edtf import describe
from portal.record.differences import Difference, all_differences
from portal.record.matching import Row
from portal.record.models import Batch, Entry, Revision
from portal.record.schema import EntrySchema, schema_of
from portal.record.wording import Targets, Wording


@dataclasses.dataclass(frozen=True)
class Told:
    """One revision with what it changed; `name` is what the entry was called then."""

    revision: Revision
    name: str
    differences: list[Difference]

    @property
    def batch(self) -> Batch:
        """Who made it, when and why."""
        return self.revision.batch

    @property
    def day(self) -> str:
        """The day on which it was made."""
        return at_home(self.batch.made_at).date().isoformat()

    @property
    def day_in_words(self) -> str:
        """The same in the active language."""
        return describe(self.day)

    @property
    def entry(self) -> Entry:
        """The entry that it is of."""
        return self.revision.entry


def tell(revisions: Sequence[Revision], *, public: bool = False) -> list[Told]:
    """What each of some revisions changed, in their order.

    For the `public` a form that visitors could not see is none: an entry that was hidden came
    when it was first shown, and nothing is told of before. Revisions that changed nothing for them
    are left out.
    """
    before = {
        (each.entry_id, each.number + 1): each.form for each in Revision.objects.before(revisions)
    }
    changes = []
    for each in revisions:
        schema = schema_of(each.entry.kind)
        forms = [before.get((each.entry_id, each.number)), each.form]
        if public:
            forms = [form if is_shown(schema, form) else None for form in forms]
        changes.append((schema, *forms))
    targets = Targets((schema, form) for schema, *forms in changes for form in forms)
    words = Wording(targets)
    found = []
    for each, (schema, old, new), differ in zip(
        revisions, changes, all_differences(changes, public=public, targets=targets), strict=True
    ):
        form = new or old
        if form is not None and not (public and (not differ or targets.hides(schema, form))):
            found.append(Told(each, words.entry(schema, form), differ))
    return found


def is_shown(schema: EntrySchema, form: Row | None) -> bool:
    """Whether visitors could see an entry when it had this form, as far as it says so itself."""
    if form is None:
        return False
    own = (name for name in getattr(schema.model, "SHOWN_IF", ()) if "__" not in name)
    return all(form.get(name, schema.by_name[name].get_default()) for name in own)
