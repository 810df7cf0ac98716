"""What a backup says of itself, and whether that is still so."""

import dataclasses
import hashlib
import json
import pathlib

NAME = "manifest.json"
# The form of the manifest. Another number is one that this release cannot read.
FORM = 1


class Unfit(Exception):
    """A backup that cannot be brought back, or a place that it cannot be brought to; why."""


@dataclasses.dataclass(frozen=True)
class Part:
    """A file of a backup: its name, bytes and SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclasses.dataclass(frozen=True)
class Manifest:
    """When a backup was made, of what, and what it holds.

    `release` is the fingerprint of the code it was made with, `rows` are the rows of each table,
    `csv` the SHA-256 of each table for programs, by its address on the site.
    """

    form: int
    made_at: str
    version: dict[str, str | int]
    release: str
    database: dict[str, str | int]
    migrations: list[str]
    parts: list[Part]
    rows: dict[str, int]
    csv: dict[str, str]

    def write(self, folder: pathlib.Path) -> None:
        """Let it stand in the folder of the backup."""
        told = json.dumps(dataclasses.asdict(self), indent=2, ensure_ascii=False)
        (folder / NAME).write_text(f"{told}\n", encoding="utf-8")


def part(path: pathlib.Path) -> Part:
    """What a file is."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return Part(path.name, path.stat().st_size, digest.hexdigest())


def read(folder: pathlib.Path) -> Manifest:
    """The manifest of a backup whose parts are as they were made. Raises Unfit, naming the part."""
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if told["form"] != FORM:
            raise Unfit(f"{folder / NAME} has form {told['form']}; this release reads {FORM}.")
        manifest = Manifest(**told | {"parts": [Part(**each) for each in told["parts"]]})
    except FileNotFoundError as error:
        raise Unfit(f"{folder} is no backup: it has no {NAME}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unfit(f"{folder / NAME} is damaged, or of something else: {error}") from error
    for each in manifest.parts:
        _look_at(folder / each.name, each)
    return manifest


def _look_at(path: pathlib.Path, told: Part) -> None:
    if not path.is_file():
        raise Unfit(f"{path} is missing.")
    if part(path) != told:
        raise Unfit(f"{path} is damaged: it is not the file that the backup was made with.")
