"""Change sets from another laptop: into the journal, set aside when the merge is undone, taken back.

The unit is the single change: a pack may carry a part of a change set, and another pack the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefing.domain.changes import FieldChange
from briefing.domain.heads import ancestors, heads
from briefing.errors import UserError
from briefing.store import links
from briefing.store.deletions import owners
from briefing.store.heads import refresh

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from briefing.domain.changes import ChangeSet, Sent
    from briefing.domain.heads import Link
    from briefing.store.heads import Key

_SET_COLUMNS = "id, label, sort, person_id, device_id, number, clock, intention, undoes"
_CHANGE_COLUMNS = 'change_set, kind, record_id, field, "before", "after", base'
_INSERT_SET = f"INSERT INTO change_set (seq, {_SET_COLUMNS}) VALUES ({', '.join('?' * 10)})"
_INSERT_CHANGE = f"INSERT INTO change (seq, {_CHANGE_COLUMNS}) VALUES ({', '.join('?' * 8)})"


@dataclass(frozen=True, slots=True)
class Received:
    """What a merge brought: how many change sets that were not here, their changes, what they touched.

    The ranges are those of the journal's rows, both ends included.
    """

    sets: int
    changes: int
    sets_at: tuple[int, int]
    changes_at: tuple[int, int]
    touched: Mapping[str, set[str]] = field(default_factory=dict[str, "set[str]"])


def receive(connection: Connection, sent: Iterable[Sent]) -> Received | None:
    """Take what is not here yet into the journal and the records; None where all of it is here.

    Raises UserError where a change set here has the same id and is another, or a record is of another kind.
    """
    ordered = sorted(sent, key=lambda one: _order(one.change_set))
    known = _known_sets(connection, ordered)
    rows, keys = _new_rows(connection, ordered, known)
    if not rows:
        return None
    _check_kinds(connection, keys)
    new = [one.change_set for one in ordered if one.change_set.id not in known and one.changes]
    first_set, first_change = _next(connection, "change_set"), _next(connection, "change")
    if new:
        connection.exec_driver_sql(
            _INSERT_SET, [(first_set + n, *_header(one)) for n, one in enumerate(new)]
        )
    connection.exec_driver_sql(
        _INSERT_CHANGE, [(first_change + n, *row) for n, row in enumerate(rows)]
    )
    _take_from_aside(connection, {row[0] for row in rows})
    touched = refresh(connection, keys, received_from=first_change)
    return Received(
        len(new),
        len(rows),
        (first_set, first_set + len(new) - 1),
        (first_change, first_change + len(rows) - 1),
        touched,
    )


def _order(one: ChangeSet) -> tuple[int, str, str]:
    return (one.clock, one.device_id, one.id)


def _header(one: ChangeSet) -> tuple[Any, ...]:
    return (
        *(one.id, one.label, one.sort, one.person_id, one.device_id),
        *(one.number, one.clock, one.intention, one.undoes),
    )


def _next(connection: Connection, table: str) -> int:
    return (connection.exec_driver_sql(f"SELECT max(seq) FROM {table}").scalar() or 0) + 1


def _known_sets(connection: Connection, sent: Sequence[Sent]) -> set[str]:
    given = {one.change_set.id: one.change_set for one in sent}
    known: set[str] = set()
    for marks, some in links.chunks(given):
        for row in connection.exec_driver_sql(
            f"SELECT id, person_id, device_id, number, clock FROM change_set WHERE id IN ({marks})",
            tuple(some),
        ):
            one = given[row[0]]
            if tuple(row[1:]) != (one.person_id, one.device_id, one.number, one.clock):
                raise UserError(
                    f"The pack holds another change under the id {row[0]} than this library; nothing "
                    "was merged. Ask its sender for a new one."
                )
            known.add(row[0])
    return known


def _new_rows(
    connection: Connection, sent: Sequence[Sent], known: set[str]
) -> tuple[list[tuple[Any, ...]], set[Key]]:
    here: set[tuple[str, str, str]] = set()
    for marks, some in links.chunks(known):
        here |= {
            (row[0], row[1], row[2])
            for row in connection.exec_driver_sql(
                f"SELECT change_set, record_id, field FROM change WHERE change_set IN ({marks})",
                tuple(some),
            )
        }
    rows: list[tuple[Any, ...]] = []
    keys: set[Key] = set()
    for one in sent:
        key = one.change_set.id
        for c in one.changes:
            if here and (key, c.record_id, c.field) in here:
                continue
            rows.append((key, c.kind, c.record_id, c.field, c.before, c.after, c.base))
            keys.add((c.kind, c.record_id, c.field))
    return rows, keys


def _check_kinds(connection: Connection, keys: set[Key]) -> None:
    """Raise UserError where an id stands for records of two kinds, which would be mixed up as one."""
    told = {(record_id, kind) for kind, record_id, _ in keys}
    ids = {record_id for record_id, _ in told}
    here = links.kinds(connection, ids)
    if len(ids) < len(told) or any(here.get(key, kind) != kind for key, kind in told):
        raise UserError(
            "The pack holds two things of different kinds under one id; nothing was merged. Ask its "
            "sender for a new one."
        )


def _take_from_aside(connection: Connection, sets: set[str]) -> None:
    """Forget what was set aside and is here again."""
    if connection.exec_driver_sql("SELECT 1 FROM aside_change LIMIT 1").scalar() is None:
        return
    for marks, some in links.chunks(sets):
        connection.exec_driver_sql(
            "DELETE FROM aside_change WHERE seq IN (SELECT a.seq FROM aside_change AS a "
            "JOIN change AS c ON c.change_set = a.change_set AND c.record_id = a.record_id "
            f"AND c.field = a.field WHERE a.change_set IN ({marks}))",
            tuple(some),
        )
    connection.exec_driver_sql(
        "DELETE FROM aside_change_set WHERE NOT EXISTS (SELECT 1 FROM aside_change AS a "
        "WHERE a.merge_id = aside_change_set.merge_id AND a.change_set = aside_change_set.id)"
    )


def remember(
    connection: Connection, merge_id: str, received: Received, pack: str = "", signer: str = ""
) -> None:
    """Keep what a merge brought, so that it can be undone; pack and signer as before where not given."""
    connection.exec_driver_sql(
        "INSERT INTO merge_step (id, pack, signer, undone, set_from, set_to, change_from, change_to) "
        "VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET undone = 0, "
        "set_from = ?4, set_to = ?5, change_from = ?6, change_to = ?7",
        (merge_id, pack, signer, *received.sets_at, *received.changes_at),
    )


def set_aside(
    connection: Connection, merge_id: str
) -> tuple[dict[str, set[str]], list[FieldChange]]:
    """Take what a merge brought out of the journal again: what it touched, and what is to be said anew.

    A value that was written here upon one of those that go had also replaced what stood before them. That
    would be forgotten with them, so it is to be written once more as replacing it.
    """
    step = connection.exec_driver_sql(
        "SELECT set_from, set_to, change_from, change_to FROM merge_step WHERE id = ? AND NOT undone",
        (merge_id,),
    ).one_or_none()
    if step is None:
        return {}, []
    going = connection.exec_driver_sql(
        "SELECT kind, record_id, field, change_set FROM change WHERE seq BETWEEN ? AND ?",
        (step[2], step[3]),
    ).all()
    keys: set[Key] = {(row[0], row[1], row[2]) for row in going}
    before = links.load(connection, {key[1] for key in keys})
    # Asked while the parts still have rows that name them.
    above = owners(connection, {(key[0], key[1]) for key in keys})
    _move(connection, merge_id, step)
    touched = refresh(connection, keys, removed=True)
    for kind, record_id in above:
        touched.setdefault(kind, set()).add(record_id)
    anew = _anew(connection, keys, before)
    connection.exec_driver_sql("UPDATE merge_step SET undone = 1 WHERE id = ?", (merge_id,))
    return touched, anew


def _move(connection: Connection, merge_id: str, step: Sequence[int]) -> None:
    connection.exec_driver_sql(
        f"INSERT INTO aside_change (merge_id, {_CHANGE_COLUMNS}) "
        f"SELECT ?, {_CHANGE_COLUMNS} FROM change WHERE seq BETWEEN ? AND ? ORDER BY seq",
        (merge_id, *step[2:]),
    )
    connection.exec_driver_sql(
        f"INSERT OR REPLACE INTO aside_change_set (merge_id, {_SET_COLUMNS}) "
        f"SELECT ?, {_SET_COLUMNS} FROM change_set WHERE id IN "
        "(SELECT change_set FROM aside_change WHERE merge_id = ?)",
        (merge_id, merge_id),
    )
    connection.exec_driver_sql("DELETE FROM change WHERE seq BETWEEN ? AND ?", tuple(step[2:]))
    # Not those of which another pack has brought a part since.
    connection.exec_driver_sql(
        "DELETE FROM change_set WHERE id IN (SELECT id FROM aside_change_set WHERE merge_id = ?) "
        "AND NOT EXISTS (SELECT 1 FROM change WHERE change.change_set = change_set.id)",
        (merge_id,),
    )


def _anew(connection: Connection, keys: set[Key], before: links.Links) -> list[FieldChange]:
    after = links.load(connection, {key[1] for key in keys})
    values = links.Values(connection)
    found: list[FieldChange] = []
    for kind, record_id, name in sorted(keys):
        now = heads(after.get((record_id, name), []))
        if len(now) < 2:
            continue
        by_set: dict[str, list[Link]] = {}
        for one in before[record_id, name]:
            by_set.setdefault(one.change_set, []).append(one)
        replaced = {one: ancestors(by_set, one) for one in now}
        for one in now:
            older = [o.change_set for o in now if o.change_set in replaced[one]]
            if older:
                value = values(one)
                base = " ".join(dict.fromkeys((one.change_set, *older)))
                found.append(FieldChange(kind, record_id, name, value, value, base))
    return found


def take_back(connection: Connection, merge_id: str) -> Received | None:
    """Take what an undone merge had brought into the journal again; None where all of it is here."""
    from briefing.domain.changes import ChangeSet, Sent

    sets = {
        row[0]: ChangeSet(*row)
        for row in connection.exec_driver_sql(
            f"SELECT {_SET_COLUMNS} FROM aside_change_set WHERE merge_id = ?", (merge_id,)
        )
    }
    changes: dict[str, list[FieldChange]] = {key: [] for key in sets}
    for row in connection.exec_driver_sql(
        f"SELECT {_CHANGE_COLUMNS} FROM aside_change WHERE merge_id = ? ORDER BY seq", (merge_id,)
    ):
        changes[row[0]].append(FieldChange(*row[1:]))
    return receive(connection, [Sent(one, tuple(changes[key])) for key, one in sets.items()])


def changed_since(connection: Connection, merge_id: str) -> list[FieldChange]:
    """What was written after a merge into the fields that it brought."""
    rows = connection.exec_driver_sql(
        'SELECT DISTINCT n.kind, n.record_id, n.field, n."before", n."after", n.base '
        "FROM merge_step AS m JOIN change AS c ON c.seq BETWEEN m.change_from AND m.change_to "
        "JOIN change AS n ON n.record_id = c.record_id AND n.field = c.field "
        "AND n.seq > m.change_to WHERE m.id = ?",
        (merge_id,),
    )
    return [FieldChange(*row) for row in rows]
