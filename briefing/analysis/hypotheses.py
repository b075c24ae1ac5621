"""Analysis of competing hypotheses (Heuer, Psychology of Intelligence Analysis, 1999, ch. 8).

A hypothesis is weakened by what speaks against it; what speaks for it may speak for its rivals as
well and does not count. The weights and the number for each rating are this program's convention,
not Heuer's, and every output says so with :data:`CONVENTION`.

Scores are whole tenths of a point, so that equal scores are equal and ties can be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The ratings in their order, from strongly consistent to strongly inconsistent.
RATINGS = ("CC", "C", "N", "I", "II")
#: What each rating says.
MEANINGS = {
    "CC": "strongly consistent",
    "C": "consistent",
    "N": "neither",
    "I": "inconsistent",
    "II": "strongly inconsistent",
    "": "not rated",
}
#: Credibility to weight, in tenths. A row of credibility 6, or of none, is not weighed but counted.
WEIGHTS = {"1": 10, "2": 8, "3": 6, "4": 4, "5": 2}
_PLAIN = 10
_AGAINST = {"I": 1, "II": 2}
_SCALE = {"CC": -2, "C": -1, "N": 0, "I": 1, "II": 2}
CONVENTION = (
    "Weights by credibility: 1 counts 1, 2 counts 0.8, 3 counts 0.6, 4 counts 0.4, 5 counts 0.2; an "
    "I counts once, an II twice, nothing else counts. The weights are this program’s convention; the "
    "method is Heuer’s (Psychology of Intelligence Analysis, 1999, ch. 8)."
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of evidence: its credibility "1" to "6" or empty, and one rating a hypothesis.

    A rating that nobody gave is empty.
    """

    id: str
    credibility: str
    ratings: tuple[str, ...]

    @property
    def graded(self) -> bool:
        """Whether the row is weighed."""
        return self.credibility in WEIGHTS


@dataclass(frozen=True, slots=True)
class Turn:
    """What taking a row away does to the order of the hypotheses, named by their places.

    ``reversed`` are pairs (a, b) where b was less inconsistent than a, and a is without the row.
    ``levelled`` are pairs that come level, ``parted`` (a, b) were level and a is less inconsistent
    without the row. ``first`` are the least inconsistent without the row.
    """

    row_id: str
    reversed: tuple[tuple[int, int], ...]
    levelled: tuple[tuple[int, int], ...]
    parted: tuple[tuple[int, int], ...]
    first: tuple[int, ...]


def scores(rows: Sequence[Row], hypotheses: int) -> tuple[int, ...]:
    """Weighed inconsistency of each hypothesis in tenths; low is better."""
    return _sum(rows, hypotheses, plain=False)


def plain_scores(rows: Sequence[Row], hypotheses: int) -> tuple[int, ...]:
    """Inconsistency in tenths where every row, graded or not, weighs 1."""
    return _sum(rows, hypotheses, plain=True)


def scores_without(whole: Sequence[int], row: Row) -> tuple[int, ...]:
    """What the scores of a whole matrix would be without one of its rows."""
    own = scores([row], len(whole))
    return tuple(total - less for total, less in zip(whole, own, strict=True))


def ungraded(rows: Sequence[Row]) -> int:
    """How many rows are not weighed since nobody has judged their credibility."""
    return sum(not row.graded for row in rows)


def diagnosticity(ratings: Sequence[str]) -> int:
    """How far a row tells hypotheses apart, 0 to 4: the span of its ratings from CC −2 to II 2.

    A cell that nobody has rated says nothing; a row with fewer than two ratings tells nothing apart.
    """
    numbers = [_SCALE[value] for value in ratings if value in _SCALE]
    return max(numbers) - min(numbers) if len(numbers) > 1 else 0


def ranking(totals: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Places of the hypotheses from the least inconsistent on; those that are level stand together."""
    return tuple(
        tuple(at for at, total in enumerate(totals) if total == step)
        for step in sorted(set(totals))
    )


def sensitivity(rows: Sequence[Row], hypotheses: int) -> tuple[Turn, ...]:
    """The single rows without which the weighed order would be another, in the order given.

    A row turns the order where its absence reverses a pair, or makes or breaks a tie.
    """
    whole = scores(rows, hypotheses)
    found: list[Turn] = []
    for row in rows:
        less = scores_without(whole, row)
        if ranking(less) == ranking(whole):
            continue
        turned: list[tuple[int, int]] = []
        level: list[tuple[int, int]] = []
        parted: list[tuple[int, int]] = []
        for a, b in combinations(range(hypotheses), 2):
            before, after = whole[a] - whole[b], less[a] - less[b]
            ordered = (a, b) if after < 0 else (b, a)
            if before * after < 0:
                turned.append(ordered)
            elif before and not after:
                level.append((a, b))
            elif after and not before:
                parted.append(ordered)
        found.append(Turn(row.id, tuple(turned), tuple(level), tuple(parted), ranking(less)[0]))
    return tuple(found)


def points(tenths: int) -> str:
    """A score as it is written: "1.6"."""
    return f"{tenths / 10:.1f}"


def step(value: str, towards: int) -> str:
    """The rating beside ``value``: +1 towards consistent, −1 towards inconsistent.

    From a cell that is not rated, C or I.
    """
    if value not in _SCALE:
        return "C" if towards > 0 else "I"
    return RATINGS[max(0, min(len(RATINGS) - 1, RATINGS.index(value) - towards))]


def _sum(rows: Sequence[Row], hypotheses: int, *, plain: bool) -> tuple[int, ...]:
    totals = [0] * hypotheses
    for row in rows:
        weight = _PLAIN if plain else WEIGHTS.get(row.credibility, 0)
        for at, value in enumerate(row.ratings[:hypotheses]):
            totals[at] += _AGAINST.get(value, 0) * weight
    return tuple(totals)
