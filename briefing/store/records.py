"""Rows in, frozen records out."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from briefing.domain.dates import DateError, parse
from briefing.domain.record import Record, edtf_fields, field_names, values
from briefing.domain.records import KINDS
from briefing.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

_CHUNK = 500

R = TypeVar("R", bound=Record)


@cache
def _columns(kind: str) -> tuple[str, ...]:
    return ("id", *field_names(KINDS[kind]))


@cache
def _truths(kind: str) -> tuple[str, ...]:
    """The columns that SQLite gives back as 0 or 1."""
    return tuple(f.name for f in fields(KINDS[kind]) if f.type == "bool")


@cache
def _head(kind: str) -> str:
    return f"SELECT {', '.join(map(_quoted, _columns(kind)))} FROM {kind}"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _read(connection: Connection, cls: type[R], rest: str, bound: Iterable[Any]) -> list[R]:
    """The records that ``rest`` of a SELECT finds.

    Plain SQL, because reading by equal fields needs no more: the expressions of SQLAlchemy would be
    built and compiled anew for every kind and every set of fields, most of them while a window opens.
    """
    names, truths = _columns(cls.kind), _truths(cls.kind)
    found: list[R] = []
    for row in connection.exec_driver_sql(f"{_head(cls.kind)} {rest}", tuple(bound)):
        named = dict(zip(names, row, strict=True))
        for name in truths:
            named[name] = bool(named[name])
        found.append(cls(**named))
    return found


def get(connection: Connection, kind: str, record_id: str) -> Record | None:
    """The record, deleted or not, or None."""
    return next(iter(_read(connection, KINDS[kind], "WHERE id = ?", (record_id,))), None)


def need(connection: Connection, kind: str, record_id: str) -> Record:
    """The record, or a NotFoundError that says which id is unknown."""
    record = get(connection, kind, record_id)
    if record is None:
        raise NotFoundError(f"Nothing here has the id {record_id}; see the list for the ids.")
    return record


def find(connection: Connection, cls: type[R], **equal: object) -> tuple[R, ...]:
    """Records of a kind whose fields equal what is given; a list or set means any of its values,
    however many.

    In the order that people gave them, then by id. What is in the trash is left out.
    """
    conditions = ["NOT deleted"]
    bound: list[object] = []
    for name, value in equal.items():
        if name not in _columns(cls.kind):
            raise ValueError(f"{cls.kind} has no field {name}")
        if isinstance(value, (list, tuple, set, frozenset)):
            wanted = list(cast("Iterable[object]", value))
            if len(wanted) <= _CHUNK:
                conditions.append(_any_of(name, len(wanted)))
                bound += wanted
            else:
                # SQLite takes 32,766 values of a statement; as JSON they are one.
                conditions.append(f"{_quoted(name)} IN (SELECT value FROM json_each(?))")
                bound.append(json.dumps(wanted))
        elif value is None:
            conditions.append(f"{_quoted(name)} IS NULL")
        else:
            conditions.append(f"{_quoted(name)} = ?")
            bound.append(value)
    order = "position, id" if "position" in _columns(cls.kind) else "id"
    rest = f"WHERE {' AND '.join(conditions)} ORDER BY {order}"
    return tuple(_read(connection, cls, rest, bound))


def deleted(connection: Connection, cls: type[R]) -> tuple[R, ...]:
    """Records of a kind that are in the trash."""
    return tuple(_read(connection, cls, "WHERE deleted ORDER BY id", ()))


def _any_of(name: str, count: int) -> str:
    return f"{_quoted(name)} IN ({', '.join('?' * count)})"


def of_ids(connection: Connection, cls: type[R], ids: Iterable[str]) -> list[R]:
    """Records by id that are not in the trash, in no order; for at most some hundred ids."""
    wanted = list(ids)
    return _read(connection, cls, f"WHERE {_any_of('id', len(wanted))} AND NOT deleted", wanted)


def last_position(connection: Connection, cls: type[Record], **equal: str) -> str:
    """The greatest key in an order of records outside the trash; empty where there are none."""
    where = "".join(f" AND {_quoted(name)} = ?" for name in equal)
    query = f"SELECT max(position) FROM {cls.kind} WHERE NOT deleted{where}"
    return connection.exec_driver_sql(query, tuple(equal.values())).scalar() or ""


def get_many(connection: Connection, cls: type[R], ids: Iterable[str]) -> dict[str, R]:
    """Records by id, those that are not here left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, R] = {}
    for start in range(0, len(wanted), _CHUNK):
        these = wanted[start : start + _CHUNK]
        for record in _read(connection, cls, f"WHERE {_any_of('id', len(these))}", these):
            found[record.id] = record
    return found


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
