"""The help as it is declared: pages for each kind of user, their parts, screenshots and words."""

from django.utils.translation import gettext_lazy as _

from measures import models as measures
from measures.kinds import in_order_of_forms
from policies.models import Organisation, Term
from portal.help.parts import HelpPage, Part, Screenshot
from portal.pages.caveats.declared import CaveatKind
from portal.pages.caveats.table import CAVEATS as CAVEATS_TABLE
from portal.record.models import Batch

FIRST_FOUND = "#result_list tbody th a"
BILL = "/measures/espa-amendment-2026/"
CITATION_IN_ADMIN = "/admin/measures/citation/?q=経済安全保障推進法の一部改正案"
EDITED_IN_ADMIN = "/admin/measures/measure/?q=OSA"
BILL_IN_ADMIN = "/admin/measures/measure/?q=経済安全保障推進法の一部改正案"

CITE = HelpPage(
    "help-cite",
    _("Find and cite"),
    _("How to find a figure, see where it is given, know what to watch for, and quote it."),
    (
        Part("minutes", _("A figure in ten minutes")),
        Part("search", _("Search")),
        Part("narrow", _("Narrow down a list")),
        Part("measure", _("Read a measure and its source")),
        Part("figures", _("Defend a number")),
        Part("check", _("Check a text before it goes out")),
        Part("cite", _("Cite, print, compare")),
    ),
    (
        Screenshot(
            "search",
            "/search/?q=QUAD",
            ".page-head",
            944,
            640,
            _("The results page: the search words, the other names searched for, and the results."),
            _("Search for QUAD: the line above the results names what else was searched for."),
        ),
        Screenshot(
            "narrow",
            "/measures/?kind=law&kind=bill&status=cabinet-decision",
            ".list-layout",
            944,
            660,
            _("A list with ticked values at the left; a blue box reads the conditions back."),
            _("Measures narrowed by kind and status, with the conditions read back."),
        ),
        Screenshot(
            "measure",
            BILL,
            ".measure-layout",
            944,
            720,
            _("The head of a measure: name, summary, the steps of a bill, and a column of facts."),
            _("The head of a measure. Every value has its source mark."),
        ),
        Screenshot(
            "section",
            "/sources/meti-2026-04/14/",
            ".section-layout",
            944,
            640,
            _("The page of a section: the outline at the left, the entries read from it below."),
            _("Behind a source mark: the section with everything that was read from it."),
        ),
        Screenshot(
            "figures",
            "/budgets/",
            "#table-supply-chain-budget",
            944,
            640,
            _("A table of budgets; a tinted row explains a difference between total and sum."),
            _("Computed sums beside printed totals, and the row that explains a difference."),
        ),
        Screenshot(
            "cite",
            BILL,
            "#citation",
            744,
            240,
            _("A grey box that holds the text of a citation."),
            _("The citation at the end of a measure."),
        ),
    ),
)
EDIT = HelpPage(
    "help-edit",
    _("Edit"),
    _("For editors: how to enter what a document says so that others can find it there."),
    (
        Part("start", _("Sign in")),
        Part("forms", _("The page of a measure")),
        Part("evidence", _("Sources, phrases, inferences")),
        Part("values", _("Dates, amounts, names")),
        Part("differences", _("Where sources differ")),
        Part("related", _("Computed relations")),
        Part("save", _("What happens when you save")),
        Part("unanswered", _("Searches with no results")),
        Part("copies", _("Your own copies of documents")),
        Part("coverage", _("Coverage and checks")),
    ),
    (
        Screenshot(
            "form",
            BILL_IN_ADMIN,
            "#content-main",
            700,
            760,
            _("The editing page of a measure: names, address name, kind, status."),
            _(
                "The editing page of a measure. Its rows are listed below, each kind on a page of "
                "its own."
            ),
            follow=(FIRST_FOUND,),
            only_japanese=True,
        ),
        Screenshot(
            "citation",
            CITATION_IN_ADMIN,
            "#content-main",
            700,
            520,
            _("The form of a citation: ticks for what it supports, section, phrase, inferred."),
            _("A citation: what it supports, the section, the phrase, and whether it is inferred."),
            follow=(FIRST_FOUND,),
            only_japanese=True,
        ),
        Screenshot(
            "coverage",
            "/admin/coverage/",
            ".page-head",
            944,
            640,
            _("The page of checks: each check with the number of items to correct."),
            _("Coverage and checks."),
            only_japanese=True,
        ),
    ),
    {"verdict": measures.RelatedVerdict.Verdict},
)
KEEP = HelpPage(
    "help-keep",
    _("Change, review, undo"),
    _("For editors: drafts, revisions, tables, and what others are told of a change."),
    (
        Part("todo", _("What there is to do")),
        Part("kind", _("What kind of change, and why")),
        Part("history", _("Revisions, and the way back")),
        Part("together", _("Two at one entry")),
        Part("drafts", _("Drafts and their review")),
        Part("read", _("A new document")),
        Part("checks", _("What is checked at saving")),
        Part("confirm", _("Confirmed values, and what readers point out")),
        Part("tables", _("Many values in a spreadsheet")),
        Part("names", _("Another address, two entries in one, deletion")),
    ),
    (
        Screenshot(
            "todo",
            "/admin/",
            "#content-main",
            700,
            560,
            _("The first page for editing: a search over all entries, and lists of what to do."),
            _("The first page: what there is to do, list by list."),
            only_japanese=True,
        ),
        Screenshot(
            "history",
            EDITED_IN_ADMIN,
            "#content-main",
            700,
            420,
            _("The revisions of an entry: day, editor, kind of change, reason, and what changed."),
            _("The history of an entry. Each revision says who, when, of what kind, and why."),
            follow=(FIRST_FOUND, ".object-tools .historylink"),
            only_japanese=True,
        ),
        Screenshot(
            "draft",
            "/admin/drafts/",
            "#content-main",
            700,
            480,
            _("The review of a draft: what it changes, and where on the site that appears."),
            _("The review of a draft: before and after, and where it appears."),
            follow=("#content-main a[href$='/review/']",),
            only_japanese=True,
        ),
        Screenshot(
            "tables",
            "/admin/imports/",
            "#content-main",
            700,
            300,
            _("The page on which a table is handed in: a field for a file, and a button."),
            _("Where a table is handed in. Nothing is written before you have seen each change."),
            only_japanese=True,
        ),
    ),
    {"kind": Batch.Kind},
)
DATA = HelpPage(
    "help-data",
    _("Download data"),
    _("For analysts: what the files hold, what their cells mean, and how to load them."),
    (
        Part("take", _("Download a list")),
        Part("profiles", _("File formats")),
        Part("cells", _("What a cell contains")),
        Part("dates", _("Dates")),
        Part("load", _("Loading a file")),
        Part("join", _("Two tables in five lines")),
        Part("limits", _("Limits and guarantees")),
    ),
    (
        Screenshot(
            "take",
            "/export-controls/?status=suspended",
            ".list-layout__results",
            944,
            420,
            _("A list with its number of entries and two buttons that state their rows."),
            _("The buttons say how many rows the file will have."),
        ),
    ),
)
API = HelpPage(
    "help-api",
    _("Read as JSON"),
    _("For programmers: addresses, types, pages that follow one another, and problems."),
    (
        Part("addresses", _("Addresses")),
        Part("types", _("Types")),
        Part("pages", _("Page by page")),
        Part("entries", _("One entry")),
        Part("problems", _("What is answered otherwise")),
    ),
    (),
)
CAVEATS = HelpPage(
    "help-caveats",
    CAVEATS_TABLE.title,
    CAVEATS_TABLE.lead,
    (
        *(Part(kind.value, kind.label) for kind in CaveatKind),
        Part("rows", _("Caveats of single rows")),
    ),
)
RECORD = HelpPage(
    "help-record",
    _("How the record is made"),
    _("What stands behind a value, what the words of the record mean, and what is not recorded."),
    (
        Part("made", _("How it is made")),
        Part("inferred", _("Source mark, phrase, “inferred”")),
        Part("nothing", _("How empty values are shown")),
        Part("asof", _("As-of date and last update")),
        Part("status", _("Statuses of a measure")),
        Part("purpose", _("Stated purposes")),
        Part("milestone", _("Kinds of dated events")),
        Part("stage", _("Stages of a budget")),
        Part("relation", _("Verbs of relations")),
        Part("effect", _("Effects of export controls")),
        Part("bound", _("How exact a figure is")),
        Part("terms", _("Terms of art and their English")),
        Part("missing", _("What is not recorded")),
        Part("accessibility", _("Accessibility")),
        Part("errors", _("Report an error")),
    ),
    (),
    {
        "status": measures.Measure.Status,
        "purpose": measures.Purpose.Kind,
        "milestone": measures.Milestone.Kind,
        "stage": measures.Stage,
        "obligations": measures.Obligations,
        "relation": measures.Relation.Kind,
        "effect": measures.ExportControl.Effect,
        "bound": measures.Target.Bound,
        "terms": Term.English,
        "names": Organisation.English,
    },
)
PAGES = (CITE, EDIT, KEEP, DATA, API, CAVEATS, RECORD)
# Every form a date of the record can have, for analysts.
DATES = (
    *("2026-03-19", "2026-03", "2026", "2026-22", "2026-24", "2025-10-25/2025-10-26"),
    *("2026-04-25/..", "../2026-04", "2025~", "2025-04/2026-03"),
)
# The rows of the editing page of a measure, and what belongs into each.
FORMS = {kind.model: kind.purpose for kind in in_order_of_forms()}
