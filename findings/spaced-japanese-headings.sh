#!/usr/bin/env bash
# A Japanese heading that is spread over its line falls apart into signs in two of four PDF readers.
#
# One would expect: Japanese has no blanks between words, so letters set apart by the same space each
#   (均等割付) are still one word: 経済安全保障.
# What happens, with letters set apart by a share of their size: pdfminer.six puts blanks between them
#   from 0.2 on, PyMuPDF a line break, not a blank, after each from 0.8 on. PDFium and pypdf keep the
#   word whole up to twice the size.
# Seen with: pdfminer.six 20260107, PyMuPDF 2.0.0, pypdfium2 5.15.2, pypdf 7.1.1, ReportLab 5.1.0 as
#   the writer; 2026-11-29.
# Why it matters: titles of slides, heads of tables and labels of ministries' decks are spread. A phrase
#   found by one reader is not found by another, and a text of one sign a line looks like a list.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pdfminer.six==20260107 pymupdf==2.0.0 \
  pypdfium2==5.15.2 pypdf==7.1.1 reportlab==5.1.0 >/dev/null 2>&1

cat >read.py <<'PY'
import io

import pymupdf
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))


def spread(share):
    file = io.BytesIO()
    page = canvas.Canvas(file, (600, 400))
    text = page.beginText(50, 300)
    text.setFont("HeiseiKakuGo-W5", 20)
    text.setCharSpace(20 * share)
    text.textOut("経済安全保障")
    page.drawText(text)
    page.save()
    return file.getvalue()


for share in (0.1, 0.2, 0.8, 2):
    data = spread(share)
    texts = {
        "PDFium": pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range(),
        "pypdf": pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text(),
        "pdfminer": extract_text(io.BytesIO(data)),
        "PyMuPDF": pymupdf.open(stream=data)[0].get_text(),
    }
    parts = ", ".join(f"{name} {len(text.split())}" for name, text in texts.items())
    print(f"{share}: parts of the word: {parts}")
PY
seen=$(env/bin/python read.py 2>/dev/null)
printf '%s\n' "$seen"

expected='0.1: parts of the word: PDFium 1, pypdf 1, pdfminer 1, PyMuPDF 1
0.2: parts of the word: PDFium 1, pypdf 1, pdfminer 6, PyMuPDF 1
0.8: parts of the word: PDFium 1, pypdf 1, pdfminer 6, PyMuPDF 6
2: parts of the word: PDFium 1, pypdf 1, pdfminer 6, PyMuPDF 6'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
