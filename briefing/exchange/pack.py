"""What a pack holds, and its content as lines (``docs/pack-format.md``).

The first line says what follows. Then come change sets, or the records of a reader's edition, a line each,
and last the originals and texts of documents, each by its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from briefing.exchange import reading
from briefing.exchange.packfile import PackError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.domain.changes import FieldChange, Sent
    from briefing.domain.record import Scalar
    from briefing.exchange.packfile import Content

VERSION = 1
_MOST_HEAD = 1 << 22
_MOST_LINE = 1 << 27
_MOST_BLOB = 1 << 29


class PackSort(StrEnum):
    """For colleagues who edit, for readers, or from a reader back to the analyst."""

    WORKING = "working"
    EDITION = "edition"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as it is written and read.

    ``schema`` is that of the library it comes from; ``marking`` the highest that it may carry;
    ``accounts`` are, by device, the first and last of the numbers that its sender knew of and did not put
    in; ``newest`` is the clock of the newest change in the library, which tells two editions apart.
    """

    sort: PackSort
    schema: str
    person_id: str | None
    name: str
    marking: str
    titles: tuple[str, ...]
    briefings: tuple[str, ...]
    newest: int
    left_out: tuple[str, ...] = ()
    accounts: Mapping[str, tuple[tuple[int, int], ...]] = field(
        default_factory=dict[str, tuple[tuple[int, int], ...]]
    )
    sets: tuple[Sent, ...] = ()
    records: tuple[tuple[str, Mapping[str, Scalar]], ...] = ()
    originals: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    texts: Mapping[str, str] = field(default_factory=dict[str, str])


def content_of(pack: Pack) -> bytes:
    """The content of a pack: the same pack gives the same bytes."""
    lines = bytearray()
    for line in _lines(pack):
        lines += line
        lines += b"\n"
    return bytes(lines)


def _lines(pack: Pack) -> Iterator[bytes]:
    yield _json(
        {
            "briefpack": VERSION,
            "schema": pack.schema,
            "sort": pack.sort.value,
            "person": pack.person_id,
            "name": pack.name,
            "marking": pack.marking,
            "titles": list(pack.titles),
            "briefings": list(pack.briefings),
            "newest": pack.newest,
            "left_out": list(pack.left_out),
            "accounts": {key: [list(r) for r in ranges] for key, ranges in pack.accounts.items()},
            "sets": len(pack.sets),
            "changes": sum(len(one.changes) for one in pack.sets),
            "records": len(pack.records),
            "originals": len(pack.originals),
            "texts": len(pack.texts),
        }
    )
    for sent in pack.sets:
        one = sent.change_set
        yield _json(
            {
                "id": one.id,
                "label": one.label,
                "sort": one.sort,
                "person": one.person_id,
                "device": one.device_id,
                "number": one.number,
                "clock": one.clock,
                "intention": one.intention,
                "undoes": one.undoes,
                "changes": [_change(c) for c in sent.changes],
            }
        )
    for kind, values in pack.records:
        yield _json({"kind": kind, "fields": dict(values)})
    for sha256, data in sorted(pack.originals.items()):
        yield _json({"original": sha256, "size": len(data)})
        yield data
    for sha256, text in sorted(pack.texts.items()):
        data = text.encode()
        yield _json({"text": sha256, "size": len(data)})
        yield data


def _json(value: object) -> bytes:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _change(c: FieldChange) -> list[Scalar]:
    return [c.kind, c.record_id, c.field, c.before, c.after, c.base]


def read(content: Content, schema: str) -> Pack:
    """A pack from its content. Raises PackError at the first thing that no pack of ours holds.

    ``schema`` is that of this program: a pack of a newer one is refused.
    """
    head = _parse(content.line(_MOST_HEAD))
    pack, counts = reading.head(head, schema, VERSION)
    sets: list[Sent] = []
    seen: set[str] = set()
    for _ in range(counts["sets"]):
        sent = reading.change_set(_parse(content.line(_MOST_LINE)))
        if sent.change_set.id in seen:
            raise PackError("The pack holds a change set twice")
        seen.add(sent.change_set.id)
        sets.append(sent)
    if sum(len(one.changes) for one in sets) != counts["changes"]:
        raise PackError("The pack holds more, or fewer, changes than it says")
    records = [reading.record(_parse(content.line(_MOST_LINE))) for _ in range(counts["records"])]
    if len({values["id"] for _, values in records}) < len(records):
        raise PackError("The pack holds two records under one id")
    originals = dict(_blob(content, "original") for _ in range(counts["originals"]))
    texts = dict(_blob(content, "text") for _ in range(counts["texts"]))
    content.end()
    return Pack(
        **pack,
        sort=PackSort(head["sort"]),
        sets=tuple(sets),
        records=tuple(records),
        originals=originals,
        texts={key: reading.text_of(data) for key, data in texts.items()},
    )


def _parse(line: bytes) -> dict[str, Any]:
    if not line:
        raise PackError("The pack ends before it holds all that it says")
    try:
        found = json.loads(line.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise PackError("The pack holds a line that cannot be read") from error
    if not isinstance(found, dict):
        raise PackError("The pack holds a line that cannot be read")
    return cast("dict[str, Any]", found)


def _refuse(_constant: str) -> float:
    raise ValueError("no number")


def _blob(content: Content, name: str) -> tuple[str, bytes]:
    line = _parse(content.line(_MOST_HEAD))
    sha256, size = line.get(name), line.get("size")
    if (
        len(line) != 2
        or not isinstance(sha256, str)
        or type(size) is not int
        or not 0 <= size <= _MOST_BLOB
    ):
        raise PackError("The pack holds a document that is not described as ours are")
    data = content.read(size)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise PackError("The pack holds a document whose SHA-256 is another than it says")
    return sha256, data
