"""What is wrong with a library file, and saving what can be read of it into a new one."""

from __future__ import annotations

import glob
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver

from briefing.domain.records import KINDS
from briefing.errors import DamagedError, UserError
from briefing.store import search
from briefing.store.library import create, is_fixed, look, too_new
from briefing.store.tables import RECORD_TABLES, SCHEMA_VERSION, whole_schema

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Table

    from briefing.store.library import Library

_DERIVED = {"search_entry", "search_key"}
_BROKEN = (driver.Error,)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``ok`` is False where something is wrong."""

    what: str
    ok: bool
    detail: str = ""


def examine(path: Path) -> list[Finding]:
    """Look at a library without changing it: is it one, is it whole, is every row readable.

    Raises UserError where there is nothing to examine: no file, not a library, a newer one, one that
    another program has locked.
    """
    found: list[Finding] = []
    try:
        version = look(path)
    except DamagedError as error:
        return [Finding("library", ok=False, detail=str(error))]
    if version > SCHEMA_VERSION:
        raise too_new(path)
    detail = f"{version}, this program uses {SCHEMA_VERSION}"
    found.append(Finding("version", ok=True, detail=detail))
    raw = _open(path)
    try:
        try:
            rows = [str(row[0]) for row in raw.execute("PRAGMA integrity_check(20)")]
        except _BROKEN as error:
            rows = [str(error)]
        # SQLite's own words run over several lines.
        told = "; ".join(" ".join(row.split()) for row in rows[:3])
        found.append(Finding("pages", rows == ["ok"], told))
        for table in whole_schema().sorted_tables:
            columns = _columns(raw, table.name)
            if not columns and version != SCHEMA_VERSION:
                continue
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
    damaged page held cannot be counted). The damaged file is left as it is. Raises UserError, with no
    new file made, where no record can be read.
    """
    if to.exists():
        raise UserError(f"{to.name}: the file exists; name another.")
    saved: dict[str, tuple[int, int]] = {}

    def fill(library: Library) -> None:
        raw = _open(path)
        try:
            with library.aside() as connection:
                target: Any = connection.connection.driver_connection
                for table in whole_schema().sorted_tables:
                    if table.name not in _DERIVED:
                        saved[table.name] = _copy(raw, target, table)
                if not any(saved[name][0] for name in RECORD_TABLES):
                    raise UserError(_nothing(path))
                search.rebuild(connection)
        except _BROKEN as error:
            raise UserError(_nothing(path)) from error
        finally:
            raw.close()

    create(to, fill).close()
    return saved


def _nothing(path: Path) -> str:
    copies = sorted((path.parent / "backups").glob(f"{glob.escape(path.stem)}-*{path.suffix}"))
    if copies:
        return (
            f"{path.name}: nothing in it can be read; the newest copy is backups/{copies[-1].name}."
        )
    return f"{path.name}: nothing in it can be read; take a copy of it, if you have one."


def _open(path: Path) -> Any:  # noqa: ANN401 - the driver's connection is not typed
    how = "?mode=ro&immutable=1" if is_fixed(path) else "?mode=ro"
    raw = driver.connect(path.resolve().as_uri() + how, uri=True)
    # Otherwise SQLite reads nothing at all of a file that was cut short.
    raw.execute("PRAGMA writable_schema=ON")
    return raw


def _columns(source: Any, table: str) -> list[str]:  # noqa: ANN401
    try:
        return [row[1] for row in source.execute(f'PRAGMA table_info("{table}")')]
    except _BROKEN:
        return []


def _copy(source: Any, target: Any, table: Table) -> tuple[int, int]:  # noqa: ANN401
    known = _columns(source, table.name)
    if not known:
        return 0, 0
    # What a library of an earlier version does not have yet begins as it does in a new record.
    fresh = {f.name: f.default for f in fields(KINDS[table.name])} if table.name in KINDS else {}
    new = {c.name: fresh.get(c.name) for c in table.columns if c.name not in known}
    columns = [c.name for c in table.columns if c.name in known]
    return _copy_rows(source, target, table.name, columns, new)


def _copy_rows(
    source: Any,  # noqa: ANN401
    target: Any,  # noqa: ANN401
    table: str,
    columns: list[str],
    new: dict[str, Any],
) -> tuple[int, int]:
    names = ", ".join(f'"{c}"' for c in columns)
    into = ", ".join(f'"{c}"' for c in (*columns, *new))
    marks = ", ".join("?" for _ in (*columns, *new))
    insert = f'INSERT OR IGNORE INTO "{table}" ({into}) VALUES ({marks})'
    more = tuple(new.values())
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
        target.executemany(insert, [(*row[1:], *more) for row in rows])
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
