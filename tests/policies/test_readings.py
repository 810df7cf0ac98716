"""Readings: which names need one, which fit, and the command that fills them in."""

import pytest
from django.core.management import CommandError, call_command

from measures.models import Measure
from policies.models import Partner, SubjectAlias
from policies.readings import fits, has_kanji, is_japanese, to_hiragana
from tests.policies.test_models import make


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("重要鉱物", "じゅうようこうぶつ"),
        ("レアアース", "れああーす"),
        ("AIインフラ", "AIいんふら"),
        ("法律第43号", "ほうりつだい43ごう"),
        ("主要7ヶ国", "しゅよう7かこく"),
        ("アフリカ・中東", "あふりか・ちゅうとう"),
        ("東レ(株)", "とうれ(かぶ)"),
        ("EL子会社50%ルール", "ELこがいしゃ50%るーる"),
        ("佐々木", "ささき"),
    ],
)
def test_a_reading_that_fits(name, reading):
    assert fits(name, reading)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("重要鉱物", ""),
        ("重要鉱物", "重要こうぶつ"),
        ("重要鉱物", "じゅうようこうぶつ（りゃく）"),
        ("レアアース", "レアアース"),
        ("レアアース", "れああす"),
        ("AIインフラ", "えーあいいんふら"),
        ("法律第43号", "ほうりつだい44ごう"),
        ("輸出の規制", "ゆしゅつきせい"),
    ],
)
def test_a_reading_that_does_not_fit(name, reading):
    assert not fits(name, reading)


def test_names_with_kanji_or_kana_are_told_apart():
    assert [has_kanji(name) for name in ("重鉱", "々", "レアアース", "AI")] == [True, True, 0, 0]
    assert [is_japanese(name) for name in ("重鉱", "レアアース", "さび", "AI・5G")] == [1, 1, 1, 0]
    assert to_hiragana("ヴァリュー・チェーン") == "ゔぁりゅー・ちぇーん"


@pytest.fixture
def names():
    """Names without a reading, one of them twice, and one that needs none."""
    SubjectAlias.objects.all().delete()
    make(Partner, name_ja="乙海峡")
    make(SubjectAlias, name="乙海峡")
    make(SubjectAlias, name="レアメタル")
    make(Measure, title_ja="丙プラン")


@pytest.mark.django_db
def test_names_without_a_reading_are_listed_once(names, capsys):
    call_command("readings")
    told = capsys.readouterr().out.splitlines()
    assert told.count("乙海峡") == 1
    assert {"乙海峡", "丙プラン"} <= set(told)
    assert "レアメタル" not in told


@pytest.mark.django_db
def test_checked_readings_are_filled_in_wherever_the_name_stands(names, tmp_path, capsys):
    checked = tmp_path / "readings.tsv"
    checked.write_text("乙海峡\tおつかいきょう\n丁\tてい\n", encoding="utf-8")
    call_command("readings", checked)
    assert Partner.objects.get(name_ja="乙海峡").reading == "おつかいきょう"
    assert SubjectAlias.objects.get(name="乙海峡").reading == "おつかいきょう"
    assert Measure.objects.get(title_ja="丙プラン").reading == ""
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("2 readings filled in, ")
    assert "No reading: 丙プラン" in told
    assert told[-1] == "No such name: 丁"
    assert not [line for line in told if "乙海峡" in line]


@pytest.mark.django_db
def test_what_is_filled_in_already_stays_and_its_line_is_no_fault(names, tmp_path, capsys):
    Partner.objects.filter(name_ja="乙海峡").update(reading="きのとかいきょう")
    checked = tmp_path / "readings.tsv"
    checked.write_text("乙海峡\tおつかいきょう\n", encoding="utf-8")
    call_command("readings", checked)
    call_command("readings", checked)
    assert Partner.objects.get(name_ja="乙海峡").reading == "きのとかいきょう"
    told = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in told if "filled in" in line] == [
        "1 readings filled in",
        "0 readings filled in",
    ]
    assert not [line for line in told if line.startswith("No such name")]


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["乙海峡", "乙海峡\tおつ海峡", "乙海峡\t"])
def test_a_reading_that_does_not_fit_is_named_and_nothing_is_changed(names, tmp_path, line):
    checked = tmp_path / "readings.tsv"
    checked.write_text(f"丙プラン\tへいぷらん\n{line}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="line 2: .*乙海峡"):
        call_command("readings", checked)
    assert Measure.objects.get(title_ja="丙プラン").reading == ""


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="nowhere.tsv"):
        call_command("readings", tmp_path / "nowhere.tsv")
