"""What saving one field in the admin costs: statements and milliseconds, by kind of entry.

    python tests/bench/saving.py

Prints numbers by name as JSON. It knows nothing but Django and the admin, for it is also run over
the database of a former commit, with the code of that. All is rolled back.
"""

import html
import json
import logging
import os
import re
import statistics
import sys
import time

import django
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import reverse

SAMPLES = 5
# What is saved: of an entry of each kind a field of text.
FIELDS = {
    "measures.measure": "summary_ja",
    "policies.partner": "name_en",
    "policies.subject": "name_en",
    "policies.organisation": "name_en",
    "policies.sourcedocument": "title_en",
}
WHY = {"batch_kind": "editorial", "batch_reason": "a benchmark"}
INPUT = re.compile(r"<input\b[^>]*>")
PART = re.compile(r'\b(type|name|value)="([^"]*)"')


def signed_in() -> Client:
    """The browser of somebody who may do everything."""
    setup_test_environment(debug=False)
    logging.disable(logging.WARNING)  # what is told of each sign-in
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bench-editor"))
    return client


def sent_by(response) -> dict[str, str | list[str]]:
    """What the form of a page of the admin would send, as it was drawn."""
    found = {}
    for tag in INPUT.findall(response.content.decode()):
        parts = dict(PART.findall(tag))
        if parts.get("type") == "hidden" and "name" in parts:
            found[parts["name"]] = html.unescape(parts.get("value", ""))
    forms = [response.context["adminform"].form]
    for each in response.context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    for bound in (bound for form in forms for bound in form):
        value = bound.value()
        if isinstance(value, list | tuple):
            found[bound.html_name] = [str(each) for each in value]
        elif value not in (None, False):
            found[bound.html_name] = "on" if value is True else str(value)
    return found


def saved(client: Client, label: str, field: str) -> tuple[float, float]:
    """The statements and milliseconds that a field of the first entry of a model takes."""
    row = apps.get_model(label)._default_manager.order_by("pk").first()
    address = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
    counted, taken = [], []
    for number in range(SAMPLES):
        form = sent_by(client.get(address)) | WHY | {field: f"Another text {number}"}
        with CaptureQueriesContext(connection) as asked:
            start = time.perf_counter()
            answer = client.post(address, form)
            taken.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 302:
            sys.exit(f"{address}: the form was refused with {answer.status_code}")
        counted.append(len(asked))
    return statistics.median(counted), statistics.median(taken)


def main() -> None:
    """Save a field of each kind, and print what it cost."""
    django.setup()
    numbers = {}
    with transaction.atomic():
        client = signed_in()
        for label, field in FIELDS.items():
            statements, taken = saved(client, label, field)
            name = f"one field of a {label.partition('.')[2]}"
            numbers |= {f"{name}, statements": statements, f"{name}, ms": taken}
        transaction.set_rollback(True)
    print(json.dumps(numbers))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    main()
