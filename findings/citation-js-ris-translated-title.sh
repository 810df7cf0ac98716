#!/usr/bin/env bash
# Citation.js 0.8.2 takes the translated title (TT) of a RIS file for the title of the work.
#
# One would expect: TI is the title, and TT, the translated title, stands beside it or is dropped, so that a
#   Japanese report stays cited by its Japanese title.
# What happens: TT becomes `title` and TI `original-title`; a style prints the translation alone. The order
#   of the two tags changes nothing. An author with a Japanese name becomes a person by family name.
# Seen with: @citation-js/core and plugin-ris 0.8.2, Node 20; 2026-11-29.
# Why it matters: a reader who asks for the Japanese report by its English title finds nothing. Files for
#   readers of Japanese leave TT out, or say the translation within the title.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
npm init --yes >/dev/null 2>&1
npm install --silent --no-audit --no-fund @citation-js/core@0.8.2 @citation-js/plugin-ris@0.8.2 >/dev/null 2>&1

cat >read.js <<'JS'
const { Cite } = require('@citation-js/core')
require('@citation-js/plugin-ris')

const titles = ['TI  - 白書\n', 'TT  - White paper\n']
for (const tags of [titles.slice(0, 1), titles, [...titles].reverse()]) {
  const [found] = new Cite(`TY  - RPRT\nAU  - 経済省\n${tags.join('')}ER  - \n`).data
  console.log(tags.map((tag) => tag.slice(0, 2)).join('+'),
    JSON.stringify({ title: found.title, original: found['original-title'], author: found.author }))
}
JS
seen=$(node read.js)
printf '%s\n' "$seen"

expected='TI {"title":"白書","author":[{"family":"経済省"}]}
TI+TT {"title":"White paper","original":"白書","author":[{"family":"経済省"}]}
TT+TI {"title":"White paper","original":"白書","author":[{"family":"経済省"}]}'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
