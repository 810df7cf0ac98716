"""How an outline is parted, and what the pages of documents count."""

import pytest
from django.urls import reverse

from policies.coverage import outline_chapters
from policies.models import Section, SourceDocument
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


def test_parts_hold_every_section_once_and_in_order(read_only):
    for document in SourceDocument.objects.all():
        outline = Section.objects.outline(document)
        parts = outline_chapters(outline)
        assert [section for part in parts for section in part.sections] == outline
        for part in parts:
            if part.head:
                assert part.sections[0] == part.head
                assert all(each.parent_id == part.head.pk for each in part.sections[1:])
            else:
                assert all(each.parent_id is None for each in part.sections)
        assert sum(part.entries for part in parts) == sum(each.entry_count for each in outline)


def test_an_outline_without_parts_is_one_loose_part(read_only):
    document = SourceDocument.objects.get(slug="mofa-2026-01")
    (part,) = outline_chapters(Section.objects.outline(document))
    assert part.head is None


def test_a_section_opens_its_own_part_alone(client, read_only):
    section = Section.objects.get(document__slug="meti-2026-04", code="14")
    found = Page(client.get(section.get_absolute_url()).content.decode())
    parts = found.all("details", **{"class": "outline__chapter"})
    assert len(parts) > 3
    assert len([part for part in parts if "open" in part.attrs]) == 1
    rows = {link.attrs["href"] for link in found.links}
    outline = Section.objects.outline(section.document)
    assert {each.get_absolute_url() for each in outline} <= rows


def test_the_list_of_documents_counts_their_entries(client, read_only):
    response = client.get(reverse("sources"))
    found = {row["pk"]: entries for row, _date, entries, _unread in response.context["documents"]}
    for document in SourceDocument.objects.all():
        outline = Section.objects.outline(document)
        assert found[document.pk] == sum(each.entry_count for each in outline)
        page = client.get(document.get_absolute_url())
        assert page.context["entries"] == found[document.pk]
        assert page.context["silent"] == len([each for each in outline if not each.entry_count])
