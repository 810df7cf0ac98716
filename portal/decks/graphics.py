"""Texts of the graphics of Office files, from their own XML: charts, and diagrams (SmartArt).

python-pptx opens neither diagrams nor charts of every kind (it refuses stock, surface and
pie-of-pie charts), so both are read as they stand; PPTX and DOCX keep them in the same parts.
"""

import datetime
from collections.abc import Iterator

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# What carries a text of its own in a diagram; other points draw its arrows and frames.
NODES = ("node", "asst", None)
# Where a chart keeps numbers, and the day from which programs count.
NUMBERS = (f"{C}numCache", f"{C}numLit")
ZERO = datetime.date(1899, 12, 30)


def parsed(xml: bytes):
    """The root of a part of an Office file; nothing outside of it is read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(xml, parser)


def reference(element) -> str:
    """The relation that an element of a slide or paragraph draws a graphic by; empty for others."""
    names = {f"{C}chart": f"{R}id", f"{DGM}relIds": f"{R}dm"}
    return element.get(names[element.tag], "") if element.tag in names else ""


def lines_of(xml: bytes) -> list[str]:
    """The lines of a chart's or a diagram's part; none of another part's."""
    root = parsed(xml)
    if root.tag == f"{C}chartSpace":
        return list(chart(root))
    return list(diagram(root)) if root.tag == f"{DGM}dataModel" else []


def chart(root) -> Iterator[str]:
    """A chart: its titles, the names of its series, then a line for each category; by tabs."""
    for title in root.iter(f"{C}title"):
        yield from paragraphs(title)
    for plot in root.iterfind(f"{C}chart/{C}plotArea/*"):
        if series := plot.findall(f"{C}ser"):
            yield from table(series)


def table(series: list) -> Iterator[str]:
    """The series of one plot as lines; a value that is missing stays empty."""
    names = [" ".join(values(each.find(f"{C}tx")).values()) for each in series]
    if any(names):
        yield "\t".join(names)
    labels = categories(next((found for each in series if (found := head(each)) is not None), None))
    columns = [values(first(each, "val", "yVal")) for each in series]
    for place in sorted({*labels, *(place for column in columns for place in column)}):
        cells = [labels.get(place, ""), *(column.get(place, "") for column in columns)]
        yield "\t".join(cells).strip("\t")


def head(series):
    """Where the names of the categories of a series stand; None where it has none."""
    return first(series, "cat", "xVal")


def first(element, *names: str):
    """The first child of one of those names; None without."""
    return next(
        (found for name in names if (found := element.find(f"{C}{name}")) is not None), None
    )


def categories(element) -> dict[int, str]:
    """The names of categories by place; of two levels, as years over stages, both."""
    levels = [] if element is None else element.findall(f".//{C}lvl")
    if not levels:
        return values(element)
    # The lowest level stands first; a name above holds until the next one.
    lowest, *above = map(points, levels)
    return {
        place: " ".join([*(held(level, place) for level in reversed(above)), text]).strip()
        for place, text in lowest.items()
    }


def held(level: dict[int, str], place: int) -> str:
    """The name of a level that holds at a place: the last at or before it."""
    return level.get(max((each for each in level if each <= place), default=-1), "")


def values(element) -> dict[int, str]:
    """The points that a chart keeps of a reference or a list, by place."""
    return {} if element is None else points(element) or alone(element)


def points(element) -> dict[int, str]:
    """The points below an element, by place."""
    return {
        int(each.get("idx", "0")): told(each, text)
        for each in element.iter(f"{C}pt")
        if (text := (each.findtext(f"{C}v") or "").strip())
    }


def told(point, text: str) -> str:
    """The text of a point: as it stands, or as its number is shown."""
    kept = point.getparent()
    if kept.tag not in NUMBERS:
        return text
    return written(text, point.get("formatCode") or kept.findtext(f"{C}formatCode") or "")


def alone(element) -> dict[int, str]:
    """A name that stands there by itself."""
    text = (element.findtext(f"{C}v") or "").strip()
    return {0: text} if text else {}


def written(text: str, form: str) -> str:
    """A number of a chart in the form it is shown in: a share, a day, or as it is.

    Programs keep 1306 also as 1306.0, 0.1 as 0.10000000000000001, a share as a part of 1, and a day
    as the number of days since 30 December 1899.
    """
    try:
        value = float(text)
        if "%" in form:
            return f"{value * 100:.12g}%"
        if "yy" in form.lower():
            return (ZERO + datetime.timedelta(days=int(value))).isoformat()
    except (ValueError, OverflowError):
        return text
    return f"{value:.15g}" if abs(value) < 1e15 else text


def diagram(root) -> Iterator[str]:
    """The texts of a diagram, each below the one that it belongs to."""
    texts = {
        point.get("modelId"): list(paragraphs(point))
        for point in root.iter(f"{DGM}pt")
        if point.get("type") in NODES
    }
    below: dict[str | None, list[tuple[int, str | None]]] = {}
    for each in root.iter(f"{DGM}cxn"):
        if each.get("type", "parOf") == "parOf":
            place = int(each.get("srcOrd", "0"))
            below.setdefault(each.get("srcId"), []).append((place, each.get("destId")))
    roots = [each.get("modelId") for each in root.iter(f"{DGM}pt") if each.get("type") == "doc"]
    # Taken one by one from a list: a file may tie its texts into a ring, or as deep as it likes.
    waiting, seen = list(reversed(roots)), set()
    while waiting:
        if (here := waiting.pop()) in seen:
            continue
        seen.add(here)
        yield from texts.get(here, ())
        waiting += [key for _place, key in sorted(below.get(here, ()), reverse=True)]


def paragraphs(element) -> Iterator[str]:
    """The texts of the paragraphs below an element, without empty ones."""
    for paragraph in element.iter(f"{A}p"):
        text = "".join(
            (each.text or "") if each.tag == f"{A}t" else " "
            for each in paragraph.iter(f"{A}t", f"{A}br")
        )
        if text.strip():
            yield text.strip()
