"""How much room pictures and columns get on a page, and which pages are turned on their side."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.export.blocks import Table
    from briefing.export.report import Figure

# Points. Widths between the margins of 19 mm, and heights between head and foot of 25 and 22 mm
# with some room for a caption.
_MARGIN = 2 * 19 / 25.4 * 72
UPRIGHT = {"a4": (595.28 - _MARGIN, 842 - 195), "us-letter": (612.0 - _MARGIN, 792 - 195)}
TURNED = {"a4": (841.89 - _MARGIN, 595 - 195), "us-letter": (792.0 - _MARGIN, 612 - 195)}
GUTTER = 8.0
# A picture that takes more of a page's height goes to the next page with room for it, and the text on.
FLOATING = 0.4
# Letters in pictures come out at this size at least, wherever a page is wide enough.
_LEGIBLE = 7.0
# Units of a picture, above which it takes more than a column.
_COLUMN = 500.0

_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)(?:px)?"[^>]*?\bheight="([\d.]+)(?:px)?"')
_LETTER_SIZE = 'font-size="'
_NUMERIC = re.compile(r"[-+−–]?[\d.,\u2009 ]+ ?%?")
_NUMBER = re.compile(r"\d+(\.\d+)?")


def arrange(figures: Sequence[Figure], paper: str) -> tuple[int, bool]:
    """How many pictures stand side by side, and whether the page is turned, for letters to be read."""
    ways = [(columns, False) for columns in (len(figures), 1)] + [(1, True)]
    for columns, flipped in ways:
        wide, tall = (TURNED if flipped else UPRIGHT)[paper]
        room = (wide - GUTTER * (columns - 1)) / columns
        if all(_letters(one.svg, room, tall) >= _LEGIBLE for one in figures):
            return columns, flipped
    # Nowhere: then where they come out largest.
    upright = min(_letters(one.svg, *UPRIGHT[paper]) for one in figures)
    turned = min(_letters(one.svg, *TURNED[paper]) for one in figures)
    return 1, turned > upright


def shown(svg: str, room: float, tall: float) -> tuple[float, float]:
    """Width and height of a picture as it is printed in this room, in points."""
    wide, high = _extent(svg)
    width = min(room, tall * wide / high)
    return width, width * high / wide


def is_wide(svg: str) -> bool:
    """Whether a picture was drawn for the whole width of a page."""
    return _extent(svg)[0] > _COLUMN


def _letters(svg: str, room: float, tall: float) -> float:
    """How large the smallest letters of a picture come out in this room, in points."""
    return _smallest(svg) * shown(svg, room, tall)[0] / _extent(svg)[0]


def _extent(svg: str) -> tuple[float, float]:
    """Width and height of a picture in its own units."""
    found = _SIZE.search(svg[:2_000])
    wide, high = map(float, found.groups()) if found else (2.0, 1.0)
    return (wide, high) if wide > 0 and high > 0 else (2.0, 1.0)


@lru_cache(maxsize=32)
def _smallest(svg: str) -> float:
    """The size of the smallest letters of a picture in its own units; endless without letters."""
    # Not a regular expression: a map has a million characters and few of them are letters.
    sizes = [one.partition('"')[0].removesuffix("px") for one in svg.split(_LETTER_SIZE)[1:]]
    return min((float(one) for one in sizes if _NUMBER.fullmatch(one)), default=math.inf)


def shares(one: Table, count: int) -> list[float]:
    """The shares of the columns; where none are told, by how much stands in them."""
    given = [share for share in one.widths if share > 0]
    if len(given) == count:
        return [round(share, 4) for share in given]
    found: list[float] = []
    for number in range(count):
        head = one.head[number] if number < len(one.head) else ""
        lengths = [
            sum(len(run.text) for run in row[number]) for row in one.rows if number < len(row)
        ]
        mean = sum(lengths) / len(lengths) if lengths else 0
        longest = max((len(word) for word in head.split()), default=0) + 2
        found.append(round(min(60.0, max(mean, longest, 4.0)), 4))
    return found


def alignment(one: Table, number: int) -> str:
    """Numbers to the right, marks of a matrix in the middle, words to the left."""
    texts = [
        text
        for row in one.rows
        if number < len(row) and (text := "".join(run.text for run in row[number]).strip())
    ]
    if not texts:
        return "left"
    if one.first_is_head and number and all(len(text) <= 2 for text in texts):
        return "center"
    return "right" if all(_NUMERIC.fullmatch(text) for text in texts) else "left"
