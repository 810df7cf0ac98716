"""What crawlers find: every list and every entry, in both languages."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db import models
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
from portal.help.pages import PAGES
from portal.pages.lists import LISTS

CODES = [code for code, _words in settings.LANGUAGES]


class Lists(Sitemap):
    """The first page and every list."""

    i18n = alternates = True

    def items(self):
        pages = (page.view for page in PAGES)
        return ["home", "data", "help", *pages, *(listing.name for listing in LISTS)]

    def location(self, item):
        return reverse(item)


class EachLanguage(Sequence):
    """Entries, each once in every language, of which only those of a page are read."""

    def __init__(self, entries: models.QuerySet):
        self.entries = entries

    def __len__(self):
        return self.entries.count() * len(CODES)

    def __getitem__(self, places: slice) -> list[tuple[models.Model, str]]:
        rows = self.entries[places.start // len(CODES) : -(-places.stop // len(CODES))]
        return [(row, code) for row in rows for code in CODES]


class Entries(Sitemap):
    """The entries of one model, in files of `limit` addresses."""

    i18n = alternates = True
    limit = 1000 * len(CODES)

    def __init__(self, entries: Callable[[], models.QuerySet]):
        self.entries = entries

    @property
    def paginator(self):
        """Pages of entries; Django's own would read all of them for each."""
        return Paginator(EachLanguage(self.entries()), self.limit)

    def lastmod(self, item):
        return getattr(item, "updated_on", None)

    def get_latest_lastmod(self):
        """Nothing: the day of the last change would have to be looked for in every entry."""


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
