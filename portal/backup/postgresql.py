"""PostgreSQL's own programs, told by the environment what is secret."""

import os
import pathlib
import re
import subprocess
import tempfile
from collections.abc import Mapping

from django.db.backends.base.base import BaseDatabaseWrapper

from portal.backup.manifest import Unfit

FILE = "database.dump"
# Limits that a role of visitors may have, which a whole database does not fit into.
UNHURRIED = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def version(connection: BaseDatabaseWrapper) -> dict[str, str | int]:
    """What the database is; of PostgreSQL the major number decides."""
    return {"vendor": "postgresql", "version": _major(connection)}


def dump(connection: BaseDatabaseWrapper, folder: pathlib.Path) -> None:
    """Write the state that the transaction of the connection sees."""
    with connection.cursor() as cursor:
        for name in UNHURRIED:
            cursor.execute(f"SET LOCAL {name} = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
    words = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
    _run(connection, "pg_dump", *words, f"--file={folder / FILE}")


def look_at(connection: BaseDatabaseWrapper, told: Mapping[str, str | int]) -> None:
    """Refuse what is older than the backup: PostgreSQL goes forward only. Raises Unfit."""
    if _major(connection) < told["version"]:
        raise Unfit(
            f"The backup is of PostgreSQL {told['version']}, this server is "
            f"{_major(connection)}. Bring it to one that is as new, or newer."
        )
    installed = _installed("pg_restore")
    if installed < told["version"]:
        raise Unfit(
            f"pg_restore is {installed}, the backup of PostgreSQL {told['version']}. Install "
            f"postgresql-client-{told['version']}."
        )


def load(connection: BaseDatabaseWrapper, folder: pathlib.Path, replaced: list[str]) -> None:
    """Put the state of a backup in the place of some tables, in one transaction."""
    connection.close()
    with tempfile.NamedTemporaryFile(suffix=".sql") as script:
        # Read to its end before anything is done: half of a script must not be a commit.
        words = ("--no-owner", "--no-privileges", f"--file={script.name}")
        _call(["pg_restore", *words, str(folder / FILE)], {})
        drop = [f"--command=DROP TABLE {', '.join(map(_quoted, replaced))} CASCADE"]
        _run(
            connection,
            "psql",
            *("--no-psqlrc", "--quiet", "--output=/dev/null", "--single-transaction"),
            *("--set=ON_ERROR_STOP=1", *(drop if replaced else [])),
            f"--file={script.name}",
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _major(connection: BaseDatabaseWrapper) -> int:
    connection.ensure_connection()
    return connection.pg_version // 10_000


def _installed(program: str) -> int:
    told = _call([program, "--version"], {})
    return int(re.search(r"\d+", told)[0])


def _run(connection: BaseDatabaseWrapper, program: str, *words: str) -> None:
    asked = connection.client.settings_to_cmd_args_env(connection.settings_dict, list(words))
    (_psql, *where), secret = asked
    unhurried = " ".join(f"-c {name}=0" for name in UNHURRIED)
    _call([program, *where], {"PGOPTIONS": unhurried} | (secret or {}))


def _call(command: list[str], environment: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(
            command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Unfit(
            f"{command[0]} is not installed. Debian, Ubuntu: sudo apt-get install postgresql-client"
        ) from error
    if done.returncode:
        raise Unfit(f"{command[0]} failed: {done.stderr.strip() or done.returncode}")
    return done.stdout
