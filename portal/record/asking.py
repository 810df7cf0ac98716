"""What two edits cannot both keep, in words: for a page on which one side is chosen."""

import dataclasses
from collections.abc import Iterable

from django.utils.text import capfirst

from portal.record.merging import Clash, Path
from portal.record.schema import EntrySchema
from portal.record.wording import Targets, Wording, default_of, rows_of


@dataclasses.dataclass(frozen=True)
class Question:
    """A clash in words: where it is, what both began with, and what each made of it.

    Nothing is told as an empty text.
    """

    clash: Clash
    label: str
    base: str
    mine: str
    theirs: str


def questions(schema: EntrySchema, clashes: Iterable[Clash], forms: Iterable) -> list[Question]:
    """The clashes of one entry in words; `forms` are those that were joined."""
    words = Wording(Targets((schema, form) for form in forms))
    return [_question(words, schema, clash) for clash in clashes]


def _question(words: Wording, schema: EntrySchema, clash: Clash) -> Question:
    labels, own, field = _place(words, schema, clash.path)
    told = []
    for side in (clash.base, clash.mine, clash.theirs):
        if field is not None:
            told.append(words.value(own, field, default_of(field) if side is None else side))
        elif not side:
            told.append("")
        elif not clash.path:
            told.append(words.entry(own, side))
        else:
            row = rows_of(own, [side] if not own.one else side)[0]
            told.append(" / ".join(f"{name}: {value}" for name, value in words.told(own, row)))
    return Question(clash, " › ".join(labels) or capfirst(str(own.model._meta.verbose_name)), *told)


def _place(words: Wording, schema: EntrySchema, path: Path):
    """What the steps of a path are called, the schema at its end, and the field if it is one."""
    labels, field, steps = [], None, iter(path)
    for name in steps:
        if child := schema.children.get(name):
            schema = child
            label = capfirst(str(schema.model._meta.verbose_name))
            row = "" if schema.one else next(steps, "")
            labels.append(f"{label} {row}".strip())
        elif name in schema.by_name:
            field = schema.by_name[name]
            labels.append(words.label(field))
    return labels, schema, field
