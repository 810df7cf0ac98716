"""The columns of the lists of the frame of reference, and the parts other lists are built from."""

from policies.columns.lists import (
    ISSUES,
    ORGANISATIONS,
    PARTNERS,
    PILLARS,
    SECTIONS,
    SOURCES,
    SUBJECTS,
)
from policies.columns.parts import edtf, entry, evidence, section_heading, source_mark

__all__ = [
    "ISSUES",
    "ORGANISATIONS",
    "PARTNERS",
    "PILLARS",
    "SECTIONS",
    "SOURCES",
    "SUBJECTS",
    "edtf",
    "entry",
    "evidence",
    "section_heading",
    "source_mark",
]
