"""All lines of a bloc map: arcs by pair, bundles, and trees of the pacts of many."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.analysis.map_courses import Course, Ground, bent, drawn, routes_of
from briefing.analysis.map_pacts import apart, pacts
from briefing.analysis.map_untangling import untangled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.map_courses import Pair, Routes
    from briefing.analysis.map_lines import Node
    from briefing.analysis.map_pacts import Pact
    from briefing.analysis.map_scene import MapRelation
    from briefing.domain.picture import Box, Curve

#: Lines from which on a picture is dense: arcs are flatter, all parallel lines bundled, and a treaty
#: of two who share a pact of the same kind is told by the pact's lines.
DENSE = 60
#: Relations of one pair from which on they are a bundle, in a picture that is not dense.
_BUNDLE = 3
#: How far the lines of a pair lie apart: in a bundle, over a long way and over a short one, up to the last.
_TIGHT, _LOOSE, _NARROW, _SHORT = 3.2, 9.0, 7.5, 60.0
#: Pairs up to which crossings are weighed.
_WEIGHED = 120


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
    shown = [
        one
        for one in relations
        if one.from_id in nodes and one.to_id in nodes and one.from_id != one.to_id
    ]
    over = turns or {}
    across = inside[2] - inside[0]
    rest, made = pacts(shown, nodes, over, across, members=members, told=told)
    pairs = {pair: group for pair, group in _pairs(rest).items() if apart(pair, told or {})}
    # Each member of a pact has about one line, here or in an inset.
    bound = {one for pact in made for one in pact.members}
    dense = dense or len(pairs) + len(bound) > DENSE
    if dense:
        made, pairs = _absorb(made, pairs)
    fans = [
        _Fan.of(group, routes_of(pair, nodes, over), pair, dense=dense, opened=opened)
        for pair, group in pairs.items()
    ]
    fans.sort(key=lambda fan: (math.dist(*fan.course.routes[0]), fan.course.pair))
    legs = [
        Course(leg.ends, routes_of(leg.ends, nodes, over), firm=True)
        for pact in made
        for leg in pact.legs
    ]
    ground = None
    if len(pairs) <= _WEIGHED or not dense:
        ground = _ground(nodes, legs, covers, weigh=dense or bool(made))
        bows: list[Course] = []
        for fan in fans:
            height = bent(fan.course, ground, inside, flat=dense)
            bows.append(replace(fan.course, height=height))
            ground.put(bows[-1], fan.heights(height))
        if ground.among or not dense:
            found = untangled([*legs, *bows], ground, inside)
            legs, bows = found[: len(legs)], found[len(legs) :]
        fans = [replace(fan, course=course) for fan, course in zip(fans, bows, strict=True)]
    single: list[Strand] = []
    bundles: list[Bundle] = []
    for fan in fans:
        strands = fan.strands(nodes, inside)
        if fan.tight:
            loose = fan.loosened()
            if ground is not None:
                height = bent(loose.course, ground, inside, flat=dense)
                loose = replace(loose, course=replace(loose.course, height=height))
            bundles.append(Bundle(fan.course.pair, strands, loose.strands(nodes, inside)))
        else:
            single += strands
    return Net(tuple(single), tuple(bundles), _with_pieces(made, legs, nodes, inside), dense)


@dataclass(frozen=True, slots=True)
class _Fan:
    """The relations of one pair and the course that they share."""

    group: tuple[MapRelation, ...]
    course: Course
    tight: bool

    @classmethod
    def of(
        cls,
        group: Sequence[MapRelation],
        routes: Routes,
        pair: Pair,
        *,
        dense: bool,
        opened: bool,
    ) -> _Fan:
        """As the lines run where nothing is in their way; many in a picture that is not for paper are
        bundled."""
        away = math.dist(*routes[0])
        height = min(0.13 * away, 46.0) if not dense else min(0.07 * away, 20.0)
        if len(group) > 1 and away < _SHORT:
            height = 0.0
        tight = not opened and len(group) >= (2 if dense else _BUNDLE)
        if tight:
            return cls(tuple(group), Course(pair, routes, height), tight)
        return cls(tuple(group), _apart(pair, routes, height, len(group)), tight)

    def loosened(self) -> _Fan:
        """With its lines apart."""
        course = self.course
        loose = _apart(course.pair, course.routes, course.height, len(self.group))
        return _Fan(self.group, loose, tight=False)

    @property
    def spacing(self) -> float:
        """How far its lines lie apart."""
        return _TIGHT if self.tight else _spacing(self.course.routes)

    def heights(self, middle: float) -> list[float]:
        """The heights of the bows of its lines."""
        count = len(self.group)
        if count == 1:
            return [middle]
        spacing = self.spacing
        spread = (count - 1) / 2 * spacing
        return [middle + number * spacing - spread for number in range(count)]

    def strands(self, nodes: Mapping[str, Node], inside: Box) -> tuple[Strand, ...]:
        """Each relation with its curves."""
        start, end = (nodes[one] for one in self.course.pair)
        found: list[Strand] = []
        for relation, height in zip(self.group, self.heights(self.course.height), strict=True):
            forth = relation.from_id == self.course.pair[0]
            first, last = (start, end) if forth else (end, start)
            trims = (first.radius + 1.0, last.radius + (3.0 if relation.directed else 1.0))
            found.append(Strand(relation, drawn(self.course.routes, height, forth, trims, inside)))
        return tuple(found)


def _apart(pair: Pair, routes: Routes, height: float, count: int) -> Course:
    """The course of lines that lie apart."""
    return Course(pair, routes, height, (count - 1) / 2 * _spacing(routes), count)


def _spacing(routes: Routes) -> float:
    return _LOOSE if math.dist(*routes[0]) > _SHORT else _NARROW


def _with_pieces(
    made: tuple[Pact, ...], courses: Sequence[Course], nodes: Mapping[str, Node], inside: Box
) -> tuple[Pact, ...]:
    """The pacts with the curves of their legs."""
    curves = {
        one.pair: drawn(
            *(one.routes, one.height, True),
            (nodes[one.pair[0]].radius + 1.0, nodes[one.pair[1]].radius + 1.0),
            inside,
        )
        for one in courses
    }
    return tuple(
        replace(pact, legs=tuple(replace(leg, pieces=curves[leg.ends]) for leg in pact.legs))
        for pact in made
    )


def _ground(
    nodes: Mapping[str, Node], legs: Sequence[Course], covers: Sequence[Box], *, weigh: bool
) -> Ground:
    """What arcs keep clear of; with ``weigh`` they are laid where they cross the least."""
    ground = Ground(among=bool(legs) and weigh)
    for key, node in nodes.items():
        ground.put_node(key, node)
    # Among pacts, crossings count for more than what an inset hides.
    for box in () if weigh else covers:
        ground.put_cover(box)
    for leg in legs:
        ground.put(leg, [0.0])
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
    legs = {leg.ends for pact in made for leg in pact.legs}
    gained: dict[tuple[str, str], list[MapRelation]] = {}
    left: dict[tuple[str, str], list[MapRelation]] = {}
    for pair, group in pairs.items():
        home = next((pact for pact in made if set(pair) <= set(pact.members)), None)
        lines: list[tuple[str, str]] = []
        if home is not None:
            hung = [home.lines[end] for end in pair if end in home.lines]
            lines = [pair] if pair in legs else list(dict.fromkeys(hung))
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
