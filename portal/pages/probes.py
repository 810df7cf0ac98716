"""What machines ask that watch over the site: whether it lives, and whether it can answer.

Load balancers and supervisors know neither the name of the site nor its languages, so these
addresses stand before all that looks at either (`portal.middleware.probing`).
"""

import logging

from django.db import DatabaseError, InterfaceError, connections, router
from django.http import HttpRequest, HttpResponse, JsonResponse

from measures.models import Measure
from policies.models import SourceDocument
from portal.changes.away import is_late
from portal.changes.models import Version
from portal.changes.waiting import reading_at_once
from portal.changes.writable import writes
from portal.lists.request import database_of
from portal.rows.internals import missing_migrations, unlogged
from portal.search.writing import is_current

LOG = logging.getLogger(__name__)
UNKEPT = {"Cache-Control": "no-store"}


def livez(request: HttpRequest) -> HttpResponse:
    """That this process answers; nothing is asked of the database."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers=UNKEPT)


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether visitors can be sent here: 503 where anything is amiss that they need.

    A table that somebody holds against readers makes it unready at once: who asks again and again
    must not take the thread that is left for `livez`. A database that is only read is no reason to
    send visitors away, so what becomes of writing is told and changes nothing.
    """
    using = database_of(request)
    told = {"database": connections[using].vendor}
    try:
        with reading_at_once(using):
            told["migrations"] = "missing" if missing_migrations(using) else "ok"
            if told["migrations"] == "ok":
                told |= of_record(using)
        if "index" in told:
            told["writes"] = writes(router.db_for_write(Version))
    except (DatabaseError, InterfaceError) as error:
        LOG.warning("The database cannot be asked.", exc_info=True)
        told["database"] = "held" if is_late(error) else "away"
    amiss = any(told.get(name) != "ok" for name in ("migrations", "index", "record"))
    told = {"status": "unready" if amiss else "ok"} | told
    return unlogged(JsonResponse(told, status=503 if amiss else 200, headers=UNKEPT))


def of_record(using: str) -> dict[str, str]:
    """Whether there is a record, and an index that this release reads."""
    models = (Measure, SourceDocument)
    is_there = any(model.objects.using(using).exists() for model in models)
    return {
        "index": "ok" if is_current(using) else "outdated",
        "record": "ok" if is_there else "empty",
    }
