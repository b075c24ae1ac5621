"""What the library knows for the exchange of packs: numbers of devices, trusted keys, originals and texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.changes import Sent
from briefing.store import links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from briefing.domain.source import Document

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key that the person here said to trust. ``since`` is a day, ISO 8601."""

    public_key: str
    person_id: str | None
    name: str
    since: str


def joined(sent: Iterable[Sent]) -> list[Sent]:
    """Change sets with the changes of all that is given for each, once, in the order of their clocks."""
    by_set: dict[str, Sent] = {}
    for one in sent:
        known = by_set.get(one.change_set.id)
        if known is None:
            by_set[one.change_set.id] = one
        else:
            here = {(c.record_id, c.field) for c in known.changes}
            more = [c for c in one.changes if (c.record_id, c.field) not in here]
            by_set[one.change_set.id] = Sent(one.change_set, (*known.changes, *more))
    return sorted(
        by_set.values(),
        key=lambda o: (o.change_set.clock, o.change_set.device_id, o.change_set.id),
    )


def blobs(
    connection: Connection, documents: Iterable[Document]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """The originals and texts of documents by their SHA-256."""
    held = list(documents)
    originals: dict[str, bytes] = {}
    texts: dict[str, str] = {}
    for marks, some in links.chunks(one.original_sha256 for one in held):
        rows = connection.exec_driver_sql(
            f"SELECT sha256, bytes FROM original WHERE sha256 IN ({marks})", tuple(some)
        )
        originals.update((row[0], bytes(row[1])) for row in rows)
    for marks, some in links.chunks(one.text_sha256 for one in held):
        rows = connection.exec_driver_sql(
            f"SELECT sha256, text FROM document_text WHERE sha256 IN ({marks})", tuple(some)
        )
        texts.update((row[0], row[1]) for row in rows)
    return originals, texts


def known_numbers(connection: Connection) -> dict[str, Ranges]:
    """By device the running numbers that are known here: of its change sets, and those accounted for.

    What was set aside is not, so that others look for it elsewhere.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for device, number in connection.exec_driver_sql(
        "SELECT device_id, number FROM change_set ORDER BY device_id, number"
    ):
        ranges = found.setdefault(device, [])
        if ranges and ranges[-1][1] + 1 >= number:
            ranges[-1] = (ranges[-1][0], max(number, ranges[-1][1]))
        else:
            ranges.append((number, number))
    for device, first, last in connection.exec_driver_sql(
        "SELECT device_id, first, last FROM accounted"
    ):
        found.setdefault(device, []).append((first, last))
    aside: dict[str, set[int]] = {}
    for device, number in connection.exec_driver_sql(
        "SELECT device_id, number FROM aside_change_set"
    ):
        aside.setdefault(device, set()).add(number)
    return {
        device: _without(merged(ranges), aside.get(device, set()))
        for device, ranges in sorted(found.items())
    }


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges in their order, those that touch made one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and found[-1][1] + 1 >= first:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


def _without(ranges: Iterable[tuple[int, int]], numbers: set[int]) -> Ranges:
    found: list[tuple[int, int]] = []
    for first, last in ranges:
        for number in sorted(n for n in numbers if first <= n <= last):
            if first < number:
                found.append((first, number - 1))
            first = number + 1
        if first <= last:
            found.append((first, last))
    return tuple(found)


def account_for(connection: Connection, accounts: Mapping[str, Ranges]) -> None:
    """Keep which numbers of devices a sender knew of."""
    known = known_numbers(connection)
    for device, ranges in accounts.items():
        whole = merged((*known.get(device, ()), *ranges))
        connection.exec_driver_sql("DELETE FROM accounted WHERE device_id = ?", (device,))
        connection.exec_driver_sql(
            "INSERT INTO accounted (device_id, first, last) VALUES (?, ?, ?)",
            [(device, first, last) for first, last in whole],
        )


def trusted_keys(connection: Connection) -> list[TrustedKey]:
    """The keys that are trusted here."""
    rows = connection.exec_driver_sql(
        "SELECT public_key, person_id, name, since FROM trusted_key ORDER BY name, public_key"
    )
    return [TrustedKey(*row) for row in rows]


def trust(connection: Connection, key: TrustedKey) -> None:
    """Remember that a key is trusted."""
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO trusted_key (public_key, person_id, name, since) VALUES (?, ?, ?, ?)",
        (key.public_key, key.person_id, key.name, key.since),
    )


def no_longer_trust(connection: Connection, public_key: str) -> None:
    """Forget that a key is trusted."""
    connection.exec_driver_sql("DELETE FROM trusted_key WHERE public_key = ?", (public_key,))


def contested(
    connection: Connection, record_ids: Iterable[str] | None = None
) -> list[tuple[str, str, str]]:
    """Kind, id and field of what is in conflict, of all or of some records."""
    query = "SELECT kind, record_id, field FROM field_head WHERE contested"
    if record_ids is None:
        rows = connection.exec_driver_sql(f"{query} ORDER BY 1, 2, 3").all()
        return [(row[0], row[1], row[2]) for row in rows]
    return sorted(
        (row[0], row[1], row[2])
        for marks, some in links.chunks(record_ids)
        for row in connection.exec_driver_sql(f"{query} AND record_id IN ({marks})", tuple(some))
    )
