#!/usr/bin/env bash
# edtf.js 4.11.1: a set or list that ends with a range ends where that range begins.
#
# One would expect: [2024..2026], "one of these years", reaches to the end of 2026 and includes 2025; so does
#   {2024..2026}, "all of these years".
# What happens: walking through either gives 2024, 2025 and 2026, but `max` is the end of 2024 and includes() of a list
#   denies 2025. With a single year behind the range, as in {2024..2026,2030}, `max` is that year's end.
# Seen with: edtf 4.11.1 (npm), Node 20; 2026-11-30.
# Why it matters: lists are sorted and cut by `min` and `max`. A plan for "2024 to 2026" written so is over in 2024.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
npm init --yes >/dev/null 2>&1
npm install --silent --no-audit --no-fund edtf@4.11.1 >/dev/null 2>&1

cat >read.mjs <<'JS'
import edtf from 'edtf'

const day = (time) => new Date(time).toISOString().slice(0, 10)
for (const text of ['[2024..2026]', '{2024..2026}', '{2024,2026..2028}', '{2024..2026,2030}', '{2024,2025,2026}']) {
  const all = edtf(text)
  console.log(text, day(all.max), [...all].map((year) => year.edtf).join(' '))
}
for (const text of ['{2024..2026}', '{2024,2025,2026}']) {
  console.log(text, 'includes 2025:', edtf(text).includes(edtf('2025')))
}
JS
seen=$(node read.mjs)
printf '%s\n' "$seen"

expected='[2024..2026] 2024-12-31 2024 2025 2026
{2024..2026} 2024-12-31 2024 2025 2026
{2024,2026..2028} 2026-12-31 2024 2026 2027 2028
{2024..2026,2030} 2030-12-31 2024 2025 2026 2030
{2024,2025,2026} 2026-12-31 2024 2025 2026
{2024..2026} includes 2025: false
{2024,2025,2026} includes 2025: true'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
