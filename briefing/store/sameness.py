"""Actors that are one: every reader follows what people said, and nothing is rewritten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from briefing.domain.actor import SameAs
from briefing.store.records import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from briefing.domain.record import Record

R = TypeVar("R", bound="Record")


def canonical_ids(connection: Connection) -> dict[str, str]:
    """Actor id → id of the actor that it is the same as, for those that are the same as another.

    Chains are followed to their end; where two say it of each other the lesser id is the end.
    """
    steps: dict[str, str] = {}
    for one in find(connection, SameAs):
        if one.actor_id and one.canonical_id and one.actor_id != one.canonical_id:
            steps.setdefault(one.actor_id, one.canonical_id)
    found: dict[str, str] = {}
    for start in steps:
        met, at = {start: 0}, start
        while at in steps and steps[at] not in met:
            at = steps[at]
            met[at] = len(met)
        end = at
        if at in steps:
            # A circle: all in it are one, by the least of their ids.
            first = met[steps[at]]
            end = min(one for one, place in met.items() if place >= first)
        if end != start:
            found[start] = end
    return found


def groups(same: Mapping[str, str]) -> dict[str, list[str]]:
    """Canonical id → all ids that mean it, itself first."""
    found: dict[str, list[str]] = {}
    for one, end in same.items():
        found.setdefault(end, [end]).append(one)
    return found


def ids_of(connection: Connection, actor_id: str) -> list[str]:
    """Every id under which an actor stands in records, the canonical one first."""
    same = canonical_ids(connection)
    end = same.get(actor_id, actor_id)
    return groups(same).get(end, [end])


def followed(records: Iterable[R], same: Mapping[str, str], *fields: str) -> list[R]:
    """The records with canonical ids in these fields; for reading, never to be written back."""
    if not same:
        return list(records)
    found: list[R] = []
    for one in records:
        changed: dict[str, Any] = {
            name: same[value] for name in fields if (value := getattr(one, name)) in same
        }
        found.append(replace(one, **changed) if changed else one)
    return found
