#!/usr/bin/env bash
# edtf.js 4.11.1: the first two quadrimesters of a year are five months long and overlap the next one.
#
# One would expect: 2026-37, 38 and 39 are the thirds of a year, four months each (ISO 8601-2 calls them
#   quadrimesters), as the Python package edtf 5.0.2 reads them: January to April, May to August, September to December.
# What happens: 37 ends on 31 May and 38 on 30 September, so that May lies in the first and in the second, September in
#   the second and in the third. Quarters (33 to 36) and halves (40, 41) are right.
# Seen with: edtf 4.11.1 (npm), Node 20; 2026-11-30.
# Why it matters: who files events by such periods counts those of May and September twice, and no error says so.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
npm init --yes >/dev/null 2>&1
npm install --silent --no-audit --no-fund edtf@4.11.1 >/dev/null 2>&1

cat >read.mjs <<'JS'
import edtf from 'edtf'

const day = (time) => new Date(time).toISOString().slice(0, 10)
for (const text of ['2026-33', '2026-37', '2026-38', '2026-39', '2026-40']) {
  const period = edtf(text)
  console.log(text, day(period.min), day(period.max))
}
for (const text of ['2026-37', '2026-38']) console.log(text, 'covers 2026-05:', edtf(text).covers(edtf('2026-05')))
JS
seen=$(node read.mjs)
printf '%s\n' "$seen"

expected='2026-33 2026-01-01 2026-03-31
2026-37 2026-01-01 2026-05-31
2026-38 2026-05-01 2026-09-30
2026-39 2026-09-01 2026-12-31
2026-40 2026-01-01 2026-06-30
2026-37 covers 2026-05: true
2026-38 covers 2026-05: true'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
