"""A row, its version and its index are written together or not at all, also in scripts."""

import json
import os
import pathlib
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings

from portal.changes.models import Recorded
from tests.databases import own_copy

ROOT = pathlib.Path(settings.BASE_DIR)
# What is done to a row, outside of any transaction, and what is looked at afterwards.
WRITES = {
    "create": "Subject.objects.create(slug='new', kind='theme', name_ja='あ', name_en='A')",
    "save": "row = Subject.objects.get(slug='metals'); row.name_en = 'Other'; row.save()",
    "save of a milestone": "row = Milestone.objects.first(); row.label_en = 'Other'; row.save()",
    "delete": "Subject.objects.get(slug='rare-metals').aliases.get().delete()",
    "delete of many": "Measure.objects.filter(export_control__isnull=False).delete()",
    "link": "Partner.objects.get(code='aa').members.add(Partner.objects.get(code='zz'))",
    "unlink": "Partner.objects.get(code='pact').members.clear()",
}
# Where it fails: before there is a version, while the index is written, and at the very end.
PLACES = {
    "version": "portal.changes.models.VersionQuerySet.move",
    "index": "portal.search.writing.gather",
    "log": "portal.changes.models.ChangeQuerySet.log",
}
SCRIPT = """
import json
from unittest import mock
from django.db import connection
from measures.models import Measure, Milestone
from policies.models import Partner, Subject
from portal.search.checking import faults
from portal.changes.models import Change, Version

WRITES, PLACES = json.loads({told!r})

def held():
    tables = Subject, Partner, Partner.members.through, Milestone, Measure, Version, Change
    return [list(table._base_manager.order_by('pk').values()) for table in tables]

class Failing(Exception):
    pass

def broken(write, place):
    with mock.patch(place, side_effect=Failing):
        try:
            exec(write)
        except Failing:
            return True
    return False

for each in Measure.objects.all():
    each.published = True
    each.save()
told = []
for what, write in WRITES.items():
    for where, place in PLACES.items():
        assert not connection.in_atomic_block
        before = held()
        assert broken(write, place), f'{{what}} never came to the {{where}}'
        if held() != before or list(faults()):
            told.append(f'{{what}} is half written where the {{where}} fails')
before = held()[-2:]
for write in WRITES.values():
    exec(write)
if held()[-2:] == before or list(faults()):
    told.append('what does not fail is not written')
print(json.dumps(told))
"""


@pytest.mark.both
def test_a_failure_behind_a_row_leaves_nothing_of_it_in_a_script(tmp_path):
    script = SCRIPT.format(told=json.dumps([WRITES, PLACES]))
    with own_copy("small", "scripts", tmp_path) as url:
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", script],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_every_table_of_the_record_is_written_so():
    models = [
        model for app in ("policies", "measures") for model in apps.get_app_config(app).get_models()
    ]
    assert models
    assert [model for model in models if not issubclass(model, Recorded)] == []
