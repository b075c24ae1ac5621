"""How many statements rest on a passage, counted by the library itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_STATEMENTS = ("quote", "event", "relation", "claim")
_CARRIED = "EXISTS (SELECT 1 FROM passage_link l WHERE l.entry_id = e.id AND NOT l.deleted)"
_COUNT = " UNION ALL ".join(
    f"SELECT count(*), coalesce(sum({_CARRIED}), 0) FROM {kind} e "
    "WHERE e.briefing_id = :briefing AND NOT e.deleted"
    for kind in _STATEMENTS
)
_JUDGMENTS = (
    "SELECT count(*), coalesce(sum(" + _CARRIED + " OR EXISTS (SELECT 1 FROM basis b "
    "JOIN passage_link l ON l.entry_id = b.entry_id AND NOT l.deleted "
    "WHERE b.judgment_id = e.id AND NOT b.deleted)), 0) "
    "FROM judgment e WHERE e.briefing_id = :briefing AND NOT e.deleted"
)
_ALL = text(
    f"SELECT sum(n), sum(m) FROM (SELECT 0 AS n, 0 AS m UNION ALL {_COUNT} UNION ALL {_JUDGMENTS})"
)


def coverage(connection: Connection, briefing_id: str) -> tuple[int, int]:
    """How many statements rest on a passage, and how many there are.

    Statements are quotes, events, relations, claims and judgments; a judgment also rests on the
    passages of the entries that are its basis.
    """
    statements, sourced = connection.execute(_ALL, {"briefing": briefing_id}).one()
    return int(sourced or 0), int(statements or 0)


def passage_counts(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """How many passages each entry rests on; entries without are left out."""
    # Plain SQL, as in ``records``: an export would wait for the tables of SQLAlchemy.
    marks = ", ".join("?" * len(ids))
    found = connection.exec_driver_sql(
        f"SELECT entry_id, count(*) FROM passage_link WHERE entry_id IN ({marks}) AND NOT deleted "
        "GROUP BY entry_id",
        tuple(ids),
    )
    return {row[0]: int(row[1]) for row in found}
