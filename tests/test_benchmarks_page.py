"""The page of benchmarks says at a glance what its sections say."""

import importlib
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import page
from benchmarks.glance import HEADLINES, glance
from benchmarks.page import PAGE, put, rows_of
from benchmarks.report import HEAD, Row
from benchmarks.session import PARTS
from benchmarks.table import table

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
    text = "<!-- green: begin -->\n<!-- green: end -->\n\n<!-- trend: begin -->\nold\n<!-- trend: end -->\n\nText.\n"
    assert rows_of(text) == {"green": [], "trend": []}
    for part in ("trend", "green"):
        text = put(text, part, f"Measured.\n\n{table(HEAD, [row.cells for row in MEASURED[part]])}\n")
    assert rows_of(text) == {part: MEASURED[part] for part in ("green", "trend")}
    assert "old" not in text
    assert text.endswith("\n<!-- trend: end -->\n\nText.\n")
    with pytest.raises(SystemExit, match="no markers <!-- cdk: begin -->"):
        put(text, "cdk", "")


def test_a_part_that_is_measured_anew_is_new_at_a_glance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = tmp_path / "benchmarks.md"
    written.write_text(PAGE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(page, "PAGE", written)
    old = rows_of(written.read_text(encoding="utf-8"))
    page.write("green", table(HEAD, [row.cells for row in MEASURED["green"]]))
    new = written.read_text(encoding="utf-8")
    assert rows_of(new) == {**old, "green": MEASURED["green"]}
    assert glance(rows_of(new)) in new


def test_a_run_of_all_parts_ends_with_them_at_a_glance(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = importlib.import_module("benchmarks.__main__")
    monkeypatch.setattr(command, "PARTS", {part: lambda _, rows=rows: rows for part, rows in MEASURED.items()})
    monkeypatch.setattr(command, "Session", lambda *_, **__: SimpleNamespace(target=None))
    monkeypatch.setattr(command.signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["benchmarks", "green"])
    command.main()
    assert glance(MEASURED) not in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["benchmarks"])
    command.main()
    assert capsys.readouterr().out.endswith(f"\n{glance(MEASURED)}\n")


def test_the_page_says_at_a_glance_what_its_sections_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = rows_of(text)
    assert glance(rows) in text, "python -m benchmarks --write makes that table"
    assert set(rows) == set(PARTS)
    assert f"(`{' '.join(PARTS)}`)" in text
    names = [row.what for part in rows.values() for row in part]
    assert [each for each in HEADLINES if not any(fnmatchcase(name, each) for name in names)] == []
