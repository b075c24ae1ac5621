"""The tables of a library, made from the kinds of records, and those beside them.

A record's table has a column per field. A date in EDTF has two more, its earliest and latest day, which
are computed at save and never journalled.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import UserDefinedType

from briefing.domain.record import edtf_fields, references
from briefing.domain.records import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.domain.record import Record

SCHEMA_VERSION = "0005"

metadata = MetaData()


class AnyScalar(UserDefinedType[Any]):
    """A column that keeps a text a text and a number a number (SQLite's BLOB affinity)."""

    cache_ok = True

    def get_col_spec(self, **_kw: object) -> str:
        """Return the SQL type: the one affinity that converts nothing."""
        return "BLOB"


def _column(name: str, annotation: str) -> Column[Any]:
    base = annotation.split(" | ")[0]
    types: dict[str, Any] = {"str": Text, "int": Integer, "float": Float, "bool": Boolean}
    return Column(name, types[base](), nullable="None" in annotation)


def _record_table(cls: type[Record]) -> Table:
    columns: list[Column[Any]] = [Column("id", Text, primary_key=True, nullable=False)]
    dates = edtf_fields(cls)
    for f in fields(cls):
        if f.name == "id":
            continue
        columns.append(_column(f.name, str(f.type)))
        if f.name in dates:
            columns.append(Column(f"{f.name}_earliest", Integer))
            columns.append(Column(f"{f.name}_latest", Integer))
    table = Table(cls.kind, metadata, *columns)
    for name in references(cls):
        Index(f"ix_{cls.kind}_{name}", table.c[name])
    for name in ("entry_id", "target_id", "text_sha256", "original_sha256"):
        if name in table.c:
            Index(f"ix_{cls.kind}_{name}", table.c[name])
    if cls.kind == "quote":
        # The order of the list of quotes, so that a page of it is read without sorting all.
        order = ("briefing_id", "deleted", "said_earliest", "said_latest", "said", "position")
        Index("ix_quote_order", *(table.c[name] for name in order))
    return table


class _RecordTables(Mapping[str, Table]):
    """The tables by kind of record, each made when it is first asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Table] = {}
        self._guard = threading.Lock()

    def __getitem__(self, kind: str) -> Table:
        found = self._made.get(kind)
        if found is not None:
            return found
        with self._guard:
            if kind not in self._made:
                self._made[kind] = _record_table(KINDS[kind])
            return self._made[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(KINDS)

    def __len__(self) -> int:
        return len(KINDS)


RECORD_TABLES: Mapping[str, Table] = _RecordTables()


def whole_schema() -> MetaData:
    """The metadata with every table in it; ``metadata`` itself knows those asked for so far."""
    for kind in KINDS:
        RECORD_TABLES[kind]
    return metadata


change_set = Table(
    "change_set",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("sort", Text, nullable=False),
    Column("person_id", Text),
    Column("device_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("clock", Integer, nullable=False),
    Column("intention", Text, nullable=False),
    Column("undoes", Text),
)

Index("ix_change_set_intention", change_set.c.intention)
Index("ix_change_set_clock", change_set.c.clock)
# Not unique: a library that was restored from a copy counts on from there, as its later self did.
Index("ix_change_set_device", change_set.c.device_id, change_set.c.number)

change = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("change_set", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("before", AnyScalar),
    Column("after", AnyScalar),
    Column("base", Text),
)
Index("ix_change_record", change.c.record_id, change.c.field, change.c.seq)
Index("ix_change_change_set", change.c.change_set)

#: Fields whose value is not simply that of the newest change: what an edit of them replaces, and whether a
#: person has to choose. Derived from the journal.
field_head = Table(
    "field_head",
    metadata,
    Column("record_id", Text, primary_key=True, nullable=False),
    Column("field", Text, primary_key=True, nullable=False),
    Column("kind", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("contested", Boolean, nullable=False),
)

#: The packs that were merged here, by the change set that says so, and what rows of the journal they brought.
merge_step = Table(
    "merge_step",
    metadata,
    Column("id", Text, primary_key=True, nullable=False),
    Column("pack", Text, nullable=False),
    Column("signer", Text, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("set_from", Integer, nullable=False),
    Column("set_to", Integer, nullable=False),
    Column("change_from", Integer, nullable=False),
    Column("change_to", Integer, nullable=False),
)
Index("ix_merge_step_pack", merge_step.c.pack)

#: What undone merges had brought: not applied, not sent, and taken back where a pack brings it again.
aside_change_set = Table(
    "aside_change_set",
    metadata,
    Column("merge_id", Text, primary_key=True, nullable=False),
    *(
        Column(c.name, c.type, primary_key=c.name == "id", nullable=c.nullable)
        for c in change_set.columns
        if c.name != "seq"
    ),
)
aside_change = Table(
    "aside_change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("merge_id", Text, nullable=False),
    *(Column(c.name, c.type, nullable=c.nullable) for c in change.columns if c.name != "seq"),
)
Index("ix_aside_change_merge_id", aside_change.c.merge_id)
Index("ix_aside_change_change_set", aside_change.c.change_set)

#: Numbers of a device that senders of packs knew of and did not carry, so that their lack is no lost pack.
accounted = Table(
    "accounted",
    metadata,
    Column("device_id", Text, primary_key=True, nullable=False),
    Column("first", Integer, primary_key=True, nullable=False),
    Column("last", Integer, primary_key=True, nullable=False),
)

#: Keys of people that the person here has said to trust.
trusted_key = Table(
    "trusted_key",
    metadata,
    Column("public_key", Text, primary_key=True, nullable=False),
    Column("person_id", Text),
    Column("name", Text, nullable=False),
    Column("since", Text, nullable=False),
)

#: Original bytes and extracted texts, known by their hash, outside the journal's fields.
original = Table(
    "original",
    metadata,
    Column("sha256", Text, primary_key=True, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)
document_text = Table(
    "document_text",
    metadata,
    Column("sha256", Text, primary_key=True, nullable=False),
    Column("text", Text, nullable=False),
)

reading_state = Table(
    "reading_state",
    metadata,
    Column("person_id", Text, primary_key=True, nullable=False),
    Column("entry_kind", Text, primary_key=True, nullable=False),
    Column("entry_id", Text, primary_key=True, nullable=False),
    Column("seen", Text, nullable=False),
)

library_value = Table(
    "library_value",
    metadata,
    Column("key", Text, primary_key=True, nullable=False),
    Column("value", Text, nullable=False),
)

search_entry = Table(
    "search_entry",
    metadata,
    Column("rowid", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("entry_id", Text, nullable=False, unique=True),
    Column("briefing_id", Text),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("names", Text, nullable=False),
    Column("grams", Text, nullable=False),
    Column("earliest", Integer),
    Column("latest", Integer),
)
search_key = Table(
    "search_key",
    metadata,
    Column("key", Text, primary_key=True, nullable=False),
    Column("entry", Integer, primary_key=True, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_search_key_entry", search_key.c.entry)

#: SQLAlchemy cannot say a virtual table; the first migration and schema.sql carry it too.
SEARCH_FTS = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(title, body, names, grams, "
    "content='search_entry', content_rowid='rowid', "
    "tokenize=\"unicode61 remove_diacritics 2\", prefix='3')"
)
