"""So many requests are answered at a time, and who only waits leaves the seat to another."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from portal.seats import Seats, in_transaction, unseated

PATIENCE = 20  # seconds until what is waited for does not come about any more


class Answer(list):
    """A body that is closed, as servers do."""

    def close(self) -> None:
        """Nothing is held by it."""


def asked(seats: Seats, path: str = "/") -> None:
    """A request, whose answer is read to its end."""
    answer = seats({"PATH_INFO": path}, lambda *_told: None)
    try:
        assert b"".join(answer) == b"answered"
    finally:
        answer.close()


def application(act: Callable[[dict], None]) -> Callable:
    """A site that does something for each request."""

    def answer(environ, _start_response):
        act(environ)
        return Answer([b"answered"])

    return answer


def at_once(seats: Seats, number: int) -> list[threading.Thread]:
    """So many visitors who come at once."""
    threads = [threading.Thread(target=asked, args=[seats]) for _visitor in range(number)]
    for each in threads:
        each.start()
    return threads


def ended(threads: list[threading.Thread]) -> bool:
    """Whether all have their answers."""
    for each in threads:
        each.join(PATIENCE)
    return not any(each.is_alive() for each in threads)


def test_there_are_no_more_requests_and_connections_than_seats():
    inside, most, used, two = [], [], set(), threading.Barrier(2)

    def act(_environ):
        inside.append(1)
        most.append(len(inside))
        used.add(connections["default"])
        two.wait(PATIENCE)
        inside.pop()

    assert ended(at_once(Seats(application(act), 2), 6))
    assert max(most) == 2
    assert len(most) == 6
    assert len(used) == 2


def test_who_waits_leaves_the_seat_and_has_one_again():
    come, turns, used = threading.Event(), [], []

    def act(_environ):
        turns.append(threading.get_ident())
        used.append(connections["default"])
        if len(turns) > 1:
            come.set()
            return
        with unseated():
            assert come.wait(PATIENCE)
            assert connections.all(initialized_only=True) == []
        assert connections["default"] is used[0]

    assert ended(at_once(Seats(application(act), 1), 2))
    assert len(set(turns)) == 2
    assert len(set(used)) == 1


def test_in_the_midst_of_a_transaction_the_seat_is_kept():
    kept = []

    def act(_environ):
        connection = connections["default"]
        connection.in_atomic_block = True
        try:
            with unseated():
                kept.append(connections.all(initialized_only=True) == [connection])
        finally:
            connection.in_atomic_block = False

    assert ended(at_once(Seats(application(act), 1), 1))
    assert kept == [True]


def test_a_request_that_fails_leaves_its_seat():
    def act(environ):
        if environ["PATH_INFO"] == "/failing":
            raise ValueError(environ)

    seats = Seats(application(act), 1)
    with pytest.raises(ValueError, match="failing"):
        asked(seats, "/failing")
    assert ended(at_once(seats, 1))


def test_who_watches_needs_no_seat():
    seats = Seats(application(lambda _environ: None), 1)
    seats.take()
    asked(seats, "/livez")
    waits = at_once(seats, 1)
    assert waits[0].is_alive()
    seats.leave()
    assert ended(waits)
    assert not in_transaction()
