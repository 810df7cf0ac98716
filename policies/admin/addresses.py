"""An entry gets another address: what names it is shown first, and follows with it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext

from policies.admin.history import batch_of
from policies.clauses import entry_of
from portal.changes.tracking import written_to
from portal.record.differences import all_differences
from portal.record.models import Batch, Entry
from portal.record.moving import Renaming, check_unused, rename
from portal.record.schema import RecordError, key_of, kinds, schema_of
from portal.record.sent import asked_of
from portal.unsaved.returning import comes_back

# Of the entries that name one, so many are listed.
LISTED = 50


def page_of(obj: models.Model) -> str:
    """The address of the page that an entry has for itself, without language and slashes at the
    ends; empty of one that stands on the page of another.
    """
    address = entry_of(obj) if hasattr(obj, "get_absolute_url") else ""
    return address if address.endswith(f"/{key_of(obj)}") else ""


def renaming_of(obj: models.Model, key: str) -> Renaming:
    """An entry getting another key, its page another address."""
    kind, old, address = obj._meta.model_name, key_of(obj), page_of(obj)
    return Renaming(kind, old, key, (address, address and address.removesuffix(old) + key))


def renaming_into(goes: models.Model, stays: models.Model) -> Renaming:
    """An entry becoming part of another of its kind: what names it names that instead."""
    names = goes._meta.model_name, key_of(goes), key_of(stays)
    return Renaming(*names, (page_of(goes), page_of(stays)))


def named_by(concerned: list[tuple[Entry, dict]]) -> list[str]:
    """What entries are called, each with its kind."""
    told = [(schema_of(head.kind), None, form) for head, form in concerned]
    return [f"{found.label}: {found.new}" for some in all_differences(told) for found in some[:1]]


class Addresses:
    """The page on which an entry gets another address.

    Who may delete an entry may do so: an address that readers know does not stay as it is.
    """

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_rename"
        view = self.admin_site.admin_view(self.rename_view)
        own = [path("<path:object_id>/rename/", view, name=name)] if self.is_named else []
        return [*own, *super().get_urls()]

    @property
    def is_named(self) -> bool:
        """Whether its entries have an address name of their own, which stays once it is saved."""
        return self.opts.model_name in kinds() and self.stable[:1] == self.model.KEY

    def may_rename(self, request: HttpRequest, obj: models.Model | None) -> bool:
        """Whether somebody may give an entry another address."""
        return (
            obj is not None
            and self.is_named
            and self.has_change_permission(request, obj)
            and self.has_delete_permission(request, obj)
        )

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_rename"] = self.may_rename(request, context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(comes_back)
    def rename_view(self, request, object_id):
        """Another address: asked for with all that names the entry, and given when it is posted."""
        obj, head = self.head_of(request, object_id)
        if not self.may_rename(request, obj):
            raise PermissionDenied
        form = self.name_form()(request.POST or None, initial={"name": head.key})
        faults: list[str] = []
        if request.method == "POST" and form.is_valid():
            try:
                rename(
                    renaming_of(obj, form.cleaned_data["name"]), batch_of(request, Batch.Via.FORM)
                )
            except RecordError as error:
                faults = error.faults
            else:
                words = gettext("It stands at its new address now; the former one leads there.")
                messages.success(request, words)
                name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
                return HttpResponseRedirect(reverse(name, args=[obj.pk]))
        concerned = renaming_of(obj, head.key).concerned(written_to(None))
        context = self.page(request, obj, gettext("Another address")) | {
            "form": form,
            "faults": [*faults, *(fault for found in form.errors.values() for fault in found)],
            "address": obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else "",
            "concerned": named_by(concerned[:LISTED]),
            "count": len(concerned),
            "batch": asked_of(request, required=True),
        }
        status = 400 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/record/rename.html", context, status=status)

    def name_form(self) -> type[forms.Form]:
        """A form that asks for a name which nothing had before."""
        field = self.model._meta.get_field(self.model.KEY[0]).formfield()
        kind = self.opts.model_name

        def unused(name: str) -> None:
            try:
                check_unused(kind, name)
            except RecordError as error:
                raise ValidationError(error.faults) from error

        field.validators = [*field.validators, unused]
        return type("NameForm", (forms.Form,), {"name": field})
