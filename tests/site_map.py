"""The addresses of the site: every pattern, and which entries stand behind it."""

from django.db import models
from django.urls import URLPattern, get_resolver, reverse

from measures.models import BudgetLine, Indicator, Measure
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
from portal.bibliography import FORMATS
from portal.decks.pictures import RENDERER, WIDTHS
from portal.handouts.document import DOCX
from portal.handouts.parts import SLIDE_ROWS
from portal.handouts.slide import PPTX
from portal.lists.formats import LONGEST_DOCUMENT
from portal.pages.api.entries import KINDS
from portal.pages.changes.public import VIEWS
from portal.pages.lists import LISTS, TABLES
from portal.pages.planned import CALENDARS
from portal.record.models import Draft, Revision
from tests.kept_copy import kept_copy

LANGUAGES = ("ja", "en")


def cited() -> models.QuerySet:
    """Entries that are cited; those of one kind, as there is a page for every row of the record."""
    return Measure.objects.published().annotate(cite=models.Value(Measure.cite_kind()))


def with_amounts() -> models.QuerySet:
    """Measures with a budget that a slide can show: its line, in yen."""
    return Measure.objects.published().filter(budget_lines__currency="JPY").distinct()


HOST = "http://testserver"
# Which entries stand behind a pattern with arguments, and what in them fills these.
EXAMPLES = {
    "measure": (Measure.objects.published, ("slug",)),
    "indicator": (Indicator.objects.all, ("slug",)),
    "source": (SourceDocument.objects.all, ("slug",)),
    "section": (Section.objects.all, ("document__slug", "code")),
    "framework": (Framework.objects.all, ("slug",)),
    "pillar": (Pillar.objects.all, ("framework__slug", "slug")),
    "partner": (Partner.objects.all, ("code",)),
    "subject": (Subject.objects.all, ("slug",)),
    "organisation": (Organisation.objects.all, ("slug",)),
    "issue": (Issue.objects.all, ("slug",)),
    "cite": (cited, ("cite", "slug")),
    "remark": (cited, ("cite", "slug")),
}
# What changed in an entry is told beside its page.
EXAMPLES |= {f"{view}-changes": EXAMPLES[view] for view in VIEWS}
# The same for patterns of files.
FILE_EXAMPLES = {f"cite-{each.suffix}": (cited, ("cite", "slug")) for each in FORMATS}
# The same for documents and slides of entries, which take too long to make each.
HANDOUT_EXAMPLES = {
    "measure-docx": (Measure.objects.published, ("slug",)),
    "measure-pptx": (with_amounts, ("slug",)),
}
JSON_EXAMPLES = {f"{kind.view}-json": EXAMPLES[kind.view] for kind in KINDS}
JSON = {"json": "application/json", "ndjson": "application/x-ndjson"}
# What stands in the addresses of bundles, of which none is made in a test that does not say so.
BUNDLES = {
    "bundle": [],
    "bundle-latest": ["shirube.zip"],
    "bundle-version": [1],
    "bundle-file": [1, "shirube.zip"],
}
# Files of two documents, which an address has to name.
DOCUMENTS_COMPARED = [f"documents-compared-{suffix}" for suffix in ("csv", "docx", "xlsx")]
# The same of pictures of copies, of which a record has none.
GIVEN = BUNDLES | {"page-picture": ["0" * 64, RENDERER, 1, WIDTHS[0]]}
# What each pattern that is no page answers with.
FILES = {
    **dict.fromkeys(BUNDLES, "text/plain; charset=utf-8"),
    "bundle": "application/problem+json",
    "page-picture": "text/plain; charset=utf-8",
    "livez": "text/plain; charset=utf-8",
    **dict.fromkeys(("readyz", "healthz"), "application/json"),
    "names-json": "application/json",
    "robots": "text/plain; charset=utf-8",
    "security-txt": "text/plain; charset=utf-8",
    **dict.fromkeys(DOCUMENTS_COMPARED, "text/plain; charset=utf-8"),
    **dict.fromkeys(("brief-docx", "compare-docx"), "text/plain; charset=utf-8"),
    "measure-docx": DOCX,
    **dict.fromkeys(("measure-pptx", "budgets-pptx"), PPTX),
    "changes-csv": "text/csv; charset=utf-8",
    "data-changes-csv": "text/csv; charset=utf-8",
    "data-changes-json": "application/json",
    "data-changes-ndjson": "application/x-ndjson",
    "corrections-csv": "text/csv; charset=utf-8",
    "proofreadings-csv": "text/csv; charset=utf-8",
    "sitemap": "application/xml",
    "catalog-ttl": "text/turtle; charset=utf-8",
    "catalog-jsonld": "application/ld+json",
    "citation-cff": "application/yaml; charset=utf-8",
    "csvm": "text/plain; charset=utf-8",
    **{f"cite-{each.suffix}": each.content_type for each in FORMATS},
    "sitemap-section": "application/xml",
    **{f"{table.name}-table": "text/csv; charset=utf-8" for table in TABLES},
    **{
        f"{table.name}-{suffix}": kind
        for table in (*LISTS, *TABLES)
        for suffix, kind in JSON.items()
    },
    **dict.fromkeys(JSON_EXAMPLES, "application/json"),
    "openapi": "application/json",
    "check-text-api": "application/problem+json",
    "changes-feed": "application/atom+xml; charset=utf-8",
    **{f"{listing.name}-atom": "application/atom+xml; charset=utf-8" for listing in LISTS},
    **{f"{listing.name}-meta": "application/json" for listing in LISTS},
    **{f"{name}-ics": "text/calendar; charset=utf-8" for name in CALENDARS},
    **{f"{listing.name}-csv": "text/csv; charset=utf-8" for listing in LISTS},
    **{f"{table.name}-csvw": "application/csvm+json" for table in (*LISTS, *TABLES)},
    **{f"{listing.name}-docx": DOCX for listing in LISTS},
    **{
        f"{listing.name}-xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        for listing in LISTS
    },
}
# What answers a question alone, by the status of the refusal without one.
UNASKED = {
    **dict.fromkeys(DOCUMENTS_COMPARED, 400),
    **dict.fromkeys(("brief-docx", "compare-docx"), 400),
    "check-text-api": 405,
    "security-txt": 404,
    "page-picture": 404,
    **dict.fromkeys(BUNDLES, 503),
}
WITHOUT_LANGUAGE = {
    *("livez", "readyz", "healthz", "robots", "security-txt", "sitemap", "sitemap-section"),
    *(f"{table.name}-{suffix}" for table in (*LISTS, *TABLES) for suffix in JSON),
    *JSON_EXAMPLES,
    *("openapi", "check-text-api"),
    *("data-changes-csv", "data-changes-json", "data-changes-ndjson"),
    *(f"{listing.name}-meta" for listing in LISTS),
    *("catalog-ttl", "catalog-jsonld", "citation-cff", "csvm"),
    *(f"{table.name}-{kind}" for table in TABLES for kind in ("table", "csvw")),
    *GIVEN,
}
# Pages for editors, which send everybody else to the door.
EDITORS = {
    *("coverage", "register-document", "read-document", "read-section"),
    *("choose-place", "editions"),
    *("confirm", "confirm-unit", "confirm-unit-xlsx", "confirm-entry"),
    *("drafts", "draft", "draft-rows", "draft-place", "draft-place-rows", "draft-choices"),
    *("draft-review", "draft-preview", "draft-preview-of", "withdraw", "withdrawn"),
}

# Those of them that are files.
EDITORS_FILES = {"confirm-unit-xlsx"}


def refused(name: str) -> bool:
    """Whether a document or a slide of a list holds fewer rows than the list has."""
    if name == "budgets-pptx":
        return BudgetLine.objects.published().count() > SLIDE_ROWS
    listing = next((each for each in LISTS if name == f"{each.name}-docx"), None)
    return listing is not None and listing.entries().count() > LONGEST_DOCUMENT


def answered(name: str) -> tuple[int, str]:
    """The status and the type that a pattern is answered with where nothing is asked."""
    if refused(name):
        return 400, "text/plain; charset=utf-8"
    return UNASKED.get(name, 200), FILES.get(name, "text/html; charset=utf-8")


def site_map(patterns=None, prefix: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """The names of all patterns outside the admin, with the names of their arguments."""
    found: dict[str, list[str]] = {}
    for each in get_resolver().url_patterns if patterns is None else patterns:
        arguments = (*prefix, *each.pattern.converters)
        if isinstance(each, URLPattern):
            assert each.name, f"{each.pattern} has no name, so no template can link to it"
            assert each.name not in found, f"two patterns are called {each.name}"
            found[each.name] = list(arguments)
        elif each.namespace != "admin":
            inner = site_map(each.url_patterns, arguments)
            assert not inner.keys() & found.keys(), "a name stands for two patterns"
            found |= inner
    return found


SITE_MAP = site_map()
PUBLIC = [name for name in SITE_MAP if name not in EDITORS]
PAGES = [name for name in PUBLIC if name not in FILES]
DETAILS = [name for name in PAGES if SITE_MAP[name]]


def draft(row: models.Model | None = None) -> Draft:
    """A draft of an entry, a measure if none is given, which changes nothing."""
    row = row or Measure.objects.published().order_by("pk").first()
    kind = row._meta.model_name
    head = Revision.objects.current_of_row(kind, row.pk)
    return Draft.objects.create(
        kind=kind, key=head.entry.key, base=1, form=head.form, layout=head.layout
    )


def draft_of_document() -> Draft:
    """A draft of a document, which changes nothing."""
    return draft(SourceDocument.objects.order_by("pk").first())


def editors_address(name: str, read: tuple[str, str]) -> str:
    """The address of a page for editors, of a section that is read, or of a draft made for it."""
    arguments = {
        "read-document": lambda: read[:1],
        "read-section": lambda: read,
        "draft": lambda: [draft().pk],
        "draft-rows": lambda: [draft().pk, "names"],
        "draft-place": lambda: [draft_of_document().pk, "sections/1"],
        "draft-place-rows": lambda: [draft_of_document().pk, "sections/1", "footnotes"],
        "draft-choices": lambda: [draft().pk],
        "draft-review": lambda: [draft().pk],
        "draft-preview": lambda: [draft().pk],
        "draft-preview-of": lambda: [draft().pk, "measures/"],
        "choose-place": lambda: [kept_copy().evidence_id],
        "editions": lambda: [kept_copy().section.document.slug],
        "confirm-unit": lambda: [Organisation.objects.order_by("slug").first().slug],
        "confirm-unit-xlsx": lambda: [Organisation.objects.order_by("slug").first().slug],
        "confirm-entry": lambda: ["sourcedocument", read[0]],
        "withdraw": lambda: ["measure", Measure.objects.published().order_by("pk").first().pk],
    }
    field = {"app_label": "measures", "model_name": "citation", "field_name": "section"}
    query = field if name == "draft-choices" else None
    return reverse(name, args=arguments[name]() if name in arguments else [], query=query)


def language_of(address: str) -> str:
    """The language that an address speaks."""
    return "en" if address.startswith("/en/") else "ja"


def in_language(address: str, language: str) -> str:
    """The address of the same page in the other or the same language."""
    bare = address.removeprefix("/en") if address.startswith("/en/") else address
    return f"/en{bare}" if language == "en" else bare
