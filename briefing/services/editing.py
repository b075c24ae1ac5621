"""Make, change, delete and restore entries: the plain intentions behind every form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.domain.dates import DateError, parse
from briefing.domain.ordering import after, between, moved
from briefing.domain.record import edtf_fields, owner_field, references
from briefing.domain.records import KINDS, word
from briefing.errors import UserError
from briefing.store.journal import new_id
from briefing.store.records import find, need

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.record import Record, Scalar
    from briefing.services.workspace import Workspace
    from briefing.store.engine import Connection

__all__ = [
    "add_records",
    "can_duplicate",
    "change_fields",
    "delete_entry",
    "duplicate_entry",
    "move_entry",
    "new_id",
    "restore_entry",
]

#: Kinds whose copy would not mean what the first one does.
_SINGLE = frozenset({"briefing", "annotation"})


def _check_dates(kind: str, fields: dict[str, Scalar]) -> None:
    for name in edtf_fields(KINDS[kind]):
        value = fields.get(name)
        if isinstance(value, str) and value:
            try:
                parse(value)
            except DateError as error:
                raise UserError(f"{value}: {error}") from error


def add_records(workspace: Workspace, label: str, new: Sequence[Record]) -> None:
    """Add records as one step."""
    for record in new:
        _check_dates(record.kind, {n: getattr(record, n) for n in edtf_fields(type(record))})
    with workspace.write(label) as unit:
        unit.add_all(new)


def change_fields(
    workspace: Workspace,
    kind: str,
    record_id: str,
    *,
    label: str = "",
    intention: str | None = None,
    **fields: Scalar,
) -> None:
    """Change fields of one record as one step (or as part of the step ``intention``)."""
    _check_dates(kind, fields)
    with workspace.write(label or f"Edit {word(kind)}", intention=intention) as unit:
        unit.change(kind, record_id, **fields)


def delete_entry(workspace: Workspace, kind: str, record_id: str) -> None:
    """Put an entry into the trash."""
    with workspace.write(f"Delete {word(kind)}") as unit:
        unit.delete(kind, record_id)


def delete_entries(workspace: Workspace, refs: Sequence[tuple[str, str]]) -> None:
    """Put entries, each a kind and an id, into the trash in one step."""
    with workspace.write(f"Delete {len(refs)} entries") as unit:
        for kind, record_id in refs:
            unit.delete(kind, record_id)


def restore_entry(workspace: Workspace, kind: str, record_id: str) -> None:
    """Take an entry out of the trash."""
    with workspace.write(f"Restore {word(kind)}") as unit:
        unit.restore(kind, record_id)


def can_duplicate(kind: str) -> bool:
    """Whether a copy of such an entry makes sense."""
    from briefing.services.form_table import FORMS  # the start knows no forms

    return kind in FORMS and kind not in _SINGLE


def duplicate_entry(workspace: Workspace, kind: str, record_id: str) -> str:
    """Make a copy of an entry with all its parts, right after it; its id.

    The copy rests on the same passages. What names the entry from elsewhere still means the first.
    """
    if not can_duplicate(kind):
        raise UserError(f"A {word(kind)} cannot be duplicated.")
    with workspace.write(f"Duplicate {word(kind)}") as unit:
        first = need(unit.connection, kind, record_id)
        whole = [first, *_parts_below(unit.connection, first)]
        ids = {one.id: new_id() for one in whole}
        copies = [_copied(one, ids) for one in whole]
        if hasattr(first, "position"):
            copies[0] = replace(copies[0], position=_place_after(unit.connection, first))  # pyright: ignore[reportCallIssue]
        unit.add_all(copies)
    return ids[record_id]


def _parts_below(connection: Connection, entry: Record) -> list[Record]:
    found: list[Record] = []
    for kind in ("tag", "passage_link"):
        found += find(connection, KINDS[kind], entry_kind=entry.kind, entry_id=entry.id)
    for cls in KINDS.values():
        owner = owner_field(cls)
        if owner is None or references(cls)[owner] != entry.kind or cls.kind in _KEPT_APART:
            continue
        for part in find(connection, cls, **{owner: entry.id}):
            found += [part, *_parts_below(connection, part)]
    return found


#: What belongs to a source and is no part of what a person types into its form.
_KEPT_APART = frozenset({"document", "passage", "passage_link"})


def _copied(record: Record, ids: dict[str, str]) -> Record:
    fields: dict[str, Scalar] = {"id": ids[record.id]}
    for name in (*references(type(record)), "entry_id"):
        value = getattr(record, name, None)
        if isinstance(value, str) and value in ids:
            fields[name] = ids[value]
    return replace(record, **fields)  # pyright: ignore[reportArgumentType]


def _siblings(connection: Connection, record: Record) -> list[Record]:
    """All records in whose order a record stands, in that order."""
    cls = type(record)
    field = owner_field(cls) or ("briefing_id" if "briefing_id" in references(cls) else "")
    where = {field: getattr(record, field)} if field else {}
    return list(find(connection, cls, **where))


def _position(record: Record) -> str:
    return str(getattr(record, "position", ""))


def _place_after(connection: Connection, record: Record) -> str:
    low = _position(record)
    later = [p for p in map(_position, _siblings(connection, record)) if p > low]
    return between(low, min(later)) if later else after(low)


def move_entry(
    workspace: Workspace,
    kind: str,
    record_id: str,
    *,
    by: int = 0,
    before: str | None = None,
    among: Sequence[str] = (),
) -> bool:
    """Put an entry ``by`` places on among its siblings, or before another of them.

    ``among`` limits the siblings to those that a list shows. False where it stands there already.
    """
    with workspace.read() as connection:
        entry = need(connection, kind, record_id)
        if not hasattr(entry, "position"):
            raise UserError(f"A {word(kind)} has no place in an order.")
        rows = _siblings(connection, entry)
    shown = [one for one in rows if not among or one.id in among]
    start = next(at for at, one in enumerate(shown) if one.id == record_id)
    rest = [one.id for one in shown if one.id != record_id]
    end = max(0, min(start + by, len(rest)))
    if before is not None:
        end = rest.index(before) if before in rest else len(rest)
    if end == start:
        return False
    # Beside its new neighbour among all, also those that are not shown.
    every = [one.id for one in rows if one.id != record_id]
    place = every.index(rest[end]) if end < len(rest) else every.index(rest[-1]) + 1
    where = next(at for at, one in enumerate(rows) if one.id == record_id)
    changed = moved([_position(one) for one in rows], where, place)
    with workspace.write(f"Move {word(kind)}") as unit:
        for at, key in changed.items():
            unit.change(kind, rows[at].id, position=key)
    return bool(changed)
