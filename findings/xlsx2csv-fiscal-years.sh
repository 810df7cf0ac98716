#!/usr/bin/env bash
# xlsx2csv prints the format of a cell where its number should stand, if the format says FY or quotes 年 and 月.
#
# One would expect: 2025 in a cell shown as FY2025 (format "FY"0) comes out as FY2025 or as 2025, as 2025 shown as 2025年度 does.
# What happens: "FY"0 is taken for the format of a date, since the letters within its quotation marks count. The day of the
#   number is laid into it, finds no place, and what comes out is the format itself, "fy"0; the year is gone. April 2026
#   shown as 2026年4月 comes out with the quotation marks of its format: 2026"年"04"月".
# Seen with: xlsx2csv 0.8.6, XlsxWriter 3.3.1, openpyxl 3.1.5 beside it (Python 3.11); 2026-11-30.
# Why it matters: fiscal years of budgets are often typed so. The table has rows as before, and a column of one same word.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xlsx2csv==0.8.6 xlsxwriter==3.3.1 openpyxl==3.1.5 2>/dev/null

cat >write.py <<'PY'
import openpyxl
import xlsxwriter

FORMATS = {'0"年度"': (2025, 2026), '"FY"0': (2025, 2026), 'yyyy"年"m"月"': (46113, 46143)}
with xlsxwriter.Workbook("years.xlsx") as book:
    sheet = book.add_worksheet()
    for row, (form, numbers) in enumerate(FORMATS.items()):
        for column, number in enumerate(numbers):
            sheet.write_number(row, column, number, book.add_format({"num_format": form}))
for row in openpyxl.load_workbook("years.xlsx").active.iter_rows():
    print(*(f"{cell.value:%Y-%m}" if cell.is_date else cell.value for cell in row))
PY
seen=$(venv/bin/python write.py && venv/bin/xlsx2csv years.xlsx)
printf '%s\n' "$seen"

expected='2025 2026
2025 2026
2026-04 2026-05
2025,2026
"""fy""0","""fy""0"
"2026""年""04""月""","2026""年""05""月"""'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
