"""The data as a catalogue in DCAT-AP 3, which portals of open data harvest."""

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.languages import in_languages
from portal.lists.columns import Label
from portal.lists.declaration import ListPage, Table
from portal.lists.formats import FORMATS
from portal.lists.links import TYPES
from portal.lists.shown import DATA
from portal.pages.catalog.known import ABOUT, KEYWORDS, NAME, RECORD, TITLE, Known, whole_files
from portal.pages.catalog.schema import page_of
from portal.pages.catalog.triples import Address, Graph, Text, Value
from portal.pages.dictionary import LANGUAGES

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# The lists of names from which DCAT-AP asks to take these.
AUTHORITY = "http://publications.europa.eu/resource/authority"
MEDIA = "https://www.iana.org/assignments/media-types"
IN = {"ja": f"{AUTHORITY}/language/JPN", "en": f"{AUTHORITY}/language/ENG"}
JAPAN = f"{AUTHORITY}/country/JPN"
THEMES = [f"{AUTHORITY}/data-theme/{code}" for code in ("GOVE", "ECON", "INTR")]
PUBLIC = f"{AUTHORITY}/access-right/PUBLIC"
# As often as editors find something to enter.
IRREGULAR = f"{AUTHORITY}/frequency/IRREG"
STABLE = f"{AUTHORITY}/planned-availability/STABLE"
RFC_4180 = "https://www.rfc-editor.org/info/rfc4180"
DCAT_AP = "http://data.europa.eu/r5r/"
# Files whose words are of one language.
BY_LANGUAGE = {"csv", "xlsx"}
Pair = tuple[str, Value | str]


def catalogue(known: Known, tables: Sequence[Table]) -> Graph:
    """All tables as data sets with their files."""
    return Catalogue(known).of(tables)


def in_each(name: str, words: Label) -> Iterator[Pair]:
    """Words in every language of the site."""
    for language, text in in_languages(words):
        yield name, Text(text, language)


class Catalogue:
    """The catalogue of a version while it is put together."""

    def __init__(self, known: Known):
        self.known, self.graph = known, Graph(PREFIXES)
        self.home = known.full(reverse("data"))

    def of(self, tables: Sequence[Table]) -> Graph:
        """The catalogue with a data set of the whole record and one for each table."""
        datasets = [self.whole(), *(self.dataset(table) for table in tables)]
        page = self.graph.tell(self.home, "foaf:Document")
        self.graph.tell(
            self.node("catalog"),
            "dcat:Catalog",
            [
                *in_each("dct:title", TITLE),
                *in_each("dct:description", ABOUT),
                *self.common(),
                ("foaf:homepage", page),
                ("dct:conformsTo", self.graph.tell(DCAT_AP, "dct:Standard")),
                *(("dcat:dataset", each) for each in datasets),
            ],
        )
        return self.graph

    def node(self, name: str) -> str:
        """The address of a thing that the catalogue tells of, which is not itself a page."""
        return f"{self.home}#dcat-{name}"

    def common(self) -> Iterator[Pair]:
        """What holds of the catalogue and of each data set alike."""
        tell = self.graph.tell
        agent = [*in_each("foaf:name", NAME), ("foaf:homepage", self.site)]
        yield "dct:publisher", tell(self.node("publisher"), "foaf:Agent", agent)
        yield "dct:license", self.licence
        yield "dct:modified", Text(self.known.updated.isoformat(), kind="xsd:date")
        yield "dct:spatial", tell(JAPAN, "dct:Location")
        for language in LANGUAGES:
            yield "dct:language", tell(IN[language], "dct:LinguisticSystem")

    @property
    def site(self) -> Address:
        """The first page."""
        return self.graph.tell(self.known.full(reverse("home")), "foaf:Document")

    @property
    def licence(self) -> Address:
        """Under what the compilation may be used."""
        return self.graph.tell(settings.DATA_LICENCE_URL, "dct:LicenseDocument")

    def whole(self) -> Address:
        """All tables of the record in one file, whichever form one wants it in."""
        files = [
            self.distribution(kind, address, name, LANGUAGES)
            for kind, name, address in whole_files()
        ]
        return self.entry("record", RECORD, ABOUT, f"{reverse('data')}#bundle", files)

    def dataset(self, table: Table) -> Address:
        """A table, and each of its files."""
        files = self.distributions(table)
        return self.entry(table.table, table.title, table.lead, page_of(table), files)

    def entry(
        self, name: str, title: Label, lead: Label, page: str, files: Iterable[Address]
    ) -> Address:
        """A data set with its page and its files."""
        tell = self.graph.tell
        return tell(
            self.node(name.replace("_", "-")),
            "dcat:Dataset",
            [
                *in_each("dct:title", title),
                *in_each("dct:description", lead),
                ("dct:identifier", name),
                ("dcat:version", str(self.known.version)),
                *self.common(),
                *self.period(),
                *(pair for word in KEYWORDS for pair in in_each("dcat:keyword", word)),
                *(("dcat:theme", self.concept(each)) for each in THEMES),
                ("dct:accessRights", tell(PUBLIC, "dct:RightsStatement")),
                ("dct:accrualPeriodicity", tell(IRREGULAR, "dct:Frequency")),
                ("dcat:landingPage", tell(self.known.full(page), "foaf:Document")),
                *(("prov:wasDerivedFrom", each) for each in self.documents()),
                *(("dcat:distribution", each) for each in files),
            ],
        )

    def documents(self) -> Iterator[Address]:
        """What the data was read from, by its pages here."""
        for each in self.known.documents:
            with override(settings.LANGUAGE_CODE):
                address = self.known.full(each.get_absolute_url())
            title = Text(each.title_ja, "ja")
            yield self.graph.tell(address, "prov:Entity", [("dct:title", title)])

    def concept(self, address: str) -> Address:
        """A word of a list of DCAT-AP, which has to be told its name."""
        code = address.rpartition("/")[2]
        return self.graph.tell(address, "skos:Concept", [("skos:prefLabel", Text(code))])

    def period(self) -> Iterator[Pair]:
        """From when to when the events are."""
        if not self.known.period:
            return
        first, last = (Text(day.isoformat(), kind="xsd:date") for day in self.known.period)
        pairs = [("dcat:startDate", first), ("dcat:endDate", last)]
        yield "dct:temporal", self.graph.tell(self.node("period"), "dct:PeriodOfTime", pairs)

    def distributions(self, table: Table) -> Iterator[Address]:
        """The files of a table, of those with words of one language one in each."""
        if not isinstance(table, ListPage):
            yield self.distribution(TYPES["csv"], table.csv_address, "CSV", LANGUAGES)
            return
        for each in FORMATS:
            apart = each.suffix in BY_LANGUAGE and each.profile != DATA
            for languages in [[code] for code in LANGUAGES] if apart else [LANGUAGES]:
                with override(languages[0]):
                    address, label = each.address(table.name), str(each.label)
                yield self.distribution(TYPES[each.suffix], address, label, languages)

    def distribution(
        self, kind: str, address: str, label: str, languages: Sequence[str]
    ) -> Address:
        """A file of a media type."""
        tell = self.graph.tell
        address = self.known.full(address)
        file = tell(address, "rdfs:Resource")
        kind = kind.partition(";")[0]
        pairs: list[Pair] = [
            ("dct:title", Text(label, languages[0])),
            ("dcat:accessURL", file),
            ("dcat:downloadURL", file),
            ("dcat:mediaType", tell(f"{MEDIA}/{kind}", "dct:MediaType")),
            ("dct:license", self.licence),
            ("dcatap:availability", self.concept(STABLE)),
            *(("dct:language", Address(IN[each])) for each in languages),
        ]
        if kind == "text/csv":
            pairs.append(("dct:conformsTo", tell(RFC_4180, "dct:Standard")))
        return tell(f"{address}#distribution", "dcat:Distribution", pairs)
