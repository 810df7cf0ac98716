#!/usr/bin/env bash
# pandoc loses the day of an RIS record: DA is not read, a day in PY takes the year with it, and empty parts are years.
#
# One would expect: RIS tells days as 2026/04/01/ (year/month/day/other, parts may be empty) in DA or PY; the day comes out
#   as date-parts of CSL-JSON, or at least its year.
# What happens: DA alone gives no date. PY with a month or day gives an empty list of dates; 2026/// (the year, and three
#   empty parts) becomes four dates, the years 2026, 0, 0 and 0. Only a bare year is read. No warning.
# Seen with: pandoc 3.9 from pypandoc_binary 1.17 (Python 3.11); 2026-11-30.
# Why it matters: the record cites as "n.d.", or sorts under the year 0. A file for all readers writes the year alone in PY
#   and the day in DA, as ours does; who reads it with pandoc takes the CSL-JSON for the day.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 2>/dev/null

cat >read.py <<'PY'
import json

import pypandoc

for tag in ("PY", "DA"):
    for date in ("2026", "2026/04/01/", "2026/04//", "2026///"):
        record = f"TY  - RPRT\nTI  - A\n{tag}  - {date}\nER  - \n"
        (item,) = json.loads(pypandoc.convert_text(record, "csljson", format="ris"))
        print(tag, date, item.get("issued"))
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"

expected="PY 2026 {'date-parts': [[2026]]}
PY 2026/04/01/ {'date-parts': []}
PY 2026/04// {'date-parts': []}
PY 2026/// {'date-parts': [[2026], [0], [0], [0]]}
DA 2026 None
DA 2026/04/01/ None
DA 2026/04// None
DA 2026/// None"
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
