"""The index is made anew by several processes, while others save."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.databases import own_copy

pytestmark = [pytest.mark.both]


def test_what_is_saved_after_it_was_read_ahead_is_in_the_new_index(tmp_path):
    with own_copy("small", "anew", tmp_path) as address:
        told = subprocess.run(
            [sys.executable, "-m", "tests.search.edited_meanwhile"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": address},
            capture_output=True,
            text=True,
            check=False,
        )
    assert told.returncode == 0, told.stderr
    ahead, again, wrong = told.stdout.split(maxsplit=2)
    assert wrong.strip() == "[]"
    assert 3 <= int(again) < int(ahead), "steps were read ahead, and those of the saves again"
