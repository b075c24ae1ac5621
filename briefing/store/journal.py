"""The journal: change sets and field changes, written in the transaction of the write they record."""

from __future__ import annotations

import os
import time
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select

from briefing.domain.changes import ChangeSet, FieldChange, Sort, clock_ms, tick
from briefing.store.tables import change, change_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Connection

    from briefing.domain.changes import Author
    from briefing.domain.record import Scalar

_DAY_MS = 86_400_000
_CHUNK = 500

#: Plain SQL, asked for every field of every write: seldom is anything but the newest value the one shown.
_BASE = (
    "SELECT (SELECT base FROM field_head WHERE record_id = ?1 AND field = ?2), "
    "(SELECT change_set FROM change WHERE record_id = ?1 AND field = ?2 ORDER BY seq DESC LIMIT 1)"
)
#: What an undone merge had brought.
_ASIDE = "SELECT DISTINCT kind, record_id FROM aside_change WHERE merge_id = ?"
_LAST_CLOCK = select(func.max(change_set.c.clock)).where(change_set.c.clock <= bindparam("limit"))
_LAST_NUMBER = select(func.max(change_set.c.number)).where(
    change_set.c.device_id == bindparam("device")
)
_INSERT_SET = insert(change_set)
_INSERT_CHANGE = insert(change)


def new_id() -> str:
    """A UUIDv7 (RFC 9562): sorts by the time it was made."""
    stamp = time.time_ns() // 1_000_000
    value = (stamp & 0xFFFFFFFFFFFF) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def base_of(connection: Connection, record_id: str, field: str) -> str | None:
    """The change sets whose values an edit of the field replaces, separated by blanks."""
    return base_with_others(connection, record_id, field)[0]


def base_with_others(connection: Connection, record_id: str, field: str) -> tuple[str | None, bool]:
    """The change sets whose values an edit of the field replaces, separated by blanks.

    Also whether that is more, or another, than the newest value, so that what the field holds is to be
    found out anew after the edit.
    """
    special, newest = connection.exec_driver_sql(_BASE, (record_id, field)).one()
    return (newest, False) if special is None else (special, True)


def has_merged(connection: Connection) -> bool:
    """Whether a pack was ever merged here."""
    return connection.exec_driver_sql("SELECT 1 FROM merge_step LIMIT 1").scalar() is not None


def write(
    connection: Connection,
    *,
    label: str,
    sort: str,
    author: Author,
    changes: Sequence[FieldChange],
    intention: str | None = None,
    undoes: str | None = None,
    change_set_id: str | None = None,
    clock: int | None = None,
) -> ChangeSet:
    """Record one intention. Ids and clock are given only for what the program ships."""
    now = time.time_ns() // 1_000_000
    if clock is None:
        limit = (now + _DAY_MS) << 16
        last = connection.execute(_LAST_CLOCK, {"limit": limit}).scalar() or 0
        clock = tick(last, now)
    last_number = connection.execute(_LAST_NUMBER, {"device": author.device_id}).scalar() or 0
    this = change_set_id or new_id()
    row: dict[str, Any] = {
        "id": this,
        "label": label,
        "sort": sort,
        "person_id": author.person_id,
        "device_id": author.device_id,
        "number": last_number + 1,
        "clock": clock,
        "intention": intention or this,
        "undoes": undoes,
    }
    connection.execute(_INSERT_SET, row)
    if changes:
        connection.execute(
            _INSERT_CHANGE,
            [
                {
                    "change_set": this,
                    "kind": c.kind,
                    "record_id": c.record_id,
                    "field": c.field,
                    "before": c.before,
                    "after": c.after,
                    "base": c.base,
                }
                for c in changes
            ],
        )
    touched: dict[str, set[str]] = {}
    for c in changes:
        touched.setdefault(c.kind, set()).add(c.record_id)
    return ChangeSet(**row, touched={kind: frozenset(ids) for kind, ids in touched.items()})


def _sets(connection: Connection, query: Any) -> Iterator[ChangeSet]:  # noqa: ANN401
    for row in connection.execute(query).mappings():
        yield ChangeSet(**{k: v for k, v in row.items() if k != "seq"})


def newest_first(connection: Connection, author: Author) -> Iterator[ChangeSet]:
    """An author's own change sets on this device, newest first."""
    query = (
        select(change_set)
        .where(
            change_set.c.device_id == author.device_id, change_set.c.person_id == author.person_id
        )
        # The index of devices and numbers has this order; that of rows would walk all of everybody's.
        .order_by(change_set.c.number.desc())
    )
    yield from _sets(connection, query)


def sets_of_intention(connection: Connection, intention: str) -> list[ChangeSet]:
    """The change sets that are one step to undo, oldest first."""
    query = select(change_set).where(change_set.c.intention == intention).order_by(change_set.c.seq)
    return list(_sets(connection, query))


def log(connection: Connection, limit: int = 200) -> list[ChangeSet]:
    """The newest change sets of everybody."""
    return list(
        _sets(connection, select(change_set).order_by(change_set.c.seq.desc()).limit(limit))
    )


def since(
    connection: Connection, seq: int, known: Collection[str] = ()
) -> tuple[int, list[ChangeSet]]:
    """Change sets after a sequence number, with what they touched, and the newest number.

    Those whose ids are ``known`` already are left out.
    """
    rows = (
        connection.execute(
            select(change_set).where(change_set.c.seq > seq).order_by(change_set.c.seq)
        )
        .mappings()
        .all()
    )
    found: list[ChangeSet] = []
    for row in rows:
        if row["id"] in known:
            continue
        touched: dict[str, set[str]] = {}
        for c in changes_of(connection, row["id"]):
            touched.setdefault(c.kind, set()).add(c.record_id)
        if row["sort"] == Sort.UNDO:
            for kind, record_id in connection.exec_driver_sql(_ASIDE, (row["undoes"],)):
                touched.setdefault(kind, set()).add(record_id)
        plain = {k: v for k, v in row.items() if k != "seq"}
        found.append(ChangeSet(**plain, touched={k: frozenset(v) for k, v in touched.items()}))
    return (rows[-1]["seq"] if rows else seq), found


def newest_seq(connection: Connection) -> int:
    """The sequence number of the newest change set, 0 in an empty journal."""
    return connection.execute(select(func.max(change_set.c.seq))).scalar() or 0


_CHANGE_COLUMNS = (
    change.c.kind,
    change.c.record_id,
    change.c.field,
    change.c.before,
    change.c.after,
    change.c.base,
)


def changes_of(connection: Connection, change_set_id: str) -> list[FieldChange]:
    """Every field change of a change set, in the order they were made."""
    query = (
        select(*_CHANGE_COLUMNS).where(change.c.change_set == change_set_id).order_by(change.c.seq)
    )
    return [FieldChange(*row) for row in connection.execute(query)]


def history(connection: Connection, record_id: str) -> list[tuple[ChangeSet, list[FieldChange]]]:
    """What happened to one record, oldest first: each change set with its changes of it."""
    query = (
        select(change.c.change_set, *_CHANGE_COLUMNS)
        .where(change.c.record_id == record_id)
        .order_by(change.c.seq)
    )
    by_set: dict[str, list[FieldChange]] = {}
    for row in connection.execute(query):
        by_set.setdefault(row[0], []).append(FieldChange(*row[1:]))
    if not by_set:
        return []
    sets = {
        c.id: c
        for c in _sets(connection, select(change_set).where(change_set.c.id.in_(list(by_set))))
    }
    ordered: list[tuple[ChangeSet, list[FieldChange]]] = [
        (sets[key], changes)
        for key, changes in by_set.items()
        # What is said again in the same step, for new readers, is no news of the record.
        if sets[key].sort != Sort.RESTATE or sets[key].intention not in by_set
    ]
    # As they were made, on whatever laptop, not as they came in.
    return sorted(ordered, key=lambda pair: (pair[0].clock, pair[0].device_id, pair[0].number))


def times(connection: Connection, record_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """When each record was first and last written, in milliseconds since 1970."""
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(record_ids), _CHUNK):
        query = (
            select(change.c.record_id, func.min(change_set.c.clock), func.max(change_set.c.clock))
            .join(change_set, change_set.c.id == change.c.change_set)
            .where(change.c.record_id.in_(record_ids[start : start + _CHUNK]))
            .group_by(change.c.record_id)
        )
        for record_id, first, last in connection.execute(query):
            found[record_id] = (clock_ms(first), clock_ms(last))
    return found


def last_deletions(connection: Connection, record_ids: Sequence[str]) -> dict[str, ChangeSet]:
    """Record id → the change set that put it into the trash last."""
    found: dict[str, str] = {}
    for start in range(0, len(record_ids), _CHUNK):
        query = (
            select(change.c.record_id, change.c.change_set)
            .where(
                change.c.record_id.in_(record_ids[start : start + _CHUNK]),
                change.c.field == "deleted",
                change.c.after == 1,
            )
            .order_by(change.c.seq)
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    sets: dict[str, ChangeSet] = {}
    wanted = list(dict.fromkeys(found.values()))
    for start in range(0, len(wanted), _CHUNK):
        query = select(change_set).where(change_set.c.id.in_(wanted[start : start + _CHUNK]))
        sets.update((one.id, one) for one in _sets(connection, query))
    return {record: sets[key] for record, key in found.items() if key in sets}


def same(left: Scalar, right: Scalar) -> bool:
    """Whether two values are one to the journal: SQLite keeps True as 1."""
    return left == right and (left is None) == (right is None)


def changes_of_records(
    connection: Connection, record_ids: Sequence[str]
) -> list[tuple[ChangeSet, list[FieldChange]]]:
    """What happened to some records, each change set with its changes of them, in the order of people.

    That order is the one of clock, device and the device's running number: what came in from another
    laptop stands where it was done, not where it arrived.
    """
    by_set: dict[str, list[FieldChange]] = {}
    for start in range(0, len(record_ids), _CHUNK):
        query = (
            select(change.c.change_set, *_CHANGE_COLUMNS)
            .where(change.c.record_id.in_(record_ids[start : start + _CHUNK]))
            .order_by(change.c.seq)
        )
        for row in connection.execute(query):
            by_set.setdefault(row[0], []).append(FieldChange(*row[1:]))
    wanted = list(by_set)
    sets: list[ChangeSet] = []
    for start in range(0, len(wanted), _CHUNK):
        query = select(change_set).where(change_set.c.id.in_(wanted[start : start + _CHUNK]))
        sets += _sets(connection, query)
    sets.sort(key=order)
    # What is said again in the same step, for new readers, is no news of the records.
    return [
        (one, by_set[one.id])
        for one in sets
        if one.sort != Sort.RESTATE or one.intention not in by_set
    ]


def order(one: ChangeSet) -> tuple[int, str, int]:
    """The place of a change set among all, the same on every laptop."""
    return one.clock, one.device_id, one.number


def next_clock(connection: Connection) -> int:
    """The clock of a change set that is written now."""
    now = time.time_ns() // 1_000_000
    last = connection.execute(_LAST_CLOCK, {"limit": (now + _DAY_MS) << 16}).scalar() or 0
    return tick(last, now)
