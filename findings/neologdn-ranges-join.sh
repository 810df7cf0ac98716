#!/usr/bin/env bash
# neologdn joins the two ends of a Japanese range into one number.
#
# One would expect: a normaliser for search unifies letter forms; "2025〜2027年度" (from fiscal 2025 to 2027) stays a range,
#   with one sign for the many wave dashes and hyphens, as it does for hyphens (1−2割 gives 1-2割).
# What happens: wave dashes are taken away with nothing in their place: 2025〜2027年度 becomes 20252027年度, and a budget of
#   10〜20億円 one of 1020億円. A space beside the dash saves the ends; none is written in Japanese.
# Seen with: neologdn 0.5.6 (Python 3.11); 2026-11-30.
# Why it matters: it is the usual first step before Japanese text is indexed or counted. Amounts and years read after it
#   are wrong by powers of ten, without a sign that anything was lost. Read figures first, or put a hyphen there.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check neologdn==0.5.6 2>/dev/null

cat >read.py <<'PY'
import neologdn

for text in ("2025〜2027年度", "2025～2027年度", "10〜20億円", "2025 〜 2027年度", "1−2割"):
    print(text, "->", neologdn.normalize(text))
PY
seen=$(venv/bin/python read.py)
printf '%s\n' "$seen"

expected='2025〜2027年度 -> 20252027年度
2025～2027年度 -> 20252027年度
10〜20億円 -> 1020億円
2025 〜 2027年度 -> 2025 2027年度
1−2割 -> 1-2割'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
