"""The lines of a diagram as they are drawn: how many cross on a date, and who changes places to mend it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefing.domain.picture import Point

    Array = Any

#: The power of the mean over the dates: the worse a date, the more it counts.
_POWER = 3
#: How often all who may change places are gone through, and up to how many lines that is done.
_ROUNDS, _MOST = 2, 1_500


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn: from a place in one box to a place in another, or in the same.

    ``at`` and ``to`` are counted from the middles of the boxes; ``ends`` name what it joins, as
    lines that share an end do not cross. It is drawn from ``first`` to ``last``, in days.
    """

    one: int
    two: int
    at: Point
    to: Point
    ends: tuple[str, str]
    first: int = 0
    last: int = 0


class Seen:
    """Lines as they are drawn, to count how many cross."""

    def __init__(self, lines: Sequence[Line]) -> None:
        import numpy as np

        self.ends: Array = np.array([(one.one, one.two) for one in lines], dtype=int).reshape(-1, 2)
        #: From the middles of the boxes, at either end.
        self.offsets: Array = np.array([(one.at, one.to) for one in lines], dtype=float).reshape(
            -1, 2, 2
        )
        self._begun = self.offsets.copy()
        number: dict[str, int] = {}
        keys = np.array(
            [[number.setdefault(end, len(number)) for end in one.ends] for one in lines], dtype=int
        ).reshape(-1, 2)
        first = np.array([one.first for one in lines], dtype=int)
        last = np.array([one.last for one in lines], dtype=int)
        a, b = keys[:, 0], keys[:, 1]
        shared = (a[:, None] == a) | (a[:, None] == b) | (b[:, None] == a) | (b[:, None] == b)
        self._rivals: Array = ~shared & (first[:, None] <= last) & (first <= last[:, None])
        self.pairs: Array = np.argwhere(np.triu(self._rivals, 1))
        self._first, self._last = first, last
        #: Between two of these days nothing begins, so that more cannot cross.
        self._days: Array = np.unique(first)
        self._of: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, one in enumerate(lines):
            for end, key in enumerate(one.ends):
                self._of[key].append((place, end))

    def reset(self) -> None:
        """Have everybody stand again where they stood at first."""
        self.offsets[:] = self._begun

    def crossings(self, places: Array) -> float:
        """How many pairs of lines cross on a date: of a mean over all dates in which bad ones weigh most."""
        on_days = self._on_days(places)
        mean: float = (on_days**_POWER).mean() if len(on_days) else 0.0
        return float(mean) ** (1 / _POWER)

    def change_places(
        self, places: Array, rings: Mapping[int, Sequence[tuple[str, Point]]]
    ) -> dict[int, list[str]]:
        """Who stands where in each ring after any two have changed places whose lines then cross less.

        ``rings`` has, for a box, its actors with their places from its middle; the result has them in
        the order of these places.
        """
        import numpy as np

        orders = {box: [who for who, _ in ring] for box, ring in sorted(rings.items())}
        if len(self.ends) > _MOST:
            return orders
        for _ in range(_ROUNDS):
            weights = self.weights(places)
            moved = False
            for box, order in orders.items():
                spots = [spot for _, spot in rings[box]]
                for i in range(len(order)):
                    for j in range(i):
                        one, two = order[i], order[j]
                        mine = sorted({n for n, _ in (*self._of[one], *self._of[two])})
                        if not mine:
                            continue
                        rows = np.array(mine)
                        before = self._cost(places, rows, weights)
                        if not before:
                            continue
                        self._put(one, spots[j])
                        self._put(two, spots[i])
                        if self._cost(places, rows, weights) < before - 1e-9:
                            order[i], order[j] = two, one
                            moved = True
                        else:
                            self._put(one, spots[i])
                            self._put(two, spots[j])
            if not moved:
                break
        return orders

    def costs(self, places: Array, box: int, spots: Array, weights: Array) -> Array:
        """What the crossings of a box's lines weigh if it stood at each of the spots."""
        import numpy as np

        rows = np.flatnonzero((self.ends == box).any(1))
        if not len(rows):
            return np.zeros(len(spots))
        a, b = self._points(places)
        ends: Array = np.broadcast_to(places[self.ends[rows]], (len(spots), len(rows), 2, 2)).copy()
        ends[:, self.ends[rows] == box] = spots[:, None]
        ends = ends + self.offsets[rows]
        hits = cross(ends[:, :, None, 0], ends[:, :, None, 1], a[None, None], b[None, None])
        # Lines that go along with the box are counted where they stand now: the same at every spot.
        still = ~(self.ends == box).any(1)
        found: Array = (hits * (weights[rows] * still)).sum((1, 2))
        return found

    def _put(self, who: str, spot: Point) -> None:
        for line, end in self._of[who]:
            self.offsets[line, end] = spot

    def _points(self, places: Array) -> tuple[Array, Array]:
        both = places[self.ends] + self.offsets
        return both[:, 0], both[:, 1]

    def _cost(self, places: Array, rows: Array, weights: Array) -> float:
        """What the crossings of some lines weigh; one between two of them counts once."""
        a, b = self._points(places)
        hits = cross(a[rows][:, None], b[rows][:, None], a[None], b[None]) * weights[rows]
        return float(hits.sum() - hits[:, rows].sum() / 2)

    def _on_days(self, places: Array) -> Array:
        import numpy as np

        first, last = self._hits(places)
        place: Callable[..., Array] = np.searchsorted
        begun, ended = place(np.sort(first), self._days, "right"), place(np.sort(last), self._days)
        return (begun - ended) * 1.0

    def _hits(self, places: Array) -> tuple[Array, Array]:
        """From when until when each pair is drawn that crosses."""
        import numpy as np

        a, b = self._points(places)
        i, j = self.pairs[:, 0], self.pairs[:, 1]
        hit = cross(a[i], b[i], a[j], b[j])
        i, j = i[hit], j[hit]
        return (
            np.maximum(self._first[i], self._first[j]),
            np.minimum(self._last[i], self._last[j]),
        )

    def weights(self, places: Array) -> Array:
        """How much it matters that two lines cross, at most 1: by how many cross on the dates that show
        both."""
        import numpy as np

        each = self._on_days(places) ** (_POWER - 1) + 1e-3
        slope: Array = np.concatenate([[0.0], np.cumsum(each / max(float(each.sum()), 1e-9))])
        begin = np.searchsorted(self._days, np.maximum(self._first[:, None], self._first), "left")
        end = np.searchsorted(self._days, np.minimum(self._last[:, None], self._last), "right")
        return (slope[end] - slope[begin]) * self._rivals


def cross(a: Array, b: Array, c: Array, d: Array) -> Array:
    """Whether the pieces a to b and c to d cross, over whatever axes come before the last."""

    def side(p: Array, q: Array, r: Array) -> Array:
        return (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (
            r[..., 0] - p[..., 0]
        )

    return (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
