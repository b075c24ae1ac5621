"""The lines of a bloc map: their style by kind and certainty, their course, their marks."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.domain.picture import Circle, Curve, Ink, Item, Path, Point, Polyline, Rect, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.analysis.map_scene import MapRelation

DASHED = (6.0, 3.5)
DOTTED = (1.2, 3.6)


@dataclass(frozen=True, slots=True)
class LineStyle:
    """Colour token, width, the mark at the end of a directed line and the mark in the middle."""

    colour: str
    width: float
    end: str = "arrow"
    middle: str = ""


STYLES: Mapping[str, LineStyle] = {
    "defence pact": LineStyle("line.pact", 3.0),
    "co-belligerence": LineStyle("line.pact", 2.0, middle="square"),
    "strategic partnership": LineStyle("line.partnership", 2.4),
    "consultation": LineStyle("line.partnership", 1.5, middle="ring"),
    "membership": LineStyle("line.partnership", 1.3, end="open"),
    "diplomatic contact": LineStyle("line.partnership", 1.3, middle="diamond"),
    "arms transfer": LineStyle("line.arms", 2.4),
    "military-technology cooperation": LineStyle("line.arms", 1.6, end="open"),
    "sanctions": LineStyle("line.sanctions", 1.8, end="bar"),
    "dispute": LineStyle("line.dispute", 1.8, middle="tick"),
    "war": LineStyle("line.war", 2.6, middle="cross"),
    "neutrality": LineStyle("line.neutrality", 1.6),
    "non-aggression": LineStyle("line.neutrality", 1.6, middle="tick"),
    "neutrality stance": LineStyle("line.neutrality", 1.6, end="open"),
}
_OTHER = LineStyle("line.neutrality", 1.4)
#: What each of ATOP's obligations adds to the width of a line: who must fight is bound the most.
_BINDS: Mapping[str, float] = {
    "defense": 0.8,
    "offense": 0.6,
    "neutrality": 0.2,
    "nonaggression": 0.2,
    "consultation": 0.2,
}


def style_of(kind: str) -> LineStyle:
    """The style of a kind of relation; a thin neutral line for a kind that is not known."""
    return STYLES.get(kind, _OTHER)


def width_of(relation: MapRelation) -> float:
    """How wide the line is: by its kind, and wider by each obligation that the treaty states.

    A kind has the width of what it usually pledges, so a relation of which no obligation is known is
    drawn as its kind. A treaty that says less, a pact without the duty to defend, is drawn thinner.
    """
    style = style_of(relation.kind)
    if not relation.obligations:
        return style.width
    said = sum(_BINDS.get(one, 0.0) for one in relation.obligations)
    if relation.kind == "defence pact":
        return 2.2 + said
    return style.width + said


def dash_of(relation: MapRelation) -> tuple[float, ...]:
    """Dotted where denied, dashed where only claimed or hinted, else solid."""
    if relation.denied:
        return DOTTED
    return DASHED if relation.certainty in ("claimed", "hinted") else ()


@dataclass(frozen=True, slots=True)
class Node:
    """Where an actor stands in the picture."""

    x: float
    y: float
    radius: float

    @property
    def point(self) -> Point:
        """The middle."""
        return self.x, self.y


def strokes(
    relation: MapRelation, *pieces: Curve, slim: bool = False, tight: bool = False
) -> list[Item]:
    """The drawn shapes of one line: a pale casing, the line, its marks, "?" where unsourced.

    A line over the edge of a map comes in two ``pieces``. ``slim`` lines, among very many, are thinner.
    ``tight`` ones lie in a bundle, which tells with its own mark what is unsourced.
    """
    style = style_of(relation.kind)
    width = width_of(relation)
    width = min(2.4, width * 0.75) if tight else max(1.0, width * 0.55) if slim else width
    style = replace(style, width=width)
    pale = 1.0 if relation.cited else 0.6
    ink = Ink(stroke=style.colour, stroke_opacity=pale, width=width, dash=dash_of(relation))
    tip = pieces[-1].end
    drawn = list(pieces)
    if relation.directed and style.end == "arrow":
        drawn[-1] = trim(drawn[-1], 0.0, width * 2.2)
    items: list[Item] = []
    if not slim or tight:
        halo = Ink(stroke="map.halo", stroke_opacity=0.75, width=width + (1.2 if tight else 2.2))
        items += [_inked(piece, halo) for piece in drawn]
    items += [_inked(piece, ink) for piece in drawn]
    if relation.directed:
        last = drawn[-1]
        before = last.at(0.94) if style.end != "arrow" else last.at(0.97)
        items += end_mark(style, tip, math.atan2(tip[1] - before[1], tip[0] - before[0]))
    longest = max(drawn, key=_span)
    if style.middle and not tight:
        ahead, behind = longest.at(0.53), longest.at(0.47)
        items += middle_mark(
            style, longest.at(0.5), math.atan2(ahead[1] - behind[1], ahead[0] - behind[0])
        )
    if not relation.cited and not tight:
        items += unsourced_mark(style.colour, longest.at(0.3 if style.middle else 0.42))
    return items


def bundle_mark(number: int, at: Point, *, unsourced: bool) -> list[Item]:
    """How many lines lie together, in a ring on the middle one; "?" where one has no source."""
    words = f"{number}?" if unsourced else str(number)
    wide = 5.6 * len(words)
    ink = Ink(fill="map.halo", stroke="map.label", width=1.2)
    return [
        Rect(at[0] - wide / 2 - 4, at[1] - 7, wide + 8, 14, ink, 7),
        Text(at[0], at[1] + 3.6, words, 10.0, weight=700, anchor="middle", measured=wide),
    ]


def _span(curve: Curve) -> float:
    return math.dist(curve.start, curve.end)


def trim(curve: Curve, head: float, tail: float) -> Curve:
    """The curve without what lies within ``head`` of its start or ``tail`` of its end."""

    first = _reached(curve.start, curve.control1, head, curve, 0.0, 1.0) if head > 0 else 0.0
    last = _reached(curve.end, curve.control2, tail, curve, 1.0, -1.0) if tail > 0 else 1.0
    return curve if last - first < 0.1 else cut(curve, first, last)


def _reached(
    end: Point, control: Point, away: float, curve: Curve, start: float, side: float
) -> float:
    """Where a curve has gone ``away`` from an end: by its speed there, then corrected."""
    step = away / max(3 * math.dist(end, control), 1e-6)
    for _ in range(3):
        step = min(step, 0.5)
        step *= away / max(math.dist(curve.at(start + side * step), end), 1e-6)
    return start + side * min(step, 0.5)


def cut(curve: Curve, t0: float, t1: float) -> Curve:
    """The piece of a curve between two parameters (the polynomial's blossom)."""
    (ax, ay), (bx, by) = curve.start, curve.control1
    (cx, cy), (dx, dy) = curve.control2, curve.end
    x = _blossoms(ax, bx, cx, dx, t0, t1)
    y = _blossoms(ay, by, cy, dy, t0, t1)
    return Curve((x[0], y[0]), (x[1], y[1]), (x[2], y[2]), (x[3], y[3]), curve.ink)


def _blossoms(
    a: float, b: float, c: float, d: float, t0: float, t1: float
) -> tuple[float, float, float, float]:
    """One coordinate of the ends and controls of the piece: blossoms at 000, 001, 011 and 111."""
    ab, bc, cd = a + (b - a) * t0, b + (c - b) * t0, c + (d - c) * t0
    p, q = ab + (bc - ab) * t0, bc + (cd - bc) * t0
    r, s = ab + (bc - ab) * t1, bc + (cd - bc) * t1
    ab, bc, cd = a + (b - a) * t1, b + (c - b) * t1, c + (d - c) * t1
    u, v = ab + (bc - ab) * t1, bc + (cd - bc) * t1
    return p + (q - p) * t0, p + (q - p) * t1, r + (s - r) * t1, u + (v - u) * t1


def _inked(curve: Curve, ink: Ink) -> Curve:
    return Curve(curve.start, curve.control1, curve.control2, curve.end, ink)


def _turned(at: Point, angle: float, along: float, across: float) -> Point:
    cos, sin = math.cos(angle), math.sin(angle)
    return at[0] + along * cos - across * sin, at[1] + along * sin + across * cos


def end_mark(style: LineStyle, tip: Point, angle: float) -> list[Item]:
    """Arrow head, open arrow head or bar at the end of a directed line."""
    size = 4.2 + style.width * 1.5
    if style.end == "bar":
        ends = (_turned(tip, angle, 0, -size * 0.62), _turned(tip, angle, 0, size * 0.62))
        return [Polyline(ends, Ink(stroke=style.colour, width=style.width + 0.8))]
    left = _turned(tip, angle, -size, -size * 0.48)
    right = _turned(tip, angle, -size, size * 0.48)
    if style.end == "open":
        return [Polyline((left, tip, right), Ink(stroke=style.colour, width=style.width))]
    return [
        Path(
            (("M", *tip), ("L", *left), ("L", *right), ("Z",)),
            Ink(fill=style.colour, stroke="map.halo", width=0.6),
        )
    ]


def middle_mark(style: LineStyle, at: Point, angle: float) -> list[Item]:
    """The sign that tells kinds of one colour apart."""
    size = 3.6
    pale = Ink(fill="map.halo", stroke=style.colour, width=1.4)
    solid = Ink(fill=style.colour, stroke="map.halo", width=1.0)
    if style.middle == "ring":
        return [Circle(*at, size - 0.4, pale)]
    if style.middle in ("square", "diamond"):
        turn = angle + (math.pi / 4 if style.middle == "square" else 0)
        corners = [_turned(at, turn + k * math.pi / 2, size + 0.8, 0) for k in range(4)]
        return [
            Path((("M", *corners[0]), *(("L", *point) for point in corners[1:]), ("Z",)), solid)
        ]
    tilts = (math.pi / 4, -math.pi / 4) if style.middle == "cross" else (math.pi / 2,)
    items: list[Item] = []
    for colour, width in (("map.halo", style.width + 2.4), (style.colour, style.width)):
        for tilt in tilts:
            ends = (
                _turned(at, angle + tilt, -size - 1, 0),
                _turned(at, angle + tilt, size + 1, 0),
            )
            items.append(Polyline(ends, Ink(stroke=colour, width=width)))
    return items


def unsourced_mark(colour: str, at: Point) -> list[Item]:
    """A question mark in a ring: no passage supports this line."""
    return [
        Circle(*at, 5.6, Ink(fill="map.halo", stroke=colour, width=1.3)),
        Text(at[0], at[1] + 3.2, "?", 9.0, weight=700, anchor="middle", measured=5.0),
    ]
