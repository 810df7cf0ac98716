"""What the first page of the admin offers, by what one comes to do; rows stand on their entries."""

import dataclasses
from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from measures.models.permissions import COVERAGE, IMPORT


@dataclasses.dataclass(frozen=True)
class Page:
    """A page of the admin that belongs to no model, shown to who has a permission."""

    view: str
    title: str | Promise
    permission: str


@dataclasses.dataclass(frozen=True)
class Job:
    """What one comes to do, with the lists and pages for it, in their order."""

    name: str
    title: str | Promise
    models: tuple[str, ...]
    pages: tuple[Page, ...] = ()


JOBS = (
    Job(
        "recording",
        _("Enter and edit"),
        (
            "measures.Measure",
            "policies.SourceDocument",
            "policies.Section",
            "measures.Indicator",
            "policies.Issue",
            "policies.Framework",
            "policies.Pillar",
        ),
        (Page("admin:imports", _("Tables handed in"), IMPORT),),
    ),
    Job(
        "vocabulary",
        _("Vocabulary"),
        (
            "policies.Partner",
            "policies.Organisation",
            "policies.Subject",
            "policies.Term",
            "policies.Synonym",
        ),
    ),
    Job(
        "checking",
        _("Check"),
        (
            "measures.Discrepancy",
            "measures.RelatedVerdict",
            "measures.PillarGap",
            "search.Unanswered",
            "policies.Attachment",
            "policies.DocumentWords",
            "record.Batch",
            "findings.Finding",
            "findings.AcceptedFinding",
            "remarks.Remark",
            "policies.Confirmation",
            "policies.Proofreading",
        ),
        (
            Page("drafts", _("Drafts"), "record.view_draft"),
            Page("withdrawn", _("Withdrawn entries"), "record.view_draft"),
            Page("coverage", _("Coverage and checks"), COVERAGE),
            Page("confirm", _("Sheets for confirming"), "policies.view_confirmation"),
            Page("admin:record_batch_deleted", _("Deleted entries"), "record.view_batch"),
        ),
    ),
    Job("managing", _("Manage"), ("auth.User", "auth.Group", "accounts.AccountEvent")),
)


def by_job(offered: list[dict], user: AbstractBaseUser) -> list[dict]:
    """The jobs as Django's templates take apps, with what of them is offered to a user."""
    found = {each["model"]: each for app in offered for each in app["models"]}
    jobs = []
    for job in JOBS:
        lines = [_line(page) for page in job.pages if user.has_perm(page.permission)]
        lines += [found[model] for name in job.models if (model := apps.get_model(name)) in found]
        if lines:
            jobs.append(
                {
                    "name": job.title,
                    "app_label": job.name,
                    "app_url": f"{reverse('admin:index')}#{job.name}",
                    "has_module_perms": True,
                    "models": lines,
                }
            )
    return jobs


def _line(page: Page) -> dict:
    """A page as Django's templates take models."""
    return {
        "name": page.title,
        "object_name": page.view,
        "admin_url": reverse(page.view),
        "add_url": None,
        "view_only": True,
    }


def with_counts(jobs: list[dict]) -> list[dict]:
    """The same, each list with how many rows it holds, counted in one statement."""
    lists = [line["model"] for job in jobs for line in job["models"] if "model" in line]
    counts = dict(_counts(lists))
    for job in jobs:
        for line in job["models"]:
            line["count"] = counts.get(line["object_name"])
    return jobs


def _counts(counted: list[type[models.Model]]) -> Iterator[tuple[str, int]]:
    whole = [
        model._default_manager.order_by()
        .annotate(of=models.Value(model.__name__))
        .values("of")
        .annotate(number=models.Count("pk"))
        .values_list("of", "number")
        for model in counted
    ]
    if whole:
        yield from ((model.__name__, 0) for model in counted)
        yield from whole[0].union(*whole[1:], all=True)


def entries() -> list[type[models.Model]]:
    """What the search of the admin looks through: all that has a name of its own."""
    return [apps.get_model(name) for job in JOBS[:2] for name in job.models]
