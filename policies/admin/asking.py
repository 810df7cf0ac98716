"""Asks the checks about what a form has saved, before that is kept: it is undone where they ask.

What the checks find of it that they did not find before is said at its field. A hard finding is
refused. For the others there is a tick: who sets it has looked and saves all the same, and is not
asked again as long as the value stays.
"""

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db import models, transaction
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.findings.keeping import accept, look_before, noticed, really_new
from portal.findings.models import AcceptedFinding, Finding, Gravity

# The name of the ticks in a form; the value of each is the digest of a finding.
TICK = "accept_finding"
# For the prefix of a form the fields that something is said of, each with the message.
HeldBack = Mapping[str | None, list[tuple[str, str]]]


class Held(Exception):
    """A form that is not saved before somebody has looked at what was found of it."""

    def __init__(self, findings: list[Finding]):
        self.findings = findings
        super().__init__()


def held_back(request: HttpRequest) -> HeldBack:
    """What is to be said of the forms of a page that was not saved."""
    return getattr(request, "held_back", {})


def note_forms(request: HttpRequest, form: ModelForm, formsets: Iterable[BaseFormSet]) -> None:
    """Remember the forms of a page whose rows were saved, to know which row is whose."""
    request.saved_forms = [form, *(each for formset in formsets for each in formset.forms)]


@contextlib.contextmanager
def asking(request: HttpRequest, entries: Collection[models.Model]) -> Iterator[None]:
    """The transaction of a form that brings these entries, or a row of theirs.

    Raises Held, and undoes what was written, where something is found that nobody has looked at.
    """
    with transaction.atomic():
        look_before(entries)
        with noticed(entries) as news:
            yield
        if left := unaccepted(request, really_new(news, entries)):
            raise Held(left)


def unaccepted(request: HttpRequest, news: Iterable[Finding]) -> list[Finding]:
    """The new findings that forbid saving; those ticked on the page are accepted from now on."""
    asked = [each for each in news if each.gravity != Gravity.NOTED]
    known = AcceptedFinding.objects.among([each.digest for each in asked])
    ticked = set(request.POST.getlist(TICK))
    left = []
    for finding in asked:
        if finding.gravity == Gravity.ASKED and finding.digest in known | ticked:
            accept(finding, request.user)
        else:
            left.append(finding)
    return left


def to_say(request: HttpRequest, findings: Iterable[Finding]) -> HeldBack:
    """What is said of each finding, at the form of its row; of rows elsewhere at the top."""
    prefixes = {}
    for form in getattr(request, "saved_forms", ()):
        if hasattr(form, "held_back"):
            prefixes[form.instance._meta.label_lower, form.instance.pk] = form.prefix
    said: dict[str | None, list[tuple[str, str]]] = {}
    for finding in findings:
        place = (finding.row_kind, finding.row)
        prefix = prefixes.get(place)
        words = finding.what if place in prefixes else str(finding)
        said.setdefault(prefix, []).append(
            (finding.field if place in prefixes else "", message(finding, words))
        )
    return said


class Question(SafeString):
    """What is asked about a value: the sentence with its tick; `sentence` is without it."""

    sentence = ""


def message(finding: Finding, words: str) -> str:
    """The sentence, and the tick for what may be saved all the same."""
    if finding.gravity == Gravity.HARD:
        return words
    tick = format_html(
        '{} <label class="accept-finding"><input type="checkbox" name="{}" value="{}"> {}</label>',
        words,
        TICK,
        finding.digest,
        gettext("I have looked at it: save it as it is"),
    )
    question = Question(tick)
    question.sentence = words
    return question
