"""Compares what two commits tell readers: `make snapshot BASE=commit`.

Each commit is kept once, under `var/snapshot/`, over an empty database of its own; the files as
they lie here are kept anew. What differs is printed by kind, the most frequent first, and written
whole into `var/snapshot/differences.diff`. Ends with 1 where anything differs.
"""

import collections
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORE = ROOT / "var" / "snapshot"
SHOWN = 40  # kinds of difference printed


def git(*words: str) -> str:
    """What git answers in this checkout."""
    return subprocess.run(
        ["git", "-C", str(ROOT), *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def keep(checkout: pathlib.Path, folder: pathlib.Path) -> None:
    """Keep the site of a checkout in `folder`. Whole or not at all."""
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{scratch}/record.sqlite3",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        kept = pathlib.Path(scratch, "kept")
        script = ROOT / "tests" / "snapshot" / "keep.py"
        subprocess.run(
            [sys.executable, str(script), str(kept)], cwd=checkout, env=environment, check=True
        )
        shutil.copytree(kept, folder)


def kept_commit(name: str) -> pathlib.Path:
    """The folder of a commit, kept now if it was not before."""
    commit = git("rev-parse", f"{name}^{{commit}}")
    folder = STORE / commit
    if not folder.exists():
        with tempfile.TemporaryDirectory() as scratch:
            checkout = pathlib.Path(scratch, "checkout")
            git("worktree", "add", "--detach", str(checkout), commit)
            try:
                keep(checkout, folder)
            finally:
                git("worktree", "remove", "--force", str(checkout))
    return folder


def files(folder: pathlib.Path) -> set[str]:
    """The names of all files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def lines(path: pathlib.Path) -> list[str]:
    """The lines of a kept file; of a page its tags and texts, however its template is laid out."""
    text = path.read_text()
    if not text[4:200].lstrip().lower().startswith("<!doctype html"):
        return text.splitlines()
    parts = re.split(r"(?=<)|(?<=>)", " ".join(text.split()))
    return [part.strip() for part in parts if part.strip()]


def compare(before: pathlib.Path, after: pathlib.Path) -> int:
    """Print and write how two folders differ; the number of files that do."""
    old, new = files(before), files(after)
    kinds: dict[tuple[str, str], list[str]] = collections.defaultdict(list)
    differing = 0
    with (STORE / "differences.diff").open("w") as written:
        for name in sorted(old & new):
            texts = [lines(side / name) for side in (before, after)]
            if texts[0] == texts[1]:
                continue
            differing += 1
            told = list(difflib.unified_diff(*texts, name, name, lineterm="", n=1))
            written.write("\n".join(told) + "\n")
            gone = " ⏎ ".join(line[1:] for line in told[2:] if line.startswith("-"))
            come = " ⏎ ".join(line[1:] for line in told[2:] if line.startswith("+"))
            kinds[gone[:300], come[:300]].append(name)
    for (gone, come), names in sorted(kinds.items(), key=lambda each: -len(each[1]))[:SHOWN]:
        print(f"\n{len(names)} files, such as {names[0]}\n  - {gone}\n  + {come}")
    for title, names in (("gone", old - new), ("new", new - old)):
        print(f"\n{len(names)} files are {title}: {' '.join(sorted(names)[:SHOWN])}")
    print(f"\n{len(old & new) - differing} files are the same, {differing} differ.")
    return differing + len(old ^ new)


def main() -> int:
    """Compare the commit named on the command line with the files as they lie here."""
    before = kept_commit(sys.argv[1])
    after = STORE / "here"
    keep(ROOT, after)
    return bool(compare(before, after))


if __name__ == "__main__":
    sys.exit(main())
