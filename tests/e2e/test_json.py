"""Every address that is described, asked by a program that tries to break it."""

import subprocess

import pytest

from tests.analysts import INTERPRETER, analysts  # noqa: F401 - a fixture
from tests.e2e.serving import Site

# What is checked of every answer: it is described, it is what is described, the site did not fail.
CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "unsupported_method"),
)
PATIENCE = 120  # seconds
# Every kind of address for the ends of what parameters take; all addresses for what comes by luck.
SOME = "measures|partners|data/(columns|changes|catalog|CITATION|index)"
RUNS = {
    "coverage": ("--phases=coverage", rf"--include-path-regex=^/({SOME})\b"),
    "fuzzing": ("--phases=fuzzing", "--max-examples=1"),
}


@pytest.mark.usefixtures("analysts")
@pytest.mark.parametrize("run", RUNS)
def test_no_question_breaks_what_is_described(site: Site, run, tmp_path):
    """Schemathesis makes questions of the description, those that are no good too."""
    command = [
        *(INTERPRETER.with_name("schemathesis"), "run", f"{site.address}/api/openapi.json"),
        *(f"--checks={','.join(CHECKS)}", "--seed=15", "--no-shrink", "--max-time=30", *RUNS[run]),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
