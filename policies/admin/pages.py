"""What every admin page of the record shares, whatever it edits."""

import contextlib
import functools

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from policies.admin.addresses import Addresses
from policies.admin.asking import asking, held_back, note_forms
from policies.admin.based import Based, is_replayed
from policies.admin.deleting import Deleting
from policies.admin.drafting import Drafts, is_drafting
from policies.admin.forms import (
    HeldChoiceField,
    HeldRows,
    HeldSelect,
    HeldSelectMultiple,
    PreloadedSelect,
    RecordForm,
    RecordFormSet,
)
from policies.admin.giving_back import GivesBack
from policies.admin.groups import Rows
from policies.admin.history import Histories
from policies.admin.merging import Merging
from policies.admin.numbers import NUMBERS
from policies.admin.split import SplitPages
from portal.changes import aside
from portal.record.models import Batch
from portal.record.revising import batch, lock_entries_of
from portal.record.sent import kind_asked, reason_of
from portal.search.corpus import CORPORA
from portal.search.index import ask, matching_pks, scan
from portal.unsaved.returning import comes_back, unconfirmed

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
        **NUMBERS,
    }
    owner = ""
    siblings = ()  # fields that point at rows of the same owner

    def get_autocomplete_fields(self, request):
        fields = (*self.opts.fields, *self.opts.many_to_many)
        return [field.name for field in fields if field.is_relation]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", HeldChoiceField)
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
            if is_drafting(request):  # what they add and change is published at once
                field.widget.can_add_related = field.widget.can_change_related = False
                field.widget.can_view_related = False
                if isinstance(inner := getattr(field.widget, "widget", None), PreloadedSelect):
                    inner.choices_at = getattr(request, "choices", "")
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


class RecordInline(Rows, Editing, admin.StackedInline):
    """Rows of an entry: on a page of their own, or on its own where they are few or it is new."""

    form = RecordForm
    formset = RecordFormSet
    template = "admin/edit_inline/rows.html"
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

    def get_extra(self, request, obj=None, **kwargs):
        """One row more where the address fills it in."""
        return max(super().get_extra(request, obj, **kwargs), bool(self.prefilled(request)))

    def prefilled(self, request) -> dict:
        """What an address gives of a row: `citations-phrase=…` of a row of citations."""
        if request.method != "GET":
            return {}
        prefix = f"{self.get_prefix()}-"
        given = {name.removeprefix(prefix): name for name in request.GET if name.startswith(prefix)}
        return {name: value_of(request.GET.getlist(given[name])) for name in given}

    def get_prefix(self) -> str:
        """What the names of the rows' fields begin with."""
        owners = (each for each in self.opts.fields if each.related_model is self.parent_model)
        owner = self.opts.get_field(self.fk_name) if self.fk_name else next(owners)
        return owner.remote_field.get_accessor_name(self.model)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.held_back = held_back(request)
        self.owner = formset.fk.name
        if self.prefilled(request):
            self.classes = ()
        self.limit_siblings(formset.form, obj and obj.pk)
        rows = self.model._default_manager.filter(**{self.owner: obj.pk}) if obj else None
        count = SimpleLazyObject(rows.count) if obj else 0
        self.verbose_name_plural = format_lazy("{} ({})", self.opts.verbose_name_plural, count)
        return formset


def value_of(values: list[str]) -> str | list[str]:
    """What an address gives for a field: one value, or several."""
    return values[0] if len(values) == 1 else values


def one_batch_per_post(request, *, inner: bool = False):
    """One batch and one version for all that one form changes; nothing for a page that is read.

    What the form says of the change is told with it: what made it necessary, and the reason. With
    `inner` a failure undoes the transaction that it stands in as well.
    """
    if request.method != "POST":
        return contextlib.nullcontext()
    return batch(
        user=request.user,
        via=Batch.Via.FORM,
        kind=kind_asked(request),
        reason=reason_of(request),
        savepoint=not inner,
    )


class AliasInline(Editing, admin.TabularInline):
    formset = HeldRows
    extra = 1  # without a script there would be none to type into
    view_on_site = False


class RecordAdmin(
    Drafts,
    Based,
    SplitPages,
    Merging,
    Addresses,
    Deleting,
    Histories,
    GivesBack,
    Editing,
    admin.ModelAdmin,
):
    """A page of the record: folded search, stable names, and word to the entry a row belongs to."""

    form = RecordForm
    stable = ("slug",)  # fields that never change once saved
    parent_path = ""  # path to the entry whose history tells a change of this row
    list_select_related = ()
    list_per_page = 50

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    @contextlib.contextmanager
    def saving(self, request, obj, change):
        # What is carried out aside is looked at when it is joined with what others did.
        looked_at = () if is_replayed(request) else [obj, self.whole_of(obj)]
        with asking(request, looked_at), one_batch_per_post(request, inner=True):
            if change:
                # Whoever writes an entry locks its head first, so that none waits for another.
                self.check_base(request, lock_entries_of(self.model, obj.pk))
            yield

    def whole_of(self, obj):
        """The entry that a row belongs to; the entry itself where it is one."""
        return functools.reduce(getattr, filter(None, self.parent_path.split(".")), obj)

    @method_decorator(comes_back)
    def delete_view(self, request, *args, **kwargs):
        with one_batch_per_post(request):
            return super().delete_view(request, *args, **kwargs)

    @method_decorator(functools.partial(comes_back, unsent=unconfirmed))
    def changelist_view(self, request, *args, **kwargs):
        with one_batch_per_post(request):
            return super().changelist_view(request, *args, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.held_back = held_back(request)
        if obj:
            self.limit_siblings(form, getattr(obj, self.owner) if self.owner else None)
        return form

    def get_changeform_initial_data(self, request):
        """What the address gives; several values of one name as a list."""
        several = {name: each for name, each in request.GET.lists() if len(each) > 1}
        return super().get_changeform_initial_data(request) | several

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        given = inline.prefilled(request) if isinstance(inline, RecordInline) else {}
        return kwargs | ({"initial": [given]} if given else {})

    def response_post_save_add(self, request, obj):
        """Back to the section that is read, where the row was begun there."""
        document, _slash, code = request.GET.get("read", "").partition("/")
        if document and code:
            with contextlib.suppress(NoReverseMatch):
                entry = getattr(obj, f"{self.owner}_id") if self.owner else obj.pk
                query = {"entry": entry} if entry else {}
                return redirect(reverse("read-section", args=[document, code], query=query))
        return super().response_post_save_add(request, obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        note_forms(request, form, formsets)

    def get_readonly_fields(self, request, obj=None):
        kept = obj is not None and not getattr(request, "drafts_new", False)
        return (*super().get_readonly_fields(request, obj), *(self.stable if kept else ()))

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_search_results(self, request, queryset, search_term):
        owner = request.GET.get("within", "")
        if self.siblings and owner.isdecimal():
            queryset = queryset.filter(**{self.owner: int(owner)})
        search_term = search_term.replace("\0", "")  # which PostgreSQL takes in no text
        if search_term.strip():
            # What a list finds, its page here finds alike.
            queryset = with_words(queryset, self.search_fields, search_term)
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
            whole = self.whole_of(obj)
            with override(None):
                name = str(self.opts.verbose_name)
            message = [{done: {"name": name, "object": str(obj), **details}}]
            super().log_change(request, whole, message)


def with_words(queryset: models.QuerySet, paths, words: str) -> models.QuerySet:
    """Those of some rows whose texts hold words; rows of which no index knows are few."""
    if queryset.model not in CORPORA:
        return queryset.filter(pk__in=scan(queryset, paths, words))
    known = matching_pks(queryset.model, ask(words, queryset.db), using=queryset.db)
    found = models.Q(pk__in=known)
    if aside.current():  # of rows that are tried out the index does not know
        made = queryset.filter(pk__gte=aside.FIRST_KEY)
        found |= models.Q(pk__in=scan(made, paths, words))
    return queryset.filter(found)


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
