"""Suggested blocs against NATO and the Soviet side, beside what Leiden alone gives; and how long it takes.

The truth is who was party to the North Atlantic Treaty on 1 July of the year, and to the Warsaw Treaty or,
before it, who was bound to the Soviet Union in Eastern Europe. It is near the data, so high agreement is
no proof; the false members are what tells: those whom a partition puts with a side to which they never
belonged.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from briefing.analysis import reference_set
from briefing.analysis.communities import suggest
from briefing.analysis.ties import Tie, adjusted_rand
from briefing.domain.dates import from_day, parse

#: Year to the agreement that is asked for.
WANTED = {1950: 0.92, 1960: 0.94, 1985: 1.0}
_BEFORE_WARSAW = frozenset(
    ("bulgaria", "czechoslovakia", "hungary", "poland", "romania", "soviet-union")
)
_RUNS = 5


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far suggestions and partition agree with the sides, and whom they count in besides."""

    year: int
    suggested: float
    leiden: float
    false: tuple[str, ...]
    false_leiden: tuple[str, ...]
    beside: tuple[str, ...]
    milliseconds: float


def agreement(year: int) -> Agreement:
    """The suggestions for 1 July of a year, from every alliance in force that day."""
    day = parse(from_day(year, 7, 1)).earliest or 0
    facts = list(reference_set.pact_facts(day, day))
    actors = {key for f in facts for key in (f.one, f.two)}
    ties = [Tie(f.key, f.one, f.two, f.kind, f.sign, f.pledges, f.name) for f in facts]
    found = suggest(actors, ties)
    begun = time.perf_counter()
    for _ in range(_RUNS):
        suggest(actors, ties)
    taken = (time.perf_counter() - begun) / _RUNS
    sides = {"west": _members("3180", day), "east": _members("3285", day) or set(_BEFORE_WARSAW)}
    truth = {actor: side for side, who in sides.items() for actor in who}
    homes, parts = found.homes(), found.community
    false: set[str] = set()
    swallowed: set[str] = set()
    beside: set[str] = set()
    for who in sides.values():
        number = Counter(homes[a] for a in sorted(who) if a in homes).most_common(1)[0][0]
        false |= set(found.blocs[number].actors) - who
        beside |= {place.actor for place in found.blocs[number].beside}
        part = Counter(parts[a] for a in sorted(who) if a in parts).most_common(1)[0][0]
        swallowed |= {a for a, n in parts.items() if n == part} - who
    # Whoever is left out stands alone, and does not count as agreeing.
    alone = {actor: -1 - number for number, actor in enumerate(sorted(truth))}
    return Agreement(
        year,
        adjusted_rand({a: homes.get(a, alone[a]) for a in truth}, truth),
        adjusted_rand({a: parts.get(a, alone[a]) for a in truth}, truth),
        tuple(sorted(false)),
        tuple(sorted(swallowed)),
        tuple(sorted(beside)),
        taken * 1000,
    )


def _members(number: str, day: int) -> set[str]:
    found = next(pact for pact in reference_set.pacts() if pact.number == number)
    return {m for s in found.spells if s.days[0] <= day <= s.days[1] for m in s.members}


def main() -> float:
    """Print each year; over 1 where an agreement asked for is missed or Leiden has no more false members."""
    worst = 0.0
    for year, wanted in WANTED.items():
        one = agreement(year)
        print(
            f"  {year}  adjusted Rand {one.suggested:.2f} (asked {wanted:.2f}; Leiden alone "
            f"{one.leiden:.2f})  false members {len(one.false)} (Leiden alone "
            f"{len(one.false_leiden)})  {one.milliseconds:.0f} ms"
        )
        print(f"        false: {', '.join(one.false) or 'nobody'}")
        print(f"        told apart: {', '.join(one.beside) or 'nobody'}")
        worst = max(worst, wanted / max(one.suggested, 0.001))
        if len(one.false) >= len(one.false_leiden):
            worst = max(worst, 2.0)
    return worst


if __name__ == "__main__":
    raise SystemExit(main() > 1.0)
