"""Writes docs/variants.md: what there is to choose, and the variants that prove themselves.

    make variants

also computes the covering array anew: the variants of tests/covering_array.yml, for what tests/variants.yml describes.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from covertable import make  # type: ignore[import-untyped]
from harness import space
from harness.space import AXES, NEVER, TITLE, TRIPLES, Variant

from docs.variants.shorten import shortened

PAGE = Path(__file__).parent.parent / "variants.md"
# What is less to build than the usual value.
LIGHTEST = {"environments": "one"}
ARRAY = """\
# Variants in which every two values meet, and every three of the axes that tests/variants.yml names: `make variants`
# computed them. What a line does not name is as usual.
{rows}
"""
TEXT = Path(__file__).with_name("page.md")


def condition(never: dict[str, list[str]]) -> dict[str, object]:
    """That these values do not come together, as covertable takes it."""
    parts = [
        {"operator": "not", "condition": {"operator": "in", "left": axis, "values": names}}
        for axis, names in never.items()
    ]
    return {"operator": "or", "conditions": parts}


def covering_array() -> list[Variant]:
    rows: list[Variant] = make(
        {axis: list(names) for axis, names in AXES.items()},
        strength=2,
        sub_models=[{"fields": TRIPLES, "strength": 3}],
        constraints=[condition(each) for each in NEVER],
    )
    print(f"{len(rows)} variants.", flush=True)
    return rows


def lightened(array: list[Variant]) -> list[Variant]:
    """The same meetings, in less to build: each value whose meetings are there elsewhere gives way to the lightest."""

    def meetings(row: Variant, axis: str) -> list[tuple[tuple[str, str], ...]]:
        return [tuple((each, row[each]) for each in group) for group in space.GROUPS if axis in group]

    rows = [dict(row) for row in array]
    times = Counter(tuple((each, row[each]) for each in group) for row in rows for group in space.GROUPS)
    for axis, row in product(sorted(AXES, key=lambda axis: axis not in LIGHTEST), rows):
        lighter = {**row, axis: LIGHTEST.get(axis, space.usual(axis))}
        if not space.forbidden(lighter) and all(times[each] > 1 for each in meetings(row, axis)):
            times.subtract(meetings(row, axis))
            times.update(meetings(lighter, axis))
            row.update(lighter)
    return rows if rows == array else lightened(rows)


def by_axes(variant: Variant) -> tuple[int, ...]:
    return tuple(list(names).index(variant[axis]) for axis, names in AXES.items())


def array() -> str:
    """The text of tests/covering_array.yml."""
    rows = sorted(lightened(shortened(covering_array())), key=by_axes)
    lines = [f"- {json.dumps({axis: row[axis] for axis in TITLE} | space.unusual(row))}" for row in rows]
    return ARRAY.format(rows="\n".join(lines))


def page() -> str:
    """The text of docs/variants.md."""
    rows = space.covering_array()
    return TEXT.read_text(encoding="utf-8").format(
        count=len(rows),
        triples=f"{', '.join(TRIPLES[:-1])} and {TRIPLES[-1]}",
        axes="\n".join(f"- **{axis}**: {', '.join(added(axis))}" for axis in AXES),
        never="\n".join(f"- {together(each)}" for each in NEVER),
        rows="\n".join(f"- **{title}**: {', '.join(words(each))}" for title, each in space.titled(rows).items()),
    )


def added(axis: str) -> Iterator[str]:
    """Each value of an axis, with what it adds to the answers where its name does not say it."""
    for name, answers in AXES[axis].items():
        said = ", ".join(f"{question}={answer}" for question, answer in answers.items() if name != str(answer).lower())
        yield f"{name} (`{said}`)" if said else name


def together(never: Mapping[str, list[str]]) -> str:
    """Like `api` none with `auth` iam or jwt."""
    return " with ".join(f"{axis} {' or '.join(names)}" for axis, names in never.items())


def words(variant: Variant) -> Iterator[str]:
    """What is not usual of a variant, but for what its title says."""
    for axis, name in space.unusual(variant).items():
        if axis not in TITLE:
            yield axis if name in ("some", "true") else f"{axis} {name}"


if __name__ == "__main__":
    space.COVERING_ARRAY.write_text(array(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
