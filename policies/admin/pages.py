"""What every admin page of the record shares, whatever it edits."""

import contextlib
import functools

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from policies.admin.asking import asking, held_back, note_forms
from policies.admin.forms import (
    HeldSelect,
    HeldSelectMultiple,
    RecordForm,
    RecordFormSet,
    VersionedForm,
)
from portal.record.models import Batch
from portal.record.revising import batch, lock_entries_of
from portal.search.corpus import CORPORA
from portal.search.index import ask, matching_pks, scan

SECTION_TEXTS = (
    "section__document__short_name_ja",
    "section__document__short_name_en",
    "section__heading",
    "section__title_ja",
    "section__title_en",
    "phrase",
)


def sourced(*lines):
    """The fieldsets of a row: its own fields, then where it was read."""
    evidence = (("section", "phrase"), ("inferred", "inference_ja", "inference_en"))
    return ((None, {"fields": (*lines, *evidence)}),)


class Editing:
    """What pages and inlines share: autocomplete for every relation, room for what is typed."""

    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
        models.URLField: {"assume_scheme": "https"},
    }
    owner = ""
    siblings = ()  # fields that point at rows of the same owner

    def get_autocomplete_fields(self, request):
        fields = (*self.opts.fields, *self.opts.many_to_many)
        return [field.name for field in fields if field.is_relation]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", HeldSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", HeldSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            messages = db_field.error_messages
            field.error_messages["required"] = messages.get("required", messages["blank"])
            # The form asks first whether a number is too small or too large, in words of its own.
            limits = {"min_value", "max_value"} & messages.keys()
            field.error_messages |= {limit: messages[limit] for limit in limits}
            # The browser would cut what is too long without a word; the form says it.
            field.widget.attrs.pop("maxlength", None)
            self.drop_related_links(field.widget)
        return field

    def drop_related_links(self, widget):
        """Nothing that others point at is deleted from within a form."""
        widget.can_delete_related = False

    def limit_siblings(self, form, owner_pk):
        """Offer and accept only rows of the same owner where a row points at its like."""
        for name in self.siblings:
            if name in form.base_fields:
                field = form.base_fields[name]
                field.queryset = field.queryset.filter(**{self.owner: owner_pk})
                field.widget.widget.within = owner_pk or 0


class RecordInline(Editing, admin.StackedInline):
    """Rows on the page of the entry they belong to: closed until opened, counted in the heading."""

    form = RecordForm
    formset = RecordFormSet
    extra = 0
    classes = ("collapse",)
    related = ("section__document",)  # what the rows of the page show of others
    show_change_link = True
    view_on_site = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.related)

    def drop_related_links(self, widget):
        """Of the three buttons beside each select only the one that adds: rows are many."""
        super().drop_related_links(widget)
        widget.can_change_related = widget.can_view_related = False

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.held_back = held_back(request)
        self.owner = formset.fk.name
        self.limit_siblings(formset.form, obj and obj.pk)
        count = self.model._default_manager.filter(**{self.owner: obj.pk}).count() if obj else 0
        self.verbose_name_plural = format_lazy("{} ({})", self.opts.verbose_name_plural, count)
        return formset


def one_batch_per_post(request):
    """One batch and one version for all that one form changes; nothing for a page that is read.

    What the form says of the change is told with it: what made it necessary, and the reason.
    """
    if request.method != "POST":
        return contextlib.nullcontext()
    kind = request.POST.get("batch_kind", "")
    return batch(
        user=request.user,
        via=Batch.Via.FORM,
        kind=kind if kind in Batch.Kind.values else Batch.Kind.EDITORIAL,
        reason=request.POST.get("batch_reason", "").replace("\0", "").strip(),
    )


class AliasInline(Editing, admin.TabularInline):
    extra = 0
    view_on_site = False


class RecordAdmin(Editing, admin.ModelAdmin):
    """A page of the record: folded search, stable names, and word to the entry a row belongs to."""

    form = RecordForm
    stable = ("slug",)  # fields that never change once saved
    parent_path = ""  # path to the entry whose history tells a change of this row
    list_select_related = ()
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        def draw():
            with one_batch_per_post(request):
                if request.method == "POST" and (object_id or "").isdecimal():
                    # Whoever writes an entry locks its head first, so that none waits for another.
                    lock_entries_of(self.model, int(object_id))
                return super(RecordAdmin, self).changeform_view(request, object_id, *args, **kwargs)

        return asking(request, draw) if request.method == "POST" else draw()

    def delete_view(self, request, *args, **kwargs):
        with one_batch_per_post(request):
            return super().delete_view(request, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        with one_batch_per_post(request):
            return super().changelist_view(request, *args, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.held_back = held_back(request)
        if obj:
            self.limit_siblings(form, getattr(obj, self.owner) if self.owner else None)
        return form

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if self.dated:
            return (*fieldsets, (None, {"fields": ("version",)}))
        return fieldsets

    @property
    def dated(self) -> bool:
        """Whether its entries tell on which day they last changed."""
        return issubclass(self.form, VersionedForm)

    def save_model(self, request, obj, form, change):
        if form.has_changed() or not change:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        note_forms(request, form, formsets)

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(self.stable if obj else ()))

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_search_results(self, request, queryset, search_term):
        owner = request.GET.get("within", "")
        if self.siblings and owner.isdecimal():
            queryset = queryset.filter(**{self.owner: int(owner)})
        search_term = search_term.replace("\0", "")  # which PostgreSQL takes in no text
        if search_term.strip():
            # What a list finds, its page here finds alike; rows without a list are few and scanned.
            found = (
                matching_pks(self.model, ask(search_term, queryset.db), using=queryset.db)
                if self.model in CORPORA
                else scan(queryset, self.search_fields, search_term)
            )
            queryset = queryset.filter(pk__in=found)
        return queryset, False

    def view_on_site(self, obj):
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    @admin.display(description=_("Source"), ordering="section__position")
    def read_from(self, obj):
        return obj.section.mark

    def log_addition(self, request, obj, message):
        self.log_on_parent(request, obj, "added")
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        if message:
            changes = [part["changed"] for part in message if "changed" in part]
            fields = [name for change in changes for name in change.get("fields", ())]
            self.log_on_parent(request, obj, "changed", fields=fields)
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for obj in queryset:
            self.log_on_parent(request, obj, "deleted")
        return super().log_deletions(request, queryset)

    def log_on_parent(self, request, obj, done, **details):
        """The history of an entry tells of a row that was edited on a page of its own."""
        if self.parent_path:
            whole = functools.reduce(getattr, self.parent_path.split("."), obj)
            with override(None):
                name = str(self.opts.verbose_name)
            message = [{done: {"name": name, "object": str(obj), **details}}]
            super().log_change(request, whole, message)


class KeepLastRow:
    """The last row is not deleted: what it belongs to would be left without a source."""

    def get_deleted_objects(self, objs, request):
        deleted, counts, perms, protected = super().get_deleted_objects(objs, request)
        going = {obj.pk for obj in objs}
        for owner in {getattr(obj, self.owner) for obj in objs}:
            rows = self.model._default_manager.filter(**{self.owner: owner})
            if not rows.exclude(pk__in=going).exists():
                words = gettext("“%(entry)s” would be left without a source.")
                protected.append(words % {"entry": owner})
        return deleted, counts, perms, protected
