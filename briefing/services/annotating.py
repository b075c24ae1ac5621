"""Notes: made, typed, resolved, shared, deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.domain.annotation import Annotation, Motivation
from briefing.domain.quote import Tag
from briefing.store.journal import new_id
from briefing.store.records import find, get

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.services.workspace import Workspace


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


def resolve_note(workspace: Workspace, note_id: str, *, resolved: bool = True) -> None:
    """Mark a note as dealt with, or open it again."""
    with workspace.write("Resolve note" if resolved else "Reopen note") as unit:
        unit.change("annotation", note_id, resolved=resolved)


def share_note(workspace: Workspace, note_id: str, *, private: bool) -> None:
    """Share a note with those who get the briefing, or keep it to oneself."""
    with workspace.write("Make note private" if private else "Share note") as unit:
        unit.change("annotation", note_id, private=private)


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


def delete_note(workspace: Workspace, note_id: str) -> None:
    """Put a note into the trash."""
    with workspace.write("Delete note") as unit:
        unit.delete("annotation", note_id)
