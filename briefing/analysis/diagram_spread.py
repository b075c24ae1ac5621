"""Spreads boxes that are tied to one another over a ground: near where tied, apart, few ties crossing."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.picture import Point

    Array = Any

#: Between two boxes, in cells.
GAP = 0.22
#: How often the springs are let loose from other places, and for how long.
_STARTS, _ITERATIONS = 16, 80
#: More ties than that cross whatever is done: boxes go on shelves, so much of which they fill.
_TOO_MANY, _SHELF_FILLED = 320, 0.8
#: What a tie through a box that is not its own weighs, and the length of a tie, beside a crossing.
_THROUGH, _LENGTH = 0.6, 0.012
#: The share of the lines within a box that one through it crosses.
_INNER = 0.35
#: What a cell of distance weighs between two that belong together, and how much of it is free.
_KIN, _BESIDE = 0.35, 1.0
_ROUNDS, _NEAR, _WIDE = 2, 12, 10
#: How far places are moved from where the springs left them to an even filling of the ground.
_EVEN = 0.85
#: By how much all is drawn together at once, and how often that is tried.
_TIGHTER, _SQUEEZES = 0.88, 9


@dataclass(frozen=True, slots=True)
class Tie:
    """Between two boxes: how it pulls, the days on which it is drawn, whether it is drawn at all, and
    how many lines it stands for."""

    one: int
    two: int
    pull: float
    first: int = 0
    last: int = 0
    drawn: bool = True
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn: from a place in one box to a place in another, or in the same.

    ``at`` and ``to`` are counted from the middles of the boxes; ``ends`` name what it joins, as
    lines that share an end do not cross.
    """

    one: int
    two: int
    at: Point
    to: Point
    ends: tuple[str, str]
    first: int = 0
    last: int = 0


def springs(keys: Sequence[str], ties: Sequence[Tie], start: int) -> list[Point]:
    """Places between -1 and 1 where springs between the boxes come to rest; ``keys`` name them.

    The places to begin with follow from the keys, so that a box more or less moves few others far.
    """
    import rustworkx

    graph: Any = rustworkx.PyGraph()
    graph.add_nodes_from(range(len(keys)))
    graph.add_edges_from([(tie.one, tie.two, tie.pull) for tie in ties])
    begin = {i: (_share(f"{key}{start}x"), _share(f"{key}{start}y")) for i, key in enumerate(keys)}
    found = rustworkx.spring_layout(
        graph, pos=begin, num_iter=_ITERATIONS, weight_fn=float, seed=start
    )
    return [(float(found[i][0]), float(found[i][1])) for i in range(len(keys))]


def _share(text: str) -> float:
    return zlib.crc32(text.encode("utf-8", "replace")) / 2**31 - 1


def spread(
    boxes: Sequence[tuple[float, float]],
    ties: Sequence[Tie],
    keys: Sequence[str],
    width: float,
    height: float,
    inner: Sequence[int] = (),
    kin: Sequence[tuple[int, int, float]] = (),
    lines: Sequence[Line] = (),
) -> tuple[list[Point], float, float]:
    """Centres of the boxes and the size of the ground, which grows where they find no room.

    ``keys`` beyond the boxes name points without one, which only pull. ``inner`` counts the lines
    within each box, some of which whatever runs through it would cross. ``kin`` are boxes that
    belong near each other, with how much that matters. ``lines`` are what will be seen of the ties.
    """
    import numpy as np

    count = len(boxes)
    sizes: Array = np.array(boxes, dtype=float)
    drawn = [tie for tie in ties if tie.drawn]
    if len(drawn) > _TOO_MANY:
        places = np.array(springs(keys, ties, 0))[:count]
        return shelved(places, sizes, width / height)
    board = _Board(sizes, drawn, inner, kin)
    seen = _Seen(lines)
    ground = np.array([width, height])
    tried: list[tuple[float, Array]] = []
    starts = _STARTS if drawn or kin else 1
    for start in range(starts):
        places = _filled(np.array(springs(keys, ties, start))[:count], sizes) * ground
        tried.append((seen.crossings(places) + board.apartness(places), places))
    _, places = min(tried, key=_first)
    places, wide, high = apart(places, sizes, width, height)
    if drawn or kin:
        for rounds in (_ROUNDS, 1):
            better = board.untangle(places, wide, high, rounds)
            if board.wrong(better, seen) <= board.wrong(places, seen):
                places = better
            if rounds > 1:
                places, wide, high = board.tightened(places, wide, high, seen)
    return [(float(x) + wide / 2, float(y) + high / 2) for x, y in places], wide, high


def shelved(places: Array, sizes: Array, aspect: float) -> tuple[list[Point], float, float]:
    """Boxes on shelves, as near to their places as that allows: quick where thousands of lines cross
    whatever is done."""
    import numpy as np

    room = (sizes + GAP).prod(1).sum() / _SHELF_FILLED
    width = max(float((room * aspect) ** 0.5), float(sizes[:, 0].max()) + GAP)
    order: list[int] = np.argsort(places[:, 1], kind="stable").tolist()
    wide: list[float] = (sizes[:, 0] + GAP).tolist()
    high: list[float] = (sizes[:, 1] + GAP).tolist()
    across: list[float] = places[:, 0].tolist()
    found: list[Point] = [(0.0, 0.0)] * len(order)
    top = 0.0
    shelf: list[int] = []
    used = 0.0
    for n, i in enumerate(order):
        shelf.append(i)
        used += wide[i]
        after = wide[order[n + 1]] if n + 1 < len(order) else width
        if used + after <= width:
            continue
        deep = max(high[j] for j in shelf)
        spare = (width - used) / len(shelf)
        x = 0.0
        for j in sorted(shelf, key=across.__getitem__):
            found[j] = (x + (wide[j] + spare) / 2, top + deep / 2)
            x += wide[j] + spare
        top += deep
        shelf, used = [], 0.0
    return found, width, top


def _first(pair: tuple[float, Array]) -> float:
    return pair[0]


def _filled(places: Array, sizes: Array) -> Array:
    """The places between -0.5 and 0.5, moved towards an even filling; their order stays."""
    import numpy as np

    found: Array = np.zeros_like(places)
    for axis in (0, 1):
        line = places[:, axis]
        span = max(float(line.max() - line.min()), 1e-9)
        straight = (line - line.min()) / span
        order = np.argsort(line, kind="stable")
        room = sizes[order].prod(1) ** 0.5
        even = np.empty_like(line)
        even[order] = (np.cumsum(room) - room / 2) / room.sum()
        found[:, axis] = (1 - _EVEN) * straight + _EVEN * even - 0.5
    return found


def apart(places: Array, sizes: Array, width: float, height: float) -> tuple[Array, float, float]:
    """The places pushed until no two boxes touch, round the middle of a ground that may grow."""
    import numpy as np

    count = len(places)
    need = (sizes[:, None, :] + sizes[None, :, :]) / 2 + GAP
    own = np.arange(count)
    # Of two in one place the later goes right and down.
    order: Array = np.sign(own[:, None] - own[None, :])
    for step in range(1200):
        if step % 25 == 24:
            width, height, places = width * 1.04, height * 1.04, places * 1.04
        away: Array = places[:, None, :] - places[None, :, :]
        pushed = _pushed(away, need, order)
        if pushed is None:
            break
        places = places + pushed
        places = _within(places, np.array([width, height]) - sizes)
    return places, width, height


def _within(places: Array, room: Array) -> Array:
    """The places moved into their room round the middle."""
    import numpy as np

    half = np.maximum(room, 0.0) / 2
    return np.clip(places, -half, half)


def nearest_free(
    to: Point,
    size: tuple[float, float],
    taken: Sequence[tuple[float, float, float, float]],
    ground: tuple[float, float],
) -> Point | None:
    """The place nearest to a point where a box covers none that is taken (middle and size of each)
    and does not leave the ground, which begins at nought; None where there is none."""
    import numpy as np

    half = np.array(size) / 2
    low, high = half, np.maximum(np.array(ground) - half, half)
    boxes: Array = np.array(taken, dtype=float).reshape(-1, 4)
    need = (boxes[:, 2:] + np.array(size)) / 2
    # The point itself, then a grid.
    steps = [np.arange(low[i], high[i] + 1e-6, 0.2) for i in (0, 1)]
    grid = np.stack(np.meshgrid(*steps), -1).reshape(-1, 2)
    spots: Array = np.concatenate([np.clip(np.array([to]), low, high), grid])
    spots = spots[np.argsort(((spots - np.array(to)) ** 2).sum(1), kind="stable")]
    for few in np.array_split(spots, max(1, len(spots) // 256)):
        covered = (np.abs(few[:, None] - boxes[None, :, :2]) < need[None] - 1e-6).all(2).any(1)
        if not covered.all():
            x, y = few[int(np.argmin(covered))]
            return float(x), float(y)
    return None


def _pushed(away: Array, need: Array, order: Array) -> Array | None:
    """How far each box is pushed by those that it touches; None where none does."""
    import numpy as np

    over = need - np.abs(away)
    over[order == 0] = 0.0
    hit = (over > 1e-3).all(2)
    if not hit.any():
        return None
    # Along the axis on which less has to be moved.
    sideways = over[..., 0] <= over[..., 1]
    push = over.min(2) * hit / 2
    signs = np.sign(away) + order[..., None] * (away == 0)
    pushed = np.stack([push * sideways, push * ~sideways], 2) * signs
    return pushed.sum(1) / np.sqrt(np.maximum(hit.sum(1), 1))[:, None]


def _squeezed(places: Array, sizes: Array, axis: int, share: float, room: float) -> Array | None:
    """The places nearer together along one axis, in the same order; None where they do not fit."""
    import numpy as np

    line, half = places[:, axis] * share, sizes[:, axis] / 2
    cross = 1 - axis
    beside = (
        np.abs(places[:, None, cross] - places[None, :, cross])
        < (sizes[:, None, cross] + sizes[None, :, cross]) / 2 + GAP - 1e-6
    )
    need = half[:, None] + half[None] + GAP
    order = np.argsort(places[:, axis], kind="stable")
    rank = np.empty(len(order), int)
    rank[order] = np.arange(len(order))
    before = beside & (rank[None] < rank[:, None])
    found = np.maximum(line, half - room / 2)
    for j in order:
        ahead = before[j]
        if ahead.any():
            found[j] = max(found[j], (found[ahead] + need[j, ahead]).max())
    for i in order[::-1]:
        found[i] = min(found[i], room / 2 - half[i])
        behind = before[:, i]
        if behind.any():
            found[i] = min(found[i], (found[behind] - need[i, behind]).min())
    if (found < half - room / 2 - 1e-6).any():
        return None
    made = places.copy()
    made[:, axis] = found
    return made


class _Seen:
    """The lines as they are drawn, to count how many cross on some day."""

    def __init__(self, lines: Sequence[Line]) -> None:
        import numpy as np

        self.ends: Array = np.array([(one.one, one.two) for one in lines], dtype=int).reshape(-1, 2)
        self.at: Array = np.array([one.at for one in lines], dtype=float).reshape(-1, 2)
        self.to: Array = np.array([one.to for one in lines], dtype=float).reshape(-1, 2)
        number: dict[str, int] = {}
        keys = np.array(
            [[number.setdefault(end, len(number)) for end in one.ends] for one in lines], dtype=int
        ).reshape(-1, 2)
        first, last = np.array([one.first for one in lines]), np.array([one.last for one in lines])
        a, b = keys[:, 0], keys[:, 1]
        shared = (a[:, None] == a) | (a[:, None] == b) | (b[:, None] == a) | (b[:, None] == b)
        rivals = ~shared & (first[:, None] <= last) & (first <= last[:, None])
        self.pairs: Array = np.argwhere(np.triu(rivals, 1))

    def crossings(self, places: Array) -> float:
        """How many pairs of lines cross."""
        a = places[self.ends[:, 0]] + self.at
        b = places[self.ends[:, 1]] + self.to
        i, j = self.pairs[:, 0], self.pairs[:, 1]
        return float(_cross(a[i], b[i], a[j], b[j]).sum())


class _Board:
    """Boxes and the ties drawn between them, with what is wrong with their places."""

    def __init__(
        self,
        sizes: Array,
        ties: Sequence[Tie],
        inner: Sequence[int],
        kin: Sequence[tuple[int, int, float]],
    ) -> None:
        import numpy as np

        self.sizes = sizes
        self.ends: Array = np.array([(tie.one, tie.two) for tie in ties], dtype=int).reshape(-1, 2)
        first, last = np.array([t.first for t in ties]), np.array([t.last for t in ties])
        one, two = self.ends[:, 0], self.ends[:, 1]
        shared = (
            (one[:, None] == one)
            | (one[:, None] == two)
            | (two[:, None] == one)
            | (two[:, None] == two)
        )
        #: How many lines cross where two ties do that are drawn on one day.
        meet = ~shared & (first[:, None] <= last) & (first <= last[:, None])
        lines = np.array([tie.lines for tie in ties], dtype=float)
        self.rivals: Array = meet * lines[:, None] * lines
        own = np.arange(len(sizes))
        foreign = (one[:, None] != own) & (two[:, None] != own)
        weight = np.full(len(sizes), _THROUGH)
        if len(inner):
            weight = np.maximum(weight, np.array(inner) * _INNER)
        #: What it costs that a tie (row) runs through a box (column).
        self.foreign: Array = foreign * weight * np.sqrt(lines)[:, None]

        self.kin: Array = np.array([(a, b) for a, b, _ in kin], dtype=int).reshape(-1, 2)
        self.kin_weight: Array = np.array([w for _, _, w in kin], dtype=float) * _KIN

    def apartness(self, places: Array) -> float:
        """How far those are from each other who belong together."""
        one, two = self.kin[:, 0], self.kin[:, 1]
        return float((self._gaps(places[one], places[two], one, two) * self.kin_weight).sum())

    def _gaps(self, a: Array, b: Array, one: Array, two: Array) -> Array:
        """The free way between boxes, less what lies between neighbours."""
        import numpy as np

        free = np.abs(a - b) - (self.sizes[one] + self.sizes[two]) / 2
        return np.maximum(np.sqrt((np.maximum(free, 0.0) ** 2).sum(-1)) - _BESIDE, 0.0)

    def wrong(self, places: Array, seen: _Seen) -> float:
        """Crossings, and the distance of those who belong together."""
        return seen.crossings(places) + self.apartness(places)

    def untangle(self, places: Array, width: float, height: float, rounds: int) -> Array:
        """Places with fewer crossings: whoever causes most moves to the best free spot for it."""
        import numpy as np

        step = 1.1
        xs = np.arange(-width / 2 + step / 2, width / 2, step)
        ys = np.arange(-height / 2 + step / 2, height / 2, step)
        grid = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
        ground = np.array([width, height])
        places = places.copy()
        for _ in range(rounds):
            moved = False
            for node in self._worst(places):
                mine = np.flatnonzero((self.ends == node).any(1))
                others = places[self.ends[mine].sum(1) - node]
                kin = self.kin[(self.kin == node).any(1)].sum(1) - node
                goal = np.concatenate([others, places[kin]]).mean(0)
                near = np.argsort(((grid - goal) ** 2).sum(1), kind="stable")
                some = np.concatenate([near[:_NEAR], near[_NEAR :: max(1, len(near) // _WIDE)]])
                free = self._free(node, places, grid[some], ground)
                spots = np.concatenate([places[node : node + 1], free])
                costs = self._at(node, mine, others, places, spots)
                best = int(costs.argmin())
                if costs[best] < costs[0] - 0.3:
                    places[node] = spots[best]
                    moved = True
            if not moved:
                break
        return places

    def tightened(
        self, places: Array, width: float, height: float, seen: _Seen
    ) -> tuple[Array, float, float]:
        """The same nearer together, as far as nothing more crosses."""
        least = seen.crossings(places)
        share = _TIGHTER
        for _ in range(_SQUEEZES):
            wide, high = width * share, height * share
            made = _squeezed(places, self.sizes, 0, share, wide)
            made = None if made is None else _squeezed(made, self.sizes, 1, share, high)
            if made is None or seen.crossings(made) > least:
                # Half as much at once, until it is not worth it.
                share = (1 + share) / 2
                if share > 0.985:
                    break
                continue
            places, width, height = made, wide, high
            least = min(least, seen.crossings(places))
        return places, width, height

    def _worst(self, places: Array) -> list[int]:
        """Boxes with a tie that is crossed, or that lie on one; the worst first."""
        import numpy as np

        a, b = places[self.ends[:, 0]], places[self.ends[:, 1]]
        crossed = (_cross(a[:, None], b[:, None], a[None], b[None]) * self.rivals).sum(1)
        through = _through(a, b, places, self.sizes) * self.foreign
        blame = np.zeros(len(places))
        each = crossed + through.sum(1)
        np.add.at(blame, self.ends[:, 0], each)
        np.add.at(blame, self.ends[:, 1], each)
        tied = np.bincount(self.ends.ravel(), minlength=len(places))
        blame = blame / np.maximum(tied, 1) + through.sum(0)
        one, two = self.kin[:, 0], self.kin[:, 1]
        gaps = self._gaps(places[one], places[two], one, two) * self.kin_weight
        np.add.at(blame, one, gaps)
        np.add.at(blame, two, gaps)
        held = tied + np.bincount(self.kin.ravel(), minlength=len(places))
        order = np.argsort(-blame, kind="stable")
        return [int(i) for i in order if blame[i] > 0 and held[i]]

    def _free(self, node: int, places: Array, grid: Array, ground: Array) -> Array:
        import numpy as np

        size = self.sizes[node]
        inside = (np.abs(grid) + size / 2 <= ground / 2).all(1)
        spots = grid[inside]
        need = (self.sizes + size) / 2 + GAP
        near = (np.abs(spots[:, None] - places[None]) < need[None]).all(2)
        near[:, node] = False
        return spots[~near.any(1)]

    def _at(self, node: int, mine: Array, others: Array, places: Array, spots: Array) -> Array:
        """What is wrong at each of the spots if the box stood there."""
        import numpy as np

        foreign = np.ones(len(self.ends), dtype=bool)
        foreign[mine] = False
        a, b = places[self.ends[foreign, 0]], places[self.ends[foreign, 1]]
        here = np.broadcast_to(spots[:, None], (len(spots), len(mine), 2))
        there = np.broadcast_to(others[None], here.shape)
        crossed = _cross(here[:, :, None], there[:, :, None], a[None, None], b[None, None])
        crossed = crossed * self.rivals[mine][:, foreign][None]
        through = _through(here.reshape(-1, 2), there.reshape(-1, 2), places, self.sizes)
        through = through.reshape(len(spots), len(mine), len(places)) * self.foreign[mine][None]
        under = _through(a, b, spots, self.sizes[node][None]) * self.foreign[foreign, node][:, None]
        return (
            crossed.sum((1, 2))
            + through.sum((1, 2))
            + under.sum(0)
            + _LENGTH * _lengths(here, there).sum(1)
            + self._kin_at(node, places, spots)
        )

    def _kin_at(self, node: int, places: Array, spots: Array) -> Array:
        import numpy as np

        own = np.flatnonzero((self.kin == node).any(1))
        if not len(own):
            return np.zeros(len(spots))
        other = self.kin[own].sum(1) - node
        mine = np.full_like(other, node)
        gaps = self._gaps(spots[:, None], places[other][None], mine, other)
        return (gaps * self.kin_weight[own]).sum(1)


def _lengths(a: Array, b: Array) -> Array:
    import numpy as np

    return np.sqrt(((a - b) ** 2).sum(-1))


def _cross(a: Array, b: Array, c: Array, d: Array) -> Array:
    """Whether the pieces a to b and c to d cross, over whatever axes come before the last."""

    def side(p: Array, q: Array, r: Array) -> Array:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (
            r[..., 0] - p[..., 0]
        )

    return (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)


def _through(a: Array, b: Array, places: Array, sizes: Array) -> Array:
    """Which pieces (rows) run through which boxes (columns)."""
    import numpy as np

    low = places[None] - sizes[None] * 0.45
    high = places[None] + sizes[None] * 0.45
    way = (b - a)[:, None]
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    near, far = (low - a[:, None]) / way, (high - a[:, None]) / way
    enter = np.minimum(near, far).max(-1)
    leave = np.maximum(near, far).min(-1)
    return (enter < leave) & (leave > 0) & (enter < 1)
