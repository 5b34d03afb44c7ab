"""How the time of a render grows with the number of resources."""

import itertools
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from copier import run_copy
from harness.answers import EVERYTHING

from .report import Row, Series, compared, measured
from .timing import interleaved, seconds

FEW, SOME, MANY = 1, 10, 50
MANY_GOAL_SECONDS = 5.0
LINEAR = 1.0
NAMES = [
    f"{kind}-{thing}s"
    for kind, thing in itertools.product(
        ("blue", "bold", "calm", "fast", "good", "late", "long", "new", "old", "tall"),
        ("book", "card", "door", "lamp", "tree"),
    )
]


def measure(template: Path, folder: Path, rounds: int) -> list[Row]:
    """Rows of seconds, in process; and of milliseconds that a resource takes among many, and among few."""
    numbers = itertools.count()

    def render(answers: Mapping[str, str]) -> float:
        target = folder / f"growth-{next(numbers)}" / "my-service"
        return seconds(partial(run_copy, str(template), target, data=dict(answers), defaults=True, quiet=True))

    services = {
        f"render with {count} resource{'s' if count > 1 else ''}": {"resources": ", ".join(NAMES[:count])}
        for count in (FEW, SOME, MANY)
    }
    services["render with every trigger"] = EVERYTHING
    times = interleaved({name: partial(render, answers) for name, answers in services.items()}, rounds)
    few, some, many, everything = (Series(name, each, "s") for name, each in times.items())
    return [
        compared(everything, few),
        measured(few),
        measured(some),
        measured(many, MANY_GOAL_SECONDS),
        compared(_each(some, SOME, many, MANY), _each(few, FEW, some, SOME), LINEAR),
    ]


def _each(less: Series, fewer: int, more: Series, count: int) -> Series:
    """What each resource between two numbers of them adds."""
    added = [1000 * (after - before) for before, after in zip(less.numbers, more.numbers, strict=True)]
    return Series(f"each resource from {fewer + 1} to {count}", [each / (count - fewer) for each in added], "ms")
