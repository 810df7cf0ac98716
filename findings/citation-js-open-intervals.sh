#!/usr/bin/env bash
# Citation.js 0.8.2 reads an interval with an open end as a hole in CSL and refuses one with an open start.
#
# One would expect: the open intervals that BibLaTeX takes from EDTF (2022-03-24/.. and ../2022-03-24) are
#   read alike, each with the day that is known, or the date is left out; the entry and its neighbours stay.
# What happens: an open end becomes {"date-parts":[[2022,3,24],null]}, which the schema of CSL-JSON does
#   not allow; an open start raises "Failed to convert date to issued", and with it every other entry of
#   the same file is lost. A closed interval is read rightly.
# Seen with: @citation-js/core and plugin-bibtex 0.8.2, @citation-js/date 0.5.1, Node 20; 2026-11-29.
# Why it matters: "not before" and "until" are common dates of policy papers. A site that offers one file
#   for many entries had better write such dates as an uncertain day or leave them out.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
npm init --yes >/dev/null 2>&1
npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2 \
  @citation-js/date@0.5.1 >/dev/null 2>&1

cat >read.js <<'JS'
const { Cite } = require('@citation-js/core')
require('@citation-js/plugin-bibtex')

const entry = (key, date) => `@report{${key}, title = {Measures}, author = {{Ministry}}, date = {${date}}}\n`
for (const date of ['2022-03-24/2022-04-01', '2022-03-24/..', '../2022-03-24']) {
  try {
    const found = new Cite(entry('first', '2020-01-02') + entry('second', date)).data
    console.log(date, `${found.length} entries`, JSON.stringify(found[1].issued))
  } catch (error) {
    console.log(date, error.message)
  }
}
JS
seen=$(node read.js)
printf '%s\n' "$seen"

expected='2022-03-24/2022-04-01 2 entries {"date-parts":[[2022,3,24],[2022,4,1]]}
2022-03-24/.. 2 entries {"date-parts":[[2022,3,24],null]}
../2022-03-24 Failed to convert date to issued'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
