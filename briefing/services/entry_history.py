"""The history of one entry and its parts in words, any version of it restored, two compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.domain.changes import Sort, local_minute
from briefing.domain.record import (
    defaults,
    field_names,
    owner_field,
    references,
)
from briefing.domain.records import ENTRY_KINDS, KINDS, word
from briefing.errors import NotFoundError, UserError
from briefing.services.entry_words import OF_ANY, FieldWords, Told, lines, shortened, titles
from briefing.services.note_threads import NAMELESS
from briefing.services.source_view import title_of
from briefing.store import journal
from briefing.store.records import get, get_many
from briefing.store.unit_of_work import coerce

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.domain.changes import ChangeSet, FieldChange
    from briefing.domain.record import Record
    from briefing.services.entry_words import Key, State
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

    #: Change sets in the order of people, each with its changes of an entry and its parts.
    Steps = list[tuple[ChangeSet, list[FieldChange]]]

_HIDDEN = ("blind_answer",)


@dataclass(frozen=True, slots=True)
class Version:
    """An entry after one intention. ``number`` counts from 1, the oldest; ``id`` is its last change set.

    ``clock`` is that of the change set. ``sort`` is one of :class:`briefing.domain.changes.Sort`;
    ``deleted`` tells that the entry was in the trash then.
    """

    number: int
    id: str
    clock: int
    person_id: str | None
    who: str
    label: str
    sort: str
    deleted: bool
    lines: tuple[FieldWords, ...]

    @property
    def when(self) -> str:
        """Local time, to the minute."""
        return local_minute(self.clock)


@dataclass(frozen=True, slots=True)
class EntryHistory:
    """All versions of an entry, the newest first."""

    kind: str
    id: str
    title: str
    briefing_id: str
    deleted: bool
    versions: tuple[Version, ...]


def entry_history(ws: Workspace, kind: str, entry_id: str) -> EntryHistory:
    """Every version of an entry, deleted or not, with who made it and what it changed.

    What one intention did is one version, however often it was saved. Raises NotFoundError.
    """
    with ws.read() as connection:
        entry, steps = _read(connection, kind, entry_id)
        grouped = _versions(steps)
        states = list(_states(grouped))
        told = Told((kind, entry_id), titles(connection, [one for pair in states for one in pair]))
        people = {done.person_id or "" for done, _some in steps} - {""}
        names = {
            one.id: str(getattr(one, "name", ""))
            for one in get_many(connection, KINDS["person"], people).values()
        }
        title = title_of(connection, [entry]).get(entry_id, "")
    versions: list[Version] = []
    deleted = False
    for step, (before, after) in zip(grouped, states, strict=True):
        last = step[-1][0]
        deleted = bool(after.get(told.key, {}).get("deleted", deleted))
        versions.append(
            Version(
                len(versions) + 1,
                last.id,
                last.clock,
                last.person_id,
                names.get(last.person_id or "", "") or ("" if _is_shipped(last) else NAMELESS),
                step[0][0].label,
                last.sort,
                deleted,
                lines(told, before, after),
            )
        )
    return EntryHistory(
        kind,
        entry_id,
        shortened(title),
        entry.id if kind == "briefing" else str(getattr(entry, "briefing_id", "") or ""),
        entry.deleted,
        tuple(reversed(versions)),
    )


def compare_versions(
    ws: Workspace, kind: str, entry_id: str, older: str, newer: str
) -> tuple[FieldWords, ...]:
    """Every field and part of two versions side by side, those that are the same too.

    A version is named by its last change set; an empty name is the entry before it was made.
    """
    with ws.read() as connection:
        _entry, steps = _read(connection, kind, entry_id)
        left, right = (_state_at(steps, one) if one else {} for one in (older, newer))
        told = Told((kind, entry_id), titles(connection, (left, right)))
    return lines(told, left, right, same=True)


def _read(connection: Connection, kind: str, entry_id: str) -> tuple[Record, Steps]:
    """An entry with the journal of it and its parts, in the order of people."""
    # Answers of a blind round are told by their round, when all have handed in.
    entry = get(connection, kind, entry_id) if kind in KINDS and kind not in _HIDDEN else None
    if entry is None:
        raise NotFoundError(f"Nothing here has the id {entry_id}; see the list for the ids.")
    ids = [entry_id, *_parts(connection, kind, entry_id)]
    steps = [
        (done, [_typed(one) for one in changes if _is_known(one)])
        for done, changes in journal.changes_of_records(connection, ids)
    ]
    return entry, [step for step in steps if step[1]]


def _parts(connection: Connection, kind: str, entry_id: str) -> list[str]:
    """The ids of all that belongs or belonged to an entry and is none itself."""
    found: list[str] = []
    for part in OF_ANY:
        rows = connection.exec_driver_sql(
            f"SELECT id FROM {part} WHERE entry_id = ? AND entry_kind = ?", (entry_id, kind)
        )
        found += [row[0] for row in rows]
    waiting = [(kind, [entry_id])]
    while waiting:
        above, ids = waiting.pop()
        for part, owner in _kinds_below(above):
            below: list[str] = []
            for one in ids:
                rows = connection.exec_driver_sql(
                    f'SELECT id FROM {part} WHERE "{owner}" = ?', (one,)
                )
                below += [row[0] for row in rows]
            if below:
                found += below
                waiting.append((part, below))
    return found


@cache
def _kinds_below(kind: str) -> tuple[tuple[str, str], ...]:
    """The kinds of part of a kind, each with the field that names its owner."""
    found: list[tuple[str, str]] = []
    for cls in KINDS.values():
        owner = owner_field(cls)
        apart = (*ENTRY_KINDS, *OF_ANY, *_HIDDEN)
        if owner and references(cls)[owner] == kind and cls.kind not in apart:
            found.append((cls.kind, owner))
    return tuple(found)


def _is_known(change: FieldChange) -> bool:
    """Whether this program knows the field; a later one may have written others."""
    return change.kind in KINDS and change.field in field_names(KINDS[change.kind])


def _typed(change: FieldChange) -> FieldChange:
    before, after = (coerce(change.kind, change.field, v) for v in (change.before, change.after))
    return type(change)(change.kind, change.record_id, change.field, before, after, change.base)


def _versions(steps: Steps) -> list[Steps]:
    """The change sets of one intention that follow one another as one."""
    found: list[Steps] = []
    for step in steps:
        if found and found[-1][-1][0].intention == step[0].intention:
            found[-1].append(step)
        else:
            found.append([step])
    return found


def _states(versions: Iterable[Steps]) -> Iterator[tuple[State, State]]:
    """Of each version what it touched, before and after."""
    state: State = {}
    for step in versions:
        touched = _touched(step)
        before = {key: dict(values) for key, values in state.items() if key in touched}
        for _set, changes in step:
            _apply(state, changes)
        yield before, {key: dict(state[key]) for key in touched}


def _touched(step: Steps) -> set[Key]:
    return {(one.kind, one.record_id) for _set, changes in step for one in changes}


def _apply(state: State, changes: Iterable[FieldChange]) -> None:
    for one in changes:
        key = (one.kind, one.record_id)
        if key not in state:
            state[key] = {
                name: value for name, value in defaults(KINDS[one.kind]).items() if name != "id"
            }
        state[key][one.field] = one.after


def _state_at(steps: Steps, change_set: str) -> State:
    """The entry and its parts after a change set. Raises NotFoundError where none has the id."""
    state: State = {}
    for done, changes in steps:
        _apply(state, changes)
        if done.id == change_set:
            return state
    raise NotFoundError(f"No version of this entry has the id {change_set}; see its history.")


def _is_shipped(done: ChangeSet) -> bool:
    return done.sort == Sort.SHIPPED


def restore_version(ws: Workspace, kind: str, entry_id: str, version_id: str) -> bool:
    """Let an entry and its parts be as they were after a change set, as one step.

    False where they are so already. What became a part later goes into the trash, what was one then
    comes back. Raises UserError where that version was in the trash itself.
    """
    with ws.read() as connection:
        if not _to_restore(connection, kind, entry_id, version_id):
            return False
    with ws.write(f"Restore earlier {word(kind)}") as unit:
        for key, values in _to_restore(unit.connection, kind, entry_id, version_id).items():
            unit.change(*key, **values)
    return True


def _to_restore(connection: Connection, kind: str, entry_id: str, version_id: str) -> State:
    """The values that differ from those of a version, by record."""
    _entry, steps = _read(connection, kind, entry_id)
    then = _state_at(steps, version_id)
    if then.get((kind, entry_id), {}).get("deleted", True):
        raise UserError("This entry was in the trash then; choose a version before.")
    touched: dict[Key, set[str]] = {}
    for _set, changes in steps:
        for one in changes:
            touched.setdefault((one.kind, one.record_id), set()).add(one.field)
    found: State = {}
    for key, names in touched.items():
        # What was made later is in the trash of then.
        values = then.get(key, {"deleted": True})
        present = get(connection, *key)
        different = {
            name: values[name]
            for name in names & values.keys()
            if not journal.same(getattr(present, name, None), values[name])
        }
        if present is not None and different:
            found[key] = different
    return found
