"""How large the artefacts are."""

from .artefacts import unzipped_bytes, zipped_bytes
from .built import Built
from .report import Row, Series, compared

MEGABYTE = 1_000_000


def measure(built: Built) -> list[Row]:
    """Rows of megabytes; the spread is over the project's functions."""
    rows = []
    for title, size in (("zipped", zipped_bytes), ("unzipped", unzipped_bytes)):
        sizes = [size(function) / MEGABYTE for function in built.functions]
        ours = Series(f"artefact of one of {len(sizes)} functions, {title}", sizes, "MB")
        for against, package in (
            ("boto3 alone, packaged like ours", built.bare),
            ("the same requirements as pip installs them", built.plain),
        ):
            rows.append(compared(ours, Series(against, [size(package) / MEGABYTE] * len(sizes), "MB")))
    return rows
