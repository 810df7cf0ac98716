"""The bundles that are kept: a folder for each version, there as a whole or not at all.

Whoever makes one holds the lock of the folder, so one process does, whatever number of workers and
machines there is. It makes it beside and renames it, so who reads never sees half of one; readers
ask the disk and keep nothing, so all see the newest at once.

What was given under a number is promised for ever: who has it need not ask again. So the folder
remembers what that was, also of versions that it lets go.
"""

import contextlib
import dataclasses
import fcntl
import functools
import hashlib
import json
import os
import pathlib
import shutil
from collections.abc import Iterator

from django.conf import settings

MANIFEST = "index.json"
# The file with a line for each number that was given away: what its manifest was, by its digest.
PROMISED = "promised"
# How the folder is called in which something is being made, or that is about to go.
BESIDE = "beside-"


class Busy(Exception):
    """Another process makes a bundle."""


@dataclasses.dataclass(frozen=True)
class Bundle:
    """All files of one version, and what its manifest says of them."""

    number: int
    folder: pathlib.Path
    manifest: dict = dataclasses.field(repr=False)

    @property
    def token(self) -> str:
        """What tells its version from another of the same number."""
        return self.manifest["token"]

    @functools.cached_property
    def files(self) -> dict[str, dict]:
        """What the manifest says of each file, by its path."""
        return {each["path"]: each for each in self.manifest["files"]}


def root() -> pathlib.Path:
    """The folder that holds all of them."""
    return pathlib.Path(settings.BUNDLE_ROOT)


def numbers() -> list[int]:
    """The versions that are kept, the newest first."""
    if not root().is_dir():
        return []
    return sorted((int(each.name) for each in root().iterdir() if is_version(each)), reverse=True)


def is_version(path: pathlib.Path) -> bool:
    """Whether a folder is that of a version."""
    return path.name.isascii() and path.name.isdecimal()


def bundle(number: int) -> Bundle | None:
    """The bundle of a version, if it is kept."""
    if number not in numbers():
        return None
    folder = root() / str(number)
    try:
        told = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:  # it went meanwhile
        return None
    return Bundle(number, folder, json.loads(told))


def newest() -> Bundle | None:
    """The newest that is kept, if there is one."""
    return next(filter(None, map(bundle, numbers())), None)


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Where one process at a time is. Raises Busy where another is.

    What a process left behind that was killed goes first.
    """
    root().mkdir(parents=True, exist_ok=True)
    with (root() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        for each in root().glob(f"{BESIDE}*"):
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        yield


def put(made: pathlib.Path, number: int) -> None:
    """Let a folder that is whole be the bundle of a version, in the place of one that there is."""
    if number in numbers():
        drop(number)
    made.rename(root() / str(number))
    sync(root())


def digest_of(folder: pathlib.Path) -> str:
    """What names all bytes of a bundle: the SHA-256 of its manifest, which names all others."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def promised() -> dict[int, str]:
    """Which bundle was given under each number, whatever became of it since."""
    there = {each: digest_of(root() / str(each)) for each in numbers()}
    try:
        lines = (root() / PROMISED).read_text().splitlines()
    except FileNotFoundError:
        return there
    return there | {int(number): digest for number, digest in map(str.split, lines)}


def promise(number: int, digest: str) -> None:
    """Remember what is given under a number, and what was given before."""
    told = promised() | {number: digest}
    path = root() / f"{BESIDE}{PROMISED}"
    with path.open("w") as file:
        file.writelines(f"{each} {told[each]}\n" for each in sorted(told))
        file.flush()
        os.fsync(file.fileno())
    path.rename(root() / PROMISED)
    sync(root())


def drop(number: int) -> None:
    """Let a version go; who reads a file of it reads it to its end."""
    former = root() / f"{BESIDE}former-{number}"
    (root() / str(number)).rename(former)
    shutil.rmtree(former)


def sync(folder: pathlib.Path) -> None:
    """Let the names in a folder stand on the disk, whatever becomes of the power."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
