"""Footnotes of a document, which python-docx does not write: their part, and the marks in the text.

Who is read from one source several times has one footnote: the first mark is the footnote's own,
the others are references to its number, as word processors make them themselves.
"""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

NAME = PackURI("/word/footnotes.xml")
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# The two lines above footnotes, which a document has to define with these numbers.
LINES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:footnote>"
)
RAISED = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
# What stands before them in the settings of a document, in the order that its schema asks for.
BEFORE = ("characterSpacingControl", "hdrShapeDefaults")


class Footnotes:
    """The footnotes of a document, numbered in the order in which their marks are met."""

    def __init__(self, notes: Mapping[str, str]):
        self.notes = notes
        self.numbers: dict[str, int] = {}

    def mark(self, key: str) -> str:
        """The mark of a source as XML. Raises KeyError for a source that has no words."""
        if key in self.numbers:
            return self._again(self.numbers[key])
        if key not in self.notes:
            raise KeyError(key)
        number = self.numbers[key] = len(self.numbers) + 1
        name = f"_Ref{number:08d}"
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
            f'<w:r>{RAISED}<w:footnoteReference w:id="{number}"/></w:r>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _again(self, number: int) -> str:
        """A reference to a footnote that has its mark already."""
        code = f" NOTEREF _Ref{number:08d} \\f \\h "
        return "".join(
            f"<w:r>{RAISED}{part}</w:r>"
            for part in (
                '<w:fldChar w:fldCharType="begin"/>',
                f'<w:instrText xml:space="preserve">{code}</w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                f"<w:t>{number}</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            )
        )

    def write(self, document: Document) -> None:
        """Give a document its footnotes."""
        told = "".join(self._note(key, number) for key, number in self.numbers.items())
        xml = f"<w:footnotes {nsdecls('w')}>{LINES}{told}</w:footnotes>"
        part = Part(NAME, KIND, xml.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        lines = '<w:footnote w:id="-1"/><w:footnote w:id="0"/>'
        own = parse_xml(f"<w:footnotePr {nsdecls('w')}>{lines}</w:footnotePr>")
        settings = document.settings.element
        before = [child for name in BEFORE for child in settings.findall(qn(f"w:{name}"))]
        before[-1].addnext(own)

    def _note(self, key: str, number: int) -> str:
        words = escape(self.notes[key])
        return (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f"<w:r>{RAISED}<w:footnoteRef/></w:r>"
            f'<w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:footnote>'
        )
