"""The index follows every change, in the transaction of the change, and can be made anew."""

import inspect
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from measures.models import BudgetLine, Measure, MeasureName, Milestone, Provision
from policies.models import Organisation, Partner, Pillar, Subject, SubjectAlias
from portal.changes.tracking import one_version
from portal.search import anew, gathering, lookalikes, query, text, tokens, words, writing
from portal.search.anew import rebuild_all, renew, step
from portal.search.checking import faults
from portal.search.corpus import CORPORA, STATEMENTS, Corpus, gram_index
from portal.search.gathering import gather, read
from portal.search.index import ask, hits
from portal.search.models import Document, Layout, Name, Rank, Unanswered
from portal.search.writing import (
    documents,
    is_current,
    layout,
    names,
)
from tests.entries import everything

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WORD = "ほかにない言葉"
DOCSTRING = '"""'


def finders(word: str = WORD) -> dict[str, set[int]]:
    """The rows of every corpus that hold a word."""
    found = {model._meta.label: set(hits(model, ask(f'"{word}"'))[0]) for model in CORPORA}
    return {label: rows for label, rows in found.items() if rows}


def test_a_record_that_was_loaded_is_indexed_whole():
    assert is_current(), "a load leaves nothing to be made anew"
    assert list(faults()) == []
    for model in (Measure, Provision, Milestone, Subject):
        held = Document.objects.filter(corpus=CORPORA[model].number())
        assert held.count() == model.objects.count()


def test_what_is_saved_is_found_and_what_is_deleted_is_not():
    subject = Subject.objects.create(slug="x", kind="theme", name_ja=WORD, name_en="X")
    assert finders() == {"policies.Subject": {subject.pk}}
    subject.name_ja = "べつ"
    subject.save()
    assert finders() == {}
    alias = SubjectAlias.objects.create(subject=subject, name=WORD)
    assert finders() == {"policies.Subject": {subject.pk}}
    alias.delete()
    assert finders() == {}
    subject.name_ja = WORD
    subject.save()
    subject.delete()
    assert finders() == {}
    assert list(faults()) == []


def test_a_measure_is_found_by_the_names_of_what_it_is_about():
    measure = Measure.objects.filter(subjects__isnull=False).order_by("pk").first()
    subject = measure.subjects.first().subject
    subject.aliases.create(name=WORD)
    about = set(Measure.objects.filter(subjects__subject=subject).values_list("pk", flat=True))
    assert finders()["measures.Measure"] == about
    assert finders()["policies.Subject"] == {subject.pk}


def test_rows_are_found_by_the_names_of_their_measure():
    measure = Measure.objects.filter(provisions__isnull=False).order_by("pk").first()
    measure.title_ja += WORD
    measure.save()
    found = finders()
    assert found["measures.Measure"] == {measure.pk}
    assert found["measures.Provision"] == set(measure.provisions.values_list("pk", flat=True))
    assert found["measures.Milestone"] == set(measure.milestones.values_list("pk", flat=True))


def test_a_row_that_moves_leaves_nothing_behind():
    name = MeasureName.objects.order_by("pk").first()
    before, after = name.measure, Measure.objects.exclude(pk=name.measure_id).first()
    name.name = WORD
    name.save()
    assert finders()["measures.Measure"] == {before.pk}
    name.measure = after
    name.save()
    assert finders()["measures.Measure"] == {after.pk}
    assert list(faults()) == []


def test_deleting_a_measure_takes_its_rows_along():
    measure = Measure.objects.filter(provisions__isnull=False, milestones__isnull=False).first()
    for model in (Provision, Milestone):
        model.objects.filter(measure=measure).first().save()
    measure.relations.all().delete()
    measure.reverse_relations.all().delete()
    measure.delete()
    assert list(faults()) == []


def test_a_change_that_is_undone_was_never_indexed():
    with transaction.atomic():
        Subject.objects.create(slug="x", kind="theme", name_ja=WORD, name_en="X")
        assert finders() != {}
        transaction.set_rollback(True)
    assert finders() == {}
    assert list(faults()) == []


def test_collected_changes_are_indexed_at_the_end():
    with one_version():
        Subject.objects.create(slug="x", kind="theme", name_ja=WORD, name_en="X")
        assert finders() == {}
    assert finders() != {}


def test_the_check_names_what_differs():
    one, two, three = Document.objects.order_by("pk")[:3]
    Document.objects.filter(pk=one.pk).update(text="べつ")
    gram_index(connection.alias).remove([two.pk])
    Document.objects.filter(pk=three.pk).update(row=3, id=3 * 1024 + three.corpus + 10_240_000_000)
    kinds = {what for _model, _row, what in faults()}
    assert {"stale", "missing", "gone"} <= kinds
    with pytest.raises(CommandError, match="index_record"):
        call_command("index_record", check=True)


def test_the_check_sees_grams_that_are_not_the_text():
    document = Document.objects.order_by("pk").first()
    names = ("pk", "corpus", "row", "owner", "title")
    values = [getattr(document, name) for name in names]
    gram_index(connection.alias).remove([document.pk])
    longer = (*values, document.text + "余", document.origins)
    gram_index(connection.alias).add([longer], [tokens.written_of(longer)])
    Document.objects.filter(pk=document.pk).update(text=document.text)
    assert [what for _model, _row, what in faults()] == ["grams"]


def test_the_check_sees_names_that_are_not_those_of_the_record():
    """One that is lost, one that is told of a measure visitors may not see, one of no row."""
    lost, told = everything("two", "二つ", 1)[1]
    corpus = CORPORA[Measure]
    Name.objects.filter(corpus=corpus.number(), row=lost.pk).first().delete()
    told.published = False
    told.save()
    for row in (told.pk, 10_000_000):
        Name.objects.create(corpus=corpus.number(), row=row, folded="べつ", written="べつ")
    assert [(model, row, what) for model, row, what in faults()] == [
        (Measure, lost.pk, "names"),
        (Measure, told.pk, "names"),
        (Measure, 10_000_000, "names"),
    ]
    rebuild_all()
    assert list(faults()) == []


def test_it_can_be_made_anew(capsys):
    Document.objects.update(text="べつ", title="")
    call_command("index_record")
    assert "Indexed" in capsys.readouterr().out
    assert list(faults()) == []
    call_command("index_record", check=True)


def reworded(source: str) -> str:
    """The same code with other words about it, and a comment at the end of its first line."""
    head, rest = source.split("\n", 1)
    return f"{head}  # Why.\n{rest.replace(DOCSTRING, DOCSTRING + 'Now ', 1)}"


def edit(monkeypatch, part, edited: Callable[[str], str]) -> None:
    """Let the source of a part of the code be another than it is."""
    source = inspect.getsource
    assert edited(source(part)) != source(part)
    told = {part: edited(source(part))}
    monkeypatch.setattr(inspect, "getsource", lambda part: told.get(part) or source(part))


MADE_BY = (
    text.fold,
    text.joint,
    tokens.trigrams,
    words.ends,
    query.names_in,
    documents,
    names,
    tokens.written,
)


@pytest.mark.parametrize("part", MADE_BY, ids=lambda part: part.__name__)
def test_words_about_the_code_are_no_other_layout(monkeypatch, part):
    """A comment makes no deployment build its index anew."""
    before = layout(connection.alias)
    edit(monkeypatch, part, reworded)
    assert layout(connection.alias) == before
    assert is_current()


@pytest.mark.parametrize("part", [query, query.years, tokens.wanted])
def test_how_a_question_is_read_is_no_part_of_the_layout(monkeypatch, part):
    edit(monkeypatch, part, lambda source: f"{source}\nMORE = 1\n")
    assert is_current()


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (text.letters, '"NFKC"', '"NFC"'),
        (text.joint, '"・" in between', '"-" in between'),
        (words.latin_words, "LATIN_RUN", "STRETCH"),
        (tokens.trigrams, "+ LONGEST", "+ 2"),
        (documents, "sorted(", "list("),
        (names, "[:300]", "[:200]"),
    ],
)
def test_other_code_is_another_layout(monkeypatch, part, old, new):
    edit(monkeypatch, part, lambda source: source.replace(old, new))
    assert not is_current()


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (lookalikes, "LOOK_ALIKES", {}),
        (text, "RULES", ()),
        (text, "LONGEST", 2),
        (tokens, "FIRST", 0xE001),
    ],
)
def test_another_setting_is_another_layout(monkeypatch, module, name, value):
    monkeypatch.setattr(module, name, value)
    assert not is_current()


def test_it_is_made_anew_where_it_is_of_another_layout(capsys):
    rebuild_all()
    assert is_current()
    call_command("index_record", if_needed=True)
    assert capsys.readouterr().out == ""
    Layout.objects.update(fingerprint="another")
    call_command("index_record", if_needed=True)
    assert "Indexed" in capsys.readouterr().out
    assert is_current()


def test_the_index_is_written_at_one_cost_for_one_row_and_for_many():
    """What a row costs beyond is its own saving, and the question whom it touches."""

    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as captured, one_version():
            for row in Provision.objects.order_by("pk")[:number]:
                row.text_ja += "。"
                row.save()
        return sum("search_" in (query["sql"] or "") for query in captured)

    one = queries(1)
    assert queries(41) == one
    assert list(faults()) == []


@pytest.mark.parametrize("model", [Milestone, BudgetLine, Partner, Organisation])
def test_a_save_costs_few_statements(model):
    """What a measure is found by stands at 25 paths over 14 tables; they are read at once.

    One statement looks whether anything of it was confirmed, and one what is said there now.
    """
    row = model.objects.order_by("pk").first()
    with CaptureQueriesContext(connection) as captured:
        row.save()
    assert len(captured) <= 32


def test_a_row_of_many_tables_is_read_in_one_statement(django_assert_num_queries):
    measure = Measure.objects.filter(subjects__subject__aliases__isnull=False).first()
    with django_assert_num_queries(1):
        texts = read(CORPORA[Measure], [measure.pk], connection.alias)[measure.pk]
    told = dict(zip(CORPORA[Measure].paths, texts, strict=True))
    assert told["title_ja"] == [measure.title_ja]
    aliases = SubjectAlias.objects.filter(subject__measures__measure=measure)
    names = aliases.values_list("name", flat=True)
    assert sorted(told["subjects__subject__aliases__name"]) == sorted(names) != []


def test_names_are_the_same_in_whichever_order_rows_are_read():
    """Two readings that sound alike are one name: ディマンド is said as デマンド."""
    subject = Subject.objects.order_by("pk").first()
    for name, reading in (
        ("ディマンド対策", "でぃまんどたいさく"),
        ("デマンド対策", "でまんどたいさく"),
    ):
        SubjectAlias.objects.create(subject=subject, name=name, reading=reading)
    corpus = CORPORA[Subject]
    [(_corpus, _rows, texts, told)] = gather([(corpus, [subject.pk])], "default")
    turned = {row: [[*reversed(each)] for each in lines] for row, lines in texts.items()}
    assert turned != texts
    said = [
        [(each.folded, each.written, each.rank) for each in names(corpus, some, told, "default")]
        for some in (texts, turned)
    ]
    assert said[0] == said[1]
    assert ("でまんどたいさく", "でぃまんどたいさく", Rank.READING) in said[0]


def test_what_reads_less_of_the_same_rows_asks_for_itself():
    """Names of entries are read by a corpus of their own, of one group as that of pillars is."""
    pillar = Pillar.objects.order_by("pk").first()
    STATEMENTS.clear()
    brief = Corpus(Pillar, ("name_en",), ())
    for _time in range(2):
        assert read(brief, [pillar.pk], "default") == {pillar.pk: [[pillar.name_en]]}
        assert list(faults()) == []


def test_few_statements_are_kept(monkeypatch):
    monkeypatch.setattr(gathering, "KEPT", 2)
    pillar = Pillar.objects.order_by("pk").first()
    STATEMENTS.clear()
    for path in ("name_ja", "name_en", "number"):
        text = str(getattr(pillar, path))
        assert read(Corpus(Pillar, (path,), ()), [pillar.pk], "default")[pillar.pk] == [[text]]
    assert [kept for _using, [(_place, _model, kept)] in STATEMENTS] == [("name_en",), ("number",)]


def test_words_asked_in_vain_are_kept_and_make_room(monkeypatch):
    Unanswered.objects.note(WORD)
    Unanswered.objects.note(WORD)
    assert Unanswered.objects.get(asked=WORD).times == 2
    monkeypatch.setattr("portal.search.models.KEPT", 5)
    for number in range(200):
        Unanswered.objects.note(f"{WORD}{number}")
    assert Unanswered.objects.count() < 110
    assert Unanswered.objects.filter(asked=f"{WORD}199").exists()


def test_others_save_between_the_steps_of_a_new_index(monkeypatch):
    """What they save behind the step that wrote it, before it, and what they delete."""
    first, second = Measure.objects.order_by("pk")[:2]
    steps = []

    def renewed(wanted, said, using):
        renew(wanted, said, using)
        steps.append(wanted.model)
        if steps == [Measure]:
            first.title_ja = WORD
            first.save()
            new = Subject.objects.create(slug="x", kind="theme", name_ja=WORD, name_en="X")
            MeasureName.objects.filter(measure=second).delete()
            second.published = not second.published
            second.save()
            SubjectAlias.objects.create(subject=new, name=f"{WORD}の別名")

    monkeypatch.setattr(writing, "BATCH", 10_000)
    monkeypatch.setattr(anew, "CORPORA", {Measure: CORPORA[Measure]} | CORPORA)
    monkeypatch.setattr(anew, "renew", renewed)
    rebuild_all()
    assert steps[0] is Measure
    assert set(steps) == CORPORA.keys()
    assert list(faults()) == []
    assert first.pk in finders()["measures.Measure"]


def test_a_new_index_is_written_in_steps_of_their_own(monkeypatch):
    """Each a transaction, so that who waits for one does not wait for the next."""
    begun, held = [], []
    monkeypatch.setattr(writing, "BATCH", 3)
    monkeypatch.setattr(anew, "step", lambda using: begun.append(1) or step(using))
    monkeypatch.setattr(anew, "renew", lambda wanted, *_given: held.append(len(wanted.rows)))
    rebuild_all()
    assert len(begun) == 1 + len(held) > 20
    assert max(held) == 3


def test_an_index_that_was_not_made_to_the_end_is_made_anew(monkeypatch):
    """Whoever begins it says so first; what was found until then is found still."""

    def killed(*_given):
        raise KeyboardInterrupt

    monkeypatch.setattr(anew, "drop_gone", killed)
    with pytest.raises(KeyboardInterrupt):
        rebuild_all()
    assert not is_current()
    assert list(faults()) == []
    monkeypatch.undo()
    rebuild_all()
    assert is_current()
    assert list(faults()) == []
