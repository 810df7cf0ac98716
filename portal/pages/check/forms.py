"""The form of a text to check: typed or in a file, with the file of a former check."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.decks.deck import DeckError
from portal.decks.reading import read
from portal.pages.check import again
from portal.pages.check.checking import MOST_CHARACTERS
from portal.pages.check.turns import READING, turn
from portal.posts import FilesOnce

LARGEST = 10_000_000
SECONDS = 20


class CheckForm(FilesOnce, forms.Form):
    """A text that is pasted or the text of a file; what is wrong is said in sentences."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(
            {"rows": 12, "aria-describedby": "check-kept", "autocomplete": "off"}
        ),
    )
    file = forms.FileField(
        label=_("Or a file (.txt, .docx, .pptx, .pdf)"), required=False, allow_empty_file=True
    )
    former = forms.FileField(
        label=_("File of a former check (.json), to see what has changed since"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_file(self) -> str:
        """The text of the file; empty without one."""
        file = self.cleaned_data["file"]
        return text_of(file.name, file.size, file.read) if file else ""

    def clean_former(self) -> dict | None:
        """What a former check said; None without its file."""
        file = self.cleaned_data["former"]
        if not file:
            return None
        if file.size > again.LARGEST:
            raise ValidationError(_("This is no file of a check that this site handed out."))
        return again.read(file.read())

    def clean(self) -> dict:
        """One text: that of the file where there is one."""
        cleaned = super().clean()
        text = cleaned.get("file") or cleaned.get("text") or ""
        if not self.errors and not text.strip():
            raise ValidationError(_("Paste a text, or choose a file."))
        # Browsers send line breaks of two characters.
        cleaned["checked"] = text.replace("\r\n", "\n")
        return cleaned


def text_of(name: str, size: int, content) -> str:
    """The text of a file; ValidationError where it is too large, or cannot be read.

    Raises Busy where others' files are being read.
    """
    if size > LARGEST:
        raise ValidationError(
            _("The file has %(size)s bytes; files of up to %(most)s are checked."),
            params={"size": f"{size:,}", "most": f"{LARGEST:,}"},
        )
    try:
        with turn(READING):
            text = read(name, content(), seconds=SECONDS, word=True).text
    except DeckError as error:
        raise ValidationError(str(error)) from error
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(
            _("The file holds more than %(most)s characters of text. Check it in parts."),
            params={"most": f"{MOST_CHARACTERS:,}"},
        )
    return text
