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


def misleading(result: Result, text: str) -> list[tuple]:
    """The agreements with a value whose entry the text does not name before it in its line."""
    found = []
    for finding in result.findings:
        if finding.verdict not in GOOD:
            continue
        entries = {value.entry for value in finding.judged.values}
        names = [name for value in finding.judged.values for name in [name_of(value)]]
        line = text[: finding.end].rpartition("\n")[2] + text[finding.end :].partition("\n")[0]
        if not any(name in text for name in names):
            found.append((text, finding.printed, entries, names, line))
    return found
