"""The notes on an entry, thread by thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.annotation import Annotation, Motivation
from briefing.domain.dates import short
from briefing.domain.person import Person
from briefing.domain.quote import Tag
from briefing.store.notes import heads_of, heads_on
from briefing.store.records import find, get, get_many
from briefing.store.sameness import ids_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.notes import NoteHead

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

    @property
    def vanished(self) -> bool:
        """Whether nothing is shown of it: it is deleted, or a mere highlight."""
        return self.deleted or (not self.body and self.motivation == Motivation.HIGHLIGHTING)


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
    return newest_threads(ws, kind, record_id, None)[0]


def newest_threads(
    ws: Workspace,
    kind: str,
    record_id: str,
    most: int | None,
    also: AbstractSet[str] = frozenset(),
) -> tuple[tuple[Thread, ...], int]:
    """The ``most`` newest threads on an entry, oldest first, and how many there are besides.

    The threads of the notes in ``also`` are among them, however old. Only what is returned is read in
    full, so that an entry with thousands of notes opens like any other.
    """
    with ws.read() as connection:
        threads = _members(connection, kind, record_id)
        first = 0 if most is None else len(threads) - most
        picked = {
            root: members
            for at, (root, members) in enumerate(threads.items())
            if at >= first or root in also or not also.isdisjoint(members)
        }
        ids = [i for root, members in picked.items() for i in (root, *members)]
        rows = _rows(connection, get_many(connection, Annotation, ids))
    found = tuple(
        Thread(rows[root], tuple(rows[i] for i in members)) for root, members in picked.items()
    )
    return found, len(threads) - len(found)


def note_rows(ws: Workspace, ids: Iterable[str]) -> dict[str, NoteRow]:
    """Some notes as they are shown; those that are unknown here are left out."""
    with ws.read() as connection:
        return _rows(connection, get_many(connection, Annotation, ids))


def _members(connection: Connection, kind: str, record_id: str) -> dict[str, list[str]]:
    """First note → its replies, both oldest first, of the threads on an entry."""
    # What was noted on an actor stays with it when it turns out to be one with another.
    every = ids_of(connection, record_id) if kind == "actor" else [record_id]
    notes = {head.id: head for one in every for head in heads_on(connection, kind, one)}
    missing = {n.replies_to for n in notes.values() if n.replies_to} - notes.keys()
    known = notes | {head.id: head for head in heads_of(connection, missing)}
    threads: dict[str, list[str]] = {}
    for note in sorted(notes.values(), key=_age):
        first = _first(note, known)
        replies = threads.setdefault(first.id, [])
        if first.id != note.id:
            replies.append(note.id)
    return dict(sorted(threads.items(), key=lambda item: _age(known[item[0]])))


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


def _age(note: NoteHead) -> tuple[str, str]:
    return note.created, note.id


def _first(note: NoteHead, known: dict[str, NoteHead]) -> NoteHead:
    seen = {note.id}
    while (above := known.get(note.replies_to or "")) is not None and above.id not in seen:
        note = above
        seen.add(note.id)
    return note


def _rows(connection: Connection, notes: dict[str, Annotation]) -> dict[str, NoteRow]:
    named = [i for n in notes.values() for i in (n.author_id, n.assigned_to, n.resolved_by) if i]
    people = {i: p.name for i, p in get_many(connection, Person, named).items()}
    tags: dict[str, list[str]] = {}
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
