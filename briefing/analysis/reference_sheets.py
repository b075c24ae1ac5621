"""The reference set as texts: a sheet for each data set, with a line for each fact, to rest on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.analysis.reference_set import disputes, pacts, rivalries, states
from briefing.analysis.reference_sources import DATA_SETS, Sheet
from briefing.domain.dates import friendly
from briefing.domain.relation import RelationKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAID = {
    "defense": "defence",
    "offense": "offence",
    "neutrality": "neutrality",
    "nonaggression": "non-aggression",
    "consultation": "consultation",
}


@dataclass(frozen=True, slots=True)
class SheetText:
    """A sheet: its text, and where in it each line of the table stands, in code points."""

    text: str
    spans: tuple[tuple[int, int], ...]


@cache
def sheet(which: Sheet) -> SheetText:
    """A table as a text that people can read: head, then a line for each fact."""
    about = DATA_SETS[which]
    text = [f"{about.title}\n\n{about.about} The data end with {friendly(about.until)}.\n\n"]
    at = len(text[0])
    spans: list[tuple[int, int]] = []
    for line in _LINES[which]():
        spans.append((at, at + len(line)))
        text.append(line + "\n")
        at += len(line) + 1
    return SheetText("".join(text), tuple(spans))


def _state_lines() -> Iterator[str]:
    for one in states().values():
        counted = "; ".join(_span(first, last, Sheet.STATES) for first, last in one.spells)
        seats = ", ".join(
            f"{seat.name} ({_span(seat.first, seat.last, None)})"
            if len(one.capitals) > 1
            else seat.name
            for seat in one.capitals
        )
        codes = ", ".join(c for c in (f"COW {one.code}", one.iso3) if c)
        yield f"{one.name} ({codes}): counted {counted}. Capital: {seats or 'not told'}."


def _pact_lines() -> Iterator[str]:
    known = states()
    for pact in pacts():
        for spell in pact.spells:
            said = ", ".join(_SAID[p] for p in spell.pledges) or "nothing of the five"
            who = ", ".join(known[member].name for member in spell.members)
            span = _span(spell.first, spell.last, Sheet.PACTS)
            pledge = "pledges" if len(spell.members) == 1 else "pledge"
            number = f" (ATOP {pact.number})" if pact.names else ""
            yield f"{pact.title}{number}: {who}, {span}; {pledge} {said}."


def _dispute_lines() -> Iterator[str]:
    known = states()
    for fact in disputes():
        what = "war" if fact.kind == RelationKind.WAR else "force used"
        who = f"{known[fact.one].name} and {known[fact.two].name}"
        span = _span(fact.first, fact.last, Sheet.DISPUTES)
        yield f"Dispute {fact.key.split('/')[1]}: {who}, {span}; {what}."


def _rivalry_lines() -> Iterator[str]:
    known = states()
    for fact in rivalries():
        who = f"{known[fact.one].name} and {known[fact.two].name}"
        span = _span(fact.first, fact.last, Sheet.RIVALRIES)
        yield f"Rivalry {fact.key.split('/')[1]}: {who}, {span}; {fact.name.lower()}."


_LINES = {
    Sheet.STATES: _state_lines,
    Sheet.PACTS: _pact_lines,
    Sheet.DISPUTES: _dispute_lines,
    Sheet.RIVALRIES: _rivalry_lines,
}


def _span(first: str, last: str, which: Sheet | None) -> str:
    """Days in words of their own, so that a reader sees what the data do not tell."""
    if first == last:
        return first
    if last:
        return f"{first} to {last}"
    if which is None:
        return f"from {first}"
    return f"from {first}, unknown after {DATA_SETS[which].until[:4]}"
