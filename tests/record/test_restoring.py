"""Former versions are told, and brought back without taking away what came later."""

import pytest
from django.utils.translation import override

from measures.models import Measure
from portal.record import restoring
from portal.record.models import Batch, Entry, Revision
from portal.record.revising import batch
from portal.record.schema import RecordError
from portal.record.telling import tell

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def said() -> Batch:
    """Who brings something back."""
    return Batch(via=Batch.Via.RESTORE, kind=Batch.Kind.EDITORIAL, reason="a slip")


def change(slug: str = "talks", **values) -> Batch:
    """One change of a measure, as a batch."""
    with batch(kind=Batch.Kind.WORLD, reason="it changed"):
        row = Measure.objects.get(slug=slug)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return Batch.objects.first()


def head(slug: str = "talks") -> Entry:
    """The head of a measure."""
    return Entry.objects.get(kind="measure", key=slug)


def form(slug: str = "talks") -> dict | None:
    """What the record holds of a measure, without the day of its last change."""
    found = Revision.objects.current().get(entry=head(slug)).form
    return found and {name: value for name, value in found.items() if name != "updated_on"}


def in_english(revisions, **options) -> list[tuple[str, str, str]]:
    """What revisions changed."""
    with override("en"):
        return [
            (each.label, each.old, each.new)
            for told in tell(revisions, **options)
            for each in told.differences
        ]


def test_a_version_tells_what_it_changed():
    change(title_en="Long talks")
    change(title_en="Short talks")
    assert in_english(list(Revision.objects.of("measure", "talks"))) == [
        ("Title (English)", "Long talks", "Short talks"),
        ("Title (English)", "Talks", "Long talks"),
        ("Measure", "", "Talks"),
    ]


def test_a_version_is_brought_back():
    before = form()
    change(title_en="Long talks")
    change(summary_en="They talked on.")
    wanted = Revision.objects.of("measure", "talks").get(number=1)
    [proposal] = restoring.back_to(wanted, head().number)
    assert restoring.restore([proposal], said())
    assert form() == before
    assert (head().number, Batch.objects.first().via) == (4, Batch.Via.RESTORE)


def test_what_was_changed_after_one_looked_stays():
    """Whoever brings a version back has not seen it."""
    change(title_en="Long talks")
    seen = head().number
    change(summary_en="They talked on.")
    wanted = Revision.objects.of("measure", "talks").get(number=1)
    restoring.restore(restoring.back_to(wanted, seen), said())
    assert form()["title_en"] == "Talks"
    assert form()["summary_en"] == "They talked on."


def test_a_change_is_undone_and_later_ones_stay():
    undone = change(title_en="Long talks")
    change(summary_en="They talked on.")
    restoring.restore(restoring.without(undone), said())
    assert form()["title_en"] == "Talks"
    assert form()["summary_en"] == "They talked on."
    assert restoring.without(undone) == []


def test_what_was_changed_again_is_asked():
    undone = change(title_en="Long talks")
    change(title_en="Short talks")
    proposals = restoring.without(undone)
    assert [clash.name for clash in proposals[0].clashes] == ["title_en"]
    with pytest.raises(RecordError, match="talks"):
        restoring.restore(proposals, said())
    assert form()["title_en"] == "Short talks"
    chosen = {("measure", "talks"): {"title_en": "mine"}}
    restoring.restore(restoring.without(undone, chosen), said())
    assert form()["title_en"] == "Talks"


def test_a_deletion_is_undone_with_all_that_went_with_it():
    """Relations of other entries and verdicts come back, and the forms are those of before."""
    before = {
        (each.entry.kind, each.entry.key): each.form
        for each in Revision.objects.current().select_related("entry")
    }
    with batch(reason="by mistake"):
        Measure.objects.get(slug="act").delete()
    deletion = Batch.objects.first()
    assert list(Batch.objects.deletions()) == [deletion]
    gone = {each.entry.key for each in deletion.revisions.select_related("entry")}
    assert gone == {"act", "talks", "act/talks"}
    restoring.restore(restoring.without(deletion), said())
    for each in Revision.objects.current().select_related("entry"):
        told = before[each.entry.kind, each.entry.key]
        assert each.form | {"updated_on": ""} == told | {"updated_on": ""}, each.entry
    assert not Batch.objects.deletions().exists()


def test_a_form_of_other_fields_is_not_brought_back():
    """It says what it said when forms could hold other things."""
    undone = change(title_en="Long talks")
    Revision.objects.filter(entry=head(), number=1).update(layout="other")
    with pytest.raises(RecordError, match="talks"):
        restoring.without(undone)


def test_what_stands_against_it_is_told():
    """A subject that was deleted since is not there to be named again."""
    undone = change(title_en="Long talks", jurisdiction_id=None)
    Revision.objects.filter(entry=head(), number=1).update(
        form=Revision.objects.get(entry=head(), number=1).form | {"jurisdiction": "nowhere"}
    )
    with pytest.raises(RecordError, match="nowhere"):
        restoring.restore(restoring.without(undone), said())
    assert form()["title_en"] == "Long talks"


def test_readers_are_told_nothing_of_what_was_hidden():
    """What an entry said before it was shown, and after it was hidden, is no change for them."""
    change("act", title_en="Secret act")
    revisions = Revision.objects.of("measure", "act")
    assert in_english(list(revisions.all()), public=True) == []
    change("act", title_en="Open act", published=True)
    change("act", title_en="The act")
    change("act", title_en="Hidden act", published=False)
    assert in_english(list(revisions.all()), public=True) == [
        ("Measure", "The act", ""),
        ("Title (English)", "Open act", "The act"),
        ("Measure", "", "Open act"),
    ]


def test_last_reasons_are_offered_once_each(admin_user):
    for reason in ("one", "two", "one", "three", ""):
        with batch(user=admin_user, reason=reason):
            row = Measure.objects.get(slug="talks")
            row.title_en += "!"
            row.save()
    assert Batch.objects.reasons_of(admin_user, 2) == ["three", "one"]


def test_a_batch_of_many_entries_is_read_at_one_cost(django_assert_num_queries):
    """So that a table of a thousand rows can be undone."""
    with batch(reason="many") as _made:
        for measure in Measure.objects.all():
            measure.title_en += " anew"
            measure.save()
    many = Batch.objects.first()
    assert many.revisions.count() > 1
    with django_assert_num_queries(3):
        proposals = restoring.without(many)
    assert len(proposals) == many.revisions.count()
