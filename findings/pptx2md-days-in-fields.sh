#!/usr/bin/env bash
# pptx2md leaves out dates and numbers that PowerPoint keeps up to date, since the runs of a paragraph are not its text.
#
# One would expect: a slide that says 作成日は2026年4月7日である becomes that line, the day being typed or inserted as a field.
# What happens: inserted by PowerPoint ("Date and time", a:fld) the day is gone without a gap: 作成日はである. python-pptx,
#   by which it reads, has the field in paragraph.text and not in paragraph.runs, whose texts joined are another text.
# Seen with: pptx2md 2.0.6, python-pptx 1.0.2 (Python 3.11); 2026-11-30.
# Why it matters: the day a deck speaks of stands in such fields on covers and in footers. Take paragraph.text.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pptx2md==2.0.6 python-pptx==1.0.2 2>/dev/null

cat >write.py <<'PY'
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
FIELD = '<a:fld {} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="datetime4"><a:t>2026年4月7日</a:t></a:fld>'
deck = Presentation()
slide = deck.slides.add_slide(deck.slide_layouts[6])
paragraph = slide.shapes.add_textbox(0, 0, Inches(5), Inches(1)).text_frame.paragraphs[0]
paragraph.add_run().text = "作成日は"
paragraph._p.append(parse_xml(FIELD.format(A)))
paragraph.add_run().text = "である。"
deck.save("a.pptx")
print("text", paragraph.text)
print("runs", "".join(run.text for run in paragraph.runs))
PY
seen=$(venv/bin/python write.py
  venv/bin/pptx2md a.pptx -o a.md --min-block-size 0 --disable-image >/dev/null 2>&1
  sed -n 's/^\(.\+\)$/pptx2md \1/p' a.md)
printf '%s\n' "$seen"

expected='text 作成日は2026年4月7日である。
runs 作成日はである。
pptx2md 作成日はである。'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
