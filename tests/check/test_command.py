"""The command that scripts call: its exit status says how a file stands."""

import pytest
from django.core.management import CommandError, call_command

pytestmark = [pytest.mark.django_db, pytest.mark.bundled]


@pytest.mark.parametrize(("amount", "status"), [("20億円", 0), ("30億円", 1)])
def test_the_status_says_whether_all_agree(tmp_path, capsys, amount, status):
    file = tmp_path / "memo.txt"
    file.write_text(f"OSAの令和5年度予算は{amount}である。", encoding="utf-8")
    if status:
        with pytest.raises(SystemExit) as ended:
            call_command("check_text", file)
        assert ended.value.code == status
    else:
        call_command("check_text", file)
    assert amount in capsys.readouterr().out


def test_a_file_that_cannot_be_read_ends_with_2(tmp_path):
    with pytest.raises(CommandError) as told:
        call_command("check_text", tmp_path / "none.txt")
    assert told.value.returncode == 2
