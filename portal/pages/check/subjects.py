"""Whether a sentence has a subject of its own, of which no entry named before it is spoken.

`同法は2022年に成立した` goes on about the law of the line before; `In 2022 the GDP of China was 4.2
times that of Japan` does not. A year alone is that of so many things that only the former has it.
"""

import re

from portal.pages.check.reads import EVENT_WORDS
from portal.pages.check.within import within_check
from portal.search.text import fold

SUBJECT = re.compile(
    r"(?P<subject>[一-鿿々ァ-ヺーa-z0-9「」『』・]{2,24})(?:で|に|と)?[はが](?!い|あり)"
)
JAPANESE = re.compile(r"[ぁ-ヺ一-鿿]")
# What no other thing is called: that which was named before, its events, and what it is of.
SAME = re.compile(r"^(?:同|本|当該|両|各|我が|現)|[年月日]$")
GENERIC = (
    *(
        "法",
        "法律",
        "法案",
        "改正案",
        "制度",
        "措置",
        "事業",
        "計画",
        "指針",
        "協定",
        "条約",
        "対象",
    ),
    *("予算", "支援", "構想", "戦略", "方針", "会合", "会談", "会議", "サミット", "段階", "部分"),
)
WORDS = tuple(fold(word) for word in (*EVENT_WORDS, *GENERIC) if not word.isascii())
# How an English sentence begins that goes on about what was named before.
GOES_ON = re.compile(
    r"^[^a-z0-9]*(?:(?:in|on|by|since|from|as of) [^,]{1,24},? ?)?(?:then |also )?"
    r"(?:it|its|they|their|this|these|both|"
    r"the (?:act|law|bill|scheme|system|measures?|program|agreement|guidelines?|fund|plan|policy"
    r"|strategy|meeting|summit|talks|list|rules?|budget|amendment|ban|controls?)"
    r"|(?:was |were )?(?:enacted|passed|adopted|promulgated|published|announced|held|launched"
    r"|effective|in force|amended|established|signed))\b"
)
# A line of no more words has no verb.
FEW = 4


@within_check
def has_own_subject(sentence: str) -> bool:
    """Whether folded letters of a sentence have a subject that is not what was named before."""
    if not JAPANESE.search(sentence):
        return not GOES_ON.match(sentence) and len(sentence.split()) > FEW
    return any(is_another(match["subject"]) for match in SUBJECT.finditer(sentence))


def is_another(subject: str) -> bool:
    """Whether a word before は or が is another thing than what was named, or its event."""
    return not SAME.search(subject) and not subject.endswith(WORDS)
