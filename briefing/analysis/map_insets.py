"""Insets of a bloc map: a crowded corner shown larger, where the picture has room for it."""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from briefing.analysis.geography import View
from briefing.analysis.labels import MOST_LINES, overlap
from briefing.analysis.territory import former_states
from briefing.paths import resource

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from briefing.analysis.map_scene import MapActor
    from briefing.domain.picture import Box, Point

#: Pictures narrower or lower than this have no room for an inset.
_WIDE, _TALL = 520.0, 240.0
#: How much larger an inset may show its corner.
_GROW = (7.0, 5.0, 3.6, 2.6)
#: Shares of the picture's width that an inset takes, tried in turn; height by width; share of height.
_SHARES, _SHAPE, _HIGH = (0.26, 0.21, 0.17), 0.72, 0.46
_FRAME = 6.0
#: Actors from which on a second and a third inset may come.
_SEVERAL = 60
#: Lines of which an inset should hide none.
_FEW = 40


@dataclass(frozen=True, slots=True)
class Inset:
    """A corner of the map, ``source``, shown larger in ``box``, with the actors that stand in it."""

    name: str
    keys: tuple[str, ...]
    source: Box
    box: Box
    view: View


def choose(
    actors: Sequence[MapActor],
    spots: Mapping[str, Point],
    ties: Sequence[tuple[str, str]],
    view: View,
    size: float,
    apart: float,
    taken: Sequence[Box],
) -> tuple[Inset, ...]:
    """The insets for a map whose actors stand at ``spots``, none where nobody crowds.

    ``apart`` is what nodes need between their middles. ``ties`` are pairs that lines join, ``taken``
    boxes that an inset must not cover.
    """
    left, top, right, bottom = view.box
    if right - left < _WIDE or bottom - top < _TALL or len(spots) < 2:
        return ()
    pairs = tuple(sorted(set(ties)))
    return _chosen(
        tuple(actor for actor in actors if actor.id in spots),
        tuple(spots.items()),
        # Where lines are everywhere, an inset cannot keep out of their way.
        pairs if len(pairs) <= MOST_LINES else (),
        view,
        size,
        apart,
        tuple(taken),
    )


@lru_cache(maxsize=16)
def _chosen(
    actors: tuple[MapActor, ...],
    places: tuple[tuple[str, Point], ...],
    ties: tuple[tuple[str, str], ...],
    view: View,
    size: float,
    apart: float,
    taken: tuple[Box, ...],
) -> tuple[Inset, ...]:
    """Kept, since from one date to the next often nothing of this differs."""
    spots = dict(places)
    crowd = max(1.6 * apart, 2.4 * size)
    found: list[Inset] = []
    remaining = dict(spots)
    ground: _Ground | None = None
    most = 3 if len(spots) >= _SEVERAL else 1
    # One more look for each crowd that is passed over.
    while len(found) < most:
        ground = ground or _Ground(spots, ties, view.box)
        made = _next(actors, remaining, ground, view, crowd, size, taken, found)
        if made is None:
            break
        if not _is_one_land(made.keys, actors):
            found.append(made)
        remaining = {key: spot for key, spot in remaining.items() if key not in made.keys}
    return tuple(found)


def _is_one_land(keys: Sequence[str], actors: Sequence[MapActor]) -> bool:
    """Whether a crowd is of states of one land, which larger shows nothing more: one came after another."""
    former = {one.code: one.land for one in former_states()}
    lands = [
        {land for code in actor.iso2 for land in former.get(code, (code,))}
        for actor in actors
        if actor.id in keys
    ]
    return len(lands) > 1 and bool(set[str].intersection(*lands))


def _next(
    actors: Sequence[MapActor],
    remaining: Mapping[str, Point],
    ground: _Ground,
    view: View,
    crowd: float,
    size: float,
    taken: Sequence[Box],
    found: Sequence[Inset],
) -> Inset | None:
    width, height = view.box[2] - view.box[0], view.box[3] - view.box[1]
    near = _nearest(remaining)
    tight = [key for key, (away, _) in near.items() if away < crowd]
    if len(tight) < 2:
        return None
    row = _Row(remaining, tight)
    # Of two that are each other's nearest the middle is tried once.
    middles = list(dict.fromkeys(_middle(remaining[key], remaining[near[key][1]]) for key in tight))
    for share in _SHARES if len(ground.spots) >= 12 else _SHARES[1:]:
        wide = min(share * width, 440.0, _HIGH * height / _SHAPE)
        tall = wide * _SHAPE
        if wide < 12 * size:
            return None
        best: tuple[float, float, list[int], Point] | None = None
        for grow in _GROW:
            for middle in middles:
                # Of two windows with the same crowd the one that shows it larger: it was tried first.
                more = best[0] if best is not None else -1.0
                made = row.window(middle, wide / grow, tall / grow, more)
                if made is not None:
                    best = (made[0], grow, *made[1:])
        if best is None or best[0] < 2:
            return None
        _, grow, inside, (x, y) = best
        half_wide, half_tall = wide / grow / 2, tall / grow / 2
        source = (x - half_wide, y - half_tall, x + half_wide, y + half_tall)
        if any(overlap(source, one.source) for one in found):
            return None
        box = _room(source, (wide, tall), ground, view.box, taken, found)
        if box is not None:
            keys = tuple(row.keys[number] for number in inside)
            return Inset(
                _name([actor for actor in actors if actor.id in keys]),
                keys,
                source,
                box,
                _closer(view, source, box, grow),
            )
    return None


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _nearest(spots: Mapping[str, Point]) -> dict[str, tuple[float, str]]:
    """How far the nearest other actor is from each, and which it is."""
    keys = sorted(spots, key=lambda key: spots[key])
    points = [spots[key] for key in keys]
    found = [(math.inf, key) for key in keys]
    for number, point in enumerate(points):
        nearest, key, east = found[number], keys[number], point[0] + 60
        for other in range(number + 1, len(points)):
            if points[other][0] > east:
                break
            away = math.dist(point, points[other])
            if away <= nearest[0]:
                nearest = min(nearest, (away, keys[other]))
            if away <= found[other][0]:
                found[other] = min(found[other], (away, key))
        found[number] = nearest
    return dict(zip(keys, found, strict=True))


class _Row:
    """Actors from west to east, and which of them crowd: very many windows are tried on them."""

    def __init__(self, spots: Mapping[str, Point], tight: Collection[str]) -> None:
        self.keys = sorted(spots, key=lambda key: spots[key])
        self._xs = [spots[key][0] for key in self.keys]
        self._ys = [spots[key][1] for key in self.keys]
        crowding = set(tight)
        self._tight = [key in crowding for key in self.keys]
        #: How many crowd to the west of each, and in all.
        self._before = [0, *accumulate(self._tight)]

    def window(
        self, around: Point, wide: float, tall: float, more: float
    ) -> tuple[float, list[int], Point] | None:
        """The crowd that a window of a size near a place holds: its worth, its members, the middle.

        None where it holds no crowd worth ``more``.
        """
        x, y = around
        xs, ys, before = self._xs, self._ys, self._before
        reach, high = wide * 0.42, tall * 0.38
        inside: list[int] = []
        for turn in range(2):
            # It moves once, by no more than it reaches.
            away = 2 * reach if turn == 0 else reach
            if before[bisect_right(xs, x + away)] - before[bisect_left(xs, x - away)] <= more:
                return None
            first, last = bisect_left(xs, x - reach), bisect_right(xs, x + reach)
            inside = [one for one in range(first, last) if -high < ys[one] - y < high]
            if not inside:
                return None
            rows = [ys[one] for one in inside]
            x, y = (xs[inside[0]] + xs[inside[-1]]) / 2, (min(rows) + max(rows)) / 2
        tight = self._tight
        worth = float(sum([tight[one] for one in inside]))
        return (worth, inside, (x, y)) if worth > more else None


def _room(
    source: Box,
    size: tuple[float, float],
    ground: _Ground,
    outer: Box,
    taken: Sequence[Box],
    found: Sequence[Inset],
) -> Box | None:
    """Where an inset covers no actor and few lines, not far from what it shows."""
    wide, tall = size
    blocked = [*taken, source, *(one.box for one in found), *(one.source for one in found)]
    middle = (source[0] + source[2]) / 2, (source[1] + source[3]) / 2
    best: Box | None = None
    least = math.inf
    left, top, right, bottom = outer
    steps_x = max(1, int((right - left - wide - 12) // 28))
    steps_y = max(1, int((bottom - top - tall - 12) // 28))
    actors, lines = ground.actors, ground.lines
    ys = [top + 6 + (bottom - top - tall - 12) * j / steps_y for j in range(steps_y + 1)]
    rows = [(y, actors.rows(y - 8, y + tall + 8)) for y in ys]
    for i in range(steps_x + 1):
        x = left + 6 + (right - left - wide - 12) * i / steps_x
        beside = [one for one in blocked if x - 8 < one[2] and one[0] < x + wide + 8]
        first, last = actors.columns(x - 8, x + wide + 8)
        for y, (over, under) in rows:
            away = math.dist(middle, (x + wide / 2, y + tall / 2))
            edge = min(x - left, right - x - wide) + min(y - top, bottom - y - tall)
            if 2.0 * away + 0.3 * edge >= least:
                continue
            above, below = y - 8, y + tall + 8
            if any(above < one[3] and one[1] < below for one in beside):
                continue
            if under[last] - under[first] - over[last] + over[first]:
                continue
            box = (x, y, x + wide, y + tall)
            cost = ground.dear * lines.within(box) + 2.0 * away + 0.3 * edge
            if cost < least:
                least, best = cost, box
    return best


class _Ground:
    """What an inset should not cover: the actors, and the lines, for which straight ways stand."""

    def __init__(
        self, spots: Mapping[str, Point], ties: Sequence[tuple[str, str]], outer: Box
    ) -> None:
        self.spots = spots
        pairs = [(spots[a], spots[b]) for a, b in ties]
        ways = [
            (ax + (bx - ax) * i / 10, ay + (by - ay) * i / 10)
            for (ax, ay), (bx, by) in pairs
            for i in range(1, 10)
        ]
        self.actors, self.lines = _Counts(list(spots.values()), outer), _Counts(ways, outer)
        #: What a point of a line is worth: among few lines each is missed.
        self.dear = 60.0 if len(pairs) <= _FEW else 16.0


class _Counts:
    """How many points lie in a box, told at once: sums over a grid from its upper left corner."""

    _CELL = 20.0

    def __init__(self, points: Sequence[Point], outer: Box) -> None:
        self._left, self._top = outer[0], outer[1]
        self._wide = int((outer[2] - outer[0]) // self._CELL) + 2
        self._tall = int((outer[3] - outer[1]) // self._CELL) + 2
        cells = Counter((self._column(x), self._row(y)) for x, y in points)
        above = [0] * (self._wide + 1)
        self._sums = [above]
        for row in range(self._tall):
            line, run = [0], 0
            for column in range(self._wide):
                run += cells.get((column, row), 0)
                line.append(run + above[column + 1])
            self._sums.append(line)
            above = line

    def _column(self, x: float) -> int:
        return max(0, min(self._wide - 1, int((x - self._left) // self._CELL)))

    def _row(self, y: float) -> int:
        return max(0, min(self._tall - 1, int((y - self._top) // self._CELL)))

    def columns(self, left: float, right: float) -> tuple[int, int]:
        """The first field of a row that lies between two lines, and the one after the last."""
        return self._column(left), self._column(right) + 1

    def rows(self, top: float, bottom: float) -> tuple[list[int], list[int]]:
        """The sums above and below what lies between two lines."""
        return self._sums[self._row(top)], self._sums[self._row(bottom) + 1]

    def within(self, box: Box) -> int:
        """The points in the fields that a box touches."""
        first, last = self.columns(box[0], box[2])
        over, under = self.rows(box[1], box[3])
        return under[last] - under[first] - over[last] + over[first]


def _closer(view: View, source: Box, box: Box, grow: float) -> View:
    """The view of what ``source`` shows, ``grow`` times as large, in ``box``."""
    x, y = (source[0] + source[2]) / 2, (source[1] + source[3]) / 2
    to_x, to_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    # Outlines run a little beyond a view's box: that of an inset is smaller by as much.
    inner = (box[0] + _FRAME, box[1] + _FRAME, box[2] - _FRAME, box[3] - _FRAME)
    return View(
        view.centre,
        view.scale * grow,
        to_x - (x - view.left) * grow,
        to_y - (y - view.top) * grow,
        inner,
    )


@lru_cache(maxsize=1)
def _regions() -> tuple[tuple[str, frozenset[str]], ...]:
    raw = json.loads(resource("map", "regions.json").read_text(encoding="utf-8"))
    return tuple((row["name"], frozenset(row["codes"])) for row in raw["regions"])


def _name(actors: Sequence[MapActor]) -> str:
    """What the part of the world is called in which the actors stand."""
    codes = {code for actor in actors for code in actor.iso2[:1]}
    best, name = 0.0, ""
    for words, region in _regions():
        both = len(codes & region)
        like = both / len(codes | region) + both / max(1, len(codes))
        if both * 2 > len(codes) and like > best:
            best, name = like, words
    if name:
        return name
    names = [actor.name for actor in actors]
    return ", ".join(names) if len(names) <= 2 else f"Around {names[0]}"
