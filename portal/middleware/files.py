"""Files of data as tools fetch them: by parts, by version, compressed, from any page of the web.

Whatever a view answers at the address of a file is whole before it is sent (`portal.lists.
download`) and told here in the words of HTTP: its length, the name of its bytes, the part that is
asked for. The few that are too long to be whole go through as they are.
"""

import copy
import hashlib
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import caches
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import override

from portal.changes import aside
from portal.changes.models import Version
from portal.lists.api.problems import as_problem, kind_of
from portal.lists.download import PASSING, Download, WholeResponse, unavailable
from portal.lists.links import licensed
from portal.lists.past import past_of
from portal.lists.request import database_of, stamp_of
from portal.lists.whole import compressed, whole_of
from portal.middleware.asked import (
    READS,
    is_file,
    is_json,
    is_of_bundle,
    language_at,
    list_at,
    wanted_file,
)
from portal.middleware.caching import is_kept, release
from portal.middleware.parts import Unsatisfiable, part_of
from portal.middleware.sentences import announced, beyond, bodiless, only_read, open_to_all
from portal.middleware.shelf import Made, Shelf
from portal.pages.summary import RecordCache

# What is worth compressing: text, if there is some of it.
TEXTS = (
    *("text/", "application/json", "application/ld+json", "application/yaml"),
    "application/csvm+json",
    *("application/x-ndjson", "application/atom+xml"),
    "application/vnd.citationstyles.csl+json",
)
SHORT = 500
KEPT = Shelf(lambda: settings.DOWNLOADS_KEPT)


# How often a file is drawn anew that was overtaken by edits.
OVERTAKEN = 2


class Overtaken(Exception):
    """A file of rows of more than one version."""


class SeeOther(HttpResponseRedirect):
    """303: what is asked for stands at another address, as a file."""

    status_code = 303


class Files:
    """Middleware: files of data, and the pages of the lists that they are of.

    Stands behind the others, so that what it says of a file is what is sent.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_json(request.path_info):
            with override(language_at(request)):
                return open_to_all(as_problem(request, self.file(request)))
        if is_file(request.path_info):
            answer = self.file(request)
            if answer.status_code == 405 and kind_of(request.path_info):
                answer = as_problem(request, answer)
            return open_to_all(answer)
        if list_at(request.path_info):
            if request.method not in READS:
                return only_read(request)
            if suffix := wanted_file(request):
                return to_file(request, suffix)
        return self.get_response(request)

    def file(self, request: HttpRequest) -> HttpResponse:
        """What is asked of a file, with the licence of what is sent.

        It is drawn anew where an edit came between its version and its last row. One that editors
        overtake again and again is sent all the same, and names no version.
        """
        for _time in range(OVERTAKEN):
            again = copy.copy(request)  # as it is before anything is noted on it
            try:
                return licensed(self.answer(request))
            except Overtaken:
                request = again
                request.stamp = Version.objects.using(database_of(request)).current()
        return licensed(self.answer(request, is_last=True))

    def answer(self, request: HttpRequest, *, is_last: bool = False) -> HttpResponse:
        """What is asked of a file: the whole, a part, whether it still holds, what it would be.

        Raises Overtaken where it is of no one version, unless it is the last try.
        """
        if request.method not in READS:
            return only_read(request)
        if is_of_bundle(request.path_info):
            return self.standing(request)
        tag = tag_of(request)
        if tag and (answer := held(request, tag)):
            return answer
        # Its rows name the site as it was asked, its name in HTTP does not.
        name = (tag, request.scheme, request.get_host())
        with KEPT.turn(name):
            made = (KEPT.take(name) or taken(name)) if tag else None
            if made is None:
                response = self.drawn(request, is_last=is_last)
                if not isinstance(response, Made):
                    return response
                made = response
                if "ETag" in made.headers:
                    KEPT.put(name, made)
        return sent(request, made)

    def standing(self, request: HttpRequest) -> HttpResponse:
        """A file that stands on the disk and whose bytes its view has named; or what is none."""
        response = self.asked(request)
        if not isinstance(response, WholeResponse):
            return response
        if answer := held(request, response["ETag"].strip('"'), response["Cache-Control"]):
            response.close()
            return answer
        return sent(request, Made(response.whole, dict(response.headers)))

    def asked(self, request: HttpRequest) -> HttpResponse:
        """What the view answers who would have the file, also to who asks what it would be."""
        method, request.method = request.method, "GET"
        try:
            return self.get_response(request)
        finally:
            request.method = method

    def drawn(self, request: HttpRequest, *, is_last: bool) -> Made | HttpResponse:
        """The file as the view makes it; what is no file, not for all or not whole as it is."""
        # Asked before the rows: those of a file too long to be whole still use the connection.
        newest = RecordCache.at(stamp_of(request)).newest.begins
        response = self.asked(request)
        own = response.get("Cache-Control", "")
        if response.status_code != 200 or "private" in own:
            return response
        is_whole = isinstance(response, WholeResponse) or not response.streaming
        is_of_one = bool(own) or not is_whole or is_of_version(request)
        if not is_of_one and not is_last:
            response.close()
            raise Overtaken
        if is_of_one:
            response["Shirube-Version"] = str(stamp_of(request).number)
            response["Shirube-As-Of"] = as_of(request, newest)
        if not own:
            response["Cache-Control"] = "no-cache"
        if isinstance(response, WholeResponse):
            whole = response.whole
        elif response.streaming:
            return announced(response) if request.method == "HEAD" else response
        else:
            whole = whole_of(response.content)
        if not own and is_of_one and (tag := tag_of(request)):
            response["ETag"] = quoted(tag)
            if not response.streaming:
                keep((tag, request.scheme, request.get_host()), response)
        return Made(whole, dict(response.headers))


def key_of(name: tuple[str, ...]) -> str:
    """A name as a key of what is kept."""
    return hashlib.sha256("\n".join(name).encode()).hexdigest()


def keep(name: tuple[str, ...], response: HttpResponse) -> None:
    """Keep what came from memory, as pages are kept: a page of rows, an entry, a citation."""
    if is_kept(response):
        caches["pages"].set(key_of(name), (response.content, dict(response.headers)))


def taken(name: tuple[str, ...]) -> Made | None:
    """What is kept so under a name."""
    kept = caches["pages"].get(key_of(name))
    return kept and Made(whole_of(kept[0]), kept[1])


def tag_of(request: HttpRequest) -> str:
    """What names the bytes of a file: the version of the record, this release, and the address.

    Neither the day nor the host is in it, so that who asks each morning is sent what changed.
    Empty where nothing can be named.
    """
    if settings.DEBUG or aside.current():
        return ""
    parts = (str(stamp_of(request)), release(), request.get_full_path())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def quoted(tag: str, coding: str = "") -> str:
    """The strong ETag of a file, or of it compressed."""
    return f'"{tag}-{coding}"' if coding else f'"{tag}"'


def is_of_version(request: HttpRequest) -> bool:
    """Whether no edit came between the request and the last row of its file."""
    return Version.objects.using(database_of(request)).current() == stamp_of(request)


def as_of(request: HttpRequest, newest: str) -> str:
    """As of when a file is: the point of the record that is asked for, else the newest document."""
    past = past_of(request)
    return past.point.asked if past else newest


def held(request: HttpRequest, tag: str, kept: str = "no-cache") -> HttpResponse | None:
    """304 for who has the file, in whichever form; 412 for who wants another; else None.

    How it may be `kept` is told again, as the first time.
    """
    sent_as = quoted(tag, "gzip") if takes_gzip(request) else quoted(tag)
    answers = {
        etag: get_conditional_response(request, etag=etag)
        for etag in (sent_as, quoted(tag), quoted(tag, "gzip"))
    }
    for etag, answer in answers.items():
        if answer is not None and answer.status_code == 304:
            headers = {"ETag": etag, "Cache-Control": kept, "Vary": "Accept-Encoding"}
            return bodiless(304, headers)
    wanted = parse_etags(request.headers.get("If-Match", ""))
    return answers[sent_as] if wanted and not set(wanted) & {"*", *answers} else None


def sent(request: HttpRequest, made: Made) -> HttpResponse:
    """A whole file, compressed or not, or the part of it that is asked for."""
    whole, headers = made.whole, dict(made.headers)
    # That of the file as its view made it: what is sent may be a part, or compressed.
    headers.pop("Content-Length", None)
    headers["Accept-Ranges"] = "bytes"
    part = None
    try:
        if is_text(made):
            headers["Vary"] = "Accept-Encoding"
            if takes_gzip(request):
                whole, headers = packed(request, whole, headers)
        if "Content-Encoding" not in headers:
            part = part_of(request, headers.get("ETag", ""), whole.length)
    except Unsatisfiable:
        whole.close()
        return beyond(whole.length)
    except PASSING as error:
        Download(request).failed(error)
        whole.close()
        return unavailable()
    if request.method == "HEAD":
        whole.close()
        return HttpResponse(headers=headers | {"Content-Length": str(whole.length)})
    first, last = part or (0, whole.length - 1)
    status, told = 200, ""
    if part is not None:
        status, told = 206, f"bytes {first}-{last} of {whole.length}"
        headers["Content-Range"] = f"bytes {first}-{last}/{whole.length}"
    if whole.rows is None and not whole.on_disk:  # it is small, or was in memory
        content = b"".join(whole.blocks(first, last))
        whole.close()
        return HttpResponse(content, status=status, headers=headers)
    download = Download(request, told or ("" if whole.rows is not None else "as it stands"))
    download.rows, download.made = whole.rows, last + 1 - first
    return WholeResponse(download, whole, first, last, status=status, headers=headers)


def packed(request: HttpRequest, whole, headers: dict[str, str]) -> tuple:
    """The file and its headers, compressed; kept beside the file where that is kept."""
    headers = headers | {"Content-Encoding": "gzip"}
    if "ETag" in headers:
        headers["ETag"] = quoted(headers["ETag"].strip('"'), "gzip")
    name = (headers.get("ETag"), request.scheme, request.get_host())
    if (made := KEPT.take(name)) is not None:
        whole.close()
        return made.whole, headers
    small = compressed(whole)
    whole.close()
    if "ETag" in headers:
        KEPT.put(name, Made(small, headers))
    return small, headers


def is_text(made: Made) -> bool:
    """Whether a file becomes much smaller by compression."""
    kind = made.headers.get("Content-Type", "")
    return made.whole.length >= SHORT and kind.startswith(TEXTS)


def takes_gzip(request: HttpRequest) -> bool:
    """Whether a file is sent compressed: not to who asks for a part, which is one of the file."""
    if "Range" in request.headers and request.method == "GET":
        return False
    for coding in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _semicolon, weight = coding.partition(";")
        if name.strip() in {"gzip", "x-gzip"}:
            return weight.replace(" ", "").rstrip("0") not in {"q=", "q=0."}
    return False


def to_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """The way from a page of a list to all of its rows as a file."""
    query = urlencode(
        [(name, each) for name, found in request.GET.lists() for each in found if name != "page"]
    )
    path = reverse(f"{list_at(request.path_info)}-{suffix}")
    response = open_to_all(SeeOther(f"{path}?{query}" if query else path))
    patch_vary_headers(response, ("Accept",))
    return response
