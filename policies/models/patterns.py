"""The patterns that columns of text hold, as each database asks for them.

SQLite knows no regular expressions of its own. What Django lends it goes with Django: the tools of
SQLite could not check a table whose rules ask for one. So each pattern that stands in a rule of a
table is told in functions of SQLite too.
"""

from django.db import models

PLAIN = (
    r"^[ \u00a0\u3000\ufeff]*[=+@\uff0b\uff0d\uff1d\uff20-]"
    r"|[\0\u0009-\u000d\u001c-\u001e\u0085\u2028\u2029]"
)
CODES = r'^\[("[a-z][a-z-]*"(, "[a-z][a-z-]*")*)?\]\Z'
NO_CODES = r"^\[\]\Z"
ADDRESSES = r'^\[("[a-z][a-z0-9/#-]*"(, "[a-z][a-z0-9/#-]*")*)?\]\Z'
CURRENCY = r"^[A-Z]{3}\Z"
ALPHA3 = r"^([A-Z]{3})?\Z"
M49 = r"^([0-9]{3})?\Z"
SUBDIVISION = r"^([A-Z]{2}-[A-Z0-9]{1,3})?\Z"
READING = (
    PLAIN + r"|[\u3005-\u3007\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]"
)
KEY = r"^[0-9a-f]*\Z"


def none_of(signs: str) -> str:
    """That a text holds none of some signs, and no NUL, at which a text ends for `GLOB`."""
    return f"{{x}} NOT GLOB '*[^{signs}]*' AND instr({{x}}, char(0)) = 0"


def listed(signs: str) -> str:
    """That a text is a list in JSON of words of some signs, the first of each a letter."""
    # What stands in the list, with one sign between its words that no word holds.
    inner = """replace(substr({x}, 3, length({x}) - 4), '", "', '|')"""
    return (
        "{x} = '[]' OR ({x} GLOB '[[]\"?*\"]' AND {x} NOT GLOB '*|*' "
        f"AND {inner} GLOB '[a-z]*' AND {inner} NOT GLOB '*[^{signs[:-1]}|-]*' "
        f"AND {inner} NOT GLOB '*|[^a-z]*' AND {inner} NOT GLOB '*|' "
        "AND instr({x}, char(0)) = 0)"
    )


def shaped(*shapes: str, empty: bool = False) -> str:
    """That a text has one of some shapes, or is empty."""
    any_of = " OR ".join(f"{{x}} GLOB '{shape}'" for shape in shapes)
    return f"({any_of}{' OR {x} = char()' if empty else ''}) AND instr({{x}}, char(0)) = 0"


_PLAIN = (
    "substr(ltrim({x}, ' ' || char(160, 12288, 65279)), 1, 1) IN ('=', '+', '@', '-', "
    "char(65291), char(65293), char(65309), char(65312)) "
    "OR {x} GLOB '*[' || char(9) || '-' || char(13) || char(28) || '-' || char(30) "
    "|| char(133, 8232, 8233) || ']*' OR instr({x}, char(0)) > 0"
)
# The kanji and katakana of a reading that is none, as pairs of the first and the last.
_UNREAD = ((0x3005, 0x3007), (0x30A1, 0x30FA), (0x3400, 0x4DBF), (0x4E00, 0x9FFF))
_UNREAD += ((0xF900, 0xFAFF), (0xFF66, 0xFF9F))
_SET = " || ".join(f"char({first}) || '-' || char({last})" for first, last in _UNREAD)
CAPITAL, LETTER, DIGIT = "[A-Z]", "[A-Z0-9]", "[0-9]"
NATIVE = {
    PLAIN: _PLAIN,
    READING: f"{_PLAIN} OR {{x}} GLOB '*[' || {_SET} || ']*'",
    CODES: listed("a-z-"),
    NO_CODES: "{x} = '[]'",
    ADDRESSES: listed("a-z0-9/#-"),
    CURRENCY: shaped(CAPITAL * 3),
    ALPHA3: shaped(CAPITAL * 3, empty=True),
    M49: shaped(DIGIT * 3, empty=True),
    SUBDIVISION: shaped(*(f"{CAPITAL * 2}-{LETTER * number}" for number in (1, 2, 3)), empty=True),
    KEY: none_of("0-9a-f"),
}


class Pattern(models.lookups.Regex):
    """`regex`, of the known patterns in SQLite's own words."""

    def as_sqlite(self, compiler, connection):
        """The condition on SQLite."""
        text, values = self.process_lhs(compiler, connection)
        if self.rhs not in NATIVE or values:
            return self.as_sql(compiler, connection)
        return f"({NATIVE[self.rhs].format(x=text)})", ()
