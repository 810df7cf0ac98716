"""The first page of the admin: what there is by jobs, counted, and one search over all entries."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode

from measures.models import Measure, Milestone
from policies.models import Partner, Subject
from portal.editing.finding import SHOWN
from portal.editing.jobs import JOBS
from portal.record.models import Draft
from tests.accounts.people import ADMINISTRATOR, EDITOR, REVIEWER, STAFF, VIEWER, come
from tests.drafting import draft_of

# The stock templates of the admin read variables that are not always there.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def index(who: str):
    """The first page as somebody sees it."""
    return come(who).get(reverse("admin:index"))


def names(response) -> list[str]:
    """The jobs on the page."""
    return [job["app_label"] for job in response.context["app_list"]]


def lines(response) -> dict[str, dict]:
    """Each list and page that is offered, by what it is of."""
    jobs = response.context["app_list"]
    return {line["object_name"]: line for job in jobs for line in job["models"]}


def test_the_jobs_stand_in_their_order_and_rows_stand_on_their_entries():
    page = index(ADMINISTRATOR)
    assert names(page) == [job.name for job in JOBS]
    offered = lines(page)
    assert "Milestone" not in offered
    assert "coverage" in offered
    text = page.content.decode()
    for words in ("記録する", "語彙", "点検", "管理"):
        assert f">{words}</h2>" in text
    rows = reverse("admin:app_list", args=["measures"])
    assert f'href="{rows}"' in text


def test_rows_are_still_reached_by_the_lists_of_their_app():
    page = come(VIEWER).get(reverse("admin:app_list", args=["measures"]))
    assert reverse("admin:measures_milestone_changelist") in page.content.decode()
    assert Milestone.objects.exists()


@pytest.mark.both
def test_each_list_is_counted_in_one_statement(django_assert_max_num_queries):
    client = come(ADMINISTRATOR)
    with django_assert_max_num_queries(14):  # of which six are for what there is to do
        page = client.get(reverse("admin:index"))
    offered = lines(page)
    assert offered["Measure"]["count"] == Measure.objects.count()
    assert offered["Partner"]["count"] == Partner.objects.count()
    assert offered["Unanswered"]["count"] == 0
    assert offered["coverage"]["count"] is None


def test_each_role_is_offered_what_is_for_it():
    nothing = index(STAFF)
    assert names(nothing) == []
    assert "まだ役割がありません" in nothing.content.decode()
    seen = index(VIEWER)
    assert names(seen) == ["recording", "vocabulary", "checking"]
    assert lines(seen)["Measure"]["add_url"] is None
    assert lines(index(EDITOR))["Measure"]["add_url"] is not None
    assert names(index(ADMINISTRATOR))[-1] == "managing"


def test_worklists_stand_there_for_who_may_see_findings():
    assert "worklists" not in index(STAFF).context
    assert index(VIEWER).context["worklists"]


def todo(client) -> dict[str, tuple[int, str, str]]:
    """What there is to do with drafts for somebody: number, note and address, by name."""
    lists = client.get(reverse("admin:index")).context["worklists"]
    told = [each for each in lists if str(each.address).startswith(reverse("drafts"))]
    return {str(each.name): (each.count, each.note, each.address) for each in told}


REVIEWED, OWN, SOON = "確認を待つ下書き", "自分の下書き", "公開日時を待つ下書き"


@pytest.mark.both
def test_drafts_that_wait_stand_among_what_there_is_to_do(settings):
    settings.TWO_EYES = False
    editor, reviewer = come(EDITOR, "editor"), come(REVIEWER, "reviewer")
    draft_of("measure", "talks", Draft.State.FOR_REVIEW)
    back, other = draft_of("measure", "act", Draft.State.REFUSED), draft_of("subject", "metals")
    soon = draft_of("subject", "resources", Draft.State.APPROVED)
    own = Draft.objects.filter(pk__in=[back.pk, other.pk])
    own.update(author=User.objects.get(username="editor"))
    day = datetime.datetime(2027, 4, 1, 9, tzinfo=datetime.UTC)
    Draft.objects.filter(pk=soon.pk).update(publish_at=day)
    seen = todo(editor)
    assert seen[OWN][:2] == (2, "うち差し戻し・保留 1件")
    assert (seen[SOON][0], "2027年4月1日" in seen[SOON][1]) == (1, True)
    assert REVIEWED not in seen  # an editor reviews nothing
    seen = todo(reviewer)
    assert (seen[REVIEWED][0], seen[OWN][0]) == (1, 0)
    assert todo(come(VIEWER)).keys() == {OWN, SOON}
    # Nobody reviews what they wrote, where two are asked for.
    Draft.objects.update(writers=[User.objects.get(username="reviewer").pk])
    assert todo(reviewer)[REVIEWED][0] == 1
    settings.TWO_EYES = True
    assert todo(reviewer)[REVIEWED][0] == 0


def test_each_number_leads_to_its_drafts():
    draft_of("measure", "talks", Draft.State.FOR_REVIEW)
    draft_of("subject", "metals")
    reviewer = come(REVIEWER)
    seen = todo(reviewer)
    page = reviewer.get(seen[REVIEWED][2])
    assert [each.draft.key for each in page.context["lines"]] == ["talks"]
    assert REVIEWED in page.text
    assert "該当する下書きは" in reviewer.get(seen[OWN][2]).text
    for asked in ("", "?todo=nonsense"):
        assert len(reviewer.get(reverse("drafts") + asked).context["lines"]) == 2
    # Who reviews nothing is told of no such share.
    asked = reverse("drafts", query={"todo": "review"})
    assert len(come(EDITOR).get(asked).context["lines"]) == 2


# ---- one search over all entries


def find(asked: str, who: str = VIEWER):
    """The page of the search."""
    return come(who).get(f"{reverse('admin:find')}?{urlencode({'q': asked})}")


def found(response) -> list[str]:
    """Everything that is listed, kind by kind."""
    return [str(row) for kind in response.context["found"] for row, _address in kind.rows]


@pytest.mark.both
def test_entries_of_all_kinds_are_found_by_a_part_of_any_name():
    partner = Partner.objects.order_by("code").first()
    partner.aliases.create(name="ナイショ国")
    page = find("ナイショ")
    assert found(page) == [str(partner)]
    [kind] = page.context["found"]
    address = reverse("admin:policies_partner_change", args=[partner.pk])
    assert f'href="{address}"' in page.content.decode()
    assert (kind.total, kind.more) == (1, False)


@pytest.mark.both
def test_what_is_not_public_is_found_and_marked():
    measure = Measure.objects.order_by("slug").first()
    measure.title_ja, measure.published = "秘匿ズンダ措置", False
    measure.save()
    page = find("ズンダ")
    assert found(page) == ["秘匿ズンダ措置"]
    assert "非公開" in page.content.decode()
    assert find("ズンダ", STAFF).context["found"] == []


def test_many_lead_to_their_list():
    for number in range(SHOWN + 2):
        Subject.objects.create(
            slug=f"s{number}", kind="theme", name_ja=f"ズンダ{number}", name_en=f"Zunda {number}"
        )
    [kind] = find("ズンダ").context["found"]
    assert (kind.total, len(kind.rows), kind.more) == (SHOWN + 2, SHOWN, True)
    assert come(EDITOR).get(kind.listing).context["cl"].result_count == SHOWN + 2


@pytest.mark.both
@pytest.mark.parametrize("asked", ["", " ", "<b>", "\x00", "％" * 300, "'", '"a OR b"'])
def test_whatever_is_asked_is_answered(asked):
    page = find(asked)
    assert page.status_code == 200
    if asked == "<b>":
        assert escape(asked) in page.content.decode()


@pytest.mark.both
def test_so_is_whatever_a_select_is_asked_for():
    names = {"app_label": "measures", "model_name": "measure", "field_name": "jurisdiction"}
    answer = come(VIEWER).get(reverse("admin:autocomplete"), names | {"term": "\0"})
    assert answer.status_code == 200
