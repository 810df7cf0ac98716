"""Who may do what: every address of the admin, by every sort of account, read, sent and in bulk.

The addresses are those that the admin has. One that no line here speaks of fails, so that nobody
adds a page without saying who may see it.
"""

import contextlib
import dataclasses
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, get_resolver, reverse

from measures.models import Measure
from policies.models import Attachment, DocumentWords, Section, SectionText, SourceDocument
from portal.accounts.models import AccountEvent
from portal.findings.models import AcceptedFinding, Finding
from portal.record.models import Batch
from portal.record.schema import kinds
from portal.remarks.models import Remark
from portal.search.models import Unanswered
from portal.sheets.models import Import
from tests.accounts.people import (
    ADMINISTRATOR,
    EDITOR,
    EVERYBODY,
    READER,
    REVIEWER,
    STAFF,
    SUPERUSER,
    VIEWER,
    VISITOR,
    come,
)
from tests.cases import for_each
from tests.site_map import draft

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
# Beside the pages of every model for everybody: who may is decided by the same rows on both.
on_both = pytest.mark.both

# From whom on something is allowed; each may what those before may.
RANKS = (STAFF, VIEWER, EDITOR, REVIEWER, ADMINISTRATOR, SUPERUSER)
NOBODY = "nobody"


@dataclasses.dataclass(frozen=True)
class Rules:
    """From whom on the pages of a model answer: looked at, and sent to change something."""

    view: str
    add: str
    change: str
    delete: str

    def of(self, page: str) -> tuple[str, str]:
        """From whom on a page may be read, and something be sent to it."""
        pages = {
            "changelist": (self.view, self.view),
            "history": (self.view, self.view),
            "add": (self.add, self.add),
            "change": (self.view, self.change),
            "delete": (self.delete, self.delete),
        }
        return pages[page]


# What the pages of an entry have beside those of every model, and from whom on.
VERSIONS = {"versions": (VIEWER, VIEWER), "restore": (REVIEWER, REVIEWER)}
# What those have beside them that have an address name of their own.
NAMED = {"rename": (REVIEWER, REVIEWER), "merge": (REVIEWER, REVIEWER)}
# A group of the rows of each entry that has pages of groups.
GROUPS = {
    "measures.measure": "citations",
    "measures.indicator": "points",
    "policies.framework": "pillars",
    "policies.issue": "discrepancies",
    "policies.section": "footnotes",
    "policies.sourcedocument": "sections",
}
REASON = {"batch_kind": "editorial", "batch_reason": "why"}
PAGES = ("changelist", "history", "add", "change", "delete")
ENTRY = Rules(VIEWER, EDITOR, EDITOR, REVIEWER)
ROW = Rules(VIEWER, EDITOR, EDITOR, EDITOR)
MODELS = {
    **dict.fromkeys(
        (
            "measures.measure",
            "measures.indicator",
            "measures.relatedverdict",
            "policies.framework",
            "policies.issue",
            "policies.organisation",
            "policies.partner",
            "policies.sourcedocument",
            "policies.subject",
            "policies.synonym",
            "policies.term",
        ),
        ENTRY,
    ),
    **dict.fromkeys(
        (
            "measures.agreement",
            "measures.answer",
            "measures.budgetline",
            "measures.citation",
            "measures.datapoint",
            "measures.discrepancy",
            "measures.exportcontrol",
            "measures.measureidentifier",
            "measures.measurename",
            "measures.measureorganisation",
            "measures.measurepartner",
            "measures.measurepillar",
            "measures.measurestatus",
            "measures.measuresubject",
            "measures.milestone",
            "measures.pillargap",
            "measures.printedtotal",
            "measures.provision",
            "measures.purpose",
            "measures.relation",
            "measures.statement",
            "measures.target",
            "measures.traderemedy",
            "policies.clause",
            "policies.documentwords",
            "policies.footnote",
            "policies.organisationalias",
            "policies.organisationidentifier",
            "policies.partneralias",
            "policies.pillar",
            "policies.pillarrelation",
            "policies.section",
            "policies.subjectalias",
            "policies.subjectidentifier",
            "policies.synonymmeaning",
            "policies.termword",
        ),
        ROW,
    ),
    **dict.fromkeys(
        ("policies.attachment", "policies.sectiontext"), Rules(VIEWER, NOBODY, NOBODY, EDITOR)
    ),
    "findings.finding": Rules(VIEWER, NOBODY, EDITOR, NOBODY),
    "findings.acceptedfinding": Rules(VIEWER, NOBODY, NOBODY, EDITOR),
    "remarks.remark": Rules(VIEWER, NOBODY, EDITOR, REVIEWER),
    "policies.confirmation": Rules(VIEWER, NOBODY, NOBODY, REVIEWER),
    "policies.proofreading": ENTRY,
    "search.unanswered": Rules(VIEWER, NOBODY, NOBODY, EDITOR),
    "auth.user": Rules(ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR),
    "auth.group": Rules(ADMINISTRATOR, SUPERUSER, SUPERUSER, SUPERUSER),
    "auth.permission": Rules(SUPERUSER, NOBODY, NOBODY, NOBODY),
    # Its page is read alone, in whatever way it is asked for.
    "record.batch": Rules(VIEWER, NOBODY, VIEWER, NOBODY),
    "accounts.accountevent": Rules(ADMINISTRATOR, NOBODY, NOBODY, NOBODY),
}
# Pages that belong to no model, or to one in a way of their own: from whom on they may be read and
# sent to, with what is asked of them.
OWN = {
    "index": (STAFF, STAFF),
    "find": (STAFF, STAFF),
    "coverage": (VIEWER, VIEWER),
    "login": ("everybody", "everybody"),
    "oidc": (NOBODY, NOBODY),  # no provider is set here
    "oidc-callback": (NOBODY, NOBODY),
    "two-factor": (STAFF, STAFF),
    "logout": (NOBODY, STAFF),
    "password_change": (STAFF, STAFF),
    "password_change_done": (STAFF, NOBODY),
    "autocomplete": (VIEWER, VIEWER),
    "jsi18n": (STAFF, NOBODY),
    "view_on_site": (VIEWER, VIEWER),
    "app_list": (VIEWER, VIEWER),
    "auth_user_password_change": (ADMINISTRATOR, ADMINISTRATOR),
    "accounts_accountevent_csv": (SUPERUSER, SUPERUSER),
    "measures_relatedverdict_judge": (NOBODY, EDITOR),
    "record_batch_deleted": (VIEWER, VIEWER),
    "record_batch_undo": (REVIEWER, REVIEWER),
    "imports": (EDITOR, EDITOR),
    "import": (EDITOR, NOBODY),  # who handed it in confirms it
    "import-undo": (REVIEWER, REVIEWER),
    "drafts": (VIEWER, VIEWER),
    "draft": (VIEWER, VIEWER),
    "draft-rows": (VIEWER, VIEWER),
    "draft-place": (VIEWER, VIEWER),
    "draft-place-rows": (VIEWER, VIEWER),
    "draft-choices": (EDITOR, NOBODY),
    "draft-review": (VIEWER, EDITOR),
    "draft-preview": (VIEWER, NOBODY),
    "draft-preview-of": (VIEWER, NOBODY),
    "withdrawn": (VIEWER, VIEWER),
    "withdraw": (REVIEWER, REVIEWER),
    "unsaved": (NOBODY, EDITOR),
    "findings_finding_catch_up": (NOBODY, EDITOR),
    "confirm": (VIEWER, REVIEWER),
    "confirm-unit": (VIEWER, REVIEWER),
    "confirm-unit-xlsx": (VIEWER, NOBODY),
    "confirm-entry": (VIEWER, REVIEWER),
    "register-document": (EDITOR, EDITOR),
    "read-document": (EDITOR, EDITOR),
    "read-section": (EDITOR, EDITOR),
}
# Addresses without a name: what is no address of the admin, and a former one of a form, which leads
# to the present one.
UNNAMED = {"(?P<url>.*)$", "<path:object_id>/"}
# Pages of copies with pages, of which the record here has none: `tests/policies/test_slides.py`.
OF_COPIES = {"choose-place", "editions"}


def patterns(found, way: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address behind URL patterns, with the way that leads to it."""
    for each in found:
        here = way + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from patterns(each.url_patterns, here)
        else:
            yield here, each


def addresses() -> set[str]:
    """The names of the addresses of the admin; of one without a name its pattern."""
    return {
        each.name or str(each.pattern)
        for way, each in patterns(get_resolver().url_patterns)
        if way.startswith("admin/")
    }


def of_models() -> set[str]:
    """The names of the addresses that the admin gives every model."""
    return {f"{label.replace('.', '_')}_{page}" for label in MODELS for page in PAGES}


def pages_of_versions(label: str) -> dict[str, tuple[str, str]]:
    """The pages of an entry of a model beside those of every model, and from whom on."""
    model = apps.get_model(label)
    named = hasattr(model, "get_absolute_url") and len(model.KEY) == 1
    return VERSIONS | (NAMED if named else {})


def of_entries() -> set[str]:
    """The names of the addresses of versions, and of groups of rows."""
    labels = {label for label in MODELS if label.partition(".")[2] in kinds()}
    versions = {
        f"{label.replace('.', '_')}_{page}" for label in labels for page in pages_of_versions(label)
    }
    return versions | {f"{label.replace('.', '_')}_group" for label in GROUPS}


def test_every_address_of_the_admin_has_a_line_here():
    assert addresses() == of_models() | of_entries() | OWN.keys() | UNNAMED | OF_COPIES


def may(who: str, rank: str) -> bool:
    """Whether somebody may what is allowed from `rank` on."""
    return rank == "everybody" or (
        who in RANKS and rank in RANKS and RANKS.index(who) >= RANKS.index(rank)
    )


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def fails(who: str, rank: str, response, *, done: bool = False) -> str:
    """What is wrong with an answer; empty where it is as it must be.

    Of a page that is `done` the first page follows, also where nothing more may be done.
    """
    status = response.status_code
    where = response["Location"].partition("?")[0] if status == 302 else ""
    # Django sends to the first page who asks for what is not there, or not for them.
    home, login = reverse("admin:index"), reverse("admin:login")
    sent_away = where == login or (where == home and not (done and may(who, rank)))
    if may(who, rank):
        # Whoever may is told what is missing in what was sent.
        return "" if status in {200, 302, 400} and not sent_away else f"{status} for who may"
    if who in {VISITOR, READER}:
        return "" if sent_away else f"{status} for who is not signed in"
    return "" if sent_away or status in {403, 404, 405} else f"{status} for who may not"


@pytest.fixture
def undrawn(monkeypatch) -> None:
    """Pages are answered and not drawn, which is tested elsewhere and takes most of the time."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


@pytest.fixture
def rows() -> dict[str, models.Model]:
    """A row of every model that has pages."""
    document = SourceDocument.objects.order_by("pk").first()
    section = Section.objects.order_by("pk").first()
    Attachment.objects.create(document=document, kind="text", file_name="a.txt", sha256="0" * 64)
    SectionText.objects.create(section=section, text="本文", page=1)
    DocumentWords.objects.get_or_create(document=document, defaults={"words": "語"})
    Unanswered.objects.create(asked="無いもの")
    AccountEvent.objects.note("signed-in", "someone")
    finding = {"code": "no-citation", "kind": "measures.measure", "row_kind": "measures.measure"}
    Finding.objects.create(**finding, entry=1, row=1, digest="0" * 64, version=1)
    AcceptedFinding.objects.create(code="no-citation", digest="0" * 63)
    Remark.objects.create(origin="reader", row_kind="measures.measure", row=1, made_on="2026-04-01")
    User.objects.create(username="no-past", is_staff=True)
    Group.objects.create(name="別の組")
    found = {
        label: apps.get_model(label)._default_manager.order_by("pk").last() for label in MODELS
    }
    assert None not in found.values()
    found["record.draft"] = draft()
    return found


@for_each("who", EVERYBODY)
@pytest.mark.usefixtures("undrawn")
def test_the_pages_of_every_model(who, rows):
    client, found = come(who), []
    for label, rules in MODELS.items():
        for page in PAGES:
            keys = [] if page in {"changelist", "add"} else [rows[label].pk]
            url = reverse(f"admin:{label.replace('.', '_')}_{page}", args=keys)
            read, sent = rules.of(page)
            found.append((f"GET {label} {page}", fails(who, read, client.get(url))))
            with undone():
                ends = page == "delete"
                answer = client.post(url, {"post": "yes"} if ends else {})
                found.append((f"POST {label} {page}", fails(who, sent, answer, done=ends)))
    wrong = [f"{what}: {fault}" for what, fault in found if fault]
    assert not wrong, "\n".join(wrong)


@for_each("who", EVERYBODY)
@pytest.mark.usefixtures("undrawn")
def test_versions_and_groups_of_entries(who, rows):
    client, found = come(who), []
    asked = [
        (label, page, [1] if page == "restore" else [], *rules)
        for label in MODELS
        if label.partition(".")[2] in kinds()
        for page, rules in pages_of_versions(label).items()
    ]
    asked += [(label, "group", [group], VIEWER, EDITOR) for label, group in GROUPS.items()]
    for label, page, more, read, sent in asked:
        name = f"admin:{label.replace('.', '_')}_{page}"
        url = reverse(name, args=[rows[label].pk, *more])
        found.append((f"GET {label} {page}", fails(who, read, client.get(url))))
        with undone():
            found.append((f"POST {label} {page}", fails(who, sent, client.post(url, {}))))
    wrong = [f"{what}: {fault}" for what, fault in found if fault]
    assert not wrong, "\n".join(wrong)


@pytest.mark.both
@on_both
@for_each("who", EVERYBODY)
@pytest.mark.usefixtures("undrawn")
def test_rows_are_deleted_in_bulk_by_who_may_delete_them(who, rows):
    client, wrong = come(who), []
    for label, rules in MODELS.items():
        url = reverse(f"admin:{label.replace('.', '_')}_changelist")
        chosen = {"action": "delete_selected", "_selected_action": [rows[label].pk]}
        answer = client.post(url, chosen)
        asks = {"deletable_objects", "deletion"} & (
            getattr(answer, "context_data", None) or {}
        ).keys()
        if bool(asks) != may(who, rules.delete):
            wrong.append(f"{label}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def own_addresses(rows) -> Iterator[tuple[str, str, dict, dict]]:
    """Each of the other pages: its name, its address, what is asked and what is sent."""
    measure = Measure.objects.order_by("slug").first()
    key = ContentType.objects.get_for_model(Measure).pk
    pair = {"measure": measure.slug, "other": measure.slug, "language": "ja"}
    names = {"app_label": "measures", "model_name": "citation", "field_name": "section"}
    plain = ("index", "find", "logout", "login", "password_change", "password_change_done")
    yield from ((name, reverse(f"admin:{name}"), {}, {}) for name in (*plain, "jsi18n"))
    yield "coverage", reverse("coverage"), {}, {}
    ways = ("oidc", "oidc-callback", "two-factor")
    yield from ((name, reverse(f"admin:{name}"), {}, {}) for name in ways)
    log = "accounts_accountevent_csv"
    yield log, reverse(f"admin:{log}"), {}, {}
    yield "record_batch_deleted", reverse("admin:record_batch_deleted"), {}, {}
    batch = [Batch.objects.latest("pk").pk]
    yield "record_batch_undo", reverse("admin:record_batch_undo", args=batch), {}, {}
    yield "findings_finding_catch_up", reverse("admin:findings_finding_catch_up"), {}, {}
    yield "confirm", reverse("confirm"), {}, {}
    for name, names_of in (
        ("confirm-unit", ["bureau"]),
        ("confirm-unit-xlsx", ["bureau"]),
        ("confirm-entry", ["measure", measure.slug]),
    ):
        yield name, reverse(name, args=names_of), {}, {}
    yield "register-document", reverse("register-document"), {}, {"text": "見出し\n\n- 本文"}
    yield "read-document", reverse("read-document", args=["paper"]), {}, {}
    yield "read-section", reverse("read-section", args=["paper", "1"]), {}, {}
    yield "autocomplete", reverse("admin:autocomplete"), names, {}
    yield "view_on_site", reverse("admin:view_on_site", args=[key, measure.pk]), {}, {}
    yield "app_list", reverse("admin:app_list", args=["measures"]), {}, {}
    user = [rows["auth.user"].pk]
    yield "auth_user_password_change", reverse("admin:auth_user_password_change", args=user), {}, {}
    yield "measures_relatedverdict_judge", reverse("admin:measures_relatedverdict_judge"), {}, pair
    lines = f"entry_kind,entry,revision\r\nmeasure,{measure.slug},1\r\n"
    yield (
        "imports",
        reverse("admin:imports"),
        {},
        {"file": SimpleUploadedFile("a.csv", lines.encode())},
    )
    job = [Import.objects.create(file_name="a.csv", state=Import.State.DONE).pk]
    yield "import", reverse("admin:import", args=job), {}, {}
    yield "import-undo", reverse("admin:import-undo", args=job), {}, {"batch_reason": "x"}
    drafted, drawn = [rows["record.draft"].pk], {"draft_state": "0-1"}
    yield "drafts", reverse("drafts"), {}, {}
    yield "draft", reverse("draft", args=drafted), {}, drawn
    yield "draft-rows", reverse("draft-rows", args=[*drafted, "names"]), {}, drawn
    names = {"app_label": "measures", "model_name": "citation", "field_name": "section"}
    yield "draft-choices", reverse("draft-choices", args=drafted), names, {}
    place = [draft(SourceDocument.objects.order_by("pk").first()).pk, "sections/1"]
    yield "draft-place", reverse("draft-place", args=place), {}, drawn
    yield "draft-place-rows", reverse("draft-place-rows", args=[*place, "footnotes"]), {}, drawn
    yield "draft-review", reverse("draft-review", args=drafted), {}, {"deed": "bundle"}
    yield "draft-preview", reverse("draft-preview", args=drafted), {}, {}
    yield "draft-preview-of", reverse("draft-preview-of", args=[*drafted, "measures/"]), {}, {}
    yield "withdrawn", reverse("withdrawn"), {}, {}
    yield "withdraw", reverse("withdraw", args=["measure", measure.pk]), {}, REASON
    form = reverse("admin:measures_measure_change", args=[measure.pk])
    yield "unsaved", reverse("admin:unsaved"), {}, {"kept_path": form, "kept_typed": "1"}


@on_both
@for_each("who", EVERYBODY)
def test_the_other_pages(who, rows):
    client, wrong, seen = come(who), [], set()
    for name, url, asked, sent in own_addresses(rows):
        seen.add(name)
        read, send = OWN[name]
        answer = client.get(url, asked)
        if answer.streaming:  # closed before its end, a file would take the connection along
            b"".join(answer)
        if fault := fails(who, read, answer, done=name == "login"):
            wrong.append(f"GET {name}: {fault}")
        if name in {"autocomplete", "coverage", "view_on_site", "app_list", "login"}:
            continue  # they read alone, or are asked with a password
        if name == "logout":
            continue  # last, below
        with undone():
            # The list of what is to be done stands on the first page.
            done = name == "findings_finding_catch_up"
            if fault := fails(who, send, client.post(url, sent), done=done):
                wrong.append(f"POST {name}: {fault}")
    answer = client.post(reverse("admin:logout"))
    if who not in {VISITOR, READER} and answer.status_code != 200:
        wrong.append(f"POST logout: {answer.status_code}")
    assert seen == OWN.keys()
    assert not wrong, "\n".join(wrong)


@on_both
@pytest.mark.parametrize(
    ("model", "field", "rank"),
    [
        ("measure", "jurisdiction", VIEWER),
        ("citation", "section", VIEWER),
        ("relatedverdict", "first", VIEWER),
        ("user", "groups", ADMINISTRATOR),
        ("user", "user_permissions", SUPERUSER),
    ],
)
def test_a_select_offers_what_one_may_see(model, field, rank):
    app = "auth" if model == "user" else "measures"
    names = {"app_label": app, "model_name": model, "field_name": field}
    for who in EVERYBODY:
        with undone():
            answer = come(who).get(reverse("admin:autocomplete"), names)
            assert fails(who, rank, answer) == "", who


@on_both
def test_the_lists_of_an_app_are_for_who_sees_one_of_its_models():
    for label, rank in (("auth", ADMINISTRATOR), ("accounts", ADMINISTRATOR), ("search", VIEWER)):
        for who in EVERYBODY:
            with undone():
                answer = come(who).get(reverse("admin:app_list", args=[label]))
                assert fails(who, rank, answer) == "", (label, who)


# ---- a row follows the entry that it hangs on


def given(*names: str):
    """The browser of an account with these permissions alone."""
    user = User.objects.create(username="given", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    assert user.user_permissions.count() == len(names)
    client = come(VISITOR)
    client.force_login(user)
    return client


def url_of(row, page: str) -> str:
    """The address of a page of a row."""
    names = f"{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"admin:{names}_{page}", args=[] if page in {"add", "changelist"} else [row.pk])


@on_both
def test_who_may_change_measures_alone_may_change_their_rows(rows):
    client = given("view_measure", "change_measure")
    citation, partner_name = rows["measures.citation"], rows["policies.partneralias"]
    group = reverse("admin:measures_measure_group", args=[citation.measure.pk, "citations"])
    page = client.get(group)
    assert 'name="citations-0-phrase"' in page.content.decode()
    for page in ("changelist", "add", "change", "delete"):
        assert client.get(url_of(citation, page)).status_code == 200
        assert client.get(url_of(partner_name, page)).status_code == 403


@on_both
def test_a_permission_on_rows_alone_opens_nothing(rows):
    client = given("view_citation", "add_citation", "change_citation", "delete_citation")
    for page in ("changelist", "add", "change", "delete"):
        assert client.get(url_of(rows["measures.citation"], page)).status_code == 403


@on_both
def test_a_difference_follows_its_own_entry(rows):
    """Differences hang on entries of four kinds: who sees issues does not see those of measures."""
    client = given("view_issue", "change_issue")
    of_measure = rows["measures.discrepancy"]
    assert of_measure.measure is not None
    for page in ("change", "delete"):
        assert client.get(url_of(of_measure, page)).status_code in {302, 403}
    listing = client.get(url_of(of_measure, "changelist"))
    assert listing.status_code == 200
    assert of_measure not in listing.context["cl"].result_list
