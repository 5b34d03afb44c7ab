"""Draws what a terminal shows, as an SVG without scripts or fonts of its own."""

import re
from collections.abc import Iterator
from html import escape

COLUMNS = 118
LINE, CHARACTER, MARGIN, BAR = 18, 7.8, 16, 30
PLAIN, BACKGROUND = "#d4d7dd", "#1d2129"
COLOURS = dict(
    zip(
        (*range(30, 38), *range(90, 98)),
        ("#5c6370 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #d4d7dd " * 2).split(),
        strict=True,
    )
)
FONT = 'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13"'
TEXT = f'{FONT} fill="{PLAIN}" xml:space="preserve" style="white-space: pre"'
SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m")


def drawn(lines: list[str], title: str) -> str:
    """The picture of lines, which may have colours by escape sequences."""
    width, height = COLUMNS * CHARACTER + 2 * MARGIN, BAR + len(lines) * LINE + MARGIN
    dots = "".join(f'<circle cx="{MARGIN + 6 + 18 * n}" cy="17" r="5" fill="#5c6370"/>' for n in range(3))
    texts = [
        f'<text x="{MARGIN}" y="{BAR + LINE * number + LINE - 4}">{spans(line)}</text>'
        for number, line in enumerate(lines)
        if line
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img" {TEXT}>',
            f"<title>{escape(title)}</title>",
            f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>{dots}',
            *texts,
            "</svg>\n",
        ]
    )


def spans(line: str) -> str:
    return "".join(
        escape(text, quote=False) if colour == PLAIN else f'<tspan fill="{colour}">{escape(text, quote=False)}</tspan>'
        for text, colour in cut(coloured(line))
    )


def coloured(line: str) -> Iterator[tuple[str, str]]:
    """The parts of a line, each with its colour."""
    colour, so_far = PLAIN, ""
    for index, part in enumerate(SEQUENCE.split(line)):
        if index % 2 == 0:
            so_far += part
            continue
        known = [COLOURS[int(code)] for code in part.split(";") if code and int(code) in COLOURS]
        before, colour = colour, known[-1] if known else PLAIN
        if so_far.strip() and colour != before:
            yield so_far, before
            so_far = ""
    if so_far:
        yield so_far, colour


def cut(parts: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What fits into a line; the rest is three dots."""
    left = COLUMNS
    for text, colour in parts:
        yield (text, colour) if len(text) <= left else (text[: left - 1] + "…", colour)
        left -= len(text)
        if left <= 0:
            return
