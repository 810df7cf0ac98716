"""A check asked again: which findings of a text have changed since.

The file that a check hands out has places and digests, none of the text: each digest is of a value
with salt that is drawn for the file, so that nobody looks values up in a table.
"""

import dataclasses
import hashlib
import json
import re
import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.dates.clock import today
from portal.pages.check.checking import Result
from portal.pages.check.verdicts import Finding, Verdict

FORM = "shirube-check-1"
LARGEST = 2_000_000
HEX = re.compile(r"[0-9a-f]{8,64}")


@dataclasses.dataclass(frozen=True)
class Changed:
    """A finding that stands otherwise than before; `before` is None where there was none."""

    finding: Finding
    before: Verdict | None

    @property
    def is_value(self) -> bool:
        """Whether the verdict is as before, and what the record says another."""
        return self.before == self.finding.verdict


@dataclasses.dataclass(frozen=True)
class Again:
    """What became of findings since a version of the record: those that changed."""

    version: int
    day: str
    is_same_text: bool
    changed: list[Changed]


def kept(result: Result) -> bytes:
    """The file of a check."""
    salt = secrets.token_hex(8)
    told = {
        "form": FORM,
        "version": result.stamp.number,
        "day": today().isoformat(),
        "salt": salt,
        "text": digest(salt, result.text),
        "findings": [
            {
                **{"start": each.start, "end": each.end, "verdict": str(each.verdict)},
                "value": digest(salt, each.printed),
                "record": digest(salt, of_record(each)),
            }
            for each in result.findings
        ],
    }
    return json.dumps(told, separators=(",", ":")).encode()


def digest(salt: str, text: str) -> str:
    """The digest of a text with salt."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def of_record(finding: Finding) -> str:
    """What the record says behind a finding, as a text to compare."""
    told = ((type(v.row).__name__, v.number, v.edtf, v.event) for v in finding.judged.values)
    return repr(sorted(map(str, told)))


def read(data: bytes) -> dict:
    """The file of a check as it was handed out. Raises ValidationError for any other."""
    try:
        told = json.loads(data)
        if told["form"] != FORM or not HEX.fullmatch(told["salt"]):
            raise ValueError
        numbers = [told["version"], *(each["start"] for each in told["findings"])]
        if not all(isinstance(each, int) for each in numbers):
            raise ValueError
        for each in told["findings"]:
            Verdict(each["verdict"])
            if not all(HEX.fullmatch(each[name]) for name in ("value", "record")):
                raise ValueError
        str(told["day"]), str(told["text"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValidationError(
            _("This is no file of a check that this site handed out."), code="again"
        ) from error
    return told


def compared(result: Result, told: dict) -> Again:
    """Which findings of a text stand otherwise than the file of a former check says."""
    salt = told["salt"]
    former = {(each["value"], each["start"]): each for each in told["findings"]}
    changed = []
    for finding in result.findings:
        before = former.get((digest(salt, finding.printed), finding.start))
        if before is None:
            changed.append(Changed(finding, None))
        elif before["verdict"] != finding.verdict or before["record"] != digest(
            salt, of_record(finding)
        ):
            changed.append(Changed(finding, Verdict(before["verdict"])))
    same = told["text"] == digest(salt, result.text)
    return Again(told["version"], str(told["day"])[:10], same, changed)
