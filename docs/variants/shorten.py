"""Makes a covering array shorter than a greedy algorithm finds it, by tabu search.

A row is taken out, and what does not meet any more is made to meet by changing others. The idea is that of Kari J.
Nurmela, "Upper bounds for covering arrays by tabu search", Discrete Applied Mathematics 138 (2004).
"""

from collections import Counter, deque
from collections.abc import Iterable
from random import Random

from harness import space
from harness.space import Variant

# Values of two or three axes, in the order of space.AXES.
Meeting = tuple[tuple[str, str], ...]

GROUPS = {axis: [group for group in space.GROUPS if axis in group] for axis in space.AXES}
# The search ends after so many changes without success; a row that was changed stays as it is for so many.
PATIENCE = 3000
REST = 5


def shortened(rows: list[Variant]) -> list[Variant]:
    """As few rows as are found in which the same meets."""
    needed = {tuple(each.items()) for each in space.meetings()}
    while True:
        times = Counter(each for row in rows for each in meetings(row))
        least = min(rows, key=lambda row: sum(times[each] == 1 for each in meetings(row)))
        search = Search([row for row in rows if row is not least], needed)
        if not search.succeeds():
            return rows
        rows = search.rows
        print(f"{len(rows)} variants are enough.", flush=True)


def meetings(row: Variant, axes: Iterable[str] = space.AXES) -> list[Meeting]:
    """Where these axes meet others in a row."""
    groups = dict.fromkeys(group for axis in axes for group in GROUPS[axis])
    return [tuple([(each, row[each]) for each in group]) for group in groups]


class Search:
    def __init__(self, rows: list[Variant], needed: set[Meeting]) -> None:
        self.rows = rows
        self._needed = needed
        self._times = Counter(each for row in rows for each in meetings(row))
        self._missing = {each for each in needed if not self._times[each]}
        self._resting: deque[int] = deque(maxlen=REST)
        self._random = Random(0)  # noqa: S311 -- the same array each time

    def succeeds(self) -> bool:
        """Whether everything meets before patience is lost."""
        fewest, waited = len(self._missing), 0
        while self._missing and waited < PATIENCE:
            self._bring_together(dict(self._random.choice(sorted(self._missing))))
            waited += 1
            if len(self._missing) < fewest:
                fewest, waited = len(self._missing), 0
        return not self._missing

    def _bring_together(self, values: Variant) -> None:
        """Change the row in which these values cost least."""
        costs = {}
        for place, row in enumerate(self.rows):
            changed = {**row, **values}
            if place not in self._resting and not space.forbidden(changed):
                costs[place] = self._cost(row, changed, self._changes(row, values))
        if costs:
            place = self._random.choice([place for place, cost in costs.items() if cost == min(costs.values())])
            self._change(place, values)

    def _cost(self, row: Variant, changed: Variant, axes: list[str]) -> int:
        """How many meetings more are missing after a change."""
        lost = sum(self._times[each] == 1 and each in self._needed for each in meetings(row, axes))
        return lost - sum(each in self._missing for each in meetings(changed, axes))

    def _change(self, place: int, values: Variant) -> None:
        row = self.rows[place]
        axes = self._changes(row, values)
        self.rows[place] = {**row, **values}
        before, after = meetings(row, axes), meetings(self.rows[place], axes)
        self._times.subtract(before)
        self._times.update(after)
        self._missing |= {each for each in before if not self._times[each] and each in self._needed}
        self._missing -= set(after)
        self._resting.append(place)

    @staticmethod
    def _changes(row: Variant, values: Variant) -> list[str]:
        return [axis for axis, value in values.items() if row[axis] != value]
