"""Files that the site hands on agree with the record from which they were made."""

import pytest
from django.test import Client

from measures.models import Measure
from portal.changes.models import Version
from portal.decks.reading import read
from portal.mentions.mention import Kind
from portal.pages.check import values
from portal.pages.check.agreeing import same
from portal.pages.check.checking import check
from portal.pages.check.verdicts import Verdict
from tests.check.sections import FOUND, mentions

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]
PAIR = "earlier=mofa-2026-01&later=mofa-2026-diplomacy"
DAYS = "as_of=v1&as_of_beside=v1&kind=law"
# A file of each kind, and the measures whose values it tells.
FILES = {
    "/measures/osa.docx": ("osa",),
    "/brief.docx?measure=espa-2022&measure=osa": ("espa-2022", "osa"),
    "/compare.docx?measure=espa-2022&measure=osa": ("espa-2022", "osa"),
    "/measures.docx?kind=law": ("espa-2022",),
    "/budgets.docx?measure=osa": ("osa",),
    f"/documents-compared.docx?{PAIR}": ("japan-italy-summit-2026-01",),
    f"/measures.docx?{DAYS}": (),
    "/measures/supply-chain-budget.docx": ("supply-chain-budget",),
    "/en/measures/osa.docx": ("osa",),
    "/measures/supply-chain-budget.pptx": ("supply-chain-budget",),
    "/budgets.pptx?measure=osa": ("osa",),
}


@pytest.mark.parametrize(("address", "slugs"), FILES.items(), ids=FILES)
def test_a_file_of_the_site_agrees_with_the_record(address, slugs):
    text = text_of(address)
    result = check(text, Version.objects.current(), "default")
    differing = [each.printed for each in result.findings if each.verdict == Verdict.DIFFERS]
    assert not differing
    told = [each for each in result.findings if each.verdict in (*FOUND, Verdict.CANDIDATES)]
    found = {print_of(value) for each in told for value in each.judged.values}
    missing = [str(value.row) for value in told_of(slugs, text) if print_of(value) not in found]
    assert not missing


def text_of(address: str) -> str:
    """The words of a file that the site hands out."""
    content = Client().get(address).content
    name = "file.pptx" if ".pptx" in address else "file.docx"
    return read(name, content, seconds=60, word=True).text


def told_of(slugs: tuple[str, ...], text: str) -> list[values.Value]:
    """The values of some measures that a text tells; the years of amounts go with these."""
    pks = Measure.objects.filter(slug__in=slugs).values_list("pk", flat=True)
    spoken = mentions(text)
    loaded = values.load({("measure", pk) for pk in pks}, "default")
    own = [each for found in loaded.values() for each in found if each.kind != Kind.STATUS]
    return [
        value
        for value in own
        if "/" not in value.edtf
        and any(same(each, value) and values.is_of(each, value) for each in spoken)
    ]


def print_of(value: values.Value) -> tuple:
    """What a value says of which entry: of several rows with one print only one is told."""
    return value.entry, value.kind, value.number, value.edtf
