"""One table of all parts: each row that has a goal, and some that have none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from .report import Row
from .table import table

TREND = "trend"
# Rows that count without a goal.
HEADLINES = (
    "from nothing to green tests",
    "get-item for callers with tokens: INIT",
    "artefact of one of * functions, zipped",
    "*: a record",
    "synthesis of the default service*",
    "files of a new project",
    "lines of a new project*",
)


def glance(parts: Mapping[str, Sequence[Row]]) -> str:
    """A line for each thing, with all its peers; of what is measured for several kinds, the worst ratio's."""
    trends = {row.what: row for row in parts.get(TREND, ()) if row.ratio}
    last = next((row.against for row in trends.values()), "the last release")
    lines: dict[str, tuple[str, ...]] = {}
    for part, rows in parts.items():
        for alike in _alike(rows):
            worst = max(alike, key=lambda peers: float(_middle(peers[0].ratio) or 0))
            what = worst[0].what
            title = f"{what} (worst of {len(alike)})" if len(alike) > 1 else what
            peers = (
                [] if part == TREND else [f"{_middle(row.ratio)} \u00d7 {row.against}" for row in worst if row.ratio]
            )
            goals = dict.fromkeys(row.goal for each in alike for row in each if row.goal)
            trend = trends[what].ratio if what in trends else ""
            cells = (title, _middle(worst[0].value), "; ".join(peers), "; ".join(goals), trend, part)
            lines.setdefault(what, cells)
    return table(("measured", "median", "ratio to each peer", "goal", f"against {last}", "part"), [*lines.values()])


def _alike(rows: Iterable[Row]) -> Iterator[list[list[Row]]]:
    """What counts: the rows of each thing, together with those of other things that are measured in the same way."""
    things: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        things[row.what].append(row)
    kinds: dict[str, list[list[Row]]] = defaultdict(list)
    for what, each in things.items():
        if any(row.goal for row in each) or any(fnmatchcase(what, headline) for headline in HEADLINES):
            kinds[what.rpartition(": ")[2]].append(each)
    yield from kinds.values()


def _middle(text: str) -> str:
    """A median without its spread."""
    return text.partition(" (")[0]
