"""The markings of what a briefing shows, for the banner above it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, bindparam, column, select, table, union

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import BindParameter, CompoundSelect, Connection, TableClause

_MARKED = (
    *("section", "quote", "event", "relation", "claim", "judgment"),
    *("bloc", "hypothesis_matrix", "annotation"),
)


def markings(connection: Connection, briefing_id: str) -> Iterable[str]:
    """The markings that occur among a briefing's own entries and the sources on its desk."""
    return {str(row[0]) for row in connection.execute(_query(), {"wanted": briefing_id})}


@cache
def _query() -> CompoundSelect[tuple[str]]:
    """One statement over lean tables: the banner of the first picture waits for nothing more."""
    wanted: BindParameter[str] = bindparam("wanted")
    parts = [
        select(one.c.marking).where(one.c.briefing_id == wanted, one.c.deleted.is_(False))
        for one in (_lean(kind, "briefing_id") for kind in _MARKED)
    ]
    desk, source = _lean("briefing_source", "briefing_id", "source_id"), _lean("source", "id")
    parts.append(
        select(source.c.marking)
        .join_from(desk, source, source.c.id == desk.c.source_id)
        .where(desk.c.briefing_id == wanted, desk.c.deleted.is_(False), source.c.deleted.is_(False))
    )
    return union(*parts)


def _lean(kind: str, *names: str) -> TableClause:
    return table(kind, column("marking"), column("deleted", Boolean), *map(column, names))
