"""The order of what is found is made in Python, so that no database decides on it."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.databases import ROOT, sqlite_template
from tests.queries import orders

pytestmark = [pytest.mark.bundled, pytest.mark.both, pytest.mark.django_db]
ASK_ALL = """
import json
import tests.ready
from tests.queries import orders
print(json.dumps(orders()))
"""


def test_both_databases_give_one_order_and_the_same_scores(tmp_path):
    """What this run finds, on PostgreSQL or not, is what another process finds on SQLite."""
    copy = tmp_path / "copy.sqlite3"
    shutil.copyfile(sqlite_template("bundled"), copy)
    done = subprocess.run(
        [sys.executable, "-c", ASK_ALL],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{copy}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    on_sqlite = json.loads(done.stdout)
    here = {asked: [list(each) for each in found] for asked, found in orders().items()}
    different = [asked for asked, found in here.items() if found != on_sqlite[asked]]
    assert different == []
    assert sum(map(bool, here.values())) == len(here)
