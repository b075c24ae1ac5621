"""Searching the whole library, and keeping a search in the watch list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.annotation import SavedSearch
from briefing.errors import UserError
from briefing.store.journal import new_id
from briefing.store.records import get
from briefing.store.sameness import canonical_ids
from briefing.store.search import CLOSE, OPEN, Hit, search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.services.workspace import Workspace

__all__ = ["CLOSE", "OPEN", "Hit", "find_entries", "home_of", "keep_search"]


def find_entries(
    workspace: Workspace,
    words: str,
    *,
    limit: int = 50,
    kinds: Iterable[str] = (),
    earliest: int | None = None,
    latest: int | None = None,
    private: bool = True,
) -> list[Hit]:
    """The best entries of all briefings for ``words``; private notes only with ``private``."""
    with workspace.read() as connection:
        return search(
            connection,
            words,
            limit=limit,
            kinds=kinds,
            earliest=earliest,
            latest=latest,
            private=private,
        )


def keep_search(workspace: Workspace, query: str, name: str = "") -> str:
    """Put a search into the watch list; its id."""
    plain = query.strip()
    if not plain:
        raise UserError("There is nothing to keep: type the words to search for first.")
    kept = SavedSearch(id=new_id(), name=name.strip() or plain, query=plain, position="z")
    with workspace.write("Keep search") as unit:
        unit.add(kept)
    return kept.id


def home_of(workspace: Workspace, kind: str, entry_id: str) -> tuple[str, str]:
    """The entry that stands for another in the tabs: a note's target stands for the note.

    An actor that was merged with another is shown as that one.
    """
    if kind == "actor":
        with workspace.read() as connection:
            return kind, canonical_ids(connection).get(entry_id, entry_id)
    if kind != "annotation":
        return kind, entry_id
    with workspace.read() as connection:
        note = get(connection, "annotation", entry_id)
    if note is None:
        return kind, entry_id
    return getattr(note, "target_kind", kind), getattr(note, "target_id", entry_id)
