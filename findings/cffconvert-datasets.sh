#!/usr/bin/env bash
# cffconvert calls a dataset software.
#
# One would expect: CITATION.cff says "type: dataset", so schema.org gets a Dataset, and Zenodo a dataset.
# What happens: both JSON-LD forms say SoftwareSourceCode, with and without the type, and Zenodo's form has no upload_type,
#   so the two files give the same output. RIS says GEN, and ends its record with a bare "ER", without the two spaces and
#   the dash by which readers know the end: rispy finds no record in it, and says nothing.
# Seen with: cffconvert 2.0.0, rispy 0.10.0 as reader (Python 3.11); 2026-11-30.
# Why it matters: harvesters of research data look for Dataset. A portal writes its own JSON-LD, and RIS, beside the CFF.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cffconvert==2.0.0 rispy==0.10.0 2>/dev/null

printf '%s\n' 'cff-version: 1.2.0' 'message: Cite it so.' 'title: A record' 'authors:' '  - name: A body' \
  'date-released: 2026-04-01' >software.cff
{ cat software.cff; echo 'type: dataset'; } >dataset.cff
seen=$(for form in schema.org codemeta; do
  venv/bin/cffconvert --infile dataset.cff --format "$form" | grep -m1 '"@type"'
done
for form in schema.org codemeta zenodo bibtex ris; do
  cmp -s <(venv/bin/cffconvert --infile dataset.cff --format "$form") \
    <(venv/bin/cffconvert --infile software.cff --format "$form") && echo "$form: the same as software"
done
venv/bin/cffconvert --infile dataset.cff --format ris | tee dataset.ris | tail -n 1
venv/bin/python -c 'import rispy; print(len(rispy.loads(open("dataset.ris").read())), "records read")')
printf '%s\n' "$seen"

expected='  "@type": "SoftwareSourceCode",
  "@type": "SoftwareSourceCode",
schema.org: the same as software
codemeta: the same as software
zenodo: the same as software
bibtex: the same as software
ris: the same as software
ER
0 records read'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
