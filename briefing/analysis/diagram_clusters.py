"""Actors that stand in the same blocs and pacts, and how they are set out among themselves."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.map_scene import Whole
    from briefing.domain.picture import Point

#: Width and height of the cell that an actor has for its disc and its name.
CELL = (1.5, 1.0)
#: A pact of fewer parties is a line between two.
LEAST_PACT = 3
#: So large a share of the pairs of parties is bound where a pact is drawn as a star.
_BOUND = 0.8
#: Up to so many stand in one ring around their pact.
_ONE_RING = 9
#: No more than so many stand round the sign of their pact.
_MOST_ROUND = 40
#: A pact that ended after a smaller share of all the time does not decide where its parties stand.
_BRIEF = 0.13


@dataclass(frozen=True, slots=True)
class Cluster:
    """Actors of the same blocs and pacts, in their order.

    ``pacts`` are the lasting ones. ``places`` are their centres from the middle of the cluster,
    which is ``width`` by ``height``. ``seat`` is the pact whose sign stands in that middle. In
    ``rows`` neighbours in the order are neighbours in space, so that any run of them can be framed.
    """

    actors: tuple[str, ...]
    pacts: frozenset[str]
    blocs: frozenset[str]
    places: tuple[Point, ...] = ()
    width: float = CELL[0]
    height: float = CELL[1]
    seat: str = ""
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Parties:
    """Who is in which pact, from when until when."""

    pacts: Mapping[str, Mapping[str, tuple[int, int]]]


def parties(whole: Whole) -> Parties:
    """The parties of each multilateral pact, over all dates.

    A star says that each party is bound to every other; of what binds only some pairs, such as a
    pact of one with two others, each pair is a line of its own.
    """
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    there = {actor.id for actor in whole.scene.actors}
    for number, relation in enumerate(whole.scene.relations):
        ends = {relation.from_id, relation.to_id}
        if not relation.pact or len(ends) < 2 or not ends <= there:
            continue
        first, last = whole.held[number] if whole.held else (0, 0)
        pairs[relation.pact].add((min(ends), max(ends)))
        known = found[relation.pact]
        for actor in (relation.from_id, relation.to_id):
            start, end = known.get(actor, (first, last))
            known[actor] = (min(start, first), max(end, last))
    return Parties(
        {
            pact: known
            for pact, known in found.items()
            if len(known) >= LEAST_PACT and len(pairs[pact]) >= _BOUND * _possible(known)
        }
    )


def _possible(known: Mapping[str, tuple[int, int]]) -> int:
    """How many pairs of parties there were at one time."""
    spans = list(known.values())
    return sum(
        1
        for i, (first, last) in enumerate(spans)
        for start, end in spans[i + 1 :]
        if first <= end and start <= last
    )


def clusters(whole: Whole, who: Parties) -> list[Cluster]:
    """The actors of a briefing by the blocs and pacts in which they ever stand.

    Whoever is in none is a cluster alone. The order of the result follows from names and ids, not
    from that of the records.
    """
    blocs: dict[str, set[str]] = defaultdict(set)
    for bloc in whole.scene.blocs:
        for member in bloc.members:
            blocs[member].add(bloc.id)
    of: dict[str, set[str]] = defaultdict(set)
    for pact in _lasting(who):
        for actor in who.pacts[pact]:
            of[actor].add(pact)
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    names = {actor.id: actor.name for actor in whole.scene.actors}
    for actor in sorted(names, key=lambda one: (names[one], one)):
        sign = (tuple(sorted(of[actor])), tuple(sorted(blocs[actor])))
        groups[sign if any(sign) else (actor,)].append(actor)
    seats = _seats(groups, of)
    found: list[Cluster] = []
    for key, actors in groups.items():
        pacts = frozenset(of[actors[0]])
        seat = next((pact for pact, where in seats.items() if where == key), "")

        def since(actor: str, pacts: frozenset[str] = pacts) -> tuple[object, ...]:
            return (*(who.pacts[pact][actor] for pact in sorted(pacts)), names[actor], actor)

        in_order = tuple(sorted(actors, key=since))
        rows = len(actors) > 1 and bool(pacts) and not seat
        places = _rings(len(actors)) if len(actors) > 2 and not rows else _rows(len(actors))
        if seat and len(actors) <= 2:
            places = [(x, y + (1.2 if i % 2 else -1.2)) for i, (x, y) in enumerate(places)]
        wide = 2 * max(abs(x) for x, _ in places) + CELL[0]
        high = 2 * max(abs(y) for _, y in places) + CELL[1]
        found.append(
            Cluster(
                in_order,
                pacts,
                frozenset(blocs[actors[0]]),
                tuple(places),
                wide,
                high,
                seat,
                rows,
            )
        )
    return found


def _lasting(who: Parties) -> list[str]:
    """The pacts that tell where an actor belongs: not those that ended soon."""
    spans = {
        pact: (min(s for s, _ in known.values()), max(e for _, e in known.values()))
        for pact, known in who.pacts.items()
    }
    if not spans:
        return []
    first, last = min(s for s, _ in spans.values()), max(e for _, e in spans.values())
    least = (last - first) * _BRIEF
    return sorted(
        pact for pact, (start, end) in spans.items() if end == last or end - start >= least
    )


def _seats(
    groups: Mapping[tuple[object, ...], Sequence[str]], of: Mapping[str, set[str]]
) -> dict[str, tuple[object, ...]]:
    """For each pact the cluster in whose middle it stands: the largest of no other pact.

    Of very many the rays would cover the names: those stand in rows, with one line to their frame.
    """
    best: dict[str, tuple[object, ...]] = {}
    for key, actors in groups.items():
        pacts = of[actors[0]]
        if len(pacts) != 1 or not LEAST_PACT <= len(actors) <= _MOST_ROUND:
            continue
        (pact,) = pacts
        if pact not in best or len(actors) > len(groups[best[pact]]):
            best[pact] = key
    return best


def _rows(count: int) -> list[Point]:
    """Cells in rows, to and fro, nearly as wide as high on the page."""
    across = max(1, round(math.sqrt(count * 1.15)))
    if count <= 3:
        across = count
    down = math.ceil(count / across)
    found: list[Point] = []
    for i in range(count):
        row, column = divmod(i, across)
        if row % 2:
            column = across - 1 - column
        found.append(
            ((column - (across - 1) / 2) * CELL[0], (row - (down - 1) / 2) * CELL[1]),
        )
    return found


def _rings(count: int) -> list[Point]:
    """Cells in rings around a free middle, the outer ring first filled."""
    wanted: list[int] = [count]
    if count > _ONE_RING:
        radii = [1.45]
        while sum(_capacity(radius) for radius in radii) < count:
            radii.append(radii[-1] + 1.15)
        left = count
        wanted.clear()
        for i, radius in enumerate(reversed(radii)):
            inner = sum(_capacity(one) for one in radii[: len(radii) - 1 - i])
            share = math.ceil(left * _capacity(radius) / (inner + _capacity(radius)))
            wanted.append(share)
            left -= share
        wanted.reverse()
    found: list[Point] = []
    least = 1.25
    for number in wanted:
        if not number:
            continue
        radius = least
        while _capacity(radius) < number:
            radius += 0.05
        found += _ring(number, radius)
        least = radius + 1.12
    return found


@lru_cache(maxsize=512)
def _capacity(radius: float) -> int:
    """How many unit squares stand side by side on a circle."""
    count = 3
    while _clear(_circle(count + 1, radius)):
        count += 1
    return count


def _circle(count: int, radius: float) -> list[Point]:
    # Measured along a rounded square the squares touch neither at its sides nor at its corners.
    found: list[Point] = []
    for i in range(count):
        angle = 2 * math.pi * (i + 0.5) / count - math.pi / 2
        found.append((math.cos(angle) * radius, math.sin(angle) * radius))
    return found


def _clear(points: Sequence[Point]) -> bool:
    return all(
        max(abs(a[0] - b[0]), abs(a[1] - b[1])) >= 1.04
        for a, b in zip(points, [*points[1:], points[0]], strict=True)
    )


def _ring(count: int, radius: float) -> list[Point]:
    return [(x * CELL[0], y * CELL[1]) for x, y in _circle(count, radius)]
