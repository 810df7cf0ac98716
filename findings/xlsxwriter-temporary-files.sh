#!/usr/bin/env bash
# XlsxWriter 3.3.1 in constant-memory mode leaves its temporary files behind when closing fails.
#
# One would expect: rows that a sheet keeps in temporary files go with the workbook, whether its file
#   could be written or not.
# What happens: they are removed at the end of a close() that succeeds, and only then. After
#   FileCreateError, and where nobody closes the workbook, as after an error in a row, they stay.
# Seen with: XlsxWriter 3.3.1, CPython 3.11; 2026-11-29.
# Why it matters: a site that makes workbooks of whole tables fills its disk by those that failed, and
#   a full disk is what makes them fail. Give `tmpdir` a folder that is removed in any case.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check xlsxwriter==3.3.1 >/dev/null 2>&1

cat >make.py <<'PY'
import gc
import pathlib
import sys

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError


def left(name, target, close):
    folder = pathlib.Path(name)
    folder.mkdir()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "tmpdir": str(folder)})
    sheet = book.add_worksheet()
    for row in range(1000):
        sheet.write_row(row, 0, ["measure", row])
    if close:
        try:
            book.close()
        except FileCreateError:
            pass
    # Not the warning of the interpreter about a file that nobody closed: only what lies on the disk.
    sys.unraisablehook = lambda _: None
    del book, sheet
    gc.collect()
    print(f"{name}: {len(list(folder.iterdir()))} files left")


left("closed", "whole.xlsx", close=True)
left("failed", "no-such-folder/whole.xlsx", close=True)
left("unclosed", "other.xlsx", close=False)
PY
seen=$(env/bin/python -W ignore make.py 2>/dev/null)
printf '%s\n' "$seen"

expected='closed: 0 files left
failed: 1 files left
unclosed: 1 files left'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
