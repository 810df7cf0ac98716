#!/usr/bin/env bash
# redlines strikes out a whole Japanese sentence for one changed number.
#
# One would expect: a comparison of two wordings marks what changed, as it marks "11" and "16" between English sentences.
# What happens: words are told apart by spaces, of which Japanese has none: a sentence is one word, deleted and inserted
#   whole. The same sentences with spaces between their words are marked at the number.
# Seen with: redlines 0.6.2 (Python 3.11); 2026-11-30.
# Why it matters: tables of old and new wording (新旧対照表) underline what changes; marked so they show nothing. Compare
#   character by character, or words cut by an analyser, as our tables do.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check redlines==0.6.2 typing-extensions==4.15.0 2>/dev/null

cat >compare.py <<'PY'
import re

from redlines import Redlines

for old, new in (
    ("特定重要物資は11物資である。", "特定重要物資は16物資である。"),
    ("特定 重要 物資 は 11 物資 である。", "特定 重要 物資 は 16 物資 である。"),
    ("There are 11 goods.", "There are 16 goods."),
):
    marked = Redlines(old, new).output_markdown
    print(re.sub(r"<span style='color:(red|green)[^>]*>(.*?)</span>", r"[\1: \2]", marked))
PY
seen=$(venv/bin/python compare.py)
printf '%s\n' "$seen"

expected='[red: 特定重要物資は11物資である。][green: 特定重要物資は16物資である。]
特定 重要 物資 は [red: 11 ][green: 16 ]物資 である。
There are [red: 11 ][green: 16 ]goods.'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
