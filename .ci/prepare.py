"""The first half of `make run`: can it be served as asked, and is the database ready?

Edits are never touched: the record is loaded only into an empty database.
"""

import errno
import os
import socket
import sys
from pathlib import Path

import capacity
import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError


def ask_for_port(host: str, port: str) -> None:
    """End with a sentence where nothing could listen; early, so that nobody waits for it."""
    if not (port.isdecimal() and 0 < int(port) < 65536):
        sys.exit(f"PORT={port} is not a port; a number from 1024 to 65535 is: make run PORT=8001")
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # A server stopped a moment ago leaves connections behind that do not hold the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            another = 8001 if port == "8000" else 8000
            sys.exit(
                f"Port {port} is taken: another program, or another Shirube, listens there. "
                f"Stop it, or choose another port: make run PORT={another}"
            )
        sys.exit(
            f"Cannot listen on HOST={host} PORT={port}: {error.strerror}. "
            "Without these two variables it is 127.0.0.1 and 8000."
        )


def prepare() -> None:
    """Bring the database and the static files up to date."""
    # This file's folder stands where Python looks for modules, and not the folder above it.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_record", if_empty=True)
        call_command("index_record", if_needed=True)
        call_command("collectstatic", verbosity=0, interactive=False)
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"The database cannot be used; DATABASE_URL says which it is.\n{error}")


if __name__ == "__main__":
    try:
        capacity.workers(), capacity.threads()  # refused here, so that nobody waits for it
        ask_for_port(os.environ["HOST"], os.environ["PORT"])
        prepare()
    except KeyboardInterrupt:  # nothing is half done: migrations and the load are transactions
        sys.exit("Stopped.")
