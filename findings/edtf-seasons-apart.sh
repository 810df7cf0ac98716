#!/usr/bin/env bash
# The two EDTF packages put a season into different months, and Python's winter is December alone.
#
# One would expect: spring 2026 (2026-21) means about the same to edtf for Python and to edtf.js; EDTF leaves open which
#   months a season has, so some difference in days, each season about three months long, and no quarter of the year.
# What happens: for Python spring is March to May, for JavaScript January to March, which is the first quarter (2026-33)
#   there; they share one month of three, and winter (2026-24) only December. Python's winter has 31 days, since it ends
#   with its year; January and February are in no season of it.
# Seen with: edtf 5.0.2 (Python 3.11), edtf 4.11.1 (npm, Node 20); 2026-11-30.
# Why it matters: policy papers say "this spring". A date kept as a season is filtered and sorted otherwise by who reads
#   the same data with the other package. Keep the months beside it.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check edtf==5.0.2 2>/dev/null
npm init --yes >/dev/null 2>&1
npm install --silent --no-audit --no-fund edtf@4.11.1 >/dev/null 2>&1

cat >read.py <<'PY'
from edtf import parse_edtf

for text in ("2026-21", "2026-22", "2026-23", "2026-24", "2026-33"):
    season = parse_edtf(text)
    first, last = (f"{day.tm_year}-{day.tm_mon:02}-{day.tm_mday:02}" for day in (season.lower_strict(), season.upper_strict()))
    print("Python", text, first, last)
PY
cat >read.mjs <<'JS'
import edtf from 'edtf'

const day = (time) => new Date(time).toISOString().slice(0, 10)
for (const text of ['2026-21', '2026-22', '2026-23', '2026-24', '2026-33']) {
  console.log('JavaScript', text, day(edtf(text).min), day(edtf(text).max))
}
JS
seen=$(venv/bin/python read.py && node read.mjs)
printf '%s\n' "$seen"

expected='Python 2026-21 2026-03-01 2026-05-31
Python 2026-22 2026-06-01 2026-08-31
Python 2026-23 2026-09-01 2026-11-30
Python 2026-24 2026-12-01 2026-12-31
Python 2026-33 2026-01-01 2026-03-31
JavaScript 2026-21 2026-01-01 2026-03-31
JavaScript 2026-22 2026-04-01 2026-06-30
JavaScript 2026-23 2026-07-01 2026-09-30
JavaScript 2026-24 2026-10-01 2026-12-31
JavaScript 2026-33 2026-01-01 2026-03-31'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
