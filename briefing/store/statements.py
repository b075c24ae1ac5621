"""How many of a briefing's statements rest on a passage, counted without reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from briefing.store.tables import RECORD_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

#: What a briefing states.
STATEMENTS = ("quote", "event", "relation", "claim", "judgment")
#: Kinds of a briefing whose markings its banner must not fall below.
_MARKED = ("section", "bloc", "annotation", *STATEMENTS)


def sourced(connection: Connection, briefing_id: str) -> tuple[int, int]:
    """Statements that rest on a passage (a judgment: or on another entry), and all statements."""
    link, basis = RECORD_TABLES["passage_link"], RECORD_TABLES["basis"]
    carried = total = 0
    for kind in STATEMENTS:
        table = RECORD_TABLES[kind]
        rests = (
            select(link.c.id)
            .where(link.c.entry_id == table.c.id, link.c.deleted.is_(False))
            .exists()
        )
        if kind == "judgment":
            on = select(basis.c.id).where(
                basis.c.judgment_id == table.c.id, basis.c.deleted.is_(False)
            )
            rests = or_(rests, on.exists())
        query = (
            select(func.count(), func.count().filter(rests))
            .select_from(table)
            .where(table.c.briefing_id == briefing_id, table.c.deleted.is_(False))
        )
        everything, some = connection.execute(query).one()
        total += everything
        carried += some
    return carried, total


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
        .where(desk.c.briefing_id == briefing_id, desk.c.deleted.is_(False))
        .distinct()
    )
    found.update(connection.execute(query).scalars())
    return found
