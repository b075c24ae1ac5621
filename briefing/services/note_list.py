"""One list of all notes, a row a thread, narrowed by who, what, where and how it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.domain.citing import parse_blocks
from briefing.domain.dates import short
from briefing.domain.records import word
from briefing.services.note_threads import NAMELESS
from briefing.store import notes
from briefing.store.notes import NOBODY, ORDERS, NoteFilter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from briefing.services.workspace import Workspace

__all__ = [
    "NOBODY",
    "ORDERS",
    "Facet",
    "NoteCard",
    "NoteFilter",
    "count_notes",
    "facets",
    "note_cards",
    "note_ids",
    "without",
]


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A thread ready to be shown. ``words`` are plain; those of a deleted first note are empty."""

    id: str
    author: str
    motivation: str
    words: str
    entry_kind: str
    entry: str
    briefing: str
    when: str
    resolved: bool
    resolved_by: str
    assigned_to: str
    private: bool
    tags: tuple[str, ...]
    replies: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that notes can be narrowed to, and how many have it."""

    key: str
    text: str
    count: int


def note_ids(ws: Workspace, wanted: NoteFilter, order: str = "newest") -> list[str]:
    """Ids of the first notes of the wanted threads in one of ``ORDERS``."""
    with ws.read() as connection:
        return notes.note_ids(connection, wanted, order)


def count_notes(ws: Workspace, briefing_id: str) -> int:
    """How many threads the briefing has."""
    with ws.read() as connection:
        return notes.count_notes(connection, briefing_id)


def without(wanted: NoteFilter, name: str) -> NoteFilter:
    """The filter with one of its fields lifted."""
    return replace(wanted, **{name: ""})


def facets(ws: Workspace, by: str, wanted: NoteFilter) -> list[Facet]:
    """Values of a field of the filter with their counts under its other fields."""
    with ws.read() as connection:
        found = notes.facets(connection, by, without(wanted, by))
    people = by in {"author_id", "assigned"}
    return [
        Facet(key, (name or NAMELESS) if people and key != NOBODY else key, count)
        for key, name, count in found
    ]


def note_cards(ws: Workspace, ids: Sequence[str]) -> list[NoteCard]:
    """The cards of some threads in the order of ``ids``; those that are gone are left out."""
    with ws.read() as connection:
        rows = {row["id"]: row for row in notes.note_page(connection, ids)}
    return [_card(rows[one]) for one in ids if one in rows]


def _card(row: Mapping[str, Any]) -> NoteCard:
    return NoteCard(
        row["id"],
        row["author"] or NAMELESS,
        row["motivation"],
        "" if row["deleted"] else plain_words(row["body"]),
        row["target_kind"],
        _entry(row),
        row["briefing_title"] or "",
        short((row["newest"] or row["created"])[:10]),
        row["resolved"],
        row["closer"] or "",
        (row["assigned"] or NAMELESS) if row["assigned_to"] else "",
        row["private"],
        tuple((row["tags"] or "").split(notes.TAG_BREAK)) if row["tags"] else (),
        row["replies"],
        row["deleted"],
    )


def _entry(row: Mapping[str, Any]) -> str:
    """The words by which the entry is known that the note is on."""
    kind = row["target_kind"]
    if kind == "passage":
        return " ".join((row["exact"] or "").split())
    title, body = row["entry_title"] or "", row["entry_body"] or ""
    if kind == "quote" and body:
        # The title of a quote is who said it.
        return f"{title}: {body.partition(' · ')[0]}"
    return title or word(kind)


def plain_words(markdown: str) -> str:
    """A note's words without the marks of Markdown, a line a block."""
    lines: list[str] = []
    for block in parse_blocks(markdown):
        words = "".join(run.text for run in block.runs)
        lines.append(f"• {words}" if block.kind == "item" else words)
    return "\n".join(lines)
