"""Places labels so that none covers another, a node, or leaves the picture."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
#: With more labels than this, one that finds no place near its node is left out: leaders all over
#: a picture tell less than a name that comes up when one points at the node.
_MANY, _NEAR = 40, 3
_CELL, _DOT = 48.0, 8.0
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


class Occupied:
    """Boxes that are taken, found by where they lie."""

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        """Take a box."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: Box) -> bool:
        """Whether a box shares no area with any that is taken."""
        left, top, right, bottom = box
        for cell in _cells(box):
            for other in self._cells.get(cell, ()):
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
        return True

    def cut(self, line: tuple[Point, Point], but: Box) -> int:
        """How many boxes a straight line runs through, one of them left aside."""
        (ax, ay), (bx, by) = line
        found: set[Box] = set()
        for i in range(1, 8):
            x, y = ax + (bx - ax) * i / 8, ay + (by - ay) * i / 8
            for box in self._cells.get((int(x // _CELL), int(y // _CELL)), ()):
                if box != but and box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    found.add(box)
        return len(found)


class _Dots:
    """How many points of lines lie in each small field of the picture."""

    def __init__(self, lines: Iterable[Sequence[Point]]) -> None:
        self._count = Counter((int(x // _DOT), int(y // _DOT)) for line in lines for x, y in line)

    def under(self, box: Box) -> int:
        left, right = int((box[0] - 2) // _DOT), int((box[2] + 2) // _DOT)
        top, bottom = int((box[1] - 1) // _DOT), int((box[3] + 1) // _DOT)
        count = self._count
        return sum(
            count.get((x, y), 0) for x in range(left, right + 1) for y in range(top, bottom + 1)
        )


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
    # Where lines are everywhere, a label cannot avoid them.
    dots = _Dots(lines if len(lines) <= MOST_LINES else ())
    many = len(wanted) > _MANY

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
        turn = {label.key: order(label) for label in wanted}
        row = sorted(wanted, key=lambda label, turn=turn: (label.rank, turn[label.key]))
        cost, done = _in_order(row, inside, Occupied(blocked), dots, many=many)
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
    wanted: Sequence[Wanted], inside: Box, used: Occupied, dots: _Dots, *, many: bool
) -> tuple[float, dict[str, Placed]]:
    """What greedy placing in this order comes to, and its cost."""
    done: dict[str, Placed] = {}
    leaders: list[tuple[Point, Point]] = []
    total = 0.0
    for label in wanted:
        must = not many or label.rank == 0
        cost, found = _best(label, inside, used, dots, leaders, _FAR if must else _FAR[:_NEAR])
        if found is None and must:
            cost, found = 100.0, _anywhere(label, inside, used)
        total += cost if found is not None else 1000.0
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


def _cells(box: Box) -> Iterable[tuple[int, int]]:
    left, right = int(box[0] // _CELL), int(box[2] // _CELL)
    top, bottom = int(box[1] // _CELL), int(box[3] // _CELL)
    if left == right and top == bottom:
        return ((left, top),)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _best(
    label: Wanted,
    inside: Box,
    used: Occupied,
    dots: _Dots,
    leaders: Sequence[tuple[Point, Point]],
    rings: Sequence[float],
) -> tuple[float, Placed | None]:
    best: Placed | None = None
    least = math.inf
    x, y = label.node
    own = _around(label)
    for ring, far in enumerate(rings):
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
            if cost >= least or not _holds(inside, box) or not used.free(box):
                continue
            leader = _leader(label, box) if ring else None
            cost += 0.8 * dots.under(box)
            cost += 4.0 * sum(1 for other in leaders if _cuts(other, box))
            if leader is not None and cost < least:
                cost += 2 + 8 * sum(1 for other in leaders if _meet(leader, other))
                cost += 6 * used.cut(leader, own)
            if cost < least:
                least, best = cost, Placed(label.key, box, leader)
    return least, best


def _spokes(ring: int) -> list[tuple[float, float]]:
    count = 12 if ring < 3 else 20
    turns = [2 * math.pi * i / count for i in range(count)]
    return [(math.cos(turn), math.sin(turn)) for turn in turns]


def _anywhere(label: Wanted, inside: Box, used: Occupied) -> Placed | None:
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
        if used.free(box):
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


def _holds(outer: Box, box: Box) -> bool:
    return box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]
