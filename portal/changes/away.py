"""Whether a failure says that the database cannot be used for now: away, busy, or only read."""

from django.db import InterfaceError, InternalError, OperationalError

# What PostgreSQL calls neither operational nor a fault of the statement, and what passes by itself:
# a database that is only read, and a transaction that it ended since nothing came of it.
PASSING = {"25006", "25P03", "25P04"}
# A statement that took longer than it may, and one that waited too long for another's lock.
LATE = {"57014", "55P03"}
# What SQLite calls a fault of the statement, such as a column that is not there.
FAULT = "SQLITE_ERROR"


def is_away(error: BaseException | None) -> bool:
    """Whether the same would be worth another try later, with the database as it should be."""
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) in PASSING
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return getattr(error.__cause__, "sqlite_errorname", None) != FAULT


def is_late(error: BaseException | None) -> bool:
    """Whether a statement was ended because it took too long, on whichever server it is asked."""
    return error is not None and getattr(error.__cause__, "sqlstate", None) in LATE
