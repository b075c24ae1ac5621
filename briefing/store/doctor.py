"""What is wrong with a library file, and saving what can be read of it into a new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DBAPIError

from briefing.errors import UserError
from briefing.store import search
from briefing.store.library import create, look
from briefing.store.tables import SCHEMA_VERSION, metadata

if TYPE_CHECKING:
    from pathlib import Path

_DERIVED = {"search_entry", "search_key"}
_BROKEN = (driver.Error,)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``ok`` is False where something is wrong."""

    what: str
    ok: bool
    detail: str = ""


def examine(path: Path) -> list[Finding]:
    """Look at a library without changing it: is it one, is it whole, is every row readable."""
    found: list[Finding] = []
    try:
        version = look(path)
    except UserError as error:
        return [Finding("library", ok=False, detail=str(error))]
    except DBAPIError as error:
        return [Finding("library", ok=False, detail=str(error.orig))]
    current = version == SCHEMA_VERSION
    found.append(Finding("version", current, f"{version}, this program uses {SCHEMA_VERSION}"))
    raw = _open(path)
    try:
        try:
            rows = [str(row[0]) for row in raw.execute("PRAGMA integrity_check(20)")]
        except _BROKEN as error:
            rows = [str(error)]
        found.append(Finding("pages", rows == ["ok"], "; ".join(rows[:3])))
        for table in metadata.sorted_tables:
            try:
                count = raw.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
                for _row in raw.execute(f'SELECT * FROM "{table.name}" NOT INDEXED'):
                    pass
            except _BROKEN as error:
                found.append(Finding(table.name, ok=False, detail=str(error)))
            else:
                found.append(Finding(table.name, ok=True, detail=f"{count} rows"))
    finally:
        raw.close()
    return found


def save(path: Path, to: Path) -> dict[str, tuple[int, int]]:
    """Copy every readable row of a damaged library into a new one.

    Returns per table how many rows were saved and how many could not be read (a lower bound: what a
    damaged page held cannot be counted). The damaged file is left as it is.
    """
    if to.exists():
        raise UserError(f"{to.name}: the file exists; name another.")
    library = create(to)
    saved: dict[str, tuple[int, int]] = {}
    raw = _open(path)
    try:
        with library.aside() as connection:
            target: Any = connection.connection.driver_connection
            for table in metadata.sorted_tables:
                if table.name in _DERIVED:
                    continue
                saved[table.name] = _copy(raw, target, table.name, [c.name for c in table.columns])
            search.rebuild(connection)
    except _BROKEN as error:
        raise UserError(f"{path.name}: nothing could be read ({error}).") from error
    finally:
        raw.close()
        library.close()
    return saved


def _open(path: Path) -> Any:  # noqa: ANN401 - the driver's connection is not typed
    return driver.connect(path.resolve().as_uri() + "?mode=ro", uri=True)


def _copy(source: Any, target: Any, table: str, columns: list[str]) -> tuple[int, int]:  # noqa: ANN401
    names = ", ".join(f'"{c}"' for c in columns)
    marks = ", ".join("?" for _ in columns)
    insert = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})'
    done = lost = 0
    last = -(2**62)
    while True:
        try:
            rows = source.execute(
                f'SELECT rowid, {names} FROM "{table}" NOT INDEXED '
                "WHERE rowid > ? ORDER BY rowid LIMIT 200",
                (last,),
            ).fetchall()
        except _BROKEN:
            # A damaged page: step over row numbers until the next readable one.
            lost += 1
            rows = _one_by_one(source, table, names, last)
            if not rows:
                return done, lost
        if not rows:
            return done, lost
        target.executemany(insert, [row[1:] for row in rows])
        done += len(rows)
        last = rows[-1][0]


def _one_by_one(source: Any, table: str, names: str, last: int) -> list[Any]:  # noqa: ANN401
    step = 1
    start = max(last, 0)
    for _attempt in range(40):
        start += step
        step *= 2
        try:
            row = source.execute(
                f'SELECT rowid, {names} FROM "{table}" NOT INDEXED '
                "WHERE rowid >= ? ORDER BY rowid LIMIT 1",
                (start,),
            ).fetchone()
        except _BROKEN:
            continue
        return [row] if row else []
    return []
