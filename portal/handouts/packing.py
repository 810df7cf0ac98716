"""Packages of office files as the same bytes each time: no hour of the clock, no name of a user."""

import io
import zipfile
from datetime import UTC

from docx.opc.coreprops import CoreProperties as DocumentProperties
from pptx.opc.package import XmlPart as SlideProperties

from portal.handouts.parts import Handout

# The first hour that a zip can name.
HOUR = (1980, 1, 1, 0, 0, 0)
READABLE = 0o600 << 16


def packed(content: bytes) -> bytes:
    """The same package with all of its parts of one hour, in their order."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in read.namelist():
            part = zipfile.ZipInfo(name, HOUR)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, READABLE
            part.create_system = 3
            package.writestr(part, read.read(name))
    return written.getvalue()


def describe(properties: DocumentProperties | SlideProperties, handout: Handout, site: str) -> None:
    """Say in a file what it is, of which day, and that the site made it, nobody in person."""
    made = handout.made
    made = made.astimezone(UTC).replace(tzinfo=None) if made.tzinfo else made
    made = made.replace(microsecond=0)
    properties.title, properties.language = handout.title[:255], handout.language
    properties.author = properties.last_modified_by = site
    properties.comments = properties.keywords = properties.subject = properties.category = ""
    properties.created = properties.modified = properties.last_printed = made
    properties.revision = 1
