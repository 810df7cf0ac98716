#!/usr/bin/env bash
# citeproc-py 0.11.1 prints a Japanese given name between two full stops: "山田, . 太郎 ."
#
# One would expect: the name as it is ("山田, 太郎", or "山田, 太."), since kanji and kana have no capitals to
#   shorten; Cyrillic names are shortened rightly ("Иванов, И."), so scripts other than Latin are thought of.
# What happens: where a style asks for initials, every name without an upper or lower case is taken for something
#   that already holds a full stop, and is printed whole with one before it and one behind it.
# Seen with: citeproc-py 0.11.1 and the style that it brings (Harvard, Cite Them Right), CPython 3.11; 2026-11-30.
# Why it matters: references to Japanese papers made by this package come out broken in every style with initials
#   (Harvard, APA, Chicago, IEEE), and no error or warning says so. A name given as `literal` is safe.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check citeproc-py==0.11.1 2>/dev/null

cat >cite.py <<'PY'
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

NAMES = (
    {"family": "Yamada", "given": "Taro"},
    {"family": "Иванов", "given": "Иван"},
    {"family": "山田", "given": "太郎"},
    {"family": "ヤマダ", "given": "タロウ"},
    {"literal": "山田太郎"},
)
for name in NAMES:
    item = {"id": "a", "type": "report", "title": "T", "author": [name], "issued": {"date-parts": [[2026]]}}
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem("a")]))
    print(bibliography.bibliography()[0])
PY
seen=$(venv/bin/python cite.py)
printf '%s\n' "$seen"

expected='Yamada, T. (2026) T.
Иванов, И. (2026) T.
山田, . 太郎 . (2026) T.
ヤマダ, . タロウ . (2026) T.
山田太郎 (2026) T.'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
