"""Places labels so that none covers another, a node, or leaves the picture."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from briefing.analysis.occupied import Dots, Occupied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.domain.picture import Box, Point

    #: A place around a node: what it costs, its box, and the line to it where it lies far off.
    _Spot = tuple[float, Box, tuple[Point, Point] | None]

#: Directions tried around a node, best first: right, left, then the slants, above and below.
_SIDES = (
    (1.0, 0.0),
    (-1.0, 0.0),
    (0.75, -0.75),
    (0.75, 0.75),
    (-0.75, -0.75),
    (-0.75, 0.75),
    (0.0, -1.0),
    (0.0, 1.0),
)
_FAR = (1.0, 2.0, 3.2, 4.6, 6.4, 9.0, 12.5)
#: With more labels than this, one that finds no place near its node is left out: leaders all over
#: a picture tell less than a name that comes up when one points at the node.
_MANY, _NEAR = 40, 3
#: Lines up to which labels avoid them.
MOST_LINES = 250


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label to be placed: its size and the node that it belongs to.

    A lower ``rank`` comes first and takes the better place; rank 0 is placed however far off.
    """

    key: str
    width: float
    height: float
    node: Point
    radius: float
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label went. ``leader`` runs from the node to a label that lies far from it."""

    key: str
    box: Box
    leader: tuple[Point, Point] | None = None


class _Ground:
    """What no label may cover, and the places that it leaves to each."""

    def __init__(self, inside: Box, blocked: Iterable[Box]) -> None:
        self.inside = inside
        self._blocked = Occupied(blocked)
        self._open: dict[tuple[object, ...], list[_Spot]] = {}
        self._cut: dict[tuple[object, ...], int] = {}
        self._spans: dict[tuple[float, float], list[tuple[float, float]]] = {}

    def open(self, label: Wanted, ring: int) -> list[_Spot]:
        """The places on a ring around a node that are free so far, the best first."""
        key = (label.node, label.radius, label.width, label.height, ring)
        known = self._open.get(key)
        if known is None:
            known = self._open[key] = [
                (cost, box, _leader(label, box) if ring else None)
                for cost, box in _around_node(label, ring, self.inside)
                if self._blocked.free(box)
            ]
        return known

    def beside(self, top: float, bottom: float) -> list[tuple[float, float]]:
        """From where to where is blocked what shares height with a row."""
        known = self._spans.get((top, bottom))
        if known is None:
            known = self._spans[top, bottom] = self._blocked.beside(top, bottom)
        return known

    def cut(self, line: tuple[Point, Point], but: Box) -> int:
        """How many of the boxes a straight line runs through, one of them left aside."""
        known = self._cut.get((line, but))
        if known is None:
            known = self._cut[line, but] = self._blocked.cut(line, but)
        return known


@lru_cache(maxsize=16)
def _ground(inside: Box, blocked: tuple[Box, ...]) -> _Ground:
    """Kept, since several orders are tried on it, and the next date often has the same nodes."""
    return _Ground(inside, blocked)


def place(
    wanted: Sequence[Wanted],
    inside: Box,
    taken: Sequence[Box] = (),
    lines: Sequence[Sequence[Point]] = (),
) -> list[Placed]:
    """Boxes for the labels, in the order given; one for which there is no room is left out.

    ``taken`` and the nodes are never covered. ``lines`` are avoided where possible.
    """
    ground = _ground(inside, (*taken, *(_around(label) for label in wanted)))
    # Where lines are everywhere, a label cannot avoid them.
    dots = Dots(lines if len(lines) <= MOST_LINES else ())
    many = len(wanted) > _MANY

    nodes = sorted(label.node for label in wanted)
    columns = [node[0] for node in nodes]

    def crowding(label: Wanted) -> float:
        reach = label.width + 4 * label.height
        x, node = label.node[0], label.node
        near = nodes[bisect_left(columns, x - reach) : bisect_right(columns, x + reach)]
        return -sum([math.dist(node, other) < reach for other in near])

    def westward(label: Wanted) -> float:
        return label.node[0]

    def eastward(label: Wanted) -> float:
        return -label.node[0]

    def southward(label: Wanted) -> float:
        return -label.node[1]

    # Whoever comes first takes the best place; with few labels, several orders are cheap to try.
    orders = [crowding, westward, eastward, southward] if len(wanted) <= 30 else [crowding]
    best: dict[str, Placed] = {}
    least = math.inf
    for order in orders:
        turn = {label.key: order(label) for label in wanted}
        row = sorted(wanted, key=lambda label, turn=turn: (label.rank, turn[label.key]))
        cost, done = _in_order(row, ground, dots, least, many=many)
        if cost < least:
            least, best = cost, done
    return [best[label.key] for label in wanted if label.key in best]


@lru_cache(maxsize=16)
def placed_again(
    wanted: tuple[Wanted, ...],
    inside: Box,
    taken: tuple[Box, ...],
    lines: tuple[tuple[Point, ...], ...],
) -> list[Placed]:
    """As ``place``; kept, since from one date to the next often nothing of this differs."""
    return place(wanted, inside, taken, lines)


def _in_order(
    wanted: Sequence[Wanted], ground: _Ground, dots: Dots, least: float, *, many: bool
) -> tuple[float, dict[str, Placed]]:
    """What greedy placing in this order comes to, and its cost; given up where that reaches ``least``."""
    done: dict[str, Placed] = {}
    used = Occupied()
    leaders: list[tuple[Point, Point]] = []
    total = 0.0
    for label in wanted:
        must = not many or label.rank == 0
        cost, found = _best(label, ground, used, dots, leaders, len(_FAR) if must else _NEAR)
        if found is None and must:
            cost, found = 100.0, _anywhere(label, ground, used)
        total += cost if found is not None else 1000.0
        if total >= least:
            break
        if found is not None:
            done[label.key] = found
            used.add(found.box)
            if found.leader is not None:
                leaders.append(found.leader)
    return total, done


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share any area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _around(label: Wanted) -> Box:
    (x, y), r = label.node, label.radius
    return x - r, y - r, x + r, y + r


def _best(
    label: Wanted,
    ground: _Ground,
    used: Occupied,
    dots: Dots,
    leaders: Sequence[tuple[Point, Point]],
    rings: int,
) -> tuple[float, Placed | None]:
    best: Placed | None = None
    least = math.inf
    own = _around(label)
    for ring in range(rings):
        if best is not None and ring * 5.0 > least:
            break
        for first, box, leader in ground.open(label, ring):
            if first >= least:
                break
            if not used.free(box):
                continue
            cost = first + 0.8 * dots.under(box)
            if cost >= least:
                continue
            cost += 4.0 * sum(1 for other in leaders if _cuts(other, box)) + 8.0 * dots.hidden(box)
            if leader is not None and cost < least:
                cost += 2 + 8 * sum(1 for other in leaders if _meet(leader, other))
                cost += 6 * (ground.cut(leader, own) + used.cut(leader, own))
            if cost < least:
                least, best = cost, Placed(label.key, box, leader)
    return least, best


def _around_node(label: Wanted, ring: int, inside: Box) -> Iterable[tuple[float, Box]]:
    """The places on a ring around a node that lie inside, each with its cost, the best first."""
    x, y = label.node
    wide, tall = label.width, label.height
    west, north, east, south = inside
    gap = label.radius + 3.0 if ring == 0 else label.radius + tall * _FAR[ring]
    for rank, (dx, dy, right, down) in enumerate(_spokes(ring)):
        cx, cy = x + dx * gap, y + dy * gap
        if ring == 0 and dx and dy:
            cx, cy = x + dx * (gap - 2), y + dy * (gap + tall * 0.35)
        left, top = cx - wide * right, cy - tall * down
        box = (left, top, left + wide, top + tall)
        if left >= west and top >= north and box[2] <= east and box[3] <= south:
            yield ring * 5.0 + rank * 0.4, box


@cache
def _spokes(ring: int) -> tuple[tuple[float, float, float, float], ...]:
    """The ways from a node on a ring, best first, and what of the label lies left of and above there."""
    found: list[tuple[float, float, float, float]] = []
    if ring == 0:
        ways: Sequence[tuple[float, float]] = _SIDES
    else:
        count = 12 if ring < 3 else 20
        turns = [2 * math.pi * i / count for i in range(count)]
        ways = [(math.cos(turn), math.sin(turn)) for turn in turns]
    for dx, dy in ways:
        level = abs(dy) < 0.3 or (ring == 0 and dx != 0)
        left = 0.5 if abs(dx) < 0.3 else 1.0 if dx < 0 else 0.0
        found.append((dx, dy, left, 0.5 if level else 1.0 if dy < 0 else 0.0))
    return tuple(found)


def _anywhere(label: Wanted, ground: _Ground, used: Occupied) -> Placed | None:
    """The free place nearest to the node on a grid over the whole picture."""
    wide, tall, inside = label.width, label.height, ground.inside
    step = max(4.0, tall / 2)
    # What is nearest comes first, so that few rows are gone through.
    columns = _steps(inside[0], inside[2], wide, 2 * step, label.node[0])
    best: tuple[float, float, float] | None = None
    for down, top in _steps(inside[1], inside[3], tall, step, label.node[1]):
        if best is not None and down > best[0]:
            break
        spans = ground.beside(top, top + tall) + used.beside(top, top + tall)
        for across, left in columns:
            spot = (math.hypot(across, down), left, top)
            if best is not None and spot >= best:
                if spot[0] > best[0]:
                    break
                continue
            right = left + wide
            for west, east in spans:
                if left < east and west < right:
                    break
            else:
                best = spot
    if best is None:
        return None
    _, left, top = best
    box = (left, top, left + wide, top + tall)
    return Placed(label.key, box, _leader(label, box))


def _steps(
    first: float, last: float, size: float, step: float, at: float
) -> list[tuple[float, float]]:
    """Where something of a size begins between two ends, and how far its middle lies from a place."""
    found: list[tuple[float, float]] = []
    while first + size <= last:
        found.append((abs(first + size / 2 - at), first))
        first += step
    return sorted(found)


def _leader(label: Wanted, box: Box) -> tuple[Point, Point]:
    x, y = label.node
    end = (max(box[0] - 1, min(box[2] + 1, x)), max(box[1], min(box[3], y)))
    away = math.dist(end, label.node) or 1.0
    start = (
        x + (end[0] - x) * label.radius / away,
        y + (end[1] - y) * label.radius / away,
    )
    return start, end


def _cuts(line: tuple[Point, Point], box: Box) -> bool:
    (ax, ay), (bx, by) = line
    if max(ax, bx) < box[0] or min(ax, bx) > box[2] or max(ay, by) < box[1] or min(ay, by) > box[3]:
        return False
    return any(
        box[0] <= ax + (bx - ax) * i / 8 <= box[2] and box[1] <= ay + (by - ay) * i / 8 <= box[3]
        for i in range(1, 8)
    )


def _meet(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    """Whether two straight lines cross."""

    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, two
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
