"""Where a text says that a measure stands, 成立した, 検討中, beside the statuses of the record."""

import re
from collections.abc import Iterator

from measures.models import MeasureStatus
from measures.models.choices import Status
from portal.mentions.mention import Kind, Mention
from portal.pages.check.matching import Match, Matcher
from portal.pages.check.placing import Way
from portal.pages.check.reads import Read, is_within
from portal.pages.check.values import Value
from portal.pages.check.verdicts import Judged, Note, Verdict

# What words say of where a measure stands. What has happened stays true of what came after it.
HAPPENED = {
    "enacted": r"成立(?:済み?|した|しました|している|しており)"
    r"|\b(?:was|has been) (?:enacted|passed)",
    "cabinet-decision": r"閣議決定(?:済み?|された|されている|した)|decided by the cabinet",
    "held": r"公表済み?",
}
STANDS = {
    "in-force": r"施行(?:済み?|中|された|されている|している)|実施(?:中|されている)|\bin force\b",
    "considered": r"(?:検討|準備)(?:中|の?段階|(?:して|されて|を進めて|が進められて)"
    r"(?:いる|おり|います)|を(?:行って|重ねて|続けて)いる)"
    r"|\bunder consideration\b|\b(?:is|are) (?:still )?being considered\b",
    "bill": r"(?:改正|法|規制|制度)?案の(?:ままの?)?段階|\bstill a bill\b|\bat the bill stage\b",
    "deliberated": r"審議中|\bunder deliberation\b",
    "proposed": r"\b(?:has|have) been proposed\b",
    "announced": r"公表(?:された|した)段階",
    "suspended": r"停止(?:中|された|されている|している)|\b(?:is|was) suspended",
    "ended": r"(?:廃止|撤廃|終了)(?:済み?|された|した|されている|している)"
    r"|repealed|abolished|rescinded|revoked",
    "shelved": r"見送(?:られた|られている|りとなった)|\bshelved",
    "rejected": r"否決(?:済み?|された)|\brejected",
}
CLAIM = re.compile(
    "|".join(f"(?P<{c.replace('-', '_')}>{p})" for c, p in {**HAPPENED, **STANDS}.items())
)
# The statuses that a stage may be, where it is none itself; of what is deliberated none is sure.
MEANS: dict[str, tuple[str, ...]] = {
    "bill": (Status.PROPOSED, Status.CABINET_DECISION),
    "deliberated": (Status.PROPOSED,),
    "held": (Status.HELD, Status.ANNOUNCED),
}
# The way of a measure: a stage was left behind where the record has a later one.
WAY = (
    {Status.CONSIDERED, "considered"},
    {Status.PROPOSED, Status.ANNOUNCED, Status.CABINET_DECISION, "bill", "deliberated"},
    {Status.ENACTED},
    {Status.IN_FORCE, Status.HELD},
    {Status.SUSPENDED, Status.SHELVED, Status.ENDED, Status.REJECTED},
)
# Stages of which a text speaks as of those that are left behind in time.
EARLY = frozenset({"considered", "bill", "deliberated", "proposed", "announced"})
# What right before such a word says that something is considered.
OBJECT = re.compile(r"(?:を|に向け(?:た|て)の?|(?:へ|について)の|(?<!もの)の)$")
# What is considered is a measure, or that there be one; its use, or a change of it, is another
# thing. The words between its name and such a word tell: of the whole of it, or of an aspect.
MAKING = "導入|創設|法制化|制定|策定|実現|整備|国会提出|法案提出"
ASPECT = re.compile(
    rf"の(?!{MAKING})[一-鿿ァ-ヺー]{{2,12}}(?:の[一-鿿ァ-ヺー]{{2,12}})?(?:に(?:つ[いき]|関し|向け)|[をはが])"
)
# What is considered by somebody of whom more is told: 検討を進めている企業.
ATTRIBUTE = re.compile(r"[一-鿿ァ-ヺ](?<![段状と])")
WHOLE = re.compile(
    r"[」』)）]*(?:に(?:つき|つい|関し)(?:まし)?て)?(?:は|も)?(?:、|,)?(?:(?:現在|今|なお|まだ|引き続き)、?)?"
    rf"の?(?:(?:{MAKING})(?:について)?)?"
    r"(?:を|に向け(?:た|て)の?|への|についての|の)"
)
# Where a measure that has come so far cannot stand any more. What came later says nothing against
# it: what is in force was enacted.
NOT_YET = {
    "held": frozenset({Status.CONSIDERED, Status.PROPOSED}),
    "enacted": frozenset(
        {Status.CONSIDERED, Status.PROPOSED, Status.CABINET_DECISION, Status.SHELVED}
    ),
    "cabinet-decision": frozenset({Status.CONSIDERED, Status.PROPOSED, Status.SHELVED}),
}
# What follows a word that says of it that it is not so, or not yet.
UNSURE = re.compile(
    r"(?:ていない|ない|予定|見込み|見通し|場合|れば|前(?!年)|か否か|とは| ?at the time)"
)
# What follows the name of a measure after which another came, or was made: Xの後に施行された.
AFTER = re.compile(r"[」』)]*(?:の後|に続|を受け|に基づ|に伴|に先立)")
# The name behind a claim of an English sentence is where, or by whom, it came: shelved at Busan.
WHERE = re.compile(r"\b(?:at|in|by|on|of|to|from|after|since|under|with) ?$")
# A date so near before a word is the date of the event, and judged as such.
DATED = 16
# The same behind a word, as English has it: enacted in May 2022.
ENGLISH = 5


def claims(read: Read) -> Iterator[tuple[Mention, bool]]:
    """What a line says of where a measure stands, and whether a date says when that came."""
    letters = read.line.letters
    for match in CLAIM.finditer(letters):
        dates = [
            each
            for each in read.mentions
            if each.kind == Kind.DATE and not is_within(each, read.names)
        ]
        dated = any(0 <= match.start() - each.end <= DATED for each in dates)
        dated |= any(0 <= each.start - match.end() <= ENGLISH for each in dates)
        if not UNSURE.match(letters, match.end()):
            code = match.lastgroup.replace("_", "-")
            yield Mention(Kind.STATUS, *match.span(), codes=(code,)), dated


def matches(matcher: Matcher) -> Iterator[tuple[Match, Judged]]:
    """The claims of a text of whose measure the sentence has the name, with their verdicts.

    Where a date says when something came, that is judged; the claim only where the record knows
    that it has not come at all.
    """
    for read in matcher.surroundings.lines:
        for mention, dated in claims(read):
            match = matcher.match(read, mention)
            is_named = match.meant and match.meant[0].way == Way.NAME
            if is_named and is_of_named(match) and is_whole(match):
                judged = judge(match, matcher)
                has_not_come = mention.codes[0] in HAPPENED and judged.verdict == Verdict.DIFFERS
                if not dated or has_not_come:
                    yield match, judged


def is_of_named(match: Match) -> bool:
    """Whether a claim is of what its sentence names, and not of what came after that.

    Nor is it of a name that stands in brackets behind it, or before where it goes on: 実施中のこの.
    """
    letters, mention = match.read.line.letters, match.mention
    entries = {each.entry for each in match.meant[0].values}
    own = [each for each in match.read.all_names if entries & set(each.things)]
    before = [each for each in own if each.end <= mention.start]
    if before:
        goes_on = letters.startswith("の", mention.end)
        return not goes_on and not AFTER.match(letters, before[-1].end)
    gap = letters[mention.end : own[0].start] if own else ""
    return gap.count("(") <= gap.count(")") and not WHERE.search(gap)


def is_whole(match: Match) -> bool:
    """Whether it is the named measure that is considered, and no change or aspect of it."""
    letters, mention = match.read.line.letters, match.mention
    if mention.codes != ("considered",):
        return True
    entries = {each.entry for each in match.meant[0].values}
    own = [each for each in match.read.all_names if entries & set(each.things)]
    ends = [each.end for each in own if each.end <= mention.start]
    between = letters[ends[-1] : mention.start] if ends else ""
    if ATTRIBUTE.match(letters, mention.end) or ASPECT.match(between):
        return False
    return not OBJECT.search(letters[: mention.start]) or bool(ends and WHOLE.fullmatch(between))


def is_passed(code: str, newest: list[Value]) -> bool:
    """Whether the newest statuses are all later on the way of a measure than a stage."""
    rank = rank_of(code)
    return code in EARLY and bool(newest) and all(rank_of(v.event) > rank for v in newest)


def rank_of(code: str) -> int:
    """Where a stage stands on the way of a measure; before it all for one that is none."""
    return next((place for place, stages in enumerate(WAY) if code in stages), -1)


def judge(match: Match, matcher: Matcher) -> Judged:
    """How a claim stands to the newest status of its measure, and to those before."""
    (code,) = match.mention.codes
    told = [each for each in match.meant[0].values if isinstance(each.row, MeasureStatus)]
    newest = [each for each in told if each.row.newest]
    same = [each for each in told if each.event in MEANS.get(code, (code,))]
    if same and (code in HAPPENED or any(each in newest for each in same)):
        sure = [each for each in same if not each.inferred]
        return Judged(Verdict.AGREES if sure else Verdict.INFERENCE, tuple(sure or same))
    if code in HAPPENED and (events := happened(code, match, matcher)):
        return Judged(Verdict.AGREES, tuple(events))
    if same:
        return Judged(Verdict.SUPERSEDED, tuple(dict.fromkeys((*same, *newest))), (Note.NEWER,))
    if is_passed(code, newest):
        return Judged(Verdict.SUPERSEDED, tuple(newest), (Note.LATER,))
    if all(each.event == Status.NAMED for each in newest) or code == "deliberated":
        return Judged(Verdict.NOT_RECORDED)
    if code in HAPPENED and not all(each.event in NOT_YET[code] for each in newest):
        return Judged(Verdict.NOT_RECORDED)
    return Judged(Verdict.DIFFERS, tuple(newest or told))


def happened(code: str, match: Match, matcher: Matcher) -> list[Value]:
    """The events of a measure that a claim of what has happened is about."""
    entries = {each.entry for each in match.meant[0].values}
    own = (each for entry in entries for each in matcher.values.get(entry, ()))
    codes = ("published", "announced", "held") if code == "held" else (code,)
    return [each for each in own if each.kind == Kind.DATE and each.event in codes]
