"""Who asks whether the site is well is answered before anything else is looked at."""

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PROBES = {"/livez", "/readyz", "/healthz/"}


class Probes:
    """Middleware, the first that looks: load balancers ask by a number, over plain HTTP."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PROBES:
            return self.get_response(request)
        return resolve(request.path_info).func(request)
