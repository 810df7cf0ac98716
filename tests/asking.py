"""How many questions a page asks of the database."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

# No public page asks more.
BOUND = 12


def queries(client, address: str) -> int:
    """How many queries a page needs."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        b"".join(response)
    assert response.status_code == 200, address
    return len(captured)
