#!/usr/bin/env bash
# BudouX lets a line end inside a year: 202|6年10月15日.
#
# One would expect: a tool that says where a Japanese line may end without a phrase falling apart keeps a day together, or
#   at least its year, as it keeps 1,000億円 and 2026年度.
# What happens: every year before 年 in common reckoning is cut before its last digit (576 of 576 days between 2015 and
#   2030), and so is every number of a session of the Diet (第22|1回国会). 令和8年 is cut behind the era. Amounts, articles,
#   counts of cases and fiscal years stay whole, so who tries it with these meets nothing.
# Seen with: budoux 0.10.1 (Python 3.11), its own Japanese model; 2026-11-30.
# Why it matters: it is what web pages and slides are broken with where headings should read well, and pages of laws are full
#   of days. A reader sees 202 at the end of a line and 6年 on the next. Put days and numbers into something that does
#   not break before the text is cut into phrases.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check budoux==0.10.1 2>/dev/null

cat >cut.py <<'PY'
import itertools

import budoux

parse = budoux.load_default_japanese_parser().parse


def is_cut(text):
    parts = parse(text)
    return any(one[-1].isdigit() and other[0].isdigit() for one, other in zip(parts, parts[1:]))


days = [
    f"改正法は{year}年{month}月{day}日に施行された。"
    for year, month, day in itertools.product(range(2015, 2031), range(1, 13), (1, 15, 28))
]
sessions = [f"第{number}回国会に提出された。" for number in range(180, 231)]
amounts = [f"予算は{number:,}億円である。" for number in range(10, 2000)]
for name, texts in (("days", days), ("sessions", sessions), ("amounts", amounts)):
    print(name, sum(map(is_cut, texts)), "of", len(texts))
for text in ("2026年10月15日に", "令和8年4月1日に", "第221回国会に", "2026年度に", "1,000億円を"):
    print("|".join(parse(text)))
PY
seen=$(venv/bin/python cut.py)
printf '%s\n' "$seen"

expected='days 576 of 576
sessions 51 of 51
amounts 0 of 1990
202|6年10月15日に
令和|8年4月1日に
第22|1回国会に
2026年度に
1,000億円を'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
