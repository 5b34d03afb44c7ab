"""docs/benchmarks.md: a section for each part, and one table of them all."""

import re
from pathlib import Path

from .glance import glance
from .report import Row

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
GLANCE = "glance"
SECTION = re.compile(r"<!-- (?P<part>[a-z]+): begin -->\n(?P<text>.*?)<!-- (?P=part): end -->", re.DOTALL)


def write(part: str, text: str) -> None:
    """Put a section between its markers, and what it changes at a glance; the other sections stay as they are."""
    page = put(PAGE.read_text(encoding="utf-8"), part, text)
    PAGE.write_text(put(page, GLANCE, glance(rows_of(page))), encoding="utf-8")


def put(page: str, part: str, text: str) -> str:
    found = {section["part"]: section for section in SECTION.finditer(page)}
    if part not in found:
        raise SystemExit(f"{PAGE} has no markers <!-- {part}: begin --> and <!-- {part}: end -->.")
    start, end = found[part].span("text")
    return f"{page[:start]}\n{text.rstrip()}\n\n{page[end:]}"


def rows_of(page: str) -> dict[str, list[Row]]:
    """What the sections' tables say."""
    return {section["part"]: _rows(section["text"]) for section in SECTION.finditer(page) if section["part"] != GLANCE}


def _rows(section: str) -> list[Row]:
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [Row(*(cell.strip() for cell in line[1:-1].split("|"))) for line in lines[2:]]
