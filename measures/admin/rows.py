"""What the rows of a measure share, as inlines on its page and on pages of their own."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from measures.kinds import BY_NAME, RowKind
from policies.admin.pages import SECTION_TEXTS, RecordAdmin, RecordInline, sourced

MEASURE_TEXTS = ("measure__title_ja", "measure__title_en")


def named_by(kind: RowKind) -> tuple[str, ...]:
    """The relations whose names forms show; a row falls back on the title of its measure."""
    return (kind.owner, *kind.read, *kind.form_joins)


def form_of(kind: RowKind) -> tuple:
    """The fieldsets of a row, its source among them where it has one."""
    return sourced(*kind.form) if kind.has_source else ((None, {"fields": kind.form}),)


class MeasureRowInline(RecordInline):
    """Rows of one measure: what its form holds and which relations it names, its kind says."""

    kind: RowKind

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if kind := cls.__dict__.get("kind"):
            cls.model, cls.fk_name, cls.siblings = kind.model, kind.owner, kind.siblings
            cls.related, cls.fieldsets = named_by(kind), form_of(kind)
            cls.purpose, cls.at_start = kind.purpose, kind.at_start
            cls.max_num = 1 if kind.one else None


class MeasureRowAdmin(RecordAdmin):
    """A page for one row: for searching across measures and for rows that need room.

    Its kind says what is edited; the page adds the measure, which a saved row never changes.
    """

    kind: RowKind
    owner = "measure"
    parent_path = "measure"
    stable = ("measure",)
    list_filter = ("section__document", "inferred")
    ordering = ("measure__slug", "position", "pk")

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if kind := cls.__dict__.get("kind"):
            cls.siblings = kind.siblings
            cls.list_select_related = named_by(kind)

    def get_fieldsets(self, request, obj=None):
        description = _("A saved row stays with its measure: delete it there and enter it anew.")
        measure = (None, {"description": description, "fields": (self.owner,)})
        return (measure, *form_of(self.kind))

    def view_on_site(self, obj):
        return obj.get_absolute_url() if getattr(obj, self.owner).published else None


def inline_of(name: str) -> type[MeasureRowInline]:
    """The inline of a kind that needs no more than its kind says."""
    kind = BY_NAME[name]
    return type(
        f"{kind.model.__name__}Inline", (MeasureRowInline,), {"kind": kind, "__doc__": kind.purpose}
    )


def page_of(kind: RowKind) -> type[MeasureRowAdmin]:
    """A page for the rows of a kind that needs no more than its kind says."""
    lines = [line if isinstance(line, tuple) else (line,) for line in kind.form]
    attributes = {
        "kind": kind,
        "list_display": ("__str__", kind.owner, "read_from"),
        "search_fields": searched(
            *(name for line in lines for name in line if name.endswith("_ja"))
        ),
    }
    return type(f"{kind.model.__name__}Admin", (MeasureRowAdmin,), attributes)


class DetailAdmin(MeasureRowAdmin):
    ordering = ("measure__slug", "pk")


def searched(*texts, measure=MEASURE_TEXTS):
    """Fields that a search in a list of rows reads: the row's own, its measure's, its source's."""
    return (*texts, *measure, *SECTION_TEXTS)


def related_only(path):
    """A filter on a relation that offers only what occurs."""
    return (path, admin.RelatedOnlyFieldListFilter)
