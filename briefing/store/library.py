"""A library file: made, opened, read, written, backed up."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from briefing.domain.changes import Sort
from briefing.errors import UserError
from briefing.paths import db_folder
from briefing.store.engine import DRIVER_ERROR, explain, make_engine
from briefing.store.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from sqlalchemy import Connection
    from sqlalchemy.pool import PoolProxiedConnection

    from briefing.domain.changes import Author, ChangeSet
    from briefing.store.unit_of_work import UnitOfWork

#: "Brfg": tells a library from any other SQLite file.
APPLICATION_ID = 0x42726667
_PART = ".part"
_STALE_S = 3_600


class Write:
    """A write under way; ``done`` holds its change set once it is committed (None: nothing new)."""

    def __init__(self, unit: UnitOfWork) -> None:
        self.unit = unit
        self.done: ChangeSet | None = None


class Library:
    """An open library. Connections are pooled; each thread takes its own."""

    #: Whether its entries can be searched.
    searchable = True

    def __init__(self, path: Path, *, read_only: bool = False, immutable: bool = False) -> None:
        self.path = path
        self.read_only = read_only or immutable
        #: Called on the thread of a write that another program holds up, before it goes on waiting.
        self.waiting: Callable[[], None] | None = None
        self._engine = make_engine(
            path, read_only=read_only, immutable=immutable, waiting=self._on_waiting
        )

    def _on_waiting(self) -> None:
        if self.waiting is not None:
            self.waiting()

    def refusal(self) -> UserError:
        """What a write says in a library that is open for reading only."""
        return UserError(
            f"{self.path.name}: the library is open for reading only; copy it to a folder you may "
            "write to and open the copy to change it."
        )

    @contextmanager
    def read(self) -> Generator[Connection]:
        """A connection in one read transaction: everything read through it is of one moment."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise explain(error, self.path) from error

    @contextmanager
    def write(
        self,
        label: str,
        author: Author,
        *,
        sort: str = Sort.EDIT,
        intention: str | None = None,
        undoes: str | None = None,
        change_set_id: str | None = None,
        clock: int | None = None,
    ) -> Generator[Write]:
        """One intention: everything in the block is committed together, or not at all."""
        # Loaded by the first write, which the first picture of the window does not wait for.
        from briefing.store.unit_of_work import UnitOfWork

        if self.read_only:
            raise self.refusal()
        try:
            with (
                self._engine.connect().execution_options(immediate=True) as connection,
                connection.begin() as transaction,
            ):
                unit = UnitOfWork(
                    connection, label, author, sort=sort, intention=intention, undoes=undoes
                )
                under_way = Write(unit)
                yield under_way
                done = unit.finish(change_set_id=change_set_id, clock=clock)
                if done is None:
                    transaction.rollback()
                else:
                    transaction.commit()
                under_way.done = done
        except DBAPIError as error:
            raise explain(error, self.path) from error

    @contextmanager
    def aside(self) -> Generator[Connection]:
        """A write transaction outside the journal, for reading state and the library's own values."""
        if self.read_only:
            raise self.refusal()
        try:
            with (
                self._engine.connect().execution_options(immediate=True) as connection,
                connection.begin(),
            ):
                yield connection
        except DBAPIError as error:
            raise explain(error, self.path) from error

    def data_version(self, connection: Connection) -> int:
        """Changes when another connection has committed (``PRAGMA data_version``)."""
        return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def backup(self, to: Path) -> None:
        """Copy the library as it is at this moment into ``to``, complete and by itself."""
        if to.exists():
            raise UserError(f"{to.name}: the file exists; name another.")
        part = to.with_name(to.name + ".part")
        part.unlink(missing_ok=True)
        try:
            raw = self.raw()
            try:
                # Not through a Connection: SQLite refuses VACUUM inside a transaction.
                raw.cursor().execute("VACUUM INTO ?", (str(part),))
            finally:
                raw.close()
            part.replace(to)
        except (DBAPIError, DRIVER_ERROR, OSError) as error:
            part.unlink(missing_ok=True)
            raise UserError(
                f"{to.name}: the copy could not be written ({_words(error)})."
            ) from error

    def raw(self) -> PoolProxiedConnection:
        """A connection of the driver, for what SQLite refuses inside a transaction."""
        return self._engine.raw_connection()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def _words(error: Exception) -> str:
    return str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error)


def create(path: Path, fill: Callable[[Library], None] | None = None) -> Library:
    """Make a new library from ``schema.sql``; the file appears only when it is complete.

    ``fill`` puts the first contents in. Where the process dies before the end, or another process
    makes the same library meanwhile, nothing half-made has the name.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
    except OSError as error:
        raise UserError(
            f"{path}: the folder cannot be made ({error.strerror}); choose another."
        ) from error
    schema = (db_folder() / "schema.sql").read_text(encoding="utf-8")
    part = path.with_name(f"{path.name}.{os.getpid()}{_PART}")
    _remove(part)
    library = Library(part)
    try:
        try:
            with library.aside() as connection:
                raw: Any = connection.connection.driver_connection
                for statement in schema.split(";\n"):
                    if statement.strip():
                        raw.execute(statement)
                raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute(
                    text("INSERT INTO alembic_version(version_num) VALUES (:v)"),
                    {"v": SCHEMA_VERSION},
                )
            if fill is not None:
                fill(library)
        finally:
            library.close()
        _gather(part)
        _name(part, path)
    except (DBAPIError, DRIVER_ERROR, OSError) as error:
        raise explain(error, path) from error
    except UserError as error:
        raise UserError(str(error).replace(part.name, path.name)) from error
    finally:
        _remove(part)
    return Library(path)


def _gather(path: Path) -> None:
    """Bring everything of a closed library into its one file, on the disk, or raise."""
    library = Library(path)
    try:
        raw = library.raw()
        try:
            # Unlike the checkpoint at closing, this says where the disk is too full for it.
            raw.cursor().execute("PRAGMA journal_mode=DELETE")
        finally:
            raw.close()
    finally:
        library.close()


def _name(part: Path, path: Path) -> None:
    """Give a finished file its name, unless another process was first."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:
        # A file system without links.
        part.replace(path)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what processes that were killed had begun for this library, an hour ago or more."""
    for old in path.parent.iterdir():
        if old.name.startswith(path.name + ".") and _PART in old.name:
            with suppress(OSError):
                if time.time() - old.stat().st_mtime > _STALE_S:
                    old.unlink()


def look(path: Path) -> str:
    """The schema version of a library file, after refusing what is not one in a clear line."""
    if path.is_dir():
        raise UserError(f"{path.name}: this is a folder; name a .briefings file.")
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise UserError(
            f"{path.name}: the file cannot be read ({error.strerror}); check its rights."
        ) from error
    if not head.startswith(b"SQLite format 3\x00"):
        raise UserError(f"{path.name}: this is not a Briefing library; choose a .briefings file.")
    library = Library(path, read_only=True, immutable=is_fixed(path))
    try:
        with library.read() as connection:
            known = connection.exec_driver_sql("PRAGMA application_id").scalar()
            tables = {
                row[0]
                for row in connection.exec_driver_sql(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                )
            }
            if known != APPLICATION_ID or "alembic_version" not in tables:
                raise UserError(
                    f"{path.name}: this is not a Briefing library; choose a .briefings file."
                )
            return str(
                connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            )
    finally:
        library.close()


def open_library(path: Path, fill: Callable[[Library], None] | None = None) -> Library:
    """Open a library; an older one is copied aside and migrated, a newer one refused.

    Where there is none it is made, with what ``fill`` puts in. One that may not be written, or lies in
    a folder that may not, is opened for reading.
    """
    try:
        there = path.exists()
    except OSError as error:
        raise UserError(
            f"{path}: the folder cannot be looked into ({error.strerror}); check its rights."
        ) from error
    if not there:
        return create(path, fill)
    version = look(path)
    reading = not _is_writable(path)
    if version != SCHEMA_VERSION:
        if version > SCHEMA_VERSION:
            raise too_new(path)
        if reading:
            raise UserError(
                f"{path.name}: this library is of an earlier version and may not be written here; copy "
                "it to a folder you may write to and open the copy."
            )
        from briefing.store.migrate import migrate

        migrate(path, version)
    return Library(path, read_only=reading, immutable=is_fixed(path))


def _is_writable(path: Path) -> bool:
    """Whether a library can be written: its file, and the folder for what SQLite keeps beside it."""
    return os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)


def is_fixed(path: Path) -> bool:
    """Whether a library can be read only as it lies there: all is in the one file, and nobody writes it.

    Where changes stand beside it still, SQLite reads them through the files beside it, or says that
    it cannot.
    """
    beside = path.with_name(path.name + "-wal")
    try:
        waiting = beside.stat().st_size > 0
    except OSError:
        waiting = False
    return not waiting and not os.access(path.resolve().parent, os.W_OK)


def too_new(path: Path) -> UserError:
    """What a library says that a later version of the program made."""
    return UserError(
        f"{path.name}: this library was made by a newer Briefing; update the program to open it."
    )
