"""References as files, for the addresses that lead to them."""

from collections.abc import Callable, Iterator, Sequence

from django.http import HttpResponse
from django.urls import URLPattern, path

from portal.references import FORMATS, Format, Reference


def reference_urls(
    route: str, name: str, view: Callable[..., HttpResponse]
) -> Iterator[URLPattern]:
    """The addresses below that of an entry at which its references stand in each form."""
    for form in FORMATS:
        where = f"{route}cite.{form.suffix}"
        yield path(where, view, {"form": form}, name=f"{name}-{form.suffix}")


def reference_file(references: Sequence[Reference], form: Format) -> HttpResponse:
    """References as a file to keep, named after the first of them."""
    name = f"{references[0].key}.{form.suffix}"
    return HttpResponse(
        form.write(references),
        content_type=form.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
