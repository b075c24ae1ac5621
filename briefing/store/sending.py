"""Change sets as they are handed to another laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.changes import ChangeSet, FieldChange, Sent
from briefing.store import links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

_SET = "id, label, sort, person_id, device_id, number, clock, intention, undoes"
_CHANGE = 'change_set, kind, record_id, field, "before", "after", base'


def changes(
    connection: Connection, record_ids: Iterable[str] | None = None
) -> dict[str, list[FieldChange]]:
    """Change set id → its changes of these records, or of all, in the order they were made."""
    found: dict[str, list[FieldChange]] = {}
    if record_ids is None:
        rows = connection.exec_driver_sql(f"SELECT {_CHANGE} FROM change ORDER BY seq").all()
    else:
        rows = [
            row
            for marks, some in links.chunks(record_ids)
            for row in connection.exec_driver_sql(
                f"SELECT {_CHANGE}, seq FROM change WHERE record_id IN ({marks})", tuple(some)
            )
        ]
        rows.sort(key=lambda row: row[7])
    for row in rows:
        found.setdefault(row[0], []).append(FieldChange(*row[1:7]))
    return found


def sent(
    connection: Connection, by_set: Mapping[str, Iterable[FieldChange]] | None = None
) -> list[Sent]:
    """Change sets with the given changes, or all of the journal, in the order of their clocks."""
    by_set = changes(connection) if by_set is None else by_set
    found = [
        Sent(ChangeSet(*row), tuple(by_set[row[0]]))
        for marks, some in links.chunks(by_set)
        for row in connection.exec_driver_sql(
            f"SELECT {_SET} FROM change_set WHERE id IN ({marks})", tuple(some)
        )
    ]
    return sorted(
        found, key=lambda o: (o.change_set.clock, o.change_set.device_id, o.change_set.id)
    )
