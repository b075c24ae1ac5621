"""The markings of what a briefing shows, for the banner above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from briefing.store.tables import RECORD_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

_MARKED = (
    *("section", "quote", "event", "relation", "claim", "judgment"),
    *("bloc", "hypothesis_matrix", "annotation"),
)


def markings(connection: Connection, briefing_id: str) -> Iterable[str]:
    """The markings that occur among a briefing's own entries and the sources on its desk."""
    found: set[str] = set()
    for kind in _MARKED:
        table = RECORD_TABLES[kind]
        query = (
            select(table.c.marking)
            .where(table.c.briefing_id == briefing_id, table.c.deleted.is_(False))
            .distinct()
        )
        found.update(connection.execute(query).scalars())
    desk, source = RECORD_TABLES["briefing_source"], RECORD_TABLES["source"]
    query = (
        select(source.c.marking)
        .join_from(desk, source, source.c.id == desk.c.source_id)
        .where(
            desk.c.briefing_id == briefing_id,
            desk.c.deleted.is_(False),
            source.c.deleted.is_(False),
        )
        .distinct()
    )
    found.update(connection.execute(query).scalars())
    return found
