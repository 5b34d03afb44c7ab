"""The working tree's template against the last release: a ratio above 1 is slower, or larger, than it was."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from harness.released import source_of
from harness.render import files, written
from harness.source import repository

from releases.table import Refusal, releases

from . import green, init
from .artefacts import zipped_bytes
from .built import package, runtime_client
from .projects import NO_PYTHON, Lambda, copy
from .report import Row, Series, compared
from .sizes import of_each
from .start import start
from .timing import interleaved


def measure(template: Path, folder: Path, rounds: Callable[[int], int], target: Lambda | None) -> list[Row]:
    """Rows of seconds, counts, milliseconds and megabytes."""
    last = releases()[-1]
    try:
        before = repository(source_of(last, folder / "template"), "v1.0.0")
    except Refusal as reason:
        return [Row(f"trend: {reason}")]
    templates = {"now": template, last.version: before}
    for side in templates:
        (folder / side).mkdir()
    return [
        *_green(templates, folder, rounds(7), target.python if target else None),
        *_read(templates, folder),
        *(_built(templates, folder, rounds(15), target) if target else [Row(f"INIT: {NO_PYTHON}")]),
    ]


def _green(templates: dict[str, Path], folder: Path, rounds: int, python: Path | None) -> Iterator[Row]:
    runs = interleaved(
        {side: partial(green.steps, template, folder / side, python) for side, template in templates.items()}, rounds
    )
    return _rows({side: green.series(each) for side, each in runs.items()})


def _read(templates: dict[str, Path], folder: Path) -> Iterator[Row]:
    sides = {}
    for side, template in templates.items():
        copy(template, folder / side / "read")
        project = files(folder / side / "read")
        sides[side] = [
            Series("files of a new project", [len(project)], "files"),
            Series("lines of a new project that are not blank", [written(project)], "lines"),
        ]
    return _rows(sides)


def _built(templates: dict[str, Path], folder: Path, rounds: int, target: Lambda) -> Iterator[Row]:
    projects = {side: package(template, folder / side, target) for side, template in templates.items()}
    client = runtime_client(folder, target)
    functions = {side: init.get_item(project) for side, project in projects.items()}
    starts = interleaved(
        {side: partial(start, each, target.python, client) for side, each in functions.items()}, rounds
    )
    (_, ours), before = starts.items()
    yield from init.rows(("get-item", ours), before)
    yield from _rows({side: [_package(project)] for side, project in projects.items()})


def _package(project: Path) -> Series:
    """The middle one, as the last release may have had another number of functions."""
    sizes = of_each(project, "zipped", zipped_bytes)
    return replace(sizes, numbers=[sizes.middle])


def _rows(sides: Mapping[str, Sequence[Series]]) -> Iterator[Row]:
    (_, ours), (version, before) = sides.items()
    for now, then in zip(ours, before, strict=True):
        yield compared(now, replace(then, name=version))
