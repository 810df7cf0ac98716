"""The newest bundle, for the page that offers it."""

import dataclasses

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.bundle.kept import MANIFEST, Bundle, newest
from portal.bundle.making import CSVW, PACKAGE, SQLITE, ZIP
from portal.lists.request import stamp_of

register = template.Library()
# The files that are offered one by one, and for whom each is.
OFFERED = {
    ZIP: _("Every table as CSV, with what says what its columns are."),
    SQLITE: _("The same as one database: typed, with keys, to be asked in SQL."),
    PACKAGE: _("Data Package: types, keys and codes of every column, for programs."),
    CSVW: _("The same as CSV on the Web."),
}
MANIFEST_TOLD = _("Manifest: every file with its length and SHA-256; where programs begin.")


@dataclasses.dataclass(frozen=True)
class Offered:
    """A file of a bundle: its permanent name, what it is, its bytes."""

    name: str
    address: str
    words: str | Promise
    size: int


@dataclasses.dataclass(frozen=True)
class Offer:
    """What a page tells of the newest bundle; `behind` says that the record has gone on since."""

    bundle: Bundle
    behind: bool

    @property
    def files(self) -> list[Offered]:
        """The files of the whole record."""
        found = self.bundle.files
        return [
            Offered(name, reverse("bundle-latest", args=[name]), words, found[name]["bytes"])
            for name, words in OFFERED.items()
            if name in found  # one that an earlier release of the site made may lack it
        ]

    @property
    def manifest(self) -> Offered:
        """What says of all files what they are."""
        size = (self.bundle.folder / MANIFEST).stat().st_size
        return Offered(MANIFEST, reverse("bundle"), MANIFEST_TOLD, size)

    @property
    def parquet(self) -> list[Offered]:
        """Each table as Parquet; nothing where the bundle has none."""
        return [
            Offered(told["name"], told["parquet"], "", self.bundle.files[path]["bytes"])
            for told in self.bundle.manifest["tables"]
            if (path := f"parquet/{told['name']}.parquet") in self.bundle.files
        ]


@register.simple_tag(takes_context=True)
def newest_bundle(context) -> Offer | None:
    """The bundle that is offered; nothing where none is made yet."""
    found = newest()
    return found and Offer(found, found.number < stamp_of(context["request"]).number)
