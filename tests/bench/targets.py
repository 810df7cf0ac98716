"""The ratios that count, and what was to be reached."""

import dataclasses
import operator
from collections.abc import Iterator

from tests.bench.measuring import Results

SQLITE, POSTGRESQL = "portal, SQLite", "portal, PostgreSQL"
DEFAULT, TUNED, COPY = "Datasette, default", "Datasette, tuned", "Datasette, own copy"
JSON = "JSON of a filtered page"
AT_LEAST, AT_MOST = "≥", "≤"
MEETS = {AT_LEAST: operator.ge, AT_MOST: operator.le}
# Sizes for which the targets were set; at others the ratio is told without one.
MIDDLE, LARGE = 100_000, 1_000_000


@dataclasses.dataclass(frozen=True)
class Ratio:
    """One line of the table: what is compared, where, the ratio, and the target if there is one."""

    work: str
    where: str
    value: float | None
    sense: str = ""
    target: float | None = None

    @property
    def verdict(self) -> str:
        """Met, not met, or nothing to judge."""
        if self.target is None:
            return ""
        if self.value is None:
            return "not measured"
        return "met" if MEETS[self.sense](self.value, self.target) else "**not met**"


def ratios(results: Results, sizes: list[int], portals: list[str]) -> Iterator[Ratio]:
    """Every ratio in the order of the table."""
    for size in sizes:
        for system in portals:
            yield from _against_datasette(results, size, system)
            yield from _against_former(results, size, system)
    for size in sizes:
        for system in portals:
            yield from _sentences(results, size, system)
            yield from _downloads(results, size, system)
            yield from _server(results, size, system)
            yield from _editors(results, size, system)
    if len(sizes) > 1:
        for system in portals:
            yield from _growth(results, sizes[0], sizes[-1], system)


# How many times faster than the commit of FORMER, which was asked in turns.
FASTER = {
    "list": 3,
    "list, two facets": 2.5,
    "detail": 2.5,
    "detail, five large": 3,
    "search page, one word": 2.5,
}
# How many times fewer statements, and how many times faster, one field of a measure is saved. The
# others are told without a target: they had no revisions and no checks then.
SAVED = {"one field of a measure, statements": 3, "one field of a measure, ms": 2}
# What editors wait for at most, whatever the size, and the size at which one is judged.
WAITED = {
    "445 drafts published, s": (10, 0),
    "table of 1,000 rows, CSV, applied, s": (10, 0),
    "table of 1,000 rows, XLSX, applied, s": (10, 0),
    "coverage page, ms": (500, 20_000),
}
TURNS = "in turns: "
# What was to be no slower than there, at the size for which that was set.
NO_SLOWER = (
    *("search, 1 character", "search, 2 characters", "search, 3 characters"),
    "search page, one to three characters",
)
SENTENCE, WORD = f"{TURNS}search page, sentence", f"{TURNS}search page, one word"


def _against_former(results: Results, size: int, system: str) -> Iterator[Ratio]:
    """The works that were asked in turns, of each former commit that was."""
    where, ours = f"{system}, {size:,}", results.of(size, system)
    kind = system.removeprefix("portal, ")
    systems = {each for at, each, _name in results.numbers if at == size} - {system}
    for other in sorted(each for each in systems if each.endswith(f", {kind}")):
        theirs = results.of(size, other)
        for name in (name for name in theirs if name.startswith(TURNS)):
            work = name.removeprefix(TURNS)
            _field, _comma, unit = work.rpartition(", ")
            target = SAVED.get(work) or FASTER.get(work.removesuffix(", en"))
            if size == MIDDLE and work.startswith(NO_SLOWER):
                target = 1
            value = _divided(theirs[name], ours.get(name))
            less = "fewer" if unit == "statements" else "faster"
            said = f"{work}: times {less} than {other.removesuffix(f', {kind}')}"
            yield Ratio(said, where, value, AT_LEAST, target)
        value = _divided(ours.get(SENTENCE), theirs.get(WORD))
        said = f"search page: a sentence against one word of {other.removesuffix(f', {kind}')}"
        yield Ratio(said, where, value, AT_MOST, 1.5 if size == MIDDLE else None)


def _divided(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def _against_datasette(results: Results, size: int, system: str) -> Iterator[Ratio]:
    where = f"{system}, {size:,}"

    def faster(name: str, work: str, rival: str, at_middle=None, at_large=None) -> Ratio:
        value = _divided(results.get(size, rival, work), results.get(size, system, name))
        target = {MIDDLE: at_middle, LARGE: at_large}.get(size)
        return Ratio(f"{name}: times faster than {rival}", where, value, AT_LEAST, target)

    for rival, at_middle, at_large in ((TUNED, 15, 90), (DEFAULT, 25, 90), (COPY, None, None)):
        yield faster("list", "list", rival)
        yield faster("list, two facets", "list, two facets", rival, at_middle, at_large)
    if system == SQLITE:
        for rival in (TUNED, DEFAULT, COPY):
            yield faster(JSON, JSON, rival, 5)
    # The portal's file has no search that Datasette could use; the copy has.
    for length in ("3 characters", "6 and more characters"):
        common, rare = f"search, {length}, common", f"search, {length}, rare"
        yield faster(common, common, COPY, 4, 7)
        yield faster(rare, rare, COPY)
        for words in (common, rare):
            target = (50, 200) if words == common else ()
            yield faster(f"{words}, same address", f"{words}, asked again", COPY, *target)
            yield faster(f"{words}, asked again", f"{words}, asked again", COPY)
    yield faster("search and facet", "search and facet", COPY)
    yield faster("detail", "detail", COPY)


def _sentences(results: Results, size: int, system: str) -> Iterator[Ratio]:
    """A sentence over everything against one word in each list, which the page asked before."""
    value = _divided(
        results.get(size, system, "search page, sentence"),
        results.get(size, system, "one word, list by list"),
    )
    target = 1.5 if size == MIDDLE else None
    where = f"{system}, {size:,}"
    yield Ratio(
        "search page: a sentence against one word, list by list", where, value, AT_MOST, target
    )


def _downloads(results: Results, size: int, system: str) -> Iterator[Ratio]:
    where = f"{system}, {size:,}"
    judged = size in (MIDDLE, LARGE)
    mine = results.get(size, system, "CSV of everything, s")
    shell = results.get(size, system, "shell, everything, s")
    if system == SQLITE:
        # The target is set against the file as it is. The copy has its names joined beforehand,
        # which no export of the record itself can make up for.
        for rival, target in ((DEFAULT, 3 if judged else None), (COPY, None)):
            theirs = results.get(size, rival, "CSV of everything, s")
            name = f"CSV of everything: times faster than {rival}"
            yield Ratio(name, where, _divided(theirs, mine), AT_LEAST, target)
        limit, shell_name = 2, "sqlite3 shell"
    else:
        limit, shell_name = 1.25, "psql \\copy"
    yield Ratio(
        f"CSV of everything: time against the {shell_name}",
        *(where, _divided(mine, shell), AT_MOST, limit if judged else None),
    )
    first = results.get(size, system, "CSV of everything, first byte, ms")
    yield Ratio(
        f"CSV of everything: first byte against the whole time of the {shell_name}",
        *(where, _divided(first, shell and shell * 1000), AT_MOST, 1.3 if judged else None),
    )
    bundle = results.get(size, system, "bundle, s")
    yield Ratio("bundle: seconds", where, bundle, AT_MOST, 300 if size == MIDDLE else None)
    parquet = results.get(size, system, "bundle, Parquet files")
    yield Ratio("bundle: files of Parquet", where, parquet, AT_LEAST, 1)
    if size > 20_000:
        flat = _divided(
            results.get(size, system, "memory, CSV of everything, MB"),
            results.get(size, system, "memory, CSV of a filter, MB"),
        )
        yield Ratio("memory: CSV of everything against some 10,000 rows", where, flat, AT_MOST, 1.1)


def _server(results: Results, size: int, system: str) -> Iterator[Ratio]:
    where = f"{system}, {size:,}"
    busy = _divided(
        results.get(size, system, "page, two slow readers"),
        results.get(size, system, "page, idle"),
    )
    yield Ratio("pages beside two slow readers against idle", where, busy, AT_MOST, 2)
    for empty in ("view with one query", "view without a query"):
        below = results.get(size, system, f"{empty}, per second")
        for name in ("cached page", "304"):
            rate = _divided(results.get(size, system, f"{name}, per second"), below)
            yield Ratio(f"{name}: per second against a {empty}", where, rate, AT_LEAST, 0.5)
    stale = results.get(size, system, "edit, looks that showed the old title")
    yield Ratio("edit: looks that showed the old title", where, stale, AT_MOST, 0)


def _editors(results: Results, size: int, system: str) -> Iterator[Ratio]:
    for name, (target, least) in WAITED.items():
        value = results.get(size, system, name)
        where = f"{system}, {size:,}"
        yield Ratio(name, where, value, AT_MOST, target if size >= least else None)


def _growth(results: Results, small: int, large: int, system: str) -> Iterator[Ratio]:
    where = f"{system}, {large:,} against {small:,}"
    judged = large == LARGE
    named = {
        "list": 3,
        "list, two facets": 3,
        "search, 3 characters, common, asked again": 3,
        "search, 3 characters, common": None,
        "search, 3 characters, rare": None,
        "detail": 3,
        "edit, saved": 3,
        "edit, first look at the list": 3,
        "memory, bundle, MB": None,
    }
    for name, target in named.items():
        value = _divided(results.get(large, system, name), results.get(small, system, name))
        yield Ratio(f"{name}: growth", where, value, AT_MOST, target if judged else None)
