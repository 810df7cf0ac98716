#!/usr/bin/env bash
# pandoc cites what began in April 2026 and goes on as "n.d.", and a quarter as a year.
#
# One would expect: dates of references are EDTF, so 2026-04/.. (from April 2026 on) is cited with its beginning, or refused.
# What happens: an interval with an open end or beginning is no date at all: "n.d." in English, 日付なし in Japanese, as for
#   words that are no date. A closed interval, a season and an approximate month are read. A quarter (2026-33) of level 2,
#   which could be refused, passes as the year 2026, since a month that does not exist is dropped.
# Seen with: pandoc 3.9 from pypandoc_binary 1.17 (Python 3.11), its default style; 2026-11-30.
# Why it matters: rules and controls in force have open ends. Cited by pandoc they are undated. Give the day of the document
#   as the date of the reference, and the time in force in its note.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17 2>/dev/null

cat >cite.py <<'PY'
import json

import pypandoc

for date in ("2026-04/..", "../2026-04", "2025-12/2026-03", "2026-21", "2026-04~", "2026-33"):
    reference = {"id": "a", "type": "report", "title": "甲", "issued": date, "author": [{"literal": "内閣府"}]}
    for language in ("en-US", "ja-JP"):
        source = f"---\nnocite: '@*'\nlang: {language}\nreferences: {json.dumps([reference])}\n---\n"
        cited = pypandoc.convert_text(source, "plain", format="markdown", extra_args=["--citeproc"])
        print(date, language, cited.strip())
PY
seen=$(venv/bin/python cite.py)
printf '%s\n' "$seen"

expected='2026-04/.. en-US 内閣府. n.d. 甲.
2026-04/.. ja-JP 内閣府. 日付なし. 甲.
../2026-04 en-US 内閣府. n.d. 甲.
../2026-04 ja-JP 内閣府. 日付なし. 甲.
2025-12/2026-03 en-US 内閣府. 2025–2026. 甲.
2025-12/2026-03 ja-JP 内閣府. 2025–2026年. 甲.
2026-21 en-US 内閣府. 2026. 甲.
2026-21 ja-JP 内閣府. 2026年. 甲.
2026-04~ en-US 内閣府. [2026?]. 甲.
2026-04~ ja-JP 内閣府. [2026年?]. 甲.
2026-33 en-US 内閣府. 2026. 甲.
2026-33 ja-JP 内閣府. 2026年. 甲.'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
