"""The pages on which tables are handed in, looked at, confirmed and undone."""

import dataclasses
import functools
from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from portal.changes.tracking import written_to
from portal.lists.download import csv_download, xlsx_download
from portal.lists.request import ListRequest
from portal.lists.views import disposition
from portal.record import restoring
from portal.record.models import Batch
from portal.record.schema import RecordError
from portal.record.sent import asked_of, kind_asked, reason_of
from portal.sheets.allowing import refused
from portal.sheets.edits import Refusal, packed, unpacked
from portal.sheets.models import Import
from portal.sheets.places import places_of
from portal.sheets.proposing import propose
from portal.sheets.showing import choice_name, shown
from portal.sheets.site import RULES
from portal.sheets.understanding import Understood, understand
from portal.sheets.working import begin, size_of
from portal.sheets.writing import table, write_csv, write_xlsx
from portal.tables.reading import LARGEST, read
from portal.tables.table import Unreadable
from portal.unsaved.returning import comes_back

# Imports on the first page, entries on a page of a preview, refused cells that are told.
LAST, SHOWN, TOLD = 20, 50, 500


def for_importers(view: Callable) -> Callable:
    """A page for whoever may hand tables in."""

    @functools.wraps(view)
    def allowed(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(RULES.hand_in):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(staff_member_required(allowed, login_url="admin:login"))


def edit_file(request: HttpRequest, list_request: ListRequest, suffix: str) -> HttpResponse:
    """The rows of a list as a table to be edited."""
    queryset = list_request.queryset
    name = disposition(list_request, suffix)
    if suffix == "csv":
        return csv_download(request, write_csv(table(queryset)), name)
    write = functools.partial(
        write_xlsx,
        rows=table(queryset),
        place=places_of(queryset.model)[0],
        title=str(list_request.listing.title),
    )
    return xlsx_download(request, write, name)


def page(request: HttpRequest, title: str, **context) -> dict:
    """What the pages of tables share."""
    return {**admin.site.each_context(request), "title": title, **context}


@for_importers
def imports(request: HttpRequest) -> HttpResponse:
    """The tables handed in last; posted, one more."""
    faults: list[str] = []
    if request.method == "POST":
        try:
            return HttpResponseRedirect(reverse("admin:import", args=[hand_in(request).pk]))
        except Unreadable as error:
            faults = [str(error)]
    context = page(
        request,
        gettext("Tables handed in"),
        imports=Import.objects.newest(LAST),
        faults=faults,
    )
    status = 400 if faults else 200
    return TemplateResponse(request, "admin/sheets/imports.html", context, status=status)


def hand_in(request: HttpRequest) -> Import:
    """Keep what the file of a request asks, and begin to check it. Raises Unreadable."""
    file = request.FILES.get("file")
    if file is None:
        raise Unreadable(gettext("Choose a file."))
    if file.size > LARGEST:
        raise Unreadable(
            gettext("The file is larger than %(most)s MB.") % {"most": LARGEST // 1_000_000}
        )
    found = understand(read(file.read()))
    if not found.rows:
        raise Unreadable(
            gettext(
                "No table of the file has the columns entry_kind and entry with rows below them. "
                "Begin with a file “This list for editing”."
            )
        )
    against = found.refused + list(refused(found.edits, request.user))
    job = Import.objects.using(written_to(None)).create(
        user=request.user,
        user_name=request.user.get_full_name() or request.user.get_username(),
        file_name=file.name.replace("\0", "")[:255],
        rows=found.rows,
        total=len(found.edits),
        asked=packed(found.edits),
        refused=told_of(found, against),
        state=Import.State.CHECKING if found.edits else Import.State.CHECKED,
    )
    if found.edits:
        begin(job.pk, job.total)
    return job


def told_of(found: Understood, against: list[Refusal]) -> dict:
    """What of a file is not taken, as JSON holds it."""
    return {
        "cells": [dataclasses.asdict(each) for each in against[:TOLD]],
        "number": len(against),
        "unknown": found.unknown,
        "left_out": found.left_out,
    }


@for_importers
@comes_back
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One table: how far it has come, or what it would change; posted, that is confirmed."""
    job = get_object_or_404(Import, pk=pk)
    faults = confirm(request, job) if request.method == "POST" else []
    if request.method == "POST" and not faults:
        return HttpResponseRedirect(reverse("admin:import", args=[pk]))
    return job_page(request, job, faults)


def job_page(request: HttpRequest, job: Import, faults: list[str]) -> HttpResponse:
    """The page of one table, and what stood against confirming it."""
    context = page(request, job.file_name, job=job, faults=faults, part=job.file_name)
    context["may_restore"] = request.user.has_perm(RULES.restore)
    context["is_own"] = job.user_id == request.user.pk
    if job.state == Import.State.CHECKED:
        context |= preview(request, job)
    else:
        context["is_whole"] = job.is_working and size_of(job) >= job.total
        context["batches"] = job.batches.order_by("pk")
        context["reason"] = reason_of(request)
    status = 400 if faults else 200
    return TemplateResponse(request, "admin/sheets/import.html", context, status=status)


def preview(request: HttpRequest, job: Import) -> dict:
    """What the page of a table shows that waits for confirmation."""
    edits = Paginator(unpacked(job.asked), SHOWN)
    part = edits.get_page(request.GET.get("p", 1))
    clashing = set((job.checked or {}).get("clashing", ()))
    asked = [edit for edit in unpacked(job.asked) if f"{edit.kind} {edit.key}" in clashing]
    using = written_to(None)
    return {
        "page": part,
        "entries": shown(list(part), {}, using),
        "asked": [
            (
                each.name,
                [(name, words, request.POST.get(name, "")) for name, words in each.questions],
            )
            for each in shown(asked, {}, using)
            if each.questions
        ],
        "checked": job.checked,
        "refused": job.refused,
        "is_ready": is_ready(job),
        "batch": asked_of(request, required=True),
    }


def is_ready(job: Import) -> bool:
    """Whether nothing stands against a table but what is to be decided."""
    return bool(job.total) and not job.refused["number"] and not job.checked["faults"]


def confirm(request: HttpRequest, job: Import) -> list[str]:
    """Begin to apply a table, or go on with one that was left; what stands against it."""
    if job.user_id != request.user.pk:
        raise PermissionDenied
    if job.is_left:
        begin(job.pk, job.total)
        return []
    if job.state != Import.State.CHECKED:
        return []
    if not is_ready(job):
        return [gettext("Mend what is refused in the file, and hand it in again.")]
    kind, reason = kind_asked(request), reason_of(request)
    faults = []
    if not kind:
        faults.append(gettext("Say what kind of change this is: it is told to readers."))
    if not reason:
        faults.append(gettext("Give the reason: it stands beside every entry that changes."))
    chosen = choices(request, job)
    if missing := [key for key, (number, made) in chosen.items() if len(made) < number]:
        faults.append(
            gettext("%(number)s entries have places that are still to be decided.")
            % {"number": len(missing)}
        )
    if faults:
        return faults
    chosen = {key: made for key, (_number, made) in chosen.items()}
    jobs = Import.objects.using(written_to(None))
    if jobs.confirm(job.pk, kind=kind, reason=reason, chosen=chosen):
        begin(job.pk, job.total)
    return []


def choices(request: HttpRequest, job: Import) -> dict[str, tuple[int, dict[str, str]]]:
    """For each entry that clashes how many places are to be decided, and what was chosen."""
    clashing = set(job.checked["clashing"])
    edits = [edit for edit in unpacked(job.asked) if f"{edit.kind} {edit.key}" in clashing]
    found = {}
    for each in propose(edits, {}, written_to(None)):
        made = {
            clash.name: side
            for clash in each.clashes
            if (side := request.POST.get(choice_name(each, clash.name))) in ("mine", "theirs")
        }
        found[f"{each.edit.kind} {each.edit.key}"] = len(each.clashes), made
    return found


@for_importers
@comes_back
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo what a table changed, the last batch first; where others went on since, it is asked.

    Looked at, it is the page of the table, on which the reason is typed.
    """
    if not request.user.has_perm(RULES.restore):
        raise PermissionDenied
    job = get_object_or_404(Import, pk=pk)
    if request.method != "POST":
        return job_page(request, job, [])
    # What a page that comes back says holds of all batches: nothing was saved.
    with transaction.atomic(using=written_to(None)):
        return undone(request, job)


def undone(request: HttpRequest, job: Import) -> HttpResponse:
    """Undo the batches of a table as far as nothing stands against it; to the page that follows."""
    reason = reason_of(request)
    for batch in job.batches.order_by("-pk"):
        proposals = restoring.without(batch)
        if any(each.clashes for each in proposals):
            words = gettext("Others changed the same since. Decide what is meant.")
            messages.warning(request, words)
            return HttpResponseRedirect(reverse("admin:record_batch_undo", args=[batch.pk]))
        said = Batch(user=request.user, via=Batch.Via.RESTORE, kind=batch.kind, reason=reason)
        try:
            restoring.restore(proposals, said)
        except RecordError as error:
            messages.error(request, " ".join(error.faults))
            break
    else:
        messages.success(request, gettext("The change was undone."))
    return HttpResponseRedirect(reverse("admin:import", args=[job.pk]))
