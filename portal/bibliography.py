"""References as reference managers read them: BibLaTeX, RIS, CSL-JSON and the metas of a page.

Pure functions of a `Reference`: the same reference gives the same bytes on every day. The day of
access is left to the reader's tool, which alone knows it.
"""

import dataclasses
import enum
import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

from portal.dates.edtf import PART, describe


class Form(enum.Enum):
    """What is cited: a document, a part of one, a page of this site."""

    DOCUMENT = "document"
    PART = "part"
    PAGE = "page"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reference:
    """What is cited, in the words of the language it is cited in.

    `title` is in `language`; `translation` is the title in another, `kind` what a document is
    called. `author` is a body, never a person. `container` is the document of a part, `part`
    the number by which this site knows it and `page` the one that is printed. `date` is in EDTF
    form or empty, and may be `inferred`.
    """

    form: Form
    key: str
    title: str
    language: str
    author: str
    address: str
    date: str = ""
    inferred: bool = False
    translation: str = ""
    container: str = ""
    container_translation: str = ""
    part: str = ""
    page: str = ""
    publisher: str = ""
    kind: str = ""
    note: str = ""


# By what the language of a title is called in the package babel of LaTeX.
BABEL = {"ja": "japanese", "en": "english"}
# What LaTeX reads as a command, each as the character it is. Braces are balanced in every value,
# since those of BibLaTeX are counted even behind a backslash.
LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# Characters that no format has room for inside a value: line breaks and other controls.
BREAKS = re.compile("[\\s\x00-\x1f\x7f\x85\u2028\u2029]+")


def one_line(text: str) -> str:
    """The text without line breaks, tabs and doubled spaces; the wide space of Japanese stays."""
    return BREAKS.sub(lambda found: found[0] if found[0] == "\u3000" else " ", text).strip(" ")


def latex(text: str) -> str:
    """The text as LaTeX prints it."""
    return one_line(text).translate(LATEX)


def verbatim(address: str) -> str:
    """An address as biber reads one: as it stands, braces and spaces encoded."""
    return quote(address, safe="!#$%&'()*+,-./:;=?@[]_~")


def _with_translation(title: str, translation: str) -> str:
    """A title, its translation behind it as APA and Chicago print it."""
    return one_line(f"{title} [{translation}]" if translation else title)


# BibLaTeX

ENTRY_TYPES = {Form.DOCUMENT: "report", Form.PART: "inbook", Form.PAGE: "online"}


def biblatex(reference: Reference) -> str:
    """One entry of BibLaTeX. Its dates are EDTF (ISO 8601-2, level 1), as biber takes them."""
    fields = (
        ("author", f"{{{latex(reference.author)}}}"),
        ("title", latex(reference.title)),
        ("titleaddon", latex(reference.translation)),
        ("booktitle", latex(reference.container)),
        ("booktitleaddon", latex(reference.container_translation)),
        ("chapter", latex(reference.part)),
        ("pages", reference.page),
        ("type", latex(reference.kind)),
        ("institution" if reference.form is Form.DOCUMENT else "publisher", _body(reference)),
        ("date", _uncertain(reference.date) if reference.inferred else reference.date),
        ("langid", BABEL[reference.language]),
        ("url", verbatim(reference.address)),
        ("note", latex(reference.note)),
    )
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields if value]
    return f"@{ENTRY_TYPES[reference.form]}{{{reference.key},\n{''.join(lines)}}}\n"


def _uncertain(edtf: str) -> str:
    """A date in EDTF form with the mark of what is uncertain at each day that it names."""
    return "/".join(
        f"{part.rstrip('?~%')}{'%' if part.endswith(('~', '%')) else '?'}" if part != ".." else part
        for part in edtf.split("/")
    )


def _body(reference: Reference) -> str:
    """The publisher in braces, so that an "and" in its name parts nothing."""
    return f"{{{latex(reference.publisher)}}}" if reference.publisher else ""


# RIS

RIS_TYPES = {Form.DOCUMENT: "RPRT", Form.PART: "CHAP", Form.PAGE: "ELEC"}


def whole_name(name: str) -> str:
    """A body's name as readers of RIS leave it whole.

    They part a name at its comma, or else at its last space; a comma at the very end says that
    all before it is one name.
    """
    whole = re.sub(r"\s*,\s*", " ", one_line(name))
    return f"{whole}," if " " in whole else whole


def ris(reference: Reference) -> str:
    """One record of RIS: a tag to a line, each line ended as on paper tape."""
    fields = (
        ("TY", RIS_TYPES[reference.form]),
        ("ID", reference.key),
        ("AU", whole_name(reference.author)),
        ("TI", _with_translation(reference.title, reference.translation)),
        ("T2", _with_translation(reference.container, reference.container_translation)),
        ("SE", reference.part),
        ("SP", reference.page),
        ("M3", reference.kind),
        ("PB", reference.publisher),
        ("PY", _first_year(reference.date)),
        ("DA", _slashed(reference.date)),
        ("LA", reference.language),
        ("UR", verbatim(reference.address)),
        ("N1", reference.note),
    )
    lines = [f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if value]
    return f"{''.join(lines)}ER  - \r\n"


def _first_year(edtf: str) -> str:
    """The year a date begins in; of one that has no beginning that of its end."""
    known = next(_parts(edtf), None)
    return known[1] if known else ""


def _slashed(edtf: str) -> str:
    """A date as RIS has it, YYYY/MM/DD/words: words where it is more or less than its first day."""
    known = next(_parts(edtf), None)
    if known is None:
        return ""
    year, month, day, _mark = known.groups()
    month = month if month and int(month) <= 12 else ""
    words = "" if _is_day_month_or_year(edtf) else describe(edtf)
    return f"{year}/{month}/{day or ''}/{words}"


# CSL-JSON

CSL_TYPES = {Form.DOCUMENT: "report", Form.PART: "chapter", Form.PAGE: "webpage"}


def csl_json(reference: Reference) -> str:
    """A list with one item of CSL-JSON, for what cites by the Citation Style Language.

    It has no field for a translated title, so that stands in brackets behind the title.
    """
    # A body that publishes what it wrote is named once.
    published = reference.publisher != reference.author
    item = {
        "id": reference.key,
        "type": CSL_TYPES[reference.form],
        "title": _with_translation(reference.title, reference.translation),
        "author": [{"literal": one_line(reference.author)}],
        "container-title": _with_translation(reference.container, reference.container_translation),
        "section": one_line(reference.part),
        "page": reference.page,
        "genre": one_line(reference.kind),
        "publisher": one_line(reference.publisher) if published else "",
        "issued": _csl_date(reference.date, reference.inferred),
        "language": reference.language,
        "URL": verbatim(reference.address),
        "note": one_line(reference.note),
    }
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=2) + "\n"


def _csl_date(edtf: str, inferred: bool) -> dict:
    """A date of CSL: numbers where it is a day, month, year or season, or an interval of these.

    An open end has no number there, an interval no seasons, so these are told in words.
    """
    if not edtf:
        return {}
    parts = list(_parts(edtf))
    seasons = [part for part in parts if _is_season(part)]
    if len(parts) != len(edtf.split("/")) or (seasons and len(parts) > 1):
        return {"literal": describe(edtf)}
    date: dict = {"date-parts": [_numbers(part) for part in parts]}
    if seasons:
        date["season"] = int(seasons[0][2]) - 20
    if inferred or any(part[4] for part in parts):
        date["circa"] = True
    return date


def _numbers(part: re.Match) -> list[int]:
    """Year, month and day of a part of a date, as far as it has them."""
    year, month, day, _mark = part.groups()
    known = (year, None if _is_season(part) else month, day)
    return [int(number) for number in known if number]


# Parts of dates


def _parts(edtf: str) -> Iterator[re.Match]:
    """The parts of a date that name a time, from the first: one, or those of an interval."""
    return filter(None, map(PART.match, edtf.split("/")))


def _is_season(part: re.Match) -> bool:
    return bool(part[2]) and int(part[2]) > 12


def _is_day_month_or_year(edtf: str) -> bool:
    part = PART.match(edtf)
    return bool(part) and not part[4] and not _is_season(part)


# Metas


def metas(reference: Reference) -> list[tuple[str, str]]:
    """The metas from which reference managers read a page, by name (Highwire Press)."""
    within = {
        Form.DOCUMENT: ("citation_technical_report_institution", reference.publisher),
        Form.PART: ("citation_inbook_title", reference.container),
        Form.PAGE: ("citation_publisher", reference.author),
    }
    named = [
        ("citation_title", reference.title),
        ("citation_author", reference.author),
        within[reference.form],
        ("citation_publication_date", _slashed_plain(reference.date)),
        ("citation_language", reference.language),
        ("citation_public_url", verbatim(reference.address)),
    ]
    return [(name, one_line(value)) for name, value in named if value]


def _slashed_plain(edtf: str) -> str:
    """A day, month or year as metas have it; nothing for what is less plain."""
    return edtf.replace("-", "/") if _is_day_month_or_year(edtf) else ""


# Files


@dataclasses.dataclass(frozen=True)
class Format:
    """A format of files: what it is called, how files end, their type, and what writes one."""

    name: str
    suffix: str
    content_type: str
    write: Callable[[Reference], str]


FORMATS = (
    Format("BibLaTeX", "bib", "application/x-bibtex; charset=utf-8", biblatex),
    Format("RIS", "ris", "application/x-research-info-systems; charset=utf-8", ris),
    Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
)
