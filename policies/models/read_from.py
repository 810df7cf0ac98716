"""What was read from sections, counted: every model of evidence leads to one."""

import functools
import operator
from collections import Counter

from django.db import models

from policies.models.base import Evidence
from portal.changes.models import RecordedQuerySet


class ReadFromQuerySet(RecordedQuerySet):
    """Sections, and how much was read from them."""

    def evidence_relations(self) -> list:
        """The reverse relations from a section to every model of what is read from one."""
        return [
            relation
            for relation in self.model._meta.related_objects
            if issubclass(relation.related_model, Evidence)
        ]

    def read_among(self, sections) -> set[int]:
        """Those of some sections, by primary keys, from which anything was read: one statement.

        What is not published counts too: an editor has read it.
        """
        own = {"section": models.OuterRef("pk")}
        rows = (
            relation.related_model._base_manager.order_by().filter(**own)
            for relation in self.evidence_relations()
        )
        read = functools.reduce(operator.or_, (models.Q(models.Exists(some)) for some in rows))
        found = self.filter(read, pk__in=sections).order_by()
        return set(found.values_list("pk", flat=True))

    def entries_by_section(self) -> dict[int, int]:
        """How many entries were read from each section that has any: two counts in an index.

        What visitors may not see is little, and is counted apart; all of it stands in the index of
        the section and needs no look at what it hangs on.
        """
        every, hidden = [], []
        for relation in self.evidence_relations():
            rows = relation.related_model._base_manager.order_by()
            name = relation.field.name
            every.append(rows.values_list(name).annotate(n=models.Count("pk")))
            if relation.related_model.SHOWN_IF:
                unseen = rows.filter(relation.related_model.hidden_if())
                hidden.append(unseen.values_list(name).annotate(n=models.Count("pk")))
        total: Counter[int] = Counter()
        for sign, counted in ((1, every), (-1, hidden)):
            for section, number in counted[0].union(*counted[1:], all=True):
                total[section] += sign * number
        return dict(total)

    def entries_by_document(self) -> dict[int, int]:
        """How many entries were read from each document that has any, in one statement."""
        counted = [
            relation.related_model.objects.published()
            .order_by()
            .values_list(f"{relation.field.name}__document")
            .annotate(n=models.Count("pk"))
            for relation in self.evidence_relations()
        ]
        total: Counter[int] = Counter()
        for document, number in counted[0].union(*counted[1:], all=True):
            total[document] += number
        return dict(total)
