#!/usr/bin/env bash
# csvsort gives months in English words a first day, and leaves 2026-04 and 2026年4月 as they are.
#
# One would expect: sorting a table changes the order of its rows; a column of months in words is text, as 2026-04 is text.
# What happens: if every cell of a column reads like "April 2026", the column becomes dates, and April 2026 comes out as
#   2026-04-01, the same as a day that was printed. One cell that is no month, such as "spring 2026", and all stay text.
# Seen with: csvkit 2.2.0, agate 1.14.2 (Python 3.11); 2026-11-30.
# Why it matters: the English columns of policy tables tell months this way. A sorted, joined or cut copy (csvsort, csvjoin,
#   csvsql) says days that no source prints, or not, by what another row says. Use --no-inference, or columns of EDTF.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2 2>/dev/null

printf 'words,edtf,printed\nApril 2026,2026-04,2026年4月\nDecember 2025,2025-12,2025年12月\n' >months.csv
printf 'words,edtf,printed\nApril 2026,2026-04,2026年4月\nspring 2026,2026-21,2026年春\n' >seasons.csv
seen=$(for table in months seasons; do venv/bin/csvsort --columns edtf "$table.csv"; done)
printf '%s\n' "$seen"

expected='words,edtf,printed
2025-12-01,2025-12,2025年12月
2026-04-01,2026-04,2026年4月
words,edtf,printed
April 2026,2026-04,2026年4月
spring 2026,2026-21,2026年春'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
