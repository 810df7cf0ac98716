"""What is asked: addresses of the portal, in series of which none repeats an address."""

import itertools
import pathlib
import random
import sqlite3
from collections.abc import Iterator
from urllib.parse import urlencode

import psycopg

from tests.bench import words
from tests.bench.databases import Database

SAMPLES = 7
# The classes of terms, each with its words for the report.
TERMS = {
    "2 characters, common": words.COMMON[2],
    "3 characters, common": words.COMMON[3],
    "6 and more characters, common": words.COMMON[6],
    "2 characters, rare": words.RARE[2],
    "3 characters, rare": words.RARE[3],
    "6 and more characters, rare": words.RARE[6],
}


def connected(database: Database) -> sqlite3.Connection | psycopg.Connection:
    """A connection past the portal."""
    if database.vendor == "sqlite":
        return sqlite3.connect(database.path)
    return psycopg.connect(database.url)


class Facts:
    """What the measurements must know of a database, read past the portal."""

    def __init__(self, database: Database):
        self.size = database.size
        connection = connected(database)
        self.total = self._one(connection, "SELECT count(*) FROM measures_measure")
        pairs = connection.execute(
            "SELECT kind, status, count(*) FROM measures_measure GROUP BY kind, status"
        ).fetchall()
        pairs.sort(key=lambda pair: (-pair[2], pair))
        self.common = pairs[0][:2]
        self.pairs = [pair[:2] for pair in pairs]
        # The export of some 10,000 rows, whatever the size of the record.
        self.tenth = min(pairs, key=lambda pair: abs(pair[2] - 10_000))
        # Measures of the generator, spread over all of it.
        first = self._one(connection, "SELECT max(id) FROM measures_measure") - database.size + 1
        self.keys = [first + number * (database.size // 20) for number in range(20)]
        self.slugs = [
            self._one(connection, f"SELECT slug FROM measures_measure WHERE id = {key}")
            for key in self.keys
        ]
        # Brute force over what every system searches: title and summary.
        self.hits = {
            term: self._one(
                connection,
                "SELECT count(*) FROM measures_measure "
                f"WHERE title_ja LIKE '%{term}%' OR summary_ja LIKE '%{term}%'",
            )
            for term in itertools.chain.from_iterable(TERMS.values())
        }
        connection.close()

    @staticmethod
    def _one(connection, query: str):
        return connection.execute(query).fetchone()[0]


def listed(*conditions: tuple[str, str], language: str = "") -> str:
    """The address of the list of measures."""
    return f"{language}/measures/" + (f"?{urlencode(conditions)}" if conditions else "")


def fresh_pairs(facts: Facts) -> Iterator[tuple[tuple[str, str], ...]]:
    """Two facets in use, never the same twice: common pairs first."""
    for language, (kind, status) in itertools.product(("", "/en"), facts.pairs):
        yield listed(("kind", kind), ("status", status), language=language)


def many_addresses(facts: Facts) -> list[str]:
    """Some thousand addresses of the list, in an order without a pattern."""
    sorts = ("date", "oldest", "name", "updated")
    found = [
        listed(("kind", kind), ("status", status), ("sort", sort), language=language)
        for language, sort, (kind, status) in itertools.product(("", "/en"), sorts, facts.pairs)
    ]
    random.Random(1).shuffle(found)
    return found


def lua(addresses: list[str], path: pathlib.Path) -> pathlib.Path:
    """A script with which wrk asks for one address after the other."""
    listed_ = ",\n".join(f'"{address}"' for address in addresses)
    path.write_text(
        f"local paths = {{\n{listed_}\n}}\nlocal n = 0\n"
        "request = function()\n  n = n % #paths + 1\n  return wrk.format('GET', paths[n])\nend\n"
    )
    return path
