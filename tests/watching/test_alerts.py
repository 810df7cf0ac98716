"""The alerts ask for what is counted, and are explained to who is woken by them."""

import re

import pytest
import yaml
from django.conf import settings

from portal.watching import metrics

ALERTS = settings.BASE_DIR / "portal" / "deploy" / "prometheus-alerts.yml"
MANUAL = settings.BASE_DIR / "OPERATIONS.md"
NAME = re.compile(r"\bshirube_[a-z_]+")
WITH_LABELS = re.compile(r"\b(shirube_[a-z_]+)\{([^}]*)\}")


def rules() -> list[dict]:
    """The alerts of the file."""
    (group,) = yaml.safe_load(ALERTS.read_text())["groups"]
    return group["rules"]


@pytest.fixture
def told(db) -> dict[str, set[str]]:
    """The names of all samples, with their labels, once something of each was counted."""
    metrics.REQUESTS.labels("home", 200, "ja").inc(0)
    metrics.SECONDS.labels("page", "drawn").observe(0)
    metrics.SENT.labels("page").inc(0)
    metrics.ERRORS.labels("OperationalError").inc(0)
    samples = [each for metric in metrics.registry().collect() for each in metric.samples]
    return {each.name: set(each.labels) for each in samples}


def test_alerts_ask_for_what_is_counted(told):
    for rule in rules():
        assert set(NAME.findall(rule["expr"])) <= told.keys(), rule["alert"]
        for name, labels in WITH_LABELS.findall(rule["expr"]):
            asked = set(re.findall(r"(\w+)!?=", labels))
            assert asked <= told[name], rule["alert"]


def test_each_alert_is_explained():
    text = MANUAL.read_text()
    for rule in rules():
        assert f"| `{rule['alert']}` |" in text
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]


def test_each_metric_is_explained(told):
    text = MANUAL.read_text()
    named = {re.sub("_(total|created|bucket|count|sum)$", "", name) for name in told}
    assert {name for name in named if f"`{name}" not in text} == set()
