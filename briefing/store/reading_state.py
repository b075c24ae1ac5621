"""What a person has seen: outside the journal, never exchanged, not undoable."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam, exists, select
from sqlalchemy.dialects.sqlite import insert as upsert

from briefing.domain.changes import FieldChange, Sort
from briefing.store.tables import change, change_set, reading_state

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from sqlalchemy import Connection

_SEEN = select(reading_state.c.seen).where(
    reading_state.c.person_id == bindparam("person"),
    reading_state.c.entry_kind == bindparam("kind"),
    reading_state.c.entry_id == bindparam("entry"),
)


def seen(connection: Connection, person_id: str, kind: str, entry_id: str) -> int | None:
    """The journal's sequence number up to which a person has seen an entry; None: never seen."""
    value = connection.execute(
        _SEEN, {"person": person_id, "kind": kind, "entry": entry_id}
    ).scalar()
    return None if value is None else int(value)


def set_seen(connection: Connection, person_id: str, kind: str, entry_id: str, seq: int) -> None:
    """Remember that a person has seen an entry as it stands."""
    statement = upsert(reading_state).values(
        person_id=person_id, entry_kind=kind, entry_id=entry_id, seen=str(seq)
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["person_id", "entry_kind", "entry_id"],
            set_={"seen": statement.excluded.seen},
        )
    )


def all_seen(connection: Connection, person_id: str) -> dict[tuple[str, str], int]:
    """Kind and id of all that a person has seen, with the journal's number up to which."""
    query = select(
        reading_state.c.entry_kind, reading_state.c.entry_id, reading_state.c.seen
    ).where(reading_state.c.person_id == person_id)
    return {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}


#: What others made since a number of the journal; lives as long as the transaction asks for it.
_MADE = Table(
    "made_since",
    MetaData(),
    Column("record_id", Text, primary_key=True),
    Column("kind", Text),
    Column("seq", Integer),
)


def is_much(connection: Connection, person_id: str, seq: int, most: int) -> bool:
    """Whether others changed more than ``most`` fields after a number of the journal."""
    query = (
        "SELECT count(*) FROM (SELECT 1 FROM change_set AS s JOIN change AS c ON c.change_set = s.id "
        "WHERE s.seq > ? AND s.person_id IS NOT ? LIMIT ?)"
    )
    found = connection.exec_driver_sql(query, (seq, person_id, most + 1)).scalar()
    return bool(found and found > most)


@contextmanager
def made_by_others(
    connection: Connection,
    person_id: str,
    seq: int,
    seen: Mapping[tuple[str, str], int],
    kinds: Sequence[str],
    owners: Mapping[str, str],
) -> Generator[None]:
    """Note for a while which records others made after a number of the journal.

    What was ``seen`` since it was made, by kind and id up to a number, is not among them; neither is what
    belongs to a briefing that was, for the ``kinds`` that do, and what was changed again and is part of
    something older: whether that was seen before or after depends on what it is part of, which is asked
    change by change. ``owners`` are the kinds of part, each with the column that names what it is part of.
    While the block lasts
    :func:`changes_of_others` leaves them out, and :func:`made_entries` and :func:`made_parts` tell of them:
    thousands of new entries are then a row each, and not all that was ever written into them.
    """
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.made_since")
    connection.exec_driver_sql(
        "CREATE TEMP TABLE made_since (record_id TEXT PRIMARY KEY, kind TEXT, seq INTEGER) WITHOUT ROWID"
    )
    try:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO made_since SELECT c.record_id, c.kind, s.seq FROM change_set AS s "
            "JOIN change AS c ON c.change_set = s.id WHERE s.seq > ? AND s.person_id IS NOT ? "
            "AND c.field = 'deleted' AND c.before IS NULL AND NOT EXISTS (SELECT 1 FROM change AS e "
            "WHERE e.record_id = c.record_id AND e.field = 'deleted' AND e.seq < c.seq)",
            (seq, person_id),
        )
        known = [(entry, kind, number) for (kind, entry), number in seen.items() if number > seq]
        if known:
            connection.exec_driver_sql(
                "DELETE FROM made_since WHERE record_id = ? AND kind = ? AND seq <= ?", known
            )
        read = [(number, entry) for entry, kind, number in known if kind == "briefing"]
        for kind in kinds if read else ():
            connection.exec_driver_sql(
                f"DELETE FROM made_since WHERE kind = '{kind}' AND seq <= ? AND "
                f"(SELECT briefing_id FROM {kind} WHERE id = record_id) = ?",
                read,
            )
        for kind, owner in owners.items():
            connection.exec_driver_sql(
                f"DELETE FROM made_since WHERE kind = '{kind}' AND EXISTS (SELECT 1 FROM change AS c "
                "JOIN change_set AS s ON s.id = c.change_set WHERE c.record_id = made_since.record_id "
                "AND s.seq > made_since.seq AND s.person_id IS NOT ?) AND NOT EXISTS (SELECT 1 "
                f'FROM {kind} AS p JOIN made_since AS o ON o.record_id = p."{owner}" '
                "WHERE p.id = made_since.record_id)",
                (person_id,),
            )
        yield
    finally:
        connection.exec_driver_sql("DROP TABLE temp.made_since")


def made_entries(
    connection: Connection, kind: str, entry: str, briefing: str, private: str
) -> list[tuple[str, str, int]]:
    """Id, briefing and number of the entries of a kind that others made and that are there and shared.

    ``entry``, ``briefing`` and ``private`` are the columns that say so, or an SQL literal where the kind
    has none.
    """
    rows = connection.exec_driver_sql(
        f"SELECT {entry}, {briefing}, m.seq FROM made_since AS m JOIN {kind} AS e ON e.id = m.record_id "
        f"WHERE m.kind = ? AND NOT e.deleted AND NOT {private} AND {briefing} IS NOT NULL "
        f"AND {entry} IS NOT NULL",
        (kind,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def made_parts(connection: Connection, kind: str, owner: str) -> list[tuple[int, str]]:
    """Number and id of the parts of a kind that others made and that belong to what is older."""
    rows = connection.exec_driver_sql(
        f"SELECT m.seq, p.id FROM made_since AS m JOIN {kind} AS p ON p.id = m.record_id "
        f'LEFT JOIN made_since AS o ON o.record_id = p."{owner}" '
        "WHERE m.kind = ? AND NOT p.deleted AND o.record_id IS NULL",
        (kind,),
    )
    return [(row[0], row[1]) for row in rows]


def changes_of_others(
    connection: Connection, person_id: str, seq: int, *, but_made: bool = False
) -> list[tuple[int, FieldChange]]:
    """Field changes that others made after a number of the journal, oldest first, each with its own.

    ``but_made``: of records that are not in :func:`made_by_others`, in whose block this is called.
    """
    query = (
        select(
            change_set.c.seq,
            change.c.kind,
            change.c.record_id,
            change.c.field,
            change.c.before,
            change.c.after,
            change.c.base,
        )
        .join_from(change_set, change, change.c.change_set == change_set.c.id)
        .where(
            change_set.c.seq > seq,
            change_set.c.person_id.is_distinct_from(person_id),
            # Words said once more for new readers are no others.
            change_set.c.sort != Sort.RESTATE,
        )
        # Sets follow each other as their changes do. By the changes alone SQLite would walk all of them,
        # 140 ms in a library of 100,000 entries, to find that there are none.
        .order_by(change_set.c.seq, change.c.seq)
    )
    if but_made:
        query = query.where(~exists().where(_MADE.c.record_id == change.c.record_id))
    return [(row[0], FieldChange(*row[1:])) for row in connection.execute(query)]
