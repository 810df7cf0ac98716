"""Nothing of a copy for editors is at any address that others may ask for.

That the index does not hold it either is asked in `test_attachments.py`, in a process of its own.
"""

import io
import zipfile

import pytest
from django.urls import reverse

from policies.models import Attachment, Section, SectionText, SourceDocument
from portal.decks.pictures import RENDERER, WIDTHS
from tests.kept_copy import kept, kept_copy, letters
from tests.site_map import PUBLIC
from tests.visits import Site, body

pytestmark = pytest.mark.django_db

SECRET, FILE = "写しだけが語る一節", "only-here.pdf"
NOW, BEFORE = "3" * 64, "2" * 64
# Pictures are named by the fingerprints.
TOLD = (SECRET, FILE, NOW, BEFORE)
# Of the addresses that everybody sees alike, an account without rights asks for so many less.
SAMPLE = 5


@pytest.fixture
def row(settings):
    """A row whose section has a copy for editors that says more than the record, and replaced
    another.
    """
    settings.COPIES = "editors"
    row = kept_copy()
    row.measure.published = True
    row.measure.save()
    kept(NOW, letters(row.section.heading, row.phrase, SECRET))
    Attachment.objects.update(sha256=NOW, former_sha256=BEFORE, file_name=FILE)
    SectionText.objects.update(text=f"{row.phrase}\n{SECRET}")
    return row


def about(row):
    """What chooses the entries that a copy could show at, else the first of a kind."""
    section = row.section
    wanted = {Section: section.pk, SourceDocument: section.document_id}
    wanted[type(row.measure)] = row.measure_id

    def chosen(entries):
        found = entries.filter(pk=wanted[entries.model]) if entries.model in wanted else entries
        return entries.filter(pk__in=list(found.order_by("pk").values_list("pk", flat=True)[:1]))

    return chosen


def every(row) -> list[str]:
    """Every address of the site."""
    site = Site(about(row))
    return [address for name in PUBLIC for address in site.addresses(name, "ja")]


def of_copies(row) -> list[str]:
    """What is asked of copies, and where they are shown."""
    section = row.section
    slug, attachment = section.document.slug, Attachment.objects.get()
    text = SectionText.objects.get()
    pictures = (
        reverse("page-picture", args=[sha256, RENDERER, 1, width])
        for sha256 in (NOW, BEFORE)
        for width in WIDTHS
    )
    measures = type(row.measure).objects.published().exclude(pk=row.measure_id)
    chosen = f"measure={row.measure.slug}&measure={measures.first().slug}&clippings=1"
    return [
        *pictures,
        row.get_absolute_url(),
        section.get_absolute_url(),
        section.document.get_absolute_url(),
        section.get_absolute_url() + "?zoom=400",
        *(f"{reverse(name)}?{chosen}" for name in ("brief", "compare")),
        *(reverse(name, args=[slug]) for name in ("read-document", "editions")),
        reverse("read-section", args=[slug, section.code]),
        reverse("choose-place", args=[row.evidence_id]),
        *(reverse(f"admin:policies_{model}_changelist") for model in ("attachment", "sectiontext")),
        reverse("admin:policies_attachment_change", args=[attachment.pk]),
        reverse("admin:policies_sectiontext_change", args=[text.pk]),
    ]


def said(response) -> str:
    """What an answer says; of an archive what its files say."""
    content = body(response)
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def test_nothing_of_a_copy_is_told_to_others(client, admin_client, django_user_model, row):
    shown = admin_client.get(row.section.get_absolute_url()).content.decode()
    assert all(each in shown for each in (SECRET, FILE, NOW))
    public, own = every(row), of_copies(row)
    assert len(public) > 150
    assert told(client, [*public, *own]) == []
    client.force_login(django_user_model.objects.create(username="reader"))
    assert told(client, [*public[::SAMPLE], *own]) == []


def told(client, addresses: list[str]) -> list[tuple[str, str]]:
    """What is said of a copy at addresses, but by who asks."""
    return [
        (address, each)
        for address in addresses
        for text in [said(client.get(address))]
        for each in TOLD
        if each in text and each not in address
    ]
