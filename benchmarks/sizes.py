"""How large the artefacts are."""

from collections.abc import Callable
from pathlib import Path

from .artefacts import unzipped_bytes, zipped_bytes
from .built import Built, packages
from .report import Row, Series, compared

MEGABYTE = 1_000_000


def measure(built: Built) -> list[Row]:
    """Rows of megabytes; the spread is over the project's functions."""
    rows = []
    for title, size in (("zipped", zipped_bytes), ("unzipped", unzipped_bytes)):
        ours = of_each(built.project, title, size)
        for against, peer in (
            ("boto3 alone, packaged like ours", built.bare),
            ("the same requirements as pip installs them", built.plain),
        ):
            rows.append(compared(ours, Series(against, [size(peer) / MEGABYTE] * len(ours.numbers), "MB")))
    return rows


def of_each(project: Path, title: str, size: Callable[[Path], int]) -> Series:
    sizes = [size(package) / MEGABYTE for package in packages(project)]
    return Series(f"artefact of one of {len(sizes)} functions, {title}", sizes, "MB")
