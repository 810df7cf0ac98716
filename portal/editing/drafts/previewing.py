"""Pages of the site drawn for editors with a draft applied: the real views, below its address."""

import copy
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, resolve, reverse, set_script_prefix
from django.utils import translation

from portal.record.models import Draft
from portal.rows.internals import free


def preview(request: HttpRequest, draft: Draft, public: str, gaps: list[str]) -> HttpResponse:
    """What visitors will see at a public address; called aside, where the draft is applied.

    All links of the page lead to further previews. Raises Http404 where there is no such page.
    """
    prefix = reverse("draft-preview", args=[draft.pk])
    path = f"/{public}"
    asked = as_visitor(request, prefix, path)
    asked.preview = {
        "draft": draft,
        "gaps": gaps,
        "review": reverse("draft-review", args=[draft.pk]),
    }
    before, language = get_script_prefix(), translation.get_language()
    translation.activate("en" if public.startswith("en/") else "ja")
    try:
        match = asked.resolver_match = resolve(path)
        set_script_prefix(prefix)
        response = match.func(asked, *match.args, **match.kwargs)
        if hasattr(response, "render"):
            response = response.render()
        return whole(response)
    finally:
        translation.activate(language)
        set_script_prefix(before)


def as_visitor(request: HttpRequest, prefix: str, path: str) -> HttpRequest:
    """The request of a visitor for a public page below a prefix."""
    asked = copy.copy(request)
    asked.META = request.META | {"SCRIPT_NAME": prefix.rstrip("/"), "PATH_INFO": path}
    asked.path_info, asked.path = path, prefix.rstrip("/") + quote(path, safe="/%")
    asked.user = AnonymousUser()
    return asked


def whole(response: HttpResponse) -> HttpResponse:
    """A response of which nothing is read any more when the draft is gone."""
    if not response.streaming:
        return response
    headers = {
        name: response[name] for name in ("Content-Type", "Content-Disposition") if name in response
    }
    content = b"".join(response)
    free(response)
    return HttpResponse(content, headers=headers, status=response.status_code)
