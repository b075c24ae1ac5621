"""The day that a briefing speaks of, and what holds on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.briefing import Briefing
from briefing.domain.dates import DateError, may_hold, parse
from briefing.store.records import get

if TYPE_CHECKING:
    from briefing.store.engine import Connection


def holds_on(held: str, day: int | None) -> bool:
    """Whether what is dated so may hold on a day; an unreadable or missing date always may."""
    if day is None or not held:
        return True
    try:
        return may_hold(parse(held), day)
    except DateError:
        return True


def briefing_day(connection: Connection, briefing_id: str) -> int | None:
    """The last day that the briefing's date covers, or None where it has none."""
    briefing = get(connection, "briefing", briefing_id)
    if not isinstance(briefing, Briefing) or not briefing.as_of:
        return None
    try:
        return parse(briefing.as_of).latest
    except DateError:
        return None
