"""The written values of fields as the journal holds them, read many records at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing.domain.heads import Link, bases_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from briefing.domain.record import Scalar

CHUNK = 500

#: Record id and field → every value that was written into it, in the order of the journal.
Links = dict[tuple[str, str], list[Link]]


def chunks(ids: Iterable[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Values for ``IN (…)``, a statement's worth at a time, with the marks that stand for them."""
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        yield ", ".join("?" * len(some)), some


def load(connection: Connection, record_ids: Iterable[str], field: str | None = None) -> Links:
    """The written values of all fields of records, or of one field of them."""
    found: Links = {}
    one = "" if field is None else " AND c.field = ?"
    for marks, some in chunks(record_ids):
        rows = connection.exec_driver_sql(
            "SELECT c.record_id, c.field, c.seq, c.change_set, c.base, s.clock, s.device_id, s.number "
            "FROM change AS c JOIN change_set AS s ON s.id = c.change_set "
            f"WHERE c.record_id IN ({marks}){one} ORDER BY c.seq",
            (*some, *(() if field is None else (field,))),
        )
        for record_id, name, seq, change_set, base, clock, device, number in rows:
            there = found.setdefault((record_id, name), [])
            place = sum(o.change_set == change_set for o in there) if there else 0
            there.append(
                Link(change_set, clock, device, bases_of(base), seq, place=place, number=number)
            )
    return found


def kinds(connection: Connection, record_ids: Iterable[str]) -> dict[str, str]:
    """Record id → its kind, of what the journal knows."""
    found: dict[str, str] = {}
    for marks, some in chunks(record_ids):
        rows = connection.exec_driver_sql(
            f"SELECT record_id, kind FROM change WHERE record_id IN ({marks}) GROUP BY record_id",
            tuple(some),
        )
        found.update((row[0], row[1]) for row in rows)
    return found


class Values:
    """The values that links stand for; those asked for together are read together."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, Scalar] = {}

    def fetch(self, links: Sequence[Link]) -> None:
        """Read the values of many links at once."""
        missing = [one.key for one in links if one.key not in self._known]
        for marks, some in chunks(missing):
            rows = self._connection.exec_driver_sql(
                f'SELECT seq, "after" FROM change WHERE seq IN ({marks})', tuple(some)
            )
            self._known.update((row[0], row[1]) for row in rows)

    def __call__(self, link: Link) -> Scalar:
        """The value of one link."""
        if link.key not in self._known:
            self.fetch([link])
        return self._known[link.key]
