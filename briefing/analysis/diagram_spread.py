"""Spreads boxes that are tied to one another over a ground: near where tied, apart, few ties crossing."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing.analysis.diagram_board import GAP, Board, Tie
from briefing.analysis.diagram_seen import Line, Seen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.domain.picture import Point

    Array = Any

#: How often the springs are let loose from other places, and for how long.
_STARTS, _ITERATIONS = 16, 80
#: With more lines than that a mirror image may have more of them cross.
_TURNED = 80
#: Of how many of these boxes are pushed apart, and of how many of those lines are untangled.
_PUSHED, _ENDED = 4, 2
#: How often everybody who causes crossings is moved, first and at the end.
_ROUNDS, _LAST_ROUNDS = 2, 5
#: More ties than that cross whatever is done: boxes go on shelves, so much of which they fill.
_TOO_MANY, _SHELF_FILLED = 320, 0.8
#: How far places are moved from where the springs left them to an even filling of the ground.
_EVEN = 0.85


@dataclass(frozen=True, slots=True)
class Spread:
    """Centres of boxes on a ground of some size, and who stands in which place of a ring."""

    centres: list[Point]
    width: float
    height: float
    orders: Mapping[int, Sequence[str]]


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
    homes: Sequence[Point | None] = (),
    rings: Mapping[int, Sequence[tuple[str, Point]]] | None = None,
) -> Spread:
    """Where the boxes stand, on a ground that grows where they find no room.

    ``keys`` beyond the boxes name points without one, which only pull. ``inner`` counts the lines
    within each box, some of which whatever runs through it would cross. ``kin`` are boxes that
    belong near each other, with how much that matters. ``lines`` are what will be seen of the ties,
    ``homes`` where boxes stand on a map of the world: of the mirror images it is that with west left and
    north above, where there are few lines. ``rings`` are the boxes whose actors may change places, with
    these from the middle.
    """
    import numpy as np

    count = len(boxes)
    sizes: Array = np.array(boxes, dtype=float)
    drawn = [tie for tie in ties if tie.drawn]
    if len(drawn) > _TOO_MANY:
        places = np.array(springs(keys, ties, 0))[:count]
        return Spread(*shelved(places, sizes, width / height), {})
    board = Board(sizes, drawn, inner, kin)
    seen = Seen(lines)
    ground = np.array([width, height])
    tried: list[tuple[float, int, Array]] = []
    starts = _STARTS if drawn or kin else 1
    for start in range(starts):
        places = _filled(np.array(springs(keys, ties, start))[:count], sizes) * ground
        tried.append((board.wrong(places, seen), start, places))
    tried.sort(key=_by_wrong)
    search = _Search(board, seen, rings or {}, is_tied=bool(drawn or kin))
    pushed: list[tuple[float, int, Array, float, float]] = []
    for _, start, begun in tried[:_PUSHED]:
        places, wide, high = search.push_apart(begun, width, height)
        pushed.append((board.wrong(places, seen), start, places, wide, high))
    pushed.sort(key=_by_wrong)
    ended: list[tuple[float, int, Array, dict[int, list[str]]]] = []
    for _, start, begun, wide, high in pushed[:_ENDED]:
        places, orders = search.untangle(begun, wide, high)
        ended.append((board.wrong(places, seen), start, places, orders))
    _, _, places, orders = min(ended, key=_by_wrong)
    for axis in (0, 1):
        turned = places.copy()
        turned[:, axis] *= -1
        if len(lines) <= _TURNED and _likeness(places, homes, axis) < 0:
            places = turned
    # No wider than what stands on it.
    low = (places - sizes / 2).min(0) - GAP / 2
    high_edge = (places + sizes / 2).max(0) + GAP / 2
    wide, high = (float(n) for n in high_edge - low)
    return Spread([(float(x), float(y)) for x, y in places - low], wide, high, orders)


@dataclass(frozen=True, slots=True)
class _Search:
    """From places to better ones: first so that nothing covers anything, then with few crossings."""

    board: Board
    seen: Seen
    rings: Mapping[int, Sequence[tuple[str, Point]]]
    is_tied: bool

    def push_apart(self, places: Array, width: float, height: float) -> tuple[Array, float, float]:
        """The places with every box free, on the ground that takes."""
        board, seen = self.board, self.seen
        seen.reset()
        places, width, height = apart(places, board.sizes, width, height)
        if self.is_tied:
            for rounds in (_ROUNDS, 1):
                places = self._if_better(places, board.untangle(places, width, height, rounds))
                if rounds > 1:
                    places, width, height = board.tightened(places, width, height, seen)
        return places, width, height

    def untangle(
        self, places: Array, width: float, height: float
    ) -> tuple[Array, dict[int, list[str]]]:
        """The places with fewer lines that cross, and who stands where in the rings."""
        board, seen = self.board, self.seen
        seen.reset()
        orders = seen.change_places(places, self.rings)
        if self.is_tied:
            places = self._if_better(
                places, board.untangle(places, width, height, _LAST_ROUNDS, seen)
            )
            places_of = {
                box: list(zip(orders[box], (spot for _, spot in ring), strict=True))
                for box, ring in self.rings.items()
            }
            orders = seen.change_places(places, places_of)
        return places, orders

    def _if_better(self, places: Array, better: Array) -> Array:
        wrong = self.board.wrong
        return better if wrong(better, self.seen) <= wrong(places, self.seen) else places


def _likeness(places: Sequence[Sequence[float]], homes: Sequence[Point | None], axis: int) -> float:
    """Whether places and homes rise together along an axis: above nought, or below, where they do not."""
    known = [(p[axis], h[axis]) for p, h in zip(places, homes, strict=False) if h is not None]
    if len(known) < 2:
        return 0.0
    ours = sum(one for one, _ in known) / len(known)
    theirs = sum(two for _, two in known) / len(known)
    return sum((one - ours) * (two - theirs) for one, two in known)


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


def _by_wrong(one: Sequence[Any]) -> tuple[float, int]:
    return one[0], one[1]


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
