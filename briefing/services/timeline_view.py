"""Events in time: rows by date, and spans for the figure above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.actor import Actor
from briefing.domain.dates import OPEN_END, OPEN_START, DateError, friendly, parse, sort_key
from briefing.domain.event import Event, Participant
from briefing.store import quotes
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from briefing.domain.dates import Edtf
    from briefing.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event ready to be shown.

    ``first`` and ``last`` are day ordinals, None where the date is not known; ``open_start`` and
    ``open_end`` tell that it goes on beyond.
    """

    id: str
    what: str
    date: str
    place: str
    participants: str
    certainty: str
    planned: bool
    note: str
    passages: int
    first: int | None
    last: int | None
    open_start: bool
    open_end: bool
    approximate: bool


def _date(text: str) -> Edtf | None:
    try:
        return parse(text) if text else None
    except DateError:
        return None


def event_rows(ws: Workspace, briefing_id: str) -> list[EventRow]:
    """The briefing's events, earliest first; what has no date comes last."""
    with ws.read() as connection:
        events = find(connection, Event, briefing_id=briefing_id)
        ids = [e.id for e in events]
        parts = find(connection, Participant, event_id=ids) if ids else ()
        actors = get_many(connection, Actor, [p.actor_id for p in parts if p.actor_id])
        passages = quotes.passage_counts(connection, ids)
    who: dict[str, list[str]] = {}
    for part in parts:
        if part.actor_id in actors:
            who.setdefault(part.event_id, []).append(actors[part.actor_id].name)
    rows: list[EventRow] = []
    for event in sorted(events, key=lambda e: (sort_key(_date(e.happened)), e.position)):
        date = _date(event.happened)
        low = date.earliest if date else None
        high = date.latest if date else None
        open_start = date is not None and date.is_interval and low in (None, OPEN_START)
        open_end = date is not None and date.is_interval and high in (None, OPEN_END)
        rows.append(
            EventRow(
                event.id,
                event.what,
                friendly(event.happened),
                event.place,
                ", ".join(who.get(event.id, ())),
                event.certainty,
                event.planned,
                event.note,
                passages.get(event.id, 0),
                None if open_start else low,
                None if open_end else high,
                open_start,
                open_end,
                bool(date and (date.approximate or date.uncertain)),
            )
        )
    return rows
