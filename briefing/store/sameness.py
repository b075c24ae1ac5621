"""Actors that are one: every reader follows what people said, and nothing is rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, SameAs
from briefing.domain.sameness import ends, followed, groups
from briefing.store.records import find, get_many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

__all__ = ["actors_by_id", "canonical_ids", "ends", "followed", "groups", "ids_of"]


def canonical_ids(connection: Connection) -> dict[str, str]:
    """Actor id → id of the actor that it is the same as, for those that are the same as another."""
    return ends(find(connection, SameAs))


def actors_by_id(connection: Connection, ids: Iterable[str | None]) -> dict[str, Actor]:
    """Id → the actor who stays in sight for it, for every id of an actor that is here."""
    wanted = dict.fromkeys(one for one in ids if one)
    same = canonical_ids(connection)
    found = get_many(connection, Actor, [same.get(one, one) for one in wanted])
    return {one: found[end] for one in wanted if (end := same.get(one, one)) in found}


def ids_of(connection: Connection, actor_id: str) -> list[str]:
    """Every id under which an actor stands in records, the canonical one first."""
    same = canonical_ids(connection)
    end = same.get(actor_id, actor_id)
    return groups(same).get(end, [end])
