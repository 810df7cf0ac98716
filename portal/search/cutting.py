"""What somebody who asks in a sentence means: words, cut first by the names of the record.

No dictionary and no analyser: names of things cut compounds, the rest is cut by script, and what
is left of grammar falls. Amounts of yen, fiscal years and stages are taken out before.
"""

import dataclasses
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from portal.dates.clock import today
from portal.search.by_script import Sentence, Word, by_script, last_resort, with_weak
from portal.search.corpus import CORPORA
from portal.search.figures import Yen, amounts, fiscal_years, stages, years_from_today
from portal.search.models import Rank
from portal.search.naming import NamedThing, Names, acts, without_ranks
from portal.search.query import PUNCTUATION, WORD, in_quotes, key, other_names, years
from portal.search.readings import in_katakana, said
from portal.search.text import KATAKANA, LATIN, fold

# Names compared with parts of what is asked: longer ones are asked whole.
LONGEST_NAME = 40
SENTENCE = re.compile(
    rf"[{re.escape(PUNCTUATION)}/／]+(?=\s|$)|[、。，；！？!?…（）()【】〔〕:：]+"
)
SAME_RUN = re.compile(f"[{LATIN}][{LATIN}]|[{KATAKANA}][{KATAKANA}]")
PARTED = re.compile(f"^ | $|[^{LATIN}] | [^{LATIN}]")
HIRAGANA, HIRAGANA_RUN = re.compile("[ぁ-ゖー]+"), re.compile("[ぁ-ゖー]{3,}")
# Readings inside a run of hiragana have so many letters, as shorter ones are said like grammar:
# これか (から), 高齢化. Names of katakana are met letter by letter, so that fewer do.
SHORTEST_READING, SHORTEST_NAME = 4, 3
# What may stand before a reading in one run, or between two of them.
PARTICLE = re.compile(
    "から|まで|より|など|とか|について|における|への|での|との|からの|[のとやをはがにでもへな]"
)


@dataclasses.dataclass
class Cut:
    """What is asked: words in the order in which they stand, what must not occur, and figures.

    `counted_from_today` are those of the `years` that are told from today on, as 今年度.
    """

    words: list[Word] = dataclasses.field(default_factory=list)
    unwanted: list[str] = dataclasses.field(default_factory=list)
    amounts: list[tuple[str, Yen]] = dataclasses.field(default_factory=list)
    years: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    counted_from_today: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    stages: list[tuple[str, tuple[str, ...]]] = dataclasses.field(default_factory=list)
    whole: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class Spoken:
    """A reading or name in hiragana: where it ends, what it may be written, and whose name it is.

    Of a reading `forms` has the names already.
    """

    end: int
    forms: tuple[str, ...]
    things: tuple[NamedThing, ...] = ()


class Cutter:
    """Cuts what is asked by the names that a database knows."""

    def __init__(self, names: Names):
        self.names = names
        self.stages = {
            word: codes
            for corpus in CORPORA.values()
            if corpus.figures
            for word, codes in corpus.figures.stages.items()
        }

    def cut(self, asked: str) -> Cut:
        """What is asked, cut into words."""
        whole = {asked, asked.strip().strip(PUNCTUATION)}
        found = Cut(whole=frozenset(key(fold(each)) for each in whole))
        plain: list[str] = []
        for match in WORD.finditer(asked):
            quoted = in_quotes(match)
            if match["minus"] and (word := fold(quoted or match["plain"] or "")):
                found.unwanted.append(word)
            elif quoted and fold(quoted):
                found.words.append(Word(quoted, (fold(quoted),), exact=True))
            elif not match["minus"]:
                plain += SENTENCE.sub(" ", match["plain"] or "").split()
        sentence = Sentence(plain)
        kana = {word for word in map(fold, plain) if len(word) > 2 and HIRAGANA.fullmatch(word)}
        self._take_figures(sentence, found)
        found.words += self._words(sentence, kana, found.whole)
        figures = bool(found.amounts or found.years or found.stages)
        found.words = with_weak(found.words, beside_figures=figures)
        if not (found.words or found.amounts or found.years or found.stages):
            every = [Word(each, (fold(each),)) for each in plain if fold(each)]
            found.words = last_resort(sentence) or every
        return found

    def _take_figures(self, sentence: Sentence, found: Cut) -> None:
        """Note the amounts, fiscal years and stages of a sentence and take them out of it."""
        for yen in amounts(sentence.text, sure=False):
            found.amounts.append((sentence.written(yen.start, yen.end), yen))
            sentence.blank(yen.start, yen.end)
        for year, start, end in fiscal_years(sentence.text):
            found.years.append((sentence.written(start, end), year))
            sentence.blank(start, end)
        for year, start, end in years_from_today(sentence.text, today()):
            found.counted_from_today.append((sentence.written(start, end), year))
            sentence.blank(start, end)
        found.years += found.counted_from_today
        for codes, start, end in stages(sentence.text, self.stages):
            found.stages.append((sentence.written(start, end), codes))
            sentence.blank(start, end)

    def _words(self, sentence: Sentence, kana: set[str], whole: Collection[str]) -> list[Word]:
        """The words of a sentence: the longest names from the left, the rest by script.

        `kana` are words of hiragana as they were asked, which may be the beginning of a reading,
        and `whole` what is asked as a whole, of which somebody will ask whose name it is.
        """
        text = sentence.text
        borders = [place for place in range(len(text) + 1) if is_border(text, place)]
        parts = {
            (start, end): key(text[start:end])
            for number, start in enumerate(borders)
            for end in borders[number + 1 :]
            if 2 <= end - start <= LONGEST_NAME and not PARTED.search(text[start:end])
        }
        heard = heard_in(text)
        asked = {*parts.values(), *whole, *acts(whole)}
        self.names.know({*asked, *heard.values(), *in_kana(text, heard).values()})
        named = self.names.owners(set(parts.values()))
        longest = {start: end for (start, end), name in parts.items() if name in named}
        spoken = self._spoken(text, kana, heard)
        words: list[Word] = []
        things: dict[int, Sequence[NamedThing]] = {}
        place = rest = 0
        while place < len(text):
            end = longest.get(place) or (spoken[place].end if place in spoken else 0)
            if not end:
                place += 1
                continue
            words += by_script(sentence, rest, place)
            written = sentence.written(place, end)
            if place in longest:
                things[len(words)] = named[parts[place, end]]
                words.append(Word(written, (text[place:end], *years(text[place:end]))))
            else:
                if spoken[place].things:
                    things[len(words)] = spoken[place].things
                words.append(Word(written, spoken[place].forms, said=said(text[place:end])))
            place = rest = end
        words += by_script(sentence, rest, len(text))
        words = self._with_others(words, things)
        return list({word.forms: word for word in words}.values())

    def _spoken(
        self, text: str, kana: set[str], asked: Mapping[tuple[int, int], str]
    ) -> dict[int, Spoken]:
        """Where readings, and names of katakana that are written in hiragana, begin.

        In a run with its particles (うなぎの) it is the longest from the start, then what follows
        behind a particle. A whole word of kana need not be a whole reading.
        """
        known = self.names.read_so(set(asked.values()))
        called = self.names.called(set().union(*known.values()), Rank.TITLE)
        written = in_kana(text, asked)
        named = self.names.owners(set(written.values()))
        longest: dict[int, Spoken] = {}
        for (start, end), reading in sorted(asked.items()):
            kana_form, katakana = text[start:end], fold(in_katakana(text[start:end]))
            if reading in known and end - start >= SHORTEST_READING:
                names = [name for thing in sorted(known[reading]) for name in called.get(thing, ())]
                forms = map(fold, (kana_form, katakana, *names))
                longest[start] = Spoken(end, tuple(dict.fromkeys(forms)))
            elif things := named.get(written[start, end]):
                longest[start] = Spoken(end, (katakana, kana_form), tuple(things))
        found = {
            place: longest[place]
            for start, run in runs_of(text)
            for place in reached(run, start, longest)
        }
        for segment in re.finditer(r"\S+", text):
            if segment.start() not in found and segment[0] in kana:
                forms = (segment[0], fold(in_katakana(segment[0])))
                found[segment.start()] = Spoken(segment.end(), tuple(dict.fromkeys(forms)))
        return found

    def _with_others(
        self, words: Sequence[Word], things: Mapping[int, Sequence[NamedThing]]
    ) -> list[Word]:
        """Words of which some name things, with the other names of these."""
        meant = {place: without_ranks(some) for place, some in things.items()}
        called = self.names.called(set().union(*meant.values()))
        found = list(words)
        for place, some in meant.items():
            names = [called[thing] for thing in sorted(some) if thing in called]
            others = tuple(other_names(words[place].forms[0], names))
            found[place] = dataclasses.replace(words[place], others=others)
        return found


def runs_of(text: str) -> list[tuple[int, str]]:
    """The runs of hiragana in a text, each with where it begins."""
    return [(match.start(), match[0]) for match in HIRAGANA_RUN.finditer(text)]


def heard_in(text: str) -> dict[tuple[int, int], str]:
    """What may be a reading in a text, by its place, as readings are compared."""
    return {
        (start + first, start + last): said(run[first:last])
        for start, run in runs_of(text)
        for first, last in stretches(run)
    }


def in_kana(text: str, places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """What stands at some places of a text in hiragana, as names of katakana are compared."""
    return {place: key(fold(in_katakana(text[slice(*place)]))) for place in places}


def stretches(run: str) -> Iterator[tuple[int, int]]:
    """The parts of a run of hiragana that may be readings: at its start or behind a particle."""
    starts = {0, *(match.end() for place in range(len(run)) for match in particles(run, place))}
    for start in sorted(starts):
        for end in range(start + SHORTEST_NAME, min(len(run), start + LONGEST_NAME) + 1):
            yield start, end


def particles(run: str, place: int) -> list[re.Match]:
    """The particle that stands at a place of a run."""
    match = PARTICLE.match(run, place)
    return [match] if match else []


def reached(run: str, start: int, longest: Mapping[int, Spoken]) -> Iterator[int]:
    """The places of readings in a run that begins at `start`, one behind the other."""
    place = start
    while place < start + len(run):
        behind = [match.end() + start for match in particles(run, place - start)]
        at = next((each for each in (place, *behind) if each in longest), None)
        if at is None:
            return
        yield at
        place = longest[at].end


def is_border(text: str, place: int) -> bool:
    """Whether a word may begin or end there: not inside a run of Latin letters or katakana."""
    return not SAME_RUN.fullmatch(text[max(0, place - 1) : place + 1])
