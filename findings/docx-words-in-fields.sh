#!/usr/bin/env bash
# Words that Word keeps up to date by itself vanish: three of five readers leave out the number of the article referred to.
#
# One would expect: "前は第5条に定める" is read with its 第5条, whichever of the two forms of a field a writer chose; both are in
#   ECMA-376, and Word shows both alike.
# What happens: written as a complex field (fldChar) it is there everywhere; as a simple one (fldSimple) it is missing with
#   python-docx, mammoth and pandoc, without a gap: 前はに定める. docx2txt and docx2python keep it. python-docx also leaves
#   out what tracked changes added and what stands in a content control, such as a year chosen from a list.
# Seen with: python-docx 1.2.0, mammoth 1.13.0, docx2txt 0.9, docx2python 3.7.1, pandoc 3.9 (pypandoc_binary 1.17);
#   Python 3.11; 2026-11-30.
# Why it matters: laws and memos refer by fields. A text that is compared, searched or given to a model lacks just the
#   number. Read w:t wherever it stands below a paragraph.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0 mammoth==1.13.0 docx2txt==0.9 \
  docx2python==3.7.1 pypandoc_binary==1.17 2>/dev/null

cat >read.py <<'PY'
import docx
import docx2txt
import mammoth
import pypandoc
from docx.oxml import parse_xml
from docx2python import docx2python

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RUN = "<w:r><w:t>{}</w:t></w:r>"
CASES = {
    "complex field": '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{RUN}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "simple field": f'<w:fldSimple w:instr=" REF a ">{RUN}</w:fldSimple>',
    "insertion": f'<w:ins w:id="1" w:author="a">{RUN}</w:ins>',
    "content control": f"<w:sdt><w:sdtContent>{RUN}</w:sdtContent></w:sdt>",
}
document = docx.Document()
for case in CASES.values():
    paragraph = document.add_paragraph("前は")
    for element in parse_xml(f"<w:p {W}>{case.format('第5条')}</w:p>"):
        paragraph._p.append(element)
    paragraph.add_run("に定める。")
document.save("a.docx")
with open("a.docx", "rb") as file:
    read = {
        "python-docx": [each.text for each in docx.Document("a.docx").paragraphs],
        "mammoth": mammoth.extract_raw_text(file).value.split("\n\n"),
        "pandoc": pypandoc.convert_file("a.docx", "plain").split("\n\n"),
        "docx2txt": docx2txt.process("a.docx").split("\n\n"),
        "docx2python": docx2python("a.docx").text.split("\n\n"),
    }
for tool, lines in read.items():
    lost = [case for case, line in zip(CASES, lines) if "第5条" not in line]
    print(f"{tool} leaves out:", ", ".join(lost) or "nothing")
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"

expected='python-docx leaves out: simple field, insertion, content control
mammoth leaves out: simple field
pandoc leaves out: simple field
docx2txt leaves out: nothing
docx2python leaves out: nothing'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
