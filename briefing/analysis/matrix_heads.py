"""The heads of a matrix: names where there is room, letters in steps where the rows are narrow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.actor_signs import letters
from briefing.analysis.fontmetrics import text_width
from briefing.analysis.map_foot import EDGE
from briefing.analysis.matrix_signs import LARGE
from briefing.domain.picture import Group, Ink, Item, Polyline, Rect, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.map_scene import MapActor

_WIDEST, _TALLEST, _LEAST = 96.0, 44.0, 2.5
#: Between a head and the bracket of its bloc.
_GAP = 8.0
_LINE = 1.15
#: A name takes no more of the width than that.
_NAME_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Heads:
    """How wide and high the cells are, and what stands beside and above them.

    ``left`` and ``top`` are the room for the heads of rows and columns. ``steps`` says over how many
    lines of letters row heads and column heads alternate; with names it is one.
    """

    across: float
    down: float
    left: float
    top: float
    size: float
    row_names: bool
    column_names: bool
    row_steps: int = 1
    column_steps: int = 1
    start: float = EDGE

    @property
    def large(self) -> bool:
        """Whether a cell has room for the line of each kind."""
        return self.across >= LARGE[0] and self.down >= LARGE[1]

    def corner(self, row: int, column: int, top: float) -> tuple[float, float]:
        """The upper left corner of a cell."""
        return self.start + self.left + column * self.across, top + self.top + row * self.down


def heads_for(actors: Sequence[MapActor], width: float, height: float, size: float) -> Heads:
    """The heads and cells that make best use of a page."""
    count = max(1, len(actors))
    room = width - 2 * EDGE
    longest = max((_name_width(one.name, size) for one in actors), default=0.0)
    named = min(longest, _NAME_SHARE * room)
    widest = max((text_width(letters(one), size, weight=600) for one in actors), default=0.0)
    # Names beside the rows where a line of text is no higher than a row.
    tall = (height - 3 * size) / count
    row_names = tall >= size * _LINE and (room - named - _GAP) / count >= size * 1.1
    if row_names:
        left, row_steps = named + _GAP, 1
    else:
        row_steps = max(1, min(6, math.ceil(size * _LINE / max(_LEAST, min(tall, room / count)))))
        left = row_steps * (widest + 4) + _GAP
    across = max(_LEAST, min(_WIDEST, (room - left) / count))
    lines = max((len(_wrapped(one.name, across - 4, size)) for one in actors), default=1)
    fits = all(
        text_width(row, size, weight=600) <= across - 4
        for one in actors
        for row in _wrapped(one.name, across - 4, size)
    )
    column_names = row_names and fits and lines <= 3
    if column_names:
        top, column_steps = lines * size * _LINE + _GAP + 2, 1
    else:
        column_steps = max(1, min(8, math.ceil((widest + 3) / across)))
        top = column_steps * size * _LINE + _GAP + 2
    down = max(_LEAST, min(_TALLEST, (height - top - EDGE / 2) / count))
    if not row_names:
        # A square tells rows and columns alike.
        across = down = min(across, down)
        row_steps = max(1, min(6, math.ceil(size * _LINE / down)))
        column_steps = max(1, min(8, math.ceil((widest + 3) / across)))
        left = row_steps * (widest + 4) + _GAP
        top = column_steps * size * _LINE + _GAP + 2
        down = across = max(
            _LEAST, min(across, (height - top - EDGE / 2) / count, (room - left) / count)
        )
    start = EDGE + max(0.0, (room - left - count * across) / 2)
    return Heads(
        across, down, left, top, size, row_names, column_names, row_steps, column_steps, start
    )


def _name_width(name: str, size: float) -> float:
    return text_width(name, size, weight=600) + 2


def _wrapped(name: str, room: float, size: float) -> list[str]:
    rows: list[str] = []
    for word in name.split() or [""]:
        if rows and text_width(f"{rows[-1]} {word}", size, weight=600) <= room:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    return rows


def _short(name: str, room: float, size: float) -> str:
    name = " ".join(name.split())
    if _name_width(name, size) <= room:
        return name
    for length in range(min(len(name), 60), 1, -1):
        short = name[:length].rstrip() + "…"
        if _name_width(short, size) <= room:
            return short
    return ""


def head_shapes(
    actors: Sequence[MapActor], colours: Mapping[str, Sequence[str]], heads: Heads, top: float
) -> list[Item]:
    """The heads of columns, then of rows, each with the marks of further blocs of the actor."""
    found: list[Item] = []
    for i, actor in enumerate(actors):
        found.append(
            Group(_column(actor, i, heads, top), entry=actor.id, kind="actor", tooltip=actor.name)
        )
    for i, actor in enumerate(actors):
        shapes = _row(actor, i, heads, top)
        x, y = heads.corner(i, 0, top)
        side = min(5.0, heads.down * 0.6)
        for n, colour in enumerate(colours.get(actor.id, ())[1:3]):
            box = (x - _GAP - 2 - (n + 1) * (side + 1), y + heads.down - side - 0.5, side, side)
            shapes = (*shapes, Rect(*box, Ink(fill=colour)))
        found.append(Group(shapes, entry=actor.id, kind="actor", tooltip=actor.name))
    return found


def _column(actor: MapActor, i: int, heads: Heads, top: float) -> tuple[Item, ...]:
    x, y = heads.corner(0, i, top)
    middle, size = x + heads.across / 2, heads.size
    # Something to point at, and to be ringed, where the letters are few.
    area = Rect(x, y - heads.top, heads.across, heads.top - _GAP, Ink())
    if heads.column_names:
        rows = _wrapped(actor.name, heads.across - 4, size)
        return (
            area,
            *(
                _text(
                    row, middle, y - _GAP - (len(rows) - 1 - n) * size * _LINE - 2, size, "middle"
                )
                for n, row in enumerate(rows)
            ),
        )
    step = heads.column_steps - 1 - i % heads.column_steps
    base = y - _GAP - step * size * _LINE - 2
    items: tuple[Item, ...] = (area, _text(letters(actor), middle, base, size, "middle"))
    return items if not step else (*items, _lead((middle, base + 2), (middle, y - 6)))


def _row(actor: MapActor, i: int, heads: Heads, top: float) -> tuple[Item, ...]:
    x, y = heads.corner(i, 0, top)
    size = heads.size
    base = y + heads.down / 2 + size * 0.35
    area = Rect(x - heads.left, y, heads.left - _GAP, heads.down, Ink())
    if heads.row_names:
        name = _short(actor.name, heads.left - _GAP, size)
        return area, _text(name, x - _GAP, base, size, "end")
    step = heads.row_steps - 1 - i % heads.row_steps
    wide = (heads.left - _GAP) / heads.row_steps
    word = letters(actor)
    right = x - _GAP - step * wide
    items: tuple[Item, ...] = (area, _text(word, right, base, size, "end"))
    middle = y + heads.down / 2
    return items if not step else (*items, _lead((right + 2, middle), (x - 6, middle)))


def _lead(start: tuple[float, float], end: tuple[float, float]) -> Polyline:
    return Polyline((start, end), Ink(stroke="map.label", stroke_opacity=0.25, width=0.6))


def _text(words: str, x: float, y: float, size: float, anchor: str) -> Text:
    return Text(
        x,
        y,
        words,
        size,
        weight=600,
        anchor="end" if anchor == "end" else "middle",
        measured=text_width(words, size, weight=600),
    )
