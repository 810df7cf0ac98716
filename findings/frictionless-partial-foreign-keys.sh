#!/usr/bin/env bash
# frictionless 5.21.0 calls a foreign key of two fields broken where one of the two is empty, which SQL lets pass.
#
# One would expect: what SQL means by a foreign key (MATCH SIMPLE, the default of PostgreSQL and the only one of
#   SQLite): a row of which any part of the key is empty refers to nothing, and is right. A foreign key of one
#   field is read so: empty refers to nothing.
# What happens: the row with one empty part is a "foreign-key" error; the one with both parts empty passes. So one
#   column that is always filled (the scheme of a pillar) and one that may be empty (the pillar above it) cannot be
#   told as a key of a table to itself, although SQLite and PostgreSQL keep just this key.
# Seen with: frictionless 5.21.0, SQLite of Python 3.11; 2026-11-30.
# Why it matters: a Data Package made from the keys of a database is called invalid; the key has to be left out of
#   the package and then nobody checks it.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check frictionless==5.21.0 2>/dev/null

cat >validate.py <<'PY'
import json
import sqlite3

from frictionless import validate

ROWS = {
    "both parts": [("a", "1", "", ""), ("a", "2", "a", "1")],
    "one part": [("a", "1", "a", ""), ("a", "2", "a", "1")],
    "no part": [("a", "1", "", ""), ("a", "2", "", "")],
}
NAMES = ("scheme", "code", "above_scheme", "above_code")
KEY = {"fields": NAMES[2:], "reference": {"resource": "", "fields": NAMES[:2]}}
for name, rows in ROWS.items():
    with open("pillars.csv", "w") as file:
        print(",".join(NAMES), *map(",".join, rows), sep="\n", file=file)
    fields = [{"name": each, "type": "string"} for each in NAMES]
    schema = {"fields": fields, "primaryKey": NAMES[:2], "foreignKeys": [KEY]}
    resource = {"name": "pillars", "path": "pillars.csv", "schema": schema}
    with open("datapackage.json", "w") as file:
        json.dump({"name": "pillars", "resources": [resource]}, file)
    report = validate("datapackage.json")
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE TABLE pillars (scheme, code, above_scheme, above_code, PRIMARY KEY (scheme, code), "
        "FOREIGN KEY (above_scheme, above_code) REFERENCES pillars (scheme, code))"
    )
    database.executemany(
        "INSERT INTO pillars VALUES (?, ?, NULLIF(?, ''), NULLIF(?, ''))", rows
    )
    broken = database.execute("PRAGMA foreign_key_check").fetchall()
    told = ["valid" if report.valid else "invalid", *(kind for (kind,) in report.flatten(["type"]))]
    print(f"{name}: frictionless {' '.join(told)}, SQLite {len(broken)} broken")
PY
seen=$(venv/bin/python validate.py)
printf '%s\n' "$seen"

expected='both parts: frictionless valid, SQLite 0 broken
one part: frictionless invalid foreign-key, SQLite 0 broken
no part: frictionless valid, SQLite 0 broken'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
