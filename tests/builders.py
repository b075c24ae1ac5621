"""Small libraries and records for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.domain.changes import Author
from briefing.domain.quote import Quote
from briefing.services.workspace import Workspace
from briefing.store.journal import new_id
from briefing.store.library import create

if TYPE_CHECKING:
    from pathlib import Path

ME = Author("00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000d1")
OTHER = Author("00000000-0000-4000-8000-0000000000a2", "00000000-0000-4000-8000-0000000000d2")


def empty_workspace(folder: Path, author: Author = ME) -> Workspace:
    """A new library with nothing in it."""
    return Workspace(create(folder / "test.briefings"), author)


def make_quote(**over: Any) -> Quote:
    """A quote; every field can be given."""
    return Quote(**{"id": new_id(), "words": "mutual assistance", **over})


def rows(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every record of a library as plain rows, to compare two states."""
    from sqlalchemy import select

    from briefing.store.tables import RECORD_TABLES

    with workspace.read() as connection:
        return {
            kind: [tuple(r) for r in connection.execute(select(table).order_by(table.c.id))]
            for kind, table in RECORD_TABLES.items()
        }
