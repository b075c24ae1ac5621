"""Structural balance: where friendships and enmities do not fit together (Heider; Cartwright and Harary).

Among three, the friend of two who fight each other is pulled both ways. Over all, the **frustration** is the
smallest number of pairs that do not fit when the actors are put into two camps: enmities within a camp,
friendships across (Harary 1959; Aref and Wilson, *Journal of Complex Networks* 7, 2019). A pair that has
both counts as an enmity. Finding the number is hard for many actors; where the search is cut short the two
bounds are told instead.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.ties import LOOSE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from briefing.analysis.ties import Tie

Pair = tuple[str, str]

#: Steps of the exact search of a small knot before it is cut short, and starts of the search for camps.
_SMALL = 60
_STEPS, _STARTS, _SEED = 60_000, 12, 1959


@dataclass(frozen=True, slots=True)
class Triad:
    """``friend`` is with ``one`` and ``two``, who are against each other; the relations that say so."""

    friend: str
    one: str
    two: str
    friendly: tuple[str, ...]
    hostile: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frustration:
    """Pairs that fit no division into two camps: from ``low`` to ``high`` of ``pairs``, equal if exact.

    ``camps`` are a division with ``high`` such pairs, ``misfits`` these pairs.
    """

    low: int
    high: int
    pairs: int
    camps: tuple[tuple[str, ...], tuple[str, ...]]
    misfits: tuple[Pair, ...]

    @property
    def exact(self) -> bool:
        """Whether the number is known and not only enclosed."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Between:
    """An actor that is bound to members of several blocs: to which of them, by which relations."""

    actor: str
    blocs: tuple[str, ...]
    member_of: tuple[str, ...]
    ties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """All of it for one day."""

    triads: tuple[Triad, ...]
    at_odds: int
    frustration: Frustration
    between: tuple[Between, ...]


def balance(ties: Iterable[Tie], blocs: Mapping[str, Collection[str]]) -> Balance:
    """The triads that do not fit, the frustration, and who stands between the blocs."""
    held = sorted(ties, key=lambda t: t.id)
    friendly, hostile = _pairs(held, 1), _pairs(held, -1)
    signs = {pair: -1 if pair in hostile else 1 for pair in sorted({*friendly, *hostile})}
    return Balance(
        tuple(triads(friendly, hostile)),
        _at_odds(hostile),
        frustration(signs),
        tuple(between(_pairs(_firmest(held), 1), blocs)),
    )


def _firmest(ties: list[Tie]) -> list[Tie]:
    """The ties without the loose ones, which join almost everybody; those alone where there are no others."""
    firm = [tie for tie in ties if tie.sign > 0 and tie.strength < LOOSE]
    return firm or ties


def _pairs(ties: Iterable[Tie], sign: int) -> dict[Pair, list[str]]:
    found: dict[Pair, list[str]] = defaultdict(list)
    for tie in ties:
        if tie.one != tie.two and tie.sign * sign > 0:
            found[min(tie.one, tie.two), max(tie.one, tie.two)].append(tie.id)
    return dict(found)


def _near(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = defaultdict(set)
    for one, two in pairs:
        near[one].add(two)
        near[two].add(one)
    return near


def triads(
    friendly: Mapping[Pair, Collection[str]], hostile: Mapping[Pair, Collection[str]]
) -> list[Triad]:
    """Whoever is with two who are against each other, in the order of these two."""
    near = _near(pair for pair in friendly if pair not in hostile)
    found: list[Triad] = []
    for one, two in sorted(hostile):
        for friend in sorted(near[one] & near[two]):
            with_both = [
                tie
                for other in (one, two)
                for tie in friendly[min(friend, other), max(friend, other)]
            ]
            against = tuple(hostile[one, two])
            found.append(Triad(friend, one, two, tuple(with_both), against))
    return found


def _at_odds(hostile: Collection[Pair]) -> int:
    """Threes of whom each is against the others."""
    near = _near(hostile)
    return sum(len({c for c in near[a] & near[b] if c > b}) for a, b in hostile)


def between(
    friendly: Mapping[Pair, Collection[str]], blocs: Mapping[str, Collection[str]]
) -> list[Between]:
    """Actors with ties into two blocs or more, or in two: the most pulled first.

    One tie of a member to a stranger's bloc makes nobody a go-between: of another bloc at least two members
    count, all of a bloc of two.
    """
    near = _near(friendly)
    found: list[Between] = []
    for actor in sorted({*near, *(a for who in blocs.values() for a in who)}):
        inside = [name for name, who in blocs.items() if actor in who]
        bound: dict[str, list[str]] = {}
        for name, who in blocs.items():
            others = sorted(near[actor] & set(who))
            if others and (name in inside or len(others) >= min(2, len(set(who) - {actor}))):
                bound[name] = others
        names = sorted({*inside, *bound})
        if len(names) < 2:
            continue
        ties = [
            tie
            for name in names
            for other in bound.get(name, ())
            for tie in friendly[min(actor, other), max(actor, other)]
        ]
        found.append(
            Between(actor, tuple(names), tuple(sorted(inside)), tuple(dict.fromkeys(ties)))
        )
    return sorted(found, key=lambda b: (-len(b.member_of), -len(b.blocs), -len(b.ties), b.actor))


# ---------------------------------------------------------------------- frustration


def frustration(signs: Mapping[Pair, int]) -> Frustration:
    """The least number of pairs that fit no two camps, or its bounds, with the best camps found."""
    side: dict[str, int] = {}
    low = 0
    links: dict[str, dict[str, int]] = defaultdict(dict)
    for (one, two), sign in sorted(signs.items()):
        links[one][two] = links[two][one] = sign
    for part in _components(links):
        knot = _without_leaves(part, links)
        at_least, camps = _solved(knot, links)
        low += at_least
        _hang_leaves(part, links, camps)
        side |= camps
    misfits = tuple(
        pair for pair, sign in sorted(signs.items()) if sign * side[pair[0]] * side[pair[1]] < 0
    )
    camps = (
        tuple(sorted(a for a in side if side[a] > 0)),
        tuple(sorted(a for a in side if side[a] < 0)),
    )
    return Frustration(low, len(misfits), len(signs), camps, misfits)


def _components(links: Mapping[str, Mapping[str, int]]) -> list[list[str]]:
    left = set(links)
    found: list[list[str]] = []
    while left:
        start = min(left)
        seen, waiting = {start}, [start]
        while waiting:
            for other in links[waiting.pop()]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        left -= seen
        found.append(sorted(seen))
    return found


def _without_leaves(part: list[str], links: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The actors without those who hang by one tie: these fit wherever they are put."""
    left = {a: set(links[a]) for a in part}
    waiting = [a for a in part if len(left[a]) == 1]
    while waiting:
        leaf = waiting.pop()
        if leaf not in left or len(left[leaf]) != 1:
            continue
        (holder,) = left.pop(leaf)
        left[holder].discard(leaf)
        if len(left[holder]) == 1:
            waiting.append(holder)
    return sorted(a for a in left if left[a]) or part[:1]


def _hang_leaves(
    part: list[str], links: Mapping[str, Mapping[str, int]], camps: dict[str, int]
) -> None:
    waiting = list(camps)
    while waiting:
        actor = waiting.pop()
        for other, sign in links[actor].items():
            if other not in camps:
                camps[other] = sign * camps[actor]
                waiting.append(other)
    assert len(camps) == len(part)


def _solved(knot: list[str], links: Mapping[str, Mapping[str, int]]) -> tuple[int, dict[str, int]]:
    """A lower bound of the misfits within a knot, and camps; both meet where the search ends."""
    inside = {a: {b: s for b, s in links[a].items() if b in set(knot)} for a in knot}
    camps = _good_camps(knot, inside)
    high = _misfits(camps, inside)
    low = _packed(knot, inside)
    if low < high:
        better, finished = _Search(knot, inside, high).run()
        if better is not None:
            camps = better
        if finished:
            low = _misfits(camps, inside)
    return low, camps


def _misfits(camps: Mapping[str, int], links: Mapping[str, Mapping[str, int]]) -> int:
    return sum(
        sign * camps[a] * camps[b] < 0
        for a, near in links.items()
        for b, sign in near.items()
        if a < b
    )


def _good_camps(knot: list[str], links: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The best of several local searches: whoever fits better on the other side changes sides."""
    chance = random.Random(_SEED)  # noqa: S311 - the same camps each time are the point
    best: dict[str, int] = {}
    fewest = -1
    for start in range(_STARTS):
        camps = {a: 1 if not start else chance.choice((1, -1)) for a in knot}
        moved = True
        while moved:
            moved = False
            for actor in knot:
                if sum(s * camps[actor] * camps[b] for b, s in links[actor].items()) < 0:
                    camps[actor] = -camps[actor]
                    moved = True
        number = _misfits(camps, links)
        if fewest < 0 or number < fewest:
            best, fewest = camps, number
    return best


def _packed(knot: list[str], links: Mapping[str, Mapping[str, int]]) -> int:
    """Rings that do not fit and share no tie: each costs at least one misfit."""
    used: set[Pair] = set()
    found = 0
    for one in knot:
        for two, sign in links[one].items():
            if sign > 0 or one > two or (one, two) in used:
                continue
            for other in sorted(set(links[one]) & set(links[two])):
                ring = [(min(a, b), max(a, b)) for a, b in ((one, two), (one, other), (two, other))]
                fits = links[one][other] * links[two][other] < 0
                if not fits and not used & set(ring):
                    used |= set(ring)
                    found += 1
                    break
    return found


class _Search:
    """Branch and bound: actors one after another into either camp, while fewer misfits are in reach."""

    def __init__(
        self,
        knot: list[str],
        links: Mapping[str, Mapping[str, int]],
        high: int,
    ) -> None:
        self._fewest = high
        self._best: dict[str, int] | None = None
        self._steps = 0
        # Next is always whoever has most ties to those placed, so that misfits show early.
        placed: list[str] = []
        bound = dict.fromkeys(knot, 0)
        while bound:
            chosen = max(sorted(bound), key=lambda a: (bound[a], len(links[a])))
            placed.append(chosen)
            del bound[chosen]
            for other in links[chosen]:
                if other in bound:
                    bound[other] += 1
        self._order = placed
        place = {actor: at for at, actor in enumerate(placed)}
        self._earlier = [
            [(b, sign) for b, sign in links[a].items() if place[b] < at]
            for at, a in enumerate(placed)
        ]

    def run(self) -> tuple[dict[str, int] | None, bool]:
        """Better camps if there are any, and whether the search came to its end."""
        stack: list[tuple[int, int, dict[str, int]]] = [(0, 0, {})]
        while stack:
            at, misfits, camps = stack.pop()
            self._steps += 1
            # Each step looks at all who are placed, so a large knot gets fewer.
            if self._steps * len(self._order) > _STEPS * _SMALL:
                return self._best, False
            if misfits >= self._fewest:
                continue
            if at == len(self._order):
                self._best, self._fewest = camps, misfits
                continue
            actor = self._order[at]
            fits = [
                (sum(s * camps[b] * side < 0 for b, s in self._earlier[at]), side)
                for side in ((1, -1) if at else (1,))
            ]
            for cost, side in sorted(fits, reverse=True):
                if misfits + cost < self._fewest:
                    stack.append((at + 1, misfits + cost, {**camps, actor: side}))
        return self._best, True
