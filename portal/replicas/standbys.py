"""The replicas as a process knows them: which are well and have what the primary holds.

A replica is read only where it has reached the version of the record that the primary held when
the request came. So nobody is told anything older than what anybody was told before, whichever
process and host told it, and nothing has to be kept of a reader. The version is a row that is
written in the transaction of its change: where it is seen, so is the change.

One that fails, or has not reached the version yet, is left out. A thread asks it until it is well
again, so no visitor waits for it. As what `prepare` does (tables, the index) may move no version, a
replica is taken in only once it has replayed what the primary had written into its log by then. The
position of insertion is compared: what is committed without waiting for the disk
(`synchronous_commit=off`) is seen before it is written or sent.
"""

import functools
import logging
import random
import threading
import time

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from portal.changes.models import Change, Stamp, Version
from portal.rows.internals import has_failed

LOG = logging.getLogger(__name__)
# Seconds, on average, until one that failed is asked again, and one that is behind.
FAILED, BEHIND = 3.0, 0.2
# Seconds behind after which the log says so: a change takes a fraction of one.
LATE = 30
ERRORS = (DatabaseError, InterfaceError)


class Standby:
    """One replica, in use or left out; until it has been looked at it is left out."""

    def __init__(self, alias: str):
        self.alias = alias
        self.lock = threading.Lock()
        self.in_use = self.is_watched = False

    def __str__(self):
        where = connections.settings[self.alias]
        return f"{self.alias} ({where['HOST']}:{where['PORT'] or 5432})"

    def has_reached(self, stamp: Stamp) -> bool:
        """Whether it has a version of the record, or a later one that came of it.

        Where it has not, or fails, it is left out from now on.
        """
        try:
            if reaches(self.alias, stamp):
                return True
            self.leave_out(BEHIND)
        except ERRORS as error:
            self.fail(error)
        return False

    def has_shown_only_what_is_seen(self, stamp: Stamp) -> bool:
        """Whether the primary shows by now all that this one showed since it reached `stamp`.

        A standby may show a change a moment before the primary does, where that still waits for
        the end of the transaction. Who saw it there must not be told less the next time. One that
        has more than the primary has may have been promoted: it is looked at anew.
        """
        try:
            now = Version.objects.using(self.alias).current()
        except ERRORS as error:
            self.fail(error)
            return False
        if now == stamp or reaches(DEFAULT_DB_ALIAS, now):
            return True
        self.leave_out(BEHIND)
        return False

    @property
    def has_failed(self) -> bool:
        """Whether anything that this thread asked it since the request began went wrong."""
        return has_failed(self.alias)

    def fail(self, error: Exception | str) -> None:
        """Leave it out for the reason that it failed."""
        LOG.warning("Replica %s is left out: %s", self, " ".join(str(error).split()))
        self.leave_out(FAILED)

    def leave_out(self, pause: float) -> None:
        """Read it no more until who watches it finds it well; that is first asked after `pause`."""
        with self.lock:
            self.in_use = False
        self.watch(pause)

    def watch(self, pause: float = 0) -> None:
        """Let a thread find out when it is well; where one is at it, nothing."""
        with self.lock:
            if self.is_watched or self.in_use:
                return
            self.is_watched = True
        threading.Thread(
            target=self._until_well, args=(pause,), name=f"watch-{self.alias}", daemon=True
        ).start()

    def _until_well(self, pause: float) -> None:
        position, late = "", time.monotonic() + LATE
        well = False
        try:
            while not well:
                # At times of its own, so that the processes do not ask all at once.
                time.sleep(pause * random.uniform(0.5, 1.5))
                try:
                    position = position or inserted()
                    well, pause = self._is_well(position), BEHIND
                except ERRORS as error:
                    LOG.info("Replica %s: %s", self, error)
                    hang_up(self.alias)
                    pause = FAILED
                if time.monotonic() > late:
                    LOG.warning("Replica %s is still left out.", self)
                    late += LATE
        finally:
            hang_up(self.alias)
            with self.lock:
                self.in_use, self.is_watched = well, False
        LOG.info("Replica %s is read.", self)

    def _is_well(self, position: str) -> bool:
        current = Version.objects.using(DEFAULT_DB_ALIAS).current()
        return has_replayed(self.alias, position) and reaches(self.alias, current)


@functools.cache
def standbys() -> list[Standby]:
    """The replicas that the settings name, as this process knows them."""
    return [Standby(alias) for alias in settings.REPLICAS]


def chosen(stamp: Stamp) -> Standby | None:
    """A replica in use that has reached a version of the record; None where there is none."""
    for standby in random.sample(standbys(), len(standbys())):
        if not standby.in_use:
            standby.watch()
        elif standby.has_reached(stamp):
            return standby
    return None


def reaches(alias: str, stamp: Stamp) -> bool:
    """Whether a database holds a version of the record, or a later one that came of it."""
    current = Version.objects.using(alias).current()
    return Change.objects.using(alias).knows(stamp, current)


def inserted() -> str:
    """How far the log of the primary has come, with what is not on the disk yet."""
    return _told(DEFAULT_DB_ALIAS, "SELECT pg_current_wal_insert_lsn()::text")


def has_replayed(alias: str, position: str) -> bool:
    """Whether a database is a standby that has come so far; one that was promoted is none."""
    asked = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"
    return bool(_told(alias, asked, position))


def _told(alias: str, sql: str, *values: str):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def hang_up(alias: str) -> None:
    """Close the connections by which this thread watches a replica."""
    for each in (alias, DEFAULT_DB_ALIAS):
        connections[each].close()
