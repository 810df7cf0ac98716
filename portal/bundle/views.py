"""The files of bundles, as they stand on the disk, and words where there is none.

These addresses have no language, so what they say in words they say in both.
"""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.bundle.files import as_json
from portal.bundle.kept import MANIFEST, Bundle, bundle, newest
from portal.bundle.manifest import media_type
from portal.bundle.packaged import LANGUAGES, NAME
from portal.lists.download import Download, WholeResponse
from portal.lists.faults import clipped
from portal.lists.links import linked
from portal.lists.request import stamp_of
from portal.lists.whole import Whole

WAIT = 300  # seconds after which a bundle that is to be made may be there
# What a browser keeps as a file instead of showing it.
TAKEN = (".zip", ".sqlite", ".parquet", ".csv")
# No number is given to two bundles (`portal.bundle.making`), so who has a file need not ask again.
FOR_EVER = "public, max-age=31536000, immutable"
DIGITS = 32  # of the digest that names the bytes of a file


def index(request: HttpRequest) -> HttpResponse:
    """The manifest of the newest bundle."""
    found = newest()
    if found is None:
        return not_made(request)
    response = sent(request, found, MANIFEST)
    response["Cache-Control"] = "no-cache"
    return response


def latest(request: HttpRequest, path: str) -> HttpResponse:
    """The way to a file of the newest bundle; it is another with each version."""
    found = newest()
    if found is None:
        return not_made(request)
    if not holds(found, path):
        return no_file(request, found, path)
    response = HttpResponseRedirect(reverse("bundle-file", args=[found.number, path]))
    response["Cache-Control"] = "no-cache"
    return response


def version(request: HttpRequest, number: int) -> HttpResponse:
    """The way from a version to its manifest."""
    if bundle(number) is None:
        return no_version(request, number)
    return HttpResponseRedirect(reverse("bundle-file", args=[number, MANIFEST]))


def file(request: HttpRequest, number: int, path: str) -> HttpResponse:
    """A file of a version."""
    found = bundle(number)
    if found is None:
        return no_version(request, number)
    return sent(request, found, path) if holds(found, path) else no_file(request, found, path)


def holds(found: Bundle, path: str) -> bool:
    """Whether a bundle has a file. Only what its manifest names is looked for on the disk."""
    return path == MANIFEST or path in found.files


def sent(request: HttpRequest, found: Bundle, path: str) -> HttpResponse:
    """A file with what names its bytes; `portal.middleware.files` sends it, or a part of it."""
    if request.GET:
        words = _("“%s” is not understood: this file is always the same.")
        return in_both(400, words, clipped(next(iter(request.GET))))
    try:
        opened = (found.folder / path).open("rb")
    except FileNotFoundError:  # its version went meanwhile
        return no_version(request, found.number)
    response = WholeResponse(Download(request), Whole(opened), content_type=media_type(path))
    response["ETag"] = f'"{digest(found, path)[:DIGITS]}"'
    response["Cache-Control"] = FOR_EVER
    response["Shirube-Version"] = str(found.number)
    response["Shirube-As-Of"] = found.manifest["asOf"]
    if path.endswith(TAKEN):
        response["Content-Disposition"] = f'attachment; filename="{file_name(found, path)}"'
    address = reverse("bundle-file", args=[found.number, path])
    described = reverse("bundle-file", args=[found.number, "datapackage.json"])
    links = [(address, "canonical", {}), (described, "describedby", {"type": "application/json"})]
    return linked(request, response, links)


def file_name(found: Bundle, path: str) -> str:
    """How a file is called that is taken away: it tells its version."""
    name = path.rpartition("/")[2].removeprefix(NAME)
    return f"{NAME}_v{found.number}{name if name.startswith('.') else f'_{name}'}"


def digest(found: Bundle, path: str) -> str:
    """The SHA-256 of a file."""
    if path == MANIFEST:
        return hashlib.sha256(as_json(found.manifest)).hexdigest()
    return found.files[path]["sha256"]


def no_file(request: HttpRequest, found: Bundle, path: str) -> HttpResponse:
    """404: a bundle has no such file."""
    if path.endswith(".parquet") and not found.manifest["parquet"]:
        words = _("Version %s was made without Parquet.")
        return in_both(404, words, str(found.number))
    words = _("“%s” is no file of the bundle. Its files stand in the manifest:")
    return in_both(404, words, clipped(path), link=manifest_address(request, found.number))


def no_version(request: HttpRequest, number: int) -> HttpResponse:
    """A version that is not kept: not yet, no longer, or none at all; and where the newest is."""
    found = newest()
    if found is None:
        return not_made(request)
    link, at = manifest_address(request, found.number), stamp_of(request).number
    if number > at:
        words = _("There is no version %s of the record yet. The newest bundle:")
        return in_both(404, words, str(number), link=link)
    if number > found.number:
        words = _("The bundle of version %s is not made yet. The newest one:")
        return waiting(in_both(503, words, str(number), link=link))
    words = _("No bundle of version %s is kept. The newest one:")
    return in_both(410, words, str(number), link=link)


def not_made(request: HttpRequest) -> HttpResponse:
    """503: none is there yet."""
    words = _("The bundle of version %s is not made yet.")
    return waiting(in_both(503, words, str(stamp_of(request).number)))


def waiting(response: HttpResponse) -> HttpResponse:
    """That it is worth another try, and when."""
    response["Retry-After"] = str(WAIT)
    return response


def manifest_address(request: HttpRequest, number: int) -> str:
    """The address of a manifest in full."""
    return request.build_absolute_uri(reverse("bundle-file", args=[number, MANIFEST]))


def in_both(status: int, words: Promise, value: str, link: str = "") -> HttpResponse:
    """A sentence in both languages instead of a file."""
    lines = []
    for language in LANGUAGES:
        with override(language):
            lines.append(f"{words % value} {link}".strip())
    return HttpResponse(
        "\n".join(lines) + "\n", status=status, content_type="text/plain; charset=utf-8"
    )
