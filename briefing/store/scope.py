"""All records that belong to briefings or that they use, those in the trash among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.citing import cited_in, split_citations
from briefing.domain.record import owner_field, references
from briefing.domain.records import KINDS
from briefing.store import links
from briefing.store.records import get_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from briefing.domain.record import Record

Found = dict[type["Record"], dict[str, "Record"]]

#: Records that briefings share; whatever names one takes it along.
_SHARED = frozenset({"person", "actor", "source", "document", "passage"})
#: What is taken along with what it is part of only where something else names it, too.
_NOT_DOWN = frozenset({"passage", "passage_link", "briefing_source"})
#: Kept searches are their person's own.
_NEVER = frozenset({"saved_search"})
#: Field of an entry's kind, and of its id.
_NAMED = (("entry_kind", "entry_id"), ("target_kind", "target_id"))
_OF_ENTRY = ("tag", "passage_link")


def scope(connection: Connection, briefing_ids: Iterable[str]) -> Found:
    """The briefings with all that belongs to them, and what that rests on or names, to its end."""
    found: Found = {}
    ids = list(briefing_ids)
    fresh = _add(found, get_many(connection, KINDS["briefing"], ids).values())
    for kind, cls in KINDS.items():
        if "briefing_id" in references(cls) and kind not in _NEVER:
            fresh += _add(found, _where(connection, kind, "briefing_id", ids))
    while fresh:
        more = _down(connection, fresh)
        named: dict[str, set[str]] = {}
        for one in fresh:
            for kind, key in _named(one):
                named.setdefault(kind, set()).add(key)
        for kind, keys in named.items():
            more += get_many(connection, KINDS[kind], keys).values()
        fresh = _add(found, more)
    return found


def _add(found: Found, records: Iterable[Record]) -> list[Record]:
    new: list[Record] = []
    for one in records:
        group = found.setdefault(type(one), {})
        if one.id not in group and one.kind not in _NEVER:
            group[one.id] = one
            new.append(one)
    return new


def _where(connection: Connection, kind: str, field: str, ids: Iterable[str]) -> list[Record]:
    keys: list[str] = []
    for marks, some in links.chunks(ids):
        rows = connection.exec_driver_sql(
            f'SELECT id FROM {kind} WHERE "{field}" IN ({marks})', tuple(some)
        )
        keys += [row[0] for row in rows]
    return list(get_many(connection, KINDS[kind], keys).values())


def _down(connection: Connection, fresh: Iterable[Record]) -> list[Record]:
    """The parts of entries; not of a briefing, whose own were taken at the beginning."""
    by_kind: dict[str, list[str]] = {}
    for one in fresh:
        if one.kind != "briefing":
            by_kind.setdefault(one.kind, []).append(one.id)
    found: list[Record] = []
    for kind, cls in KINDS.items():
        owner = owner_field(cls)
        if owner is not None and kind not in _NOT_DOWN:
            ids = by_kind.get(references(cls)[owner], [])
            found += _where(connection, kind, owner, ids)
    entries = [key for kind, ids in by_kind.items() if kind not in _OF_ENTRY for key in ids]
    for kind in _OF_ENTRY:
        found += _where(connection, kind, "entry_id", entries)
    # Of two actors that are one, the record that says so belongs to either.
    for field in ("actor_id", "canonical_id"):
        found += _where(connection, "same_as", field, by_kind.get("actor", []))
    return found


def _named(one: Record) -> Iterator[tuple[str, str]]:
    """What a record names: shared records in its fields, entries by kind and id, and what it cites."""
    for field, kind in references(type(one)).items():
        key = getattr(one, field)
        if key and kind in _SHARED:
            yield kind, key
    for kind_field, id_field in _NAMED:
        kind, key = getattr(one, kind_field, ""), getattr(one, id_field, "")
        if key and kind in KINDS and kind != "briefing" and kind not in _NEVER:
            yield kind, key
    if one.kind == "section":
        for piece, is_citation in split_citations(getattr(one, "body", "")):
            if is_citation:
                for ref in cited_in(piece):
                    if ref.kind in KINDS and ref.kind not in ("briefing", *_NEVER):
                        yield ref.kind, ref.id
