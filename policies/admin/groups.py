"""The groups of an entry: what its inlines say of them, and which rows stand on a page of one.

The inlines of an entry are its groups; nothing else lists them. The entry's own page tells the rows
of each in one line a row (`tell`); the page of a group holds so many of its rows as people can look
over (`rows_on_a_page`). `policies.admin.pages` draws both through one view.
"""

import dataclasses
import functools
from collections.abc import Callable, Iterator

from django.core.paginator import InvalidPage, Page, Paginator
from django.db import models
from django.forms import BaseForm, CheckboxSelectMultiple, model_to_dict
from django.http import Http404
from django.utils.translation import gettext

# So many controls has a page by default; who asks for all rows of a group gets them.
CONTROLS = 200
# Those that every row has: its key, its owner, the tick that deletes it, and four buttons.
IN_EVERY_ROW = 7
# What names one row, and is not copied with it.
OWN = ("id", "position", "code", "headline")


@dataclasses.dataclass(frozen=True)
class Line:
    """A row in one line: what it says, the mark of where that was read, where it is edited."""

    text: str
    mark: str
    phrase: str
    address: str


@dataclasses.dataclass(frozen=True)
class Group:
    """The rows of one kind that an entry has, as its own page tells them."""

    name: str
    title: str
    purpose: str
    lines: list[Line]
    address: str
    address_to_add: str


def group_shown(request) -> str | None:
    """The group a request is about: empty on the page of an entry, None where no page is drawn."""
    return getattr(request, "group", None)


def row_asked(request) -> int | None:
    """The row that an address names by its primary key."""
    row = request.GET.get("row", "")
    return int(row) if is_key(row) else None


def is_key(text: str) -> bool:
    """Whether a text is a primary key that a database can look for."""
    return text.isascii() and text.isdecimal() and len(text) < 19


def controls_in(form: type[BaseForm]) -> int:
    """How many controls a row has."""
    return IN_EVERY_ROW + sum(
        len(field.choices) if isinstance(field.widget, CheckboxSelectMultiple) else 1
        for field in form.base_fields.values()
    )


def rows_on_a_page(form: type[BaseForm]) -> int:
    """How many rows of a kind stand on one page, beside the empty one that waits to be added."""
    return max(1, CONTROLS // controls_in(form) - 1)


def page_of(request, pks: list[int], size: int) -> Page:
    """The page that a request asks for: by a row on it, by its number, or with all rows."""
    pages = Paginator(pks, len(pks) or 1 if "all" in request.GET else size)
    row = row_asked(request)
    if row in pks:
        number = pks.index(row) // pages.per_page + 1
    else:  # a new row stands behind the last
        number = request.GET.get("page", pages.num_pages if "add" in request.GET else 1)
    try:
        return pages.page(number)
    except InvalidPage:
        if request.method == "POST":  # rows went meanwhile; what was typed is kept all the same
            return pages.page(1)
        raise Http404(gettext("There is no page “%(page)s” here.") % {"page": number}) from None


def posted_rows(request, prefix: str) -> Iterator[int]:
    """The primary keys of the rows that a form sends."""
    for name, value in request.POST.items():
        if name.startswith(f"{prefix}-") and name.endswith("-id") and is_key(value):
            yield int(value)


class Rows:
    """A group among the inlines of an entry: its name, its rows, and what is added to it.

    Few rows (`own_page` is False) stay on the page of their entry. `at_start` is what a new entry
    is entered with; everything else follows once it is saved.
    """

    own_page = True
    at_start = False
    purpose = ""

    @functools.cached_property
    def foreign_key(self) -> models.ForeignKey:
        """The field that leads from a row to its entry."""
        return next(
            field
            for field in self.opts.fields
            if field.is_relation
            and field.related_model is self.parent_model
            and self.fk_name in (None, field.name)
        )

    @property
    def group(self) -> str:
        """What the rows are called on their entry, in addresses too."""
        return self.foreign_key.remote_field.get_accessor_name()

    def rows_of(self, request, entry: models.Model) -> models.QuerySet:
        """The rows of an entry in their order, with what is told of them."""
        return self.get_queryset(request).filter(**{self.foreign_key.name: entry})

    def get_extra(self, request, obj=None, **kwargs):
        """Rows are added without a script: one stands ready where it is asked for, or the first."""
        if not self.own_page:
            return 1
        if not obj:
            return int(self.at_start and not self.min_num)
        if not group_shown(request):
            return 0
        if request.method == "POST":  # who sends rows says how many
            return 0
        return int("add" in request.GET or not self.rows_of(request, obj).exists())

    @property
    def ordered(self) -> bool:
        """Whether editors say in which order the rows stand."""
        return any(field.name == "position" for field in self.opts.fields)

    def beside(self, request, entry: models.Model) -> str:
        """Where a new row goes that is entered beside another, in words."""
        words = {
            "before": gettext("The new row goes before “%(row)s”."),
            "copy": gettext("The new row is a copy of “%(row)s” and goes behind it."),
        }.get(request.GET.get("add", ""))
        row = words and self.rows_of(request, entry).filter(pk=row_asked(request)).first()
        return words % {"row": row} if row else ""

    def copied(self, request, entry: models.Model) -> dict:
        """What a new row begins with that is entered as a copy of another."""
        if request.GET.get("add") != "copy":
            return {}
        row = self.rows_of(request, entry).filter(pk=row_asked(request)).first()
        return model_to_dict(row, exclude=(*OWN, self.foreign_key.name)) if row else {}

    def tell(self, request, entry: models.Model, link: Callable[..., str]) -> Group:
        """The rows of an entry, each in one line; `link` makes addresses on the group's page."""
        lines = [line_of(row, entry, link) for row in self.rows_of(request, entry)]
        # Of some kinds an entry has one row at most, and none is added by who may not.
        full = self.max_num is not None and len(lines) >= self.max_num
        return Group(
            name=self.group,
            title=self.opts.verbose_name_plural,
            purpose=self.purpose,
            lines=lines,
            address=link(),
            address_to_add="" if full else link("?add=1#new"),
        )


def line_of(row: models.Model, entry: models.Model, link: Callable[..., str]) -> Line:
    """A row in one line; one that is called like its entry is told by where it was read.

    One that is called by where it was read, as passages are, does not say so twice.
    """
    section, phrase = getattr(row, "section", None), getattr(row, "phrase", "")
    mark, text = section.mark if section else "", str(row)
    if mark and text == str(entry):
        text, mark = mark, ""
    elif mark and text.startswith(mark):
        mark, phrase = "", "" if phrase in text else phrase
    place = link(f"?row={row.pk}#row-{row.pk}")
    return Line(text, mark, phrase, place)
