"""Outlines around the members of a bloc that hold nobody else."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.diagram_ground import Ground
    from briefing.domain.picture import Box, Point

    Array = Any

#: Picture units between two measured points, at best.
_STEP = 5.0
#: How far an outline keeps from discs and names of its members, and from the discs of others.
PAD, CLEAR = 9.0, 3.0
#: Members farther apart than so many cells are not joined: a long arm would cross other blocs.
#: Those as near as neighbours in a ring always are.
_JOINED, _NEAR = 3.0, 1.8
#: In so many directions a way out is looked for.
_WAYS = 48
#: With fewer actors on the page an arm may be longer.
_MANY = 40


@lru_cache(maxsize=128)
def hull(
    members: tuple[str, ...], others: tuple[str, ...], page: Ground
) -> tuple[tuple[Point, ...], ...]:
    """The outlines around the members that stand on the page: one, or several where they are far
    from each other or others stand between. Discs of ``others`` are never inside.

    Kept, since from one date to the next most blocs are as they were.
    """
    import numpy as np

    inside = [one for one in members if one in page.nodes]
    if not inside:
        return ()
    bodies = [page.body_of(one) for one in inside]
    field = _Field(bodies)
    for left, top, right, bottom in bodies:
        field.add_box(left, top, right, bottom, PAD)
    strangers = [page.nodes[one] for one in others if one in page.nodes]
    spots: Array = np.array([(node.x, node.y, node.radius) for node in strangers]).reshape(-1, 3)
    for a, b in _joints(inside, spots, page):
        field.add_bar(page.nodes[a].point, page.nodes[b].point, _arm(page))
    field.fill_gaps()
    for one in others:
        for left, top, right, bottom in page.boxes.get(one, ()):
            field.cut_box(left, top, right, bottom)
    for one in inside:
        node = page.nodes[one]
        field.add_box(node.x, node.y, node.x, node.y, node.radius + CLEAR)
    for node in strangers:
        field.cut_disc(node.x, node.y, node.radius + CLEAR)
    # A ring round a stranger would still read as taking it in.
    kept = [(*page.nodes[one].point, page.nodes[one].radius + CLEAR) for one in inside]
    outside = field.flood()
    for node in strangers:
        if not field.is_out(node.x, node.y, outside):
            end = field.way_out(node.point, node.radius + CLEAR, kept, outside)
            if end is not None:
                field.cut_bar(node.point, end, node.radius + CLEAR)
                outside = field.flood()
    return tuple(field.outlines([page.nodes[one].point for one in inside]))


def _arm(page: Ground) -> float:
    """Half the width of what joins two members."""
    return min(26.0, page.cell[1] * 0.36)


def _joints(members: Sequence[str], spots: Array, page: Ground) -> list[tuple[str, str]]:
    """Pairs of members between which the outline runs through: near ones, and a tree of all."""
    import numpy as np

    count = len(members)
    if count < 2:
        return []
    at: Array = np.array([page.nodes[one].point for one in members])
    scaled = at / np.array(page.cell)
    away = np.sqrt(((scaled[:, None] - scaled[None]) ** 2).sum(2))
    limit = _JOINED if len(page.nodes) > _MANY else 1.6 * _JOINED
    one, two = np.triu_indices(count, 1)
    length = away[one, two]
    order = np.argsort(length, kind="stable")
    order = order[length[order] <= limit]
    one, two, length = one[order], two[order], length[order]
    blocked = _blocked(at[one], at[two], spots, _arm(page))
    group = list(range(count))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    found: list[tuple[str, str]] = []
    firsts: list[int] = one.tolist()
    seconds: list[int] = two.tolist()
    for i, j, far, shut in zip(firsts, seconds, length.tolist(), blocked.tolist(), strict=True):
        # Near ones always: that rounds the outline. Farther ones only to hold the whole together.
        if shut or (root(i) == root(j) and far > _NEAR):
            continue
        group[root(i)] = root(j)
        found.append((members[i], members[j]))
    return found


def _blocked(a: Array, b: Array, spots: Array, half: float) -> Array:
    """Which ways (rows of a and b) run too near to a disc among the spots."""
    import numpy as np

    way = (b - a)[:, None]
    length = np.maximum((way**2).sum(2), 1e-9)
    off = spots[None, :, :2] - a[:, None]
    t = np.clip((off * way).sum(2) / length, 0, 1)
    gap = np.sqrt(((off - t[..., None] * way) ** 2).sum(2))
    return (gap < spots[None, :, 2] + half * 0.6 + CLEAR).any(1)


class _Field:
    """Heights on a grid: above nought inside the outline."""

    def __init__(self, cells: Sequence[Box]) -> None:
        import numpy as np

        left = min(c[0] for c in cells) - 4 * PAD
        top = min(c[1] for c in cells) - 4 * PAD
        right = max(c[2] for c in cells) + 4 * PAD
        bottom = max(c[3] for c in cells) + 4 * PAD
        self.step = max(_STEP, math.sqrt((right - left) * (bottom - top) / 16_000))
        self.left, self.top = left, top
        self.xs: Array = np.arange(left, right + self.step, self.step)
        self.ys: Array = np.arange(top, bottom + self.step, self.step)
        self.height: Array = np.full((len(self.ys), len(self.xs)), -self.step * 2)

    def _window(self, left: float, top: float, right: float, bottom: float) -> tuple[slice, slice]:
        i0 = max(0, math.floor((top - self.top) / self.step))
        i1 = max(0, math.ceil((bottom - self.top) / self.step) + 1)
        j0 = max(0, math.floor((left - self.left) / self.step))
        j1 = max(0, math.ceil((right - self.left) / self.step) + 1)
        return slice(i0, i1), slice(j0, j1)

    def add_box(self, left: float, top: float, right: float, bottom: float, pad: float) -> None:
        """Take in a box and ``pad`` around it, with round corners."""
        import numpy as np

        far = pad + self.step * 2
        window = self._window(left - far, top - far, right + far, bottom + far)
        xs, ys = self.xs[window[1]], self.ys[window[0]]
        dx = np.maximum(np.maximum(left - xs, xs - right), 0)
        dy = np.maximum(np.maximum(top - ys, ys - bottom), 0)
        self.height[window] = np.maximum(
            self.height[window], pad - np.sqrt(dx[None] ** 2 + dy[:, None] ** 2)
        )

    def add_bar(self, a: Point, b: Point, half: float) -> None:
        """Take in a bar from one point to another, ``half`` wide on each side."""
        import numpy as np

        window, gap = self._bar(a, b, half)
        self.height[window] = np.maximum(self.height[window], half - gap)

    def _bar(self, a: Point, b: Point, half: float) -> tuple[tuple[slice, slice], Array]:
        """The window around a bar, and how far its points are from the way between the two."""
        import numpy as np

        far = half + self.step * 2
        window = self._window(
            min(a[0], b[0]) - far,
            min(a[1], b[1]) - far,
            max(a[0], b[0]) + far,
            max(a[1], b[1]) + far,
        )
        xs, ys = self.xs[window[1]][None], self.ys[window[0]][:, None]
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = dx * dx + dy * dy or 1.0
        t = np.clip(((xs - a[0]) * dx + (ys - a[1]) * dy) / length, 0, 1)
        return window, np.sqrt((xs - a[0] - t * dx) ** 2 + (ys - a[1] - t * dy) ** 2)

    def cut_disc(self, x: float, y: float, radius: float) -> None:
        """Leave out a disc."""
        import numpy as np

        far = radius + self.step * 2
        window = self._window(x - far, y - far, x + far, y + far)
        gap = np.sqrt((self.xs[window[1]] - x)[None] ** 2 + (self.ys[window[0]] - y)[:, None] ** 2)
        self.height[window] = np.minimum(self.height[window], gap - radius)

    def cut_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Leave out a box."""
        import numpy as np

        far = self.step * 2
        window = self._window(left - far, top - far, right + far, bottom + far)
        xs, ys = self.xs[window[1]], self.ys[window[0]]
        dx, dy = np.maximum(left - xs, xs - right), np.maximum(top - ys, ys - bottom)
        gap = np.maximum(dx[None], dy[:, None])
        self.height[window] = np.minimum(self.height[window], gap)

    def cut_bar(self, a: Point, b: Point, half: float) -> None:
        """Leave out a bar from one point to another, ``half`` wide on each side."""
        import numpy as np

        window, gap = self._bar(a, b, half)
        self.height[window] = np.minimum(self.height[window], gap - half)

    def is_out(self, x: float, y: float, outside: Array) -> bool:
        """Whether a point is reached from the border; ``outside`` is what :meth:`flood` found."""
        i, j = round((y - self.top) / self.step), round((x - self.left) / self.step)
        rows, columns = outside.shape
        return not (0 <= i < rows and 0 <= j < columns) or bool(outside[i, j])

    def way_out(
        self, at: Point, half: float, kept: Sequence[tuple[float, float, float]], outside: Array
    ) -> Point | None:
        """Where the shortest straight way from an enclosed point leaves the outline, clear of the discs
        that are kept (middle and radius); None where there is no such way."""
        import numpy as np

        discs: Array = np.array(kept, dtype=float).reshape(-1, 3)
        best: tuple[float, Point] | None = None
        for turn in range(_WAYS):
            angle = 2 * math.pi * turn / _WAYS
            dx, dy = math.cos(angle), math.sin(angle)
            along = np.maximum((discs[:, 0] - at[0]) * dx + (discs[:, 1] - at[1]) * dy, 0.0)
            beside = np.hypot(discs[:, 0] - at[0] - along * dx, discs[:, 1] - at[1] - along * dy)
            shut = float(along[beside < discs[:, 2] + half].min(initial=math.inf))
            far = half
            while not self.is_out(at[0] + far * dx, at[1] + far * dy, outside):
                far += self.step
            if far < shut and (best is None or far < best[0]):
                best = (far, (at[0] + far * dx, at[1] + far * dy))
        return best[1] if best else None

    def fill_gaps(self) -> None:
        """Close what is open within, such as the middle of a ring; strangers are cut out later."""
        outside = self.flood()
        self.height[(self.height <= 0) & ~outside] = self.step

    def flood(self) -> Array:
        """Which points beyond the outline are reached from the border."""
        import numpy as np

        free = self.height <= 0
        reached: Array = np.zeros_like(free)
        reached[0], reached[-1], reached[:, 0], reached[:, -1] = (
            free[0],
            free[-1],
            free[:, 0],
            free[:, -1],
        )
        while True:
            # Along rows and columns as far as nothing stands in between.
            before = int(reached.sum())
            for flip in (False, True):
                for axis in (0, 1):
                    reached = _swept(reached, free, axis, flip)
            if int(reached.sum()) == before:
                return reached

    def outlines(self, members: Sequence[Point]) -> list[tuple[Point, ...]]:
        """The closed lines at height nought, smoothed a little, without crumbs that hold nobody."""
        rings = [_smooth(ring) for ring in self._rings()]
        return [
            ring
            for ring in rings
            if len(ring) > 3 and (_area(ring) < 0 or any(_holds(ring, x, y) for x, y in members))
        ]

    def _rings(self) -> list[list[Point]]:
        import numpy as np

        inside = self.height > 0
        a, b, c, d = inside[:-1, :-1], inside[:-1, 1:], inside[1:, 1:], inside[1:, :-1]
        code = a * 1 + b * 2 + c * 4 + d * 8
        rows, columns = np.nonzero((code > 0) & (code < 15))
        step, height = self.step, self.height
        next_of: dict[tuple[int, int, int], tuple[int, int, int]] = {}
        points: dict[tuple[int, int, int], Point] = {}

        def cut(i: int, j: int, down: int) -> tuple[int, int, int]:
            key = (i, j, down)
            if key not in points:
                one = float(height[i, j])
                two = float(height[i + down, j + 1 - down])
                t = one / (one - two)
                points[key] = (
                    self.left + (j + (1 - down) * t) * step,
                    self.top + (i + down * t) * step,
                )
            return key

        for i, j, sort in zip(
            rows.tolist(), columns.tolist(), code[rows, columns].tolist(), strict=True
        ):
            sides = ((i, j, 0), (i, j + 1, 1), (i + 1, j, 0), (i, j, 1))
            for start, end in _TURNS[sort]:
                next_of[cut(*sides[start])] = cut(*sides[end])
        found: list[list[Point]] = []
        while next_of:
            start = next(iter(next_of))
            ring: list[Point] = []
            key = start
            while key in next_of:
                ring.append(points[key])
                key = next_of.pop(key)
            found.append(ring)
        return found


#: For each pattern of corners inside (1 upper left, 2 upper right, 4 lower right, 8 lower left): from
#: which side to which the line runs (0 top, 1 right, 2 bottom, 3 left), the inside on its right.
_TURNS: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((0, 3),),
    2: ((1, 0),),
    3: ((1, 3),),
    4: ((2, 1),),
    5: ((0, 3), (2, 1)),
    6: ((2, 0),),
    7: ((2, 3),),
    8: ((3, 2),),
    9: ((0, 2),),
    10: ((1, 0), (3, 2)),
    11: ((1, 2),),
    12: ((3, 1),),
    13: ((0, 1),),
    14: ((3, 0),),
}


def _swept(reached: Array, free: Array, axis: int, flip: bool) -> Array:
    import numpy as np

    if flip:
        reached, free = np.flip(reached, axis), np.flip(free, axis)
    # The number of walls passed so far; reached since the last of them.
    walls = np.cumsum(~free, axis=axis)
    marks = np.maximum.accumulate(np.where(reached, walls, -1), axis=axis)
    found: Array = free & (marks == walls)
    return np.flip(found, axis) if flip else found


def _smooth(ring: Sequence[Point]) -> tuple[Point, ...]:
    count = len(ring)
    return tuple(
        (
            (ring[i - 1][0] + 2 * ring[i][0] + ring[(i + 1) % count][0]) / 4,
            (ring[i - 1][1] + 2 * ring[i][1] + ring[(i + 1) % count][1]) / 4,
        )
        for i in range(count)
    )


def _area(ring: Sequence[Point]) -> float:
    """Twice the area: below nought for a hole."""
    return sum(
        ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )


def _holds(ring: Sequence[Point], x: float, y: float) -> bool:
    odd = False
    px, py = ring[-1]
    for qx, qy in ring:
        if (qy > y) != (py > y) and x < (px - qx) * (y - qy) / (py - qy) + qx:
            odd = not odd
        px, py = qx, qy
    return odd
