"""What may travel from now on is said once more, so that what was written before it need not travel.

A note that was private, or an entry that was marked higher, holds words in its history that its new readers
may not see. Its present words are therefore written again at the moment it is opened, each replacing all
that came before; a pack for those readers begins there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain import markings
from briefing.domain.changes import FieldChange
from briefing.domain.heads import heads
from briefing.domain.record import field_names
from briefing.domain.records import KINDS
from briefing.store import deletions, links, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from sqlalchemy import Connection

    from briefing.domain.record import Scalar


def lowered(
    connection: Connection, changes: Iterable[FieldChange], new: Set[str]
) -> list[FieldChange]:
    """What to say once more after these changes: nothing where they open nothing to more readers."""
    opened = {(c.kind, c.record_id): None for c in changes if c.record_id not in new and opens(c)}
    wanted: dict[str, None] = {}
    for kind, record_id in opened:
        wanted.update(dict.fromkeys(deletions.whole(connection, kind, record_id)))
    if not wanted:
        return []
    return again(connection, list(wanted))


def opens(change: FieldChange) -> bool:
    """Whether a change lets more people read a record."""
    if change.field == "private":
        return bool(change.before) and not change.after
    if change.field != "marking" or change.before is None:
        return False
    return rank(change.after) < rank(change.before)


def rank(marking: Scalar) -> int:
    """How narrow a marking is; what is no marking is read as the narrowest."""
    try:
        return markings.parse(str(marking)).rank
    except markings.MarkingError:
        return markings.Marking.RED.rank


def again(connection: Connection, ids: list[str]) -> list[FieldChange]:
    """Every field of records as it stands, replacing all that ever stood there."""
    written = links.load(connection, ids)
    values = links.Values(connection)
    contested = _contested(connection, ids)
    found: list[FieldChange] = []
    by_kind: dict[str, list[str]] = {}
    for record_id, kind in links.kinds(connection, ids).items():
        by_kind.setdefault(kind, []).append(record_id)
    for kind, some in by_kind.items():
        for record in records.get_many(connection, KINDS[kind], some).values():
            for name in field_names(KINDS[kind]):
                there = written.get((record.id, name), [])
                base = " ".join(dict.fromkeys(one.change_set for one in there)) or None
                shown: list[Scalar] = [getattr(record, name)]
                if (record.id, name) in contested:
                    shown = [values(one) for one in heads(there)]
                found += [FieldChange(kind, record.id, name, None, value, base) for value in shown]
    return found


def _contested(connection: Connection, ids: list[str]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for marks, some in links.chunks(ids):
        rows = connection.exec_driver_sql(
            "SELECT record_id, field FROM field_head "
            f"WHERE contested AND field <> 'deleted' AND record_id IN ({marks})",
            tuple(some),
        )
        found |= {(row[0], row[1]) for row in rows}
    return found
