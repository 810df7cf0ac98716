"""Every line of the inventories is recorded, or says why it is not."""

import re

import pytest

from measures.checks import exists
from policies.models import ChecklistEntry, SourceDocument

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]

# The inventories number the documents; a correction carries the letter c behind the code.
DOCUMENTS = {"001": "meti-2024-02", "002": "meti-2026-04"} | {
    "000": "mofa-2026-01",
    "003": "mofa-2026-diplomacy",
    "004": "npi-2025",
}
SECTION = re.compile(r"^### (?:(00[0-4]) )?S(\d+)")
LINE = re.compile(r"^- (?:\[([A-Z]{3}-\d+)\]|`001-S\d+-(\d{3})` \*\*([A-Z]{3})\*\*)")


def inventory_lines(path, document):
    """(document, section, code) of every line of an inventory or its corrections."""
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := SECTION.match(line):
            document, section = match[1] or document, match[2]
        elif section and (match := LINE.match(line)):
            yield DOCUMENTS[document], section, match[1] or f"{match[3]}-{match[2]}"


@pytest.fixture
def inventory(source_texts):
    folder = source_texts.parent / "inventory"
    if not folder.is_dir():
        pytest.skip("there is no folder inventory beside the one that SOURCE_TEXTS names")
    return folder


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("inventory_001.md", "001"),
        ("corrections_001.md", "001"),
        ("inventory_002.md", "002"),
        ("corrections_002.md", "002"),
        ("inventory_000_003_004.md", ""),
    ],
)
def test_every_line_of_an_inventory_stands_in_the_checklist(inventory, name, document):
    known = {
        (slug, section, code.removesuffix("c"))
        for slug, section, code in ChecklistEntry.objects.values_list(
            "section__document__slug", "section__code", "code"
        )
    }
    lines = set(inventory_lines(inventory / name, document))
    assert len(lines) > 50
    assert sorted(lines - known) == []


def test_every_entry_of_the_checklist_leads_to_a_record():
    missing = [
        str(entry) for entry in ChecklistEntry.objects.recorded() if not exists(entry.record)
    ]
    assert missing == []


def test_omissions_are_few_and_give_their_reason():
    omitted = ChecklistEntry.objects.filter(record="")
    assert omitted.count() < 10
    assert all(entry.omission_ja and entry.omission_en for entry in omitted)


def test_every_document_has_a_checklist():
    for document in SourceDocument.objects.all():
        assert ChecklistEntry.objects.filter(section__document=document).count() > 100
