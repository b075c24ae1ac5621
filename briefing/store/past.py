"""A library as it stood at a moment: the journal folded back, in memory, for reading only."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, insert
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

from briefing.domain.heads import Link, bases_of, hold
from briefing.domain.record import defaults, field_names
from briefing.domain.records import KINDS
from briefing.errors import UserError
from briefing.paths import db_folder
from briefing.store import records, search
from briefing.store.engine import driver
from briefing.store.library import Library, is_fixed
from briefing.store.search_text import BUILDERS
from briefing.store.tables import RECORD_TABLES
from briefing.store.unit_of_work import coerce

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from briefing.domain.record import Scalar

_NUMBERS = count(1)
#: Tables of what never changes, read where they are; and the journal, of which only the past is seen.
_READ_THERE = ("original", "document_text", "change", "change_set")
_CHUNK = 500
#: Entries that are made searchable at most: a thousand take about a second.
_MOST_INDEXED = 3_000


class PastLibrary(Library):
    """A library as it stood at a clock. Nothing in it is ever written, and nothing of it lies on a disk.

    At the clock at which a version became final here, that is what was here then: what came later from
    others is not in it, though they had written it before. The records are copies, so what is written
    meanwhile is not seen. Originals and texts of documents,
    which never change, are read in the library itself.
    """

    def __init__(self, library: Library, clock: int) -> None:
        # Not the library's own: its engine is made here.
        there = library.there if isinstance(library, PastLibrary) else library.path
        # What was made of the present is kept by its path: this is another library.
        self.path: Path = there.with_name(f"{there.stem}@{clock}{there.suffix}")
        self.there = there
        self.read_only = True
        self.waiting: Callable[[], None] | None = None
        self.clock = clock
        self.then = _then(library, clock)
        #: Every connection sees the one in memory, which lives as long as this one.
        self._name = f"file:briefing-past-{next(_NUMBERS)}?mode=memory&cache=shared"
        self._keeper = driver.connect(self._name, uri=True, check_same_thread=False)
        self._make_tables()
        self._engine = self._make_engine()

    def _make_tables(self) -> None:
        schema = (db_folder() / "schema.sql").read_text(encoding="utf-8")
        for statement in schema.split(";\n"):
            if statement.strip():
                self._keeper.execute(statement)
        for name in _READ_THERE:
            self._keeper.execute(f"DROP TABLE {name}")
        self._keeper.commit()

    def _make_engine(self) -> Engine:
        query = {"mode": "memory", "cache": "shared", "uri": "true"}
        name = self._name.partition("?")[0]
        engine = create_engine(
            URL.create("sqlite", database=name, query=query),
            module=driver,
            # Of a database in memory SQLAlchemy would keep a connection for each thread and no more.
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=8,
            connect_args={"check_same_thread": False},
        )
        there = f"{self.there.resolve().as_uri()}?mode=ro"
        if is_fixed(self.there):
            there += "&immutable=1"

        @event.listens_for(engine, "connect")
        def _on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - driver's type
            connection.isolation_level = None
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout=5000")
            cursor.execute("ATTACH ? AS now", (there,))
            # What is not in memory is looked for there; of the journal only what was there then.
            cursor.execute(
                f"CREATE TEMP VIEW change_set AS SELECT * FROM now.change_set AS s WHERE {self.then.sets}"
            )
            cursor.execute(
                f"CREATE TEMP VIEW change AS SELECT * FROM now.change AS c WHERE {self.then.changes} AND "
                "EXISTS (SELECT 1 FROM now.change_set AS s WHERE s.id = c.change_set "
                f"AND s.clock <= {int(self.clock)})"
            )
            cursor.close()

        @event.listens_for(engine, "begin")
        def _on_begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

        return engine

    def refusal(self) -> UserError:
        """What a write says here."""
        return UserError("This is how the briefing stood; the present one can be changed.")

    def backup(self, to: Path) -> None:
        """There is nothing to be copied: the library itself has its past in it."""
        raise UserError(f"{to.name}: back up the library itself; its history is in the copy.")

    def close(self) -> None:
        """Let go of the copies."""
        super().close()
        self._keeper.close()


@dataclass(frozen=True, slots=True)
class _Then:
    """What of the journal was there: SQL conditions on a change set ``s`` and on a change ``c``.

    ``last_change`` is the last row of what was written or received here by then; None where the clock alone
    tells.
    """

    sets: str
    changes: str = "1"
    last_change: int | None = None


def _then(library: Library, clock: int) -> _Then:
    by_clock = f"s.clock <= {int(clock)}"
    with library.read() as connection:
        row = connection.exec_driver_sql(_RELEASED, (clock,)).one_or_none()
    if row is None:
        return _Then(by_clock)
    last_set, last_change = (int(one) for one in row)
    # What a merge before it brought may have been taken out and back again since. The rows of one that is
    # undone may be others' by now.
    merged = (
        "SELECT 1 FROM now.merge_step AS m JOIN now.change_set AS o ON o.id = m.id "
        f"WHERE NOT m.undone AND o.seq < {last_set} AND"
    )
    return _Then(
        f"{by_clock} AND (s.seq <= {last_set} OR "
        f"EXISTS ({merged} s.seq BETWEEN m.set_from AND m.set_to))",
        f"(c.seq <= {last_change} OR EXISTS ({merged} c.seq BETWEEN m.change_from AND m.change_to))",
        last_change,
    )


#: The change set of a clock that made a final version here, and the last row of its changes.
_RELEASED = (
    "SELECT s.seq, max(c.seq) FROM change_set AS s JOIN change AS c ON c.change_set = s.id "
    "WHERE s.clock = ? AND NOT EXISTS (SELECT 1 FROM merge_step AS m "
    "WHERE NOT m.undone AND c.seq BETWEEN m.change_from AND m.change_to) "
    "GROUP BY s.seq HAVING max(c.kind = 'release' AND c.field = 'deleted') LIMIT 1"
)


def library_at(
    library: Library, clock: int, check: Callable[[], None] | None = None
) -> PastLibrary:
    """The library as it stood at a clock: every change set up to there, and none after.

    A field has the value that :mod:`briefing.domain.heads` finds in the changes up to then. ``check`` is
    called between steps and may raise to end the work.
    """
    past = PastLibrary(library, clock)
    try:
        with past.read() as connection:
            _copy(connection, past, check or _nothing)
            past.searchable = _index(connection)
    except BaseException:
        past.close()
        raise
    return past


def _nothing() -> None:
    """Nobody asks for the end of the work."""


def _copy(connection: Connection, past: PastLibrary, check: Callable[[], None]) -> None:
    """Copy what nobody changed since, and fold back what was changed."""
    clock, then = past.clock, past.then
    connection.exec_driver_sql(
        "CREATE TEMP TABLE late (record_id TEXT, field TEXT, kind TEXT, "
        "PRIMARY KEY (record_id, field)) WITHOUT ROWID"
    )
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO late SELECT c.record_id, c.field, c.kind FROM now.change_set s "
        "JOIN now.change c ON c.change_set = s.id WHERE s.clock > ?",
        (clock,),
    )
    if then.last_change is not None:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO late SELECT c.record_id, c.field, c.kind FROM now.change AS c "
            f"WHERE c.seq > ? AND NOT {then.changes}",
            (then.last_change,),
        )
    for kind in KINDS:
        check()
        names = ", ".join(f'"{column.name}"' for column in RECORD_TABLES[kind].columns)
        connection.exec_driver_sql(
            f"INSERT INTO main.{kind} ({names}) SELECT {names} FROM now.{kind} AS n "
            "WHERE NOT EXISTS (SELECT 1 FROM late WHERE record_id = n.id)"
        )
    # What was made later was not there; all else is folded back.
    connection.exec_driver_sql(
        "DELETE FROM late WHERE record_id IN (SELECT l.record_id FROM late AS l WHERE l.field = "
        "'deleted' AND NOT EXISTS (SELECT 1 FROM now.change AS c JOIN now.change_set AS s "
        "ON s.id = c.change_set WHERE c.record_id = l.record_id AND c.field = 'deleted' "
        f"AND s.clock <= ? AND {then.changes}))",
        (clock,),
    )
    for kind, rows in _folded(connection, past):
        check()
        for start in range(0, len(rows), _CHUNK):
            connection.execute(insert(RECORD_TABLES[kind]), rows[start : start + _CHUNK])
    connection.exec_driver_sql("DROP TABLE late")


def _index(connection: Connection) -> bool:
    """Make the entries searchable; False where there are so many that nobody would wait for it."""
    found: dict[str, list[str]] = {}
    for kind in BUILDERS:
        rows = connection.exec_driver_sql(f"SELECT id FROM main.{kind} LIMIT ?", (_MOST_INDEXED,))
        found[kind] = [row[0] for row in rows]
    if sum(map(len, found.values())) >= _MOST_INDEXED:
        return False
    search.refresh(connection, found)
    return True


def _folded(
    connection: Connection, past: PastLibrary
) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Kind after kind the rows of the records that were changed since, as they were."""
    for kind, cls in KINDS.items():
        late = _late_fields(connection, kind)
        if not late:
            continue
        values = _values_then(connection, kind, past)
        blank = defaults(cls)
        names = ("id", *field_names(cls))
        columns = ", ".join(f'n."{name}"' for name in names)
        present = connection.exec_driver_sql(
            f"SELECT {columns} FROM now.{kind} AS n WHERE n.id IN "
            "(SELECT record_id FROM late WHERE kind = ?)",
            (kind,),
        )
        rows: list[dict[str, object]] = []
        for found in present:
            row: dict[str, object] = dict(zip(names, found, strict=True))
            then = values.get(str(row["id"]), {})
            for name in late.get(str(row["id"]), set()) & set(names):
                row[name] = coerce(kind, name, then.get(name, blank[name]))
            row.update(records.date_columns(kind, row))
            rows.append(row)
        yield kind, rows


def _late_fields(connection: Connection, kind: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    query = "SELECT record_id, field FROM late WHERE kind = ?"
    for record_id, name in connection.exec_driver_sql(query, (kind,)):
        found.setdefault(record_id, set()).add(name)
    return found


def _values_then(
    connection: Connection, kind: str, past: PastLibrary
) -> dict[str, dict[str, Scalar]]:
    """Record id → field → the value that stood at the clock, for what was changed since."""
    query = connection.exec_driver_sql(
        "SELECT l.record_id, l.field, c.after, c.change_set, c.base, s.clock, s.device_id, "
        "s.number, c.seq "
        "FROM late AS l JOIN now.change AS c ON c.record_id = l.record_id AND c.field = l.field "
        "JOIN now.change_set AS s ON s.id = c.change_set "
        f"WHERE l.kind = ? AND s.clock <= ? AND {past.then.changes} ORDER BY l.record_id, l.field",
        (kind, past.clock),
    )
    found: dict[str, dict[str, Scalar]] = {}
    for (record_id, name), some in groupby(query, key=_field_of):
        found.setdefault(record_id, {})[name] = _standing(kind, name, list(some))
    return found


def _field_of(row: Sequence[Any]) -> tuple[str, str]:
    return row[0], row[1]


def _standing(kind: str, name: str, rows: Sequence[Sequence[Any]]) -> Scalar:
    """What a field holds after some changes of it."""
    values = {row[8]: row[2] for row in rows}
    links = [
        Link(change_set, clock, device, bases_of(base), seq, number=number)
        for _id, _name, _after, change_set, base, clock, device, number, seq in rows
    ]
    held = hold(kind, name, links, lambda link: values[link.key])
    return held.value if held is not None else None
