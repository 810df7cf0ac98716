"""Loading a record is all or nothing, every fault is named, and dumping gives the same bytes."""

import copy
import decimal
import pathlib

import pytest
import yaml
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from measures.models import (
    Citation,
    ExportControl,
    Measure,
    Relation,
    Target,
)
from measures.record import FILES
from policies.models import (
    Attachment,
    CopyFile,
    CopyPage,
    CopyPiece,
    Organisation,
    Partner,
    Pillar,
    Section,
    SectionText,
    SourceDocument,
    Subject,
)
from portal.dates.clock import today
from portal.record.reading import Loader, depth_of
from portal.record.schema import RecordError
from portal.record.writing import dump, to_yaml
from tests.databases import spread
from tests.small_record import RECORD

LABELS = ("policies", "measures")

pytestmark = [pytest.mark.django_db, pytest.mark.empty, pytest.mark.both]
# What a reader attached to this site is no part of the record.
NOT_IN_THE_RECORD = {Attachment, SectionText, CopyFile, CopyPage, CopyPiece}


@pytest.fixture(autouse=True)
def english():
    """Faults are read in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path):
    """The small record as files."""
    return spread(tmp_path / "record", RECORD)


def gather(folder: pathlib.Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_bytes().decode()
        for path in folder.rglob("*")
        if path.is_file()
    }


def change(folder: pathlib.Path, name: str, old: str, new: str) -> None:
    """Replace the one place in a file that reads `old`."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def load(folder: pathlib.Path) -> dict[str, int]:
    return Loader(folder, FILES).load()


def faults(folder: pathlib.Path) -> list[str]:
    """The faults of a folder, of which nothing is loaded."""
    with pytest.raises(RecordError) as error:
        load(folder)
    assert rows() == 0, "A record with faults left rows behind"
    assert str(error.value) == "\n".join(error.value.faults)
    return error.value.faults


def rows() -> int:
    return sum(
        model._base_manager.count()
        for label in LABELS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    )


def dumped(folder: pathlib.Path) -> dict[str, str]:
    """The record of the database as files."""
    folder.mkdir(exist_ok=True)
    dump(folder, FILES)
    return gather(folder)


def forms(found=None):
    """Every form, with the path of names that leads to it."""
    for name, form in (found or {file.path: file.schema for file in FILES}).items():
        yield name, form
        if form.children:
            yield from forms({f"{name} {each}": child for each, child in form.children.items()})


# ---- what is written is what was read


def test_the_small_record_gives_the_same_bytes(folder, tmp_path):
    load(folder)
    found = dumped(tmp_path / "again")
    for name, text in RECORD.items():
        assert found[name] == text
    assert found == RECORD


def test_the_small_record_holds_every_field_of_every_form():
    def names(form, data, path, seen):
        if isinstance(data, str):
            data = {form.plain: data}
        seen |= {(path, name) for name in data if name not in form.children}
        for name, child in form.children.items():
            nested = data.get(name, [])
            for each in [nested] if child.one and nested else nested:
                names(child, each, f"{path} {name}", seen)

    seen: set[tuple[str, str]] = set()
    for file in FILES:
        for name, text in RECORD.items():
            if name == file.path or file.folder and name.startswith(f"{file.path}/"):
                content = yaml.safe_load(text)
                for entry in content if isinstance(content, list) else [content]:
                    names(file.schema, entry, file.path, seen)
    wanted = {(path, field.name) for path, form in forms() for field in form.fields()}
    # What is the same wherever it stands is told whole by the measure.
    missing = wanted - seen
    again = {(path, name) for path, name in missing if " discrepancies" in path}
    assert not {path for path, _name in again if path.startswith("measures ")}
    assert seen == wanted - again


def test_every_model_of_the_record_has_a_form():
    written = {form.model for _path, form in forms()}
    models = {model for label in LABELS for model in apps.get_app_config(label).get_models()}
    assert models - written == NOT_IN_THE_RECORD


def test_the_number_of_rows_by_model_is_told(folder):
    counts = load(folder)
    assert counts["policies.Partner"] == 4
    assert counts["policies.PartnerAlias"] == 2
    assert counts["policies.Section"] == 3
    assert counts["measures.Measure"] == 2
    assert counts["measures.Statement"] == 5
    for label, number in counts.items():
        assert apps.get_model(label).objects.count() == number
    assert set(counts) == {form.model._meta.label for _path, form in forms()}


def test_values_arrive_as_written(folder):
    load(folder)
    act = Measure.objects.get(slug="act")
    assert act.published is False
    assert act.jurisdiction.code == "aa"
    status = act.statuses.get()
    assert status.section == Section.objects.get(document__slug="paper", code="1")
    assert (act.status, act.status_as_of, act.status_inferred) == ("in-force", "2026-04-01", True)
    assert set(Partner.objects.get(code="pact").members.values_list("code", flat=True)) == {
        "aa",
        "zz",
    }
    assert list(Partner.objects.get(code="aa").aliases.values_list("name", flat=True)) == [
        "甲",
        "NO",
    ]
    assert Organisation.objects.get(slug="bureau").parent.slug == "ministry"
    assert Organisation.objects.get(slug="bureau").abbreviation == "010"
    assert Partner.objects.get(code="aa-north").part_of.code == "aa"
    rare_metals = Subject.objects.get(slug="rare-metals")
    assert rare_metals.parent.slug == "metals"
    assert [each.slug for each in rare_metals.broader.all()] == ["resources"]
    second = Pillar.objects.get(slug="second")
    assert second.parent.slug == "first"
    assert [pillar.slug for pillar in second.also_under.all()] == ["first"]
    assert act.provisions.get(code="p1-1").parent.code == "p1"
    assert act.budget_lines.get(code="part").part_of.code == "all"
    assert Citation.objects.get(measure=act).supports == ["title", "status"]
    assert ExportControl.objects.get().suspended_by.slug == "talks"
    assert Relation.objects.get(source=act).target.slug == "talks"


def test_the_order_of_a_list_is_the_position(folder):
    load(folder)
    act = Measure.objects.get(slug="act")
    assert list(act.provisions.values_list("position", "code")) == [(0, "p1"), (1, "p1-1")]
    sections = SourceDocument.objects.get(slug="paper").sections.values_list("position", "code")
    assert list(sections) == [(0, "1"), (1, "1-1")]


def repeated(folder: pathlib.Path, start: str, end: str, given: dict[str, dict[str, str]]) -> None:
    """Further rows of the first measure: each as the one from `start` to `end`, but changed."""
    path = folder / "measures" / "act.yaml"
    text = path.read_text(encoding="utf-8")
    row = text[text.index(start) : text.index(end)]
    rows = []
    for code, changes in given.items():
        again = f"- code: {code}\n" + row.removeprefix(start)
        for old, new in changes.items():
            assert again.count(old) == 1, old
            again = again.replace(old, new)
        rows.append(again)
    path.write_text(text.replace(row, row + "".join(rows)), encoding="utf-8")


DIGITS = ("47.6", "0.1", "0.0001", "12.3456", "33", "0", "-4.5", "99999999999.9999")


def test_a_decimal_keeps_its_digits(folder, tmp_path):
    wanted = {f"d{place}": digits for place, digits in enumerate(DIGITS)}
    given = {code: {"value: 47.6": f"value: {digits}"} for code, digits in wanted.items()}
    repeated(folder, "- code: t1\n", "export_control:", given)
    load(folder)
    found = dict(Target.objects.filter(code__in=wanted).values_list("code", "value"))
    assert found == {code: decimal.Decimal(digits) for code, digits in wanted.items()}
    assert dumped(tmp_path / "again") == gather(folder)


def test_text_that_looks_like_a_number_or_a_date_keeps_its_digits(folder):
    texts = ("1.10", "010", "1_000", "12:30", "0x1F", "1e3", ".5", "2026-03-19")
    wanted = {f"n{place}": written for place, written in enumerate(texts)}
    given = {code: {"number: '1'": f"number: {written}"} for code, written in wanted.items()}
    repeated(folder, "- code: p1\n", "- code: p1-1\n", given)
    load(folder)
    rows = Measure.objects.get(slug="act").provisions.filter(code__in=wanted)
    assert dict(rows.values_list("code", "number")) == wanted


AWKWARD = (
    "no",
    "true",
    "null",
    "~",
    "1.10",
    "2026-03-19",
    "12:30",
    'it\'s "so"',
    "名: 値",
    "値 # 注",
    "# 注",
    "[一]",
    "{一: 二}",
    "&名",
    "*名",
    "!名",
    "|",
    "> 一",
    "%",
    "`一`",
    "? 一",
    "末尾の空白 ",
    "　全角の空白",
    "一\\n二",
    "𠮷野家 🗾",
    "é ü ﷽ ½",
    "あ" * 500,
)


def test_any_text_comes_back_as_it_was(tmp_path):
    files = dict(RECORD)
    entry = yaml.safe_load(files["measures/talks.yaml"])
    texts = {f"talks-{number:02}": text for number, text in enumerate(AWKWARD)}
    for slug, text in texts.items():
        files[f"measures/{slug}.yaml"] = to_yaml(entry | {"slug": slug, "summary_ja": text})
    folder = spread(tmp_path / "one", files)
    load(folder)
    found = Measure.objects.filter(slug__in=texts).values_list("slug", "summary_ja")
    assert dict(found) == texts
    assert dumped(tmp_path / "two") == files


def test_yaml_is_written_without_anchors_and_folds():
    shared = ["a", "b"]
    text = to_yaml({"z": shared, "a": shared, "long": "長い " * 200})
    assert text == f"z:\n- a\n- b\na:\n- a\n- b\nlong: '{'長い ' * 200}'\n"


def test_what_was_edited_is_dumped(folder, tmp_path):
    load(folder)
    Measure.objects.filter(slug="talks").update(title_en="New talks")
    Measure.objects.get(slug="act").provisions.filter(code="p1-1").delete()
    again = dumped(tmp_path / "again")
    assert again["measures/talks.yaml"] == RECORD["measures/talks.yaml"].replace(
        "title_en: Talks", "title_en: New talks"
    )
    assert "code: p1-1" not in again["measures/act.yaml"]
    assert {n for n in RECORD if again[n] != RECORD[n]} == {
        "measures/talks.yaml",
        "measures/act.yaml",
    }


def test_an_entry_that_was_changed_today_says_so_in_its_file(folder, tmp_path):
    load(folder)
    Measure.objects.filter(slug="talks").update(updated_on=today())
    assert f"updated_on: {today()}" in dumped(tmp_path / "again")["measures/talks.yaml"]


def test_dumping_removes_the_files_of_entries_that_are_gone(folder):
    load(folder)
    Relation.objects.all().delete()
    ExportControl.objects.all().delete()
    Measure.objects.filter(slug="talks").delete()
    (folder / "measures" / "NOTES.txt").write_text("kept", encoding="utf-8")
    call_command("dump_record", folder, verbosity=0)
    assert sorted(path.name for path in (folder / "measures").iterdir()) == [
        "NOTES.txt",
        "act.yaml",
    ]


def test_dumping_reads_each_table_a_fixed_number_of_times(
    folder, tmp_path, django_assert_num_queries
):
    load(folder)
    again = tmp_path / "again"
    with CaptureQueriesContext(connection) as few:
        dumped(again)
    for number in range(5):
        copy_of_act(number)
    with django_assert_num_queries(len(few)):
        dumped(again)


def copy_of_act(number: int) -> None:
    """One more measure with the rows of the first that others do not need."""
    act = Measure.objects.get(slug="act")
    first = {name: list(getattr(act, name).all()) for name in ("provisions", "budget_lines")}
    act.pk, act.slug, act._state.adding = None, f"act-{number}", True
    act.save()
    for kept in first.values():
        for row in kept:
            again = copy.copy(row)
            again.pk, again.measure, again._state.adding = None, act, True
            for link in ("parent", "part_of"):
                if hasattr(again, f"{link}_id"):
                    setattr(again, link, None)
            again.save()


# ---- faults: (file, what stands there, what is written instead, place and field, a word)

ACT = "measures/act.yaml"
PHRASE_OF_MILESTONE = """  section: paper/1
  phrase: 4月1日
  occurrence: 1/2/0123456789abcdef
  inferred: true
  inference_ja: 年の記載がない。
"""
FAULTS = {
    "unknown field of an entry": (
        ACT,
        "kind: law\njurisdiction",
        "kind: law\ncolour: red\njurisdiction",
        f"{ACT}: act: ",
        "unknown field 'colour'",
    ),
    "unknown field of a row": (
        ACT,
        "- code: enacted\n",
        "- code: enacted\n  colour: red\n",
        f"{ACT}: act › milestones[1] enacted: ",
        "unknown field 'colour'",
    ),
    "a position is not written": (
        ACT,
        "- code: enacted\n",
        "- code: enacted\n  position: 3\n",
        f"{ACT}: act › milestones[1] enacted: ",
        "unknown field 'position'",
    ),
    "a number of the database is not written": (
        ACT,
        "kind: law\njurisdiction",
        "kind: law\nid: 7\njurisdiction",
        f"{ACT}: act: ",
        "unknown field 'id'",
    ),
    "a derived date is not written": (
        ACT,
        "- code: enacted\n",
        "- code: enacted\n  date_from: '2025-04-01'\n",
        f"{ACT}: act › milestones[1] enacted: ",
        "unknown field 'date_from'",
    ),
    "unknown key": (
        ACT,
        "- organisation: ministry\n",
        "- organisation: ministries\n",
        f"{ACT}: act › organisations[1]: organisation: ",
        "no organisation 'ministries'",
    ),
    "unknown section": (
        "issues/shortage.yaml",
        "section: paper/1-1",
        "section: paper/2",
        "issues/shortage.yaml: shortage: section: ",
        "no section 'paper/2'",
    ),
    "unknown key in a list": (
        "partners.yaml",
        "  - aa\n",
        "  - bb\n",
        "partners.yaml: pact: members: ",
        "no partner 'bb'",
    ),
    "unknown parent in the same file": (
        "organisations.yaml",
        "parent: ministry",
        "parent: cabinet",
        "organisations.yaml: bureau: parent: ",
        "no organisation 'cabinet'",
    ),
    "unknown parent beside the row": (
        ACT,
        "parent: p1\n",
        "parent: p9\n",
        f"{ACT}: act › provisions[2] p1-1: parent: ",
        "no provision 'p9'",
    ),
    "unknown measure": (
        "measures/talks.yaml",
        "target: act\n",
        "target: acts\n",
        "measures/talks.yaml: talks › relations[1]: target: ",
        "no measure 'acts'",
    ),
    "a key of another kind of entry": (
        ACT,
        "- issue: shortage\n",
        "- issue: ministry\n",
        f"{ACT}: act › answers[1]: issue: ",
        "no issue 'ministry'",
    ),
    "bad date": (
        ACT,
        "date: '2025-04-01'",
        "date: 令和7年4月1日",
        f"{ACT}: act › milestones[1] enacted: date: ",
        "“令和7年4月1日” is not a date",
    ),
    "a day that the calendar does not have": (
        ACT,
        "date: '2025-04-01'",
        "date: '2025-02-29'",
        f"{ACT}: act › milestones[1] enacted: date: ",
        "“2025-02-29” is not a date",
    ),
    "a date that ends before it begins": (
        ACT,
        "duty_period: 2016-08/2026-08",
        "duty_period: 2026-08/2016-08",
        f"{ACT}: act › trade_remedy[1]: duty_period: ",
        "ends before it begins",
    ),
    "formula in a title": (
        ACT,
        "title_ja: 金属法",
        "title_ja: =SUM(A1)",
        f"{ACT}: act: title_ja: ",
        "may not start with",
    ),
    "formula in a nested row": (
        ACT,
        "  reason_ja: 会談が止めた。",
        "  reason_ja: '@会談'",
        f"{ACT}: act › relations[1]: reason_ja: ",
        "may not start with",
    ),
    "formula in an other name": (
        "subjects.yaml",
        "  - レアメタル",
        "  - '+レアメタル'",
        "subjects.yaml: rare-metals › aliases[1] +レアメタル: name: ",
        "may not start with",
    ),
    "minus at the start": (
        ACT,
        "summary_ja: 金属を守る。",
        "summary_ja: '-5%'",
        f"{ACT}: act: summary_ja: ",
        "may not start with",
    ),
    "line break": (
        ACT,
        "summary_ja: 金属を守る。",
        'summary_ja: "金属を\\n守る。"',
        f"{ACT}: act: summary_ja: ",
        "line breaks",
    ),
    "line break of a block": (
        ACT,
        "summary_ja: 金属を守る。",
        "summary_ja: |\n  金属を\n  守る。",
        f"{ACT}: act: summary_ja: ",
        "line breaks",
    ),
    "tab": (
        ACT,
        "summary_ja: 金属を守る。",
        'summary_ja: "金属を\\t守る。"',
        f"{ACT}: act: summary_ja: ",
        "tabs",
    ),
    "phrase of 41 characters": (
        ACT,
        PHRASE_OF_MILESTONE,
        PHRASE_OF_MILESTONE.replace("4月1日", "あ" * 41),
        f"{ACT}: act › milestones[1] enacted: phrase: ",
        "at most 40 characters (it has 41)",
    ),
    "empty phrase": (
        ACT,
        PHRASE_OF_MILESTONE,
        PHRASE_OF_MILESTONE.replace("4月1日", "''"),
        f"{ACT}: act › milestones[1] enacted: phrase: ",
        "Copy the phrase",
    ),
    "no phrase": (
        ACT,
        PHRASE_OF_MILESTONE,
        PHRASE_OF_MILESTONE.replace("  phrase: 4月1日\n", ""),
        f"{ACT}: act › milestones[1] enacted: phrase: ",
        "Copy the phrase",
    ),
    "no section": (
        ACT,
        PHRASE_OF_MILESTONE,
        PHRASE_OF_MILESTONE.replace("  section: paper/1\n", ""),
        f"{ACT}: act › milestones[1] enacted: section: ",
        "Name the section",
    ),
    "no source of the status": (
        ACT,
        "- value: in-force\n  as_of: '2026-04-01'\n  section: paper/1\n",
        "- value: in-force\n  as_of: '2026-04-01'\n",
        f"{ACT}: act › statuses[1]: section: ",
        "Name the section",
    ),
    "inferred without a reason": (
        ACT,
        "  inference_ja: 年の記載がない。\n  inference_en: No year is stated.\n",
        "",
        f"{ACT}: act › milestones[1] enacted: ",
        "An inferred value states its reason",
    ),
    "a reason without inference": (
        ACT,
        "  inferred: true\n  inference_ja: 年の記載がない。\n",
        "  inference_ja: 年の記載がない。\n",
        f"{ACT}: act › milestones[1] enacted: ",
        "An inferred value states its reason",
    ),
    "an inferred status without a reason": (
        ACT,
        "  inference_ja: 施行日による。\n",
        "",
        f"{ACT}: act › statuses[1]: ",
        "An inferred value states its reason",
    ),
    "an inferred date of a document without a reason": (
        "sources/paper.yaml",
        "date_inference_ja: 日付の記載がない。\n",
        "",
        "sources/paper.yaml: paper: ",
        "An inferred date states its reason",
    ),
    "the same code twice in a file": (
        "partners.yaml",
        "- code: zz\n",
        "- code: pact\n",
        "partners.yaml: pact: ",
        "this entry stands in partners.yaml already",
    ),
    "the same code twice in a measure": (
        ACT,
        "- code: p1-1\n",
        "- code: p1\n",
        f"{ACT}: act › provisions[2] p1: ",
        "another row with this code",
    ),
    "the same code twice in a document": (
        "sources/paper.yaml",
        "- code: 1-1\n",
        "- code: '1'\n",
        "sources/paper.yaml: paper › sections[2] 1: ",
        "has a section with this code",
    ),
    "the same slug in two files": (
        "measures/talks.yaml",
        "slug: talks\n",
        "slug: act\n",
        "measures/talks.yaml: act: ",
        "this entry stands in measures/act.yaml already",
    ),
    "the same other name twice": (
        "partners.yaml",
        "  - 'NO'\n",
        "  - 甲\n",
        "partners.yaml: aa › aliases[2] 甲: ",
        "already exists",
    ),
    "two headline dates": (
        ACT,
        "budget_lines:\n",
        """- code: again
  kind: amended
  label_ja: 改正
  label_en: Amended
  headline: true
  section: paper/1
  phrase: 改正
budget_lines:
""",
        f"{ACT}: act › milestones[2] again: ",
        "has a headline date already",
    ),
    "wrong choice": (
        ACT,
        "  role: lead\n",
        "  role: boss\n",
        f"{ACT}: act › organisations[1]: role: ",
        "'boss' is not a valid choice",
    ),
    "wrong choice of an entry": (
        ACT,
        "kind: law\njurisdiction",
        "kind: decree\njurisdiction",
        f"{ACT}: act: kind: ",
        "'decree' is not a valid choice",
    ),
    "wrong word in a list": (
        ACT,
        "  - status\n",
        "  - colour\n",
        f"{ACT}: act › citations[1]: supports: ",
        "must be a list of one or more of",
    ),
    "no support": (
        ACT,
        "- supports:\n  - title\n  - status\n",
        "- supports: []\n",
        f"{ACT}: act › citations[1]: supports: ",
        "cannot be blank",
    ),
    "a bad slug": (
        "subjects.yaml",
        "- slug: metals\n  kind",
        "- slug: Metals_\n  kind",
        "subjects.yaml: Metals_: slug: ",
        "lower-case ASCII",
    ),
    "no title": (
        ACT,
        "title_ja: 金属法\n",
        "",
        f"{ACT}: act: title_ja: ",
        "cannot be blank",
    ),
    "nothing for a title": (
        ACT,
        "title_ja: 金属法\n",
        "title_ja:\n",
        f"{ACT}: act: title_ja: ",
        "cannot be null",
    ),
    "a word for a number": (
        ACT,
        "amount: 2000000000000",
        "amount: 二兆",
        f"{ACT}: act › budget_lines[1] all: amount: ",
        "must be an integer",
    ),
    "a broken number": (
        ACT,
        "amount: 2000000000000",
        "amount: 0.5",
        f"{ACT}: act › budget_lines[1] all: amount: ",
        "must be an integer",
    ),
    "too many digits": (
        ACT,
        "value: 47.6",
        "value: 47.60001",
        f"{ACT}: act › targets[1] t1: value: ",
        "no more than 4 decimal places",
    ),
    "a negative amount": (
        ACT,
        "amount: 30000000\n",
        "amount: -1\n",
        f"{ACT}: act › printed_totals[1] grand: ",
        "An amount is not negative",
    ),
    "a currency in words": (
        ACT,
        "currency: USD",
        "currency: usd",
        f"{ACT}: act › printed_totals[1] grand: ",
        "three capital letters",
    ),
    "fiscal years in the wrong order": (
        ACT,
        "fiscal_year_until: 2027",
        "fiscal_year_until: 2024",
        f"{ACT}: act › budget_lines[1] all: ",
        "lies before the first",
    ),
    "a fiscal year with a digit too many": (
        ACT,
        "fiscal_year_until: 2027",
        "fiscal_year_until: 20270",
        f"{ACT}: act › budget_lines[1] all: fiscal_year_until: ",
        "between 1945 and 2100",
    ),
    "a fiscal year of a total that is none": (
        ACT,
        "fiscal_year: 2025\n  stage: supplementary",
        "fiscal_year: 0\n  stage: supplementary",
        f"{ACT}: act › printed_totals[1] grand: fiscal_year: ",
        "between 1945 and 2100",
    ),
    "a suspension without its event": (
        ACT,
        "  suspended_by: talks\n",
        "",
        f"{ACT}: act › export_control[1]: ",
        "names its first day and the event",
    ),
    "a measure related to itself": (
        "measures/talks.yaml",
        "target: act\n",
        "target: talks\n",
        "measures/talks.yaml: talks › relations[1]: ",
        "cannot be related to itself",
    ),
    "an organisation within itself": (
        "organisations.yaml",
        "parent: ministry",
        "parent: bureau",
        "organisations.yaml: bureau: ",
        "cannot belong to itself",
    ),
    "a provision within itself": (
        ACT,
        "parent: p1\n",
        "parent: p1-1\n",
        f"{ACT}: act › provisions[2] p1-1: ",
        "cannot be part of itself",
    ),
    "a truth for a text": (
        ACT,
        "title_ja: 金属法",
        "title_ja: no",
        f"{ACT}: act: title_ja: ",
        "expected text, found False",
    ),
    "a list for a text": (
        ACT,
        "  unit_ja: '%'",
        "  unit_ja: [一, 二]",
        f"{ACT}: act › targets[1] t1: unit_ja: ",
        "expected text, found ['一', '二']",
    ),
    "a mapping for a text": (
        ACT,
        "  venue_ja: 首都",
        "  venue_ja: {一: 二}",
        f"{ACT}: act › agreement[1]: venue_ja: ",
        "expected text, found {'一': '二'}",
    ),
    "a word for yes or no": (
        ACT,
        "published: false",
        "published: later",
        f"{ACT}: act: published: ",
        "must be either True or False",
    ),
    "a text for a list of names": (
        "subjects.yaml",
        "  aliases:\n  - レアメタル",
        "  aliases: レアメタル",
        "subjects.yaml: rare-metals: aliases: ",
        "expected a list, found 'レアメタル'",
    ),
    "nothing for a list of names": (
        "subjects.yaml",
        "  aliases:\n  - レアメタル",
        "  aliases:",
        "subjects.yaml: rare-metals: aliases: ",
        "expected a list, found None",
    ),
    "a text for a list of keys": (
        "partners.yaml",
        "  members:\n  - aa\n  - zz\n",
        "  members: aa\n",
        "partners.yaml: pact: members: ",
        "expected a list, found 'aa'",
    ),
    "a mapping for a list of rows": (
        "measures/talks.yaml",
        "citations:\n- supports:\n  - title\n  section: paper/1\n  phrase: 会談\n",
        "citations:\n  supports:\n  - title\n",
        "measures/talks.yaml: talks: citations: ",
        "expected a list, found {'supports': ['title']}",
    ),
    "a text for a row": (
        "measures/talks.yaml",
        "relations:\n",
        "provisions:\n- 一\nrelations:\n",
        "measures/talks.yaml: talks › provisions[1] 一: ",
        "expected names and values, found '一'",
    ),
    "nothing for a single row": (
        "measures/talks.yaml",
        "relations:\n",
        "agreement:\nrelations:\n",
        "measures/talks.yaml: talks › agreement[1] None: ",
        "expected names and values, found None",
    ),
    "a list for a single row": (
        "measures/talks.yaml",
        "relations:\n",
        "agreement: []\nrelations:\n",
        "measures/talks.yaml: talks › agreement[1] []: ",
        "expected names and values, found []",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_names_file_entry_and_field(folder, fault):
    name, old, new, place, words = FAULTS[fault]
    change(folder, name, old, new)
    found = faults(folder)
    assert any(each.startswith(place) and words in each for each in found), found
    assert all("\n" not in each for each in found), found


@pytest.mark.parametrize(
    "fault",
    [
        "unknown field of a row",
        "bad date",
        "formula in a nested row",
        "phrase of 41 characters",
        "inferred without a reason",
        "the same code twice in a measure",
        "the same other name twice",
        "wrong choice",
        "unknown key in a list",
        "a text for a list of names",
        "an organisation within itself",
    ],
)
def test_one_fault_is_told_once(folder, fault):
    name, old, new, _place, _words = FAULTS[fault]
    change(folder, name, old, new)
    assert len(faults(folder)) == 1


def test_all_faults_are_told_at_once(folder):
    chosen = (
        "unknown field of a row",
        "unknown key in a list",
        "formula in an other name",
        "wrong choice",
        "inferred without a reason",
        "a currency in words",
    )
    for fault in chosen:
        name, old, new, *_expected = FAULTS[fault]
        change(folder, name, old, new)
    found = faults(folder)
    assert len(found) == len(chosen), found
    for fault in chosen:
        *_change, place, words = FAULTS[fault]
        assert any(each.startswith(place) and words in each for each in found), fault


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"slug: [unclosed\n", "while parsing"),
        (b"slug: a\n  kind: b\n", "mapping values are not allowed"),
        (b"\tslug: a\n", "cannot start any token"),
        (b"slug: a\n---\nslug: b\n", "expected a single document"),
        (b"slug: a\nkind: law\nkind: bill\n", "'kind' stands here twice"),
        (b"slug: a\nnames:\n- {kind: alias, kind: alias}\n", "'kind' stands here twice"),
        (b"slug: &a b\nkind: *c\n", "undefined alias"),
        (b"slug: !!python/object/apply:os.getcwd []\n", "could not determine a constructor"),
        (b"slug: \xff\xfe\n", "can't decode byte"),
        ("slug: 令和".encode("shift_jis"), "can't decode byte"),
        (b"? [a, b]\n: c\n", "unhashable key"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(folder, content, words):
    (folder / "measures" / "broken.yaml").write_bytes(content)
    (found,) = faults(folder)
    assert found.startswith("measures/broken.yaml: ")
    assert words in found


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        ("", "None", "expected names and values, found None"),
        ("word\n", "word", "expected names and values, found 'word'"),
        ("5\n", "5", "expected names and values, found '5'"),
        ("true\n", "True", "expected names and values, found True"),
        ("- a\n", "a", "expected names and values, found 'a'"),
        ("- - a\n", "['a']", "expected names and values, found ['a']"),
    ],
)
def test_a_file_that_holds_no_entry_is_named(folder, content, place, words):
    (folder / "measures" / "broken.yaml").write_text(content, encoding="utf-8")
    assert faults(folder) == [f"measures/broken.yaml: {place}: {words}"]


@pytest.mark.parametrize("name", ["1: 2", "true: a", "null: a", "2026-01-01: a"])
def test_a_name_that_is_no_text_is_an_unknown_field(folder, name):
    (folder / "measures" / "broken.yaml").write_text(f"slug: broken\n{name}\n", encoding="utf-8")
    assert any(
        each.startswith("measures/broken.yaml: broken: unknown field ") for each in faults(folder)
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path)
def test_a_missing_file_or_folder_is_named(folder, file):
    path = folder / file.path
    if file.folder:
        for each in path.iterdir():
            each.unlink()
        path.rmdir()
    else:
        path.unlink()
    found = faults(folder)
    assert found[0].startswith(f"{file.path}: ")
    assert "no such f" in found[0].lower()


def test_a_file_of_another_kind_is_left_alone(folder):
    (folder / "measures" / "notes.txt").write_text("not: [yaml", encoding="utf-8")
    assert load(folder)["measures.Measure"] == 2


# ---- the commands


def record() -> set[str]:
    return set(Measure.objects.values_list("slug", flat=True))


def test_load_record_says_what_it_loaded(folder, capsys):
    call_command("load_record", folder)
    number = sum(model.objects.count() for model in {form.model for _name, form in forms()})
    read, step, loaded, following = capsys.readouterr().out.splitlines()
    assert read.startswith(f"Reading files ({len(FILES)}): ")
    assert step.startswith(f"Loading rows and indexing them ({number}): ")
    assert loaded == f"Loaded {number} rows from {folder}."
    assert following.startswith("Next: check_record")
    assert record() == {"act", "talks"}


def test_load_record_tells_the_rows_of_each_model_on_request(folder, capsys):
    call_command("load_record", folder, verbosity=2)
    told = capsys.readouterr().out
    assert "     2 measures.Measure\n" in told
    assert "     4 policies.Partner\n" in told


def test_load_record_tells_every_fault(folder):
    change(folder, *FAULTS["wrong choice"][:3])
    change(folder, *FAULTS["unknown key in a list"][:3])
    with pytest.raises(CommandError) as error:
        call_command("load_record", folder)
    told = str(error.value).splitlines()
    assert told[0] == f"Nothing was loaded. 2 faults in {folder}:"
    assert told[-1] == "Next: mend these files and load again."
    assert len(told) == 4
    assert rows() == 0


def test_load_record_refuses_a_database_that_holds_a_record(folder):
    call_command("load_record", folder, verbosity=0)
    Measure.objects.filter(slug="talks").update(title_en="Edited")
    before = rows()
    with pytest.raises(CommandError, match="The database holds 4 entries already; nothing was"):
        call_command("load_record", folder, verbosity=0)
    assert rows() == before
    assert Measure.objects.get(slug="talks").title_en == "Edited"


def test_a_document_alone_is_enough_to_refuse(folder):
    Loader(folder, FILES[: [file.path for file in FILES].index("sources") + 1]).load()
    with pytest.raises(CommandError, match="holds 2 entries already; nothing was changed"):
        call_command("load_record", folder, verbosity=0)
    assert Measure.objects.count() == 0


def test_if_empty_leaves_a_record_alone(folder, capsys):
    call_command("load_record", folder, verbosity=0)
    Measure.objects.filter(slug="talks").update(title_en="Edited")
    capsys.readouterr()
    call_command("load_record", folder, "--if-empty")
    assert capsys.readouterr().out == "The database holds 4 entries; nothing is loaded.\n"
    assert Measure.objects.get(slug="talks").title_en == "Edited"


def test_if_empty_loads_into_an_empty_database(folder):
    call_command("load_record", folder, "--if-empty", verbosity=0)
    assert record() == {"act", "talks"}


def test_load_record_names_a_folder_that_is_missing(tmp_path):
    with pytest.raises(CommandError, match="nowhere is not a folder"):
        call_command("load_record", tmp_path / "nowhere")


def test_load_record_refuses_a_folder_without_a_record(tmp_path):
    with pytest.raises(CommandError, match="Nothing was loaded") as error:
        call_command("load_record", tmp_path)
    for file in FILES:
        assert f"\n{file.path}: " in str(error.value)


def test_dump_record_makes_the_folder_and_says_where(folder, tmp_path, capsys):
    call_command("load_record", folder, verbosity=0)
    capsys.readouterr()
    target = tmp_path / "new" / "folder"
    call_command("dump_record", target)
    step, wrote, before, beside, following = capsys.readouterr().out.splitlines()
    assert before.startswith("Not in them: what 0 entries were before, with who changed them")
    assert beside.startswith("Remarks of readers, drafts, attached copies and accounts are in the")
    assert following.startswith("Next: ")
    assert step.startswith("Writing entries (")
    assert wrote == f"Wrote {len(RECORD)} files into {target}."
    assert gather(target) == RECORD


def test_dumping_an_empty_record_writes_files_that_load(tmp_path):
    call_command("dump_record", tmp_path, verbosity=0)
    assert load(tmp_path) == {}


def test_an_empty_record_takes_the_place_of_no_file(folder):
    with pytest.raises(CommandError, match=f"no measure.*{folder}.*{len(RECORD)} files"):
        call_command("dump_record", folder)
    assert gather(folder) == RECORD


def test_both_commands_take_the_folder_of_the_project_by_default(folder, settings, capsys):
    settings.BASE_DIR = folder.parent
    folder.rename(folder.parent / "fixtures")
    for command in ("load_record", "dump_record"):
        call_command(command)
    assert str(folder.parent / "fixtures") in capsys.readouterr().out


# ---- subjects that stand beside each other


def test_what_stands_side_by_side_is_told_once_and_linked_both_ways(folder, tmp_path):
    change(
        folder,
        "subjects.yaml",
        "  name_ja: 再資源化\n  name_en: Recycling\n",
        "  name_ja: 再資源化\n  name_en: Recycling\n  related:\n  - metals\n  - resources\n",
    )
    load(folder)
    metals = Subject.objects.get(slug="metals")
    assert [each.slug for each in metals.related.all()] == ["recycling"]
    found = yaml.safe_load(dumped(tmp_path / "again")["subjects.yaml"])
    told = {entry["slug"]: entry.get("related") for entry in found}
    assert told["metals"] == ["recycling"]
    assert told["recycling"] == ["resources"]
    assert told["resources"] is None


def test_another_name_with_a_reading_is_a_mapping_and_one_without_a_text(folder, tmp_path):
    change(folder, "partners.yaml", "  - 'NO'\n", "  - name: 'NO'\n")
    load(folder)
    aliases = Partner.objects.get(code="aa").aliases
    assert list(aliases.values_list("name", "reading")) == [("甲", "こう"), ("NO", "")]
    found = yaml.safe_load(dumped(tmp_path / "again")["partners.yaml"])
    assert found[0]["aliases"] == [{"name": "甲", "reading": "こう"}, "NO"]


def test_a_fault_of_another_name_with_a_reading_says_which(folder):
    change(folder, "partners.yaml", "    reading: こう\n", "    reading: コウ\n")
    (fault,) = faults(folder)
    assert fault.startswith("partners.yaml: aa › aliases[1] 甲: reading: ")


# ---- files that cannot be meant


def test_a_file_whose_name_is_passed_over_is_named(folder):
    for name in ("notes.yml", "Other.YAML"):
        (folder / "measures" / name).write_text("slug: a\n", encoding="utf-8")
    assert faults(folder) == [
        "measures/Other.YAML: this file is not read; name it Other.yaml",
        "measures/notes.yml: this file is not read; name it notes.yaml",
    ]


def test_a_file_stands_under_the_name_of_its_entry(folder):
    (folder / "measures" / "talks.yaml").rename(folder / "measures" / "speech.yaml")
    assert faults(folder) == [
        "measures/speech.yaml: talks: the file of this entry is called talks.yaml"
    ]


def test_an_entry_that_stands_twice_is_named_with_both_places(folder):
    text = (folder / "measures" / "talks.yaml").read_text(encoding="utf-8")
    (folder / "measures" / "more.yaml").write_text(text, encoding="utf-8")
    assert faults(folder) == [
        "measures/more.yaml: talks: the file of this entry is called talks.yaml",
        "measures/talks.yaml: talks: this entry stands in measures/more.yaml already",
    ]
    partners = folder / "partners.yaml"
    (folder / "measures" / "more.yaml").unlink()
    entries = partners.read_text(encoding="utf-8")
    partners.write_text(entries + entries, encoding="utf-8")
    found = faults(folder)
    assert len(found) == entries.count("- code:")
    assert all("this entry stands in partners.yaml already" in each for each in found)


def test_who_names_what_has_a_fault_has_none(folder):
    """One broken file, one fault: what leads to it is told when it can be known."""
    partners = folder / "partners.yaml"
    text = partners.read_text(encoding="utf-8")
    partners.write_text(text + "\t", encoding="utf-8")
    (found,) = faults(folder)
    assert found.startswith("partners.yaml: ")
    partners.write_text(text.replace("name_ja: ", "name_ja: =", 1), encoding="utf-8")
    found = faults(folder)
    assert len(found) == 1, found
    assert found[0].startswith("partners.yaml: ")
    assert "name_ja" in found[0]


@pytest.mark.parametrize(
    "content",
    [
        "[" * 200 + "]" * 200,
        "- " * 200 + "a",
        "\n".join(f"{' ' * 2 * depth}a:" for depth in range(200)),
        "{a: " * 200 + "b" + "}" * 200,
    ],
    ids=["list", "items", "mappings", "flow"],
)
def test_lists_that_are_too_deep_are_refused_in_words(folder, content):
    (folder / "measures" / "talks.yaml").write_text(f"slug: talks\nkind:\n  {content}\n")
    (found,) = faults(folder)
    assert found.startswith("measures/talks.yaml: lists in lists")


def test_what_a_few_lines_would_make_very_long_is_refused_in_words(folder):
    """Each list holds the one before ten times; the whole is never made."""
    lines = ["slug: talks", "a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (folder / "measures" / "talks.yaml").write_text("\n".join(lines), encoding="utf-8")
    (found,) = faults(folder)
    assert found.startswith("measures/talks.yaml: ")
    assert "an alias stands for this" in found


def test_the_depth_of_a_text_is_that_of_its_lists():
    assert [depth_of(text) for text in ("", "a: b", "a:\n  - b", "a: [b, [c]]", "- - a")] == [
        *(0, 0, 2, 2),
        2,
    ]
