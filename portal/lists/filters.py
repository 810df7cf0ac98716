"""Kinds of questions: one of several values, one of several entries, words in the text.

Built on django-filter. Each narrows a queryset for downloads; those with values say what rows are
counted by, for the facets of the page, and narrow by that.
"""

import copy
import functools
import types
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import django_filters
from django.db import models
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from portal.changes.paths import passes_many
from portal.lists.columns import Column, Label
from portal.lists.expressions import paths_in, rows_with
from portal.lists.facet_index import NONE
from portal.lists.hierarchy import ONLY, YES, Hierarchy
from portal.lists.ordering import HIRAGANA
from portal.search.corpus import Corpus, Figures
from portal.search.index import ask, matching_pks
from portal.search.text import fold


def as_hiragana(text: str) -> str:
    """Text as it is compared, katakana as hiragana and without long marks.

    First as hiragana: folding makes small katakana large, as some write them so.
    """
    kana = unicodedata.normalize("NFKC", text).translate(HIRAGANA)
    return fold(kana).replace("ー", "")


class ListFilter(django_filters.Filter):
    """A filter that is copied for each request without what it was declared with.

    Nothing alters that. To copy querysets and labels as well, a list of measures would take 0.32 ms
    for its filters instead of 0.07, of 2 ms for a whole answer without drawing it.
    """

    # The names of the questions that ask one condition together with this one, itself among them.
    parts: tuple[str, ...] = ()
    # The field paths in which its values are looked for; none where they are few.
    find: tuple[str, ...] = ()
    # How it is asked on the page where it has no list of values; whether by a date.
    input = "text"
    dated = False
    # The questions that mean nothing without this one: they go where it goes.
    carries: tuple[str, ...] = ()
    # Whether it stands behind all other fields that one writes in.
    last = False

    def is_drawn(self, conditions: Mapping[str, Sequence[str]]) -> bool:
        """Whether a page draws its field where some questions are asked for some values."""
        return True

    def narrows(self, names: Collection[str]) -> bool:
        """Whether it leaves rows out where some of its parts are asked; most do."""
        return bool(names)

    def __deepcopy__(self, memo):
        copied = copy.copy(self)
        # What the database that is asked has to offer is put in here.
        copied.extra = dict(self.extra)
        return copied


class Part(ListFilter):
    """A question that asks one condition together with others, as the two ends of a window do.

    One row must meet what all of them ask, so `filter` is given the values of those that are
    asked, by name. Any of the parts answers for the whole condition.
    """

    def __init__(self, *args, parts: tuple[str, ...], **kwargs):
        self.parts = parts
        super().__init__(*args, **kwargs)

    def columns(self, value: str) -> Sequence[Column]:
        """The columns that a list has beside its own where this is asked; mostly none."""
        return ()

    def remark(self, value: str) -> str:
        """What readers have to know of the rows where this is asked; mostly nothing."""
        return ""

    def check(self, values: Mapping[str, str]) -> None:
        """Raise ValidationError where nothing could meet the values together."""
        raise NotImplementedError

    def untold(self, entries: models.QuerySet, every: BitMap) -> BitMap:
        """The rows of a list that say nothing of what is asked, so that no value finds them."""
        raise NotImplementedError

    def untold_words(self, count: int) -> str:
        """In words, that there are so many of them."""
        raise NotImplementedError

    @property
    def untold_way(self) -> tuple[str, str]:
        """The question and its value by which they are asked for too."""
        raise NotImplementedError

    def words(self, value: str, others: Collection[str]) -> str:
        """A value as people say it, where questions with the names `others` are asked too."""
        raise NotImplementedError


class FacetFilter(ListFilter):
    """A question with a set of values, shown as a facet.

    `group` is what rows are counted by, and all that decides which rows a value finds: in the
    bitmaps of the page, in the database for a download, and in the log of what changed. Rows for
    which it gives NULL are found by the value `NONE`. `options` are the values with their words,
    `of` the model whose entries the values stand for, if they do. `help` is the address at which
    the words of the values are explained, if they are. Where some values stand below others, as
    the `hierarchy` says, a value finds the rows of these too, unless `Only` is asked.
    """

    NONE = NONE
    of: type[models.Model] | None = None
    hierarchy: Hierarchy | None = None
    # Whether rows are counted by it; one with as many values as the list has rows is only asked.
    counted = True

    def __init__(self, *args, help: Label = "", **kwargs):
        self.help = help
        super().__init__(*args, **kwargs)

    def group(self) -> models.expressions.Combinable:
        """What rows are counted by."""
        return models.F(self.field_name)

    def paths(self, model: type[models.Model]) -> tuple[str, ...]:
        """The field paths whose values decide which rows of `model` are counted where."""
        return paths_in(self.group(), model)

    def is_offered(self, conditions: Mapping[str, Sequence[str]]) -> bool:
        """Whether a page draws its values where some questions are asked for some values."""
        return self.counted

    def options(self, used: Collection[str]) -> Iterator[tuple[str, str]]:
        """The values that are offered, with their words; `used` are those that rows have."""
        for value, words in self.field.choices:
            yield str(value), str(words)

    def keys(self, values: Iterable) -> list[str]:
        """The values asked for, cleaned by the form, as they stand in an address."""
        return [str(value) for value in values]

    def filter(self, qs, keys):
        """Rows that `group` gives one of some values for, as they stand in an address, each once.

        Where it passes many rows of others, they are looked for beside the queryset.
        """
        if not keys:
            return qs
        group, values = self.group(), [key for key in keys if key != self.NONE]
        none = len(values) < len(keys)
        if not any(passes_many(qs.model, path) for path in self.paths(qs.model)):
            return rows_with(qs, group, values, none)
        rows = rows_with(qs.model._base_manager.all(), group, values, none)
        return qs.filter(pk__in=rows.values("pk"))


class ChoiceFacet(FacetFilter, django_filters.MultipleChoiceFilter):
    """Any of several values of a choice field.

    `choices` may be a function that reads them from the database that it is given.
    """

    def __init__(self, *args, choices: Iterable | Callable[[str], Iterable], **kwargs):
        self.choices = choices
        super().__init__(*args, choices=choices, **kwargs)

    @property
    def field(self):
        """The field of the form, with the choices of the database that is asked."""
        if isinstance(self.choices, types.FunctionType):
            self.extra["choices"] = functools.partial(self.choices, self.parent.using)
        return super().field


class RelatedFacet(FacetFilter, django_filters.ModelMultipleChoiceFilter):
    """Any of several related entries, named by their readable `key`.

    Offered are those of `queryset` that rows of the list have, unless they are not `counted`.
    With `none`, rows without such an entry can be asked for, under that label. `where` is what
    else the related row that names the entry has to be: a part in a measure of one role.
    `hierarchy` says which entries stand below which, if they can. Where they are found equally
    often they stand in the `order` that is made of them; `find` are the field paths in which those
    of a long vocabulary are looked for.
    """

    def __init__(
        self,
        *args,
        key: str,
        none: str = "",
        counted: bool = True,
        where: dict[str, str] | None = None,
        hierarchy: Hierarchy | None = None,
        order: Callable[[models.QuerySet], models.QuerySet] = lambda entries: entries,
        find: tuple[str, ...] = (),
        **kwargs,
    ):
        self.key, self.none, self.counted, self.where = key, none, counted, where or {}
        self.hierarchy, self.order, self.find = hierarchy, order, find
        super().__init__(*args, to_field_name=key, null_label=none or None, **kwargs)
        self.of = kwargs["queryset"].model

    @property
    def names_entries(self) -> bool:
        """Whether its values are the names that entries have in addresses."""
        return (self.key,) == self.of.KEY

    def get_queryset(self, request):
        """The entries that can be asked for, in the database that is asked."""
        return super().get_queryset(request).using(self.parent.using)

    def group(self):
        named = models.F(f"{self.field_name}__{self.key}")
        if not self.where:
            return named
        return models.Case(models.When(**self.where, then=named))

    def options(self, used):
        for instance in self.order(self.field.queryset.filter(**{f"{self.key}__in": used})):
            yield str(getattr(instance, self.key)), str(instance)
        if self.none:
            yield self.NONE, str(self.none)

    def matching(self, words: str, offered: Collection[str]) -> set[str]:
        """Those of the values offered whose entry holds some words in one of the paths `find`."""
        asked = as_hiragana(words)
        entries = self.field.queryset.filter(**{f"{self.key}__in": offered}).order_by()
        return {
            str(key)
            for key, *names in entries.values_list(self.key, *self.find)
            if any(asked in as_hiragana(name or "") for name in names)
        }

    def keys(self, values):
        return [value if value == self.NONE else str(getattr(value, self.key)) for value in values]


REFUSED_SWITCH = _("It takes 1 alone, or is left out.")


class Only(ListFilter, django_filters.ChoiceFilter):
    """Whether another question is asked for its values alone, without what is narrower.

    It is no condition of its own: it says what those of `question` mean.
    """

    def __init__(self, question: str, label: Label):
        self.question = question
        errors = dict.fromkeys(("required", "invalid_choice"), REFUSED_SWITCH)
        choices = [(YES, label)]
        super().__init__(label=label, choices=choices, required=True, error_messages=errors)

    def filter(self, qs, value):
        return qs


def switches(questions: Mapping[str, django_filters.Filter]) -> dict[str, Only]:
    """A switch for each of some questions in which values stand below others."""
    return {
        name + ONLY: Only(name, question.hierarchy.only)
        for name, question in questions.items()
        if isinstance(question, FacetFilter) and question.hierarchy
    }


class Search(ListFilter, django_filters.CharFilter):
    """Rows whose text holds every word asked for; see `portal.search.corpus.Corpus`."""

    input = "search"

    def __init__(
        self,
        *args,
        titles: tuple[str, ...],
        texts: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
        refs: dict[str, bool] | None = None,
        owner: str = "",
        weights: Mapping[str, float] | None = None,
        figures: Figures | None = None,
        **kwargs,
    ):
        self.titles, self.texts, self.names, self.refs = titles, texts, names, refs or {}
        self.owner, self.weights, self.figures = owner, weights or {}, figures
        kwargs.setdefault("label", _("Search words"))
        super().__init__(*args, max_length=200, **kwargs)

    def corpus(self, model: type[models.Model]) -> Corpus:
        """What the rows of a model are found by where this is asked of them."""
        told = ("titles", "texts", "names", "refs", "owner", "weights", "figures")
        return Corpus(model, **{name: getattr(self, name) for name in told})

    def filter(self, qs, value):
        if not value:
            return qs
        return qs.filter(pk__in=matching_pks(qs.model, ask(value, qs.db), using=qs.db))
