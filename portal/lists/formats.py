"""The files that every list gives, said once: what buttons, the data page and metadata offer."""

import dataclasses

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.languages import plain_number
from portal.lists import addresses
from portal.lists.columns import Label
from portal.lists.shown import DATA


@dataclasses.dataclass(frozen=True)
class Format:
    """One way in which rows are given: the suffix of the file, its profile, and its words."""

    suffix: str
    profile: str
    label: Label
    counted: bool = True

    def address(self, name: str, query: str = "") -> str:
        """The rows of the list of a name that answer a query, as a file."""
        asked = "&".join(filter(None, (query, f"profile={self.profile}" if self.profile else "")))
        return addresses.address(f"{name}-{self.suffix}") + (f"?{asked}" if asked else "")

    def words(self, count: int | None) -> str:
        """What a button says; how many rows, where that is known."""
        if count is None or not self.counted:
            return str(self.label)
        counted = ngettext("%(format)s (%(counter)s row)", "%(format)s (%(counter)s rows)", count)
        return counted % {"format": self.label, "counter": plain_number(count)}


# Of more rows than this no document is made: who reads on paper asks for fewer.
LONGEST_DOCUMENT = 300
# Documents of few rows, to be handed on; they stand beside the files of data.
DOCUMENTS = (Format("docx", "", _("Word"), counted=False),)
FORMATS = (
    Format("csv", "", "CSV"),
    Format("xlsx", "", "XLSX"),
    Format("csv", DATA, _("CSV for programs"), counted=False),
    Format("json", "", "JSON", counted=False),
)
