"""What entries are to be: the form of each, and the revision that it was made from."""

import dataclasses

# The kind and the readable key of an entry.
Key = tuple[str, str]


@dataclasses.dataclass(frozen=True)
class Edit:
    """What an entry is to be; None is nothing.

    `base` is the number of the revision that the form was made from, None of an entry that never
    was. A form tells the day of its last change: where it tells no other than the entry does,
    it gets that of today, if it does not keep its day (`keeps_day`): what names an entry by a new
    key says what it said. Where nothing but the day differs, nothing does.

    An entry that goes may say `moved_to` which key it went. Where nothing stands there yet, and the
    form of that key is among the edits, it is the same row under another key.

    With `withdraws` it is taken from visitors, who are told so: its form says that it is hidden,
    and `moved_to` names what takes its place, if anything does.
    """

    form: dict | None
    base: int | None = None
    moved_to: str = ""
    keeps_day: bool = False
    withdraws: bool = False


@dataclasses.dataclass
class Applied:
    """The entries that were made, changed and deleted; others were what their forms said."""

    made: list[Key] = dataclasses.field(default_factory=list)
    changed: list[Key] = dataclasses.field(default_factory=list)
    gone: list[Key] = dataclasses.field(default_factory=list)

    def __bool__(self):
        return bool(self.made or self.changed or self.gone)
