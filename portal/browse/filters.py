"""Questions: filters that refuse what they do not know, count their values, and read back.

Built on django-filter, which drops an invalid value silently and then shows everything; here a
bad value or an unknown name is a fault with a sentence that names it.
"""

import dataclasses
from collections.abc import Iterator

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.search.index import matching

# Parameters that are no questions: where in the list, in which order, in which form.
STATE = ("page", "sort", "profile")


@dataclasses.dataclass(frozen=True)
class FacetValue:
    """One value of a facet: how often it would be found, and whether it is asked for."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclasses.dataclass(frozen=True)
class Facet:
    """A question with its values and counts."""

    name: str
    label: str
    values: list[FacetValue]
    rest: list[FacetValue]
    open: bool


@dataclasses.dataclass(frozen=True)
class Chip:
    """A condition in use, and the query string of the same list without it."""

    label: str
    value: str
    without: str
    count: int | None = None


class Choice:
    """A question with a set of values, shown as a facet.

    `group` is what rows are counted by, `options` the values with their words.
    """

    def group(self) -> models.expressions.Combinable:
        """What rows are counted by."""
        return models.F(self.field_name)

    def options(self) -> Iterator[tuple[str, str]]:
        """The values with their words."""
        for value, words in self.field.choices:
            yield str(value), str(words)


class MultiChoice(Choice, django_filters.MultipleChoiceFilter):
    """Any of several values of a choice field."""

    def filter(self, qs, value):
        return qs.filter(**{f"{self.field_name}__in": list(value)}) if value else qs


class MultiKey(Choice, django_filters.ModelMultipleChoiceFilter):
    """Any of several related entries, named by their readable `key`.

    The path to them may pass many rows, so the match is a subquery: no row appears twice.
    With `none`, rows without such an entry can be asked for, under that label.
    """

    NONE = "null"

    def __init__(self, *args, key: str, none: str = "", **kwargs):
        self.key, self.none = key, none
        super().__init__(*args, to_field_name=key, null_label=none or None, **kwargs)

    def group(self):
        return models.F(f"{self.field_name}__{self.key}")

    def options(self):
        for instance in self.field.queryset:
            yield str(getattr(instance, self.key)), str(instance)
        if self.none:
            yield self.NONE, str(self.none)

    def filter(self, qs, value):
        if not value:
            return qs
        entries = [each for each in value if each != self.NONE]
        asked = models.Q(**{f"{self.field_name}__in": entries})
        if len(entries) < len(value):
            asked |= models.Q(**{f"{self.field_name}__isnull": True})
        return within(qs, asked)


class Search(django_filters.CharFilter):
    """Rows whose text holds every word asked for; `texts` are the field paths looked at."""

    def __init__(self, *args, texts: tuple[str, ...], **kwargs):
        self.texts = texts
        self.found: dict[str, list] = {}
        kwargs.setdefault("label", _("Search words"))
        super().__init__(*args, max_length=200, **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        if value not in self.found:  # facets ask again; the answer is the same for one request
            self.found[value] = matching(qs.model._base_manager.all(), self.texts, value)
        return qs.filter(pk__in=self.found[value])


def within(queryset: models.QuerySet, *asked: models.Q, **conditions) -> models.QuerySet:
    """Rows that meet the conditions over any number of related rows, each once."""
    found = queryset.model._base_manager.filter(*asked, **conditions).values("pk")
    return queryset.filter(pk__in=found)


class QuestionForm(forms.Form):
    """The form behind a list; it refuses parameters that it has no field for."""

    def clean(self):
        known = {*self.fields, *STATE}
        for name in self.data:
            if name not in known:
                raise ValidationError(
                    gettext("“%(name)s” is not a condition of this list. It knows: %(known)s.")
                    % {"name": name, "known": ", ".join(self.fields)}
                )
        return super().clean()


class Questions(django_filters.FilterSet):
    """What may be asked of a list. Subclasses declare filters and nothing else."""

    # Values shown before the rest of a long facet is folded away.
    SHOWN = 10

    class Meta:
        form = QuestionForm

    @cached_property
    def faults(self) -> list[str]:
        """A sentence for each bad value or unknown parameter; empty where all is well."""
        sentences = []
        for name, errors in self.form.errors.items():
            for error in errors:
                if name in self.filters:
                    given = "、".join(self.data.getlist(name))
                    sentences.append(f"{self.filters[name].label}（{name}={given}）: {error}")
                else:
                    sentences.append(str(error))
        return sentences

    @property
    def conditions(self) -> dict[str, list[str]]:
        """The questions in use with the values in force: of several texts that is the last."""
        conditions = {}
        for name in self.filters:
            given = self.data.getlist(name)
            if name not in self.options:
                given = given[-1:]
            if values := [value for value in dict.fromkeys(given) if value.strip()]:
                conditions[name] = values
        return conditions

    @property
    def free_fields(self) -> list[forms.BoundField]:
        """The questions answered by writing, the search box first."""
        return [self.form[name] for name in self.filters if name not in self.options]

    @cached_property
    def facets(self) -> list[Facet]:
        """Every question with values, each value with the rows it would lead to.

        A question's own condition is left out of its counts, so that a second value can be
        weighed; all other conditions and the search count.
        """
        return [self._facet(name) for name in self.options]

    def _narrowed(self, without: str) -> models.QuerySet:
        queryset = self.queryset
        cleaned = self.form.cleaned_data if self.form.is_valid() else {}
        for name, value in cleaned.items():
            if name != without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def _facet(self, name: str) -> Facet:
        question = self.filters[name]
        rows = self._narrowed(name).order_by().values(asked=question.group())
        counts = {
            MultiKey.NONE if row["asked"] is None else str(row["asked"]): row["rows"]
            for row in rows.annotate(rows=models.Count("pk", distinct=True))
        }
        chosen = set(self.data.getlist(name))
        values = [
            FacetValue(value, words, counts.get(value, 0), value in chosen)
            for value, words in self.options[name].items()
        ]
        if isinstance(question, MultiKey):
            values.sort(key=lambda value: -value.count)
        shown = [v for n, v in enumerate(values) if n < self.SHOWN or v.chosen]
        rest = [v for v in values if v not in shown]
        return Facet(name, str(question.label), shown, rest, bool(chosen))

    @cached_property
    def options(self) -> dict[str, dict[str, str]]:
        """The values of every question that has some, with their words."""
        return {
            name: dict(question.options())
            for name, question in self.filters.items()
            if isinstance(question, Choice)
        }

    @cached_property
    def chips(self) -> list[Chip]:
        """One chip per value in use, each with the query string that leaves it out."""
        chips = []
        for name, values in self.conditions.items():
            for value in values:
                chips.append(
                    Chip(
                        str(self.filters[name].label),
                        self.words(name, value),
                        self.without(name, value),
                    )
                )
        return chips

    def words(self, name: str, value: str) -> str:
        """The value as people say it."""
        return self.options.get(name, {}).get(value, value)

    def without(self, name: str, value: str) -> str:
        """The query string of the same list without one value."""
        query = QueryDict(mutable=True)
        for each in self.data:
            if each == name:
                kept = self.data.getlist(each) if each in self.options else []
                query.setlist(each, [other for other in kept if other != value])
            elif each != "page":
                query.setlist(each, self.data.getlist(each))
        return query.urlencode()

    @cached_property
    def escapes(self) -> list[Chip]:
        """For a list that is empty: each condition with the rows found without it."""
        escapes = []
        for name, values in self.conditions.items():
            words = "、".join(self.words(name, value) for value in values)
            query = QueryDict(mutable=True)
            for each in self.data:
                if each not in {name, "page"}:
                    query.setlist(each, self.data.getlist(each))
            escapes.append(
                Chip(
                    str(self.filters[name].label),
                    words,
                    query.urlencode(),
                    self._narrowed(name).count(),
                )
            )
        return escapes

    @cached_property
    def sentence(self) -> list[tuple[str, str]]:
        """The conditions in words: pairs of question and the values joined by “or”."""
        joint = gettext(" or ")
        return [
            (str(self.filters[name].label), joint.join(self.words(name, value) for value in values))
            for name, values in self.conditions.items()
        ]
