"""The measurements say what was measured, and still run."""

import datetime as dt
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from harness.source import ROOT

from benchmarks import green, trend
from benchmarks.glance import HEADLINES, glance
from benchmarks.page import PAGE, put, rows_of
from benchmarks.report import HEAD, Row, Series, compared, measured
from benchmarks.session import PARTS
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


MEASURED = {
    "copying": [
        Row("a copy", "2.00 s (1.00 to 3.00)", "nothing", "1.00 s", "2.00 (1.00 to 3.00)", "\u2264 2: reached"),
        Row("a copy", "2.00 s (1.00 to 3.00)", "a peer", "4.00 s", "0.50 (0.25 to 0.75)", "\u2264 0.4: missed"),
        Row("a copy of nothing", "1.00 s", "a peer", "4.00 s", "0.25"),
    ],
    "init": [Row("INIT: no Python is here")],
    "workers": [
        Row("queue: INIT", "10.0 ms", "bare", "10.0 ms", "1.00", "\u2264 1.2: reached"),
        Row("stream: INIT", "20.0 ms", "bare", "10.0 ms", "2.00", "\u2264 1.2: missed"),
        Row("upload: INIT", "5.00 ms", "bare with S3", "10.0 ms", "0.50", "\u2264 1.2: reached"),
    ],
    "green": [Row("from nothing to green tests", "9.00 s (8.00 to 9.50)")],
    "trend": [
        Row("a copy", "3.00 s", "0.4.0", "2.00 s", "1.50 (1.40 to 1.60)"),
        Row("`make setup`", "3.00 s", "0.4.0", "2.00 s", "1.50"),
        Row("files of a new project", "101 files", "0.4.0", "100 files", "1.01"),
    ],
}


def test_at_a_glance_each_thing_has_a_line_with_all_its_peers() -> None:
    head, _, *lines = ([cell.strip() for cell in line[1:-1].split("|")] for line in glance(MEASURED).splitlines())
    assert head == ["measured", "median", "ratio to each peer", "goal", "against 0.4.0", "part"]
    assert lines == [
        [
            "a copy",
            "2.00 s",
            "2.00 \u00d7 nothing; 0.50 \u00d7 a peer",
            "\u2264 2: reached; \u2264 0.4: missed",
            "1.50 (1.40 to 1.60)",
            "copying",
        ],
        [
            "stream: INIT (worst of 3)",
            "20.0 ms",
            "2.00 \u00d7 bare",
            "\u2264 1.2: reached; \u2264 1.2: missed",
            "",
            "workers",
        ],
        ["from nothing to green tests", "9.00 s", "", "", "", "green"],
        ["files of a new project", "101 files", "", "", "1.01", "trend"],
    ]


def test_without_a_last_release_nothing_is_said_against_it() -> None:
    text = glance({"trend": [Row("trend: The commit of 0.4.0 is not in this clone.")], "green": MEASURED["green"]})
    assert "against the last release" in text
    assert "0.4.0" not in text


def test_the_page_gives_back_what_is_put_there() -> None:
    page = "<!-- green: begin -->\n<!-- green: end -->\n\n<!-- trend: begin -->\nold\n<!-- trend: end -->\n\nText.\n"
    assert rows_of(page) == {"green": [], "trend": []}
    for part in ("trend", "green"):
        page = put(page, part, f"Measured.\n\n{table(HEAD, [row.cells for row in MEASURED[part]])}\n")
    assert rows_of(page) == {part: MEASURED[part] for part in ("green", "trend")}
    assert "old" not in page
    assert page.endswith("\n<!-- trend: end -->\n\nText.\n")
    with pytest.raises(SystemExit, match="no markers <!-- cdk: begin -->"):
        put(page, "cdk", "")


def test_the_page_says_at_a_glance_what_its_sections_say() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = rows_of(page)
    assert glance(rows) in page, "python -m benchmarks --write makes that table"
    assert set(rows) == set(PARTS)
    assert f"(`{' '.join(PARTS)}`)" in page
    names = [row.what for part in rows.values() for row in part]
    assert [each for each in HEADLINES if not any(fnmatchcase(name, each) for name in names)] == []


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
