"""What stands in a cell of a matrix: sign, kind and certainty by shape as well as by colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis import map_legend
from briefing.analysis.fontmetrics import text_width
from briefing.analysis.map_lines import (
    DASHED,
    dash_of,
    end_mark,
    middle_mark,
    style_of,
    unsourced_mark,
)
from briefing.domain.picture import Circle, Ink, Item, LegendItem, Polyline, Rect, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.map_scene import MapBloc, MapRelation

#: The colour of good, bad and other ties.
COLOURS = {1: "line.pact", -1: "line.dispute", 0: "line.neutrality"}
WORDS = {1: "positive", -1: "negative", 0: "neither"}
#: A cell at least so wide and high tells the kind of each of its lines.
LARGE = (26.0, 17.0)
_LINES = 3


def cell_signs(
    some: Sequence[MapRelation], x: float, y: float, wide: float, high: float
) -> tuple[Item, ...]:
    """The shapes of one cell whose upper left corner is at x, y."""
    if wide >= LARGE[0] and high >= LARGE[1]:
        return tuple(_large(some, x, y, wide, high))
    area = Rect(x, y, wide, high, Ink())
    shapes: list[Item] = [area]
    for sign in (1, 0, -1):
        of = [one for one in some if one.sign == sign]
        if of:
            surest = min(of, key=_doubt)
            shapes += sign_shape(
                sign, _doubt(surest), x + wide / 2, y + high / 2, min(wide, high) * 0.36
            )
    return tuple(shapes)


def _doubt(relation: MapRelation) -> int:
    """0 sure, 1 claimed or hinted, 2 denied or unsourced."""
    if relation.denied or not relation.cited:
        return 2
    return 1 if dash_of(relation) == DASHED else 0


def sign_shape(sign: int, doubt: int, x: float, y: float, half: float) -> list[Item]:
    """A square for a good tie, a cross for a bad one, a disc for others; filled where sure, an outline
    where claimed, a broken one where denied."""
    colour = COLOURS[sign]
    width = max(0.8, min(2.2, half * 0.45))
    broken = (width * 1.2, width * 1.2) if doubt == 2 else ()
    line = Ink(stroke=colour, width=width if sign == -1 and not doubt else width * 0.7, dash=broken)
    solid = Ink(fill=colour)
    if sign == 1:
        box = (x - half, y - half, 2 * half, 2 * half)
        return [Rect(*box, line if doubt else solid)]
    if sign == 0:
        return [Circle(x, y, half * 0.85, line if doubt else solid)]
    down = ((x - half, y - half), (x + half, y + half))
    up = ((x - half, y + half), (x + half, y - half))
    if doubt == 1:
        return [Polyline(up, line)]
    return [Polyline(down, line), Polyline(up, line)]


def _large(some: Sequence[MapRelation], x: float, y: float, wide: float, high: float) -> list[Item]:
    signs = {one.sign for one in some}
    items: list[Item] = []
    share = wide / len(signs)
    for n, sign in enumerate(sorted(signs, reverse=True)):
        ground = Ink(fill=COLOURS[sign], fill_opacity=0.2)
        items.append(
            Rect(
                x + 1 + n * share,
                y + 1,
                share - (2 if n == len(signs) - 1 else 0),
                high - 2,
                ground,
            )
        )
    lines = some if len(some) <= _LINES else some[: _LINES - 1]
    rows = min(len(some), _LINES)
    # The sign stands at the left, then a line for each kind.
    mark = {1: "+", -1: "−", 0: "·"}
    text = "".join(mark[sign] for sign in sorted(signs, reverse=True))
    start = x + 4 + text_width(text, 11.0, weight=700) + 3
    items.append(
        Text(
            x + 4,
            y + high / 2 + 4,
            text,
            11.0,
            weight=700,
            measured=text_width(text, 11.0, weight=700),
        )
    )
    end = x + wide - 4
    for n, relation in enumerate(lines):
        level = y + high * (n + 1) / (rows + 1)
        items += _line(relation, start, end, level)
    if len(some) > _LINES:
        more = f"+{len(some) - len(lines)}"
        level = y + high * rows / (rows + 1)
        items.append(
            Text(
                (start + end) / 2,
                level + 4,
                more,
                11.0,
                anchor="middle",
                measured=text_width(more, 11.0),
            )
        )
    return items


def _line(relation: MapRelation, start: float, end: float, y: float) -> list[Item]:
    """The line of a relation as the legend shows it."""
    style = style_of(relation.kind)
    tip = end
    if relation.directed and style.end == "arrow":
        end -= style.width * 2
    ink = Ink(
        stroke=style.colour,
        width=style.width,
        dash=dash_of(relation),
        stroke_opacity=0.4 if relation.faint else 1.0,
    )
    items: list[Item] = [Polyline(((start, y), (end, y)), ink)]
    if relation.directed:
        items += end_mark(style, (tip, y), 0.0)
    if style.middle:
        items += middle_mark(style, ((start + end) / 2, y), 0.0)
    if not relation.cited:
        items += unsourced_mark(style.colour, ((start * 2 + end) / 3, y))
    return items


def signs_of(
    blocs: Sequence[MapBloc], relations: Sequence[MapRelation], *, large: bool
) -> tuple[LegendItem, ...]:
    """What the signs of a matrix mean."""
    found = list(
        map_legend.legend_items(
            blocs, relations if large else (), shared=False, disputed=False, organisations=False
        )
    )
    signs = [sign for sign in (1, -1, 0) if any(one.sign == sign for one in relations)]
    if large:
        found += [
            LegendItem("area", COLOURS[s], f"{'+−·'[(1, -1, 0).index(s)]} {WORDS[s]}")
            for s in signs
        ]
        return tuple(found)
    found += [LegendItem("node", COLOURS[s], WORDS[s], mark=f"sign {s} 0") for s in signs]
    doubts = {_doubt(one) for one in relations}
    found += [
        LegendItem("node", COLOURS[signs[0]], words, mark=f"sign {signs[0]} {doubt}")
        for doubt, words in ((1, "claimed or hinted"), (2, "denied or without a source"))
        if doubt in doubts
    ]
    return tuple(found)
