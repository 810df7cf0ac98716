#!/usr/bin/env bash
# frictionless 5.21.0 calls a table valid whose uniqueKeys are broken: it does not look at them.
#
# One would expect: the uniqueKeys of a Table Schema (Data Package 2.0: rows must differ in these fields) are
#   checked as the primary key is and as the constraint "unique" of one field is, or a schema that has them
#   is answered with a word that they were left out. Other words of version 2 are checked: exclusiveMinimum,
#   the item type of a list, missing values with labels.
# What happens: two rows alike in the fields of a unique key pass; the report is valid and without a warning.
#   The same key told as "primaryKey" or as "unique" is refused.
# Seen with: frictionless 5.21.0, Python 3.11; 2026-11-29.
# Why it matters: "frictionless validate says valid" is what a publisher of a bundle of tables shows as its
#   proof. Natural keys besides the primary one (one amount per subject, year and stage) are not in it: test
#   them by a query.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check frictionless==5.21.0 2>/dev/null

printf 'id,subject,year,amount\na,ships,2024,10\nb,ships,2024,20\n' >amounts.csv
cat >validate.py <<'PY'
import json

from frictionless import validate

schemas = {
    "uniqueKeys": ({}, {"uniqueKeys": [["subject", "year"]]}),
    "primaryKey": ({}, {"primaryKey": ["subject", "year"]}),
    "unique": ({"subject": {"unique": True}}, {}),
    "exclusiveMinimum": ({"amount": {"exclusiveMinimum": 10}}, {}),
}
for name, (constraints, keys) in schemas.items():
    fields = [
        {"name": field, "type": kind, "constraints": constraints.get(field, {})}
        for field, kind in zip(("id", "subject", "year", "amount"), ("string", "string", "year", "integer"))
    ]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "amounts",
        "resources": [{"name": "amounts", "path": "amounts.csv", "schema": {"fields": fields} | keys}],
    }
    with open("datapackage.json", "w") as file:
        json.dump(package, file)
    report = validate("datapackage.json")
    print(name, "valid" if report.valid else "invalid", *(kind for (kind,) in report.flatten(["type"])))
    assert not report.warnings, report.warnings
PY
seen=$(venv/bin/python validate.py)
printf '%s\n' "$seen"

expected='uniqueKeys valid
primaryKey invalid primary-key
unique invalid unique-error
exclusiveMinimum invalid constraint-error'
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
