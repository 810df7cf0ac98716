#!/usr/bin/env bash
# undate reads "about" and "perhaps" from EDTF and forgets them, and an open end with an unknown one.
#
# One would expect: a library for uncertain dates keeps 2026-04~ (about) and 2026-04? (perhaps) apart from 2026-04, or
#   refuses them as it refuses what it does not know (2026-33, a quarter).
# What happens: both are read without a word, equal 2026-04, and are written back without their sign. 2026-04/.. (still
#   going on) and 2026-04/ (end not known) become the same interval, written 2026-04/...
# Seen with: undate 0.8.0 (Python 3.11); 2026-11-30.
# Why it matters: whoever reads a column of EDTF through it and writes it again turns vague days into sure ones, and what
#   nobody knows the end of into what goes on. Keep the text beside the parsed date.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check undate==0.8.0 2>/dev/null

cat >read.py <<'PY'
from undate import Undate

plain = Undate.parse("2026-04", "EDTF")
for text in ("2026-04~", "2026-04?", "2026-04%"):
    date = Undate.parse(text, "EDTF")
    print(text, "->", date.format("EDTF"), "equals 2026-04:", bool(date == plain))
for text in ("2026-04/..", "2026-04/"):
    print(text, "->", Undate.parse(text, "EDTF").format("EDTF"))
try:
    Undate.parse("2026-33", "EDTF")
except ValueError as error:
    print(error)
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"

expected="2026-04~ -> 2026-04 equals 2026-04: True
2026-04? -> 2026-04 equals 2026-04: True
2026-04% -> 2026-04 equals 2026-04: True
2026-04/.. -> 2026-04/..
2026-04/ -> 2026-04/..
Parsing failed: '2026-33' is not a supported EDTF date format"
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
