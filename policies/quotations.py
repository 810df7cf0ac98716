"""Showing what a source says: the passage of each row, where a copy of the document is attached."""

from collections.abc import Iterable, Mapping

from policies.models import Evidence, SectionText
from portal.search.passages import FoldedSource, passage


def quote(rows: Iterable[Evidence], texts: Mapping[int, str] | None = None) -> list[Evidence]:
    """The rows, each with `passage`: its phrase in context, None without an attached copy.

    `texts` are the attached texts by section, where they are known already.
    """
    rows = list(rows)
    if texts is None:
        texts = SectionText.objects.by_section({row.section_id for row in rows})
    folded: dict[int, FoldedSource] = {}
    for row in rows:
        text = texts.get(row.section_id)
        if text is None:
            row.passage = None
            continue
        if row.section_id not in folded:
            folded[row.section_id] = FoldedSource(text)
        row.passage = passage(folded[row.section_id], row.phrase)
    return rows
