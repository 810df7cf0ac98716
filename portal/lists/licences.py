"""Under what the files may be used: the compilation apart from the sources it was read from."""

from django.conf import settings
from django.utils.translation import gettext


def name_of_licence() -> str:
    """The licence of the compilation as people write it: CC BY 4.0."""
    code = settings.DATA_LICENCE
    return code.replace("-", " ") if code.startswith("CC-") else code


def licences() -> list[tuple[str, str]]:
    """Lines of a label and words, for pages and files."""
    own = gettext("%(licence)s, of the selection of facts, the summaries and the English")
    each = gettext(
        "not part of it; each has its own, and none is stated where the column licence of the "
        "sources is empty"
    )
    return [
        (gettext("Licence of the compilation"), own % {"licence": name_of_licence()}),
        (gettext("Address of the licence"), settings.DATA_LICENCE_URL),
        (gettext("Licence of the sources"), each),
    ]
