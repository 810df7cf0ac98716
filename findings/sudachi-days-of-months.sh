#!/usr/bin/env bash
# SudachiPy 0.7.0 reads 日 behind a day of two digits by its last digit alone, and otherwise in a sentence.
#
# One would expect: 日 behind 13, 15, 16, 18, 19 and the like is ニチ wherever the date stands, and カ
#   only where people say so (2 to 10, 14, 20, 24). Numbers may well come digit by digit.
# What happens: 16日 alone ends in ニチ, 4月16日 in カ (イチムイカ), as if it were the 6th; so do 13, 15,
#   18, 19 and 23, 25, 28, 29. 17日 and 27日 are ニチ alone and behind 4月, カ where words follow; 26日 is
#   カ throughout. Of the days that people say with カ, 2日, 10日 and 20日 are ニチ.
# Seen with: SudachiPy 0.7.0, SudachiDict-small 20261015, CPython 3.11; 2026-11-29.
# Why it matters: readings proposed for titles with dates need a person's look, and one that was right for
#   the bare date is no proof for the title. An index of readings should leave dates as digits.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check sudachipy==0.7.0 sudachidict-small==20261015 >/dev/null 2>&1

cat >read.py <<'PY'
from sudachipy import Dictionary

tokenizer = Dictionary(dict="small").tokenizer()


def days_in_ka(pattern):
    found = []
    for day in range(1, 32):
        date = f"{day}日"
        last = 0
        for word in tokenizer.tokenize(pattern.format(date)):
            if word.surface() == "日" and word.end() == pattern.index("{}") + len(date):
                last = word.reading_form()
        if last == "カ":
            found.append(day)
    return found


for pattern in ("{}", "4月{}", "4月{}に施行"):
    print(pattern.format("n日"), *days_in_ka(pattern))
PY
seen=$(env/bin/python -W ignore read.py 2>/dev/null)
printf '%s\n' "$seen"

expected='n日 3 4 5 6 7 8 9 14 24 26
4月n日 3 4 5 6 8 9 13 14 15 16 18 19 23 24 25 26 28 29
4月n日に施行 3 4 5 6 7 8 9 13 14 15 16 17 18 19 23 24 25 26 27 28 29'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
