"""What a person has seen: outside the journal, never exchanged, not undoable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from briefing.domain.changes import FieldChange
from briefing.store.tables import change, change_set, reading_state

if TYPE_CHECKING:
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


def changes_of_others(
    connection: Connection, person_id: str, seq: int
) -> list[tuple[int, FieldChange]]:
    """Field changes that others made after a number of the journal, oldest first, each with its own."""
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
        .where(change_set.c.seq > seq, change_set.c.person_id.is_distinct_from(person_id))
        # Sets follow each other as their changes do. By the changes alone SQLite would walk all of them,
        # 140 ms in a library of 100,000 entries, to find that there are none.
        .order_by(change_set.c.seq, change.c.seq)
    )
    return [(row[0], FieldChange(*row[1:])) for row in connection.execute(query)]
