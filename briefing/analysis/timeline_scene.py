"""What a timeline is to show: dated entries in lanes, worked out before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

NO_LANE = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An event or a quote.

    ``first`` and ``last`` are day ordinals, None where they are open or not known; an entry with
    neither and no open end has no known date. ``when`` is the date in words. A single day is a point,
    a span (``interval``) lasts from first to last, and everything else happened at some time within.
    ``doubt`` tells that the date is uncertain or approximate, ``reported`` is the first day on which
    it was told. ``lanes`` are keys of the lanes in which it stands.
    """

    id: str
    kind: str
    text: str
    when: str = ""
    first: int | None = None
    last: int | None = None
    interval: bool = False
    open_start: bool = False
    open_end: bool = False
    doubt: bool = False
    planned: bool = False
    certainty: str = ""
    reported: int | None = None
    reported_words: str = ""
    who: str = ""
    lanes: tuple[str, ...] = (NO_LANE,)

    @property
    def dated(self) -> bool:
        """Whether anything is known of its date."""
        return self.first is not None or self.last is not None or self.open_start or self.open_end

    @property
    def is_point(self) -> bool:
        """Whether it is one day."""
        return self.first is not None and self.first == self.last

    @property
    def date_to_be_said(self) -> bool:
        """Whether its place on the axis does not tell its date: it is in doubt, or has an open end."""
        missing = self.dated and (self.first is None or self.last is None)
        return self.doubt or missing

    def remarks(self) -> tuple[str, ...]:
        """What its look tells, in words."""
        words: list[str] = []
        if self.doubt:
            words.append("date in doubt")
        if self.open_start:
            words.append("began earlier" if self.last is not None else "no known beginning")
        if self.open_end:
            words.append("goes on")
        if self.interval and self.last is None and not self.open_end:
            words.append("end not known")
        if self.interval and self.first is None and not self.open_start:
            words.append("beginning not known")
        if self.planned:
            words.append("planned")
        if self.certainty not in ("", "confirmed"):
            words.append(self.certainty)
        return tuple(words)


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane by its key, an actor or a theme."""

    key: str
    name: str


@dataclass(frozen=True)
class TimelineScene:
    """Everything that one timeline shows. ``by`` says what the lanes are; days are ordinals."""

    entries: tuple[TimelineEntry, ...] = ()
    lanes: tuple[Lane, ...] = ()
    by: str = "actor"
    as_of: int | None = None
    as_of_words: str = ""

    @cached_property
    def extent(self) -> tuple[int, int]:
        """The first and the last day that anything in it names; a year around nothing."""
        days = [day for e in self.entries for day in (e.first, e.last) if day is not None]
        if self.as_of is not None:
            days.append(self.as_of)
        if not days:
            return 738_000, 738_365
        return min(days), max(days)

    @cached_property
    def undated(self) -> int:
        """How many entries have no known date."""
        return sum(not entry.dated for entry in self.entries)

    @cached_property
    def words(self) -> str:
        """The picture in words for those who do not see it."""
        events = sum(entry.kind == "event" for entry in self.entries)
        quotes = len(self.entries) - events
        words = f"Timeline of {events} events and {quotes} quotes in {len(self.lanes)} lanes"
        words += f" by {self.by}."
        if undated := self.undated:
            words += f" The date of {undated} is not known."
        return words
