"""The structural balance of a briefing on a day: who is pulled both ways, with the relations that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.balance import balance
from briefing.services.bloc_days import may
from briefing.services.bloc_material import read_material
from briefing.services.bloc_ties import actors_on, ties_on
from briefing.services.suggestion_words import counted, listed, some

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.balance import Between, Frustration, Triad
    from briefing.services.workspace import Workspace

#: Triads that are spelled out; a briefing that has more is told how many there are.
_MOST = 1_000
_TIES = {"war": "at war", "dispute": "in dispute", "sanctions": "at odds over sanctions"}


@dataclass(frozen=True, slots=True)
class TriadRow:
    """A triad in words, with its relations: those of friendship, then those of enmity."""

    words: str
    detail: str
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeudRows:
    """Two who are against each other, with everybody who is with both."""

    words: str
    relations: tuple[str, ...]
    triads: tuple[TriadRow, ...]


@dataclass(frozen=True, slots=True)
class BetweenRow:
    """An actor between blocs, with the relations that join it to them."""

    actor: str
    name: str
    words: str
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BalanceView:
    """All of it for a day. ``summary`` tells frustration and triads in one line, ``method`` how."""

    day: int
    summary: str
    method: str
    feuds: tuple[FeudRows, ...]
    misfits: tuple[tuple[str, tuple[str, ...]], ...]
    between: tuple[BetweenRow, ...]

    def relations_of(self, row: str) -> tuple[str, ...]:
        """The relations behind a row by its id, as ``rows_of`` numbers them."""
        kind, _, numbers = row.partition("-")
        parts = [int(n) for n in numbers.split("-")] if numbers else []
        match kind:
            case "feud":
                return self.feuds[parts[0]].relations
            case "triad":
                return self.feuds[parts[0]].triads[parts[1]].relations
            case "misfit":
                return self.misfits[parts[0]][1]
            case _:
                return self.between[parts[0]].relations


METHOD = (
    "A friend of two who are against each other is pulled both ways (Heider). Frustration is the least "
    "number of pairs that fit no division into two camps: enmities within one, friendships across (Harary). "
    "A pair with both counts as an enmity; loose treaties count as friendship here."
)


def balance_view(ws: Workspace, briefing_id: str, day: int) -> BalanceView:
    """The balance of the relations that may hold on a day, between the briefing's blocs of that day."""
    material = read_material(ws, briefing_id)
    names = actors_on(material, day)
    ties = ties_on(material, day)
    blocs: dict[str, set[str]] = {}
    titles = {one.id: one.name for one in material.blocs}
    for member in material.members:
        if member.actor_id in names and may(member.held, day):
            blocs.setdefault(member.bloc_id, set()).add(member.actor_id or "")
    found = balance(ties, blocs)
    kinds = {tie.id: tie.kind for tie in ties}
    pairs: dict[tuple[str, str], list[str]] = {}
    for tie in ties:
        pairs.setdefault((min(tie.one, tie.two), max(tie.one, tie.two)), []).append(tie.id)
    return BalanceView(
        day,
        _summary(found.frustration, len(found.triads), found.at_odds),
        METHOD,
        _feuds(found.triads[:_MOST], names, kinds),
        tuple(
            (f"{names[one]} – {names[two]}", tuple(pairs[one, two]))
            for one, two in found.frustration.misfits
        ),
        tuple(_between(one, names, titles, kinds) for one in found.between),
    )


def _summary(frustration: Frustration, triads: int, at_odds: int) -> str:
    if not frustration.pairs:
        return "No pair of actors is with or against each other on this day."
    if frustration.exact:
        number = f"{frustration.high}"
    else:
        number = f"between {frustration.low} and {frustration.high} (the search was cut short)"
    told = [
        f"Frustration {number} of {frustration.pairs} pairs",
        f"{triads:,} unbalanced triad{'s' if triads != 1 else ''}"
        + (f", the first {_MOST:,} listed" if triads > _MOST else ""),
    ]
    if at_odds:
        told.append(f"{at_odds:,} three{'s' if at_odds != 1 else ''} all at odds")
    return "; ".join(told) + "."


def _feuds(
    triads: Sequence[Triad], names: Mapping[str, str], kinds: Mapping[str, str]
) -> tuple[FeudRows, ...]:
    grouped: dict[tuple[str, str], list[Triad]] = {}
    for triad in triads:
        grouped.setdefault((triad.one, triad.two), []).append(triad)
    found: list[FeudRows] = []
    for (one, two), some_triads in grouped.items():
        how = _against([kinds[tie] for tie in some_triads[0].hostile])
        rows = tuple(
            TriadRow(
                f"{names[t.friend]} is with {names[one]} and {names[two]}, who are {how}",
                counted(_count([kinds[tie] for tie in t.friendly])),
                (*t.friendly, *t.hostile),
            )
            for t in sorted(some_triads, key=lambda t: names[t.friend])
        )
        found.append(
            FeudRows(f"{names[one]} and {names[two]}: {how}", some_triads[0].hostile, rows)
        )
    return tuple(sorted(found, key=lambda f: (-len(f.triads), f.words)))


def _against(kinds: Sequence[str]) -> str:
    for kind, said in _TIES.items():
        if kind in kinds:
            return said
    return "against each other"


def _count(kinds: Sequence[str]) -> list[tuple[str, int]]:
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)]


def _between(
    one: Between, names: Mapping[str, str], titles: Mapping[str, str], kinds: Mapping[str, str]
) -> BetweenRow:
    inside = [titles[b] for b in one.member_of]
    outside = [titles[b] for b in one.blocs if b not in one.member_of]
    parts: list[str] = []
    if inside:
        parts.append(f"in {listed(inside)}")
    if outside:
        parts.append(f"bound to members of {some(outside)}")
    said = "; ".join(parts)
    ties = counted(_count([kinds[tie] for tie in one.ties]))
    return BetweenRow(one.actor, names[one.actor], f"{said}: {ties}" if ties else said, one.ties)
