"""A library as it stood at a moment, and the moments at which it changed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from briefing.domain.briefing import Briefing
from briefing.domain.changes import Author, local_minute
from briefing.domain.dates import DateError, from_ordinal, parse
from briefing.domain.moments import read_moment
from briefing.domain.person import Person
from briefing.domain.said_dates import said_date
from briefing.errors import UserError
from briefing.services.workspace import Workspace
from briefing.store import journal
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

#: Change sets that are looked at for the days on which something changed.
_MOST_SETS = 5_000
_LAST_OF_DAY = (1 << 16) - 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the laptop's on which the library changed: how many steps, by whom, and its last clock."""

    day: str
    steps: int
    who: tuple[str, ...]
    clock: int


def clock_of(text: str, now: datetime | None = None) -> int:
    """The clock of a moment as a person names it: the end of a day ("2026-03-12", "12 March 2026",
    "yesterday"), or a time ("today 14:00", ISO 8601).

    Days and times without a zone are the laptop's. Raises UserError where it is no day.
    """
    here = (now or datetime.now().astimezone()).astimezone()
    words = text.strip()
    try:
        return _clock(datetime.fromisoformat(read_moment(words, here)), minute=True)
    except ValueError:
        pass
    names = {"today": here, "yesterday": here - timedelta(days=1)}
    if words.lower() in names:
        return _clock(_end_of(names[words.lower()]), minute=False)
    try:
        last = parse(said_date(words)).latest
    except DateError as error:
        raise UserError(f"{text}: this is no day or time; give one as in 2026-03-12.") from error
    if last is None:
        raise UserError(f"{text}: this has no last day; give one as in 2026-03-12.")
    year, month, day = from_ordinal(last)
    try:
        return _clock(_end_of(datetime(year, month, day).astimezone()), minute=False)
    except (ValueError, OverflowError) as error:
        raise UserError(f"{text}: give a day of our time, as in 2026-03-12.") from error


def _end_of(day: datetime) -> datetime:
    return day.replace(hour=23, minute=59, second=59, microsecond=999_000)


def _clock(moment: datetime, *, minute: bool) -> int:
    """The last clock value of a moment; of a time given to the minute, of that minute."""
    ms = round(moment.timestamp() * 1000)
    if minute and not moment.second and not moment.microsecond:
        ms += 59_999
    return (ms << 16) + _LAST_OF_DAY


def open_past(ws: Workspace, clock: int, check: Callable[[], None] | None = None) -> Workspace:
    """The library as it stood at a clock, for reading only; the caller closes it.

    Every view and export can be made of it. It takes memory for a copy of the records. ``check`` is
    called between steps and may raise to end the work.
    """
    # Loaded when it is first asked for: nobody opens the program to look back.
    from briefing.store.past import library_at

    # Nobody reads there, so that nothing is new to anybody and nothing private is anybody's.
    return Workspace(library_at(ws.library, clock, check), Author(None, ws.author.device_id))


@contextmanager
def past(ws: Workspace, clock: int) -> Generator[Workspace]:
    """The library as it stood at a clock, while the block lasts."""
    opened = open_past(ws, clock)
    try:
        yield opened
    finally:
        opened.close()


def days(ws: Workspace, *, limit: int = 100) -> tuple[Day, ...]:
    """The last days on which the library changed, the newest first."""
    with ws.read() as connection:
        sets = journal.log(connection, _MOST_SETS)
        people = get_many(connection, Person, {one.person_id or "" for one in sets} - {""})
    found: dict[str, list[tuple[int, str]]] = {}
    for one in sets:
        person = people.get(one.person_id or "")
        name = person.name if person is not None else ""
        found.setdefault(local_minute(one.clock)[:10], []).append((one.clock, name))
    ordered = sorted(found.items(), reverse=True)[:limit]
    return tuple(
        Day(
            day,
            len(some),
            tuple(sorted({name for _clock, name in some} - {""})),
            max(clock for clock, _name in some),
        )
        for day, some in ordered
    )


def has_briefing(ws: Workspace, briefing_id: str) -> bool:
    """Whether a briefing is there and not in the trash."""
    with ws.read() as connection:
        return bool(find(connection, Briefing, id=briefing_id))
