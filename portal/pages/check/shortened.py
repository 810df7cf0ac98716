"""Measures that a claim names by less than their title: its head, or a duty by goods and country.

`Our anti-circumvention system` is the one for anti-dumping duties, and `the anti-dumping duty on
TCPP from China` that on tris(chloropropyl) phosphate, where the record has one such measure.
"""

import re
from collections.abc import Iterable

from measures.models import Measure
from portal.pages.check import values
from portal.pages.check.acts import ACT, is_apart, keys
from portal.pages.check.asked import Asked, Bearer, one_of
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import within
from portal.pages.check.reads import Named
from portal.pages.check.values import Thing, visible
from portal.pages.check.verdicts import Note

JAPAN = "JP"
IS = r"(?: (?:is|are|was|were|remains?|has|have|still|now|currently|only|also|yet))*"
# A subject of a sentence that is the head of a title alone: our anti-circumvention system is.
HEAD = re.compile(rf"(?:(?:the|this|(?P<own>our|japan)) )?(?P<head>[a-z0-9% ]+?){IS} ?")
# The same that is a duty, of which act, goods and countries are written A, S and P.
DUTY = re.compile(
    r"(?:(?:the|our|these|this) )?A(?: measures?)? on (?:imports of )?S(?:(?:,| and) ?S)*"
    rf"(?: (?:from|of|against) (?:the )?P(?:(?:,| and) ?P)*)?{IS} ?"
)
DUTY_JA = re.compile(
    r"(?:(?:現在|なお|また)、)?(?:P(?:産|製|からの|の)の?)?S(?:(?:及び|と|、)S)*(?:に対する|への|に係る|に関する|の)"
    r"A(?:の?(?:課税|措置|賦課))?(?:は|に(?:つい|関し)ては|につきましては)、?"
    r"(?:(?:現在|今|なお|まだ|引き続き|既に|すでに)(?:も|は)?、?)*"
)


def of_short_title(match: Match, asked: Asked, start: int) -> Bearer | None:
    """The one measure whose title begins with all that an English sentence has as its subject."""
    before, matcher = match.read.line.letters[start : match.mention.start].strip(), asked.matcher
    told = HEAD.fullmatch(before)
    entry = matcher.known.short_titles.get(told["head"]) if told else None
    if entry is None or (told["own"] and not is_of_japan(entry, matcher)):
        return None
    return known_by(entry, matcher, Note.TITLE)


def is_of_japan(entry: Thing, matcher: Matcher) -> bool:
    """Whether a measure is one of Japan."""
    own = visible(Measure, matcher.using).filter(pk=entry[1], jurisdiction__iso2=JAPAN)
    return own.exists()


def of_remedy(match: Match, asked: Asked, start: int) -> Bearer | None:
    """The one anti-dumping duty of Japan on what goods, from where, a sentence names."""
    letters, end = match.read.line.letters, match.mention.start
    acts = [e for e in ACT.finditer(letters, start, end) if is_remedy(e)]
    names = [n for n in within(match.read.names, start, end) if is_apart(n, acts)]
    if len(acts) != 1 or not names:
        return None
    told = written(letters[start:end], start, acts[0], names).strip()
    if not (DUTY if told.isascii() else DUTY_JA).fullmatch(told):
        return None
    found = visible(Measure, asked.matcher.using).filter(
        kind=Measure.Kind.TRADE_REMEDY, jurisdiction__iso2=JAPAN
    )
    for subject in keys(names, "subject"):
        found = found.filter(subjects__subject=subject)
    for partner in keys(names, "partner"):
        found = found.filter(partners__partner=partner)
    measures = {*found.order_by().values_list("pk", flat=True).distinct()[:2]}
    return known_by(("measure", *measures), asked.matcher, Note.ACT) if len(measures) == 1 else None


def is_remedy(act: re.Match) -> bool:
    """Whether the word of an act is one of anti-dumping duties."""
    return Measure.Kind[act.lastgroup] == Measure.Kind.TRADE_REMEDY


def written(letters: str, start: int, act: re.Match, names: Iterable[Named]) -> str:
    """Letters from a place on with A, S and P for an act, for goods and for countries."""
    marks = [(act.start(), act.end(), "A")]
    marks += ((n.start, n.end, "P" if n.of(("partner",)) else "S") for n in names if n.things)
    pieces, last = [], start
    for first, end, mark in sorted(marks):
        pieces += [letters[last - start : first - start], mark]
        last = end
    return "".join((*pieces, letters[last - start :]))


def known_by(entry: Thing, matcher: Matcher, note: Note) -> Bearer | None:
    """A measure with its statuses, which are read where the text has no name of it."""
    if entry not in matcher.values:
        matcher.values.update(values.load({entry}, matcher.using))
    return one_of({entry}, matcher, note)
