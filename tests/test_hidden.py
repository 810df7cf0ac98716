"""What visitors never learn of a measure that is not published: no word of it, anywhere.

A measure is given words that mean nothing, in every text of it and of every row that hangs on
it, and a visitor looks for them at every address, in every file, and in every suggestion.
"""

import collections
import dataclasses
import html
import io
import re
import urllib.parse
import zipfile
from collections.abc import Iterable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from measures.compare.document_views import EARLIER, LATER
from measures.models import Measure, MeasureName, RelatedVerdict
from policies.models import SourceDocument
from policies.models.citable import Citable
from portal.bibliography import FORMATS
from portal.changes.models import Version
from portal.dates.clock import today
from portal.pages.check.values import READERS
from portal.pages.lists import LISTS
from portal.pages.summary import RecordCache
from portal.record.drafting import form_of
from portal.record.models import Draft, Revision
from portal.record.schema import layout
from portal.search.corpus import CORPORA
from portal.search.models import Name
from portal.sitemaps import SITEMAPS
from tests.accounts.people import REVIEWER, come
from tests.entries import Maker, Vocabulary, measure, relate
from tests.site_map import (
    DETAILS,
    DOCUMENTS_COMPARED,
    EXAMPLES,
    FILE_EXAMPLES,
    GIVEN,
    HANDOUT_EXAMPLES,
    JSON_EXAMPLES,
    PUBLIC,
)
from tests.visits import body

pytestmark = [pytest.mark.django_db]

# Words of no language and an address name of none.
JAPANESE, ENGLISH, SLUG = "ゾヌペリュ", "quxzimbo", "wobbelkront"
TEXT = f"{JAPANESE}{ENGLISH}"
# What people would type who know a part of it.
FRAGMENTS = (JAPANESE, ENGLISH, TEXT, "ゾヌペ", "ヌペリュquxz", "quxzim", "QUXZIMBO", "ｿﾞﾇﾍﾟﾘｭ")
# Nothing of a measure is in a language of its own: the second one is walked in the crawl.
EACH_LANGUAGE = pytest.mark.parametrize(
    "language", ["ja", pytest.param("en", marks=pytest.mark.crawl)]
)
# Where changes of the whole record, and of the measures of a list, are told.
CHANGES = re.compile(r"/changes(\.\w+|/)$|\.atom$")
# Where the whole record lies as files, once somebody has made them.
WAITING = re.compile("/data/(index.json|latest/|v/)")
# Lists of what belongs to measures, each of which shows a measure that is published.
ROWS = tuple(listing.name for listing in LISTS if listing.filterset_class.model.SHOWN_IF)


@pytest.fixture(autouse=True)
def contact(settings):
    """There is somebody to write to, so that it is told to whom."""
    settings.SECURITY_CONTACT = "mailto:security@example.jp"


@pytest.fixture(autouse=True)
def japanese():
    """Addresses are made in Japanese, whatever language the last visit spoke."""
    with translation.override("ja"):
        yield


@dataclasses.dataclass(frozen=True)
class Cited:
    """A row that is cited, at the address of that."""

    row: Citable

    def get_absolute_url(self) -> str:
        """The page that cites the row."""
        return self.row.cite_address


class Hidden:
    """A measure that can be published, among entries and a related measure that are.

    With `withdrawn` there is a second one of the same words, which was published once.
    """

    def __init__(self, *, published: bool, withdrawn: bool = False):
        maker = Maker("open", "公開の語")
        self.words = Vocabulary(maker, 1)
        self.shown = measure(maker, self.words)
        self.secret = Maker(SLUG, TEXT)
        self.measure = self.one(published=published)
        self.measures = [self.measure]
        if withdrawn:
            self.withdraw(self.one(published=True))
        for control in (self.shown.export_control, self.measure.export_control):
            control.suspended_by = self.measure
            control.save()

    def one(self, *, published: bool) -> Measure:
        """A measure of those words that the one which is shown is related to."""
        made = measure(self.secret, self.words, published=published)
        relate(self.secret, self.words, self.shown, made)
        RelatedVerdict.objects.create(
            first=self.shown,
            second=made,
            verdict=RelatedVerdict.Verdict.CONFIRMED,
            note_ja=TEXT,
            note_en=TEXT,
        )
        return made

    def withdraw(self, made: Measure) -> None:
        """Take the tick of a measure that visitors have seen."""
        search = f"{reverse('search')}?{urlencode(q=JAPANESE)}"
        assert traces([search, self.shown.get_absolute_url()])
        made.published = False
        made.save()
        self.measures.append(made)

    def publish(self, published: bool) -> None:
        """Set or take the tick, as the form of the measure does."""
        self.measure.published = published
        self.measure.save()

    @property
    def entries(self) -> dict[str, list]:
        """What it hangs on, by the name of the page; more than the page of each needs."""
        words = self.words
        return {
            "measure": [self.shown],
            "indicator": words.indicators,
            "source": [words.document],
            "section": words.sections,
            "framework": words.frameworks,
            "pillar": words.pillars,
            "partner": words.partners,
            "subject": words.subjects,
            "organisation": words.organisations,
            "issue": words.issues,
            "cite": [Cited(self.shown), Cited(self.shown.export_control)],
        }

    def other_document(self) -> SourceDocument:
        """A document beside that of the words."""
        return SourceDocument.objects.exclude(pk=self.words.document.pk).order_by("pk").first()

    def asked(self) -> list[str]:
        """What visitors ask for: fragments, and each of its names in full."""
        names = MeasureName.objects.filter(measure__in=self.measures)
        titles = [title for each in self.measures for title in (each.title_ja, each.title_en)]
        return [*FRAGMENTS, *titles, *names.values_list("name", flat=True), SLUG]


def public(hidden: Hidden) -> Iterator[str]:
    """Every address of the site on which the measure could leave a trace."""
    told = {name for name in DETAILS if name.endswith("-changes")}
    assert set(hidden.entries) | told | {"remark"} == set(DETAILS) == set(EXAMPLES)
    for name in PUBLIC:
        if name == "sitemap-section":
            yield from (reverse(name, args=[section]) for section in SITEMAPS)
        elif name in told:
            for each in hidden.entries[name.removesuffix("-changes")]:
                for query in ("", f"?as_of={today()}"):
                    yield f"{each.get_absolute_url()}changes/{query}"
        elif name == "remark":
            yield from (each.row.remark_address for each in hidden.entries["cite"])
        elif name in DETAILS:
            yield from (each.get_absolute_url() for each in hidden.entries[name])
        elif name in JSON_EXAMPLES:
            for each in hidden.entries[name.removesuffix("-json")]:
                page = each.get_absolute_url().removeprefix("/en").rstrip("/")
                yield f"{page}.json"
        elif name in HANDOUT_EXAMPLES:
            suffix = name.removeprefix("measure-")
            for each in hidden.entries["measure"]:
                yield f"{each.get_absolute_url().rstrip('/')}.{suffix}"
        elif name in FILE_EXAMPLES:
            suffix = name.removeprefix("cite-")
            yield from (each.row.file_address(suffix) for each in hidden.entries["cite"])
        else:
            yield reverse(name, args=GIVEN.get(name, []))
        if name.endswith("-csv"):
            yield f"{reverse(name)}?profile=data"
    for listing in LISTS:
        yield f"{reverse(listing.name)}?as_of={today()}"
        yield f"{reverse(f'{listing.name}-csv')}?as_of={today()}&as_of_beside={today()}"
        if "on" in listing.filterset_class.base_filters:
            yield f"{reverse(listing.name)}?on={today()}"
    around = [hidden.shown.slug, *(each.slug for each in hidden.measures)]
    for name in ("compare", "brief"):
        yield f"{reverse(name)}?{urlencode(measure=around)}"
    yield f"{reverse('compare')}?{urlencode(control=around)}"
    yield f"{reverse('compare')}?{urlencode(budget=around)}"
    yield f"{hidden.shown.get_absolute_url()}?{urlencode({'from': 'sort=title'})}"
    documents = {EARLIER: hidden.words.document.slug, LATER: hidden.other_document().slug}
    for name in ("compare-docx", "brief-docx"):
        yield f"{reverse(name)}?{urlencode(measure=around)}"
    for name in ("documents-compared", *DOCUMENTS_COMPARED):
        yield f"{reverse(name)}?{urlencode(documents)}"


def questions(hidden: Hidden) -> Iterator[str]:
    """Every list and the one box, asked for each of its words; and for the measure by name."""
    for word in hidden.asked():
        yield f"{reverse('search')}?{urlencode(q=word)}"
        yield f"{reverse('measures')}?{urlencode(q=word)}"
        for name in ("names", "names-json"):
            # As it is typed: letter by letter, the last ones of which say little.
            for length in {1, 2, len(word) // 2, len(word)}:
                yield f"{reverse(name)}?{urlencode(q=word[:length])}"
    for listing in LISTS:
        yield in_list(listing.name)
        yield f"{reverse(f'{listing.name}-csv')}?{urlencode(q=ENGLISH)}"
        for name in {"measure", "suspended_by"} & set(listing.filterset_class.base_filters):
            for each in hidden.measures:
                yield f"{reverse(listing.name)}?{urlencode({name: each.slug})}"


def in_list(name: str) -> str:
    """A list asked for a part of its words."""
    return f"{reverse(name)}?{urlencode(q='ゾヌペ')}"


def urlencode(*args, **kwargs) -> str:
    return urllib.parse.urlencode(dict(*args, **kwargs), doseq=True)


def in_language(language: str, addresses, hidden: Hidden) -> list[str]:
    """The addresses in a language."""
    with translation.override(language):
        return list(addresses(hidden))


def read(address: str) -> str:
    """What a visitor gets at an address, without what was asked for there.

    Pages repeat the question; what is left is what the site adds.
    """
    response = Client().get(address)
    answered = {200, 400, 410, *({503} if WAITING.match(address) else ())}
    # A text is sent to the one below; of copies the record has none.
    answered |= {405} if address == reverse("check-text-api") else set()
    answered |= {404} if address.startswith("/copies/") else set()
    assert response.status_code in answered, f"{address}: {response.status_code}"
    content = body(response)
    if content.startswith(b"PK"):  # a workbook, a document or a slide
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            names = [name for name in book.namelist() if name.endswith((".xml", ".rels"))]
            text = "".join(book.read(name).decode() for name in names)
    else:
        # Words of the other language are marked, inside the question as well.
        text = re.sub(r'<span lang="\w+">|</span>', "", content.decode())
        # The token of a form is another one each time.
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
        # The search cuts the question, and names the parts that nothing holds.
        text = re.sub('<b class="asked">.*?</b>', "", text)
    text = urllib.parse.unquote_plus(html.unescape(text))
    asked = urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query)
    for value in sorted({value for _name, value in asked}, key=len, reverse=True):
        # Other names may begin with the one that was asked for.
        text = re.sub(rf"{re.escape(value)}(?!\d)", "", text)
    return text


def traces(addresses: Iterable[str], hidden_since: Iterable[str] = ()) -> list[str]:
    """The addresses where a visitor meets a word of the measure, or its address name.

    That measures were hidden which visitors could see, changes tell by their address names.
    """
    found = ((address, read(address).casefold()) for address in addresses)
    known = re.compile("|".join(rf"{re.escape(slug)}(?![\w-])" for slug in hidden_since) or "$^")
    found = (
        (address, known.sub("", text) if CHANGES.search(address) else text)
        for address, text in found
    )
    words = (JAPANESE, ENGLISH, SLUG)
    return [address for address, text in found if any(word in text for word in words)]


@pytest.mark.both
@EACH_LANGUAGE
def test_a_measure_that_is_not_published_leaves_no_trace(language):
    """Neither one that never was, nor one that is no longer."""
    hidden = Hidden(published=False, withdrawn=True)
    went = [each.slug for each in hidden.measures if each is not hidden.measure]
    assert went
    assert traces(in_language(language, public, hidden), went) == []
    assert traces(in_language(language, questions, hidden)) == []


def said_of(hidden: Hidden) -> str:
    """A text that says all values of the measures in their own words."""
    rows = (
        row
        for model, (_reader, owner, _joins) in READERS.items()
        if owner == "measure"
        for row in model.objects.filter(measure__in=hidden.measures)
    )
    return "\n".join(f"{row.measure.title_ja}は{row.phrase}、{row}。" for row in rows)


def checked(text: str) -> list[dict]:
    """What the record says of the values of a text."""
    answer = Client().post("/api/check/", text.encode(), content_type="text/plain").json()
    return [said for finding in answer["findings"] for said in finding["record"]]


@pytest.mark.both
def test_a_text_of_what_is_not_published_is_compared_with_nothing_of_it():
    hidden = Hidden(published=False, withdrawn=True)
    told = [value for said in checked(said_of(hidden)) for value in said.values()]
    assert [each for each in told if any(word in each for word in (JAPANESE, SLUG))] == []
    hidden.publish(published=True)
    assert any(SLUG in said["address"] for said in checked(said_of(hidden)))
    hidden.publish(published=False)
    assert not any(SLUG in said["address"] for said in checked(said_of(hidden)))


def drafts_of(hidden: Hidden) -> list[Draft]:
    """Drafts full of those words: of what is published, of what is not there yet, one that could
    not be saved; and one of a bundle.
    """
    key, form = form_of(hidden.measure)
    _key, shown = form_of(hidden.shown)
    subject = {"slug": f"{SLUG}-subject", "kind": "material", "name_ja": TEXT, "name_en": TEXT}
    number = Revision.objects.current_of_row("measure", hidden.shown.pk).number
    texts = dict.fromkeys(("title_ja", "title_en", "summary_ja", "summary_en"), TEXT)
    new = form | {"slug": f"{SLUG}-new", "published": True}
    said = [
        ("measure", hidden.shown.slug, number, shown | texts, {}),
        ("measure", new["slug"], 0, new, {}),
        ("subject", subject["slug"], 0, subject, {}),
        ("measure", hidden.shown.slug, number, shown, {"": typed()}),
    ]
    assert key == SLUG or key.startswith(SLUG)
    return [
        Draft.objects.create(
            kind=kind, key=name, base=base, form=form, posted=posted, layout=layout(kind),
            state=Draft.State.FOR_REVIEW, note=TEXT, reason=TEXT, bundle=f"{TEXT}{place}",
        )
        for place, (kind, name, base, form, posted) in enumerate(said)
    ]  # fmt: skip


def typed() -> dict:
    """What was typed into a form that could not be saved."""
    return {"sent": urlencode(title_ja=TEXT), "saved": 1, "faults": [TEXT]}


@pytest.mark.both
@EACH_LANGUAGE
@pytest.mark.ignore_template_errors
def test_drafts_leave_no_trace_also_when_they_were_looked_at(language):
    """What a preview has read is kept for nobody: the lists are asked in the same process."""
    hidden = Hidden(published=False)
    editor = come(REVIEWER)
    seen = ("measures/", "measures.csv", "subjects/", f"search/?{urlencode(q=ENGLISH)}", "")
    for draft in drafts_of(hidden):
        assert ENGLISH in editor.get(reverse("draft-review", args=[draft.pk])).text
        for page in (*seen, f"search/names.json?{urlencode(q=ENGLISH[:4])}"):
            address = reverse("draft-preview", args=[draft.pk]) + page
            assert editor.get(address).status_code == 200, address
    first = Draft.objects.order_by("pk").first()
    preview = reverse("draft-preview", args=[first.pk])
    assert TEXT in editor.get(f"{preview}measures/").text
    assert traces(in_language(language, public, hidden)) == []
    assert traces(in_language(language, questions, hidden)) == []
    for name in ("draft", "draft-review", "draft-preview", "draft-choices"):
        answer = Client().get(reverse(name, args=[first.pk]))
        assert (answer.status_code, answer.content) == (302, b""), name


def test_a_measure_that_becomes_published_is_met_everywhere():
    """What the two tests above look for can be seen: at each of these addresses."""
    hidden = Hidden(published=False)
    hidden.publish(True)
    expected = {"/", "/sitemap-measures.xml", *map(in_list, ROWS)}
    expected |= {reverse(f"{name}-{suffix}") for name in ROWS for suffix in ("csv", "xlsx")}
    expected |= {
        hidden.entries[name][0].get_absolute_url()
        for name in set(hidden.entries) - {"indicator", "framework", "source", "cite"}
    }
    met = set(traces([*public(hidden), *map(in_list, ROWS)]))
    assert expected - met == set()
    assert any(address.startswith("/compare/") for address in met)
    assert any(address.startswith("/brief/") for address in met)
    for code, _words in settings.LANGUAGES:
        with translation.override(code):
            for word in (JAPANESE, "ゾヌペ", hidden.measure.title_ja):
                address = f"{reverse('search')}?{urlencode(q=word)}"
                assert traces([address]), address


@pytest.mark.parametrize("published", [True, False])
def test_its_names_are_suggested_while_it_is_published(published):
    """Both lines that told them: other names that were looked for, and names like it."""
    hidden = Hidden(published=not published)
    hidden.publish(published)
    name = MeasureName.objects.filter(measure=hidden.measure).first().name
    hidden.measure.title_ja = "べつのゾヌペのことば"
    hidden.measure.save()
    other = read(f"{reverse('measures')}?{urlencode(q=name)}")
    like = read(f"{reverse('search')}?{urlencode(q='べつのソヌペのことば')}")
    assert ("べつのゾヌペのことば" in other) == published
    assert ("べつのゾヌペのことば" in like) == published


@EACH_LANGUAGE
def test_pages_are_the_same_whether_it_is_there_or_not(language):
    """So a page that is kept stays true while only what visitors do not see is edited."""
    hidden = Hidden(published=False)
    for control in (hidden.shown.export_control, hidden.measure.export_control):
        control.suspended_by = hidden.shown
        control.save()
    addresses = in_language(language, public, hidden)
    version = Version.objects.current()
    pages = {address: read(address) for address in addresses}
    hidden.measure.delete()
    assert Version.objects.current() == version
    RecordCache.stamp = None
    changed = [address for address in addresses if read(address) != pages[address]]
    own = f"{urlencode(measure=hidden.measure.slug)}"
    assert [address for address in changed if own not in address] == []


def test_its_own_address_is_as_unknown_as_any_other():
    hidden = Hidden(published=False)
    own, other = hidden.measure.get_absolute_url(), reverse("measure", args=["no-such-measure"])
    pages = []
    for address in (own, other):
        response = Client().get(address)
        assert response.status_code == 404
        pages.append(response.content.decode().replace(address, ""))
    assert pages[0] == pages[1]


def test_what_cites_it_is_unknown_with_every_row_of_it():
    """Pages and files: of the measure, and of each row that hangs on it."""
    hidden = Hidden(published=True)
    rows = [
        hidden.measure,
        *(
            row
            for relation in Measure._meta.related_objects
            # A row of another that names it, as the one that it suspends, is that other's.
            if issubclass(relation.related_model, Citable) and relation.field.name == "measure"
            for row in relation.related_model._base_manager.filter(
                **{relation.field.name: hidden.measure}
            )
        ),
    ]
    assert len(rows) > 10
    addresses = [
        address
        for row in rows
        for address in (row.cite_address, *(row.file_address(each.suffix) for each in FORMATS))
    ]
    assert {Client().get(address).status_code for address in addresses} == {200}
    hidden.publish(False)
    answers = [Client().get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {410}  # they were there
    assert not any(ENGLISH in answer.content.decode() for answer in answers)


def test_names_are_kept_of_what_each_list_shows_alone():
    """Whoever asks reads the names without asking who may see them."""
    Hidden(published=False)
    assert Measure.objects.count() > Measure.objects.published().count()
    shown = collections.defaultdict(set)
    for listing in LISTS:
        shown[listing.entries().model] |= names_shown_by(listing)
    for listing in LISTS:
        assert names_kept_for(listing) == shown[listing.entries().model], listing.name


def names_kept_for(listing) -> set[int]:
    """The rows of whose names the index of a list knows."""
    corpus = CORPORA.get(listing.entries().model)
    kept = Name.objects.filter(corpus=corpus.number()) if corpus else Name.objects.none()
    return set(kept.values_list("row", flat=True))


def names_shown_by(listing) -> set[int]:
    """The rows that a list shows, where its rows have names."""
    corpus = CORPORA.get(listing.entries().model)
    shown = listing.entries().order_by().values_list("pk", flat=True)
    return set(shown) if corpus and corpus.names else set()
