"""Whether the database can be written just now, asked without writing anything."""

import logging
import pathlib
import shutil

from django.db import DatabaseError, connections, transaction

from portal.changes.models import Version
from portal.changes.waiting import waiting

LOG = logging.getLogger(__name__)
# Bytes that SQLite should find on its disk: a save of the largest entry needs far less.
ROOM = 16_000_000
SECONDS = 1  # that a change of somebody else may take


def writes(using: str) -> str:
    """What becomes of writing: `ok`, `full` where its disk is, `refused` for any other reason."""
    folder = pathlib.Path(connections[using].settings_dict["NAME"]).parent
    if connections[using].vendor == "sqlite" and shutil.disk_usage(folder).free < ROOM:
        return "full"
    try:
        # What every change does first; and no more, so nothing is written.
        with waiting(SECONDS, using), transaction.atomic(using=using):
            Version.objects.using(using).lock()
    except DatabaseError:
        LOG.warning("The database cannot be written.", exc_info=True)
        return "refused"
    return "ok"
