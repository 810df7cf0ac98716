"""The words by which texts say where a measure stands, and what they mean among its statuses.

Families of words, each in Japanese and English, in the order of the way of a measure: planned,
considered, in a bill, before the Diet, passed, not yet in force, in force, stopped, ended.
"""

import re

from measures.models.choices import Status

# How Japanese verbs go on that tell of what is so now, and of what is not.
TE = r"て(?:いる|います|いて|い(?=、)|おり|おる)"
NOT = r"て(?:いない|いません|おらず|おりません|いなかった)"
# What has not come to pass: 施行には至っていない, 成立に至らず.
SHORT = rf"に(?:は|も)?(?:(?:まだ|いまだ|未だ|なお)、?)?至(?:っ{NOT}|ら(?:ず|ない|ぬ))"
STILL = r"(?:(?:まだ|いまだ|未だ|今なお|なお|依然(?:として)?)(?:に)?、?)?"
# English verbs with what may stand within them: is currently being considered, has not yet been.
BE = (
    r"(?:is|are|remains?|was|were|has been|have been)"
    r"(?: (?:still|currently|now|only|also|already))*"
)
HAVE = r"(?:has|have)(?: (?:still|already|now|since|also))*"
# What brings a measure about, as it is planned, considered or put off.
MAKING = (
    "導入|創設|新設|設置|設立|法制化|制度化|制度設計|制定|策定|実現|整備|構築|立ち?上げ|発足"
    "|国会提出|法案提出|署名|締結|妥結|批准"
)
COMING = "施行|発動|適用|発効|実施|運用開始|開始|課税"
SET_UP = r"(?:新たに)?(?:設け|設置す|新設す|創設す|設立す|導入す|制定す|策定す|立ち上げ|発足させ)る"
MADE = r"(?:set up|established|created|introduced|launched|built|drawn up)"

# What words say of where a measure stands. What has happened stays true of what came after it.
HAPPENED = {
    "enacted": r"成立(?:済み?|した|しました|している|しており)"
    r"|\b(?:was|were|has been|have been) (?:enacted|passed)|\bhas passed the diet"
    r"|\b(?:has become|became) law\b",
    "promulgated": rf"公布(?:済み?|された|され{TE})|\bhas been promulgated",
    "cabinet-decision": r"閣議決定(?:済み?|された|されている|した)|decided by the cabinet",
    "held": r"公表済み?",
    "tabled": r"提案(?:された|した)(?!の?段階)|\b(?:was|were) proposed\b",
    "agreed": rf"合意(?:済み?|された|し{TE})|\bhas been agreed\b",
}
STANDS = {
    "not-decided": rf"{STILL}(?:閣議決定(?:され{NOT}|{SHORT}|前の?段階))"
    rf"|\b{HAVE} (?:not (?:yet )?been|yet to be) (?:approved|decided|adopted) by the cabinet"
    r"|\b(?:the|a) cabinet decision has (?:yet to be|not (?:yet )?been) (?:taken|made)"
    r"|\bawait(?:s|ing) (?:a )?cabinet (?:decision|approval)",
    "not-signed": rf"{STILL}(?:署名|締結|妥結|合意)(?:{SHORT}|され{NOT}|前の段階)"
    r"|未署名|未締結"
    rf"|\b{HAVE} (?:not (?:yet )?been|yet to be) (?:signed|concluded|agreed)",
    "not-enacted": rf"{STILL}(?:成立し{NOT}|成立{SHORT}|未成立)|国会を通っ{NOT}"
    r"|(?:成立|可決)(?:を待(?:つ|って(?:いる|おり|います)|ち)|待ち)"
    r"|\b(?:waiting for|awaiting) (?:the|its|this|that) (?:[a-z]+ )?(?:bill|legislation|law|act)"
    r" (?:to be (?:passed|enacted|adopted)|to pass)"
    r"|\bawait(?:s|ing) (?:passage|enactment|(?:approval|adoption) (?:by|in) the diet)"
    rf"|\b{HAVE} (?:not (?:yet )?been|yet to be) (?:enacted|passed|adopted)"
    rf"|\b{HAVE} (?:yet to pass|not (?:yet )?passed)|\bnot yet (?:enacted|passed|law)\b",
    "not-yet": rf"{STILL}(?:(?:{COMING}|導入|開始)(?:され{NOT}|{SHORT}|し{NOT})|発効し{NOT}"
    rf"|始まっ{NOT}|効力を(?:生じ|有し){NOT})|未施行|未発効|施行待ち"
    r"|施行前(?:の(?:段階|状態)|(?=で(?:あ|す|、)|だ|。|、|$))"
    r"|(?:施行|発効)を(?:待つ|待って|控え)(?:段階|いる|おり)?"
    rf"|(?:施行|発効)に向け(?:た|て、?)準備(?:中|の?段階|(?:を(?:進め|行っ|続け)|が(?:進められ|続い"
    rf"|行われ)|し){TE})"
    r"|(?:施行|発効)(?:する|される)?(?:予定|見込み|見通し)"
    rf"|\b{HAVE} (?:not (?:yet )?|yet to )(?:taken? effect|enter(?:ed)? into force"
    r"|com[ei]n? into force"
    r"|go(?:ne)? into effect|be(?:en)? (?:implemented|introduced|applied|imposed|collected|levied"
    r"|set up|established|created|launched|put into effect))"
    rf"|\b{BE} yet to (?:take effect|(?:enter|come) into force|go into effect)"
    r"|\bdid not (?:take effect|(?:enter|come) into force)|\byet to (?:enter|come) into force"
    rf"|\b{BE} not (?:yet )?(?:in force|in effect|in place|effective)|\bnot yet (?:in force"
    r"|in effect|effective|in place)|\bawait(?:s|ing) (?:its )?(?:entry into force|enforcement"
    r"|(?:application|implementation|introduction)\b(?! (?:by|from|forms?|of)\b))"
    r"|\b(?:is|are) (?:due|set|scheduled|expected) to (?:take effect|enter into force"
    r"|come into force)|\bwill (?:take effect|enter into force|come into force|be enforced)",
    "never": rf"一度も(?:{COMING}|導入)され{NOT}"
    r"|\b(?:was|were|has been|have been) never (?:imposed|introduced|applied|implemented|levied)",
    "to-be-held": r"開催(?:が|を|は)?(?:予定(?:し|され)"
    rf"{TE}|(?:予定|見込み|見通し)(?=で|だ|と|が|。|、|$))"
    r"|(?:開催(?:する|される)|開(?:く|かれる))(?:予定|見込み|見通し)(?=で|だ|と|が|。|、|$)"
    rf"|\b{BE} (?:scheduled|due|set|planned|expected) to (?:be held|take place|meet|convene)\b"
    rf"|\b{BE} yet to (?:be held|take place)\b|\b{HAVE} (?:not (?:yet )?|yet to )(?:been?"
    r" held|taken? place)\b|\b(?:is|are) (?:still )?scheduled(?=[.,;]|$)",
    "planned": rf"{SET_UP}(?:こと(?:と|に)(?:し|され|なっ){TE}|(?:予定|方針|計画|見込み|見通し))"
    rf"|(?:(?:{MAKING})(?:を|が|は)?)?(?:予定|計画)(?:し|され|を(?:し|立て)){TE}"
    rf"|(?:{MAKING})(?:の|を)?(?:予定|方針|計画)(?=で|だ|が|。|、|$)"
    rf"|(?:{MAKING})(?:すること)(?:と|に)(?:し|され|なっ){TE}"
    rf"|\b(?:is|are) (?:still )?(?:to be|due to be|planned to be|expected to be) (?:newly )?{MADE}"
    rf"|\bwill be (?:newly )?{MADE}|\b(?:plans?|intends?|is going) to (?:set up|establish|create"
    rf"|introduce|launch|build|draw up)|\b{BE} (?:still )?(?:planned|being planned)(?! to)"
    r"|\bat the planning stage\b|\bin the pipeline\b",
    "prepared": rf"(?:準備|調整)(?:中|の?段階|(?:し|され|を(?:進め|行っ|重ね|続け)|が(?:進められ"
    rf"|続い|続けられ|行われ)){TE}|に(?:入っ|着手し){TE})"
    r"|\bunder preparation\b|\bat the preparatory stage\b"
    rf"|\b(?:is|are|remains?) (?:still )?in preparation\b|\b{BE} (?:still )?being prepared\b",
    "discussed": rf"議論(?:中|の?段階|(?:し|され|を(?:進め|行っ|重ね|続け)|が(?:進められ|続い"
    rf"|続けられ|行われ|重ねられ|なされ)){TE})|\bunder discussion\b"
    rf"|\b{BE} (?:still )?being discussed\b|\bat the (?:stage of discussion|discussion stage)\b",
    "considered": rf"検討(?:中|の?段階|(?:し|され|を(?:進め|行っ|重ね|続け)|が(?:進め"
    rf"られ|続い|続けられ|行われ|重ねられ|なされ)){TE}|に(?:入っ|着手し){TE})"
    rf"|(?:法案|改正案|改訂案)の(?:準備|作成|策定|起草)(?:中|の?段階|(?:を進め|を続け|が続い){TE})"
    rf"|(?:検討|策定|起草|立案|改訂)作業(?:中|(?:を進め|を続け|を行っ|が続い|が進められ){TE})"
    rf"|(?:起草|立案|策定|作成)(?:中|の?段階)|構想(?:中|の?段階)|素案の段階|検討課題"
    rf"|\bunder (?:active )?(?:consideration|study)\b"
    rf"|\b{BE} (?:still )?being (?:considered|drafted|studied|weighed|examined"
    r"|explored|developed|drawn up)|\bat the (?:stage of (?:consideration|preparation"
    r"|drafting|study)|(?:consideration|drafting) stage)\b"
    r"|\bon the drawing board\b"
    r"|\b(?:is|are) (?:still |now |currently )?considering\b",
    "negotiated": rf"交渉(?:中|の?段階|を(?:進め|行っ|続け){TE}|が(?:続い|進められ|行われ){TE})"
    r"|\bunder negotiation\b|\b(?:is|are) (?:still )?being negotiated",
    "bill": r"(?:改正|法|規制|制度)?案(?:の(?:ままの?)?段階|に盛り込(?:(?:んだ|まれた)(?:段階)?"
    r"|(?:んで|まれて)(?:いる|おり|います)))"
    r"|\bstill (?:only )?a (?:draft )?bill\b|\bat the bill stage\b|\bin (?:draft )?bill form\b"
    r"|\bat the stage of (?:a|the) (?:draft |amendment )?bill\b"
    r"|\b(?:is|are|remains?) (?:currently |now |only )?a (?:draft )?bill\b"
    r"(?! (?:to|that|which|for)\b)"
    r"|\b(?:is|are) (?:still )?(?:included in|part of) (?:the|a) (?:draft |amendment )?bill\b",
    "deliberated": rf"審議(?:中|され{TE}|が(?:続い|行われ){TE}|に(?:入っ){TE})|継続審議"
    rf"|国会に提出(?:中|され{TE})|\bunder (?:deliberation|debate|consideration|discussion)"
    r" (?:in|by|before) (?:the )?(?:diet|parliament|congress)\b|\bunder deliberation\b"
    r"|\b(?:is|are|remains?) (?:still )?(?:before|pending (?:in|before)) (?:the )?(?:diet"
    r"|parliament|congress)\b",
    "proposed": rf"提案(?:され{TE}|中|(?:された)?の?段階)|\b(?:has|have) been proposed\b"
    r"|\b(?:remains?|(?:is|are) still) (?:only )?(?:a )?proposals?\b|\bat the proposal stage\b",
    "announced": r"(?:公表|発表)(?:された|した)(?:にすぎない)?段階"
    r"|\b(?:has|have) only been announced\b|\bonly announced\b",
    "in-force": rf"施行(?:済み?|中|された|され{TE})|実施(?:中|され{TE})|\bin (?:full )?force\b",
    "under-way": rf"継続(?:中|し{TE}|され{TE})|(?:続い|続けられ){TE}"
    rf"|\b{BE} (?:under ?way|ongoing|proceeding)\b",
    "going-on": rf"維持され{TE}"
    rf"|依然(?:として)?有効|有効(?:である|です|なまま)|(?:適用|発動|導入)(?:中|済み?|された|され{TE})"
    r"|(?:課税|賦課|徴収|規制|制限|禁止|維持)中"
    rf"|(?:設置|新設|創設|設立)(?:済み?|された|され{TE})|設けられ(?:た|{TE})|発足(?:した|し{TE})"
    rf"|発効(?:済み?|した|し{TE})|運用(?:中|され{TE}|を(?:開始し|行っ){TE}|が(?:始まっ|続い){TE})"
    rf"|(?:課され|課せられ|徴収され|適用を受け){TE}|課し{TE}"
    rf"|(?:(?:課税|賦課|徴収|適用|規制|管理|禁止|制限|制裁|実施|運用)(?:の?措置)?を"
    rf"|(?:課し|かけ|適用し|実施し|運用し))(?:(?:現在も|なお|引き続き)、?)?続け{TE}"
    rf"|(?:継続して|引き続き)(?:課税し|課し|賦課し|徴収し|適用し|規制し|実施し|運用し){TE}"
    r"|\b(?:continues?|goes on|keeps on) (?:to )?(?:levy|impos|apply|enforc|maintain|collect|charg"
    r"|restrict|operat)(?:e|ing)?\b"
    r"|\bstill (?:levies|levy|imposes?|enforces?|maintains?|collects?|charges?|restricts?)\b"
    r"|\bkeeps? (?:it|them|these|the [a-z]+(?: [a-z]+)?) in (?:place|force|effect)\b"
    r"|(?:予定|計画|発表)(?:どおり|通り)(?:に)?(?:、)?(?:(?:実施|発動|施行|開始|導入)(?:する|され)"
    r"|進(?:め|んで|めて|められて))(?:る|いる|おり|た)?"
    r"|\b(?:(?:is|are) going|goes?|will go) ahead\b"
    r"|\bremains? (?:fully )?(?:in place|in force|in effect|valid|effective|applicable)\b"
    r"|\bcontinues? (?:to apply|in force|to be (?:applied|in force|in effect|levied|imposed))\b"
    r"|\bstill (?:applies|apply|stands?)\b"
    r"|\b(?:stands?|remains?) (?:exactly |just )?as (?:announced|planned|adopted|imposed)\b"
    rf"|\b{BE} (?:in place|in effect|operational|being (?:applied|implemented"
    r"|levied|imposed|carried out|collected))\b"
    rf"|\b{HAVE} (?:taken effect|entered into force|come into force|been (?:introduced|implemented"
    r"|imposed|established|set up|created|launched|opened))\b|\btook effect\b",
    "on-hold": r"(?:(?<!資産)(?<!資産の)(?<!資産が)(?<!資産を)凍結|棚上げに?|保留に?|延期|先送り)"
    rf"(?:中|と?(?:され|なっ|し)(?:た|{TE}))|\b{BE} (?:put|placed) on hold\b"
    r"|\b(?:is|are|remains?) (?:currently )?on hold\b"
    rf"|\b{BE} (?:paused|postponed|deferred|put off|delayed)\b",
    "suspended": rf"停止(?:中|された|され{TE})|中断(?:中|され{TE})"
    rf"|\b{BE} (?:temporarily )?suspended",
    "ended": rf"(?:廃止|撤廃|終了)(?:済み?|された|した|され{TE}|し{TE})|失効(?:した|し{TE})"
    rf"|(?<!停止の)(?<!停止が)(?<!停止は)(?<!停止を)解除(?:済み?|された|され{TE})"
    r"|repealed|abolished|rescinded|revoked|\bno longer (?:in force|in effect|in place|applies"
    rf"|apply|valid)\b|\b{BE} (?:terminated|lifted|struck down)\b|\b(?:has|have) expired\b",
    "withdrawn": rf"(?:撤回|取り消|取りやめ|中止)(?:され|し|と(?:なっ|され))?(?:済み?|た|{TE})"
    rf"|\b{BE} (?:withdrawn|scrapped|cancell?ed|dropped|abandoned|called off)\b",
    "shelved": r"見送(?:られた|られている|られて|りとなった|りとなって)|\bshelved",
    "rejected": r"否決(?:済み?|された)|不採択と?(?:なった|された)|\brejected|\bvoted down\b",
}
CLAIM = re.compile(
    "|".join(f"(?P<{c.replace('-', '_')}>{p})" for c, p in {**HAPPENED, **STANDS}.items())
)
STOPPED = (Status.SUSPENDED, Status.SHELVED, Status.ENDED, Status.REJECTED)
# The statuses that a stage may be, where it is none itself; of what is deliberated none is sure.
MEANS: dict[str, tuple[str, ...]] = {
    "planned": (Status.PROPOSED, Status.ANNOUNCED, Status.CABINET_DECISION),
    "discussed": (Status.CONSIDERED,),
    "prepared": (Status.CONSIDERED,),
    "to-be-held": (Status.CONSIDERED, Status.PROPOSED, Status.ANNOUNCED),
    "tabled": (Status.PROPOSED,),
    "negotiated": (Status.CONSIDERED,),
    "not-decided": (Status.CONSIDERED, Status.PROPOSED),
    "not-signed": (Status.CONSIDERED, Status.PROPOSED),
    "bill": (Status.PROPOSED, Status.CABINET_DECISION),
    "deliberated": (Status.PROPOSED,),
    "not-enacted": (Status.CONSIDERED, Status.PROPOSED, Status.CABINET_DECISION),
    "never": (Status.PROPOSED, Status.CABINET_DECISION, Status.SHELVED, Status.REJECTED),
    "not-yet": (Status.CONSIDERED, Status.PROPOSED, Status.CABINET_DECISION),
    "held": (Status.HELD, Status.ANNOUNCED),
    "going-on": (Status.IN_FORCE,),
    "under-way": (Status.IN_FORCE,),
    "on-hold": (Status.SUSPENDED, Status.SHELVED),
    "withdrawn": (Status.ENDED, Status.SHELVED, Status.REJECTED),
}
# The way of a measure: a stage was left behind where the record has a later one.
WAY = (
    {Status.CONSIDERED, "considered", "discussed", "negotiated", "not-decided"},
    {
        *(Status.PROPOSED, Status.ANNOUNCED, Status.CABINET_DECISION),
        *("bill", "deliberated", "not-enacted", "not-signed", "prepared"),
    },
    {Status.ENACTED, "not-yet", "planned", "to-be-held"},
    {Status.IN_FORCE, Status.HELD, "going-on", "under-way"},
    {*STOPPED},
)
# Stages of which a text speaks as of those that are left behind in time.
EARLY = frozenset(
    {
        *("considered", "discussed", "prepared", "bill", "deliberated", "proposed", "announced"),
        *("planned", "not-yet", "not-enacted", "not-decided", "not-signed"),
        *("negotiated", "to-be-held"),
    }
)
# What says nothing against other statuses than later ones.
OPEN = frozenset(
    {
        *("discussed", "prepared", "planned", "negotiated", "deliberated"),
        *("not-yet", "not-enacted", "not-decided", "not-signed", "to-be-held"),
    }
)
# What is said of measures that stopped.
STOPS = frozenset({"on-hold", "suspended", "ended", "withdrawn", "shelved", "rejected"})
# What is said of many things: told only where the record says so too, or what came after it.
LOOSE = frozenset(
    {
        *("planned", "to-be-held", "negotiated", "going-on", "under-way"),
        *("promulgated", "agreed", "tabled"),
    }
)
# Where a measure that has come so far cannot stand any more. What came later says nothing against
# it: what is in force was enacted.
NOT_YET = {
    "held": frozenset({Status.CONSIDERED, Status.PROPOSED}),
    "enacted": frozenset(
        {Status.CONSIDERED, Status.PROPOSED, Status.CABINET_DECISION, Status.SHELVED}
    ),
    "promulgated": frozenset(
        {Status.CONSIDERED, Status.PROPOSED, Status.CABINET_DECISION, Status.SHELVED}
    ),
    "cabinet-decision": frozenset({Status.CONSIDERED, Status.PROPOSED, Status.SHELVED}),
    "agreed": frozenset(),
    "tabled": frozenset(),
}
# The events by which the record knows that something has happened.
EVENTS = {"held": ("published", "announced", "held"), "agreed": ("decided",)}
# What follows a word that says of it that it is not so, or not yet, or only if.
UNSURE = re.compile(
    r"(?:ていない|(?:わけでは)?ない|予定|見込み|見通し|場合|れば|前(?!年)|(?:こと)?か(?:どうか|否か)"
    r"|とは(?!いえ)|後|際|とき|暁|と(?:の(?:見方|報道|指摘)|仮定|すれば)| ?at the time)"
)
# What says so before a word in English.
DENIED = re.compile(
    r"\b(?:not|never|no longer|neither|nor|if|once|until|when|before|after|unless|whether|should"
    r"|would be|could be|may be|might be)(?: (?:it|they|yet|fully|been|being|to be|is|are|was"
    r"|were|the [a-z]+))*(?: (?:is|are|was|were))? ?$"
)
# What tells that it was so once, and is not told of today.
PAST = re.compile(r"(?:(?:段階|ところ|状況)?(?:だった|であった|でした|にあった)|[^。]{0,6}当時)")


def rank_of(code: str) -> int:
    """Where a stage stands on the way of a measure; before it all for one that is none."""
    return next((place for place, stages in enumerate(WAY) if code in stages), -1)
