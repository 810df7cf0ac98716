"""The databases of the site: from the address of one to what Django connects with.

What an address asks for behind its question mark comes after what the site sets, so that it holds.
"""

import environ
from django.core.exceptions import ImproperlyConfigured

SCHEMES = ("postgres", "postgresql", "sqlite")
POSTGRESQL = ("postgres://", "postgresql://")
# jit costs a tenth of a second on every export and wins nothing on queries of this shape; with the
# planner's price of a spinning disk they scan where an index is at hand.
TUNING = {"jit": "off", "random_page_cost": "1.1"}
# Seconds until a server that does not answer is given up, and a connection that fell silent.
REACHING = {
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
# The same for replicas, in whose place the primary answers.
REACHING_REPLICAS = {
    "connect_timeout": 2,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 4_000,
}
# What a page may take of the database, in PostgreSQL's units.
LIMITS = {
    "statement_timeout": "10s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
}
# A standby takes no write anyway; the primary, named as a replica by mistake, would.
READ_ONLY = {"default_transaction_read_only": "on"}
# WAL lets pages be read while an editor writes; FULL lets no power cut take a save of which the
# editor was told. What the WAL grew to while it was read for long is given back to the disk.
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=16777216;"


def database(
    address: str,
    name: str = "DATABASE_URL",
    *,
    pooled: bool = False,
    reaching: dict[str, int] = REACHING,
) -> dict:
    """What Django connects with, from the address in the variable `name`.

    `reaching` says how long a silent server is waited for, unless the address says otherwise.

    `pooled` says that a pooler stands between, which lends a connection for one transaction: it
    passes no `options` on, and knows no cursor of the server that outlives a transaction.
    """
    if address.partition("://")[0] not in SCHEMES:
        # The address may hold a password, so it is not repeated here.
        raise ImproperlyConfigured(
            f"{name} is not an address of PostgreSQL or SQLite, for example: "
            "postgres://shirube:password@db.example.jp:5432/shirube or sqlite:////path/to/file"
        )
    found = environ.Env.db_url_config(address)
    # Opening a connection takes longer than asking for the version, on both databases.
    found.setdefault("CONN_MAX_AGE", 60)
    asked = found.setdefault("OPTIONS", {})
    if found["ENGINE"].endswith("postgresql"):
        found["OPTIONS"] = reaching | asked
        found.setdefault("CONN_HEALTH_CHECKS", True)
        if pooled:
            found["DISABLE_SERVER_SIDE_CURSORS"] = True
        else:
            begin_with(found, TUNING)
    else:
        asked["init_command"] = f"{PRAGMAS} {asked.get('init_command', '')}".strip()
        # Writers queue, and do not fail where another began to read before.
        asked.setdefault("transaction_mode", "IMMEDIATE")
    return found


def replicas(addresses: str, primary: str, name: str, *, pooled: bool = False) -> dict[str, dict]:
    """The replicas of a primary by their aliases, from their addresses with commas between."""
    wanted = [each.strip() for each in addresses.split(",") if each.strip()]
    if wanted and not primary.startswith(POSTGRESQL):
        raise ImproperlyConfigured(
            f"{name} names replicas, but the database itself is not PostgreSQL; only that has any. "
            f"Unset {name}, or let DATABASE_URL be an address of PostgreSQL."
        )
    if not all(each.startswith(POSTGRESQL) for each in wanted):
        raise ImproperlyConfigured(
            f"{name} is not addresses of PostgreSQL with commas between, for example: "
            "postgres://shirube:password@db2.example.jp:5432/shirube; a comma inside one is %2C"
        )
    if len({primary, *wanted}) <= len(wanted):
        raise ImproperlyConfigured(
            f"{name} names a database twice, or the one that DATABASE_URL names already."
        )
    found = {
        f"replica{number}": database(address, name, pooled=pooled, reaching=REACHING_REPLICAS)
        for number, address in enumerate(wanted, start=1)
    }
    if not pooled:
        for each in found.values():
            begin_with(each, READ_ONLY)
    return found


def limit(found: dict) -> None:
    """Let no statement take longer than a page may, on PostgreSQL; for processes that serve.

    Not for a pooled one, which passes no `options` on: there the role has the limits.
    """
    if found["ENGINE"].endswith("postgresql"):
        begin_with(found, LIMITS)


def begin_with(found: dict, settings: dict[str, str]) -> None:
    """Let each connection begin with settings, before those that its address asks for."""
    words = [f"-c {name}={value}" for name, value in settings.items()]
    found["OPTIONS"]["options"] = " ".join([*words, found["OPTIONS"].get("options", "")]).strip()
