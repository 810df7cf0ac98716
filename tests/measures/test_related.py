"""Measures related by what both share: found, weighed, told with reasons, judged by editors."""

import itertools
import math

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import translation

from measures import related
from measures.loading import load_for_page
from measures.models import (
    Citation,
    Measure,
    MeasureOrganisation,
    MeasurePartner,
    MeasurePillar,
    MeasureSubject,
    RelatedVerdict,
    Relation,
)
from measures.models.rarity import COUNTED
from measures.record import FILES
from measures.related import (
    GATHERED,
    LEAST_SCORE,
    SHOWN,
    SharedEntity,
    rarest,
    similar_measures,
)
from measures.shared import Shared, shared_at
from policies.models import (
    Organisation,
    Partner,
    Section,
    Subject,
)
from portal.changes.models import Version
from portal.changes.tracking import one_version
from portal.record.asides import aside
from portal.record.writing import dump
from tests.asking import BOUND, queries
from tests.entries import Maker, Vocabulary, measure, relate
from tests.markup import Page, common_faults

# The stock templates of the admin read variables that are not always there.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.both,
]

JUDGE = "admin:measures_relatedverdict_judge"
NUMBERS = itertools.count(1)


@pytest.fixture(autouse=True)
def japanese():
    with translation.override("ja"):
        yield


@pytest.fixture(scope="module")
def crowd(rows_for_all):
    """So many measures that what two of them share is rare, and a partner of some."""
    RelatedVerdict.objects.all().delete()
    measures = Measure.objects.bulk_create(
        Measure(
            slug=f"crowd-{number}", kind="law", status="held",
            title_ja="題", title_en="T", summary_ja="要", summary_en="S",
        )
        for number in range(400)
    )  # fmt: skip
    let_have(Partner.objects.get(code="aa"), measures[:50])


def let_have(partner: Partner, measures) -> None:
    """Let many measures have a partner, without telling anybody."""
    read = {"section": some_section(), "phrase": "語", "role": "partner"}
    MeasurePartner.objects.bulk_create(
        MeasurePartner(measure=each, partner=partner, **read) for each in measures
    )


@pytest.fixture(scope="module", autouse=True)
def words(crowd) -> Vocabulary:
    """Things that no measure of the record has."""
    return Vocabulary(Maker("words", "語"), 6)


def some_section() -> Section:
    return Section.objects.order_by("pk").first()


def new(**given) -> Measure:
    """A measure without rows."""
    name = f"new-{next(NUMBERS):03}"
    both = {f"{field}_{code}": name for field in ("title", "summary") for code in ("ja", "en")}
    fixed = {"slug": name, "kind": "project", "status": "held"}
    return Measure.objects.create(**fixed | both | given)


@one_version()
def give(one: Measure, *things) -> Measure:
    """Let a measure have subjects, partners, organisations, pillars; cite sections."""
    for thing in things:
        read = {"measure": one, "section": some_section(), "phrase": "語"}
        if isinstance(thing, Section):
            read |= {"section": thing}
            Citation.objects.create(supports=["title"], **read)
        elif isinstance(thing, Subject):
            MeasureSubject.objects.create(subject=thing, **read)
        elif isinstance(thing, Partner):
            MeasurePartner.objects.create(partner=thing, role="partner", **read)
        elif isinstance(thing, Organisation):
            MeasureOrganisation.objects.create(organisation=thing, role="lead", **read)
        else:
            MeasurePillar.objects.create(pillar=thing, **read)
    return one


def lead(source: Measure, target: Measure, kind: str = "based-on") -> None:
    Relation.objects.create(
        source=source, target=target, kind=kind, reason_ja="故", reason_en="As",
        section=some_section(), phrase="語",
    )  # fmt: skip


def read_for_page(one: Measure) -> Measure:
    """A measure as its page reads it."""
    return load_for_page(Measure.objects.for_detail().get(pk=one.pk))


def found(one: Measure) -> list:
    """What is computed for a measure, as its page does."""
    return similar_measures(read_for_page(one), Shared("default"))


def others(one: Measure) -> list[Measure]:
    return [each.other for each in found(one)]


def told(one: Measure, other: Measure) -> dict[str, list]:
    """What the reasons for `other` name, by kind."""
    [row] = [each for each in found(one) if each.other == other]
    return {reason.kind: [thing.entry for thing in reason.things] for reason in row.reasons}


def judged(one: Measure, other: Measure, verdict: str, **given) -> RelatedVerdict:
    return RelatedVerdict.objects.create(first=one, second=other, verdict=verdict, **given)


# ---- what is shared


def test_everything_that_both_have_is_a_reason(words):
    law, things = new(kind="law"), (
        words.subjects[1], words.partners[1], words.organisations[1], words.pillars[1],
        words.sections[1],
    )  # fmt: skip
    one, other = give(new(), *things), give(new(), *things)
    lead(one, law)
    lead(law, other)
    subject, partner, organisation, pillar, section = things
    assert told(one, other) == {
        "subjects": [subject],
        "laws": [law],
        "pillars": [pillar],
        "sections": [section],
        "partners": [partner],
        "organisations": [organisation],
    }
    assert told(other, one).keys() == told(one, other).keys()


def test_who_shares_nothing_is_not_found(words):
    one = give(new(), words.subjects[1])
    give(new(), words.subjects[2])
    assert found(one) == []
    assert found(new()) == []


@pytest.mark.parametrize("kind", ["law", "bill", "cabinet-order", "regulation"])
def test_a_law_is_shared_whichever_way_the_relations_point(kind):
    law = new(kind=kind)
    one, two, three = new(), new(), new()
    lead(one, law)
    lead(law, two)
    lead(three, law, "implements")
    assert set(others(one)) == {two, three}
    assert set(others(two)) == {one, three}
    assert others(law) == []


def test_what_is_no_law_is_not_shared_as_one():
    meeting = new(kind="summit")
    one, two = new(), new()
    lead(one, meeting)
    lead(two, meeting)
    assert found(one) == []


def test_a_law_that_visitors_may_not_see_is_no_reason():
    law = new(kind="law", published=False)
    one, two = new(), new()
    lead(one, law)
    lead(two, law)
    assert found(one) == []


def test_the_score_is_the_sum_of_the_rarities(words):
    one = give(new(), words.subjects[1], words.partners[1])
    other = give(new(), words.subjects[1], words.partners[1])
    give(new(), words.partners[1])
    size = Measure.objects.published().count()
    [row] = [each for each in found(one) if each.other == other]
    assert row.score == math.fsum((math.log(size / 2), math.log(size / 3)))


def test_two_parts_of_one_organisation_count_once(words):
    organisation = words.organisations[1]
    one, other = give(new(), organisation), give(new(), organisation)
    MeasureOrganisation.objects.create(
        measure=other, organisation=organisation, role="host", section=some_section(), phrase="語"
    )
    assert told(one, other) == {"organisations": [organisation]}
    assert told(other, one) == {"organisations": [organisation]}
    assert found(one)[0].score == found(other)[0].score


def test_what_nearly_everybody_has_is_no_reason():
    everybody = Partner.objects.get(code="aa")
    let_have(everybody, Measure.objects.exclude(partners__partner=everybody))
    assert others(give(new(), everybody)) == []


def test_a_name_that_stands_beside_others_is_told_up_to_three(words):
    one, other = give(new(), *words.subjects[:5]), give(new(), *words.subjects[:5])
    [row] = [each for each in found(one) if each.other == other]
    assert [thing.entry for thing in row.reasons[0].things] == words.subjects[:3]
    assert row.reasons[0].more == 2


# ---- which measures, and in which order


@pytest.mark.parametrize("turned", [False, True])
def test_what_a_typed_relation_names_is_not_repeated(words, turned):
    one, other = give(new(), words.subjects[1]), give(new(), words.subjects[1])
    assert others(one) == [other]
    lead(*((other, one) if turned else (one, other)), "same-topic")
    assert others(one) == []


def test_what_visitors_may_not_see_is_not_found(words):
    one = give(new(), words.subjects[1])
    hidden = give(new(published=False), words.subjects[1])
    assert found(one) == []
    judged(one, hidden, "confirmed")
    assert found(one) == []


def test_unpublished_measures_make_nothing_more_common(words):
    one, other = give(new(), words.subjects[1]), give(new(), words.subjects[1])
    before = [(each.other, each.score) for each in found(one)]
    for _each in range(5):
        give(new(published=False), words.subjects[1])
    assert [(each.other, each.score) for each in found(one)] == before
    assert before[0][0] == other


def test_the_best_come_first_and_equals_by_name(words):
    one = give(new(), *words.subjects[:3])
    names = ["c", "a", "d", "b"]
    equal = {name: give(new(slug=f"equal-{name}"), words.subjects[0]) for name in names}
    best = give(new(slug="z-best"), *words.subjects[1:3])
    assert others(one) == [best, *(equal[name] for name in sorted(names))]


def test_no_more_than_a_few_are_shown(words):
    one = give(new(), words.subjects[1])
    many = [give(new(), words.subjects[1]) for _each in range(SHOWN + 3)]
    assert LEAST_SCORE > 0
    scored = math.log(Measure.objects.published().count() / (len(many) + 1))
    wanted = many[:SHOWN] if scored >= LEAST_SCORE else []
    assert others(one) == wanted
    rare = [give(each, words.subjects[2]) for each in (*many, one)][:-1]
    assert others(one) == rare[:SHOWN]


# ---- the work does not grow


def things(*rows: int) -> list[SharedEntity]:
    """As many things, each with so many rows."""
    return [
        SharedEntity("subjects", Subject(pk=number, slug=f"s{number:04}"), count)
        for number, count in enumerate(rows)
    ]


def test_the_rarest_are_looked_up_first_and_common_things_never():
    common, rare, middle = things(COUNTED + 1, 2, 40)
    assert rarest([common, rare, middle]) == [rare, middle]
    assert rarest([common]) == []


def test_no_more_rows_are_looked_up_than_a_fixed_number():
    each = COUNTED // 2
    chosen = rarest(things(*[each] * 100))
    assert sum(thing.rows for thing in chosen) <= GATHERED < each * (len(chosen) + 1)
    assert rarest(reversed(things(*[each] * 100))) == chosen


def test_rows_are_counted_no_further_than_needed(words, monkeypatch):
    read = {"section": some_section(), "phrase": "語", "subject": words.subjects[1]}
    owners = Measure.objects.bulk_create(
        Measure(
            slug=f"many-{number}", kind="law", status="held",
            title_ja="題", title_en="T", summary_ja="要", summary_en="S",
        )
        for number in range(COUNTED + 20)
    )  # fmt: skip
    MeasureSubject.objects.bulk_create(MeasureSubject(measure=each, **read) for each in owners)
    one = load_for_page(Measure.objects.for_detail().get(pk=owners[0].pk))
    shared, subject = Shared("default"), ("subjects", words.subjects[1].pk)
    assert similar_measures(one, shared) == []
    assert (shared.counts, shared.owners) == ({**shared.counts, subject: COUNTED + 1}, {})


def test_rows_that_visitors_do_not_see_are_not_counted(words):
    _one, other = give(new(), words.subjects[0]), give(new(), words.subjects[0])
    other.published = False
    other.save()
    subject = ("subjects", words.subjects[0].pk)
    assert Shared("default").counted([subject]) == {subject: 1}


def test_what_was_looked_up_is_not_looked_up_again(words, django_assert_num_queries):
    one = give(new(), words.subjects[0], words.partners[0])
    other = give(new(), words.subjects[0], words.partners[0])
    shared = Shared("default")
    read = [read_for_page(each) for each in (one, other)]
    expected = [similar_measures(each, Shared("default")) for each in read]
    assert [similar_measures(each, shared) for each in read] == expected
    # The measures that are told alone.
    with django_assert_num_queries(2):
        assert [similar_measures(each, shared) for each in read] == expected


def test_a_measure_that_is_deleted_while_others_are_weighed_is_left_out(words, monkeypatch):
    one = read_for_page(give(new(), words.subjects[0], words.partners[0]))
    alike = [give(new(), words.subjects[0], words.partners[0]) for _each in range(SHOWN + 2)]
    shared, gone = Shared("default"), alike[0].slug
    called = shared.called

    def after_a_deletion(pks):
        Measure.objects.filter(slug=gone).delete()
        return called(pks)

    monkeypatch.setattr(shared, "called", after_a_deletion)
    told = {each.other.slug for each in similar_measures(one, shared)}
    assert len(told) == SHOWN
    assert told <= {each.slug for each in alike[1:]}


def test_a_measure_that_is_hidden_while_others_are_weighed_is_left_out(words):
    one = read_for_page(give(new(), words.subjects[0], words.partners[0]))
    alike = [give(new(), words.subjects[0], words.partners[0]) for _each in range(2)]
    shared = Shared("default")
    assert len(similar_measures(one, shared)) == len(alike)
    Measure.objects.filter(pk=alike[0].pk).update(published=False)
    assert [each.other for each in similar_measures(one, shared)] == alike[1:]


def test_what_is_kept_of_a_version_goes_with_it_and_what_is_tried_out_is_not_kept(words):
    one, subject = give(new(), words.subjects[0]), ("subjects", words.subjects[0].pk)

    def counted() -> int:
        stamp = Version.objects.current()
        return shared_at(stamp, "default").counted([subject])[subject]

    assert counted() == 1
    with aside():
        give(new(), words.subjects[0])
        assert counted() == 2
    assert counted() == 1
    give(new(), words.subjects[0])
    assert counted() == 2
    one.delete()
    assert counted() == 1


def test_many_things_need_no_more_queries_than_one(words, django_assert_num_queries):
    one = give(new(), words.subjects[0])
    give(new(), words.subjects[0])
    rich = give(new(), *words.subjects[1:], *words.pillars, *words.partners, *words.sections)
    give(new(), *words.subjects[1:], *words.pillars, *words.partners, *words.sections)
    for each in (one, rich):
        read = Measure.objects.for_detail().get(pk=each.pk)
        with django_assert_num_queries(1):
            load_for_page(read)
        shared = Shared("default")
        assert shared.size
        # How many have each thing, who has the rare ones, and the measures that are told.
        with django_assert_num_queries(3):
            rows = similar_measures(read, shared)
            assert rows
            for row in rows:
                for reason in row.reasons:
                    for thing in reason.things:
                        assert thing.name
                        assert thing.entry.get_absolute_url()


# ---- how many questions the pages ask


def test_a_measure_with_one_row_of_each_kind_asks_as_much_as_one_with_six(client):
    counts = []
    for name, number in (("one", 1), ("six", 6)):
        maker = Maker(name, f"{name}語")
        words = Vocabulary(maker, number)
        first, second = measure(maker, words), measure(maker, words)
        measure(maker, words)
        relate(maker, words, first, second)
        assert client.get(first.get_absolute_url()).context["page"].similar
        counts.append(queries(client, first.get_absolute_url()))
    assert counts[0] == counts[1] <= BOUND


# ---- what editors said


def test_a_pair_has_one_verdict_whichever_is_named_first():
    one, other = new(slug="b-second"), new(slug="a-first")
    row = judged(one, other, "confirmed")
    assert (row.first, row.second) == (other, one)
    assert list(RelatedVerdict.objects.between(one, other)) == [row]
    assert list(RelatedVerdict.objects.between(other, one)) == [row]
    assert list(RelatedVerdict.objects.of(one)) == list(RelatedVerdict.objects.of(other)) == [row]
    assert not RelatedVerdict.objects.between(one, new()).exists()
    assert row.beside(one) == other
    assert row.beside(other) == one


def test_what_was_rejected_is_never_shown_again(words, client):
    one, other = give(new(), words.subjects[1]), give(new(), words.subjects[1])
    third = give(new(), words.subjects[1])
    judged(other, one, "rejected")
    assert others(one) == [third]
    assert others(other) == [third]
    assert others(third) == [one, other]
    page = client.get(one.get_absolute_url()).content.decode()
    assert other.get_absolute_url() not in page


def test_what_was_confirmed_comes_first_and_says_so(words, client):
    one, best = give(new(), *words.subjects[:3]), give(new(), *words.subjects[:3])
    lesser = give(new(), words.subjects[1])
    assert others(one) == [best, lesser]
    judged(one, lesser, "confirmed", note_ja="同じ事業。", note_en="The same project.")
    assert others(one) == [lesser, best]
    assert [bool(each.verdict) for each in found(one)] == [True, False]
    with translation.override("en"):
        page = Page(client.get(one.get_absolute_url()).content.decode())
    assert "Confirmed by an editor" in page.text("span")
    assert "The same project." in page.text("p")
    assert page.text("span").count("Computed") == 1


def test_a_confirmed_pair_stays_whatever_it_shares(words):
    everybody = Partner.objects.get(code="aa")
    one, nothing, common = give(new(), everybody), new(), give(new(), everybody)
    many = [give(new(), words.subjects[1]) for _each in range(SHOWN + 2)]
    give(one, words.subjects[1], words.subjects[2])
    for each in many:
        give(each, words.subjects[2])
    for each in (nothing, common, many[-1]):
        judged(one, each, "confirmed")
    assert others(one) == [many[-1], common, nothing, *many[:SHOWN]][: SHOWN + 3]
    assert told(one, nothing) == {}
    assert told(one, common) == {"partners": [everybody]}


def test_a_source_says_more_than_an_editor(words):
    one, other = give(new(), words.subjects[1]), give(new(), words.subjects[1])
    judged(one, other, "confirmed")
    lead(one, other, "same-topic")
    assert others(one) == []


# ---- the buttons


@pytest.fixture
def pair(words) -> tuple[Measure, Measure]:
    """Two measures that share a subject."""
    return give(new(), words.subjects[1]), give(new(), words.subjects[1])


@pytest.fixture
def editor(django_user_model):
    """Somebody who may judge, and nothing else."""
    user = django_user_model.objects.create(username="judge", last_name="裁", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_relatedverdict"))
    return user


def sent(one: Measure, other: Measure, verdict: str = "confirmed", **given) -> dict:
    return {"measure": one.slug, "other": other.slug, "verdict": verdict, "language": "ja"} | given


def test_a_visitor_sees_no_button_and_gets_no_cookie(client, pair):
    answer = client.get(pair[0].get_absolute_url())
    page = Page(answer.content.decode())
    assert pair[1].get_absolute_url() in {link.attrs["href"] for link in page.links}
    assert page.all("form", method="post") == []
    assert not answer.cookies


@pytest.mark.parametrize("staff", [True, False])
def test_who_may_not_judge_sees_no_button(client, pair, django_user_model, staff):
    client.force_login(django_user_model.objects.create(username="reader", is_staff=staff))
    page = Page(client.get(pair[0].get_absolute_url()).content.decode())
    assert page.all("form", method="post") == []
    answer = client.post(reverse(JUDGE), sent(*pair))
    assert answer.status_code == (403 if staff else 302)
    assert not RelatedVerdict.objects.exists()


def test_an_editor_sees_two_buttons_beside_each(client, pair, editor):
    client.force_login(editor)
    page = Page(client.get(pair[0].get_absolute_url()).content.decode())
    assert common_faults(page) == []
    forms = page.all("form", method="post")
    assert {form.attrs["action"] for form in forms} == {reverse(JUDGE)}
    buttons = [each.attrs["value"] for each in page.all("button", name="verdict")]
    assert buttons == ["confirmed", "rejected"] * (len(forms) // 2)
    assert len(page.all("input", name="csrfmiddlewaretoken")) == len(forms)


def test_a_press_is_remembered_and_leads_back(client, pair, editor):
    client.force_login(editor)
    one, other = pair
    for language, verdict in (("ja", "rejected"), ("en", "confirmed")):
        answer = client.post(reverse(JUDGE), sent(one, other, verdict, language=language))
        with translation.override(language):
            assert answer["Location"] == f"{one.get_absolute_url()}#relations"
            page = client.get(answer["Location"])
        row = RelatedVerdict.objects.get()
        assert (row.verdict, row.decided_by) == (verdict, editor)
        assert (other in others(one)) is (verdict == "confirmed")
        assert row.get_verdict_display() in Page(page.content.decode()).text("p")
    assert LogEntry.objects.filter(user=editor, object_id=str(row.pk)).count() == 2
    client.post(reverse(JUDGE), sent(other, one, "rejected"))
    assert RelatedVerdict.objects.get().verdict == "rejected"


def test_a_confirmed_pair_can_still_be_rejected(client, pair, editor):
    judged(*pair, "confirmed")
    client.force_login(editor)
    page = Page(client.get(pair[0].get_absolute_url()).content.decode())
    assert [each.attrs["value"] for each in page.all("button", name="verdict")] == ["rejected"]


def test_a_press_from_elsewhere_is_refused(pair, editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(reverse(JUDGE), sent(*pair)).status_code == 403
    assert not RelatedVerdict.objects.exists()


def test_only_a_press_judges(client, pair, editor):
    client.force_login(editor)
    assert client.get(reverse(JUDGE), sent(*pair)).status_code == 405
    client.logout()
    answer = client.post(reverse(JUDGE), sent(*pair))
    assert answer["Location"].startswith(reverse("admin:login"))
    assert not RelatedVerdict.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"measure": "no-such-measure"},
        {"other": "no-such-measure"},
        {"other": "x\x00y"},
        {"verdict": "perhaps"},
        {"language": "fr"},
        {"verdict": ""},
    ],
    ids=str,
)
def test_bad_input_is_named_and_changes_nothing(client, pair, editor, given):
    client.force_login(editor)
    with translation.override("en"):
        answer = client.post(reverse(JUDGE), sent(*pair) | given, follow=True)
    assert answer.status_code == 200
    [[name, value]] = given.items()
    [message] = answer.context["messages"]
    assert name in str(message)
    assert value.replace("\x00", "") in str(message) or "\x00" in value
    assert not RelatedVerdict.objects.exists()


def test_a_measure_is_not_related_to_itself(client, pair, editor):
    client.force_login(editor)
    answer = client.post(reverse(JUDGE), sent(pair[0], pair[0]), follow=True)
    [message] = answer.context["messages"]
    assert pair[0].slug in str(message)
    assert not RelatedVerdict.objects.exists()


def test_the_admin_says_who_decided(admin_client, admin_user, pair):
    address = reverse("admin:measures_relatedverdict_add")
    given = {"first": pair[1].pk, "second": pair[0].pk, "verdict": "confirmed"}
    answer = admin_client.post(address, given | {"note_ja": "", "note_en": ""})
    assert answer.status_code == 302
    row = RelatedVerdict.objects.get()
    assert (row.first, row.second, row.decided_by) == (*pair, admin_user)
    again = admin_client.post(address, given | {"note_ja": "", "note_en": ""})
    assert again.status_code == 200
    assert RelatedVerdict.objects.count() == 1


# ---- the record


def test_verdicts_are_part_of_the_record_without_who_and_when(tmp_path, editor):
    one, other = Measure.objects.order_by("-slug").published()[:2]
    judged(one, other, "rejected", decided_by=editor, note_ja="別の話。", note_en="Another matter.")
    dump(tmp_path, FILES)
    assert (tmp_path / "related.yaml").read_text() == (
        f"- first: {other.slug}\n  second: {one.slug}\n  verdict: rejected\n"
        "  note_ja: 別の話。\n  note_en: Another matter.\n"
    )


def test_the_order_of_a_pair_does_not_hang_on_primary_keys():
    later, earlier = new(slug="b-later"), new(slug="a-earlier")
    assert later.pk < earlier.pk
    row = judged(later, earlier, "confirmed")
    assert RelatedVerdict.objects.filter(pk=row.pk, first__pk__gt=F("second__pk")).exists()


def test_what_all_or_none_have_weighs_nothing():
    assert related.weight(5, 5) == related.weight(0, 5) == related.weight(6, 5) == 0
    assert related.weight(1, 5) == math.log(5)
