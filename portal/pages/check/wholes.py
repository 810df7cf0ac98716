"""Whether a claim is said of a measure as a whole: of no part, change, aspect or other thing."""

import re

from portal.pages.check.matching import Match
from portal.pages.check.reads import Named
from portal.pages.check.stages import COMING, MAKING

# What makes a name the topic of its sentence.
TOPIC = re.compile(
    r"[」』)]*(?:(?:の(?:件|現状|状況))?(?:に(?:つき|つい|関し)(?:まし)?ては?|に関しては)|[はがも])"
)
# What is told of a part or a change of a measure is not told of it: changes to the Act.
CHANGE = re.compile(
    r"\b(?:changes?|amendments?|revisions?|extensions?|expansions?|reforms?|reviews?|updates?"
    r"|additions?|adjustments?|exceptions?|exemptions?|parts?|successors?|alternatives?|talks?"
    r"|use|abolition|repeal)(?: \w+)? (?:to|of|in|for|from|on|by)(?: the)? ?$"
)
CHANGES = re.compile(CHANGE.pattern.removesuffix("$"))
OF_IT = re.compile(r"'s\b|^(?:its|their) ")
# The words between a name and what is said of it tell: of the whole of it, or of an aspect.
ASPECT = re.compile(
    rf"[」』)]*の(?!{MAKING}|{COMING}|段階)[一-鿿ァ-ヺー]{{2,12}}(?:の[一-鿿ァ-ヺー]{{2,12}})?"
    r"(?:に(?:つ[いき]|関し|向け)|[をはが])"
)
# What is said of somebody of whom more is told: 検討を進めている企業.
ATTRIBUTE = re.compile(r"(?:の)?[一-鿿ァ-ヺ](?<![段状と中後前一])")
# What right before such a word says that something is considered, or planned.
OBJECT = re.compile(r"(?:を|に向け(?:た|て)の?|(?:へ|について)の|(?<!もの)の)$")
ADVERBS = (
    r"(?:(?:現在|今|なお|まだ|いまだ|引き続き|新たに|今後|政府(?:内)?(?:で|として)(?:は)?)、?)*"
)
WHOLE = re.compile(
    rf"{ADVERBS}(?:の|(?:そ|こ)の|これの)?(?:第\d+回|(?:{MAKING}|{COMING}|(?:改正)?法案)(?:に(?:ついて|関して))?)?"
    r"(?:を|に向け(?:た|て)の?|への?|についての?|の|は|が)?"
)
# The subjects of a clause that are whoever acts, or the measure as a whole.
SUBJECT = re.compile(r"([一-鿿々ァ-ヺーa-z0-9]+)[がは](?!い|あり)")
OWN = re.compile(
    rf"(?:{MAKING}|{COMING}|検討|準備|議論|措置|制度|規定|法案|改正案|全体|一部|現在|今|段階|時点"
    r"|現時点|現状"
    r"|政府|当局|省|庁|我が国|日本|米国|中国|同国|両国|側|では|審議|手続|交渉|案|徴収|賦課|効力)$"
)
# What an English clause behind a comma has of its own, where it goes on about the same.
GOING_ON = re.compile(
    r" ?(?:(?:and|but|which|that|who|it|they|yet|though|although|however|so far|still|also|now"
    r"|currently|has|have|had|is|are|was|were|been|not|the|this|scheme|system|rule|act|bill"
    r"|measures?|law|tariff|as announced|within the government)\b ?)*"
)
# Stages of what there is not yet, of which words before them say what is planned.
PLANS = ("considered", "discussed", "prepared", "planned", "negotiated", "to-be-held")
MADE = re.compile(rf"(?:{MAKING}|{COMING})(?:について)?(?:を|に向け(?:た|て)の?|の)$")
COMMA = re.compile(r"[,;]")
SAME = re.compile(r"^[^一-鿿ァ-ヺ]*(?:同|本|当該|この|その|これ)[^、はがも]{0,6}(?=[はがも])")


def is_of_whole(match: Match, name: Named, start: int) -> bool:
    """Whether a claim is of what its sentence names, not of a change, an aspect or another."""
    letters, mention = match.read.line.letters, match.mention
    between = letters[name.end : mention.start]
    if not letters[start : mention.end].isascii():
        return is_of_topic(match, between)
    if CHANGE.search(letters[start : name.start]) or OF_IT.match(between):
        return False
    parts = COMMA.split(between)
    return len(parts) == 1 or bool(GOING_ON.fullmatch(parts[-1]))


def is_of_topic(match: Match, between: str) -> bool:
    """Whether a Japanese claim is of what stands before the words between, as a whole.

    What is considered or planned has to be that, or that there be one, and no other object.
    """
    letters, mention = match.read.line.letters, match.mention
    if ATTRIBUTE.match(letters, mention.end) or ASPECT.match(between):
        return False
    topic = TOPIC.match(between)
    rest = between[topic.end() :] if topic else between
    if any(not OWN.search(each) for each in SUBJECT.findall(rest)):
        return False
    code, before = mention.codes[0], letters[: mention.start]
    last = rest.rpartition("、")[2]
    if code not in PLANS or not (OBJECT.search(before) or (code != "planned" and "を" in last)):
        return True
    return bool(WHOLE.fullmatch(last))


def is_plain(match: Match, start: int) -> bool:
    """Whether a claim of a sentence that has no name is of no change of what it has words of."""
    letters, mention = match.read.line.letters, match.mention
    before = letters[start : mention.start].rpartition(";")[2]
    if before.isascii():
        return not CHANGES.search(before)
    if ATTRIBUTE.match(letters, mention.end):
        return False
    is_considered = mention.codes[0] in PLANS and mention.codes[0] != "planned"
    return not is_considered or not OBJECT.search(before) or bool(MADE.search(before))


def said(before: str) -> str:
    """The words before a claim without what they go on with: 同制度は、まだ."""
    return SAME.sub("", before)
