#!/usr/bin/env bash
# PDFium gives the columns of vertical Japanese from left to right: the last column first.
#
# One would expect: vertical Japanese is read from the column at the right to the one at the left. The
#   page holds its columns in this order, and its font says that it is written vertically
#   so the text of the page is 経済安全保障 and then 推進法.
# What happens: PDFium sees that the writing is vertical, as it keeps each column together, and then
#   orders the columns by their place from the left: 推進法, 経済安全保障. pypdf keeps the order of the page.
# Seen with: pypdfium2 5.15.2, pypdf 7.1.1, ReportLab 5.1.0 as the writer; 2026-11-29.
# Why it matters: covers and side strips of ministries' decks are vertical. Where a name runs over two
#   columns, its halves change places, no phrase of it is found, and nothing looks broken.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  pypdfium2==5.15.2 pypdf==7.1.1 reportlab==5.1.0 >/dev/null 2>&1

cat >read.py <<'PY'
import pypdf
import pypdfium2
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3", isVertical=True))
page = canvas.Canvas("vertical.pdf", (600, 400))
page.setFont("HeiseiMin-W3", 20)
page.drawString(300, 350, "経済安全保障")  # the column at the right, read first
page.drawString(260, 350, "推進法")
page.save()

for name, text in (
    ("PDFium", pypdfium2.PdfDocument("vertical.pdf")[0].get_textpage().get_text_range()),
    ("pypdf", pypdf.PdfReader("vertical.pdf").pages[0].extract_text()),
):
    print(f"{name}: {' / '.join(text.split())}")
PY
seen=$(env/bin/python read.py)
printf '%s\n' "$seen"

expected='PDFium: 推進法 / 経済安全保障
pypdf: 経済安全保障 / 推進法'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
