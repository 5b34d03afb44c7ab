"""The measurements say what was measured, and still run."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from harness.source import ROOT

from benchmarks import green, trend
from benchmarks.report import Row, Series, compared, measured
from benchmarks.table import table
from releases.table import Release, releases


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


def test_the_trend_is_now_by_the_last_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, last = tmp_path / "now", releases()[-1].version

    def copy(template: Path, project: Path) -> None:
        project.mkdir()
        (project / "README.md").write_text("One.\n\nTwo.\n" if template == now else "One.\n", encoding="utf-8")

    def steps(template: Path, *_: object) -> tuple[float, ...]:
        return (4.0, 2.0, 1.0, 7.0) if template == now else (2.0, 2.0, 2.0, 6.0)

    monkeypatch.setattr(trend, "source_of", lambda _, folder: folder)
    monkeypatch.setattr(trend, "repository", lambda folder, _: folder)
    monkeypatch.setattr(trend, "copy", copy)
    monkeypatch.setattr(green, "steps", steps)
    *rows, no_python = trend.measure(now, tmp_path, lambda _: 2, None)
    assert [row.ratio for row in rows] == ["2.00", "1.00", "0.50", "1.17", "1.00", "2.00"]
    assert {row.against for row in rows} == {last}
    assert no_python.what.startswith("INIT: no Python")


def test_a_release_that_a_clone_does_not_have_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = Release("0.9.0", dt.date(2026, 1, 1), "Not here", "0" * 40)
    monkeypatch.setattr(trend, "releases", lambda: [missing])
    (row,) = trend.measure(tmp_path, tmp_path, lambda _: 1, None)
    assert row.what == "trend: The commit of 0.9.0 is not in this clone: git fetch --unshallow brings the history."


# Those that share what is built for them run together.
@pytest.mark.slow
@pytest.mark.parametrize("parts", ["init callers workers", "batch", "growth", "typescript"])
def test_each_measurement_runs(parts: str) -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick", *parts.split()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.lower().count("measured on") == len(parts.split())
    if "is here" in done.stdout:
        pytest.skip("no interpreter of a Lambda runtime is here: the benchmark says so in its table")
    assert (" \u00b5s " if parts == "batch" else " ms ") in done.stdout
