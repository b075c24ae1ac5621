"""The courses of the lines on a bloc map: arcs by pair, bundles, and trees of the pacts of many."""

# long because: bows, bundles and trees are laid on one ground and weighed against each other.

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.analysis.map_lines import trim
from briefing.domain.picture import Curve, Ink, Point

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.map_lines import Node
    from briefing.analysis.map_scene import MapRelation
    from briefing.domain.picture import Box

#: Lines from which on a picture is dense: arcs are flatter, all parallel lines bundled, and a treaty
#: of two who share a pact of the same kind is told by the pact's lines.
DENSE = 60
#: Relations of one pair from which on they are a bundle, in a picture that is not dense.
_BUNDLE = 3
_CELL = 8.0
#: What a bow costs for each unit of its height, beside 4 for a step over a node; the second where
#: crossings are weighed.
_BENT, _BENT_AMONG = 0.07, 0.04
#: What stands for a cover in a field: no actor's id.
_COVER = ""
#: Pairs up to which crossings are weighed, and the further bows that are tried then, as shares of length.
_WEIGHED = 120
_WIDE = (0.12, 0.2, 0.3)
_STEPS = tuple(i / 12 for i in range(1, 12))
#: Along and across a bow of height 1, at each step: the weights of ``_bow`` written out.
_ALONG = tuple(0.9 * t * (1 - t) * (1 - t) + 2.1 * t * t * (1 - t) + t**3 for t in _STEPS)
_ACROSS = tuple(4 * t * (1 - t) for t in _STEPS)


@dataclass(frozen=True, slots=True)
class Strand:
    """One relation with its course. A line over the edge of the map has two pieces."""

    relation: MapRelation
    pieces: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """Parallel relations: lying close as they are first seen, and apart as they are opened."""

    pair: tuple[str, str]
    closed: tuple[Strand, ...]
    opened: tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """A line of a pact, which joins two of its members: ``ends`` are the two.

    It stands for their relation in the pact, first, for the others of the member that hangs on it, for
    the same in other pacts with this line, and for treaties of the same kind between members.
    """

    ends: tuple[str, str]
    relations: tuple[MapRelation, ...]
    pieces: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class Pact:
    """A pact of many. A leg that a smaller pact has too is there; ``hub`` has the most of the legs here.

    ``lines`` gives for each member the ends of the leg by which it hangs on the others.
    """

    name: str
    hub: str
    members: tuple[str, ...]
    legs: tuple[Leg, ...]
    lines: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Net:
    """All lines of a map."""

    single: tuple[Strand, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    pacts: tuple[Pact, ...] = ()
    dense: bool = False

    def curves(self) -> list[Curve]:
        """Every curve that is drawn before anything is opened."""
        found = [piece for strand in self.single for piece in strand.pieces]
        found += [p for one in self.bundles for strand in one.closed for p in strand.pieces]
        found += [piece for pact in self.pacts for leg in pact.legs for piece in leg.pieces]
        return found


@dataclass(slots=True)
class _Field:
    """What lies where: fields of a grid with the nodes and lines in them."""

    nodes: dict[tuple[int, int], list[str]] = field(
        default_factory=dict[tuple[int, int], list[str]]
    )
    lines: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    pieces: list[tuple[Point, Point]] = field(default_factory=list[tuple[Point, Point]])

    def put_node(self, key: str, node: Node) -> None:
        reach = node.radius + 5
        for x in range(int((node.x - reach) // _CELL), int((node.x + reach) // _CELL) + 1):
            for y in range(int((node.y - reach) // _CELL), int((node.y + reach) // _CELL) + 1):
                self.nodes.setdefault((x, y), []).append(key)


def lay(
    relations: Sequence[MapRelation],
    nodes: Mapping[str, Node],
    inside: Box,
    turns: Mapping[str, float] | None = None,
    *,
    opened: bool = False,
    dense: bool = False,
    covers: Sequence[Box] = (),
    members: Mapping[str, Sequence[str]] | None = None,
    told: Mapping[str, int] | None = None,
) -> Net:
    """Courses for the relations whose ends have nodes.

    ``turns`` says how far the world repeats at each node, for a map that shows all of it: a line then
    takes the shorter way, over the edge where that is shorter. ``opened`` lays all lines of a pair
    apart at once, for paper, where nobody can point. ``dense`` is for a part of a picture that is.
    ``covers`` are boxes that will lie over the lines. ``members`` and ``told`` as in ``pacts``: what
    an inset tells is not drawn.
    """
    from briefing.analysis.map_pacts import apart, pacts

    drawn = [
        one
        for one in relations
        if one.from_id in nodes and one.to_id in nodes and one.from_id != one.to_id
    ]
    over = turns or {}
    across = inside[2] - inside[0]
    rest, made = pacts(drawn, nodes, over, across, members=members, told=told)
    pairs = {pair: group for pair, group in _pairs(rest).items() if apart(pair, told or {})}
    # Each member of a pact has about one line, here or in an inset.
    bound = {one for pact in made for one in pact.members}
    dense = dense or len(pairs) + len(bound) > DENSE
    if dense:
        made, pairs = _absorb(made, pairs)
    ground = None
    if len(pairs) <= _WEIGHED or not dense:
        ground = _ground(nodes, made, covers, weigh=dense or bool(made))
    single: list[Strand] = []
    bundles: list[Bundle] = []
    for pair in sorted(pairs, key=lambda pair: (_length(pair, nodes, over), pair)):
        group = pairs[pair]
        bundle = not opened and len(group) >= (2 if dense else _BUNDLE)
        closed = _fan(group, pair, nodes, ground, inside, over, dense=dense, tight=bundle)
        if ground is not None:
            for strand in closed:
                for piece in strand.pieces:
                    ground.lines.update(map(_cell, piece.sample(16)[2:-2]))
                    if ground.pieces:
                        ground.pieces += pairwise(piece.sample(8))
        if bundle:
            apart = _fan(group, pair, nodes, ground, inside, over, dense=dense, tight=False)
            bundles.append(Bundle(pair, closed, apart))
        else:
            single += closed
    return Net(tuple(single), tuple(bundles), made, dense)


def _ground(
    nodes: Mapping[str, Node], made: tuple[Pact, ...], covers: Sequence[Box], *, weigh: bool
) -> _Field:
    """What arcs keep clear of; with ``weigh`` they are laid where they cross the least."""
    ground = _Field()
    for key, node in nodes.items():
        ground.put_node(key, node)
    # Among pacts, crossings count for more than what an inset hides.
    for left, top, right, bottom in () if weigh else covers:
        for x in range(int(left // _CELL), int(right // _CELL) + 1):
            for y in range(int(top // _CELL), int(bottom // _CELL) + 1):
                ground.nodes.setdefault((x, y), []).append(_COVER)
    legs = [piece for pact in made for leg in pact.legs for piece in leg.pieces]
    for piece in legs:
        ground.lines.update(map(_cell, piece.sample(12)[2:-2]))
    if weigh:
        ground.pieces = [(piece.start, piece.end) for piece in legs]
    return ground


def _pairs(relations: Sequence[MapRelation]) -> dict[tuple[str, str], list[MapRelation]]:
    pairs: dict[tuple[str, str], list[MapRelation]] = {}
    for one in relations:
        a, b = sorted((one.from_id, one.to_id))
        pairs.setdefault((a, b), []).append(one)
    return pairs


def _absorb(
    made: tuple[Pact, ...], pairs: dict[tuple[str, str], list[MapRelation]]
) -> tuple[tuple[Pact, ...], dict[tuple[str, str], list[MapRelation]]]:
    """Treaties of two within a pact of the same kind go to the lines of the pact."""
    kinds = {pact.name: {r.kind for leg in pact.legs for r in leg.relations} for pact in made}
    drawn = {leg.ends for pact in made for leg in pact.legs}
    gained: dict[tuple[str, str], list[MapRelation]] = {}
    left: dict[tuple[str, str], list[MapRelation]] = {}
    for pair, group in pairs.items():
        home = next((pact for pact in made if set(pair) <= set(pact.members)), None)
        lines: list[tuple[str, str]] = []
        if home is not None:
            hung = [home.lines[end] for end in pair if end in home.lines]
            lines = [pair] if pair in drawn else list(dict.fromkeys(hung))
        for one in group:
            if home and lines and one.kind in kinds[home.name] and not (one.denied or one.faint):
                for line in lines:
                    gained.setdefault(line, []).append(one)
            else:
                left.setdefault(pair, []).append(one)
    found = tuple(
        replace(
            pact,
            legs=tuple(
                replace(leg, relations=(*leg.relations, *gained.get(leg.ends, ())))
                for leg in pact.legs
            ),
        )
        for pact in made
    )
    return found, left


def _length(pair: tuple[str, str], nodes: Mapping[str, Node], turns: Mapping[str, float]) -> float:
    (start, end), *_ = ways(nodes[pair[0]].point, nodes[pair[1]].point, *_turned(pair, turns))
    return math.dist(start, end)


def _turned(pair: tuple[str, str], turns: Mapping[str, float]) -> tuple[float, float]:
    return turns.get(pair[0], 0.0), turns.get(pair[1], 0.0)


def ways(a: Point, b: Point, turn_a: float, turn_b: float) -> list[tuple[Point, Point]]:
    """From a to b the shorter way: one piece, or two that leave over an edge and come in again.

    ``turn_a`` and ``turn_b`` are how far the world repeats at the two places, 0 for never.
    """
    turn = (turn_a + turn_b) / 2
    if not turn or abs(b[0] - a[0]) <= turn / 2:
        return [(a, b)]
    side = 1 if b[0] > a[0] else -1
    return [(a, (b[0] - side * turn_b, b[1])), ((a[0] + side * turn_a, a[1]), b)]


def _fan(
    group: Sequence[MapRelation],
    pair: tuple[str, str],
    nodes: Mapping[str, Node],
    ground: _Field | None,
    inside: Box,
    turns: Mapping[str, float],
    *,
    dense: bool,
    tight: bool,
) -> tuple[Strand, ...]:
    """The courses of one pair's relations. Without a ground, among very many, all bow the same way."""
    start, end = nodes[pair[0]], nodes[pair[1]]
    routes = ways(start.point, end.point, *_turned(pair, turns))
    away = math.dist(*routes[0])
    spacing = 3.2 if tight else 9.0 if away > 60 else 7.5
    base = min(0.13 * away, 46.0) if not dense else min(0.07 * away, 20.0)
    if len(group) > 1 and away < 60:
        base = 0.0
    spread = (len(group) - 1) / 2 * spacing
    bend = base
    if ground is not None:
        bend = _bend(routes, pair, base, spread, ground, inside, dense=dense, tight=tight)
    found: list[Strand] = []
    for number, relation in enumerate(group):
        height = bend + number * spacing - spread
        forth = relation.from_id == pair[0]
        first, last = (start, end) if forth else (end, start)
        trims = (first.radius + 1.0, last.radius + (3.0 if relation.directed else 1.0))
        found.append(Strand(relation, _pieces(tuple(routes), height, forth, trims)))
    return tuple(found)


@lru_cache(maxsize=8192)
def _pieces(
    routes: tuple[tuple[Point, Point], ...], height: float, forth: bool, trims: tuple[float, float]
) -> tuple[Curve, ...]:
    """The curves of one line, kept: the next date has most of them again."""
    pieces = [_bow(a, b, height) for a, b in routes]
    if not forth:
        pieces = [_back(piece) for piece in reversed(pieces)]
    pieces[0] = trim(pieces[0], trims[0], 0.0)
    pieces[-1] = trim(pieces[-1], 0.0, trims[1])
    return tuple(pieces)


def _bend(
    routes: Sequence[tuple[Point, Point]],
    pair: tuple[str, str],
    base: float,
    spread: float,
    ground: _Field,
    inside: Box,
    *,
    dense: bool,
    tight: bool,
) -> float:
    """The height of the bow that keeps clear of nodes and other lines."""
    away = math.dist(*routes[0])
    least, bend = math.inf, base
    bends = (base, -base) if dense else (base, -base, base * 2, -base * 2, base * 3, -base * 3)
    heights = list(dict.fromkeys((*bends, base / 3, -base / 3)))
    crossed: dict[float, int] = {}
    bent = _BENT_AMONG if ground.pieces else _BENT
    if ground.pieces:
        heights += [sign * share * away for share in _WIDE for sign in (1, -1)]
        crossed = _crossed(routes, heights, ground.pieces)
    for height in heights:
        # Of a fan the outer lines and, of a cable, its middle speak for all.
        outer = (height,) if tight or not spread else (height - spread, height + spread)
        cost = abs(height) * bent + 8.0 * crossed.get(height, 0)
        for one in outer:
            for a, b in routes:
                cost += _cost(a, b, one, pair, ground, inside, over=len(routes) > 1)
        if cost < least:
            least, bend = cost, height
    return bend


def _crossed(
    routes: Sequence[tuple[Point, Point]],
    heights: Sequence[float],
    pieces: Sequence[tuple[Point, Point]],
) -> dict[float, int]:
    """How often the course would cross other lines for each height of its bow."""
    from briefing.analysis.map_pacts import crossed, segments

    mine = [
        step
        for height in heights
        for a, b in routes
        for step in pairwise(_bow(a, b, height).sample(8))
    ]
    counts = crossed(segments(mine), segments(pieces))
    each = 8 * len(routes)
    return {
        height: int(counts[number * each : (number + 1) * each].sum())
        for number, height in enumerate(heights)
    }


def _cost(
    a: Point,
    b: Point,
    height: float,
    pair: tuple[str, str],
    ground: _Field,
    inside: Box,
    *,
    over: bool,
) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    nx, ny = dy / length * height, -dx / length * height
    left, top, right, bottom = inside
    cost = 0.0
    for along, across in zip(_ALONG, _ACROSS, strict=True):
        x, y = a[0] + dx * along + nx * across, a[1] + dy * along + ny * across
        cell = (int(x // _CELL), int(y // _CELL))
        for key in ground.nodes.get(cell, ()):
            if key not in pair:
                cost += 4.0
        if cell in ground.lines:
            cost += 0.5
        # Over its edge a line of a map that is weighed against others would look as if it went on.
        if not over and not (left < x < right and top < y < bottom):
            cost += 8.0 if ground.pieces else 1.0
    return cost


def _cell(point: Point) -> tuple[int, int]:
    """The field of a grid that a point lies in."""
    return int(point[0] // _CELL), int(point[1] // _CELL)


def _bow(a: Point, b: Point, height: float) -> Curve:
    """A curve whose middle lies ``height`` to the left of the way from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1.0
    out = height / 0.75
    nx, ny = dy / length * out, -dx / length * out
    return Curve(
        a,
        (a[0] + dx * 0.3 + nx, a[1] + dy * 0.3 + ny),
        (a[0] + dx * 0.7 + nx, a[1] + dy * 0.7 + ny),
        b,
        Ink(),
    )


def straight(a: Point, b: Point) -> Curve:
    """A straight line as a curve."""
    return _bow(a, b, 0.0)


def _back(curve: Curve) -> Curve:
    return Curve(curve.end, curve.control2, curve.control1, curve.start, curve.ink)
