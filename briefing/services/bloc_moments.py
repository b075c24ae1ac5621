"""The axis of the bloc pictures: the time they span, the days on which something changes, the events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.dates import OPEN_END, OPEN_START, DateError, ordinal_to_text, parse, short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.services.bloc_material import BlocMaterial

_YEAR = 365


@dataclass(frozen=True, slots=True)
class Moment:
    """A day on which the picture changes: ``text`` is its EDTF date, ``words`` say what begins or ends."""

    day: int
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the briefing on the axis; ``last`` is later than ``first`` where it took time or is
    known less exactly than to the day.
    """

    id: str
    first: int
    last: int
    words: str


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """The axis from its first to its last day, with what stands on it; empty where nothing has a date."""

    first: int
    last: int
    moments: tuple[Moment, ...] = ()
    events: tuple[Happening, ...] = ()

    def after(self, day: int) -> Moment | None:
        """The first change after a day."""
        return next((one for one in self.moments if one.day > day), None)

    def before(self, day: int) -> Moment | None:
        """The last change before a day."""
        return next((one for one in reversed(self.moments) if one.day < day), None)


def time_span(material: BlocMaterial, *also: int) -> TimeSpan:
    """The axis of a briefing, with room for its own date and the days in ``also``.

    A tie begins to show on the first day that its start may mean, and is gone on the day after the last
    that its end may mean: these are the days on which a picture can differ from that of the day before.
    """
    what: dict[int, list[str]] = {}
    for day, words in _edges(material):
        what.setdefault(day, []).append(words)
    moments = tuple(
        Moment(day, ordinal_to_text(day), _joined(found)) for day, found in sorted(what.items())
    )
    events = tuple(sorted(_events(material), key=lambda one: (one.first, one.last, one.id)))
    days = [one.day for one in moments] + [d for e in events for d in (e.first, e.last)]
    days += [day for day in (material.today, *also) if day is not None]
    if not days:
        return TimeSpan(0, 0)
    first, last = min(days), max(days)
    # A little room at both ends, so that a handle there can be seen to be one.
    room = max(_YEAR // 2, (last - first) // 40)
    return TimeSpan(first - room, last + room, moments, events)


def _edges(material: BlocMaterial) -> Iterator[tuple[int, str]]:
    for one in material.relations:
        ends = (
            f"{material.actors[one.from_id or ''].name} and {material.actors[one.to_id or ''].name}"
        )
        yield from _of(one.held, f"{ends}, {one.relation_kind}")
    names = {bloc.id: bloc.name for bloc in material.blocs}
    for one in material.members:
        who = material.actors[one.actor_id or ""].name
        yield from _of(one.held, f"{who} in {names.get(one.bloc_id, 'a bloc')}")


def _of(held: str, words: str) -> Iterator[tuple[int, str]]:
    bounds = _bounds(held)
    if bounds is None:
        return
    first, last = bounds
    if first is not None and first > OPEN_START:
        yield first, f"begins: {words}"
    if last is not None and last < OPEN_END:
        yield last + 1, f"ends: {words}"


def _bounds(text: str) -> tuple[int | None, int | None] | None:
    if not text:
        return None
    try:
        date = parse(text)
    except DateError:
        return None
    return date.earliest, date.latest


def _events(material: BlocMaterial) -> Iterator[Happening]:
    for one in material.events:
        bounds = _bounds(one.happened)
        if bounds is None:
            continue
        first, last = bounds
        known = [day for day in (first, last) if day is not None and OPEN_START < day < OPEN_END]
        if known:
            words = f"{short(one.happened)}: {one.what}"
            yield Happening(one.id, known[0], known[-1], words)


def _joined(found: list[str]) -> str:
    if len(found) <= 3:
        return "; ".join(found)
    return "; ".join(found[:3]) + f"; and {len(found) - 3} more"
