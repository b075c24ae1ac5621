"""What stands above and beneath a diagram or matrix: its date and marking, its legend and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis import map_legend
from briefing.analysis.fontmetrics import text_width
from briefing.analysis.map_foot import EDGE
from briefing.domain.picture import Group, Item, LegendItem, Text

if TYPE_CHECKING:
    from collections.abc import Sequence


def heading(date: str, marking: str, width: float, size: float) -> list[Item]:
    """The date at the left and the marking at the right of the upper edge."""
    found: list[Item] = []
    if date:
        big = size * 1.4
        wide = text_width(date, big, "serif", 700)
        found.append(
            Text(
                EDGE,
                EDGE + big * 0.85,
                date,
                big,
                "serif",
                700,
                halo="map.halo",
                measured=wide,
            )
        )
    if marking:
        wide = text_width(marking, size, weight=700)
        found.append(
            Text(
                width - EDGE,
                EDGE + size * 0.9,
                marking,
                size,
                weight=700,
                anchor="end",
                halo="map.halo",
                measured=wide,
            )
        )
    return found


def heading_height(date: str, marking: str, size: float) -> float:
    """How much of the upper edge the heading takes."""
    return EDGE + size * 1.4 + 4 if date or marking else EDGE / 2


def strip_height(
    signs: Sequence[LegendItem], notes: Sequence[str], width: float, size: float
) -> float:
    """The height of legend and notes."""
    rows = len(map_legend.rows_of(signs, width - 2 * EDGE, size))
    rows += sum(len(map_legend.wrap(note, width - 2 * EDGE, size)) for note in notes)
    return rows * size * 1.6 + 12 if rows else 6.0


def strip(
    signs: Sequence[LegendItem], notes: Sequence[str], width: float, top: float, size: float
) -> Group:
    """Legend and notes from ``top`` downwards; they stand still when a reader zooms."""
    line = size * 1.6
    rows = map_legend.rows_of(signs, width - 2 * EDGE, size)
    items = map_legend.draw_legend(rows, EDGE, top + 6, size, line)
    texts = [row for note in notes for row in map_legend.wrap(note, width - 2 * EDGE, size)]
    for number, text in enumerate(texts, len(rows)):
        y = top + 6 + number * line + line * 0.5 + size * 0.36
        items.append(Text(EDGE, y, text, size, opacity=0.8, measured=text_width(text, size)))
    return Group(tuple(items), kind="fixed")
