"""Make, change, delete and restore entries: the plain intentions behind every form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.dates import DateError, parse
from briefing.domain.record import edtf_fields
from briefing.domain.records import KINDS, word
from briefing.errors import UserError
from briefing.store.journal import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.record import Record, Scalar
    from briefing.services.workspace import Workspace

__all__ = ["add_records", "change_fields", "delete_entry", "new_id", "restore_entry"]


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


def restore_entry(workspace: Workspace, kind: str, record_id: str) -> None:
    """Take an entry out of the trash."""
    with workspace.write(f"Restore {word(kind)}") as unit:
        unit.restore(kind, record_id)
