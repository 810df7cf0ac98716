#!/usr/bin/env bash
# python-docx 1.2.0 and mammoth 1.13.0 leave out the words of a .docx above which their reading stands.
#
# One would expect: 需給が逼迫する for a paragraph whose 逼迫 carries the reading ひっぱく, as ECMA-376 has the
#   words (w:rubyBase) and their reading (w:rt) side by side; in HTML <ruby>.
# What happens: both give 需給がする: the words are gone with their reading, in the text of the paragraph and in the
#   HTML; mammoth notes that an element was ignored, python-docx nothing. docx2python 3.7.1 gives both in one line,
#   the reading first: 需給がひっぱく逼迫する.
# Seen with: python-docx 1.2.0, mammoth 1.13.0, docx2python 3.7.1, CPython 3.11; 2026-11-30.
# Why it matters: Japanese papers give readings to names and rare words, those that somebody looks for. They cannot
#   be found in the text, and sentences change their meaning.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    python-docx==1.2.0 mammoth==1.13.0 docx2python==3.7.1 2>/dev/null

cat >read.py <<'PY'
import docx
import mammoth
from docx.oxml import parse_xml
from docx2python import docx2python

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RUBY = (
    '<w:ruby><w:rubyPr><w:rubyAlign w:val="distributeSpace"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/>'
    '<w:hpsBaseText w:val="21"/><w:lid w:val="ja-JP"/></w:rubyPr>'
    "<w:rt><w:r><w:t>ひっぱく</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>逼迫</w:t></w:r></w:rubyBase></w:ruby>"
)
document = docx.Document()
paragraph = document.add_paragraph("需給が")
paragraph._p.append(parse_xml(f"<w:r {SPACE}>{RUBY}</w:r>"))
paragraph.add_run("する")
document.save("a.docx")

print("python-docx:", docx.Document("a.docx").paragraphs[0].text)
with open("a.docx", "rb") as file:
    print("mammoth, text:", mammoth.extract_raw_text(file).value.strip())
with open("a.docx", "rb") as file:
    made = mammoth.convert_to_html(file)
print("mammoth, HTML:", made.value, *(message.message for message in made.messages))
print("docx2python:", docx2python("a.docx").text.strip())
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"

expected='python-docx: 需給がする
mammoth, text: 需給がする
mammoth, HTML: <p>需給がする</p> An unrecognised element was ignored: w:ruby
docx2python: 需給がひっぱく逼迫する'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
