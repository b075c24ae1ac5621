"""Undo and redo across restarts, the history of an entry, and the log of a library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.domain.changes import ChangeSet, FieldChange, Sort
from briefing.domain.person import Person
from briefing.domain.records import field_word
from briefing.errors import UserError
from briefing.store import journal, records
from briefing.store.unit_of_work import coerce

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.domain.record import Scalar
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection
    from briefing.store.unit_of_work import UnitOfWork


#: What a person did, and can undo.
_STEPS = frozenset({Sort.EDIT, Sort.MERGE, Sort.SETTLE})


@dataclass(frozen=True, slots=True)
class Steps:
    """What Ctrl+Z and Ctrl+Shift+Z would do now; None: nothing."""

    undo: str | None = None
    undo_label: str = ""
    redo: str | None = None
    redo_label: str = ""


class ChangedSinceError(UserError):
    """Another person or window has changed a field since; the caller asks before overwriting."""

    def __init__(self, label: str, changes: Sequence[FieldChange]) -> None:
        fields = ", ".join(sorted({field_word(c.field) for c in changes}))
        super().__init__(f"“{label}” was changed again since ({fields}); undo it all the same?")
        self.changes = tuple(changes)


def steps(workspace: Workspace) -> Steps:
    """The next step back and the next step forward of this person on this device.

    Walks the journal from its end. The newest undo or redo of a step tells its state; a step that is
    done and met first is the one to undo; the last one undone, with no newer edit, is the one to redo.
    """
    with workspace.read() as connection:
        return _steps(connection, workspace)


def _steps(connection: Connection, workspace: Workspace) -> Steps:
    state: dict[str, bool] = {}
    redo: tuple[str, str] | None = None
    redo_open = True
    for entry in journal.newest_first(connection, workspace.author):
        if entry.sort in (Sort.UNDO, Sort.REDO):
            step = entry.undoes or ""
            if step not in state:
                state[step] = entry.sort == Sort.REDO
                if redo_open and entry.sort == Sort.UNDO:
                    redo, redo_open = (step, entry.label.removeprefix("Undo ")), False
        elif entry.sort in _STEPS and state.get(entry.intention, True):
            return Steps(
                entry.intention, entry.label, redo[0] if redo else None, redo[1] if redo else ""
            )
    return Steps(redo=redo[0] if redo else None, redo_label=redo[1] if redo else "")


def _net(connection: Connection, step: str) -> list[FieldChange]:
    """What a step did in all: per field the value before its first and after its last change set."""
    net: dict[tuple[str, str, str], FieldChange] = {}
    for change_set in journal.sets_of_intention(connection, step):
        if change_set.sort not in _STEPS:
            continue
        for c in journal.changes_of(connection, change_set.id):
            key = (c.kind, c.record_id, c.field)
            first = net.get(key)
            net[key] = FieldChange(
                c.kind, c.record_id, c.field, first.before if first else c.before, c.after, c.base
            )
    return list(net.values())


def undo(workspace: Workspace, *, force: bool = False) -> str | None:
    """Take back the newest step; its label, or None where there is none.

    Raises ChangedSinceError where somebody has changed a field of it since, unless ``force``.
    """
    now = steps(workspace)
    if now.undo is None:
        return None
    _apply(workspace, now.undo, now.undo_label, back=True, force=force)
    return now.undo_label


def redo(workspace: Workspace, *, force: bool = False) -> str | None:
    """Do the last undone step again; its label, or None where there is none."""
    now = steps(workspace)
    if now.redo is None:
        return None
    _apply(workspace, now.redo, now.redo_label, back=False, force=force)
    return now.redo_label


def _apply(workspace: Workspace, step: str, label: str, *, back: bool, force: bool) -> None:
    sort, verb = (Sort.UNDO, "Undo") if back else (Sort.REDO, "Redo")
    with workspace.write(f"{verb} {label}", sort=sort, undoes=step) as unit:
        first = journal.sets_of_intention(unit.connection, step)[0].sort
        if first == Sort.MERGE:
            _apply_merge(unit, step, label, back=back, force=force)
            return
        if first == Sort.SETTLE:
            _apply_choice(unit, step, back=back)
            return
        net = _net(unit.connection, step)
        made = {c.record_id for c in net if c.field == "deleted" and c.before is None}
        differing: list[FieldChange] = []
        wanted: list[tuple[FieldChange, Scalar]] = []
        for c in net:
            if c.record_id in made and (c.field != "deleted" or c.kind == "person"):
                # The words of an entry that goes into the trash stay with it. Whoever wrote their
                # first words is known from then on, also when they take them back.
                continue
            old, new = (c.after, c.before) if back else (c.before, c.after)
            if c.field == "deleted":  # before it was made it did not exist: into the trash
                old, new = (True if v is None else v for v in (old, new))
            present = records.need(unit.connection, c.kind, c.record_id)
            if not journal.same(getattr(present, c.field), coerce(c.kind, c.field, old)):
                differing.append(c)
            wanted.append((c, coerce(c.kind, c.field, new)))
        if differing and not force:
            raise ChangedSinceError(label, differing)
        for c, value in wanted:
            unit.change(c.kind, c.record_id, **{c.field: value})


def _apply_merge(unit: UnitOfWork, step: str, label: str, *, back: bool, force: bool) -> None:
    """Set aside what a merge brought, here and nowhere else, or take it back."""
    from briefing.store import receiving

    if not back:
        received = receiving.take_back(unit.connection, step)
        unit.heard_of(received.touched if received else {})
        if received is not None:
            receiving.remember(unit.connection, step, received)
        return
    since = receiving.changed_since(unit.connection, step)
    if since and not force:
        raise ChangedSinceError(label, since)
    touched, anew = receiving.set_aside(unit.connection, step)
    unit.restate_in(anew)
    unit.heard_of(touched)


def _apply_choice(unit: UnitOfWork, step: str, *, back: bool) -> None:
    """Let the values stand side by side again among which a person chose, or choose once more."""
    from briefing.services import conflicts

    for c in journal.changes_of(unit.connection, step):
        if back:
            conflicts.reopen(unit, c)
        else:
            unit.settle(c.kind, c.record_id, c.field, coerce(c.kind, c.field, c.after))


def history_of(workspace: Workspace, record_id: str) -> list[tuple[ChangeSet, list[FieldChange]]]:
    """Every change of one record, oldest first, each value in the type of its field."""
    from briefing.services.blind_view import may_be_seen

    with workspace.read() as connection:
        if not may_be_seen(connection, record_id, workspace.author.person_id):
            raise UserError("This answer of a blind round is hidden until all have handed in.")
        found = journal.changes_of_records(connection, [record_id])
    if not found:
        raise UserError(f"Nothing here has the id {record_id}; see the list for the ids.")
    return [(done, [_typed(change) for change in changes]) for done, changes in found]


def _typed(change: FieldChange) -> FieldChange:
    try:
        before, after = (
            coerce(change.kind, change.field, value) for value in (change.before, change.after)
        )
    except UserError:
        # A field that another version of the program knows: told as it stands.
        return change
    return replace(change, before=before, after=after)


def log(workspace: Workspace, limit: int = 200) -> list[ChangeSet]:
    """The newest change sets of a library, newest first."""
    with workspace.read() as connection:
        return journal.log(connection, limit)


def who(workspace: Workspace, sets: Iterable[ChangeSet]) -> dict[str, str]:
    """Person id → display name, of those who made change sets."""
    from briefing.services.note_threads import NAMELESS

    ids = {one.person_id for one in sets if one.person_id}
    with workspace.read() as connection:
        known = records.get_many(connection, Person, ids)
    return {one: (known[one].name if one in known else "") or NAMELESS for one in ids}
