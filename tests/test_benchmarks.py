"""The measurements say what was measured, and still run."""

import subprocess
import sys

import pytest
from harness.source import ROOT

from benchmarks.report import Row, Series, compared, measured
from benchmarks.table import table


def test_ratios_are_taken_run_by_run() -> None:
    slow_minute = compared(Series("ours", [2.0, 20.0, 3.0], "s"), Series("base", [1.0, 10.0, 2.0], "s"), goal=2)
    assert slow_minute.cells == (
        "ours",
        "3.00 s (2.00 to 20.0)",
        "base",
        "2.00 s",
        "2.00 (1.50 to 2.00)",
        "≤ 2: reached",
    )


@pytest.mark.parametrize(("limit", "goal"), [(5, "< 5 s: missed"), (6, "< 6 s: reached"), (None, "")])
def test_a_limit_is_for_the_median(limit: float | None, goal: str) -> None:
    assert measured(Series("renders", [1.0, 5.0, 9.0], "s"), limit).goal == goal


def test_a_table_is_aligned_text() -> None:
    row = Row("no Node.js")
    assert table(("measured", "time"), [row.cells[:2]]) == (
        "| measured   | time |\n"
        "| ---------- | ---: |\n"
        "| no Node.js |      |"
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("part", ["init", "callers", "workers", "batch", "growth", "typescript"])
def test_each_measurement_runs(part: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", part], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "measured on" in done.stdout.lower()
    if "is here" in done.stdout:
        pytest.skip("no interpreter of a Lambda runtime is here: the benchmark says so in its table")
    assert (" \u00b5s " if part == "batch" else " ms ") in done.stdout
