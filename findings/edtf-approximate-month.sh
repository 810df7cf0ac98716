#!/usr/bin/env bash
# edtf 5.0.2 widens an approximate month by thirteen months on each side; its guide says one.
#
# One would expect: lower_fuzzy() and upper_fuzzy() of 1912-04~ ("about April 1912") are 1912-03-01 and
#   1912-05-30, as the guide of the package shows: what is approximate at the scale of months is padded by
#   a month. The same month marked in the level 2 form (1912-~04) is padded so.
# What happens: 1912-04~ spans 1911-03-01 to 1913-05-30. A day is padded by a year, a month and a day; a
#   year alone is padded as told. The marks ~ and ? do the same.
# Seen with: edtf 5.0.2, Python 3.11; 2026-11-29.
# Why it matters: the fuzzy bounds are made for "may this event lie in the window?". A filter of a year
#   then finds every "about" of the years before and after it, and says so to nobody.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check edtf==5.0.2 2>/dev/null

seen=$(venv/bin/python - <<'PY'
from edtf import parse_edtf

for text in ("1912~", "1912-04~", "1912-04?", "1912-~04", "1912-04-15~"):
    date = parse_edtf(text)
    bounds = [date.lower_fuzzy(), date.upper_fuzzy()]
    print(text, *("-".join(f"{part:02}" for part in each[:3]) for each in bounds))
PY
)
printf '%s\n' "$seen"

expected='1912~ 1911-01-01 1913-12-31
1912-04~ 1911-03-01 1913-05-30
1912-04? 1911-03-01 1913-05-30
1912-~04 1912-03-01 1912-05-30
1912-04-15~ 1911-03-14 1913-05-16'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
