"""Files of a bundle as they are written: whole on the disk, their length and digest known."""

import dataclasses
import hashlib
import json
import os
import pathlib
import zipfile
from collections.abc import Iterable

BLOCK = 1_048_576
# Who may do what with a file that is unpacked.
MODE = 0o644
UNIX = 3


@dataclasses.dataclass(frozen=True)
class Written:
    """A file that is written: its bytes, their SHA-256, and the rows of a table."""

    size: int
    sha256: str
    rows: int | None = None


def write(path: pathlib.Path, blocks: Iterable[bytes]) -> None:
    """Write a file from its blocks; the folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(blocks)


def write_rows(path: pathlib.Path, blocks: Iterable[bytes]) -> int:
    """The same for a CSV, whose first block is the header; the number of its rows."""
    ends = 0

    def counted():
        nonlocal ends
        for block in blocks:
            # No cell holds a line break, so each one ends a row.
            ends += block.count(b"\r\n")
            yield block

    write(path, counted())
    return ends - 1


def as_json(told: object) -> bytes:
    """A file of JSON that people can read too."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def looked_at(path: pathlib.Path, rows: int | None = None) -> Written:
    """What is known of a file; it stands on the disk from now on, whatever becomes of the power."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
        return Written(os.fstat(file.fileno()).st_size, found, rows)


def write_zip(
    path: pathlib.Path,
    folder: pathlib.Path,
    names: Iterable[str],
    day: tuple[int, int, int],
) -> None:
    """Files of a folder as a zip, all of one day: the same files give the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            told = zipfile.ZipInfo(name, (*day, 0, 0, 0))
            told.compress_type, told.create_system = zipfile.ZIP_DEFLATED, UNIX
            told.external_attr = MODE << 16
            told.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as file, archive.open(told, "w") as packed:
                while block := file.read(BLOCK):
                    packed.write(block)
