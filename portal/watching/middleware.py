"""Each request has a number, and what became of it is told once it has ended."""

from collections.abc import Iterable, Iterator

from django.core.signals import got_request_exception, request_finished
from django.http import HttpRequest, HttpResponse

from portal import visits
from portal.watching import access, failures


class Watched:
    """Middleware: numbers requests, in their answers too, and counts what is sent.

    Stands before all others but the probes of machines, so that whatever they answer is told.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        request_finished.connect(visits.end, dispatch_uid="visits.end")
        visits.ENDED.connect(access.tell, dispatch_uid="access.tell")
        got_request_exception.connect(failures.tell, dispatch_uid="failures.tell")
        failures.connect()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visit = visits.begin(request)
        response = self.get_response(request)
        visit.status = response.status_code
        visit.language = response.get("Content-Language", "")
        if response.status_code == 304:
            visits.came_from("held")
        response[visits.HEADER] = visit.number
        # What serves is nobody's business; without this the server names itself.
        response["Server"] = "Shirube"
        if request.method == "HEAD":
            return response
        if response.streaming:
            response.streaming_content = counted(visit, response.streaming_content)
        else:
            visit.length = len(response.content)
        return response


def counted(visit: visits.Visit, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks of a body, counted as they are sent."""
    for block in blocks:
        visit.length += len(block)
        yield block
