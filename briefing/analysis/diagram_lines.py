"""The course of single lines in a diagram: straight where nothing stands in the way, else bent round."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from briefing.analysis.map_lines import Node
from briefing.domain.picture import Curve, Ink

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.map_scene import MapRelation
    from briefing.domain.picture import Box, Point

    Array = Any

#: Shares of a line's length by which it is bent, tried in turn.
_BENDS = (0.0, 0.12, -0.12, 0.24, -0.24)
#: Between lines of one pair, and how far a line keeps from a disc.
_APART, _CLEAR = 8.0, 3.0
#: From so many pairs on nothing is bent: the eye would follow none of it.
_TOO_MANY = 400

Pair = tuple[str, str]


def pairs_of(relations: Sequence[MapRelation]) -> dict[Pair, list[MapRelation]]:
    """Relations by the two actors that they join, in the order of their ids."""
    found: dict[Pair, list[MapRelation]] = defaultdict(list)
    for relation in sorted(relations, key=_by_id):
        a, b = sorted((relation.from_id, relation.to_id))
        found[a, b].append(relation)
    return found


def _by_id(relation: MapRelation) -> str:
    return relation.id


def courses(
    counts: Mapping[Pair, int], nodes: Mapping[str, Node], walls: Sequence[str], box: Box
) -> dict[Pair, list[Curve]]:
    """So many curves for each pair, from its first actor to its second, their ends on the discs.

    ``walls`` are the actors that a line is not to run over; none is bent out of the ``box``.
    """
    bends = _bends(list(counts), nodes, walls, box)
    return {
        pair: [
            _curve(nodes[pair[0]], nodes[pair[1]], bend, (i - (count - 1) / 2) * _APART)
            for i in range(count)
        ]
        for (pair, count), bend in zip(counts.items(), bends, strict=True)
    }


def ray_courses(
    rays: Sequence[tuple[Point, Point, frozenset[str]]],
    nodes: Mapping[str, Node],
    walls: Sequence[str],
    box: Box,
) -> list[Curve]:
    """A curve for each way from a point to a point that runs over none but the actors named with it,
    and is not bent out of the ``box``."""
    if not rays:
        return []
    import numpy as np

    discs: Array = np.array([(nodes[w].x, nodes[w].y, nodes[w].radius) for w in walls])
    free: Array = np.array([[w in own for w in walls] for _, _, own in rays], dtype=bool)
    a: Array = np.array([start for start, _, _ in rays])
    b: Array = np.array([end for _, end, _ in rays])
    best = _least(a, b, free, discs, box)
    return [
        _curve(Node(*start, 0.0), Node(*end, 0.0), float(bend), 0.0, gap=0.0)
        for (start, end, _), bend in zip(rays, best, strict=True)
    ]


def _bends(
    pairs: Sequence[Pair], nodes: Mapping[str, Node], walls: Sequence[str], box: Box
) -> list[float]:
    """For each pair the first bend that runs over fewest discs."""
    if not pairs or len(pairs) > _TOO_MANY:
        return [0.0] * len(pairs)
    import numpy as np

    names = {actor: i for i, actor in enumerate(walls)}
    discs: Array = np.array([(nodes[w].x, nodes[w].y, nodes[w].radius) for w in walls])
    a: Array = np.array([nodes[one].point for one, _ in pairs])
    b: Array = np.array([nodes[two].point for _, two in pairs])
    free = np.zeros((len(pairs), len(walls)), dtype=bool)
    for i, pair in enumerate(pairs):
        for one in pair:
            if one in names:
                free[i, names[one]] = True
    return [float(one) for one in _least(a, b, free, discs, box)]


def _least(a: Array, b: Array, free: Array, discs: Array, box: Box) -> Array:
    """For each line the first bend that runs over fewest discs; those that are ``free`` do not count.

    No bend leads out of the ``box``: it would be cut off, or run through the legend.
    """
    import numpy as np

    least = np.full(len(a), 10**6)
    best = np.zeros(len(a))
    todo = np.arange(len(a))
    for bend in _BENDS:
        hits = (_over(a[todo], b[todo], bend, discs) & ~free[todo]).sum(1)
        better = (hits < least[todo]) & ((bend == 0.0) | _within(a[todo], b[todo], bend, box))
        least[todo[better]] = hits[better]
        best[todo[better]] = bend
        todo = np.flatnonzero(least > 0)
        if not len(todo):
            break
    return best


def _over(a: Array, b: Array, bend: float, discs: Array) -> Array:
    """Which discs (columns) each line (rows) runs over."""
    import numpy as np

    t = np.linspace(0.04, 0.96, 24)
    way = b - a
    across = np.stack([way[:, 1], -way[:, 0]], 1)
    # A cubic whose handles lie a little out reaches three quarters as far.
    out = 4 * t * (1 - t) * bend
    points = a[:, None] + way[:, None] * t[None, :, None] + across[:, None] * out[None, :, None]
    gap = points[:, :, None] - discs[None, None, :, :2]
    return ((gap**2).sum(3) < (discs[:, 2] + _CLEAR) ** 2).any(1)


def _within(a: Array, b: Array, bend: float, box: Box) -> Array:
    """Which lines, so bent, stay in the box."""
    import numpy as np

    left, top, right, bottom = box
    way = b - a
    points = np.stack(
        [
            a + way * t + np.stack([way[:, 1], -way[:, 0]], 1) * (4 * t * (1 - t) * bend)
            for t in (0.2, 0.35, 0.5, 0.65, 0.8)
        ]
    )
    inside = (points >= (left, top)) & (points <= (right, bottom))
    return inside.all(axis=(0, 2))


def _curve(one: Node, two: Node, bend: float, shift: float, gap: float = 1.0) -> Curve:
    dx, dy = two.x - one.x, two.y - one.y
    away = math.hypot(dx, dy) or 1.0
    out = (bend * away + shift) / 0.75
    nx, ny = dy / away * out, -dx / away * out
    first = (one.x + dx * 0.3 + nx, one.y + dy * 0.3 + ny)
    second = (one.x + dx * 0.7 + nx, one.y + dy * 0.7 + ny)
    return Curve(_towards(one, first, gap), first, second, _towards(two, second, 3 * gap), Ink())


def _towards(node: Node, goal: Point, gap: float) -> Point:
    away = math.dist(node.point, goal) or 1.0
    reach = min(node.radius + gap, away * 0.9) / away
    return node.x + (goal[0] - node.x) * reach, node.y + (goal[1] - node.y) * reach
