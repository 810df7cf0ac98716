"""Sentences that say of one entry what the record has of another, drawn by a seed."""

import random
from collections.abc import Iterator

from measures.models import Indicator, Measure
from portal.mentions.mention import Kind
from portal.pages.check.checking import Result
from portal.pages.check.values import READERS, Value, values_of, visible
from portal.pages.check.verdicts import GOOD

FORMS = (
    "{one}では、{other_value}である。",
    "{one}は{other_value}、{other}は{one_value}である。",
    "{other_value}とした{one}について報告する。",
    "【{one}】\n・{other_value}\n",
    "{other}の進捗も踏まえ、{one}を{other_value}とする。",
    "{one}\t{other_value}\n{other}\t{one_value}\n",
)
SPOKEN = (Kind.AMOUNT, Kind.COUNT, Kind.DATE)


def known_values() -> list[Value]:
    """The values of the record that are printed with a digit, in order."""
    rows = [
        value
        for model, (_reader, _owner, joins) in READERS.items()
        for value in values_of(visible(model, "default").select_related(*joins).order_by("pk"))
    ]
    return [each for each in rows if each.kind in SPOKEN and printed(each)]


def printed(value: Value) -> str:
    """How a value is printed; empty where nothing of it is a number."""
    row = value.row
    words = row.date_in_words if hasattr(row, "date_in_words") else getattr(row, "printed", "")
    return words if any(letter.isdecimal() for letter in words) else ""


def name_of(value: Value) -> str:
    """What the entry of a value is called."""
    model, pk = value.entry
    found = {"measure": Measure, "indicator": Indicator}[model]
    return found.objects.values_list("title_ja", flat=True).get(pk=pk)


def mixtures(seed: int, number: int) -> Iterator[tuple[str, Value, Value]]:
    """Texts with the value whose entry they name, and the other that they say of it."""
    chance, values = random.Random(seed), known_values()  # noqa: S311 - a sample, no secret
    while number:
        one, other = chance.sample(values, 2)
        if one.entry == other.entry:
            continue
        number -= 1
        words = {"one": name_of(one), "other": name_of(other)}
        words |= {"one_value": printed(one), "other_value": printed(other)}
        yield chance.choice(FORMS).format(**words), one, other


def misleading(result: Result, text: str, one: Value, other: Value) -> list[tuple]:
    """The agreements of what a text says of one entry that are with values of others.

    What stands in the name of an entry, as a date often does, is told of that one.
    """
    start = text.find(printed(other))
    end = start + len(printed(other))
    return [
        (text, finding.printed, [str(value.row) for value in finding.judged.values])
        for finding in result.findings
        if finding.verdict in GOOD and start <= finding.start < end
        if not any(is_within(text, name_of(each), finding.start) for each in (one, other))
        if all(value.entry != one.entry for value in finding.judged.values)
    ]


def is_within(text: str, name: str, place: int) -> bool:
    """Whether a place of a text lies in a name."""
    found = text.find(name)
    return 0 <= found <= place < found + len(name)
