"""Notes: made, typed, answered, assigned, resolved, shared, deleted.

A thread is a first note with its replies, which all name it. Being open, private or somebody's to see to
belongs to the thread: it is kept on the first note, and every function here finds that by itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.domain.annotation import Annotation, Motivation
from briefing.domain.person import Person
from briefing.domain.quote import Tag
from briefing.errors import NotFoundError, UserError
from briefing.store.journal import new_id
from briefing.store.records import find, get, need

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork

#: Steps from a reply to the first note; replies to replies come only from elsewhere.
_DEEPEST = 20


def _marking(workspace: Workspace, briefing_id: str | None) -> str:
    if briefing_id is None:
        return "CLEAR"
    with workspace.read() as connection:
        owner = get(connection, "briefing", briefing_id)
    return owner.marking if owner else "CLEAR"


def add_note(
    workspace: Workspace,
    target_kind: str,
    target_id: str,
    briefing_id: str | None,
    body: str = "",
    *,
    motivation: str = Motivation.COMMENTING,
    private: bool = True,
    tags: Iterable[str] = (),
    intention: str | None = None,
) -> str:
    """Write a note on an entry or passage; its id. Notes are private until they are shared.

    Saves of the same note under the same ``intention`` are one step to undo with it.
    """
    note_id = new_id()
    marking = _marking(workspace, briefing_id)
    note = Annotation(
        id=note_id,
        marking=marking,
        target_kind=target_kind,
        target_id=target_id,
        briefing_id=briefing_id,
        body=body,
        motivation=str(motivation),
        author_id=workspace.author.person_id,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        private=private,
    )
    with workspace.write("Add note", intention=intention) as unit:
        unit.add(note)
        unit.add_all(
            Tag(id=new_id(), marking=marking, entry_kind="annotation", entry_id=note_id, text=text)
            for text in tags
        )
    return note_id


def _first(connection: Connection, note_id: str) -> Annotation:
    """The first note of a thread, deleted or not; a reply whose first is not here stands for it."""
    note = get(connection, "annotation", note_id)
    if not isinstance(note, Annotation):
        raise NotFoundError(f"Nothing here has the id {note_id}; see the list for the ids.")
    for _step in range(_DEEPEST):
        above = get(connection, "annotation", note.replies_to) if note.replies_to else None
        if not isinstance(above, Annotation):
            break
        note = above
    return note


def first_note(workspace: Workspace, note_id: str) -> str:
    """The id of the first note of the thread that a note is in."""
    with workspace.read() as connection:
        return _first(connection, note_id).id


def _replies(connection: Connection, first_id: str) -> list[Annotation]:
    """The replies of a thread, also those that name another of its replies."""
    found: dict[str, Annotation] = {}
    above = [first_id]
    for _step in range(_DEEPEST):
        new = [a for a in find(connection, Annotation, replies_to=above) if a.id not in found]
        if not new:
            break
        found.update((a.id, a) for a in new)
        above = [a.id for a in new]
    return list(found.values())


def reply(
    workspace: Workspace,
    note_id: str,
    body: str,
    *,
    resolve: bool = False,
    intention: str | None = None,
) -> str:
    """Answer in the thread of a note; the reply's id. ``resolve`` closes the thread in the same step.

    A reply stands on what its thread stands on, and is private exactly where its thread is.
    """
    reply_id = new_id()
    with workspace.write("Reply to note", intention=intention) as unit:
        first = _first(unit.connection, note_id)
        unit.add(
            Annotation(
                id=reply_id,
                marking=first.marking,
                target_kind=first.target_kind,
                target_id=first.target_id,
                briefing_id=first.briefing_id,
                body=body,
                motivation=Motivation.REPLYING.value,
                author_id=workspace.author.person_id,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                replies_to=first.id,
                private=first.private,
            )
        )
        if resolve:
            _set_resolved(unit, workspace, first.id, resolved=True)
    return reply_id


def _set_resolved(unit: UnitOfWork, workspace: Workspace, first_id: str, *, resolved: bool) -> None:
    by = workspace.author.person_id if resolved else None
    unit.change("annotation", first_id, resolved=resolved, resolved_by=by)


def set_note_body(
    workspace: Workspace, note_id: str, body: str, *, intention: str | None = None
) -> None:
    """Save a note's words as they are typed; saves that share ``intention`` are one step to undo."""
    with workspace.write("Edit note", intention=intention) as unit:
        unit.change("annotation", note_id, body=body)


def set_note_motivation(workspace: Workspace, note_id: str, motivation: str) -> None:
    """Say why a note was made: a comment, a question, an assessment."""
    with workspace.write("Change kind of note") as unit:
        unit.change("annotation", note_id, motivation=str(motivation))


def resolve_note(
    workspace: Workspace, note_id: str, *, resolved: bool = True, intention: str | None = None
) -> None:
    """Mark the thread of a note as dealt with, by whoever works here, or open it again."""
    label = "Resolve note" if resolved else "Reopen note"
    with workspace.write(label, intention=intention) as unit:
        _set_resolved(unit, workspace, _first(unit.connection, note_id).id, resolved=resolved)


def share_note(workspace: Workspace, note_id: str, *, private: bool) -> None:
    """Share a thread with those who get the briefing, or keep the whole of it to oneself."""
    with workspace.write("Make note private" if private else "Share note") as unit:
        first = _first(unit.connection, note_id)
        unit.change("annotation", first.id, private=private)
        for one in _replies(unit.connection, first.id):
            unit.change("annotation", one.id, private=private)


def assign_note(workspace: Workspace, note_id: str, person_id: str | None) -> None:
    """Say who is to see to the thread of a note; None: nobody."""
    with workspace.write("Assign note") as unit:
        unit.change("annotation", _first(unit.connection, note_id).id, assigned_to=person_id)


def assign_to_colleague(workspace: Workspace, note_id: str, name: str) -> str:
    """Assign a note by name; a colleague nobody knew yet is added in the same step. Their id."""
    plain = " ".join(name.split())
    if not plain:
        raise UserError("Type the name of the colleague who is to see to this note.")
    with workspace.write("Assign note") as unit:
        known = find(unit.connection, Person)
        person = next((p for p in known if p.name.casefold() == plain.casefold()), None)
        if person is None:
            person = Person(id=new_id(), name=plain)
            unit.add(person)
        first = _first(unit.connection, note_id)
        unit.change("annotation", first.id, assigned_to=person.id)
    return person.id


def people(workspace: Workspace) -> tuple[Person, ...]:
    """Who is known in the library, by name; whoever works here comes first."""
    me = workspace.author.person_id
    with workspace.read() as connection:
        known = find(connection, Person)
    return tuple(sorted(known, key=lambda p: (p.id != me, p.name.casefold(), p.id)))


def set_note_tags(workspace: Workspace, note_id: str, tags: Iterable[str]) -> None:
    """Give a note the subject words ``tags`` and no others."""
    wanted = list(dict.fromkeys(t.strip() for t in tags if t.strip()))
    with workspace.write("Tag note") as unit:
        present = find(unit.connection, Tag, entry_id=note_id)
        for tag in present:
            if tag.text not in wanted:
                unit.delete("tag", tag.id)
        known = {tag.text for tag in present}
        unit.add_all(
            Tag(id=new_id(), entry_kind="annotation", entry_id=note_id, text=text)
            for text in wanted
            if text not in known
        )


def duplicate_note(workspace: Workspace, note_id: str) -> str:
    """Write the words and tags of a note once more, beside it, as one step; the copy's id.

    It is the person's own, of now, open, and nobody's to see to; as private as the first one, and a
    reply where that is one.
    """
    copy_id = new_id()
    with workspace.write("Duplicate note") as unit:
        note = need(unit.connection, "annotation", note_id)
        assert isinstance(note, Annotation)
        unit.add(
            replace(
                note,
                id=copy_id,
                author_id=workspace.author.person_id,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                resolved=False,
                resolved_by=None,
                assigned_to=None,
            )
        )
        unit.add_all(
            replace(tag, id=new_id(), entry_id=copy_id)
            for tag in find(unit.connection, Tag, entry_kind="annotation", entry_id=note_id)
        )
    return copy_id


def delete_note(workspace: Workspace, note_id: str) -> None:
    """Put a note into the trash. Its replies stay, under the words "deleted note"."""
    with workspace.write("Delete note") as unit:
        unit.delete("annotation", note_id)
