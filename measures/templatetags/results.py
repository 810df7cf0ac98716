"""Measures as result rows.

The page of the list is asked for more than any other, and seldom twice the same. Its twenty rows
are drawn here because a template takes longer. A whole page, in milliseconds of processor time
(median of 61 draws without kept pages, the four in turn, bundled record, SQLite, 2026-11-29):

                              /measures/   /en/measures/   ?q=半導体
    this module                     18.6            19.6        30.3
    a template of Django            22.1            23.7        34.6
    a template of Jinja2 3.1        19.5            20.8        31.5
    rows kept by version            16.0            16.9        35.0

Of tuples (`measures/listed.py`) instead of instances of models a list takes 12.0 where it took
14.3, an English one 10.7 for 12.8, one of two facets 11.5 for 13.4 (medians of 21 in turns, 1,000
measures, SQLite).

Kept rows (each drawn once by a template of Django) are quicker where all of them are there and no
words are marked; the first draw after a change, and every search, costs what the template costs.
"""

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from measures.listed import Listed
from measures.models import Measure
from measures.models.choices import status_words
from measures.passed import passed_among, passed_note
from measures.statuses import status_badge
from policies.models.base import worded
from portal.dates.edtf import as_of_words, describe
from portal.languages import mark_japanese
from portal.lists.addresses import address
from portal.lists.request import ListRequest
from portal.lists.templatetags.lists import (
    found_by,
    highlight,
    nothing,
    safe,
    source_badge,
)

register = template.Library()


@register.simple_tag
def results(list_request: ListRequest, way_back: str) -> SafeString:
    """The rows of a page of measures as list items; `way_back` is the query of the list, quoted."""
    row = Row(list_request, way_back)
    return mark_safe("".join(map(row.drawn, list_request.page)))  # noqa: S308 - every part is escaped


class Row:
    """How a row of one page is drawn: what is the same in all of them is looked up once."""

    def __init__(self, list_request: ListRequest, way_back: str):
        self.finds, self.words = list_request.finds, list_request.words
        self.asked, self.colon = list_request.besides, safe(gettext(": "))
        self.way_back = safe(way_back)
        self.chosen = {each.pk for each in list_request.chosen}
        self.choose = safe(gettext("Choose “%(title)s”"))
        self.also, self.comma = safe(gettext("Also: ")), safe(gettext(", "))
        self.joint, self.date = gettext("Joint"), safe(gettext("date"))
        self.section = gettext("%(document)s, section %(code)s")
        self.english = get_language() == "en"
        shown = () if list_request.past else {each.slug for each in list_request.page}
        self.passed = passed_among(shown, list_request.using) if shown else set()
        self.inferred = f'<span class="inferred">{safe(gettext("inferred"))}</span>'

    def drawn(self, measure: Listed) -> str:
        """The row of a measure."""
        title = self.told(measure.title_ja, measure.title_en)
        summary = self.told(measure.summary_ja, measure.summary_en)
        choose = self.choose % {"title": safe(mark_japanese(title))}
        return f"""<li class="result">
  <label class="result__choice"><input type="checkbox" name="measure" value="{measure.slug}"{self.ticked(measure)}><span class="visually-hidden">{choose}</span></label>
  <div class="result__main">
    <h3 class="result__title"><a href="{address("measure", measure.slug)}?from={self.way_back}">{self.marked(title)}</a></h3>
    {self.names(measure)}
    <p class="result__summary">{self.marked(summary)}</p>{found_by(self.finds, measure, self.words)}
  </div>
  <div class="result__facts">{self.facts(measure)}</div>
  <div class="result__provenance"><span class="result__date">{self.dated(measure)}</span>{self.source(measure)}</div>
</li>
"""  # noqa: E501 - HTML

    def told(self, ja: str, en: str | None) -> str:
        """A text in the language of the page, in Japanese where it has no English."""
        return en if self.english and en else ja

    def ticked(self, measure: Listed) -> str:
        """The mark of a measure that is chosen."""
        return " checked" if measure.pk in self.chosen else ""

    def marked(self, text: str) -> str:
        """A text with the words found in it marked."""
        return safe(highlight(text, self.words))

    def names(self, measure: Listed) -> str:
        """The other names of a measure."""
        if not measure.names:
            return ""
        names = self.comma.join(self.marked(each.ja) for each in measure.names)
        return f'<p class="result__alias">{self.also}{names}</p>'

    def facts(self, measure: Listed) -> str:
        """Its kind, its status, and who leads it."""
        acting = measure.jurisdiction_ja and self.told(
            measure.jurisdiction_ja, measure.jurisdiction_en
        )
        who = [acting or self.joint, *(self.told(*each) for each in measure.leads)]
        leads = " · ".join(safe(mark_japanese(each)) for each in who)
        as_of = as_of_words(measure.status_as_of) if measure.status_as_of else ""
        return (
            f"<span>{safe(worded(Measure.Kind, measure.kind))}</span>"
            f"{status_badge(measure.status, status_words(measure.kind, measure.status))}"
            f'<span class="meta">{safe(as_of)}</span>'
            f"{passed_note(passed=measure.slug in self.passed)}"
            f"{self.inferred if measure.status_inferred else ''}{self.besides(measure)}"
            f"<span>{leads}</span>"
        )

    def besides(self, measure: Listed) -> str:
        """What it says where something is asked that the list does not tell by itself."""
        return "".join(
            f'<span class="meta">{safe(header)}{self.colon}<b>{safe(words)}</b></span>'
            for header, words in self.asked.get(measure.pk, ())
        )

    def dated(self, measure: Listed) -> str:
        """The date that stands for it."""
        if not measure.headline_date:
            return f"{self.date} {nothing()}"
        event = self.told(measure.headline_ja, measure.headline_en)
        return safe(mark_japanese(f"{describe(measure.headline_date)} {event}"))

    def source(self, measure: Listed) -> str:
        """The first place where it is told of, and how many there are besides."""
        if measure.citation is None:
            return ""
        place = address("section", measure.document, measure.section)
        document = self.told(measure.document_ja, measure.document_en)
        words = self.section % {"document": document, "code": measure.section}
        sign = source_badge(f"{place}#citation-{measure.citation}", words)
        more = measure.citations - 1
        if not more:
            return sign
        others = ngettext("and %(counter)s more", "and %(counter)s more", more)
        return f'{sign}<span class="meta">{safe(others % {"counter": more})}</span>'
