"""Taking a remark from the public: so many a day, and nothing kept of who sent it."""

from django.db import models, transaction
from django.utils import translation
from django.utils.crypto import salted_hmac

from portal.dates.clock import today
from portal.remarks.models import Origin, Remark, Sender

# So many remarks are taken on a day, from one address and in all.
PER_ADDRESS, IN_ALL = 10, 200
ALL = ""


class TooMany(Exception):
    """As many remarks came today as are taken; `in_all` says that they came from everywhere."""

    def __init__(self, *, in_all: bool):
        self.in_all = in_all
        super().__init__()


def remark_on(row: models.Model, text: str, origin: str) -> Remark:
    """A remark on a row or entry, not saved yet, with its words in both languages."""
    remark = Remark(
        origin=origin,
        row_kind=row._meta.label_lower,
        row=row.pk,
        text=text,
        made_on=today(),
    )
    for language in ("ja", "en"):
        with translation.override(language):
            setattr(remark, f"where_{language}", words_of(row))
    with translation.override("ja"):
        remark.address = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return remark


def words_of(row: models.Model) -> str:
    """A row in words: the entry that it hangs on, and itself."""
    home, own = str(getattr(row, "cited_in", "")), str(row)
    return own if not home or home in own else f"{home}: {own}"


def take(row: models.Model, text: str, address: str) -> Remark:
    """Keep what a reader points out about a row. Raises TooMany, keeping nothing.

    Of the address a digest is counted that cannot be traced back without the key of the site; the
    digests of other days are deleted.
    """
    day = today()
    digest = salted_hmac("portal.remarks", f"{day} {address}", algorithm="sha256").hexdigest()
    with transaction.atomic():
        Sender.objects.forget(day)
        if not Sender.objects.count_one(day, digest, PER_ADDRESS):
            raise TooMany(in_all=False)
        if not Sender.objects.count_one(day, ALL, IN_ALL):
            raise TooMany(in_all=True)
        remark = remark_on(row, text, Origin.READER)
        remark.save()
    return remark
