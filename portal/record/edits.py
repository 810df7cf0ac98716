"""What entries are to be: the form of each, and the revision that it was made from."""

import dataclasses

# The kind and the readable key of an entry.
Key = tuple[str, str]


@dataclasses.dataclass(frozen=True)
class Edit:
    """What an entry is to be; None is nothing.

    `base` is the number of the revision that the form was made from, None of an entry that never
    was. A form tells the day of its last change: where it tells no other than the entry does,
    it gets that of today. Where nothing but the day differs, nothing does.
    """

    form: dict | None
    base: int | None = None


@dataclasses.dataclass
class Applied:
    """The entries that were made, changed and deleted; others were what their forms said."""

    made: list[Key] = dataclasses.field(default_factory=list)
    changed: list[Key] = dataclasses.field(default_factory=list)
    gone: list[Key] = dataclasses.field(default_factory=list)

    def __bool__(self):
        return bool(self.made or self.changed or self.gone)
