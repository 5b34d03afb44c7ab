"""What `copier copy` takes, against an empty template and against other generators."""

import itertools
from functools import partial
from pathlib import Path

from harness.source import repository

from . import peers
from .projects import copy
from .report import Row, Series, compared
from .timing import interleaved, seconds

OURS, EMPTY = "`copier copy` of this template", "`copier copy` of an empty template"
EMPTY_GOAL = 2.0
PEER_GOAL = 0.5


def empty_template(folder: Path) -> Path:
    """A released template that renders nothing but its answers file."""
    folder.mkdir()
    (folder / "copier.yml").write_text("_subdirectory: template\n", encoding="utf-8")
    (folder / "template").mkdir()
    answers = folder / "template" / "{{ _copier_conf.answers_file }}.jinja"
    answers.write_text("{{ _copier_answers|to_nice_yaml -}}\n", encoding="utf-8")
    return repository(folder, "v1.0.0")


def measure(template: Path, folder: Path, rounds: int) -> list[Row]:
    """Rows of seconds; one says so where the other generators can't be installed."""
    numbers = itertools.count()

    def timed(generate: partial[None]) -> float:
        target = folder / f"copy-{next(numbers)}"
        return seconds(partial(generate, project=target))

    candidates = {OURS: partial(copy, template), EMPTY: partial(copy, empty_template(folder / "empty"))}
    others = peers.prepare()
    if isinstance(others, peers.Peers):
        candidates |= {f"`{name}`": partial(others.generate, name) for name in peers.COMMANDS}
    times = interleaved({name: partial(timed, generate) for name, generate in candidates.items()}, rounds)
    series = {name: Series(name, each, "s") for name, each in times.items()}
    rows = [
        compared(series[OURS], each, EMPTY_GOAL if name == EMPTY else PEER_GOAL)
        for name, each in series.items()
        if name != OURS
    ]
    if not isinstance(others, peers.Peers):
        return [*rows, Row(f"other generators: {others}")]
    # What no template can fall below: Copier's own start and clone.
    fastest = min((each for name, each in series.items() if name not in {OURS, EMPTY}), key=lambda one: one.middle)
    return [*rows, compared(series[EMPTY], fastest)]
