"""Boxes on a ground with the ties and lines between them: how many cross, and who moves to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing.analysis.diagram_seen import cross

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.diagram_seen import Seen

    Array = Any

#: Between two boxes, in cells.
GAP = 0.22
#: What a tie through a box that is not its own weighs, and the length of a tie, beside a crossing.
_THROUGH, _LENGTH = 0.6, 0.012
#: The share of the lines within a box that one through it crosses.
_INNER = 0.35
#: What a cell of distance weighs between two that belong together, and how much of it is free.
_KIN, _BESIDE = 0.35, 1.0
#: How many places near where a box wants to be are tried for it, and how many elsewhere.
_NEAR, _WIDE = 24, 24
#: What a crossing on every date weighs beside what else is wrong with a place.
_SEEN = 3.0
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


class Board:
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

    def wrong(self, places: Array, seen: Seen) -> float:
        """Crossings, and the distance of those who belong together."""
        return seen.crossings(places) + self.apartness(places)

    def untangle(
        self, places: Array, width: float, height: float, rounds: int, seen: Seen | None = None
    ) -> Array:
        """Places with fewer crossings: whoever causes most moves to the best free spot for it.

        With ``seen`` it is the lines as they are drawn that count, else the ties.
        """
        import numpy as np

        step = 1.1
        xs = np.arange(-width / 2 + step / 2, width / 2, step)
        ys = np.arange(-height / 2 + step / 2, height / 2, step)
        grid = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
        ground = np.array([width, height])
        places = places.copy()
        for _ in range(rounds):
            moved = False
            weights = seen.weights(places) if seen is not None else None
            for node in self._worst(places):
                mine = np.flatnonzero((self.ends == node).any(1))
                others = places[self.ends[mine].sum(1) - node]
                kin = self.kin[(self.kin == node).any(1)].sum(1) - node
                goal = np.concatenate([others, places[kin]]).mean(0)
                near = np.argsort(((grid - goal) ** 2).sum(1), kind="stable")
                some = np.concatenate([near[:_NEAR], near[_NEAR :: max(1, len(near) // _WIDE)]])
                free = self._free(node, places, grid[some], ground)
                spots = np.concatenate([places[node : node + 1], free])
                costs = self._at(node, mine, others, places, spots, drawn=seen is None)
                if seen is not None:
                    costs = costs + _SEEN * seen.costs(places, node, spots, weights)
                best = int(costs.argmin())
                if costs[best] < costs[0] - 0.3:
                    places[node] = spots[best]
                    moved = True
            if not moved:
                break
        return places

    def tightened(
        self, places: Array, width: float, height: float, seen: Seen
    ) -> tuple[Array, float, float]:
        """The same nearer together, as far as nothing more crosses."""
        least = seen.crossings(places)
        share = _TIGHTER
        for _ in range(_SQUEEZES):
            wide, high = width * share, height * share
            made = _squeezed(places, self.sizes, 0, share, wide)
            made = None if made is None else _squeezed(made, self.sizes, 1, share, high)
            if made is None or seen.crossings(made) > least + 1e-9:
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
        crossed = (cross(a[:, None], b[:, None], a[None], b[None]) * self.rivals).sum(1)
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

    def _at(
        self,
        node: int,
        mine: Array,
        others: Array,
        places: Array,
        spots: Array,
        *,
        drawn: bool,
    ) -> Array:
        """What is wrong at each of the spots if the box stood there; ``drawn``: crossings of ties too."""
        import numpy as np

        foreign = np.ones(len(self.ends), dtype=bool)
        foreign[mine] = False
        a, b = places[self.ends[foreign, 0]], places[self.ends[foreign, 1]]
        here = np.broadcast_to(spots[:, None], (len(spots), len(mine), 2))
        there = np.broadcast_to(others[None], here.shape)
        crossed: Array = np.zeros(len(spots))
        if drawn:
            hits = cross(here[:, :, None], there[:, :, None], a[None, None], b[None, None])
            crossed = (hits * self.rivals[mine][:, foreign][None]).sum((1, 2))
        through = _through(here.reshape(-1, 2), there.reshape(-1, 2), places, self.sizes)
        through = through.reshape(len(spots), len(mine), len(places)) * self.foreign[mine][None]
        under = _through(a, b, spots, self.sizes[node][None]) * self.foreign[foreign, node][:, None]
        return (
            crossed
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
