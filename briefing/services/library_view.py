"""The library at a glance: briefings by date, what is unread, and the watch list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as calendar_date
from typing import TYPE_CHECKING

from briefing.domain.annotation import SavedSearch
from briefing.domain.briefing import Briefing, desk_words
from briefing.domain.dates import DateError, friendly, from_ordinal, may_overlap, sort_key
from briefing.domain.dates import parse as parse_date
from briefing.domain.markings import highest
from briefing.services.reading import news_by_briefing
from briefing.services.sample import BRIEFING_KEY, sample_id
from briefing.store import reading_state
from briefing.store.coverage import coverage
from briefing.store.markings import markings
from briefing.store.records import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.domain.dates import Edtf
    from briefing.services.workspace import Workspace

#: A saved search shows its count up to this number, then "99+".
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class BriefingRow:
    """A briefing in the list. ``unread``: never read or with news; ``changes``: entries in it that
    others added, changed or removed since.

    ``group`` is the heading that it stands under: "Today", its year, or "No date".
    """

    id: str
    title: str
    date: str
    status: str
    marking: str
    unread: bool
    changes: int
    is_sample: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A saved search with the number of entries that it finds now."""

    id: str
    name: str
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the tabs. ``marking`` is the highest of the briefing and its entries."""

    title: str
    line: str
    marking: str
    is_sample: bool


def briefings(
    workspace: Workspace, changes_in: Mapping[str, int] | None = None
) -> tuple[BriefingRow, ...]:
    """Every briefing, the newest as-of date first.

    ``changes_in`` has the news of each as they were counted; without it they are counted now.
    """
    person = workspace.author.person_id or ""
    sample = sample_id("briefing", BRIEFING_KEY)
    with workspace.read() as connection:
        found = find(connection, Briefing)
        if changes_in is None:
            news = news_by_briefing(connection, workspace.author.person_id)
            changes_in = {one: len(entries) for one, entries in news.items()}
        rows: list[tuple[tuple[object, ...], BriefingRow]] = []
        for b in found:
            read_up_to = reading_state.seen(connection, person, "briefing", b.id)
            changes = changes_in.get(b.id, 0)
            unknown, low, high, _ = sort_key(_date(b.as_of))
            row = BriefingRow(
                b.id,
                b.title,
                friendly(b.as_of),
                b.status,
                b.marking,
                (read_up_to is None and bool(person)) or changes > 0,
                changes,
                b.id == sample,
                _group(b.as_of),
            )
            rows.append(((unknown, -high, -low, b.id), row))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def watch_list(workspace: Workspace) -> tuple[WatchRow, ...]:
    """The saved searches with their counts."""
    from briefing.store.search import search

    with workspace.read() as connection:
        return tuple(
            WatchRow(s.id, s.name, s.query, len(search(connection, s.query, limit=MOST_COUNTED)))
            for s in find(connection, SavedSearch)
        )


def header(workspace: Workspace, briefing_id: str) -> Header | None:
    """Title and line of a briefing, or None where it is gone."""
    with workspace.read() as connection:
        found = find(connection, Briefing, id=briefing_id)
        if not found:
            return None
        b = found[0]
        marking = highest((b.marking, *markings(connection, briefing_id)))
    parts = [f"As of {friendly(b.as_of)}", desk_words(b.desk), f"{b.status} {b.version}"]
    return Header(
        b.title,
        " · ".join(filter(None, parts)),
        marking.value,
        b.id == sample_id("briefing", BRIEFING_KEY),
    )


def sourced_words(workspace: Workspace, briefing_id: str) -> str:
    """How well a briefing is sourced, in words: "every statement sourced but one"."""
    with workspace.read() as connection:
        sourced, statements = coverage(connection, briefing_id)
    missing = statements - sourced
    if not statements:
        return "no statements yet"
    if not missing:
        return "every statement sourced"
    if missing == 1:
        return "every statement sourced but one"
    return f"{sourced} of {statements} statements sourced"


def _date(text: str) -> Edtf | None:
    try:
        return parse_date(text) if text else None
    except DateError:
        return None


def _group(as_of: str) -> str:
    date = _date(as_of)
    # The day of the laptop, as its reader counts it.
    today = calendar_date.today().toordinal()  # noqa: DTZ011
    if date is None or date.earliest is None:
        return "No date"
    if may_overlap(date, today, today) and date.latest == date.earliest:
        return "Today"
    return str(from_ordinal(date.earliest)[0])
