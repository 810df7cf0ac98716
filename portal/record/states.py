"""The words in which entries, batches and drafts say where they are and how they came."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an entry is."""

    HERE = "here", _("In the record")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MOVED = "moved", _("Moved")
    GONE = "gone", _("Deleted")


class Via(models.TextChoices):
    """By what way a batch came."""

    FORM = "form", _("Editing form")
    IMPORT = "import", _("Import")
    COMMAND = "command", _("Command")
    SCRIPT = "script", _("Script")
    RESTORE = "restore", _("Restored")
    MERGE = "merge", _("Merged")
    DRAFT = "draft", _("Draft")
    LOAD = "load", _("Loaded")


class Kind(models.TextChoices):
    """What made a change necessary."""

    WORLD = "world", _("The world has changed")
    CORRECTION = "source-correction", _("A source was misread")
    EDITORIAL = "editorial", _("Editorial")


class DraftState(models.TextChoices):
    """Where a draft is on its way."""

    WRITING = "writing", _("Being written")
    FOR_REVIEW = "for-review", _("Waiting for review")
    APPROVED = "approved", _("Approved, waiting for its day")
    REFUSED = "refused", _("Sent back")
    HELD_UP = "held-up", _("Held up")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Dropped")
