"""Amounts and counts in the letters of a line, with how exact they say that they are."""

import dataclasses
import re
from collections.abc import Iterator
from decimal import Decimal

from portal.mentions.mention import Bound, Kind, Mention
from portal.search import figures

# No word of Latin letters begins within another: cover 254 days are no more than 254.
BEFORE = re.compile(
    r"(?P<about>約|およそ|おおむね|ほぼ"
    r"|(?<![a-z])(?:about|some|approximately|around|roughly|nearly))\s?$"
    r"|(?P<over>(?<![a-z])(?:over|more than|at least|in excess of))\s?$"
    r"|(?P<under>最大|上限|(?<![a-z])(?:up to|at most|less than|under))\s?$"
)
BEHIND = re.compile(
    r"(?P<about>程度|規模|弱|ほど|前後|近く|相当)|(?P<over>以上|超|強|余り|余|を超え|を上回)"
    r"|(?P<under>以下|以内|未満|を下回|を切)"
)
# Numbers that name and count nothing: the second edition, section 12.
ORDINAL = re.compile(
    r"(?:第|(?<![a-z])no\.? ?|section |article |chapter |page |p\.? ?|図|表|別紙|資料|注|[a-z])$"
)
NAMING = re.compile(
    r"[条項号章節頁版次代階期]|ページ|世紀|年代|度目|回目|つ目|番目|時(?!間)|分(?!野)|st\b|nd\b|rd\b|th\b"
)
# What a bare number counts may stand before it: 技術は現在19であり, the number of firms is 19.
COUNTED = re.compile(
    r"(?:(?P<ja>[一-鿿々ァ-ヺー]{2,12}?)(?:の?数)?(?:は|が)、?"
    r"(?:現在|現時点で|いま|合計|全部で|計|全)?"
    r"|\bnumber of (?P<en>[a-z -]{3,40}?) (?:is|was|stands at|stood at)(?: now| currently)?"
    r"(?: at)?) ?(?:約|about |some )?$"
)
COUNTED_LENGTH, VOTING = 64, 3
# The same without a particle: 職員4,000, a staff of 4,000.
STAFF = re.compile(
    r"(?:(?P<ja>職員|人員|要員|隊員|対象国|参加国|加盟国)"
    r"|\b(?:an?|the|its|their) (?:[a-z]+ )?(?P<en>staff|workforce|membership) of"
    r"(?: about| some| more than)?) ?$"
)
# Those of whom a number is told: of the companies added to the list, 23 were Chinese.
OF_THEM = re.compile(
    r"\bof (?:the|these|all)(?: \d+)? (?P<en>[a-z-]+s)\b[^,.;]{0,48}, ?(?:some |about )?$"
)
WERE = re.compile(r" (?:are|were|have|had)\b")
# What votes are for stands before them, often without a unit behind: 賛成35、反対100票で否決.
SIDES = ("賛成", "反対", "棄権")
VOTES = re.compile(rf"(?P<side>{'|'.join(SIDES)})(?:は|が)?$")
# The same behind it: 現在19を対象とする.
NOW, TAKEN = re.compile(r"(?:現在|現時点で)(?:約)?$"), re.compile(r"を(?P<ja>対象|指定|掲載)")
# What is no value: two plus two, so much for each barrel.
PLUS = re.compile(r"\d\+$"), re.compile(r"\d*\+\d")
EACH = re.compile(
    r"[\d.]+ ?[^\d\s、。,]{0,8}?(?:当たり|あたり|当り|につき(?!まし|ては))"
    r"|1 ?[ァ-ヺー一-鿿a-z]{1,6}?約?\d[\d,.]* ?(?:[万億兆千百]*(?:円|ドル|ユーロ|ポンド|元|ウォン)"
    r"|米ドル)"
)
PREPOSITION = re.compile(r" (?:of|in|for|under|at|by|to)\b")
# How a verb goes on behind its kanji: 1回開かれ, 20載せられ. Not 3年ぶり, 5人くらい, 2年まで.
VERB = (
    r"(?:せ|け|げ|び(?!に)|ば|ま(?!で)|め|ら[れせ]|り|っ[たて]|わ[れっ]|え|か[れっせ]|い(?:[たて、]|ま[しす])|な[っい]"
    r"|へい|る|き"
    r"|く(?!ら)|ぐ|ぶ(?!り)|む|う(?!ち))"
)
VERBAL = re.compile(VERB)
# Kanji that count by themselves: a kanji behind one of them may be a verb's.
KANJI, LAST = re.compile(r"[一-鿿]"), re.compile(r".$")
COUNTERS = frozenset("人件社者国回年機台隻本個点種例名品所月日")
SAID = re.compile(rf"(?:で(?!も)|です|と|に|を|、|。|,|\.| |;|$|[一-鿿]{VERB})")
# English words that are no unit of the number before them.
NO_UNIT = (
    r"(?!(?:and|or|to|of|in|on|for|from|by|the|at|not|is|are|was|were|add|adds|that|which|than"
    r"|as|a|an|per|since|its|their|this|last|every|each|year|annually|with|has|have|had|but|each|will|would|may|make|makes)\b)"
)
COUNT = re.compile(
    r"(?<![\d.])(?P<number>\d+(?:\.\d+)?)(?P<scale>[万千億兆](?:\d+)?)?(?P<some>数)?"
    r"(?:つの|の)?(?P<unit>%|パーセント|割|倍|つ|か[国所月年]|年間|[一-鿿々ァ-ヺー]{1,12}"
    rf"| ?(?:percent|per cent|times)\b| {NO_UNIT}[a-z-]{{3,}}(?: {NO_UNIT}[a-z-]+){{0,4}})?"
)
ONES = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {
    **{word: number for number, word in enumerate(["one", *ONES.split()], 1)},
    **{word: 10 * number for number, word in enumerate(TENS.split(), 2)},
}
SPELLED = re.compile(
    rf"(?<![a-z-])(?P<number>(?:{'|'.join(TENS.split())})(?: (?:one|two|three|four|five|six|seven"
    rf"|eight|nine))?|{'|'.join(ONES.split())})"
    rf" (?P<unit>{NO_UNIT}[a-z-]{{3,}}(?: {NO_UNIT}[a-z-]+){{0,4}})"
)
# The year of a name or a date, behind which no unit stands: the sanctions of 2025 put 335 items.
YEAR, OF_YEAR = re.compile(r"(?:19|20)\d\d$"), re.compile(r"\b(?:of|in|since|by) $")
YEARS_BEFORE = 8
# An English unit is told up to its noun, which is known by its plural; else by so many words.
PLURAL, WORDS = re.compile(r"[a-z-]+(?<![su])s$|people$|staff$|personnel$|yen$"), 3
# A number of what was counted before it: the addition of five more.
MORE = re.compile(r"(?P<word>more|others?|further|another|additional)\b(?P<noun>.*)")
# A number of millions is read where its currency stands before it; without one it is no count.
ENGLISH_SCALE = re.compile(r"(?:thousand|million|billion|trillion)\b")
LAST_DIGITS = re.compile(r"(?P<number>\d+(?:\.(?P<decimals>\d+))?)(?P<unit>\D*)")
# The scale of an amount that those behind it share: ¥2, about 5 and about 8 billion.
SHARED = re.compile(
    r"(?:,\s?(?:about )?\d[\d.]*)*,? and (?:about )?\d[\d.]* (?P<scale>million|billion|trillion)\b"
)
SIZES = {**figures.PARTS, **figures.ENGLISH}
SCALES = {"万": 10**4, "千": 10**3, "億": 10**8, "兆": 10**12}
# Words in a run behind a number at which the unit ends.
UNIT_ENDS = re.compile(
    r"程度|規模|以上|以下|以内|未満|超|弱|強|余|前後|相当|分(?!野)|増|減|見込"
    r"|(?<=[件社])(?:開?始)$|[別及並又]$|(?<!方)向$|^(?:合計|小計|総計|補正|当初|予算|要求|概算)"
)


def bounded(letters: str, mention: Mention) -> Mention:
    """A mention with the words before and behind it that say how exact it is."""
    start, end, bound = mention.start, mention.end, Bound.EXACT
    if match := BEFORE.search(letters, max(0, start - 14), start):
        start, bound = match.start(), Bound(match.lastgroup)
    if match := BEHIND.match(letters, end):
        end, bound = match.end(), Bound(match.lastgroup)
    return dataclasses.replace(mention, start=start, end=end, bound=bound)


def amounts(letters: str) -> Iterator[Mention]:
    """The sums of money: those that name their currency, and yen that need not say so."""
    taken: list[tuple[int, int]] = []
    for money in figures.sums(letters):
        if any(start < money.end and money.start < end for start, end in taken):
            continue
        taken.append((money.start, money.end))
        yield bounded(letters, _shared(letters, _amount(letters, money)))
    for yen in figures.amounts(letters, sure=False):
        if not any(start < yen.end and yen.start < end for start, end in taken):
            step, value = Decimal(yen.digit), Decimal(yen.amount)
            mention = Mention(Kind.AMOUNT, yen.start, yen.end, value, None, step, "JPY")
            yield bounded(letters, mention)


def _amount(letters: str, money: figures.Money) -> Mention:
    until = None if money.until is None else Decimal(money.until)
    last = list(LAST_DIGITS.finditer(letters[money.start : money.end]))[-1]
    step = Decimal(unit_in(last["unit"])) / 10 ** len(last["decimals"] or "")
    # Sums are whole; of a price in dollars and cents the print has the rest.
    value = Decimal(last["number"]) if step < 1 and until is None else Decimal(money.amount)
    return Mention(Kind.AMOUNT, money.start, money.end, value, until, step, money.currency)


def _shared(letters: str, mention: Mention) -> Mention:
    """An amount with the scale that stands behind the last of several alone."""
    match = SHARED.match(letters, mention.end)
    if match is None or mention.until is not None or letters[mention.end - 1].isalpha():
        return mention
    scale = unit_in(match["scale"])
    return dataclasses.replace(mention, value=mention.value * scale, step=mention.step * scale)


def unit_in(words: str) -> int:
    """What the word stands for that begins behind a number: of 億円 one hundred million."""
    known = (size for word, size in SIZES.items() if words.strip().startswith(word))
    return max(known, default=1)


def counts(letters: str) -> Iterator[Mention]:
    """Numbers with what they count behind them, or before: five more; without it they are bare."""
    last = ""
    for mention in sorted(_counts(letters), key=lambda each: each.start):
        more = MORE.match(mention.unit)
        if more and last and not noun_of(more["noun"].strip()).endswith("s"):
            end = letters.find(mention.unit, mention.start) + more.end("word")
            yield dataclasses.replace(mention, end=end, unit=last)
            continue
        if mention.kind == Kind.COUNT and mention.unit.isascii():
            last = mention.unit
        yield mention


def noun_of(unit: str) -> str:
    """The English words behind a number up to a plural, which is what it counts; else a few."""
    words = unit.split(" ")
    last = next((n for n, word in enumerate(words, 1) if PLURAL.match(word)), WORDS)
    return " ".join(words[:last])


def _counts(letters: str) -> Iterator[Mention]:
    yield from _spelled(letters)
    for match in COUNT.finditer(letters):
        if match["some"] or ORDINAL.search(letters, max(0, match.start() - 8), match.start()):
            continue
        if ENGLISH_SCALE.match((match["unit"] or "").strip()) or is_no_value(
            letters, match.start()
        ):
            continue
        yield _count(letters, match)


def is_no_value(letters: str, start: int) -> bool:
    """Whether the number at a place is a part of 2+2, or that by which another is told."""
    before, here = PLUS
    return bool(
        before.search(letters, max(0, start - 2), start)
        or here.match(letters, start)
        or EACH.match(letters, start)
    )


def _spelled(letters: str) -> Iterator[Mention]:
    """What is counted in English words: nineteen technologies, fifty-four countries."""
    for match in SPELLED.finditer(letters):
        words = match["number"].split()
        number = sum(NUMBERS[word] for word in words)
        unit, start = noun_of(match["unit"]), match.start("number")
        end = match.start("unit") + len(unit)
        count = Mention(Kind.COUNT, start, end, Decimal(number), unit=unit)
        yield bounded(letters, count)


def _count(letters: str, match: re.Match) -> Mention:
    unit = (match["unit"] or "").strip()
    scale = match["scale"] or ""
    value = Decimal(match["number"])
    step = Decimal(1) / 10 ** len(match["number"].partition(".")[2])
    if scale:
        rest = scale[1:]
        value = value * SCALES[scale[0]] + Decimal(rest or 0)
        step = Decimal(1) if rest else step * SCALES[scale[0]]
    ends = UNIT_ENDS.search(unit) or verb_in(unit, letters, match.end())
    unit = unit[: ends.start()] if ends else unit
    start, end = match.start(), match.end("unit") if match["unit"] else match.end()
    if is_year(letters, match):
        unit, end = "", match.end("number")
    if unit.isascii() and unit:
        end -= len(unit) - len(noun_of(unit))
        unit = noun_of(unit)
    if ends or not unit:
        end = (
            (match.start("unit") + ends.start())
            if ends
            else match.end("scale")
            if scale
            else match.end("number")
        )
    if NAMING.match(unit):
        unit = ""
    if unit == "票":
        votes = VOTES.search(letters[max(0, start - VOTING) : start])
        unit = votes["side"] if votes else unit
    # Of a long run the number and a little of it is marked; all of it says what is counted.
    kind = Kind.COUNT if unit else Kind.NUMBER
    unit = unit or _counted_before(letters, start, end)
    return bounded(letters, Mention(kind, start, end, value, None, step, unit))


def verb_in(unit: str, letters: str, end: int) -> re.Match | None:
    """Where the verb begins that the last kanji behind a number is of: 500人招かれ, 20載せられ."""
    stem, last = unit[:-1], unit[-1:]
    is_verb = VERBAL.match(letters, end) and (stem[-1] in COUNTERS if stem else KANJI.match(last))
    return LAST.search(unit) if is_verb and last not in COUNTERS else None


def is_year(letters: str, match: re.Match) -> bool:
    """Whether a number is the year of what stands before it, and the word behind it is no noun.

    Of many things the word behind is a plural: of 2025 firms.
    """
    place = max(0, match.start() - YEARS_BEFORE), match.start()
    is_of_it = YEAR.match(match["number"]) and OF_YEAR.search(letters, *place)
    unit = (match["unit"] or "").strip()
    return bool(is_of_it) and unit.isascii() and not PLURAL.match(unit.split(" ")[0])


def _counted_before(letters: str, start: int, end: int) -> str:
    """What stands before a bare number as what it counts; empty where nothing does."""
    beside = STAFF.search(letters[max(0, start - COUNTED_LENGTH) : start])
    if beside and SAID.match(letters, end):
        return "か国" if (beside["ja"] or "").endswith("国") else "人"
    votes = VOTES.search(letters[max(0, start - VOTING) : start])
    if votes and SAID.match(letters, end):
        return votes["side"]
    them = OF_THEM.search(letters[max(0, start - COUNTED_LENGTH) : start])
    if them and WERE.match(letters, end):
        return them["en"]
    taken = TAKEN.match(letters, end)
    if taken and NOW.search(letters, max(0, start - 8), start):
        return taken["ja"]
    before = COUNTED.search(letters[max(0, start - COUNTED_LENGTH) : start])
    if before is None or not SAID.match(letters, end):
        return ""
    if (counted := before["ja"] or "").endswith("国"):
        return "か国"
    return counted or PREPOSITION.split(before["en"])[0]
