#!/usr/bin/env bash
# edtf 5.0.2 reads "Q2 2026" as February 2026, though it knows the quarters that EDTF has.
#
# One would expect: text_to_edtf() gives 2026-34, the second quarter, which the package itself parses as April to
#   June; or None, its answer to text that it does not understand; or the year alone, as for "first half of 2026".
# What happens: the number of the quarter becomes that of the month: Q1 to Q4 are January to April, also as "2Q"
#   and behind "FY". Words ("second quarter of 2026") give the year alone. Seasons in words become 2026-21 to 24.
# Seen with: edtf 5.0.2, CPython 3.11; 2026-11-30.
# Why it matters: policy papers give dates by quarters. What was to happen between April and June is put into
#   February, a valid and precise date that nothing marks as guessed.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check edtf==5.0.2 2>/dev/null

cat >read.py <<'PY'
from edtf import parse_edtf, text_to_edtf

for words in ("Q1 2026", "Q2 2026", "Q4 2026", "2Q 2026", "FY2026 Q2", "second quarter of 2026", "spring 2026"):
    print(f"{words}: {text_to_edtf(words)}")
quarter = parse_edtf("2026-34")
first, last = (f"{day.tm_year}-{day.tm_mon}-{day.tm_mday}" for day in (quarter.lower_strict(), quarter.upper_strict()))
print(f"2026-34: {first} to {last}")
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"

expected='Q1 2026: 2026-01
Q2 2026: 2026-02
Q4 2026: 2026-04
2Q 2026: 2026-02
FY2026 Q2: 2026-02
second quarter of 2026: 2026
spring 2026: 2026-21
2026-34: 2026-4-1 to 2026-6-30'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
