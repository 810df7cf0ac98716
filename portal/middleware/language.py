"""The language of a page is that of its address, and of nothing else."""

from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class AddressLanguage(LocaleMiddleware):
    """Middleware: as Django's, without telling caches that a page depends on the browser.

    Addresses without a language in them are Japanese here, whatever a browser prefers. Django says
    of them that they vary by `Accept-Language` all the same, so that caches would keep one page
    as often as there are such preferences.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The response with the language that it has."""
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
