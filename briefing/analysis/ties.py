"""Relations as ties of a graph: how much each binds, and how alike two partitions of the actors are."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.relation import RelationKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

#: How much a tie binds: who fight together, who arm each other, the rest.
BINDING, CLOSE, LOOSE = 0, 1, 2
#: What a tie of each strength counts.
_COUNTS = (1.0, 0.5, 0.2)
_STRENGTH = {
    RelationKind.DEFENCE_PACT.value: BINDING,
    RelationKind.CO_BELLIGERENCE.value: BINDING,
    RelationKind.STRATEGIC_PARTNERSHIP.value: CLOSE,
    RelationKind.ARMS_TRANSFER.value: CLOSE,
    RelationKind.MILITARY_TECHNOLOGY.value: CLOSE,
}
_SECOND = 0.1


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as it holds on a day. ``weight`` is 1, less where it is doubtful."""

    id: str
    one: str
    two: str
    kind: str
    sign: int
    pledges: tuple[str, ...] = ()
    pact: str = ""
    weight: float = 1.0

    @property
    def strength(self) -> int:
        """How much it binds: 0 who fight together, 1 who arm each other, 2 the rest."""
        if {"defense", "offense"} & set(self.pledges):
            return BINDING
        return _STRENGTH.get(self.kind, LOOSE)


class TieGraph:
    """The ties of each pair: those that bind, by strength, and those of hostility."""

    def __init__(self, actors: Collection[str], ties: Iterable[Tie]) -> None:
        self.actors = set(actors)
        self.bonds: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        self.against: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        parties: dict[tuple[str, str], set[str]] = defaultdict(set)
        for tie in sorted(ties, key=lambda t: t.id):
            if tie.one == tie.two or not {tie.one, tie.two} <= self.actors or not tie.sign:
                continue
            pair = (min(tie.one, tie.two), max(tie.one, tie.two))
            (self.bonds if tie.sign > 0 else self.against)[pair].append(tie)
            if tie.sign > 0 and tie.pact:
                parties[tie.pact, tie.kind].update(pair)
        self._parties = {key: len(who) for key, who in parties.items()}
        self.weights = {pair: self._weight(held) for pair, held in sorted(self.bonds.items())}
        self.strength = {pair: min(t.strength for t in held) for pair, held in self.bonds.items()}
        self.near: dict[str, dict[str, int]] = defaultdict(dict)
        for (one, two), strength in self.strength.items():
            self.near[one][two] = self.near[two][one] = strength

    def _weight(self, ties: list[Tie]) -> float:
        counts = sorted((self._counts(tie) for tie in ties), reverse=True)
        return counts[0] + _SECOND * sum(counts[1:])

    def _counts(self, tie: Tie) -> float:
        counts = _COUNTS[tie.strength] * tie.weight
        if tie.strength == LOOSE:
            # What is promised to thirty at once binds little: the Helsinki Final Act makes no bloc.
            counts /= max(1, self._parties.get((tie.pact, tie.kind), 2) - 1)
        return counts

    def bound_to(self, actor: str, others: Collection[str], strength: int) -> list[str]:
        """Those of the others to whom the actor is bound at least so strongly."""
        near = self.near[actor]
        return sorted(o for o in others if near.get(o, LOOSE + 1) <= strength)

    def between(self, one: str, two: str) -> list[Tie]:
        """What binds a pair."""
        return self.bonds.get((min(one, two), max(one, two)), [])

    def hostile(self, one: str, two: str) -> list[Tie]:
        """What a pair has against each other."""
        return self.against.get((min(one, two), max(one, two)), [])


def adjusted_rand(one: Mapping[str, int | str], two: Mapping[str, int | str]) -> float:
    """How far two partitions of the same things agree beyond chance: 1 wholly, 0 as chance would.

    Hubert and Arabie, *Journal of Classification* 2 (1985). Things that only one of them has are left out.
    """
    both = sorted(set(one) & set(two))

    def pairs(numbers: Iterable[int]) -> float:
        return sum(n * (n - 1) / 2 for n in numbers)

    total = len(both) * (len(both) - 1) / 2
    if not total:
        return 1.0
    together = pairs(Counter((one[k], two[k]) for k in both).values())
    first = pairs(Counter(one[k] for k in both).values())
    second = pairs(Counter(two[k] for k in both).values())
    chance, most = first * second / total, (first + second) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)
