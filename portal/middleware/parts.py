"""Parts of a file, as RFC 9110 (section 14) lets one ask for them."""

import re

from django.http import HttpRequest

PART = re.compile(r"bytes=\s*(\d*)-(\d*)\s*", re.ASCII | re.IGNORECASE)
DIGITS = 18  # of a place in a file that is read as a number


class Unsatisfiable(Exception):
    """The file has no byte of what is asked for."""


def part_of(request: HttpRequest, etag: str, length: int) -> tuple[int, int] | None:
    """The first and last byte of the part that is asked for; None where the whole is sent.

    That is also where several parts are asked for, where the request says nothing that is
    understood, and where the client holds a part of another state of the file (`If-Range`).
    Raises Unsatisfiable.
    """
    asked = PART.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or asked is None or not any(asked.groups()):
        return None
    held = request.headers.get("If-Range")
    if held is not None and (not etag or held.strip() != etag):
        return None
    first, last = asked.groups()
    if max(len(first), len(last)) > DIGITS:
        raise Unsatisfiable
    if first and last and int(last) < int(first):
        return None
    if not first:  # so many bytes at the end
        found = max(length - int(last), 0), length - 1
    else:
        found = int(first), min(int(last), length - 1) if last else length - 1
    if found[0] >= length:
        raise Unsatisfiable
    return found
