"""Actors that are one, followed through records at hand: for reading, never to be written back."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from briefing.domain.actor import Actor, SameAs
from briefing.domain.annotation import Annotation
from briefing.domain.hypothesis import Evidence
from briefing.domain.judgment import Basis
from briefing.domain.quote import Tag
from briefing.domain.record import owner_field, references, values
from briefing.domain.relation import Relation
from briefing.domain.source import PassageLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.domain.record import Record

R = TypeVar("R", bound="Record")

#: Kinds that name an entry by its kind and id → these two fields.
_NAMING: dict[type[Record], tuple[str, str]] = {
    PassageLink: ("entry_kind", "entry_id"),
    Tag: ("entry_kind", "entry_id"),
    Basis: ("entry_kind", "entry_id"),
    Evidence: ("entry_kind", "entry_id"),
    Annotation: ("target_kind", "target_id"),
}
#: What two parts that say the same may differ in.
_APART = frozenset({"marking", "position", "deleted"})


def ends(records: Iterable[SameAs]) -> dict[str, str]:
    """Actor id → id of the actor that it is the same as, for those that are the same as another.

    Chains are followed to their end; where two say it of each other the lesser id is the end.
    """
    steps: dict[str, str] = {}
    for one in records:
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


def followed(records: Iterable[R], same: Mapping[str, str], *fields: str) -> list[R]:
    """The records with canonical ids in these fields."""
    if not same:
        return list(records)
    return [_changed(one, {name: getattr(one, name) for name in fields}, same) for one in records]


def joined(records: Mapping[str, Iterable[Record]]) -> dict[str, tuple[Record, ...]]:
    """Records by kind, each naming the actor that stays in sight; parts that then say the same stand once.

    The actors themselves and the records that make them one stay as they are, and so does a relation of
    two that turned out to be one: it is a tie of nobody with anybody.
    """
    whole = {kind: tuple(some) for kind, some in records.items()}
    same = ends(one for one in whole.get(SameAs.kind, ()) if isinstance(one, SameAs))
    # One whose other end is not here goes on standing for itself.
    here = {one.id for one in whole.get(Actor.kind, ())}
    same = {one: end for one, end in same.items() if end in here}
    if not same:
        return whole
    found = {
        kind: some if kind == SameAs.kind else tuple(_follow(one, same) for one in some)
        for kind, some in whole.items()
    }
    return {kind: _once(some, whole[kind]) for kind, some in found.items()}


@cache
def _fields(cls: type[Record]) -> tuple[str, ...]:
    return tuple(name for name, kind in references(cls).items() if kind == Actor.kind)


def _follow(one: Record, same: Mapping[str, str]) -> Record:
    fields = {name: getattr(one, name) for name in _fields(type(one))}
    if isinstance(one, Relation):
        first, second = (same.get(i or "", i) for i in (one.from_id, one.to_id))
        if first == second:
            return one
    naming = _NAMING.get(type(one))
    if naming and getattr(one, naming[0]) == Actor.kind:
        fields[naming[1]] = getattr(one, naming[1])
    return _changed(one, fields, same)


def _changed(one: R, fields: Mapping[str, Any], same: Mapping[str, str]) -> R:
    changed: dict[str, Any] = {name: same[value] for name, value in fields.items() if value in same}
    return replace(one, **changed) if changed else one


def _once(some: tuple[Record, ...], before: tuple[Record, ...]) -> tuple[Record, ...]:
    """Parts of one owner that say the same since two actors are one, once."""
    if all(new is old for new, old in zip(some, before, strict=True)):
        return some
    kept: dict[object, Record] = {}
    for one in some:
        key: object = one.id
        if owner_field(type(one)) is not None:
            key = tuple((name, value) for name, value in values(one) if name not in _APART)
        kept.setdefault(key, one)
    return tuple(kept.values())
