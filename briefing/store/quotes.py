"""Quotes of a briefing in order, and how many there are of each sort, in SQL alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from briefing.store.tables import RECORD_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, Table

#: Orders a list can be in; the first is the usual one.
ORDERS = ("date", "newest", "speaker", "entered")

_quote = RECORD_TABLES["quote"]
_speaker = RECORD_TABLES["quote_speaker"]
_actor = RECORD_TABLES["actor"]
_tag = RECORD_TABLES["tag"]
_note = RECORD_TABLES["annotation"]
_link = RECORD_TABLES["passage_link"]
_event = RECORD_TABLES["event"]


@dataclass(frozen=True, slots=True)
class QuoteFilter:
    """Which quotes are wanted; what is empty does not narrow. Days are ordinals."""

    speaker_id: str = ""
    #: Further ids of that speaker, where several actors are one.
    also: tuple[str, ...] = ()
    tag: str = ""
    kinds: frozenset[str] = frozenset()
    earliest: int | None = None
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that quotes can be narrowed to, and how many have it."""

    key: str
    text: str
    count: int


def _where(briefing_id: str, wanted: QuoteFilter) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [
        _quote.c.briefing_id == briefing_id,
        _quote.c.deleted.is_(False),
    ]
    if wanted.speaker_id:
        where.append(
            _quote.c.id.in_(
                select(_speaker.c.quote_id).where(
                    _speaker.c.actor_id.in_([wanted.speaker_id, *wanted.also]),
                    _speaker.c.deleted.is_(False),
                )
            )
        )
    if wanted.tag:
        where.append(
            _quote.c.id.in_(
                select(_tag.c.entry_id).where(
                    _tag.c.entry_kind == "quote",
                    _tag.c.text == wanted.tag,
                    _tag.c.deleted.is_(False),
                )
            )
        )
    if wanted.kinds:
        where.append(_quote.c.quote_kind.in_(sorted(wanted.kinds)))
    if wanted.earliest is not None:
        where.append(_quote.c.said_latest >= wanted.earliest)
    if wanted.latest is not None:
        where.append(_quote.c.said_earliest <= wanted.latest)
    return where


def quote_ids(
    connection: Connection, briefing_id: str, wanted: QuoteFilter, order: str = "date"
) -> list[str]:
    """Ids in order. By date means earliest day first; undated quotes come last."""
    days = (_quote.c.said_earliest, _quote.c.said_latest, _quote.c.said, _quote.c.position)
    query = select(_quote.c.id, _quote.c.said_earliest).where(*_where(briefing_id, wanted))
    if order == "entered":
        query = query.order_by(_quote.c.position, _quote.c.id)
    elif order == "newest":
        query = query.order_by(
            _quote.c.said_earliest.desc(), _quote.c.said_latest.desc(), _quote.c.position
        )
    elif order == "speaker":
        name = (
            select(func.min(func.coalesce(func.nullif(_actor.c.family_name, ""), _actor.c.name)))
            .join_from(_speaker, _actor, _actor.c.id == _speaker.c.actor_id)
            .where(_speaker.c.quote_id == _quote.c.id, _speaker.c.deleted.is_(False))
            .scalar_subquery()
        )
        query = query.order_by(name.is_(None), name, *days)
    else:
        query = query.order_by(*days)
    rows = connection.execute(query).all()
    ids = [row[0] for row in rows]
    if order != "date":
        return ids
    # SQLite puts NULL first and the index would not serve another order.
    undated = next((at for at, row in enumerate(rows) if row[1] is not None), len(rows))
    return ids[undated:] + ids[:undated]


def count_quotes(connection: Connection, briefing_id: str) -> int:
    """How many quotes a briefing has."""
    query = select(func.count()).select_from(_quote).where(*_where(briefing_id, QuoteFilter()))
    return int(connection.execute(query).scalar_one())


def speaker_facets(
    connection: Connection, briefing_id: str, wanted: QuoteFilter, limit: int = 60
) -> list[Facet]:
    """Speakers with how many of the wanted quotes are theirs, most first."""
    number = func.count(_quote.c.id.distinct())
    query = (
        select(_actor.c.id, _actor.c.name, number)
        .join_from(_quote, _speaker, _speaker.c.quote_id == _quote.c.id)
        .join(_actor, _actor.c.id == _speaker.c.actor_id)
        .where(*_where(briefing_id, wanted), _speaker.c.deleted.is_(False))
        .group_by(_actor.c.id)
        .order_by(number.desc(), _actor.c.name)
        .limit(limit)
    )
    return [Facet(*row) for row in connection.execute(query)]


def tag_facets(
    connection: Connection, briefing_id: str, wanted: QuoteFilter, limit: int = 60
) -> list[Facet]:
    """Subject words with how many of the wanted quotes carry them, most first."""
    number = func.count(_quote.c.id.distinct())
    query = (
        select(_tag.c.text, _tag.c.text, number)
        .join_from(_quote, _tag, _tag.c.entry_id == _quote.c.id)
        .where(*_where(briefing_id, wanted), _tag.c.deleted.is_(False))
        .group_by(_tag.c.text)
        .order_by(number.desc(), _tag.c.text)
        .limit(limit)
    )
    return [Facet(*row) for row in connection.execute(query)]


def kind_facets(connection: Connection, briefing_id: str, wanted: QuoteFilter) -> list[Facet]:
    """Kinds of quote with how many of the wanted quotes are of each."""
    query = (
        select(_quote.c.quote_kind, _quote.c.quote_kind, func.count())
        .where(*_where(briefing_id, wanted))
        .group_by(_quote.c.quote_kind)
    )
    return [Facet(*row) for row in connection.execute(query)]


def date_facets(
    connection: Connection, briefing_id: str, wanted: QuoteFilter, limit: int = 40
) -> list[Facet]:
    """Months in which quotes were said (years where the month is not told), newest first."""
    month = func.substr(_quote.c.said, 1, 7)
    query = (
        select(month, month, func.count())
        .where(*_where(briefing_id, wanted), _quote.c.said_earliest.is_not(None))
        .group_by(month)
        .order_by(month.desc())
        .limit(limit)
    )
    return [Facet(*row) for row in connection.execute(query)]


def _per_entry(
    connection: Connection,
    table: Table,
    entry: Column[Any],
    ids: Sequence[str],
) -> dict[str, int]:
    query = (
        select(entry, func.count())
        .where(entry.in_(list(ids)), table.c.deleted.is_(False))
        .group_by(entry)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def note_counts(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """How many notes stand on each entry; entries without are left out."""
    return _per_entry(connection, _note, _note.c.target_id, ids)


def entries_without_passage(
    connection: Connection, briefing_id: str, kinds: Iterable[str]
) -> list[tuple[str, str]]:
    """Kind and id of the briefing's entries that rest on no passage."""
    found: list[tuple[str, str]] = []
    for kind in kinds:
        table = RECORD_TABLES[kind]
        rests = select(_link.c.id).where(_link.c.entry_id == table.c.id, _link.c.deleted.is_(False))
        query = (
            select(table.c.id)
            .where(table.c.briefing_id == briefing_id, table.c.deleted.is_(False), ~rests.exists())
            .order_by(table.c.position, table.c.id)
        )
        found += [(kind, row[0]) for row in connection.execute(query)]
    return found


def count_entries(connection: Connection, kind: str, briefing_id: str) -> int:
    """How many entries of a kind a briefing has."""
    table = RECORD_TABLES[kind]
    query = (
        select(func.count())
        .select_from(table)
        .where(table.c.briefing_id == briefing_id, table.c.deleted.is_(False))
    )
    return int(connection.execute(query).scalar_one())


def count_dated_quotes(connection: Connection, briefing_id: str) -> int:
    """How many quotes of a briefing tell when they were said; nobody's words do not count."""
    table = RECORD_TABLES["quote"]
    query = (
        select(func.count())
        .select_from(table)
        .where(
            table.c.briefing_id == briefing_id,
            table.c.deleted.is_(False),
            table.c.said != "",
            table.c.quote_kind != "scare",
        )
    )
    return int(connection.execute(query).scalar_one())


def document_text(connection: Connection, sha256: str) -> str:
    """The text kept under a hash, or nothing where it is not in this library."""
    table = RECORD_TABLES["document"].metadata.tables["document_text"]
    found = connection.execute(select(table.c.text).where(table.c.sha256 == sha256)).scalar()
    return found or ""


def original_bytes(connection: Connection, sha256: str) -> bytes:
    """The bytes of a file kept under a hash, or none where they are not in this library."""
    table = RECORD_TABLES["document"].metadata.tables["original"]
    found = connection.execute(select(table.c.bytes).where(table.c.sha256 == sha256)).scalar()
    return bytes(found) if found else b""


def speakers(connection: Connection, briefing_id: str) -> list[str]:
    """Ids of the actors whose words a briefing quotes, each once."""
    spoken = _speaker.join(_quote, _quote.c.id == _speaker.c.quote_id)
    query = (
        select(_speaker.c.actor_id)
        .select_from(spoken)
        .where(
            _quote.c.briefing_id == briefing_id,
            _quote.c.deleted.is_(False),
            _speaker.c.deleted.is_(False),
        )
        .distinct()
        .order_by(_speaker.c.actor_id)
    )
    return list(connection.execute(query).scalars())
