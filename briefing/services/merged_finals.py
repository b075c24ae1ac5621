"""What a merge does to briefings that are final here, in sentences for the person who decides on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.briefing import Briefing, Release, Status
from briefing.domain.record import references
from briefing.domain.records import KINDS
from briefing.services.finishing import is_beside
from briefing.store import deletions
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.store.engine import Connection

#: What becoming final writes itself.
_OF_STATUS = ("status", "version")


def finals(connection: Connection) -> dict[str, Briefing]:
    """The briefings that are final, by id."""
    return {one.id: one for one in find(connection, Briefing, status=Status.FINAL.value)}


def told(
    connection: Connection, before: Mapping[str, Briefing], rows: tuple[int, int]
) -> tuple[str, ...]:
    """Which of the briefings that were final ``before`` the rows of the journal of a merge change.

    A merge cannot leave them out: libraries with the same changes hold the same. What was released stays
    among the earlier versions.
    """
    if not before:
        return ()
    return (*_changed(connection, before, rows), *_twice(connection, before, rows))


def _changed(
    connection: Connection, before: Mapping[str, Briefing], rows: tuple[int, int]
) -> Iterator[str]:
    brought = {
        (row[0], row[1])
        for row in connection.exec_driver_sql(
            "SELECT DISTINCT kind, record_id FROM change WHERE seq BETWEEN ? AND ? "
            f"AND NOT (kind = 'briefing' AND field IN {_OF_STATUS})",
            rows,
        )
        if not is_beside(row[0]) and row[0] != Release.kind
    }
    met = brought | deletions.owners(connection, brought)
    ids = {key for kind, key in met if kind == Briefing.kind}
    by_kind: dict[str, list[str]] = {}
    for kind, key in met:
        if not is_beside(kind) and "briefing_id" in references(KINDS[kind]):
            by_kind.setdefault(kind, []).append(key)
    for kind, keys in by_kind.items():
        found = get_many(connection, KINDS[kind], keys).values()
        ids |= {str(getattr(one, "briefing_id", "")) for one in found}
    now = finals(connection)
    for one in sorted(ids & before.keys() & now.keys()):
        yield (
            f"“{_title(before[one])}” is final here (version {before[one].version}) and would be changed "
            "by this; what was released stays among its earlier versions."
        )


def _twice(
    connection: Connection, before: Mapping[str, Briefing], rows: tuple[int, int]
) -> Iterator[str]:
    brought = [
        row[0]
        for row in connection.exec_driver_sql(
            "SELECT DISTINCT record_id FROM change WHERE kind = ? AND field = 'deleted' "
            "AND seq BETWEEN ? AND ?",
            (Release.kind, *rows),
        )
    ]
    for one in get_many(connection, Release, brought).values():
        if one.briefing_id in before and one.number == before[one.briefing_id].version:
            yield (
                f"Version {one.number} of “{_title(before[one.briefing_id])}” became final on two laptops, "
                "each with its own words; both stay among its earlier versions."
            )


def _title(one: Briefing) -> str:
    return " ".join(one.title.split())
