#!/usr/bin/env bash
# biblatex-csl-converter takes a Japanese family name for a particle, and an open end for an unknown one.
#
# One would expect: 東 太郎 (family name first, as Japanese is written) is read as given and family name the wrong way round
#   at worst, which BibTeX's rule for names without a comma gives; 2026-04/.. stays open.
# What happens: kanji have no capital letters, so the first word counts as lower case, a particle like "von": 太郎 becomes the
#   family name, 東 its non-dropping particle, and the given name is empty; written back as prefix={東}, useprefix=true. With
#   a comma, or as family=…, given=…, it is right. 2026-04/.. (still going on) is written back as 2026-04/ (end unknown).
# Seen with: biblatex-csl-converter 3.2.2 (npm, Node 20); 2026-11-30.
# Why it matters: it reads BibLaTeX for editors of papers on the web. Citations of Japanese authors sort under the given
#   name. What a portal hands out writes the comma, or braces around a body's name.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
npm init --yes >/dev/null 2>&1
npm install --silent --no-audit --no-fund biblatex-csl-converter@3.2.2 >/dev/null 2>&1

cat >read.mjs <<'JS'
import { BibLatexExporter, BibLatexParser, CSLExporter } from 'biblatex-csl-converter'

const read = (author, date) => {
  const { entries } = new BibLatexParser(`@report{a, author={${author}}, title={T}, date={${date}}}`).parse()
  return [Object.values(new CSLExporter(entries).parse())[0], new BibLatexExporter(entries).parse()]
}
for (const author of ['東 太郎', '東, 太郎', 'family=東, given=太郎', '{経済産業省}']) {
  const [csl, bib] = read(author, '2026')
  console.log(author, JSON.stringify(csl.author), bib.match(/author = \{(.*)\}/)[1])
}
for (const date of ['2026-04/..', '2026-04/']) {
  const [csl, bib] = read('{経済産業省}', date)
  console.log(date, JSON.stringify(csl.issued), bib.match(/date = \{(.*)\}/)[1])
}
JS
seen=$(node read.mjs)
printf '%s\n' "$seen"

expected='東 太郎 [{"given":"","family":"太郎","non-dropping-particle":"東"}] family={太郎}, prefix={東}, useprefix=true
東, 太郎 [{"given":"太郎","family":"東"}] given={太郎}, family={東}
family=東, given=太郎 [{"given":"太郎","family":"東"}] given={太郎}, family={東}
{経済産業省} [{"literal":"経済産業省"}] {経済産業省}
2026-04/.. {"date-parts":[[2026,4],[]]} 2026-04/
2026-04/ {"date-parts":[[2026,4],[]]} 2026-04/'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
