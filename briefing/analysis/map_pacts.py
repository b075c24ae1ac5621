"""Pacts of many as trees: lines from member to member, each between two who are bound to each other.

A pact of n members joins n (n - 1) / 2 pairs; drawn as pairs, the pacts of 1985 cross 26,000 times. A tree
over its members has n - 1 lines, each of them one of the pact's own relations. It is the shortest tree
(Kruskal, *Proceedings of the American Mathematical Society* 7, 1956), so a pact stays in its region and
its own lines do not cross. A line that crosses others counts as longer, and one that is drawn anyway as
nothing: of two pacts of which one lies within the other the larger takes up the lines of the smaller.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.map_courses import meets, routes_of, segments
from briefing.analysis.map_scene import pacts_of_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.analysis.map_lines import Node
    from briefing.analysis.map_scene import MapRelation
    from briefing.domain.picture import Curve

#: What crossing one line counts, as a share of the width of the picture.
_CROSSING = 0.08
#: By how much of its length a tie counts as longer that may not hold, is denied or has no source.
_DOUBT = 1.0
_Key = tuple[str, str]
_Ties = dict[_Key, list["MapRelation"]]


@dataclass(frozen=True, slots=True)
class Leg:
    """A line of a pact, which joins two of its members: ``ends`` are the two.

    It stands for their relation in the pact, first, for the others of the member that hangs on it, for
    the same in other pacts with this line, and for treaties of the same kind between members.
    """

    ends: tuple[str, str]
    relations: tuple[MapRelation, ...]
    pieces: tuple[Curve, ...] = ()


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


def pacts(
    relations: Sequence[MapRelation],
    nodes: Mapping[str, Node],
    turns: Mapping[str, float],
    across: float,
    *,
    members: Mapping[str, Sequence[str]] | None = None,
    told: Mapping[str, int] | None = None,
) -> tuple[list[MapRelation], tuple[Pact, ...]]:
    """The relations that are no part of a pact of many, and those pacts, the greatest first.

    ``across`` is the width of the picture. ``members`` are those of each pact, where the relations are
    not all that there are. ``told`` gives for the actors that an inset shows its number: it draws what
    joins two of them.
    """
    who = pacts_of_many(relations) if members is None else members
    ties: dict[str, _Ties] = {name: {} for name in who}
    rest: list[MapRelation] = []
    for one in relations:
        if one.pact in ties:
            ties[one.pact].setdefault(_key(one.from_id, one.to_id), []).append(one)
        else:
            rest.append(one)
    ground = _Ground(nodes, turns, across, {_key(one.from_id, one.to_id) for one in rest}, who)
    trees: dict[str, _Tree] = {}
    owners: dict[_Key, str] = {}
    # The smallest first, whose lines the larger ones take up.
    for name in reversed(list(who)):
        if not ties[name]:
            continue
        tree = trees[name] = _Tree(ties[name], ground, told or {})
        for key in tree.keys:
            owners.setdefault(key, name)
        ground.drawn.update(tree.keys)
    legs: dict[_Key, list[MapRelation]] = {key: [] for key in owners}
    for name in who:
        if name in trees:
            for key, mine in trees[name].stands_for().items():
                legs[key] += mine
    return rest, tuple(
        Pact(
            name,
            _busiest([key for key in trees[name].keys if owners[key] == name]),
            tuple(who[name]),
            tuple(Leg(key, tuple(legs[key])) for key in trees[name].keys if owners[key] == name),
            trees[name].lines,
        )
        for name in who
        if name in trees
    )


def _key(a: str, b: str) -> _Key:
    return (a, b) if a < b else (b, a)


def _busiest(keys: Sequence[_Key]) -> str:
    """Who has the most of these lines, "" where there are none."""
    ends = sorted(end for key in keys for end in key)
    return max(ends, key=ends.count, default="")


class _Tree:
    """The lines of one pact. Where an inset shows several members, a line to one of them is enough."""

    def __init__(self, ties: _Ties, ground: _Ground, told: Mapping[str, int]) -> None:
        self._ties = ties
        inside, joined = _Sets(), _Sets()
        open_ties: list[_Key] = []
        for key in ties:
            if apart(key, told):
                open_ties.append(key)
            else:
                inside.join(*key)
                joined.join(*key)
        order = sorted(
            (weight * (1.0 + _DOUBT * _doubt(ties[key])), key)
            for key, weight in zip(open_ties, ground.weights(open_ties), strict=True)
        )
        # Of who is seen together in an inset one speaks for all.
        self._home = {end: inside.root(end) for key in ties for end in key}
        self.keys = self._chosen(order, joined)
        self.lines = self._hung()

    def _chosen(self, order: Sequence[tuple[float, _Key]], joined: _Sets) -> tuple[_Key, ...]:
        left = len(set(self._home.values())) - 1
        found: list[_Key] = []
        for _, key in order:
            if len(found) == left:
                break
            if joined.join(*key):
                found.append(key)
        return tuple(found)

    def _hung(self) -> dict[str, _Key]:
        """The line by which each member hangs on the others, none for those at the root."""
        near: dict[str, list[_Key]] = {}
        for key in self.keys:
            for end in key:
                near.setdefault(self._home[end], []).append(key)
        hung: dict[str, _Key] = {}
        seen: set[str] = set()
        for first in sorted(near, key=lambda one: (-len(near[one]), one)):
            queue = [] if first in seen else [first]
            seen.add(first)
            for group in queue:
                for key in near[group]:
                    one, other = self._home[key[0]], self._home[key[1]]
                    beyond = other if one == group else one
                    if beyond not in seen:
                        seen.add(beyond)
                        hung[beyond] = key
                        queue.append(beyond)
        return {one: hung[home] for one, home in self._home.items() if home in hung}

    def stands_for(self) -> dict[_Key, list[MapRelation]]:
        """For each line the relation that it is, and those of the members that hang on it."""
        found = {key: list(self._ties[key]) for key in self.keys}
        for (a, b), relations in self._ties.items():
            if (a, b) not in found and self._home[a] != self._home[b]:
                one, other = self.lines.get(a), self.lines.get(b)
                if one is not None:
                    found[one] += relations
                if other is not None and other != one:
                    found[other] += relations
        return found


def apart(key: _Key, told: Mapping[str, int]) -> bool:
    """Whether no inset shows both of a pair."""
    return key[0] not in told or told.get(key[1]) != told[key[0]]


def _doubt(relations: Iterable[MapRelation]) -> int:
    return min(one.denied + one.faint + (not one.cited) for one in relations)


class _Sets:
    """Which things have been joined (union and find)."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def root(self, one: str) -> str:
        """The one that speaks for all who were joined with this."""
        while (up := self._up.get(one, one)) != one:
            self._up[one] = self._up.get(up, up)
            one = up
        return one

    def join(self, one: str, other: str) -> bool:
        """Join two; False where they were."""
        a, b = self.root(one), self.root(other)
        self._up[max(a, b)] = min(a, b)
        return a != b


class _Ground:
    """What a further line costs beside those that are drawn."""

    def __init__(
        self,
        nodes: Mapping[str, Node],
        turns: Mapping[str, float],
        across: float,
        pairs: set[_Key],
        members: Mapping[str, Sequence[str]],
    ) -> None:
        self._nodes, self._turns, self._across = nodes, turns, across
        # Treaties of two within a pact go to its lines where the picture is dense, so they do not count.
        sets = [set(who) for who in members.values()]
        self._pairs = {pair for pair in pairs if not any(set(pair) <= one for one in sets)}
        self.drawn: set[_Key] = set()

    def weights(self, keys: Sequence[_Key]) -> list[float]:
        """What each line would come to: its length, more where it crosses, nothing where it is drawn."""
        import numpy as np

        routes = [routes_of(key, self._nodes, self._turns) for key in keys]
        owner = [number for number, route in enumerate(routes) for _ in route]
        old = [
            piece
            for key in sorted(self.drawn | self._pairs)
            for piece in routes_of(key, self._nodes, self._turns)
        ]
        new = segments([piece for route in routes for piece in route])
        counts = meets(new, segments(old)).sum(axis=1)
        each = np.bincount(np.array(owner, dtype=int), counts, len(keys))
        return [
            0.0
            if key in self.drawn
            else sum(math.dist(a, b) for a, b in route) + _CROSSING * self._across * float(count)
            for key, route, count in zip(keys, routes, each, strict=True)
        ]
