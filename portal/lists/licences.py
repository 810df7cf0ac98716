"""Under what the files may be used: the compilation apart from the sources it was read from."""

from django.conf import settings
from django.utils.translation import gettext


def licences() -> list[tuple[str, str]]:
    """Lines of a label and words, for pages and files."""
    own = settings.DATA_LICENCE or gettext("not stated yet")
    each = gettext("each its own, as far as it states one; see the column licence of the sources")
    return [(gettext("Licence of the compilation"), own), (gettext("Licence of the sources"), each)]
