"""Running heads and page numbers: what stands on page after page and is no part of the text."""

from __future__ import annotations

import re
import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from briefing.intake.readers.pdflayout import Line, Page

_DIGITS = re.compile(r"\d+")
_EDGE_LINES = 2
#: The share of a page's height at its head and foot in which they stand.
_EDGE = 0.14


def running_heads(pages: Sequence[Page]) -> Sequence[Set[int]]:
    """For each page the ids (``id``) of lines that are running heads or page numbers.

    A line is one where it is among the outermost two at the head or foot and lines alike but for
    their figures stand at the same height on two fifths of the pages, on two at the least.
    """
    found: list[set[int]] = [set() for _ in pages]
    groups: dict[tuple[str, bool], list[tuple[int, Line]]] = {}
    for number, page in enumerate(pages):
        lines = sorted(page.lines(), key=lambda line: line.y0)
        for at_head, outer in ((True, lines[:_EDGE_LINES]), (False, lines[-_EDGE_LINES:])):
            for line in outer:
                share = line.y1 / page.high if at_head else 1 - line.y0 / page.high
                if page.high > 0 and share < _EDGE:
                    key = _DIGITS.sub("#", " ".join(line.text.split())).casefold()
                    groups.setdefault((key, at_head), []).append((number, line))
    for held in groups.values():
        on_pages = {number for number, _line in held}
        heights = [line.y0 / pages[number].high for number, line in held]
        middle = statistics.median(heights)
        if len(on_pages) >= max(2, 0.4 * len(pages)):
            for (number, line), height in zip(held, heights, strict=True):
                if abs(height - middle) < 0.02:
                    found[number].add(id(line))
    return found
