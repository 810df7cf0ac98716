"""Raised numbers of notes, which would make another figure of the one that they stand behind.

1,204² is 1,204 with its second note; without its height it is 12,042. So such a number is left
out, as a reference to a footnote of Word is. Behind a Latin letter it belongs to a unit: m², km³.
"""

import re

NUMBER = re.compile(r"[0-9０-９*＊※注,，、()（）\[\]\s]+")
LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")


def is_note(raised: str, before: str) -> bool:
    """Whether raised letters are the number of a note to what stands before them on the line."""
    behind = before.rstrip()[-1:]
    return bool(behind and NUMBER.fullmatch(raised) and not LATIN.match(behind))
