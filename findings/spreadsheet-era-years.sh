#!/usr/bin/env bash
# A cell that shows a year of an era and nothing else (令和8年度) is read as a number, not as a day.
#
# One would expect: ggge"年" and e"年度" are formats of dates, as yyyy is; e is the year of the era, g its
#   name. Readers that turn the day behind 令和8年4月1日 into a date turn the one behind 令和8年 too.
# What happens: openpyxl 3.1.5 and python-calamine 0.9.1 look for the letters y, m, d, h and s. With a
#   month or a day beside the era they see a date; with the era's year alone they see none and give
#   46113. Nothing tells the cell from an amount of 46113. With yyyy in place of e both give a day.
# Seen with: openpyxl 3.1.5, python-calamine 0.9.1, XlsxWriter 3.3.1 as the writer; 2026-11-29.
# Why it matters: tables of budgets head their columns and rows with fiscal years of the era. A reader
#   of such tables has to look at the number format itself, or it takes years for yen.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  openpyxl==3.1.5 python-calamine==0.9.1 xlsxwriter==3.3.1 >/dev/null 2>&1

cat >read.py <<'PY'
import openpyxl
import python_calamine
import xlsxwriter

FORMATS = ['yyyy"年度"', 'ggge"年"m"月"', '[$-411]ggge"年"', '[$-411]e"年度"']

with xlsxwriter.Workbook("years.xlsx") as book:
    sheet = book.add_worksheet()
    for row, number_format in enumerate(FORMATS):
        sheet.write_number(row, 0, 46113, book.add_format({"num_format": number_format}))

by_openpyxl = [cell.value for (cell,) in openpyxl.load_workbook("years.xlsx").active.iter_rows()]
found = python_calamine.CalamineWorkbook.from_path("years.xlsx").get_sheet_by_index(0).to_python()
for number_format, one, (other,) in zip(FORMATS, by_openpyxl, found, strict=True):
    print(f"{number_format}: openpyxl {type(one).__name__}, calamine {type(other).__name__}")
PY
seen=$(env/bin/python read.py)
printf '%s\n' "$seen"

expected='yyyy"年度": openpyxl datetime, calamine date
ggge"年"m"月": openpyxl datetime, calamine date
[$-411]ggge"年": openpyxl int, calamine float
[$-411]e"年度": openpyxl int, calamine float'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
