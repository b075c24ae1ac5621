"""The notes on an entry, thread by thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.annotation import Annotation, Motivation
from briefing.domain.dates import short
from briefing.domain.person import Person
from briefing.domain.quote import Tag
from briefing.store.records import find, get, get_many

if TYPE_CHECKING:
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

#: Who signs a note whose author has no name here.
NAMELESS = "Analyst"


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as it is shown. Names are empty where there is nobody; a deleted one has no words."""

    id: str
    author: str
    motivation: str
    when: str
    body: str
    resolved: bool
    private: bool
    tags: tuple[str, ...] = ()
    resolved_by: str = ""
    assigned_id: str = ""
    assigned_to: str = ""
    deleted: bool = False

    @property
    def question(self) -> bool:
        """Whether the note asks something, so that a reply answers it."""
        return self.motivation == Motivation.QUESTIONING


@dataclass(frozen=True, slots=True)
class Thread:
    """A first note with its replies, oldest first."""

    first: NoteRow
    replies: tuple[NoteRow, ...] = ()

    @property
    def id(self) -> str:
        """The id of the first note."""
        return self.first.id

    def ids(self) -> frozenset[str]:
        """The ids of all its notes."""
        return frozenset((self.first.id, *(row.id for row in self.replies)))


def notes_on(ws: Workspace, kind: str, record_id: str) -> tuple[NoteRow, ...]:
    """The notes on an entry that are not deleted, thread by thread."""
    return tuple(
        row
        for thread in threads_on(ws, kind, record_id)
        for row in (thread.first, *thread.replies)
        if not row.deleted
    )


def threads_on(ws: Workspace, kind: str, record_id: str) -> tuple[Thread, ...]:
    """The threads on an entry, oldest first.

    A mere highlight is no note. A deleted first note stays as a place holder while it has replies. A reply
    to a note that is not in this library begins a thread of its own.
    """
    with ws.read() as connection:
        notes = {
            n.id: n
            for n in find(connection, Annotation, target_kind=kind, target_id=record_id)
            if n.body or n.motivation != Motivation.HIGHLIGHTING
        }
        missing = [n.replies_to for n in notes.values() if n.replies_to not in notes]
        known = notes | get_many(connection, Annotation, [i for i in missing if i])
        rows = _rows(connection, known)
    threads: dict[str, list[Annotation]] = {}
    for note in sorted(notes.values(), key=_age):
        first = _first(note, known)
        replies = threads.setdefault(first.id, [])
        if first.id != note.id:
            replies.append(note)
    return tuple(
        Thread(rows[first], tuple(rows[r.id] for r in replies))
        for first, replies in sorted(threads.items(), key=lambda item: _age(known[item[0]]))
    )


def thread_of(ws: Workspace, note_id: str) -> Thread | None:
    """The thread that a note is in; None where it is unknown."""
    with ws.read() as connection:
        note = get(connection, "annotation", note_id)
    if not isinstance(note, Annotation):
        return None
    for thread in threads_on(ws, note.target_kind, note.target_id):
        if note_id in thread.ids():
            return thread
    return None


def _age(note: Annotation) -> tuple[str, str]:
    return note.created, note.id


def _first(note: Annotation, known: dict[str, Annotation]) -> Annotation:
    seen = {note.id}
    while note.replies_to in known and note.replies_to not in seen:
        note = known[note.replies_to]
        seen.add(note.id)
    return note


def _rows(connection: Connection, notes: dict[str, Annotation]) -> dict[str, NoteRow]:
    ids = [i for n in notes.values() for i in (n.author_id, n.assigned_to, n.resolved_by) if i]
    people = {i: p.name for i, p in get_many(connection, Person, ids).items()}
    tags: dict[str, list[str]] = {}
    if notes:
        for tag in find(connection, Tag, entry_kind="annotation", entry_id=list(notes)):
            tags.setdefault(tag.entry_id, []).append(tag.text)
    return {
        n.id: NoteRow(
            n.id,
            people.get(n.author_id or "", NAMELESS),
            n.motivation,
            short(n.created[:10]),
            "" if n.deleted else n.body,
            n.resolved,
            n.private,
            tuple(tags.get(n.id, ())),
            people.get(n.resolved_by or "", ""),
            n.assigned_to or "",
            # Somebody this library has not received a name of is still somebody.
            people.get(n.assigned_to or "", NAMELESS if n.assigned_to else ""),
            n.deleted,
        )
        for n in notes.values()
    }
