"""One write of one intention: rows, journal and search index in one transaction."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, update
from sqlalchemy.dialects.sqlite import insert as upsert

from briefing.domain.changes import FieldChange, Sort
from briefing.domain.record import defaults, values
from briefing.domain.records import KINDS
from briefing.errors import UserError
from briefing.store import deletions, heads, journal, records, restating, search
from briefing.store.tables import RECORD_TABLES, document_text, original

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Update

    from briefing.domain.changes import Author, ChangeSet
    from briefing.domain.record import Record, Scalar


@cache
def _update(kind: str, names: tuple[str, ...]) -> Update:
    table = RECORD_TABLES[kind]
    return (
        update(table)
        .where(table.c.id == bindparam("wanted_id"))
        .values({name: bindparam(f"v_{name}") for name in names})
    )


class UnitOfWork:
    """Collects what one intention changes. Used through ``Library.write``, which commits it."""

    def __init__(
        self,
        connection: Connection,
        label: str,
        author: Author,
        *,
        sort: str = Sort.EDIT,
        intention: str | None = None,
        undoes: str | None = None,
    ) -> None:
        self.connection = connection
        self.label = label
        self._author = author
        self._sort = sort
        self._intention = intention
        self._undoes = undoes
        self._before: dict[tuple[str, str, str], Scalar] = {}
        self._after: dict[tuple[str, str, str], Scalar] = {}
        self._new: set[str] = set()
        self._clock: int | None = None
        self._settled: dict[tuple[str, str, str], tuple[str, ...]] = {}
        self._further: list[FieldChange] = []
        self._elsewhere: dict[str, set[str]] | None = None
        #: The id of the change set that this write becomes.
        self.id = journal.new_id()

    def get(self, kind: str, record_id: str) -> Record | None:
        """The record as this write sees it."""
        return records.get(self.connection, kind, record_id)

    def add(self, record: Record) -> None:
        """A new record."""
        self.add_all([record])

    def add_all(self, new: Iterable[Record]) -> None:
        """New records, a kind at a time so that one prepared statement serves many."""
        rows: dict[str, list[dict[str, object]]] = {}
        for record in new:
            kind = record.kind
            rows.setdefault(kind, []).append(records.row_values(record))
            blank = defaults(type(record))
            self._new.add(record.id)
            for name, value in values(record):
                # Existence itself is journalled as ``deleted`` going from nothing to False.
                if name == "deleted" or value != blank[name]:
                    key = (kind, record.id, name)
                    self._before[key] = None if name == "deleted" else blank[name]
                    self._after[key] = value
        for kind, batch in rows.items():
            self.connection.execute(insert(RECORD_TABLES[kind]), batch)

    def change(self, kind: str, record_id: str, **fields: Scalar) -> None:
        """Set fields of a record; what already has the value is left alone."""
        present = records.need(self.connection, kind, record_id)
        different = {
            name: value
            for name, value in fields.items()
            if not journal.same(getattr(present, name), value)
        }
        if not different:
            return
        for name, value in different.items():
            key = (kind, record_id, name)
            self._before.setdefault(key, getattr(present, name))
            self._after[key] = value
        row: dict[str, Any] = {**different, **records.date_columns(kind, different)}
        self.connection.execute(
            _update(kind, tuple(row)),
            {"wanted_id": record_id, **{f"v_{name}": value for name, value in row.items()}},
        )

    def delete(self, kind: str, record_id: str) -> None:
        """Put a record into the trash; it stays, with its history, and can be restored."""
        self.change(kind, record_id, deleted=True)

    def restore(self, kind: str, record_id: str) -> None:
        """Take a record out of the trash."""
        self.change(kind, record_id, deleted=False)

    def settle(self, kind: str, record_id: str, field: str, value: Scalar) -> None:
        """Choose the value of a field among all that stand in it, also where it is the one shown."""
        present = records.need(self.connection, kind, record_id)
        held = heads.held_by(self.connection, kind, record_id, field)
        key = (kind, record_id, field)
        self._before.setdefault(key, getattr(present, field))
        self.change(kind, record_id, **{field: value})
        self._after[key] = value
        if held is not None:
            self._settled[key] = tuple(dict.fromkeys(one.change_set for one in held.heads))

    def reopen(self, kind: str, record_id: str, field: str, values: Sequence[Scalar]) -> None:
        """Let several values stand in a field again, as they did before a person chose."""
        held = heads.held_by(self.connection, kind, record_id, field)
        base = " ".join(dict.fromkeys(one.change_set for one in held.heads)) if held else None
        before = getattr(records.need(self.connection, kind, record_id), field)
        self._further += [FieldChange(kind, record_id, field, before, v, base) for v in values]

    def restate_in(self, changes: Sequence[FieldChange]) -> None:
        """Changes that say again what stands there, with the bases that they name themselves."""
        self._further += changes

    def heard_of(self, touched: Mapping[str, Iterable[str]]) -> None:
        """What changed in this write other than by its own changes; it is written even without any."""
        elsewhere = self._elsewhere = self._elsewhere or {}
        for kind, ids in touched.items():
            elsewhere.setdefault(kind, set()).update(ids)

    def keep_original(self, sha256: str, data: bytes) -> None:
        """Keep a document's bytes; the same bytes are kept once."""
        self.connection.execute(
            upsert(original).on_conflict_do_nothing(), {"sha256": sha256, "bytes": data}
        )

    def keep_text(self, sha256: str, text: str) -> None:
        """Keep a document's text; the same text is kept once."""
        self.connection.execute(
            upsert(document_text).on_conflict_do_nothing(), {"sha256": sha256, "text": text}
        )

    def clock(self) -> int:
        """The clock that this write will have, for a record that tells of it."""
        if self._clock is None:
            self._clock = journal.next_clock(self.connection)
        return self._clock

    def touched(self) -> dict[str, dict[str, dict[str, Scalar]]]:
        """What this write changed so far: kind → record id → field → the value that it had before."""
        found: dict[str, dict[str, dict[str, Scalar]]] = {}
        for (kind, record_id, field), before in self._before.items():
            if not journal.same(before, self._after[kind, record_id, field]):
                found.setdefault(kind, {}).setdefault(record_id, {})[field] = before
        return found

    def is_new(self, record_id: str) -> bool:
        """Whether this write made the record."""
        return record_id in self._new

    def value(self, kind: str, record_id: str, field: str) -> Scalar:
        """What this write gave a field; None where it left the field alone."""
        return self._after.get((kind, record_id, field))

    def finish(
        self, *, change_set_id: str | None = None, clock: int | None = None
    ) -> ChangeSet | None:
        """Write journal and search index. None where nothing differs from before."""
        changes, special = self._changes()
        if not changes and self._elsewhere is None:
            return None
        done = journal.write(
            self.connection,
            label=self.label,
            sort=self._sort,
            author=self._author,
            changes=changes,
            intention=self._intention,
            undoes=self._undoes,
            change_set_id=change_set_id or self.id,
            clock=self._clock if clock is None else clock,
        )
        again = restating.lowered(self.connection, changes, self._new)
        if again:
            journal.write(
                self.connection,
                label=self.label,
                sort=Sort.RESTATE,
                author=self._author,
                changes=again,
                intention=done.intention,
            )
        touched: dict[str, set[str]] = {kind: set(ids) for kind, ids in done.touched.items()}
        for more in (self._elsewhere or {}, self._look_again(special, again, touched)):
            for kind, ids in more.items():
                touched.setdefault(kind, set()).update(ids)
        search.refresh(self.connection, touched)
        return replace(done, touched={kind: frozenset(ids) for kind, ids in touched.items()})

    def _changes(self) -> tuple[list[FieldChange], set[heads.Key]]:
        """What is written, and the fields that hold more than what was written last."""
        changes: list[FieldChange] = []
        special: set[heads.Key] = set()
        for key, before in self._before.items():
            kind, record_id, field = key
            after = self._after[key]
            if journal.same(before, after) and key not in self._settled:
                continue
            base = None
            if record_id not in self._new:
                base, several = journal.base_with_others(self.connection, record_id, field)
                if several:
                    special.add(key)
                if key in self._settled:
                    special.add(key)
                    base = " ".join(self._settled[key])
                if field == "deleted" and after:
                    base = " ".join(deletions.known_to(self.connection, kind, record_id))
            changes.append(FieldChange(kind, record_id, field, before, after, base))
        changes += self._further
        special |= {(c.kind, c.record_id, c.field) for c in self._further}
        return changes, special

    def _look_again(
        self,
        special: set[heads.Key],
        again: Sequence[FieldChange],
        touched: Mapping[str, Iterable[str]],
    ) -> Mapping[str, Iterable[str]]:
        """Find out anew what fields hold that hold more than what was written last."""
        special |= {(c.kind, c.record_id, c.field) for c in again}
        if special:
            return heads.refresh(self.connection, special)
        if not journal.has_merged(self.connection):
            return {}
        kinds = {record_id: kind for kind, ids in touched.items() for record_id in ids}
        found: dict[str, set[str]] = {}
        for kind, record_id in heads.look_at_deletions(self.connection, kinds):
            found.setdefault(kind, set()).add(record_id)
        return found


def coerce(kind: str, field: str, value: Scalar) -> Scalar:
    """A value of the journal in the type of its field (SQLite gives a truth back as 0 or 1)."""
    cls = KINDS.get(kind)
    if cls is None or field not in defaults(cls):
        raise UserError(
            f"This library holds a field {kind}.{field} that this program does not know."
        )
    if isinstance(defaults(cls)[field], bool) and value is not None:
        return bool(value)
    return value
