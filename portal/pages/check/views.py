"""The page where a text is checked, and the same for programs. Nothing of a text is kept.

A text is never part of an address, is written to no log, cache, session or table, and goes with
the answer: what is downloaded is made anew of the text that the form brings back.
"""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from portal.lists.api.problems import problem
from portal.lists.request import database_of, stamp_of
from portal.pages.check import again, telling
from portal.pages.check.checking import MOST_CHARACTERS, Result, check
from portal.pages.check.forms import CheckForm
from portal.pages.check.turns import BUSY, CHECKING, RETRY_AFTER, Busy, turn
from portal.pages.check.verdicts import SIGNS, Verdict

UNKEPT = "no-store, private"
# Bytes of a request of a program: UTF-8 of Japanese has three for a character.
MOST_BYTES = 4 * MOST_CHARACTERS
# What is sent as one of these holds a text among other things, which would be read with it.
OTHER_FORMS = ("application/json", "multipart/form-data")
CSV, AGAIN = "csv", "again"
CONTENT = {CSV: ("text/csv; charset=utf-8", "check.csv"), AGAIN: ("application/json", "check.json")}


def check_text(request: HttpRequest) -> HttpResponse:
    """The form; a text that was sent with its findings, on the page or as a file."""
    form = CheckForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return unkept(render(request, "portal/check_text.html", context_of(CheckForm())))
    try:
        if not form.is_valid():
            return unkept(render(request, "portal/check_text.html", context_of(form), status=400))
        result = checked(request, form.cleaned_data["checked"])
    except Busy:
        return come_again(render(request, "portal/check_text.html", busy(request), status=503))
    if (wanted := request.POST.get("as")) in CONTENT:
        return unkept(download(result, wanted))
    context = context_of(form, result, form.cleaned_data["former"])
    return unkept(render(request, "portal/check_text.html", context))


check_text.takes_forms = True


def checked(request: HttpRequest, text: str) -> Result:
    """The findings of a text at the version that is asked. Raises Busy where there is no turn."""
    with turn(CHECKING):
        return check(text, stamp_of(request), database_of(request))


def busy(request: HttpRequest) -> dict:
    """What the page shows to who is to come again: the form with the text, which is not lost."""
    form = CheckForm(initial={"text": request.POST.get("text", "")[:MOST_CHARACTERS]})
    return {**context_of(form), "busy": BUSY}


def come_again(response: HttpResponse) -> HttpResponse:
    """An answer to who is to come again, with the seconds after which that is worth it."""
    response["Retry-After"] = RETRY_AFTER
    return unkept(response)


def context_of(form: CheckForm, result: Result | None = None, former: dict | None = None) -> dict:
    """What the page shows: the form, and the findings where there are any."""
    told = [(verdict, verdict.label, SIGNS[verdict]) for verdict in Verdict]
    context = {"form": form, "result": result, "most": f"{MOST_CHARACTERS:,}", "verdicts": told}
    if result:
        context["pieces"] = list(telling.pieces(result))
        context["rows"] = list(telling.rows(result))
        context["amiss"] = result.amiss
        context["counts"] = [(SIGNS[v], v.label, n) for v, n in result.counts.items()]
    if result and former:
        context["again"] = again.compared(result, former)
    return context


def download(result: Result, wanted: str) -> HttpResponse:
    """The findings as a table, or the file by which they are asked again."""
    content = telling.as_csv(result) if wanted == CSV else again.kept(result)
    kind, name = CONTENT[wanted]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


@csrf_exempt
def check_json(request: HttpRequest) -> HttpResponse:
    """The findings of the text that is the body of a request, as JSON.

    It changes nothing and knows nobody, so that a form of another site could do no harm by it.
    """
    if request.method != "POST":
        answer = problem(request, 405, gettext("Send the text as the body of a POST request."))
        answer["Allow"] = "POST"
        return unkept(answer)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return unkept(problem(request, 413, too_long()))
    if request.content_type in OTHER_FORMS:
        words = gettext("The body is the text itself, as text/plain, and not %(kind)s.")
        return unkept(problem(request, 415, words % {"kind": request.content_type}))
    try:
        text = text_of_body(request)
    except ValidationError as error:
        return unkept(problem(request, 400, error.messages[0]))
    try:
        result = checked(request, text)
    except Busy:
        return come_again(problem(request, 503, str(BUSY)))
    return unkept(JsonResponse(telling.as_json(result), json_dumps_params={"ensure_ascii": False}))


check_json.takes_forms = True


def text_of_body(request: HttpRequest) -> str:
    """The body of a request as text; ValidationError where it is none, or too long."""
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValidationError(gettext("The text is not UTF-8.")) from error
    if not text.strip():
        raise ValidationError(gettext("The request has no text. Send it as its body."))
    if len(text) > MOST_CHARACTERS:
        raise ValidationError(too_long())
    return text.replace("\r\n", "\n")


def too_long() -> str:
    """That a text has more characters than are checked at once."""
    words = gettext("The text has more than %(most)s characters. Check it in parts.")
    return words % {"most": f"{MOST_CHARACTERS:,}"}


def unkept(response: HttpResponse) -> HttpResponse:
    """An answer that nobody keeps, and no search engine shows."""
    response["Cache-Control"] = UNKEPT
    response["X-Robots-Tag"] = "noarchive"
    return response


def urls() -> list[URLPattern]:
    """The page, in each language."""
    return [path("check/", check_text, name="check-text")]
