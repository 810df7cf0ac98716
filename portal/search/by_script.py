"""What is asked as it was written, and its words where no name cuts it: by the script.

Some words are weak: they say little of the matter, and an entry that lacks them answers all the
same. Others say nothing, and fall.
"""

import dataclasses
import re
from collections.abc import Iterator, Sequence

from portal.search.query import years
from portal.search.text import CLUSTER, KATAKANA, LATIN, Folded, fold

KANJI = "一-鿿々〇"
# The number of what is asked for: 何か国 stands in 54か国.
HOW_MANY = "何[かカケヶヵ箇]"
# Whom something is directed at, by one sign: 対中輸出 is 中国向け輸出.
TOWARDS = {
    **{"日": "日本", "米": "米国", "中": "中国", "露": "ロシア", "ロ": "ロシア", "韓": "韓国"},
    **{"英": "英国", "独": "ドイツ", "仏": "フランス", "伊": "イタリア", "欧": "欧州"},
    **{"豪": "豪州", "加": "カナダ", "印": "インド", "台": "台湾", "朝": "北朝鮮"},
}
# All of the record is about it, so that its name alone tells nothing.
HOME = "日"
# What is done about something, and in what way, in general. `措置` is no such word: measures are
# called so.
WEAK_ENDINGS = ("対策", "対応", "対応策", "対処", "取組", "施策", "枠組")
WEAK_WORDS = frozenset(
    [
        *WEAK_ENDINGS,
        *["measure", "measures", "effort", "efforts", "response", "responses", "responding"],
    ]
)
# What is asked of something, in one run with it: OSAの予算推移. 規模 may belong to it: 市場規模.
ASKING = ("推移", "総額", "内訳", "(?<=予算)規模")
# What makes a word of the name before it: 軍民両用品.
SUFFIXES = frozenset("品物者社国製産用化性的型系類版等側上下内外間別向")
# The kana behind the sign of a word that is inflected: 始めた, 置く. What may be a particle or an
# adverb is none but before what no particle stands before: 広がる, 米が; 置かれる, 米か.
INFLECTED = re.compile(
    "[いうえきぎけげごじすずぜそぞたちつづてぬねびぶべぼみむめゆらりるれろわん]|[くぐ](?!らい)"
    "|こ(?!そ)|さ(?!え)|し(?!か)|せ|ず(?!つ)|ま(?!で)|っ(?!ぽ)|か(?=[れなせさ])|が(?=[るりっ])"
    "|ば(?=[れな])|や(?=[すしせ])"
)
INFLECTION = re.compile("[ぁ-ん]+")
SCRIPTS = re.compile(
    rf"(?P<year>(?:19|20)\d\d年度?)|(?P<asked>{HOW_MANY}[{KANJI}])"
    rf"|(?P<counted>\d[\d.+-]*か?[{KANJI}{KATAKANA}]+)"
    rf"|対(?P<towards>[{''.join(TOWARDS)}])(?=[{KANJI}]{{2}}|[^{KANJI}{KATAKANA}]|$)"
    rf"|(?P<latin>[{LATIN}]+(?:[+.][{LATIN}]+)*)"
    rf"|(?P<katakana>[{KATAKANA}]+)"
    rf"|(?P<kanji>[{KANJI}]{{2,}}?(?=(?:{'|'.join((*WEAK_ENDINGS, *ASKING))})(?![{KANJI}]))"
    rf"|[{KANJI}]+)"
)
# What counts of words that are but a sign, of parts of words, and of what is weak.
LONELY, PAIRED, WEAK = 0.6, 0.7, 0.6
# Nouns of questions and what stands between words; they say nothing of the matter.
EMPTY = frozenset(
    re.findall(
        r"\S+",
        """
        何 誰 約 等 的 第 各 及 円 年 度 月 額 際 例 点 側 件 数 中 後 前 間 今 変 知 入 教 対 違 向
        付 出 決 応 触 使 止 総額 金額 総計 合計 内容 概要 状況 推移 段階 規模 役割 内訳 詳細 最新
        現状 結果 理由 背景 目的 仕組 一覧 方法 場合 関係 関連 意味 定義 社名 企業名
        資料 日付順 国 社 者 人 回
        """,
    )
)
# Of these any that follow make no word: 何件, 今止まっている.
LEADING = "何今各約"
STOP_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
    a an and are as at be been by can come comes did do does for from had has have how in into is it
    its many much of on or take takes that the their there these this to under was were what when
    where which who why will with about effect latest
        """,
    )
)
# A question, and the words that say in one how much it asks for and since when.
QUESTION = re.compile(
    rf"(?:how|when|since when|what|which|who|why|where|is|are|was|were|do|does|did|has|have|will)"
    rf"(?![{LATIN}])"
)
OF_QUESTIONS = frozenset(
    re.findall(
        r"\S+",
        """
        large big high long great often old far soon start starts started starting
        begin begins began begun beginning
        """,
    )
)


@dataclasses.dataclass(frozen=True)
class Word:
    """A word that is looked for: folded forms that all say it, and other names of what it names.

    `said` is its reading where it may be one. `factor` is how much of a word it is; one that is
    `weak` counts where it stands, and is not missed where it does not.
    """

    written: str
    forms: tuple[str, ...]
    others: tuple[tuple[str, str], ...] = ()
    said: str = ""
    factor: float = 1.0
    exact: bool = False
    weak: bool = False

    def weakened(self) -> "Word":
        """The same as a weak word."""
        return dataclasses.replace(self, factor=WEAK, weak=True)


class Sentence:
    """What is asked without quotes and exclusions: folded word by word, with what was written."""

    def __init__(self, words: Sequence[str]):
        self.raw = " ".join(words)
        self.text, self.places, start = "", [], 0
        for word in words:
            folded = Folded(word)
            if self.text and folded.folded:
                self.text += " "
                self.places.append(start - 1)
            self.text += folded.folded
            self.places += [start + place for place in folded.places]
            start += len(word) + 1
        self.is_question = bool(QUESTION.match(self.text))

    def written(self, start: int, end: int) -> str:
        """A stretch of the folded text as it was written."""
        return self.raw[self.places[start] : CLUSTER.match(self.raw, self.places[end - 1]).end()]

    def blank(self, start: int, end: int) -> None:
        """Take a stretch out of the folded text."""
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]


def is_empty(word: str) -> bool:
    """Whether a word says nothing of the matter: 何件, 今止(まって) are two such in one run."""
    return word in EMPTY or (word[0] in LEADING and set(word[1:]) <= EMPTY)


def by_script(sentence: Sentence, start: int, end: int) -> Iterator[Word]:
    """The words of a stretch that holds no name."""
    directed = -1
    for match in SCRIPTS.finditer(sentence.text[start:end]):
        if not is_empty(match[0]) and not (match["latin"] and is_grammar(match[0], sentence)):
            word = word_of(sentence, match, start)
            # 対中輸出 was one word.
            yield dataclasses.replace(word, factor=PAIRED) if match.start() == directed else word
        directed = match.end() if match["towards"] else -1


def is_grammar(word: str, sentence: Sentence) -> bool:
    """Whether a Latin word says nothing of the matter, as it is one of those that ask."""
    return word in STOP_WORDS or (sentence.is_question and word in OF_QUESTIONS)


def word_of(sentence: Sentence, match: re.Match, start: int) -> Word:
    """A word of a stretch that begins at `start`."""
    word, first, last = match[0], start + match.start(), start + match.end()
    written = sentence.written(first, last)
    if match["towards"]:
        return towards(written, match["towards"])
    factor = LONELY if len(word) == 1 or match["asked"] else 1.0
    forms = (f"か{word[-1]}",) if match["asked"] else (word, *years(word))
    found = Word(written, forms, factor=factor)
    if not match["kanji"] or len(word) > 1:
        return found
    if INFLECTED.match(sentence.text, last):
        end = INFLECTION.match(sentence.text, last).end()
        return dataclasses.replace(found, written=sentence.written(first, end)).weakened()
    behind_name = match.start() == 0 < start and sentence.text[first - 1] != " "
    return found.weakened() if behind_name and word in SUFFIXES else found


def towards(written: str, sign: str) -> Word:
    """What is directed at a country: so it may be said with its name, or that it goes there."""
    name = TOWARDS[sign]
    signs = [each for each, other in TOWARDS.items() if other == name]
    forms = (*(fold(f"対{each}") for each in signs), fold(f"{name}向"))
    others = () if sign == HOME else ((fold(name), name),)
    return Word(written, forms, others, factor=PAIRED if others else 1.0)


def with_weak(words: Sequence[Word], beside_figures: bool) -> list[Word]:
    """Words of which some are weak; where all that is asked for is, nothing is."""
    found = [
        word.weakened() if word.forms[0] in WEAK_WORDS and not word.exact else word
        for word in words
    ]
    if beside_figures or not all(word.weak for word in found):
        return found
    return [dataclasses.replace(word, factor=1.0, weak=False) for word in found]


def last_resort(sentence: Sentence) -> list[Word]:
    """The words of a sentence of which all say nothing."""
    found = {match[0]: sentence.written(*match.span()) for match in SCRIPTS.finditer(sentence.text)}
    return [Word(written, (word,)) for word, written in found.items()]


def pairs(word: Word, step: int) -> list[Word]:
    """The pairs of a word of kanji that stands in no text as it is, beginning every `step`."""
    run = word.forms[0]
    if len(run) < 3 or not re.fullmatch(f"[{KANJI}]+", run):
        return []
    places = [min(place, len(run) - 2) for place in range(0, len(run) - (step == 1), step)]
    found = dict.fromkeys(run[place : place + 2] for place in places)
    return [Word(pair, (pair,), factor=PAIRED) for pair in found if pair not in EMPTY]
