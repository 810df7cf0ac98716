#!/usr/bin/env bash
# ja-timex 0.2.8 knows fiscal years, but not those of eras: 令和8年度 becomes the calendar year 2026.
#
# One would expect: 令和8年度 gives FY2026, as 2026年度 does; or the expression is left alone.
# What happens: it is found as 令和8年 with the value 2026-XX-XX, January to December, and 度 stays behind in the
#   text. 平成31年度, R8年度 and both ends of 令和8年度から令和12年度まで alike; 今年度 is found as 今年, "this year".
# Seen with: ja-timex 0.2.8, CPython 3.11; 2026-11-30.
# Why it matters: budgets of Japan are written by fiscal years of the era, April to March. A quarter of each year
#   lies in the wrong one, as a valid value that nothing marks as doubtful.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ja-timex==0.2.8 2>/dev/null

cat >read.py <<'PY'
from ja_timex import TimexParser

parser = TimexParser()
for words in ("2026年度", "令和8年度", "平成31年度", "R8年度", "令和8年度から令和12年度まで", "今年度"):
    print(words, *(f"{found.text}={found.value}" for found in parser.parse(words)))
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"

expected='2026年度 2026年度=FY2026
令和8年度 令和8年=2026-XX-XX
平成31年度 平成31年=2019-XX-XX
R8年度 R8年=2026-XX-XX
令和8年度から令和12年度まで 令和8年=2026-XX-XX 令和12年=2030-XX-XX
今年度 今年=P0Y'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
