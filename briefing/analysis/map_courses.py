"""How the lines of a bloc map run: bows between two places, and what they cover and cross."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from briefing.analysis.map_lines import cut, trim
from briefing.domain.picture import Curve, Ink, Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.analysis.map_lines import Node
    from briefing.domain.picture import Box

#: A NumPy array, which is loaded late.
Segments = Any
Pair = tuple[str, str]
Routes = tuple[tuple[Point, Point], ...]

_CELL = 8.0
#: What a bow costs for each unit of its height, beside 4 for a step over a node; the second where
#: crossings are weighed.
_BENT, _BENT_AMONG = 0.07, 0.04
#: What a crossing costs, and a step out of the picture, where crossings are weighed and elsewhere.
CROSSING = 8.0
_OUTSIDE, _OUTSIDE_AMONG = 1.0, 8.0
#: Pieces that only touch do not cross: less than this is an error of rounding, as a product of areas.
_TOUCHING = 0.01
#: Straight pieces that stand for a bow where crossings are looked for.
_PIECES = 8
_STEPS = tuple(i / 12 for i in range(1, 12))
#: Along and across a bow of height 1, at each step: the weights of ``bow`` written out.
_ALONG = tuple(0.9 * t * (1 - t) * (1 - t) + 2.1 * t * t * (1 - t) + t**3 for t in _STEPS)
_ACROSS = tuple(4 * t * (1 - t) for t in _STEPS)
#: How far beyond the edge of the picture a line runs that goes on at the other edge.
BEYOND = 12.0


@dataclass(frozen=True, slots=True)
class Course:
    """How the lines of a pair run: ``height`` is that of the bow of their middle, ``spread`` how far the
    outer ones lie from it, ``count`` how many are seen apart. A ``firm`` one is straight, but for a step
    round an actor in its way."""

    pair: Pair
    routes: Routes
    height: float = 0.0
    spread: float = 0.0
    count: int = 1
    firm: bool = False


@dataclass(slots=True)
class Ground:
    """What lies where: fields of a grid with nodes, covers and lines in them. ``among`` many lines bows
    are flatter, and none leaves the picture; ``beside`` is what a step in the field of a line costs."""

    nodes: dict[tuple[int, int], list[str]] = field(
        default_factory=dict[tuple[int, int], list[str]]
    )
    covers: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    lines: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    among: bool = False
    beside: float = 0.5
    spots: dict[str, Node] = field(default_factory=dict[str, "Node"])

    def put_node(self, key: str, node: Node) -> None:
        """Keep lines of others off a node."""
        self.spots[key] = node
        r = node.radius + 5
        for cell in _cells((node.x - r, node.y - r, node.x + r, node.y + r)):
            self.nodes.setdefault(cell, []).append(key)

    def put_cover(self, box: Box) -> None:
        """Keep lines out of a box that will lie over them."""
        self.covers.update(_cells(box))

    def put(self, course: Course, heights: Iterable[float]) -> None:
        """Let later lines keep off the lines of a course, whose bows have these heights."""
        for height in heights:
            for a, b in course.routes:
                self.lines.update(map(_cell, bow(a, b, height).sample(16)[2:-2]))


def ways(a: Point, b: Point, turn_a: float, turn_b: float) -> list[tuple[Point, Point]]:
    """From a to b the shorter way: one piece, or two that leave over an edge and come in again.

    ``turn_a`` and ``turn_b`` are how far the world repeats at the two places, 0 for never.
    """
    turn = (turn_a + turn_b) / 2
    if not turn or abs(b[0] - a[0]) <= turn / 2:
        return [(a, b)]
    side = 1 if b[0] > a[0] else -1
    return [(a, (b[0] - side * turn_b, b[1])), ((a[0] + side * turn_a, a[1]), b)]


def routes_of(pair: Pair, nodes: Mapping[str, Node], turns: Mapping[str, float]) -> Routes:
    """The way between two nodes; ``turns`` as in ``lay``."""
    one, two = pair
    return tuple(ways(nodes[one].point, nodes[two].point, turns.get(one, 0.0), turns.get(two, 0.0)))


@lru_cache(maxsize=8192)
def drawn(
    routes: Routes, height: float, forth: bool, trims: tuple[float, float], inside: Box
) -> tuple[Curve, ...]:
    """The curves of one line, kept: the next date has most of them again.

    ``trims`` are what is left free at its beginning and its end. What goes on at the other edge of the
    picture, ``inside``, ends a little beyond it, so that its middle is seen.
    """
    pieces = [bow(a, b, height) for a, b in routes]
    if not forth:
        pieces = [_back(piece) for piece in reversed(pieces)]
    if len(pieces) > 1:
        pieces[0] = _within(pieces[0], inside)
        pieces[-1] = _back(_within(_back(pieces[-1]), inside))
    pieces[0] = trim(pieces[0], trims[0], 0.0)
    pieces[-1] = trim(pieces[-1], 0.0, trims[1])
    return tuple(pieces)


def _within(curve: Curve, inside: Box) -> Curve:
    """A curve without what lies beyond the sides of the picture at its end."""
    left, right = inside[0] - BEYOND, inside[2] + BEYOND
    steps = 48
    last = steps
    while last > 0 and not left < curve.at(last / steps)[0] < right:
        last -= 1
    return curve if last in (0, steps) else cut(curve, 0.0, (last + 1) / steps)


def bow(a: Point, b: Point, height: float) -> Curve:
    """A curve whose middle lies ``height`` to the left of the way from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    out = height / 0.75
    nx, ny = dy / length * out, -dx / length * out
    return Curve(
        a,
        (a[0] + dx * 0.3 + nx, a[1] + dy * 0.3 + ny),
        (a[0] + dx * 0.7 + nx, a[1] + dy * 0.7 + ny),
        b,
        Ink(),
    )


def _back(curve: Curve) -> Curve:
    return Curve(curve.end, curve.control2, curve.control1, curve.start, curve.ink)


# ---------------------------------------------------------------------- one line after another


def bent(course: Course, ground: Ground, inside: Box, *, flat: bool) -> float:
    """The height of the bow that keeps clear of nodes and of the lines that are laid.

    The course has the height that it would have by itself; ``flat`` bows are no higher.
    """
    base = course.height
    bends = (base, -base) if flat else (base, -base, base * 2, -base * 2, base * 3, -base * 3)
    heights = list(dict.fromkeys((*bends, base / 3, -base / 3)))
    costs = [covering(replace(course, height=height), ground, inside) for height in heights]
    return heights[costs.index(min(costs))]


def covering(course: Course, ground: Ground, inside: Box) -> float:
    """What a course costs by itself: its bow, and what it would cover or leave."""
    height, spread = course.height, course.spread
    cost = abs(height) * (_BENT_AMONG if ground.among else _BENT)
    # Of a fan the outer lines and, of a cable, its middle speak for all.
    for one in (height - spread, height + spread) if spread else (height,):
        for a, b in course.routes:
            cost += _cost(a, b, one, course.pair, ground, inside, over=len(course.routes) > 1)
    return cost


def _cost(
    a: Point,
    b: Point,
    height: float,
    pair: Pair,
    ground: Ground,
    inside: Box,
    *,
    over: bool,
) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = dy / length * height, -dx / length * height
    left, top, right, bottom = inside
    cost = 0.0
    for along, across in zip(_ALONG, _ACROSS, strict=True):
        x, y = a[0] + dx * along + nx * across, a[1] + dy * along + ny * across
        cell = (int(x // _CELL), int(y // _CELL))
        for key in ground.nodes.get(cell, ()):
            if key not in pair:
                cost += 4.0
        if cell in ground.covers:
            cost += 4.0
        if cell in ground.lines:
            cost += ground.beside
        # Over its edge a line of a map that is weighed against others would look as if it went on.
        if not over and not (left < x < right and top < y < bottom):
            cost += _OUTSIDE_AMONG if ground.among else _OUTSIDE
    return cost


def _cells(box: Box) -> list[tuple[int, int]]:
    left, top, right, bottom = (int(edge // _CELL) for edge in box)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _cell(point: Point) -> tuple[int, int]:
    """The field of a grid that a point lies in."""
    return int(point[0] // _CELL), int(point[1] // _CELL)


# ---------------------------------------------------------------------- where lines cross


def segments(pieces: Sequence[tuple[Point, Point]]) -> Segments:
    """Straight pieces as an array of rows x, y, x, y."""
    import numpy as np

    return np.array([(*a, *b) for a, b in pieces]).reshape(-1, 4)


def meets(new: Segments, old: Segments) -> Segments:
    """Which of the new straight pieces cross which of the old ones; a shared end is no crossing."""
    ends = _sides(new, old[:, :2]) * _sides(new, old[:, 2:]) < -_TOUCHING
    return ends & (_sides(old, new[:, :2]) * _sides(old, new[:, 2:]) < -_TOUCHING).T


def _sides(pieces: Segments, points: Segments) -> Segments:
    """On which side of each straight piece each point lies, by sign: twice the area between them."""
    import numpy as np

    x, y = pieces[:, 0], pieces[:, 1]
    dx, dy = pieces[:, 2] - x, pieces[:, 3] - y
    return np.stack([-dy, dx, dy * x - dx * y], axis=1) @ np.vstack(
        [points.T, np.ones(len(points))]
    )


def bows(routes: Routes, heights: Sequence[float]) -> tuple[Segments, Segments]:
    """The bows of these heights as straight pieces, each with the number of its height."""
    import numpy as np

    t = np.arange(_PIECES + 1) / _PIECES
    along = 0.9 * t * (1 - t) * (1 - t) + 2.1 * t * t * (1 - t) + t**3
    across = 4 * t * (1 - t)
    tall = np.array(heights)[:, None]
    found: list[Segments] = []
    for (ax, ay), (bx, by) in routes:
        dx, dy = bx - ax, by - ay
        length = math.hypot(dx, dy) or 1.0
        x = ax + dx * along + dy / length * tall * across
        y = ay + dy * along - dx / length * tall * across
        # The ends as they are, or a line would cross another at the actor that both leave.
        x[:, -1], y[:, -1] = bx, by
        found.append(np.stack([x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:]], axis=2))
    pieces = np.concatenate(found, axis=1)
    return np.repeat(np.arange(len(heights)), pieces.shape[1]), pieces.reshape(-1, 4)


def near_to(old: Segments, laid: Segments) -> Segments:
    """Which pieces lie where others do."""
    low, high = reach_of(laid)
    xs, ys = old[:, 0::2], old[:, 1::2]
    wide = (xs.max(axis=1) > low[0]) & (xs.min(axis=1) < high[0])
    return wide & (ys.max(axis=1) > low[1]) & (ys.min(axis=1) < high[1])


def reach_of(pieces: Segments) -> tuple[Segments, Segments]:
    """The least and the greatest x and y of pieces."""
    points = pieces.reshape(-1, 2)
    return points.min(axis=0), points.max(axis=0)
