"""Rows in, frozen records out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import bindparam, select

from briefing.domain.dates import DateError, parse
from briefing.domain.record import Record, edtf_fields, field_names, values
from briefing.domain.records import KINDS
from briefing.errors import NotFoundError
from briefing.store.tables import RECORD_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, Connection, Select
    from sqlalchemy.engine import RowMapping

_CHUNK = 500

R = TypeVar("R", bound=Record)


@cache
def _columns(kind: str) -> tuple[str, ...]:
    return ("id", *field_names(KINDS[kind]))


@cache
def _select(kind: str) -> Select[Any]:
    table = RECORD_TABLES[kind]
    return select(*(table.c[name] for name in _columns(kind)))


@cache
def _by_id(kind: str) -> Select[Any]:
    return _select(kind).where(RECORD_TABLES[kind].c.id == bindparam("wanted"))


def from_row(kind: str, row: RowMapping) -> Record:
    """A frozen record of a row that has its columns."""
    return KINDS[kind](**row)


def get(connection: Connection, kind: str, record_id: str) -> Record | None:
    """The record, deleted or not, or None."""
    row = connection.execute(_by_id(kind), {"wanted": record_id}).mappings().first()
    return None if row is None else from_row(kind, row)


def need(connection: Connection, kind: str, record_id: str) -> Record:
    """The record, or a NotFoundError that says which id is unknown."""
    record = get(connection, kind, record_id)
    if record is None:
        raise NotFoundError(f"Nothing here has the id {record_id}; see the list for the ids.")
    return record


def find(
    connection: Connection,
    cls: type[R],
    *where: ColumnElement[bool],
    order: Iterable[Any] = (),
    **equal: object,
) -> tuple[R, ...]:
    """Records of a kind whose fields equal what is given; a list or set means any of its values."""
    kind = cls.kind
    table = RECORD_TABLES[kind]
    query = _select(kind).where(*where, table.c.deleted.is_(False))
    for name, value in equal.items():
        column = table.c[name]
        if isinstance(value, (list, tuple, set, frozenset)):
            query = query.where(column.in_(list(value)))  # pyright: ignore[reportUnknownArgumentType]
        else:
            query = query.where(column == value)
    ordering = list(order) or _default_order(kind)
    return tuple(cls(**row) for row in connection.execute(query.order_by(*ordering)).mappings())


def deleted(connection: Connection, cls: type[R]) -> tuple[R, ...]:
    """Records of a kind that are in the trash."""
    table = RECORD_TABLES[cls.kind]
    query = _select(cls.kind).where(table.c.deleted.is_(True)).order_by(table.c.id)
    return tuple(cls(**row) for row in connection.execute(query).mappings())


@cache
def _of_ids(kind: str) -> Select[Any]:
    table = RECORD_TABLES[kind]
    return _select(kind).where(
        table.c.id.in_(bindparam("ids", expanding=True)), table.c.deleted.is_(False)
    )


def of_ids(connection: Connection, cls: type[R], ids: Iterable[str]) -> list[R]:
    """Records by id that are not in the trash, in no order; for at most some hundred ids."""
    rows = connection.execute(_of_ids(cls.kind), {"ids": list(ids)}).mappings()
    return [cls(**row) for row in rows]


def get_many(connection: Connection, cls: type[R], ids: Iterable[str]) -> dict[str, R]:
    """Records by id, those that are not here left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, R] = {}
    for start in range(0, len(wanted), _CHUNK):
        these = {"ids": wanted[start : start + _CHUNK]}
        for row in connection.execute(_any_of_ids(cls.kind), these).mappings():
            found[row["id"]] = cls(**row)
    return found


@cache
def _any_of_ids(kind: str) -> Select[Any]:
    return _select(kind).where(RECORD_TABLES[kind].c.id.in_(bindparam("ids", expanding=True)))


def _default_order(kind: str) -> list[Any]:
    table = RECORD_TABLES[kind]
    order = [table.c.position] if "position" in table.c else []
    return [*order, table.c.id]


def row_values(record: Record) -> dict[str, object]:
    """Column values of a record, with the computed days of its dates."""
    row: dict[str, object] = {"id": record.id, **dict(values(record))}
    row.update(date_columns(record.kind, row))
    return row


def date_columns(kind: str, changed: Mapping[str, object]) -> dict[str, int | None]:
    """Earliest and latest day for each EDTF field among ``changed``."""
    days: dict[str, int | None] = {}
    for name in edtf_fields(KINDS[kind]):
        if name not in changed:
            continue
        text = str(changed[name] or "")
        earliest = latest = None
        if text:
            try:
                date = parse(text)
            except DateError:
                # Kept as written and sorted among the unknown: an imported word is never thrown away.
                date = None
            if date is not None:
                earliest, latest = date.earliest, date.latest
        days[f"{name}_earliest"], days[f"{name}_latest"] = earliest, latest
    return days
