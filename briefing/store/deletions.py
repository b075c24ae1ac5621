"""What a deletion knew of: an edit that it did not know of keeps the entry in sight until a person looks.

A deletion names as its bases the heads of every field of the entry and of its parts. Whatever stands there
later and is not among them was written by somebody who did not know of the deletion, unless it was the
laptop of the deletion itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.domain.heads import Link, heads
from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.store import links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

#: Parts of any entry, which they name by its kind and id.
_OF_ENTRY = ("tag", "passage_link")
#: A deletion of more than so much knows no more of it, and asks where it need not.
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the deletions of an entry did not know of."""

    record_id: str
    field: str
    link: Link


@cache
def _children(kind: str) -> tuple[tuple[str, str], ...]:
    """Kinds whose records are parts of one of ``kind``, each with the field that names it."""
    found = [
        (name, field)
        for name, cls in KINDS.items()
        if (field := owner_field(cls)) is not None and references(cls)[field] == kind
    ]
    return (*found, *((name, "entry_id") for name in _OF_ENTRY))


def whole(connection: Connection, kind: str, record_id: str) -> list[str]:
    """The ids of an entry, of its parts, and of theirs."""
    found = {record_id: None}
    level: dict[str, list[str]] = {kind: [record_id]}
    while level and len(found) < _MOST:
        below: dict[str, list[str]] = {}
        for name, ids in level.items():
            for child, field in _children(name):
                for marks, some in links.chunks(ids):
                    rows = connection.exec_driver_sql(
                        f'SELECT id FROM {child} WHERE "{field}" IN ({marks})', tuple(some)
                    )
                    below.setdefault(child, []).extend(r[0] for r in rows if r[0] not in found)
        level = {name: ids for name, ids in below.items() if ids}
        for ids in level.values():
            found.update(dict.fromkeys(ids))
    return list(found)


def owners(connection: Connection, touched: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Kind and id of all that records are parts of, and of what that is part of."""
    found: set[tuple[str, str]] = set()
    level: dict[str, set[str]] = {}
    for kind, record_id in touched:
        level.setdefault(kind, set()).add(record_id)
    while level:
        above: dict[str, set[str]] = {}
        for kind, ids in level.items():
            for up, up_id in direct_owners(connection, kind, ids):
                if (up, up_id) not in found:
                    found.add((up, up_id))
                    above.setdefault(up, set()).add(up_id)
        level = above
    return found


def direct_owners(connection: Connection, kind: str, ids: Iterable[str]) -> set[tuple[str, str]]:
    """Kind and id of what records of a kind are parts of."""
    cls = KINDS[kind]
    owner = owner_field(cls)
    found: set[tuple[str, str]] = set()
    for marks, some in links.chunks(ids):
        if owner is not None:
            rows = connection.exec_driver_sql(
                f'SELECT DISTINCT "{owner}" FROM {kind} WHERE id IN ({marks})', tuple(some)
            )
            found |= {(references(cls)[owner], row[0]) for row in rows if row[0]}
        if kind in _OF_ENTRY:
            rows = connection.exec_driver_sql(
                f"SELECT DISTINCT entry_kind, entry_id FROM {kind} WHERE id IN ({marks})",
                tuple(some),
            )
            found |= {(row[0], row[1]) for row in rows if row[0] in KINDS and row[1]}
    return found


def known_to(connection: Connection, kind: str, record_id: str) -> list[str]:
    """The change sets that a deletion written now knows of, as its bases."""
    named: dict[str, None] = {}
    for there in links.load(connection, whole(connection, kind, record_id)).values():
        named.update((one.change_set, None) for one in heads(there))
    return sorted(named)[:_MOST]


def ever_deleted(connection: Connection, record_ids: Iterable[str]) -> set[str]:
    """Those of the records that somebody put into the trash at some time."""
    found: set[str] = set()
    for marks, some in links.chunks(record_ids):
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT record_id FROM change "
            f"WHERE record_id IN ({marks}) AND field = 'deleted' AND \"after\" = 1",
            tuple(some),
        )
        found |= {row[0] for row in rows}
    return found


def unknown(
    connection: Connection, kind: str, record_id: str, deleting: Iterable[Link]
) -> list[Unknown]:
    """What stands in an entry and its parts that none of its deletions knew of."""
    done = tuple(deleting)
    known = {key for one in done for key in (one.change_set, *one.bases)}
    values = links.Values(connection)
    found: list[Unknown] = []
    written = links.load(connection, whole(connection, kind, record_id))
    for (part, field), there in written.items():
        for head in heads(there):
            if head.change_set in known or any(
                d.device_id == head.device_id and head.number > d.number for d in done
            ):
                continue
            # Two who delete do not contradict each other.
            if field != "deleted" or not values(head):
                found.append(Unknown(part, field, head))
    return found
