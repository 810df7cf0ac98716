#!/usr/bin/env bash
# htmldate reads 2026年4月1日 as the first of January, and prefers a footer's year to it.
#
# One would expect: for a page whose only day is printed as 2026年4月1日 that day, or nothing, as for an era's year.
# What happens: the year is taken and made 2026-01-01, in the same form as a day that was read. With "Copyright 2019" at the
#   foot the answer is 2019-01-01, beside the printed day. Of an update and a publication day of other years the older or
#   newer year is chosen as asked, each as the first of January. 令和8年4月1日 alone gives nothing.
# Seen with: htmldate 1.11.0 (Python 3.11); 2026-11-30.
# Why it matters: it dates pages for citations and for collections (trafilatura uses it). A Japanese ministry's page gets a
#   day that stands nowhere on it, and nothing tells it from a read one. Keep such a date as a year, or read it oneself.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check htmldate==1.11.0 2>/dev/null

cat >read.py <<'PY'
from htmldate import find_date

PAGE = "<html lang='ja'><head><title>資料</title></head><body><h1>資料</h1><p>{}</p>{}</body></html>"
FOOT = "<footer>Copyright 2019 METI</footer>"
for text in ("2026年4月1日", "令和8年4月1日", "更新日：2026年4月1日 公表日：2025年12月26日"):
    for foot in ("", FOOT):
        page = PAGE.format(text, foot)
        print(text, "with a footer" if foot else "alone", find_date(page), find_date(page, original_date=True))
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"

expected='2026年4月1日 alone 2026-01-01 2026-01-01
2026年4月1日 with a footer 2019-01-01 2019-01-01
令和8年4月1日 alone None None
令和8年4月1日 with a footer 2019-01-01 2019-01-01
更新日：2026年4月1日 公表日：2025年12月26日 alone 2026-01-01 2025-01-01
更新日：2026年4月1日 公表日：2025年12月26日 with a footer 2019-01-01 2019-01-01'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
