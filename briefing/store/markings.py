"""The markings of what a briefing shows, for the banner above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_MARKED = (
    *("section", "quote", "event", "relation", "claim", "judgment"),
    *("bloc", "hypothesis_matrix", "annotation"),
)

#: Plain SQL: the banner of the first picture waits for it, and for nothing else of these kinds.
_QUERY = " UNION ".join(
    [
        *(f"SELECT marking FROM {kind} WHERE briefing_id = ? AND NOT deleted" for kind in _MARKED),
        "SELECT source.marking FROM briefing_source JOIN source "
        "ON source.id = briefing_source.source_id "
        "WHERE briefing_source.briefing_id = ? AND NOT briefing_source.deleted "
        "AND NOT source.deleted",
    ]
)


def markings(connection: Connection, briefing_id: str) -> Iterable[str]:
    """The markings that occur among a briefing's own entries and the sources on its desk."""
    rows = connection.exec_driver_sql(_QUERY, (briefing_id,) * (len(_MARKED) + 1))
    return {str(row[0]) for row in rows}
