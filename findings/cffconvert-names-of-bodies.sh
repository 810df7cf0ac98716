#!/usr/bin/env bash
# cffconvert hands on a ministry as several persons, and its short name instead of its name.
#
# One would expect: an author of CITATION.cff with "name" is an entity; BibTeX gets it in braces, so that one author is read
#   back, and JSON-LD calls it an Organization.
# What happens: no braces, so the "and" of a name parts it: "Ministry of Economy, Trade and Industry" is read back as two.
#   JSON-LD of schema.org and CodeMeta says Person. Where an alias stands, BibTeX, RIS, EndNote, APA and Zenodo say it
#   instead of the name. The family name of a person and its kanji come through.
# Seen with: cffconvert 2.0.0, pybtex 0.26.1 as reader (Python 3.11); 2026-11-30.
# Why it matters: what governments publish is signed by bodies. A file of citations made this way credits "Industry". Hand
#   out BibTeX of one's own, and give no alias.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cffconvert==2.0.0 pybtex==0.26.1 2>/dev/null

cat >CITATION.cff <<'YAML'
cff-version: 1.2.0
message: Cite it so.
title: 経済安全保障の記録
authors:
  - name: Ministry of Economy, Trade and Industry
  - name: 経済産業省
    alias: METI
  - family-names: 東
    given-names: 太郎
YAML
cat >read.py <<'PY'
import sys

from pybtex.database import parse_string

(entry,) = parse_string(sys.stdin.read(), "bibtex").entries.values()
print(*entry.persons["author"], sep=" | ")
PY
seen=$(venv/bin/cffconvert --format bibtex | tee out.bib | grep author
  venv/bin/python read.py <out.bib
  venv/bin/cffconvert --format ris | grep AU
  venv/bin/cffconvert --format schema.org | grep -e '"@type": "[PO]' -e '"name"')
printf '%s\n' "$seen"

expected='author = {Ministry of Economy, Trade and Industry and METI and 東, 太郎},
Ministry of Economy, Trade | Industry | METI | 東, 太郎
AU  - Ministry of Economy, Trade and Industry
AU  - METI
AU  - 東, 太郎
      "@type": "Person",
      "name": "Ministry of Economy, Trade and Industry"
      "@type": "Person",
      "name": "経済産業省"
      "@type": "Person",
  "name": "経済安全保障の記録"'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
