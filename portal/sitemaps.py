"""What crawlers find: every list and every entry, in both languages."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from measures.models import Indicator, Measure
from policies.models import (
    Framework,
    Issue,
    Organisation,
    Partner,
    Pillar,
    Section,
    SourceDocument,
    Subject,
)
from portal.views import LISTINGS


class Lists(Sitemap):
    """The first page and every list."""

    i18n = alternates = True

    def items(self):
        return ["home", "data", *(listing.name for listing in LISTINGS)]

    def location(self, item):
        return reverse(item)


class Entries(Sitemap):
    """The entries of one model."""

    i18n = alternates = True

    def __init__(self, entries):
        self.entries = entries

    def items(self):
        return self.entries()

    def lastmod(self, item):
        return getattr(item, "updated_at", None)


SITEMAPS = {
    "lists": Lists(),
    "measures": Entries(lambda: Measure.objects.published().order_by("slug")),
    "indicators": Entries(lambda: Indicator.objects.order_by("slug")),
    "sources": Entries(lambda: SourceDocument.objects.order_by("slug")),
    "sections": Entries(Section.objects.for_list),
    "frameworks": Entries(lambda: Framework.objects.order_by("slug")),
    "pillars": Entries(Pillar.objects.for_list),
    "partners": Entries(lambda: Partner.objects.order_by("code")),
    "subjects": Entries(lambda: Subject.objects.order_by("slug")),
    "organisations": Entries(lambda: Organisation.objects.order_by("slug")),
    "issues": Entries(lambda: Issue.objects.order_by("slug")),
}
