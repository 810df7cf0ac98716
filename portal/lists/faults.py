"""What is wrong with an address, told with the way out."""

from collections.abc import Callable, Collection, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext

# Characters of what was asked that a sentence repeats, and the names under which it is told.
ECHO = 80
ECHOED = {"value", "name", "date"}
# Faults of a page that are told one by one: each has a link with all the rest of the address.
MOST = 20


class Fault(str):
    """A sentence about one thing in an address that is not understood.

    `name` is that of the parameter, `label` what people call it, and `reason` the sentence as it
    stands beside the field of that label. `mended` is the query of the same address without what
    is wrong: what else was asked is kept. It is None where no one part is at fault. `gone` says
    that what is asked for was there once.
    """

    __slots__ = ("gone", "label", "mended", "name", "reason")

    def __new__(
        cls,
        sentence: str,
        name: str,
        mended: str | None = None,
        label: str = "",
        reason: str = "",
        *,
        gone: bool = False,
    ):
        fault = super().__new__(cls, sentence)
        fault.name, fault.mended, fault.gone = name, mended, gone
        fault.label, fault.reason = label or clipped(name), reason or sentence
        return fault


def more(count: int) -> Fault:
    """That so many further parts of an address are not understood."""
    return Fault(gettext("%s more parts of this address are not understood.") % count, "")


def without(query: QueryDict, name: str, keep: Callable[[str], bool] | None = None) -> str:
    """A query without a parameter, or with those of its values alone that are to be kept."""
    kept = query.copy()
    kept.setlist(name, list(filter(keep, query.getlist(name))) if keep else [])
    return kept.urlencode()


def unknown(query: QueryDict, known: Collection[str], words: str) -> list[Fault]:
    """What a page does not know of an address; `words` tell the `name` and those that are known."""
    names = [name for name in query if name not in known]
    accepted = ", ".join(known)
    return few(
        names,
        lambda name: Fault(
            words % {"name": clipped(name), "known": accepted}, name, without(query, name)
        ),
    )


def few(wrong: Sequence, told: Callable[..., Fault]) -> list[Fault]:
    """A fault for each of what is wrong; of many things for the first ones, and how many more."""
    faults = [told(each) for each in wrong[:MOST]]
    return [*faults, more(len(wrong) - MOST)] if len(wrong) > MOST else faults


def given(query: QueryDict) -> QueryDict:
    """A query without what is empty: programs send a parameter for every question they know."""
    if all(value for _name, values in query.lists() for value in values):
        return query
    kept = query.copy()
    for name, values in query.lists():
        kept.setlist(name, [value for value in values if value])
        if not kept.getlist(name):
            del kept[name]
    return kept


def clipped(text: str) -> str:
    """What was asked, as far as a sentence repeats it."""
    return text if len(text) <= ECHO else f"{text[: ECHO - 1]}…"


def messages_of(error: ValidationError) -> list[str]:
    """The sentences of an error, in which nothing that was asked is repeated at length."""
    return [
        words
        for each in error.error_list
        for words in ValidationError(each.message, each.code, _clipped(each.params)).messages
    ]


def _clipped(params: dict | None) -> dict | None:
    return params and {
        name: clipped(str(each)) if name in ECHOED else each for name, each in params.items()
    }


def is_taken(field: forms.Field, value: str) -> bool:
    """Whether a field with several values takes one of them."""
    try:
        field.clean([value])
    except ValidationError:
        return False
    return True


def status_of(faults: Collection[Fault]) -> int:
    """How an address with faults is answered: 410 where it asks for nothing but what is gone."""
    return 410 if all(fault.gone for fault in faults) else 400


def of_parameter(faults: Collection[Fault], name: str) -> list[Fault]:
    """The faults of one parameter, to be told beside its field."""
    return [fault for fault in faults if fault.name == name]
