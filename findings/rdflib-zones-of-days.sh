#!/usr/bin/env bash
# rdflib drops the zone of a day, keeps that of a month, and rewrites durations, all while it only reads.
#
# One would expect: Turtle read and written again says what it said; xsd:date may carry a zone (2026-04-01+09:00).
# What happens: the day is written back without its zone, so that +09:00 and -09:00, which are 18 hours apart, become the
#   same literal and count as one value; a month or year keeps its zone. P12M is written as P1Y, P365D stays.
# Seen with: rdflib 7.6.0 (Python 3.11); 2026-11-30.
# Why it matters: a DCAT catalogue that passes through it (to be merged, checked or signed) has other dates than the one
#   that was published, and a comparison by bytes finds a change that nobody made. Write days without a zone, as here.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rdflib==7.6.0 2>/dev/null

cat >read.py <<'PY'
from rdflib import Graph

TURTLE = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:a> dct:issued "2026-04-01+09:00"^^xsd:date .
<urn:b> dct:issued "2026-04-01-09:00"^^xsd:date .
<urn:c> dct:issued "2026-04+09:00"^^xsd:gYearMonth .
<urn:d> dct:extent "P12M"^^xsd:duration .
<urn:e> dct:extent "P365D"^^xsd:duration .
"""
read = Graph().parse(data=TURTLE, format="turtle")
for subject, _, value in sorted(read):
    print(subject, value, value.datatype.split("#")[1])
print("literals of the two days:", len({value for subject, _, value in read if subject[-1] in "ab"}))
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"

expected='urn:a 2026-04-01 date
urn:b 2026-04-01 date
urn:c 2026-04+09:00 gYearMonth
urn:d P1Y duration
urn:e P365D duration
literals of the two days: 1'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
