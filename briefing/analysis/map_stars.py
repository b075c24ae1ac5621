"""Pacts of many as stars: one line from each member to the one at the pact's hub.

A pact of n members joins n (n - 1) / 2 pairs; drawn as pairs, the pacts of 1985 cross 26,000 times. All
members of a pact are bound to each other, so a line from each to any one of them tells the truth.
Which member stands at the hub is chosen so that the lines of all pacts cross as little as they can.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from briefing.analysis.map_lines import trim
from briefing.analysis.map_routes import Leg, Star, straight, ways
from briefing.analysis.map_scene import pacts_of_many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.map_lines import Node
    from briefing.analysis.map_scene import MapRelation
    from briefing.domain.picture import Box, Curve, Point

#: Members that are tried as hubs: those in the middle, and those with most lines.
_MIDDLE, _BUSY = 12, 3
_PASSES = 2
_Key = tuple[str, str]
#: A NumPy array, which is loaded late.
Segments = Any


def stars(
    relations: Sequence[MapRelation],
    nodes: Mapping[str, Node],
    inside: Box,
    turns: Mapping[str, float],
) -> tuple[list[MapRelation], tuple[Star, ...]]:
    """The relations that are no part of a star, and the stars, the greatest pact first."""
    members = pacts_of_many(relations)
    names = list(members)
    pacts: dict[str, list[MapRelation]] = {name: [] for name in names}
    for one in relations:
        if one.pact in pacts:
            pacts[one.pact].append(one)
    rest = [one for one in relations if one.pact not in pacts]
    if not names:
        return rest, ()
    chooser = _Chooser(rest, nodes, inside, turns)
    hubs = chooser.choose(members)
    drawn: dict[_Key, Leg] = {}
    made: dict[str, list[_Key]] = {}
    for name in names:
        hub = hubs[name]
        for member in members[name]:
            if member == hub:
                continue
            mine = tuple(one for one in pacts[name] if member in (one.from_id, one.to_id))
            key = _key(hub, member)
            before = drawn.get(key)
            if before is not None:
                # Two pacts that join the same two are one line, which stands for both.
                drawn[key] = Leg(before.ends, (*before.relations, *mine), before.pieces)
                continue
            drawn[key] = Leg((hub, member), mine, _pieces(hub, member, nodes, turns))
            made.setdefault(name, []).append(key)
    found = tuple(
        Star(
            name, hubs[name], tuple(members[name]), tuple(drawn[key] for key in made.get(name, ()))
        )
        for name in names
    )
    return rest, found


def _key(a: str, b: str) -> _Key:
    return (a, b) if a < b else (b, a)


def _pieces(
    hub: str, member: str, nodes: Mapping[str, Node], turns: Mapping[str, float]
) -> tuple[Curve, ...]:
    a, b = nodes[hub], nodes[member]
    routes = ways(a.point, b.point, turns.get(hub, 0.0), turns.get(member, 0.0))
    pieces = [straight(*route) for route in routes]
    pieces[0] = trim(pieces[0], a.radius + 1.0, 0.0)
    pieces[-1] = trim(pieces[-1], 0.0, b.radius + 1.0)
    return tuple(pieces)


class _Chooser:
    """Finds the hubs with which all lines together cross the least."""

    def __init__(
        self,
        rest: Sequence[MapRelation],
        nodes: Mapping[str, Node],
        inside: Box,
        turns: Mapping[str, float],
    ) -> None:
        self._nodes, self._turns = nodes, turns
        self._across = max(1.0, inside[2] - inside[0])
        self._pairs = {_key(one.from_id, one.to_id) for one in rest}
        self._routes: dict[_Key, list[tuple[Point, Point]]] = {}

    def choose(self, pacts: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """A member for each pact."""
        # Treaties of two within a pact go to its lines where the picture is dense, so they do not count.
        sets = [set(members) for members in pacts.values()]
        fixed = {pair for pair in self._pairs if not any(set(pair) <= one for one in sets)}
        degree: dict[str, int] = {}
        for members in pacts.values():
            for member in members:
                degree[member] = degree.get(member, 0) + 1
        hubs: dict[str, str] = {}
        for _ in range(_PASSES if len(pacts) > 1 else 1):
            before = dict(hubs)
            for name, members in pacts.items():
                others = fixed | {
                    _key(hub, member)
                    for other, hub in hubs.items()
                    if other != name
                    for member in pacts[other]
                    if member != hub
                }
                tried = self._candidates(members, degree, hubs)
                hubs[name] = min(tried, key=_Cost(self, members, others))
            if hubs == before:
                break
        return hubs

    def _candidates(
        self, members: Sequence[str], degree: Mapping[str, int], hubs: Mapping[str, str]
    ) -> list[str]:
        if len(members) <= _MIDDLE:
            return list(members)
        xs = sorted(self._nodes[one].x for one in members)
        ys = sorted(self._nodes[one].y for one in members)
        middle = xs[len(xs) // 2], ys[len(ys) // 2]
        near = sorted(members, key=lambda one: math.dist(self._nodes[one].point, middle))
        busy = sorted(members, key=lambda one: (-degree[one], one))[:_BUSY]
        known = [hub for hub in hubs.values() if hub in set(members)]
        return sorted({*near[:_MIDDLE], *busy, *known})

    def cost(self, hub: str, members: Sequence[str], others: set[_Key]) -> tuple[float, str]:
        """What the lines from a hub come to beside the others: crossings first, then length."""
        new = [key for m in members if m != hub and (key := _key(hub, m)) not in others]
        length = sum(math.dist(a, b) for key in new for a, b in self._route(key))
        crossings = int(crossed(self._segments(new), self._segments(sorted(others))).sum())
        return crossings + 0.1 * len(new) + 0.5 * length / self._across, hub

    def _segments(self, keys: Sequence[_Key]) -> Segments:
        return segments([piece for key in keys for piece in self._route(key)])

    def _route(self, key: _Key) -> list[tuple[Point, Point]]:
        found = self._routes.get(key)
        if found is None:
            one, two = key
            found = self._routes[key] = ways(
                self._nodes[one].point,
                self._nodes[two].point,
                self._turns.get(one, 0.0),
                self._turns.get(two, 0.0),
            )
        return found


class _Cost:
    def __init__(self, chooser: _Chooser, members: Sequence[str], others: set[_Key]) -> None:
        self._chooser, self._members, self._others = chooser, members, others

    def __call__(self, hub: str) -> tuple[float, str]:
        return self._chooser.cost(hub, self._members, self._others)


def segments(pieces: Sequence[tuple[Point, Point]]) -> Segments:
    """Straight pieces as an array of rows x, y, x, y."""
    import numpy as np

    return np.array([(*a, *b) for a, b in pieces]).reshape(-1, 4)


def crossed(new: Segments, old: Segments) -> Segments:
    """How many of the old straight pieces each new one crosses; a shared end is no crossing."""
    import numpy as np

    if not len(new) or not len(old):
        return np.zeros(len(new), dtype=int)
    a, b = (new[:, 0:1], new[:, 1:2]), (new[:, 2:3], new[:, 3:4])
    c, d = (old[:, 0], old[:, 1]), (old[:, 2], old[:, 3])
    near = 1e-6
    apart = _side(a, b, c) * _side(a, b, d) < -near
    across = _side(c, d, a) * _side(c, d, b) < -near
    return (apart & across).sum(axis=1)


def _side(p: tuple[Any, Any], q: tuple[Any, Any], r: tuple[Any, Any]) -> Any:  # noqa: ANN401
    """On which side of the way from p to q each r lies, by sign."""
    return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
