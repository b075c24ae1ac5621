"""What is new as a list: in the order in which it is gone through, about one entry, or everywhere."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.citing import Ref
from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.services.reading import What, entries_with, news_by_briefing
from briefing.services.source_view import title_of
from briefing.store.records import get_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

# The order in which a reader goes through what is new: that of the tabs.
_READ_AS = (
    *("briefing", "section", "judgment", "actor", "quote", "bloc", "relation", "event", "claim"),
    *("hypothesis_matrix", "source", "annotation"),
)


@dataclass(frozen=True, slots=True)
class NewsRow:
    """An entry of a list of news, with the id of the briefing in which it is told.

    ``briefing`` is that one's title where the list is of several.
    """

    ref: Ref
    what: What
    title: str
    briefing_id: str
    briefing: str = ""


def news_rows(
    workspace: Workspace, briefing_id: str, marks: Mapping[Ref, What], *, limit: int
) -> tuple[NewsRow, ...]:
    """The news of one briefing in the order in which it is gone through; the first of them where there
    are many.
    """
    ordered = _first(marks, limit)
    with workspace.read() as connection:
        titles = _titles(connection, (ref for ref, _what in ordered))
    return tuple(NewsRow(ref, what, titles.get(ref, ""), briefing_id) for ref, what in ordered)


def library_rows(workspace: Workspace, *, limit: int) -> tuple[NewsRow, ...]:
    """The news of the whole library, briefing by briefing; the first of each where there are many."""
    with workspace.read() as connection:
        found = news_by_briefing(connection, workspace.author.person_id)
        heads = get_many(connection, KINDS["briefing"], found)
        rows: list[NewsRow] = []
        for briefing_id, marks in found.items():
            ordered = _first(marks, limit)
            titles = _titles(connection, (ref for ref, _what in ordered))
            name = str(getattr(heads.get(briefing_id), "title", ""))
            rows += [
                NewsRow(ref, what, titles.get(ref, ""), briefing_id, name) for ref, what in ordered
            ]
    return tuple(sorted(rows, key=lambda row: (row.briefing, row.briefing_id)))


def naming(workspace: Workspace, kind: str, entry_id: str, refs: Iterable[Ref]) -> set[Ref]:
    """Those of some entries that are or name an entry, themselves or in one of their parts."""
    wanted = set(refs)
    found = {Ref(kind, entry_id)} & wanted
    with workspace.read() as connection:
        for cls in KINDS.values():
            owner = owner_field(cls)
            fields = [n for n, told in references(cls).items() if told == kind and n != owner]
            for name in fields:
                rows = connection.exec_driver_sql(
                    f'SELECT id FROM {cls.kind} WHERE "{name}" = ?', (entry_id,)
                )
                ids = [row[0] for row in rows]
                if ids:
                    found |= entries_with(connection, cls.kind, ids) & wanted
    return found


def _first(marks: Mapping[Ref, What], limit: int) -> list[tuple[Ref, What]]:
    """The first news: as the tabs go, and in each what is new before what changed and what went."""
    kinds = {kind: at for at, kind in enumerate(_READ_AS)}
    whats = {what: at for at, what in enumerate(What)}

    def place(mark: tuple[Ref, What]) -> tuple[int, int, str]:
        ref, what = mark
        return kinds.get(ref.kind, len(kinds)), whats[what], ref.id

    return heapq.nsmallest(limit, marks.items(), key=place)


def _titles(connection: Connection, refs: Iterable[Ref]) -> dict[Ref, str]:
    by_kind: dict[str, list[str]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    found: dict[Ref, str] = {}
    for kind, ids in by_kind.items():
        records = get_many(connection, KINDS[kind], ids).values()
        found |= {Ref(kind, one): words for one, words in title_of(connection, records).items()}
    return found
