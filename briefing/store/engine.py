"""The one place that knows the database driver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError

from briefing.errors import DamagedError, UserError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

BUSY_MS = 5_000
#: A wait of this length is not worth a word: another window has just saved.
FIRST_MS = 200

#: SQLite's extended code for a file that is shorter than it says (SQLITE_IOERR_SHORT_READ).
_SHORT_READ = 522

#: What the driver raises where SQLAlchemy does not stand between.
DRIVER_ERROR: type[Exception] = driver.Error


def make_engine(
    path: Path,
    *,
    read_only: bool = False,
    immutable: bool = False,
    waiting: Callable[[], None] | None = None,
) -> Engine:
    """An engine on a plain library file: WAL, ``synchronous=FULL``, a 5 s wait for another writer.

    ``immutable``: read only, in a folder in which SQLite can make none of the files it shares with
    other programs; nothing changes the file while it is read. ``waiting`` is called, on the thread of the
    write, where another program keeps the library locked and the wait goes on.
    """
    read_only = read_only or immutable
    if read_only:
        query = {"mode": "ro", "uri": "true", **({"immutable": "1"} if immutable else {})}
        url = URL.create("sqlite", database=path.resolve().as_uri(), query=query)
    else:
        url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, module=driver, pool_size=4, max_overflow=8)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - driver's own type
        # The driver's implicit transactions would hide BEGIN IMMEDIATE from us.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        if not read_only:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA cache_size=-16000")
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("immediate", False):
            connection.exec_driver_sql("BEGIN")
        elif waiting is None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            _begin_waiting(connection, waiting)

    return engine


def _begin_waiting(connection: Connection, waiting: Callable[[], None]) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout={min(FIRST_MS, BUSY_MS)}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if "locked" not in str(error.orig).lower():
            raise
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")
        waiting()
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_MS}")


def explain(error: Exception, path: Path) -> UserError:
    """The one line that tells a person what a driver's error means for their library."""
    words = str(getattr(error, "orig", error) or error).lower()
    name = path.name
    if "locked" in words or "busy" in words:
        return UserError(f"{name}: another program is writing to this library; try again shortly.")
    if "readonly" in words or "read-only" in words:
        return UserError(f"{name}: the library is read-only; copy it to a folder you may write to.")
    if "disk is full" in words or "disk full" in words:
        return UserError(
            f"{name}: the disk is full; free some space and try again. Nothing is lost."
        )
    if "not a database" in words or "encrypted" in words:
        return UserError(f"{name}: this is not a Briefing library; choose a .briefings file.")
    if "disk i/o" in words and not _is_short(error):
        return UserError(
            f"{name}: the disk could not be read or written; check that it is there and has room, and "
            "try again. Nothing is lost."
        )
    if "malformed" in words or "corrupt" in words or "disk i/o" in words:
        return DamagedError(
            f'{name}: the library is damaged; run "briefing doctor --repair" to save what can be saved.'
        )
    if "unable to open" in words:
        return UserError(f"{name}: the library cannot be opened; check the folder and its rights.")
    return UserError(f'{name}: the library could not be used ({words}); run "briefing doctor".')


def _is_short(error: Exception) -> bool:
    """Whether a file ended before what should be in it: the file is cut short, the disk is well."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code == _SHORT_READ
