"""What a person has seen: outside the journal, never exchanged, not undoable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from briefing.store.tables import change, change_set, reading_state, search_entry

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


def changes_since(connection: Connection, briefing_id: str, seq: int, device_id: str) -> int:
    """How many intentions of others have touched a briefing's entries since."""
    mine = search_entry.c.briefing_id == briefing_id
    query = (
        select(func.count(func.distinct(change_set.c.intention)))
        .join_from(change_set, change, change.c.change_set == change_set.c.id)
        .join(search_entry, search_entry.c.entry_id == change.c.record_id)
        .where(change_set.c.seq > seq, change_set.c.device_id != device_id, mine)
    )
    return int(connection.execute(query).scalar_one())
