"""How far people agree who rated the same things independently, beyond what chance gives.

Two people: Cohen's kappa (J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and
Psychological Measurement 20, 1960). Any number, with answers missing: Krippendorff's alpha
(K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, 2011). Both
are 1 where all agree, 0 where they agree as often as chance would have it, and below 0 where less.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Agreement:
    """What independent answers come to.

    ``raters`` gave an answer at all; ``rated`` items have at least two. ``same`` of these have one answer
    only. ``kappa`` is for exactly two raters, over the items that both answered; ``alpha`` for any number.
    Either is None where it is not defined: too little was rated, or everybody always gave the same answer.
    """

    raters: int
    rated: int
    same: int
    kappa: float | None
    alpha: float | None


def agreement(items: Sequence[Mapping[str, str]], order: Sequence[str] = ()) -> Agreement:
    """The agreement over items, each a mapping of raters to their answers.

    ``order`` ranks the answers of an ordinal scale, least first: answers near each other then count as
    nearer in alpha. Without it, or for an answer that is not in it, answers are equal or different.
    """
    raters = sorted({rater for answers in items for rater in answers})
    rated = [answers for answers in items if len(answers) > 1]
    pairs = (
        [
            (answers[raters[0]], answers[raters[1]])
            for answers in items
            if raters[0] in answers and raters[1] in answers
        ]
        if len(raters) == 2
        else []
    )
    return Agreement(
        raters=len(raters),
        rated=len(rated),
        same=sum(len(set(answers.values())) == 1 for answers in rated),
        kappa=kappa(pairs),
        alpha=alpha([list(answers.values()) for answers in rated], order),
    )


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of the answers of two raters to the same items; None where it is not defined."""
    total = len(pairs)
    if not total:
        return None
    seen = sum(one == two for one, two in pairs) / total
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    by_chance = sum(first[answer] * second[answer] for answer in first) / total**2
    if by_chance >= 1:
        return None
    return (seen - by_chance) / (1 - by_chance)


def alpha(units: Sequence[Sequence[str]], order: Sequence[str] = ()) -> float | None:
    """Krippendorff's alpha of items with their answers, whoever gave them; None where not defined.

    Items with fewer than two answers tell nothing and are passed over. ``order`` as in ``agreement``.
    """
    together: dict[tuple[str, str], float] = {}
    for answers in units:
        for one, two in permutations(range(len(answers)), 2):
            pair = answers[one], answers[two]
            together[pair] = together.get(pair, 0.0) + 1 / (len(answers) - 1)
    held: dict[str, float] = {}
    for (one, _), weight in together.items():
        held[one] = held.get(one, 0.0) + weight
    apart = _Distance(held, order)
    seen = sum(weight * apart(*pair) for pair, weight in together.items())
    by_chance = sum(held[one] * held[two] * apart(one, two) for one in held for two in held)
    if not by_chance:
        return None
    return 1 - (sum(held.values()) - 1) * seen / by_chance


class _Distance:
    """How far two answers are apart, squared: 0 or 1, or by what lies between them on the scale."""

    def __init__(self, held: Mapping[str, float], order: Sequence[str]) -> None:
        self._held = held
        # What is no step of the scale ("cannot be judged") is not beyond its ends: equal or different.
        self._rank = {answer: rank for rank, answer in enumerate(order)}
        self._steps = [held.get(answer, 0.0) for answer in order]
        ends = [rank for answer, rank in self._rank.items() if held.get(answer)]
        self._widest = self._between(min(ends), max(ends)) if len(ends) > 1 else 1.0

    def __call__(self, one: str, two: str) -> float:
        if one == two:
            return 0.0
        first, second = self._rank.get(one), self._rank.get(two)
        if first is None or second is None:
            return self._widest
        return self._between(min(first, second), max(first, second))

    def _between(self, low: int, high: int) -> float:
        inside = sum(self._steps[low : high + 1])
        return (inside - (self._steps[low] + self._steps[high]) / 2) ** 2
