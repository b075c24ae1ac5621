"""Places labels so that none covers another, a node, or leaves the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.picture import Box, Point

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label to be placed: its size and the node that it belongs to."""

    key: str
    width: float
    height: float
    node: Point
    radius: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label went. ``leader`` runs from the node to a label that lies far from it."""

    key: str
    box: Box
    leader: tuple[Point, Point] | None = None


def place(
    wanted: Sequence[Wanted],
    inside: Box,
    taken: Sequence[Box] = (),
    lines: Sequence[Sequence[Point]] = (),
) -> list[Placed]:
    """Boxes for the labels, in the order given; one for which there is no room is left out.

    ``taken`` and the nodes are never covered. ``lines`` are avoided where possible.
    """
    blocked = [*taken, *(_around(label) for label in wanted)]
    dots = [point for line in lines for point in line]

    def crowding(label: Wanted) -> float:
        reach = label.width + 4 * label.height
        return -sum(1 for other in wanted if math.dist(label.node, other.node) < reach)

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
        cost, done = _in_order(sorted(wanted, key=order), inside, blocked, dots)
        if cost < least:
            least, best = cost, done
    return [best[label.key] for label in wanted if label.key in best]


def _in_order(
    wanted: Sequence[Wanted], inside: Box, blocked: Sequence[Box], dots: list[Point]
) -> tuple[float, dict[str, Placed]]:
    """What greedy placing in this order comes to, and its cost."""
    done: dict[str, Placed] = {}
    total = 0.0
    for label in wanted:
        used = [*blocked, *(other.box for other in done.values())]
        leaders = [other.leader for other in done.values() if other.leader is not None]
        cost, found = _best(label, inside, used, dots, leaders)
        if found is None:
            cost, found = 100.0, _anywhere(label, inside, used)
        total += cost if found is not None else 1000.0
        if found is not None:
            done[label.key] = found
    return total, done


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share any area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _around(label: Wanted) -> Box:
    (x, y), r = label.node, label.radius
    return x - r, y - r, x + r, y + r


def _best(
    label: Wanted,
    inside: Box,
    blocked: list[Box],
    dots: list[Point],
    leaders: Sequence[tuple[Point, Point]],
) -> tuple[float, Placed | None]:
    best: Placed | None = None
    least = math.inf
    x, y = label.node
    reach = label.width + 14 * label.height
    near = [(px, py) for px, py in dots if abs(px - x) < reach and abs(py - y) < 15 * label.height]
    for ring, far in enumerate(_FAR):
        if best is not None and ring * 5.0 > least:
            break
        for rank, (dx, dy) in enumerate(_SIDES if ring == 0 else _spokes(ring)):
            gap = label.radius + 3.0 if ring == 0 else label.radius + label.height * far
            cx, cy = x + dx * gap, y + dy * gap
            if ring == 0 and dx and dy:
                cx, cy = x + dx * (gap - 2), y + dy * (gap + label.height * 0.35)
            left = cx - (label.width / 2 if abs(dx) < 0.3 else label.width if dx < 0 else 0)
            top = cy - (
                label.height / 2
                if abs(dy) < 0.3 or (ring == 0 and dx)
                else label.height
                if dy < 0
                else 0
            )
            box = (left, top, left + label.width, top + label.height)
            cost = ring * 5.0 + rank * 0.4
            if cost >= least or not _holds(inside, box):
                continue
            if any(overlap(box, other) for other in blocked):
                continue
            leader = _leader(label, box) if ring else None
            cost += 0.8 * _crossed(box, near)
            cost += 4.0 * sum(1 for other in leaders if _cuts(other, box))
            if leader is not None:
                cost += 2 + 8 * sum(1 for other in leaders if _meet(leader, other))
                cost += 6 * sum(
                    1 for other in blocked if other != _around(label) and _cuts(leader, other)
                )
            if cost < least:
                least, best = cost, Placed(label.key, box, leader)
    return least, best


def _spokes(ring: int) -> list[tuple[float, float]]:
    count = 12 if ring < 3 else 20
    turns = [2 * math.pi * i / count for i in range(count)]
    return [(math.cos(turn), math.sin(turn)) for turn in turns]


def _anywhere(label: Wanted, inside: Box, blocked: list[Box]) -> Placed | None:
    """The free place nearest to the node on a grid over the whole picture."""
    spots: list[tuple[float, float, float]] = []
    step = max(4.0, label.height / 2)
    top = inside[1]
    while top + label.height <= inside[3]:
        left = inside[0]
        while left + label.width <= inside[2]:
            away = math.hypot(
                left + label.width / 2 - label.node[0], top + label.height / 2 - label.node[1]
            )
            spots.append((away, left, top))
            left += step * 2
        top += step
    for _, left, top in sorted(spots):
        box = (left, top, left + label.width, top + label.height)
        if not any(overlap(box, other) for other in blocked):
            return Placed(label.key, box, _leader(label, box))
    return None


def _leader(label: Wanted, box: Box) -> tuple[Point, Point]:
    x, y = label.node
    end = (max(box[0] - 1, min(box[2] + 1, x)), max(box[1], min(box[3], y)))
    away = math.dist(end, label.node) or 1.0
    start = (
        x + (end[0] - x) * label.radius / away,
        y + (end[1] - y) * label.radius / away,
    )
    return start, end


def _crossed(box: Box, dots: list[Point]) -> int:
    left, top, right, bottom = box
    return sum(1 for x, y in dots if left - 2 < x < right + 2 and top - 1 < y < bottom + 1)


def _cuts(line: tuple[Point, Point], box: Box) -> bool:
    (ax, ay), (bx, by) = line
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


def _holds(outer: Box, box: Box) -> bool:
    return box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]
