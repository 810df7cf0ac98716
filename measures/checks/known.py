"""What checks know of the record beside an entry, kept from one change to the next."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import models

from measures.checks.batches import Asking, Names, Terms
from policies.models import Organisation, Partner, Term
from portal.changes.models import Change, Stamp
from portal.changes.touched import Touched

# Whose rows, with all below them, are read for what.
READ: dict[type[models.Model], type] = {Term: Terms, Partner: Names, Organisation: Names}


class Known(NamedTuple):
    """What was read, and of which version."""

    stamp: Stamp
    asking: Asking


# By database. Nearly every save asks for all terms and names, and few change any: reading and
# folding them took half of the time of a save of one field of a measure (70 ms, so 37).
KNOWN: dict[str, Known] = {}


def asking_of(touched: Touched) -> Asking:
    """What checks ask in the wake of a change, which has waited for all changes before it.

    Of `touched` it is known here that it names all terms, partners and organisations of the change.
    What the change touches is read for it alone, for it may be undone; the next reads it anew.
    """
    known = KNOWN.get(touched.using)
    if known and known.stamp == touched.stamp:  # of the same change
        return known.asking
    later = changed_since(known.stamp, touched.using) if known else set(READ)
    kept = without(known.asking, later) if known else Asking()
    if own := touched.rows.keys() & READ.keys():
        return without(kept, own)
    if touched.stamp:
        KNOWN[touched.using] = Known(touched.stamp, kept)
    return kept


def changed_since(stamp: Stamp, using: str) -> Collection[type[models.Model]]:
    """Of which models what is read may be otherwise than at a version."""
    labels = {model._meta.label: model for model in READ}
    changed = Change.objects.using(using).among(labels, stamp)
    return set(READ) if changed is None else {labels[each] for each in changed}


def without(asking: Asking, changed: Collection[type[models.Model]]) -> Asking:
    """What is asked, of which that is to be read anew that reads some models."""
    anew = {read for model, read in READ.items() if model in changed}
    return Asking(
        Names() if Names in anew else asking.names, Terms() if Terms in anew else asking.terms
    )
