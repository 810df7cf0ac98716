"""What of two texts differs, as people underline it: whole numbers and words, never half of one."""

import difflib
import re
from collections.abc import Sequence

from portal.handouts.parts import Run

# A number with its points and commas, a word of letters, a run of kana or kanji by itself.
TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*|[A-Za-z]+(?:['’-][A-Za-z]+)*|[\u30a0-\u30ff]+|\s+|.", re.DOTALL
)
# Texts that share less than this are told as two: single letters in common are no likeness.
ALIKE = 0.5


def differing(old: str, new: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts as runs, underlined where the other says something else."""
    tokens = TOKEN.findall(old), TOKEN.findall(new)
    matcher = difflib.SequenceMatcher(None, *tokens, autojunk=False)
    if matcher.ratio() < ALIKE:
        return whole(old), whole(new)
    before: list[Run] = []
    after: list[Run] = []
    for tag, first, last, start, end in matcher.get_opcodes():
        _add(before, "".join(tokens[0][first:last]), tag != "equal")
        _add(after, "".join(tokens[1][start:end]), tag != "equal")
    return tuple(before), tuple(after)


def whole(words: str) -> tuple[Run, ...]:
    """A text that the other side has nothing like."""
    return (Run(words, underlined=True),)


def _add(runs: list[Run], words: str, underlined: bool) -> None:
    if words:
        runs.append(Run(words, underlined=underlined))


def paired(old: Sequence[str], new: Sequence[str]) -> tuple[list[tuple], list[tuple]]:
    """Two lists of texts as runs, each text underlined against the one it is most like.

    What both lists hold is not underlined.
    """
    before: dict[int, tuple[Run, ...]] = {}
    after: dict[int, tuple[Run, ...]] = {}
    for place, words in enumerate(new):
        same = next((n for n, each in enumerate(old) if each == words and n not in before), None)
        if same is not None:
            before[same] = after[place] = (Run(words),)
    for place, words in enumerate(new):
        if place not in after:
            rest = [n for n in range(len(old)) if n not in before]
            like = max(rest, key=lambda n: _likeness(old[n], words), default=None)
            if like is not None and _likeness(old[like], words) >= ALIKE:
                before[like], after[place] = differing(old[like], words)
            else:
                after[place] = whole(words)
    return (
        [before.get(n, whole(words)) for n, words in enumerate(old)],
        [after[n] for n in range(len(new))],
    )


def _likeness(old: str, new: str) -> float:
    matcher = difflib.SequenceMatcher(None, TOKEN.findall(old), TOKEN.findall(new), autojunk=False)
    return matcher.ratio()
