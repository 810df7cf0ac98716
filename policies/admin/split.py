"""The page of an entry, and the pages of its groups: one view, told apart by the group."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from policies.admin.groups import (
    Rows,
    group_shown,
    is_key,
    page_of,
    posted_rows,
    row_asked,
    rows_on_a_page,
)
from policies.admin.ordering import place

# What the buttons of a row do after everything is saved, as the name they send says.
BUTTON = "_row"
STEPS = {"up": -1, "down": 1}
BESIDE = {"before": 0, "copy": 1}


class SplitPages:
    """A page for an entry's own fields, and one for each group of its rows.

    `changeform_view` takes the group among its arguments, so whoever calls it, a draft too, draws
    and saves the page of a group as it does the page of the entry.
    """

    def get_urls(self):
        *urls, rest = super().get_urls()
        if not any(getattr(each, "own_page", False) for each in self.inlines):
            return [*urls, rest]
        name = f"{self.opts.app_label}_{self.opts.model_name}_group"
        view = self.admin_site.admin_view(self.group_view)
        view.model_admin = self  # as Django says of its own pages whose they are
        return [*urls, path("<path:object_id>/<slug:group>/", view, name=name), rest]

    def group_view(self, request, object_id, group):
        """The page of one group of rows."""
        return self.changeform_view(request, object_id, group=group)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None, group=""):
        if group:
            self.check_group(request, group)
        request.group = group
        return super().changeform_view(request, object_id, form_url, extra_context)

    def check_group(self, request, group: str) -> None:
        """There is such a group, and whoever asks may see it."""
        inlines = (each(self.model, self.admin_site) for each in self.inlines)
        if group not in {each.group for each in inlines if getattr(each, "own_page", False)}:
            raise Http404(gettext("“%(group)s” is no group of rows here.") % {"group": group})
        if group not in {each.group for each in self.split_off(request)}:
            raise PermissionDenied

    def split_off(self, request, obj=None) -> list[Rows]:
        """The inlines that have pages of their own, for whoever may see them."""
        return [
            each
            for each in super().get_inline_instances(request, obj)
            if isinstance(each, Rows) and each.own_page
        ]

    def get_inline_instances(self, request, obj=None):
        inlines = super().get_inline_instances(request, obj)
        group = group_shown(request)
        if group is None:
            return inlines
        if group:
            return [each for each in inlines if getattr(each, "group", "") == group]
        return [
            each
            for each in inlines
            if not getattr(each, "own_page", False) or (obj is None and each.at_start)
        ]

    def get_fieldsets(self, request, obj=None):
        return () if group_shown(request) else super().get_fieldsets(request, obj)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if group_shown(request):
            page = partial(self.page_shown, request, obj, inline)
            if request.method == "POST":  # the page is asked for where it is drawn again
                request.rows_shown = SimpleLazyObject(page)
                shown = posted_rows(request, prefix)
            else:
                request.rows_shown = page()
                shown = request.rows_shown.object_list
                kwargs["initial"] = [inline.copied(request, obj)]
            kwargs["queryset"] = kwargs["queryset"].filter(pk__in=[*shown])
        return kwargs

    def page_shown(self, request, obj, inline) -> Page:
        """The rows that stand on the page, by their primary keys."""
        rows = inline.rows_of(request, obj).values_list("pk", flat=True)
        size = rows_on_a_page(inline.get_formset(request, obj).form)
        return page_of(request, list(rows), size)

    # What is saved

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if group_shown(request):
            [rows] = formsets
            [inline] = self.get_inline_instances(request, form.instance)
            self.put_beside(request, inline, rows)
            self.press(request, inline, rows)
            request.saved_rows = [
                *rows.new_objects,
                *(row for row, _fields in rows.changed_objects),
            ]

    def put_beside(self, request, inline, rows) -> None:
        """New rows go beside the row that they were asked for at."""
        beside = BESIDE.get(request.GET.get("add", ""))
        if beside is not None and rows.new_objects and inline.ordered:
            like = list(inline.rows_of(request, rows.instance))
            left = [row.pk for row in like if row not in rows.new_objects]
            if row_asked(request) in left:
                place(like, rows.new_objects, left.index(row_asked(request)) + beside)

    def press(self, request, inline, rows) -> None:
        """A button moved a row one step up or down; a step out of the list is none."""
        action, pk = pressed(request)
        if action in STEPS and inline.ordered and inline.has_change_permission(request):
            like = list(inline.rows_of(request, rows.instance))
            moving = [row for row in like if row.pk == pk]
            if moving:
                before = [row.pk for row in like]
                place(like, moving, max(0, before.index(pk) + STEPS[action]))
                rows.changed_objects.extend((row, ["position"]) for row in moving)

    # Where an editor stands afterwards

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST or not group_shown(request):
            return super().response_change(request, obj)
        [inline] = self.get_inline_instances(request, obj)
        told = {"entry": obj, "group": inline.opts.verbose_name_plural}
        messages.success(request, gettext("Saved: “%(entry)s”, %(group)s.") % told)
        return HttpResponseRedirect(self.next_place(request, obj))

    def response_post_save_add(self, request, obj):
        """A new entry goes on with its rows, where it has any."""
        if self.split_off(request, obj) and self.has_change_permission(request, obj):
            return HttpResponseRedirect(self.link_to(request, obj)())
        return super().response_post_save_add(request, obj)

    def next_place(self, request, obj) -> str:
        """The row that was edited, one that is to be entered, or the page of the entry."""
        group = group_shown(request)
        link = self.link_to(request, obj, group)
        action, pk = pressed(request)
        if action in BESIDE:
            return link(f"?row={pk}&add={action}#new")
        if "_addanother" in request.POST:
            return link("?add=1#new")
        if "_continue" in request.POST or action in STEPS:
            row = pk or next((row.pk for row in request.saved_rows), row_asked(request))
            return link(f"?row={row}#row-{row}" if row else "")
        return self.link_to(request, obj)(f"#{group}-group")

    def address_of(self, obj, group: str = "") -> str:
        """The address of the page of an entry, or of one of its groups."""
        kind = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if group:
            return reverse(f"{kind}_group", args=[obj.pk, group])
        return reverse(f"{kind}_change", args=[obj.pk])

    def link_to(self, request, obj, group: str = "") -> Callable[..., str]:
        """Makes addresses of a page of an entry, with a way back to the list as it was narrowed.

        A draft has addresses of its own, which its request brings along as `address_of`.
        """
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        address = getattr(request, "address_of", self.address_of)(obj, group)
        return lambda ask="": add_preserved_filters(filters, address + ask)

    # What is drawn

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if group_shown(request):
            context |= self.group_context(request, obj)
        elif change:
            context["groups"] = [
                each.tell(request, obj, self.link_to(request, obj, each.group))
                for each in self.split_off(request, obj)
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def group_context(self, request, obj) -> dict:
        """What the page of a group says beside its rows."""
        [inline] = self.get_inline_instances(request, obj)
        return {
            "title": inline.opts.verbose_name_plural,
            "shown": inline,
            "beside": inline.beside(request, obj),
            "rows_shown": request.rows_shown,
            "pages": request.rows_shown.paginator.get_elided_page_range(request.rows_shown.number),
            "entry_address": self.link_to(request, obj)(),
            "neighbours": [
                (each, self.link_to(request, obj, each.group)())
                for each in self.split_off(request, obj)
            ],
            "show_delete": False,
        }


def pressed(request) -> tuple[str, int | None]:
    """The button of a row that was pressed: what it does, and to which row."""
    action, _dash, row = request.POST.get(BUTTON, "").partition("-")
    known = is_key(row) and action in STEPS | BESIDE
    return (action, int(row)) if known else ("", None)
