"""Interleaved runs, and what may be said of them."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Spread:
    """Some numbers of one kind: their median, least and greatest."""

    middle: float
    least: float
    greatest: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> "Spread":
        return cls(median(numbers), min(numbers), max(numbers))


def interleaved(candidates: Mapping[str, Callable[[], Result]], rounds: int) -> dict[str, list[Result]]:
    """Run all candidates in turn, A B A B …, so that a slow minute slows all of them.

    A round before is not counted, which a single one, that only shows whether all of them run, does not need.
    """
    results: dict[str, list[Result]] = {name: [] for name in candidates}
    before = 1 if rounds > 1 else 0
    for number in range(before + rounds):
        for name, run in candidates.items():
            result = run()
            if number >= before:
                results[name].append(result)
    return results


def ratios(numbers: Sequence[float], base: Sequence[float]) -> list[float]:
    """Each number by the one of the same round."""
    return [number / other for number, other in zip(numbers, base, strict=True)]


def middle_half(numbers: Sequence[float]) -> tuple[float, float]:
    """The first and the third quartile; of a single number, itself."""
    if len(numbers) == 1:
        return numbers[0], numbers[0]
    first, _, third = quantiles(numbers, n=4, method="inclusive")
    return first, third


def seconds(run: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start
