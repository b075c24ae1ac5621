"""Which written values stand in the records: computed anew where rows of the journal came or went."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from briefing.domain.changes import Sort
from briefing.domain.heads import Held, heads, hold
from briefing.domain.record import defaults, field_names
from briefing.domain.records import KINDS
from briefing.store import deletions, links, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from briefing.domain.record import Scalar
    from briefing.store.links import Links

#: Behind every row of the journal.
_NO_ROW = (1 << 63) - 1
#: Kind, record id, field.
Key = tuple[str, str, str]


def refresh(
    connection: Connection,
    keys: Iterable[Key],
    *,
    removed: bool = False,
    received_from: int | None = None,
) -> dict[str, set[str]]:
    """Write into the records what their fields hold; kind → ids of the records looked at.

    A record whose beginning has not arrived has no row until it does. ``removed`` says that rows were taken
    out of the journal: one whose beginning went loses its row. ``received_from`` is the first row of the
    journal that a merge under way has brought.
    """
    wanted = set(keys)
    kinds = {record_id: kind for kind, record_id, _ in wanted}
    if not kinds:
        return {}
    written = links.load(connection, kinds)
    there = _there(connection, kinds)
    held = _hold(connection, kinds, written, wanted, there)
    gone = _withdrawn(connection, kinds, held, received_from)
    if removed:
        gone |= _without_beginning(kinds, written, there)
    _write(connection, kinds, held, there, gone)
    _remember(connection, kinds, written, held, wanted)
    touched: dict[str, set[str]] = {}
    for record_id, kind in kinds.items():
        touched.setdefault(kind, set()).add(record_id)
    for kind, record_id in look_at_deletions(connection, kinds):
        touched.setdefault(kind, set()).add(record_id)
    return touched


def held_by(connection: Connection, kind: str, record_id: str, field: str) -> Held | None:
    """What one field holds, with all its heads."""
    there = links.load(connection, [record_id], field).get((record_id, field), [])
    return hold(kind, field, there, links.Values(connection))


def _there(connection: Connection, kinds: Mapping[str, str]) -> set[str]:
    """Those of the records that have a row."""
    by_kind: dict[str, list[str]] = {}
    for record_id, kind in kinds.items():
        by_kind.setdefault(kind, []).append(record_id)
    found: set[str] = set()
    for kind, ids in by_kind.items():
        for marks, some in links.chunks(ids):
            rows = connection.exec_driver_sql(
                f"SELECT id FROM {kind} WHERE id IN ({marks})", tuple(some)
            )
            found |= {row[0] for row in rows}
    return found


def _hold(
    connection: Connection,
    kinds: Mapping[str, str],
    written: Links,
    wanted: set[Key],
    there: set[str],
) -> dict[tuple[str, str], Held]:
    """What the fields hold that were asked for, and all fields of records that have no row yet."""
    values = links.Values(connection)
    asked = [
        (record_id, field)
        for record_id, field in written
        if record_id not in there or (kinds[record_id], record_id, field) in wanted
    ]
    values.fetch([head for key in asked for head in heads(written[key])])
    held: dict[tuple[str, str], Held] = {}
    for record_id, field in asked:
        one = hold(kinds[record_id], field, written[record_id, field], values)
        if one is not None:
            held[record_id, field] = one
    return held


def _write(
    connection: Connection,
    kinds: Mapping[str, str],
    held: Mapping[tuple[str, str], Held],
    there: set[str],
    gone: set[str],
) -> None:
    by_record: dict[str, dict[str, Scalar]] = {key: {} for key in kinds if key not in gone}
    for (record_id, field), one in held.items():
        if record_id not in gone:
            by_record[record_id][field] = one.value
    new: dict[str, list[tuple[Any, ...]]] = {}
    changed: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = {}
    for record_id, found in by_record.items():
        kind = kinds[record_id]
        if record_id not in there:
            if _begun(kind, found):
                row = {**_blank(kind), **found}
                row.update(records.date_columns(kind, row))
                new.setdefault(kind, []).append((record_id, *(row[n] for n in _order(kind))))
        elif found:
            row = {**found, **records.date_columns(kind, found)}
            names = tuple(sorted(row))
            changed.setdefault((kind, names), []).append((*(row[n] for n in names), record_id))
    _execute(connection, new, changed)
    by_kind: dict[str, list[str]] = {}
    for record_id in gone & there:
        by_kind.setdefault(kinds[record_id], []).append(record_id)
    for kind, ids in by_kind.items():
        for marks, some in links.chunks(ids):
            connection.exec_driver_sql(f"DELETE FROM {kind} WHERE id IN ({marks})", tuple(some))


def _execute(
    connection: Connection,
    new: Mapping[str, list[tuple[Any, ...]]],
    changed: Mapping[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]],
) -> None:
    for kind, rows in new.items():
        names = ", ".join(f'"{name}"' for name in ("id", *_order(kind)))
        marks = ", ".join("?" * (len(_order(kind)) + 1))
        connection.exec_driver_sql(f"INSERT INTO {kind} ({names}) VALUES ({marks})", rows)
    for (kind, names), rows in changed.items():
        fields = ", ".join(f'"{name}" = ?' for name in names)
        connection.exec_driver_sql(f"UPDATE {kind} SET {fields} WHERE id = ?", rows)


@cache
def _blank(kind: str) -> dict[str, Scalar]:
    blank = defaults(KINDS[kind])
    return {name: blank[name] for name in field_names(KINDS[kind])}


@cache
def _order(kind: str) -> tuple[str, ...]:
    """The columns of a kind beside its id."""
    blank = _blank(kind)
    return (*blank, *records.date_columns(kind, blank))


@cache
def _required(kind: str) -> frozenset[str]:
    """The fields that a record of a kind is not one without, among them that it exists."""
    from dataclasses import MISSING, fields

    return frozenset(
        {"deleted", *(f.name for f in fields(KINDS[kind]) if f.default is MISSING)} - {"id"}
    )


def _begun(kind: str, found: Mapping[str, Scalar]) -> bool:
    return all(found.get(name) is not None for name in _required(kind))


def _without_beginning(kinds: Mapping[str, str], written: Links, there: set[str]) -> set[str]:
    """The records whose beginning is no longer in the journal."""
    known: dict[str, set[str]] = {}
    for record_id, field in written:
        known.setdefault(record_id, set()).add(field)
    return {key for key in there if not _required(kinds[key]) <= known.get(key, set())}


def _withdrawn(
    connection: Connection,
    kinds: Mapping[str, str],
    held: Mapping[tuple[str, str], Held],
    received_from: int | None,
) -> set[str]:
    """Notes that were made private on another laptop: they are no longer for anybody here but for whoever
    wrote them here."""
    found: set[str] = set()
    for (record_id, field), one in held.items():
        if field == "private" and one.value and kinds[record_id] == "annotation":
            row = one.heads[-1].key
            if (received_from is not None and row >= received_from) or connection.exec_driver_sql(
                "SELECT 1 FROM merge_step WHERE NOT undone AND ? BETWEEN change_from AND change_to",
                (row,),
            ).scalar():
                found.add(record_id)
    return found - _written_here(connection, found, received_from)


def _written_here(connection: Connection, ids: set[str], received_from: int | None) -> set[str]:
    """Those of the records that were made in this library: nobody else takes them away."""
    found: set[str] = set()
    for marks, some in links.chunks(ids):
        rows = connection.exec_driver_sql(
            "SELECT c.record_id FROM change AS c JOIN change_set AS s ON s.id = c.change_set "
            f"WHERE c.record_id IN ({marks}) AND c.field = 'deleted' AND c.before IS NULL "
            "AND s.sort NOT IN (?, ?) AND c.seq < ? AND NOT EXISTS (SELECT 1 FROM merge_step AS m "
            "WHERE NOT m.undone AND c.seq BETWEEN m.change_from AND m.change_to)",
            (*some, Sort.SHIPPED.value, Sort.RESTATE.value, received_from or _NO_ROW),
        )
        found |= {row[0] for row in rows}
    return found


def _remember(
    connection: Connection,
    kinds: Mapping[str, str],
    written: Links,
    held: Mapping[tuple[str, str], Held],
    wanted: set[Key],
) -> None:
    """Keep which fields hold something else than what was written last."""
    looked_at = {(record_id, field) for _, record_id, field in wanted} | held.keys()
    old: set[tuple[str, str]] = set()
    for marks, some in links.chunks(kinds):
        rows = connection.exec_driver_sql(
            f"SELECT record_id, field FROM field_head WHERE record_id IN ({marks})", tuple(some)
        )
        old |= {(row[0], row[1]) for row in rows}
    new = {
        key: one
        for key, one in held.items()
        if one.heads[:-1] or one.heads[-1].key != written[key][-1].key
    }
    gone = [key for key in old & looked_at if key not in new]
    if gone:
        connection.exec_driver_sql("DELETE FROM field_head WHERE record_id = ? AND field = ?", gone)
    put = [
        (record_id, field, kinds[record_id], " ".join(one.bases), one.contested)
        for (record_id, field), one in new.items()
    ]
    if put:
        connection.exec_driver_sql(_PUT, put)


_PUT = (
    "INSERT OR REPLACE INTO field_head (record_id, field, kind, base, contested) "
    "VALUES (?, ?, ?, ?, ?)"
)


def look_at_deletions(connection: Connection, kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """Bring back into sight what was deleted by one who did not know all of it; what was looked at."""
    touched = [(kind, record_id) for record_id, kind in kinds.items()]
    known = {record_id: kind for kind, record_id in deletions.owners(connection, touched)}
    known.update(kinds)
    found: list[tuple[str, str]] = []
    for record_id in deletions.ever_deleted(connection, known):
        kind = known[record_id]
        held = held_by(connection, kind, record_id, "deleted")
        if held is None or not held.value or held.contested:
            continue
        unknown = deletions.unknown(connection, kind, record_id, held.heads)
        base = " ".join(dict.fromkeys(one.change_set for one in held.heads))
        if unknown:
            connection.exec_driver_sql(_PUT, (record_id, "deleted", kind, base, True))
        elif len(held.heads) == 1:
            # As it is: an entry stays only where the head is not the newest row.
            connection.exec_driver_sql(
                "UPDATE field_head SET contested = 0 WHERE record_id = ? AND field = 'deleted'",
                (record_id,),
            )
        connection.exec_driver_sql(
            f"UPDATE {kind} SET deleted = ? WHERE id = ?", (not unknown, record_id)
        )
        found.append((kind, record_id))
    return found
