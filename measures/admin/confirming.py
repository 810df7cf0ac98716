"""The sheets of entries and of ministries' units, on which values are confirmed and corrected."""

import dataclasses
import functools
from collections.abc import Callable

from django import forms
from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from measures.models import Measure
from measures.models.permissions import CONFIRM
from policies.admin.giving_back import gives_back, looked_over
from policies.confirmation_sheet import (
    Answer,
    Line,
    Outcome,
    answers_in,
    lines_asked,
    lines_of,
    take,
    write_xlsx,
)
from policies.models import Organisation
from policies.models.confirmations import Level
from portal import posts
from portal.changes.tracking import written_to
from portal.dates.clock import today
from portal.lists.download import xlsx_download
from portal.record.models import Entry
from portal.record.schema import kinds
from portal.tables.reading import LARGEST, read
from portal.tables.table import Unreadable

# Measures on a page of the sheet of a unit; the workbook has them all.
AT_ONCE = 20


class GivenForm(forms.Form):
    """Who confirms, on which level, and when."""

    level = forms.ChoiceField(label=_("level of confirmation"), choices=Level)
    by = forms.CharField(
        label=_("confirmed by"),
        max_length=120,
        required=False,
        help_text=_("Readers see it. Empty stands for an independent reader."),
    )
    day = forms.DateField(
        label=_("confirmed on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def clean_day(self):
        """The day, which has come."""
        day = self.cleaned_data["day"]
        if day > today():
            raise ValidationError(_("This day has not come yet."))
        return day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("level") == Level.DIVISION and not cleaned.get("by"):
            self.add_error("by", _("Name the division that confirms."))
        return cleaned


class HandedInForm(posts.FilesOnce, GivenForm):
    """The same, with the sheet as a workbook that came back."""

    file = forms.FileField(label=_("File (XLSX)"))


def for_confirmers(view: Callable) -> Callable:
    """A page for who may see confirmations; sent only by who may confirm values."""

    @functools.wraps(view)
    def allowed(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        asked = CONFIRM if request.method == "POST" else "policies.view_confirmation"
        if not request.user.has_perm(asked):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(staff_member_required(gives_back(allowed), login_url="admin:login"))


@dataclasses.dataclass(frozen=True)
class Sheet:
    """A sheet as a page draws it: what it is about, its lines, and who confirms by default."""

    title: str
    lines: list[Line]
    by: str
    level: str


def posted(request: HttpRequest, lines: list[Line]) -> list[Answer]:
    """What the lines of a page that was sent say."""
    ticked = {*request.POST.getlist("tick")}
    return [
        Answer(
            line.id,
            request.POST.get(f"digest-{line.id}", ""),
            line.id in ticked,
            request.POST.get(f"correction-{line.id}", "").replace("\0", "").strip(),
        )
        for line in lines
    ]


def sheet_page(request: HttpRequest, sheet: Sheet, **context) -> HttpResponse:
    """The page of a sheet; posted, what was ticked is confirmed and what was corrected kept."""
    initial = {"level": sheet.level, "by": sheet.by, "day": today()}
    sent = request.method == "POST"
    form = GivenForm(request.POST if sent else None, initial=initial, label_suffix="")
    outcome, status = None, 200
    answers = posted(request, sheet.lines) if sent else []
    if sent:
        outcome, status = settle(looked_over(request, form), answers, sheet.lines)
    if outcome is not None:
        posts.forget(request)
    given = {answer.line: answer for answer in answers} if outcome is None else {}
    context |= {
        **admin.site.each_context(request),
        "title": sheet.title,
        "lines": [(line, given.get(line.id)) for line in sheet.lines],
        "form": form,
        "outcome": outcome,
        "may_confirm": request.user.has_perm(CONFIRM),
    }
    return render(request, "admin/confirming/sheet.html", context, status=status)


def settle(form: GivenForm, answers: list[Answer], lines: list[Line]) -> tuple[Outcome | None, int]:
    """Take what a sheet says; what was taken, and the status of the answer."""
    if not form.is_valid():
        return None, 400
    said = {name: form.cleaned_data[name] for name in ("level", "by", "day")}
    try:
        return take(answers, lines, **said), 200
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None, 400


def name_of(user) -> str:
    """What an account is called."""
    return user.get_full_name() or user.get_username()


@for_confirmers
def entry_sheet(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The values of one entry, to be confirmed one by one."""
    head = Entry.objects.at([(kind, key)]).first() if kind in kinds() else None
    if head is None or head.row is None:
        raise Http404
    lines = lines_of(kind, [head.row], written_to(None))
    title = gettext("Confirm values: %(entry)s") % {"entry": lines[0].entry}
    return sheet_page(request, Sheet(title, lines, name_of(request.user), Level.SECOND))


def unit_of(slug: str) -> tuple[Organisation, list[int]]:
    """A unit, and the measures that it or what belongs to it has a part in."""
    unit = get_object_or_404(Organisation, slug=slug)
    return unit, Measure.objects.with_part_of(Organisation.objects.within(unit))


@for_confirmers
def unit_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The values about a unit and what belongs to it, some measures at a time."""
    unit, pks = unit_of(slug)
    page = Paginator(pks, AT_ONCE).get_page(request.GET.get("p", 1))
    lines = lines_of("measure", list(page.object_list), written_to(None))
    title = gettext("Confirm values: %(entry)s") % {"entry": unit}
    sheet = Sheet(title, lines, unit.name_ja, Level.DIVISION)
    return sheet_page(request, sheet, unit=unit, page=page, part=unit)


@for_confirmers
def unit_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole sheet of a unit as a workbook, with columns for ticks and corrections."""
    if request.method == "POST":
        raise Http404
    unit, pks = unit_of(slug)
    lines = lines_of("measure", pks, written_to(None))
    write = functools.partial(write_xlsx, lines=lines, title=gettext("Values"))
    return xlsx_download(request, write, f'attachment; filename="confirm-{unit.slug}.xlsx"')


@for_confirmers
def units(request: HttpRequest) -> HttpResponse:
    """The units that have a sheet; posted, a sheet that came back is taken."""
    initial = {"level": Level.DIVISION, "day": today()}
    form = HandedInForm(request.POST or None, request.FILES or None, initial=initial)
    outcome, status = None, 200
    if request.method == "POST":
        outcome, status = hand_in(looked_over(request, form))
    context = {
        **admin.site.each_context(request),
        "title": gettext("Sheets for confirming"),
        "units": Measure.objects.organisations_with_part(),
        "form": form,
        "outcome": outcome,
        "may_confirm": request.user.has_perm(CONFIRM),
    }
    return render(request, "admin/confirming/units.html", context, status=status)


def hand_in(form: HandedInForm) -> tuple[Outcome | None, int]:
    """Take a workbook that came back; what was taken, and the status of the answer."""
    if not form.is_valid():
        return None, 400
    file = form.cleaned_data["file"]
    try:
        if file.size > LARGEST:
            words = gettext("The file is larger than %(most)s MB.")
            raise Unreadable(words % {"most": LARGEST // 1_000_000})
        answers = answers_in(read(file.read()))
        if not answers:
            raise Unreadable(gettext("The file holds no sheet for confirming."))
    except Unreadable as error:
        form.add_error("file", str(error))
        return None, 400
    wanted = [answer for answer in answers if answer.tick or answer.correction]
    return settle(form, wanted, lines_asked(wanted, written_to(None)))
