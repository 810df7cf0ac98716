"""What Lighthouse reports is read as it is, and stands beside what was to be reached."""

import json

import pytest

from tests.bench import lighthouse, report
from tests.bench.client import Refused
from tests.bench.measuring import Results


@pytest.fixture
def written(tmp_path):
    """Writes a report with these scores, from 0 to 1, and a paint after 930 milliseconds."""

    def write(*scores: float | None):
        path = tmp_path / "report.json"
        categories = dict(zip(lighthouse.CATEGORIES, scores, strict=True))
        audits = {"largest-contentful-paint": {"numericValue": 930.4}}
        found = {"categories": {name: {"score": score} for name, score in categories.items()}}
        path.write_text(json.dumps(found | {"audits": audits}))
        return path

    return write


def test_a_report_is_read(written):
    look = lighthouse.read(written(0.99, 1, 1, 0.5))
    assert list(look.scores.values()) == [99, 100, 100, 50]
    assert look.paint == pytest.approx(0.9304)


def test_a_page_that_could_not_be_judged_has_no_score(written):
    with pytest.raises(Refused, match="no score for seo"):
        lighthouse.read(written(1, 1, 1, None))


def test_scores_stand_beside_their_targets():
    results = Results()
    for page in lighthouse.PAGES:
        for name in lighthouse.CATEGORIES:
            results.put(lighthouse.SIZE, page, name, 100)
        results.put(lighthouse.SIZE, page, lighthouse.PAINT, 0.9)
    results.put(lighthouse.SIZE, "detail", "performance", 99)
    verdicts = [each.verdict for each in lighthouse.reached(results)]
    assert len(verdicts) == 15
    assert verdicts.count("met") == 14
    assert (
        "Lighthouse: performance | detail, /measures/espa-2022/ | 99.0 | ≥ 100 | **not met**"
        in (report.scores(results))
    )


def test_a_run_without_lighthouse_says_so():
    assert list(lighthouse.reached(Results())) == []
    assert report.scores(Results()) == "Left out of this run."
