"""References in the forms that reference managers read: BibLaTeX, RIS and CSL-JSON.

Written here because libraries lose what this site cites: Citation.js empties Japanese titles and
drops the section, others print a range of dates as its first year. All functions are pure; words
of dates are those of the active language.
"""

import dataclasses
import json
import re
from collections.abc import Callable, Sequence

from portal.dates.edtf import PART, SEASONS, describe


@dataclasses.dataclass(frozen=True)
class Reference:
    """What is cited.

    `key` names it among others, in ASCII. `document` is true of a printed document, in which
    `section` is where it stands, and false of a page of this site. `author` is a body, never a
    person. `date` is in EDTF form, `inferred` whether it is. `part` tells what of it is cited: a
    heading, or a row with its value. `address` is permanent, `language` a code.
    """

    key: str
    document: bool
    author: str
    title: str
    date: str
    inferred: bool
    address: str
    language: str
    section: str = ""
    part: str = ""
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Format:
    """A form of references: the suffix of its files, its name, and what writes them."""

    suffix: str
    name: str
    content_type: str
    write: Callable[[Sequence[Reference]], str]


def plain(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


# BibLaTeX

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
LANGUAGES = {"ja": "japanese", "en": "british"}
# A report of biblatex says what it is.
KINDS = {"ja": "資料", "en": "document"}


def biblatex(references: Sequence[Reference]) -> str:
    """The references as a BibLaTeX file; dates as biber reads them, in EDTF level 1."""
    return "\n".join(map(_biblatex_entry, references))


def _biblatex_entry(reference: Reference) -> str:
    # Braces around the body keep it one name, around the title its capitals.
    fields = {
        "author": _braced(reference.author),
        "title": _braced(reference.title),
        "date": biblatex_date(reference.date, reference.inferred),
        "type": KINDS[reference.language] if reference.document else "",
        "institution": _escaped(reference.author) if reference.document else "",
        "titleaddon": _escaped(reference.part),
        "chapter": _escaped(reference.section),
        "note": _escaped(reference.note),
        "url": re.sub(r"[{}\\]", lambda sign: f"%{ord(sign[0]):02X}", reference.address),
        "langid": LANGUAGES[reference.language],
    }
    kind = "report" if reference.document else "online"
    lines = [f"  {name:<12} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{reference.key},", *lines, "}", ""])


def _escaped(text: str) -> str:
    return "".join(SPECIAL.get(letter, letter) for letter in plain(text))


def _braced(text: str) -> str:
    return f"{{{_escaped(text)}}}"


def biblatex_date(date: str, inferred: bool) -> str:
    """A date in EDTF form as a `date` of biblatex; one that is inferred is marked uncertain."""
    return "/".join(_marked(part, inferred) for part in date.split("/")) if date else ""


def _marked(part: str, inferred: bool) -> str:
    if part == ".." or not inferred:
        return part
    return f"{part.rstrip('~?%')}{'%' if part.endswith(('~', '%')) else '?'}"


# RIS


def ris(references: Sequence[Reference]) -> str:
    """The references as an RIS file, its lines ended as the format wants it."""
    return "".join(f"{line}\r\n" for each in references for line in [*_ris_lines(each), ""])


def _ris_lines(reference: Reference) -> list[str]:
    # A comma would split the name of a body into those of a person.
    named = "" if "," in reference.author else reference.author
    fields = [
        ("TY", "RPRT" if reference.document else "ELEC"),
        ("ID", reference.key),
        ("AU", named),
        ("PB", reference.author if reference.document or not named else ""),
        ("TI", reference.title),
        ("PY", _year(reference.date)),
        ("DA", ris_date(reference.date)),
        ("SE", reference.section),
        ("M1", reference.part),
        ("N1", reference.note),
        ("LA", reference.language),
        ("UR", reference.address),
    ]
    lines = [f"{tag}  - {plain(value)}" for tag, value in fields if value]
    return [*lines, "ER  - "]


def _year(date: str) -> str:
    found = re.search(r"\d{4}", date)
    return found[0] if found else ""


def ris_date(date: str) -> str:
    """A date in EDTF form as `DA` of RIS, year/month/day/other, with every slash.

    What three numbers cannot tell, such as a season or an open end, stands in words as the other.
    """
    if not date:
        return ""
    first, _slash, last = date.partition("/")
    parts = PART.match(last if first == ".." else first)
    year, month, day, mark = parts.groups()
    other = describe(date) if last or mark or month in SEASONS else ""
    month = "" if month in SEASONS else month
    return f"{year}/{month or ''}/{day or ''}/{other}"


# CSL-JSON


def csl_json(references: Sequence[Reference]) -> str:
    """The references as CSL-JSON."""
    found = [_csl_item(each) for each in references]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _csl_item(reference: Reference) -> dict:
    fields = {
        "id": reference.key,
        "type": "report" if reference.document else "webpage",
        "author": [{"literal": plain(reference.author)}],
        "publisher": plain(reference.author) if reference.document else "",
        "title": plain(reference.title),
        "issued": csl_date(reference.date, reference.inferred),
        "section": reference.section,
        "note": plain(" ".join(filter(None, (reference.part, reference.note)))),
        "URL": reference.address,
        "language": reference.language,
    }
    return {name: value for name, value in fields.items() if value}


def csl_date(date: str, inferred: bool) -> dict:
    """A date in EDTF form as one of CSL: parts for what they can tell, else words beside them."""
    if not date:
        return {}
    ends = [PART.match(end) for end in date.split("/") if end != ".."]
    seasons = {match[2] for match in ends} & set(SEASONS)
    found: dict = {"date-parts": [_csl_parts(match) for match in ends]}
    if inferred or any(match[4] for match in ends):
        found["circa"] = True
    if seasons and len(ends) == 1:
        found["season"] = int(min(seasons)) - 20
    if ".." in date or (seasons and len(ends) > 1):
        found["literal"] = describe(date)
    return found


def _csl_parts(match: re.Match) -> list[int]:
    numbers = [int(each) for each in match.groups()[:3] if each]
    return numbers[:1] if match[2] in SEASONS else numbers


FORMATS = (
    Format("bib", "BibLaTeX", "application/x-bibtex; charset=utf-8", biblatex),
    Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ris),
    Format("json", "CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
)
