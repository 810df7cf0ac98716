"""Whether a sentence speaks of another meeting or country than an entry that was named before it.

`With the United Kingdom, the leaders held a summit on 31 January` says nothing of the ministerial
meeting of the sentence before.
"""

import re
from collections.abc import Iterable

from measures.models import Measure
from portal.pages.check.reads import Named
from portal.pages.check.subjects import GOES_ON
from portal.pages.check.titles import Titles
from portal.pages.check.values import Thing
from portal.search.text import fold

MINISTERIAL, DIALOGUE, SUMMIT = (
    Measure.Kind.MINISTERIAL,
    Measure.Kind.DIALOGUE,
    Measure.Kind.SUMMIT,
)
TALKS = "(?:会談|会合|会議|協議)"
# The forms of meetings by the words for them, what is more first; the kinds of measures that they
# are, and what stands in their titles.
FORMS: dict[str, tuple[re.Pattern, tuple[str, ...], str]] = {
    "2+2": (re.compile(r"2\+2"), (MINISTERIAL, DIALOGUE), "2+2"),
    "phone": (
        re.compile(rf"電話{TALKS}|\b(?:tele)?phone (?:call|talks)|\bby (?:tele)?phone\b"),
        (SUMMIT, MINISTERIAL),
        "電話",
    ),
    "foreign": (
        re.compile(rf"(?:外相|外務大臣)(?:間|級)?(?:戦略)?(?:対話|{TALKS})|\bforeign ministers\b"),
        (MINISTERIAL, DIALOGUE),
        "外相",
    ),
    "summit": (
        re.compile(
            rf"首脳(?:級|間)?(?:の)?{TALKS}|サミット|\bsummits?\b|\bleaders (?:met|held|meet)"
        ),
        (SUMMIT,),
        "",
    ),
    "ministerial": (
        re.compile(
            rf"(?:閣僚|大臣)(?:級|間)?(?:の)?{TALKS}|\bministerial\b"
            r"|\bministers(?:'|’)? (?:met|meet|meeting|held|talks)"
        ),
        (MINISTERIAL,),
        "",
    ),
    "dialogue": (
        re.compile(
            r"(?:経済|戦略|政策)(?:安全保障)?(?:対話|協議)|\bdialogues?\b|\bconsultations?\b"
        ),
        (DIALOGUE,),
        "",
    ),
}
# The same told by who met: 総理がカナダのカーニー首相と会談した, our PM and the British PM met.
LEADER = "(?:首相|総理(?:大臣)?|大統領|国家主席|国務委員長)"
CHIEF = r"(?:(?:deputy |vice )?(?:prime minister|premier|president|chancellor)|leader)s?"
MET = r"(?:\bmet\b|\bmeets?\b|\bmeeting\b|\bheld talks\b|\btalks\b)"
PERSONS: dict[str, re.Pattern] = {
    "foreign": re.compile(
        rf"(?:外相|外務大臣)[^。]{{0,40}}(?:外相|外務大臣|国務長官)[^。]{{0,30}}{TALKS}"
        rf"|\bforeign (?:minister|secretary)\b[^.]{{0,60}}{MET}[^.]{{0,60}}(?:\bforeign (?:minister"
        r"|secretary)|\bcounterpart|\bsecretary of state)"
        rf"|\bforeign ministers? (?:of|and) [^.]{{0,50}}{MET}"
    ),
    "summit": re.compile(
        rf"{LEADER}[^。]{{0,40}}{LEADER}[^。]{{0,30}}{TALKS}|両首脳[^。]{{0,20}}{TALKS}"
        rf"|\b{CHIEF}\b[^.]{{0,60}}\b(?:{CHIEF}|counterpart)\b[^.]{{0,40}}{MET}"
        rf"|\b{CHIEF}\b[^.]{{0,60}}{MET}[^.]{{0,60}}\b(?:{CHIEF}|counterpart)\b"
    ),
    "ministerial": re.compile(
        rf"(?:大臣|長官)[^。]{{0,40}}(?:大臣|長官|委員)[^。]{{0,30}}{TALKS}"
        rf"|\b(?:minister|secretary)\b[^.]{{0,60}}{MET}[^.]{{0,60}}\b(?:minister|secretary"
        r"|commissioner|counterpart)\b"
    ),
}
# Told by how they are held, whoever speaks.
FIRST = ("2+2", "phone")
# Countries by one letter each, side by side: 日英, 米中.
LETTERS = {
    **{"日": "JP", "米": "US", "英": "GB", "仏": "FR", "独": "DE", "伊": "IT", "加": "CA"},
    **{"豪": "AU", "印": "IN", "韓": "KR", "中": "CN", "墨": "MX", "伯": "BR", "越": "VN"},
    **{"比": "PH", "露": "RU"},
}
RUN = re.compile(
    rf"(?<![一-鿿])[{''.join(LETTERS)}]{{2,4}}(?=間|両国|首脳|閣僚|外相|外務|大臣|経済|会談|対話|電話)"
)
# Whose people, before who speaks for a country: the British Prime Minister, the German side.
PEOPLE = re.compile(
    r"\b([a-z]+) (?=(?:and [a-z]+ )?(?:(?:deputy |vice )?(?:prime|foreign|defense|finance|trade"
    r"|economy|industry) (?:minister|secretar)|premier|president|chancellor"
    r"|minister|leader|counterpart|government|side|secretary))"
)
# A country by its letter before who speaks for it: 英首相, 独外相.
OF_PERSON = re.compile(
    rf"(?<![一-鿿])([{''.join(LETTERS)}])(?=首相|大統領|外相|外務大臣|国防相|財務相|政府)"
)
# In the order in which they are looked for.
ALL_FORMS = (
    *((form, FORMS[form][0]) for form in FIRST),
    *PERSONS.items(),
    *((form, each[0]) for form, each in FORMS.items() if form not in FIRST),
)
# What goes on about the meeting that was named before.
SAME = re.compile(r"同(?!年|月|日|志|盟)|本(?:会|対話|協議)|この|その|これ|当該")
HOME = fold("日本")


def form_of(*stretches: str) -> str:
    """The form of meeting that the first of some folded letters name; empty for none."""
    return next(iter(forms_of(*stretches)), "")


def forms_of(*stretches: str) -> list[str]:
    """All forms of meetings that some folded letters name, those of the first stretch first."""
    found = (form for told in stretches for form, each in ALL_FORMS if each.search(told))
    return list(dict.fromkeys(found))


def is_apart(sentence: str, names: Iterable[Named], entry: Thing, titles: Titles) -> bool:
    """Whether a sentence speaks of a meeting of another form, or with others, than an entry is."""
    if goes_on(sentence):
        return False
    called = titles.names.told.get(entry, {})
    form, run = form_of(sentence), RUN.search(sentence)
    if form and not any(FORMS[form][0].search(name) for name in called):
        return True
    if form and run and not any(run[0] in name for name in called):
        return True
    return is_with_others(sentence, names, entry, titles)


def is_with_others(sentence: str, names: Iterable[Named], entry: Thing, titles: Titles) -> bool:
    """Whether a sentence and the titles of an entry name countries, and none in common."""
    called, run = titles.names.told.get(entry, {}), RUN.search(sentence)
    own, others = partners_of(entry, titles), partners_in(names, titles, sentence)
    if run and not others:
        return any(map(RUN.search, called)) and not any(run[0] in name for name in called)
    return bool(own and others and not own & others)


def is_abroad(sentence: str, names: Iterable[Named], entry: Thing, titles: Titles) -> bool:
    """Whether a sentence names only countries that the title of an entry does not."""
    others = partners_in(names, titles, sentence)
    return bool(others) and not others & partners_of(entry, titles) and not goes_on(sentence)


def goes_on(sentence: str) -> bool:
    """Whether a sentence goes on about what was named before it."""
    return bool(GOES_ON.match(sentence) or SAME.search(sentence))


def partners_in(names: Iterable[Named], titles: Titles, sentence: str) -> set[Thing]:
    """The countries and groups that a sentence names, also whose people: British; not Japan."""
    home = {*titles.names.lexicon.meanings.get(HOME, ())}
    named = {thing for each in names for thing in each.of(("partner",))}
    return (named | people_in(sentence, titles)) - home


def people_in(letters: str, titles: Titles) -> set[Thing]:
    """The countries whose people meet in some folded letters: the British Prime Minister."""
    return titles.countries(" ".join(PEOPLE.findall(letters)))


def partners_of(entry: Thing, titles: Titles) -> set[Thing]:
    """The countries and groups that the titles of an entry name."""
    terms = (term for head, rest in titles.heads.get(entry, ()) for term in head | rest)
    return {term for term in terms if type(term) is tuple and term[0] == "partner"}
