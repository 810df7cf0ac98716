"""No call of a request asks the system for memory, however deep it stands."""

import resource

from portal.middleware.room import with_room

CALLS = 1000
# More frames than a chunk has room for.
DEPTHS = range(300)


def nothing(a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=8) -> None:
    """A function whose frame is larger than that of who calls it."""


def faults_at(depth: int) -> int:
    """How often pages of memory were asked for by calls that stand so much deeper."""
    if depth:
        return faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        nothing()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def most(_request=None) -> int:
    """The most that calls at one depth asked for."""
    return max(map(faults_at, DEPTHS))


def test_a_request_has_room_for_all_its_frames():
    """Where that fails, the interpreter has learned to keep a chunk, and the middleware can go."""
    assert most() >= CALLS
    assert with_room(most)(None) < CALLS / 10
