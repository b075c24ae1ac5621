"""The axis of a timeline: days as lengths, and the dates that are written along it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.dates import MONTHS, from_ordinal, ordinal

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = tuple(month[:3] for month in MONTHS)
#: (unit, how many of it), finest first.
_STEPS = (
    ("day", 1),
    ("day", 7),
    ("month", 1),
    ("month", 3),
    ("month", 6),
    *(("year", n * 10**e) for e in range(7) for n in (1, 2, 5)),
)
_DAYS = {"day": 1.0, "month": 30.44, "year": 365.2425}


@dataclass(frozen=True, slots=True)
class Window:
    """The part of time that is shown: its first moment as a day ordinal, and its scale.

    A day begins at its ordinal and ends at the next. ``scale`` is picture units a day.
    """

    start: float
    scale: float

    def x(self, moment: float) -> float:
        """How far right of the axis' left end a moment lies."""
        return (moment - self.start) * self.scale

    def moment(self, x: float) -> float:
        """The moment at a place on the axis; the reverse of ``x``."""
        return self.start + x / self.scale

    def zoomed(self, factor: float, x: float, low: float, high: float) -> Window:
        """Scaled by ``factor`` with the moment at ``x`` staying there, within the scales given."""
        scale = max(low, min(high, self.scale * factor))
        return Window(self.moment(x) - x / scale, scale)

    def panned(self, by: float) -> Window:
        """Moved so that what lay at ``by`` lies at the left end."""
        return Window(self.start + by / self.scale, self.scale)


@dataclass(frozen=True, slots=True)
class Tick:
    """A date on the axis: the day it marks, and its words."""

    day: int
    text: str


def ticks(window: Window, width: float, room: float) -> list[Tick]:
    """Dates at even steps of the calendar over ``width``, at least ``room`` apart."""
    unit, count = next(
        ((u, n) for u, n in _STEPS if n * _DAYS[u] * window.scale >= room), _STEPS[-1]
    )
    first, last = int(window.start) - 1, int(window.moment(width)) + 1
    found: list[Tick] = []
    year_said: int | None = None
    for day in _days(unit, count, first, last):
        x = window.x(day)
        if not -0.5 <= x <= width:
            continue
        year, month, of_month = from_ordinal(day)
        if unit == "year":
            text = str(year) if year > 0 else f"{1 - year} BC"
        elif unit == "month":
            text = f"{_MONTHS[month - 1]} {year}"
        else:
            text = f"{of_month} {_MONTHS[month - 1]}"
            if year != year_said:
                text += f" {year}"
                year_said = year
        found.append(Tick(day, text))
    return found


def _days(unit: str, count: int, first: int, last: int) -> Iterator[int]:
    if unit == "day":
        # Weeks begin on Monday: 1 January of the year 1 was one.
        start = first - (first - 1) % count
        yield from range(start, last + 1, count)
        return
    year, month, _day = from_ordinal(first)
    if unit == "year":
        year -= year % count
        while (day := ordinal(year, 1, 1)) <= last:
            yield day
            year += count
        return
    months = year * 12 + month - 1
    months -= months % count
    while (day := ordinal(months // 12, months % 12 + 1, 1)) <= last:
        yield day
        months += count
