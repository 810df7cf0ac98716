#!/usr/bin/env bash
# csvw 4.1.1 calls a table invalid because a link to something else stands before the link to its metadata.
#
# One would expect: of the Link headers of an answer the one with rel=describedby leads to the metadata (CSV on
#   the Web, section 5.2), and a link to a licence beside it says nothing about the table, wherever it stands.
# What happens: each link before the right one adds the warning that linked metadata were ignored as they do not
#   describe the data; with a warning the table is not valid. The types come from the metadata all the same, which
#   were found. With the link to the licence last the same table is valid.
# Seen with: csvw 4.1.1, CPython 3.11; 2026-11-30.
# Why it matters: a site that tells licence, next page and metadata of a table in Link headers is called faulty by
#   the order of its headers. Ours name the metadata first.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check csvw==4.1.1 2>/dev/null

cat >ask.py <<'PY'
import http.server
import json
import threading

import csvw

METADATA = '<metadata.json>; rel="describedby"; type="application/csvm+json"'
LICENCE = '<https://example.org/terms>; rel="license"'
LINKS = {"alone": [METADATA], "metadata first": [METADATA, LICENCE], "metadata last": [LICENCE, METADATA]}
COLUMNS = [{"name": "item", "titles": "item"}, {"name": "sum", "titles": "sum", "datatype": "integer"}]
TABLE = {"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", "tableSchema": {"columns": COLUMNS}}
FILES = {
    "table.csv": ("text/csv", b"item,sum\nsteel,3\n"),
    "metadata.json": ("application/csvm+json", json.dumps(TABLE).encode()),
}


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        _root, folder, name = self.path.split("/") if self.path.count("/") == 2 else ("", "", "")
        kind, body = FILES.get(name, ("text/plain", b"none"))
        self.send_response(200 if name in FILES else 404)
        self.send_header("Content-Type", kind)
        for link in LINKS[folder.replace("-", " ")] if name == "table.csv" else ():
            self.send_header("Link", link)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=server.serve_forever, daemon=True).start()
for name in LINKS:
    address = f"http://127.0.0.1:{server.server_port}/{name.replace(' ', '-')}/table.csv"
    table = csvw.CSVW(address, validate=True)
    (row,) = table.to_json(minimal=True)
    words = [str(warning.message).replace(address, "…") for warning in table.warnings]
    print(f"{name}: {'valid' if table.is_valid else 'invalid'}, {dict(row)}, {words}")
PY
seen=$(venv/bin/python ask.py)
printf '%s\n' "$seen"

expected="alone: valid, {'item': 'steel', 'sum': 3}, []
metadata first: valid, {'item': 'steel', 'sum': 3}, []
metadata last: invalid, {'item': 'steel', 'sum': 3}, ['Ignoring linked metadata because it does not reference the data']"
[[ $seen == "$expected" ]] || { echo "This is not what was seen before."; exit 1; }
