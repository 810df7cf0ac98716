"""Keeps what the site of this checkout tells: every page, table, workbook and file of the record.

    python keep.py FOLDER

It knows nothing of the code but Django's own interfaces and the two commands that load and write
the record, so that it can keep an older commit as well: `tests/snapshot` starts it inside a
checkout of that commit, over an empty database.

Addresses are found as a crawler finds them, from the first page, the site map and every link in
both languages. A page is written with one tag to a line, a table as it is, a workbook as its cells.
What differs from run to run (tokens of forms, the day of loading) is taken out.
"""

import collections
import io
import os
import pathlib
import re
import sys
import urllib.parse
import zipfile
from importlib import import_module
from xml.etree import ElementTree

sys.path.insert(0, os.getcwd())

import django  # noqa: E402
from django.conf import settings  # noqa: E402

TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
LINK = re.compile(r'\b(?:href|action)="([^"]*)"')
LOCATION = re.compile(r"<loc>[^<]*?//[^/]*([^<]*)</loc>")
CELL = re.compile(r"[A-Z]+")
STARTS = ("/", "/sitemap.xml", "/robots.txt")
LEFT_OUT = ("/admin/", "/static/", "/gallery/")


def name_of(address: str) -> str:
    """The file that keeps an address."""
    return (urllib.parse.quote(address, safe="/=&?") or "/").replace("/", "|")[:240]


def told(response) -> str:
    """The text of an answer, one tag or cell to a line."""
    content = b"".join(response) if response.streaming else response.content
    kind = response["Content-Type"].partition(";")[0]
    if kind.endswith("spreadsheetml.sheet"):
        return cells(content)
    text = content.decode()
    if kind == "text/html":
        return re.sub(r"\s*\n\s*", "\n", re.sub(r"(?=<)", "\n", TOKENS.sub(r"\1", text)))
    return text


def cells(workbook: bytes) -> str:
    """Every cell of every sheet of a workbook: sheet, place, text."""
    lines = []
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        shared = []
        if "xl/sharedStrings.xml" in archive.namelist():
            root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = ["".join(each.itertext()) for each in root]
        for sheet in sorted(n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")):
            for cell in ElementTree.fromstring(archive.read(sheet)).iter("{*}c"):
                text = "".join(cell.itertext())
                if cell.get("t") == "s":
                    text = shared[int(text)]
                lines.append(f"{sheet} {cell.get('r')} {text}")
    return "\n".join(lines)


def links(text: str, address: str) -> list[str]:
    """The addresses of this site that a page leads to."""
    found = LOCATION.findall(text) if address.endswith(".xml") else LINK.findall(text)
    whole = (urllib.parse.urljoin(address, each.replace("&amp;", "&")) for each in found)
    bare = (urllib.parse.urldefrag(each).url for each in whole)
    return [each for each in bare if each.startswith("/") and not each.startswith(LEFT_OUT)]


def crawl(client, folder: pathlib.Path, most: int) -> collections.Counter:
    """Keep every address within reach; `most` bounds those with a query string of one path."""
    counts = collections.Counter()
    known = dict.fromkeys(STARTS)
    queue = collections.deque(known)
    queries = collections.Counter()
    while queue:
        address = queue.popleft()
        response = client.get(address)
        text = told(response)
        counts[f"{response.status_code} {response['Content-Type'].partition(';')[0]}"] += 1
        (folder / name_of(address)).write_text(f"{response.status_code}\n{text}\n")
        for link in links(text, address):
            path, asked, _query = link.partition("?")
            queries[path] += bool(asked) and link not in known
            if link not in known and (not asked or queries[path] <= most):
                known[link] = None
                queue.append(link)
    return counts


def main() -> None:
    """Load the record, keep the site and the record's own files below FOLDER, print the counts."""
    folder = pathlib.Path(sys.argv[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    for name in ("pages", "former"):
        settings.CACHES[name] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.ALLOWED_HOSTS.append("testserver")
    django.setup()
    call_command = import_module("django.core.management").call_command
    client = import_module("django.test").Client()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_record", if_empty=True)
    (folder / "pages").mkdir(parents=True)
    (folder / "record").mkdir()
    call_command("dump_record", str(folder / "record"))
    counts = crawl(client, folder / "pages", most=int(os.environ.get("MOST", "40")))
    for kind, number in sorted(counts.items()):
        print(f"{number:6} {kind}")


if __name__ == "__main__":
    main()
