"""Spreads boxes that are tied to one another over a ground: near where tied, apart, few ties crossing."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from briefing.analysis.diagram_board import GAP, Board, Line, Seen, Tie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.picture import Point

    Array = Any

#: How often the springs are let loose from other places, and for how long.
_STARTS, _ITERATIONS = 16, 80
#: With more lines than that a mirror image may have more of them cross.
_TURNED = 80
#: How often everybody who causes crossings is moved.
_ROUNDS = 2
#: More ties than that cross whatever is done: boxes go on shelves, so much of which they fill.
_TOO_MANY, _SHELF_FILLED = 320, 0.8
#: How far places are moved from where the springs left them to an even filling of the ground.
_EVEN = 0.85


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
) -> tuple[list[Point], float, float]:
    """Centres of the boxes and the size of the ground, which grows where they find no room.

    ``keys`` beyond the boxes name points without one, which only pull. ``inner`` counts the lines
    within each box, some of which whatever runs through it would cross. ``kin`` are boxes that
    belong near each other, with how much that matters. ``lines`` are what will be seen of the ties,
    ``homes`` where boxes stand on a map of the world: of the mirror images it is that with west left and
    north above, where there are few lines.
    """
    import numpy as np

    count = len(boxes)
    sizes: Array = np.array(boxes, dtype=float)
    drawn = [tie for tie in ties if tie.drawn]
    if len(drawn) > _TOO_MANY:
        places = np.array(springs(keys, ties, 0))[:count]
        return shelved(places, sizes, width / height)
    board = Board(sizes, drawn, inner, kin)
    seen = Seen(lines)
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
    for axis in (0, 1):
        turned = places.copy()
        turned[:, axis] *= -1
        if len(lines) <= _TURNED and _likeness(places, homes, axis) < 0:
            places = turned
    # No wider than what stands on it.
    low = (places - sizes / 2).min(0) - GAP / 2
    high_edge = (places + sizes / 2).max(0) + GAP / 2
    wide, high = (float(n) for n in high_edge - low)
    return [(float(x), float(y)) for x, y in places - low], wide, high


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
