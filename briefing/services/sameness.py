"""Two actors turn out to be one: said in a record that readers follow, so that it can be taken back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.actor import Actor, ActorName, SameAs
from briefing.errors import UserError
from briefing.services.knowing import level, spellings
from briefing.store.journal import new_id
from briefing.store.records import find, need
from briefing.store.sameness import canonical_ids, ids_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors that may be one, and why. ``kept_id`` is offered as the one that stays in sight."""

    kept_id: str
    kept: str
    other_id: str
    other: str
    why: str


def merge_actors(ws: Workspace, actor_id: str, canonical_id: str) -> str:
    """Say that an actor is another one, as one step; the record's id. Nothing is rewritten.

    Raises UserError where they are one already.
    """
    with ws.write("Merge actors") as unit:
        for one in (actor_id, canonical_id):
            if need(unit.connection, "actor", one).deleted:
                raise UserError("One of the two actors is in the trash; take it out first.")
        same = canonical_ids(unit.connection)
        one, other = same.get(actor_id, actor_id), same.get(canonical_id, canonical_id)
        if one == other:
            raise UserError("These two are one actor already.")
        marking = need(unit.connection, "actor", one).marking
        made = SameAs(id=new_id(), marking=marking, actor_id=one, canonical_id=other)
        unit.add(made)
    return made.id


def split_actors(ws: Workspace, actor_id: str) -> int:
    """Let an actor be what it was before it was merged, as one step; how many merges that took back.

    Of one that stayed in sight, all that were merged with it become actors of their own again.
    Raises UserError where it was merged with none.
    """
    with ws.write("Split actors") as unit:
        mine = find(unit.connection, SameAs, actor_id=actor_id)
        records = mine or find(unit.connection, SameAs, canonical_id=actor_id)
        if not records:
            raise UserError("This actor was not merged with another.")
        for one in records:
            unit.delete("same_as", one.id)
    return len(records)


def duplicates(ws: Workspace, ids: Iterable[str] | None = None) -> list[Pair]:
    """Actors that may be one: the same name or alias, the same ISO code, or the same words turned round.

    ``ids`` limits this to pairs of which one is among them.
    """
    with ws.read() as connection:
        same = canonical_ids(connection)
        actors = {a.id: a for a in find(connection, Actor) if a.id not in same}
        names: defaultdict[str, set[str]] = defaultdict(set)
        turned: defaultdict[str, set[str]] = defaultdict(set)
        codes: defaultdict[str, set[str]] = defaultdict(set)
        for actor in actors.values():
            names[level(actor.name)].add(actor.id)
            if actor.actor_kind == "person":
                turned[spellings(actor.name)].add(actor.id)
            if actor.iso3166 and actor.actor_kind == "state":
                codes[actor.iso3166].add(actor.id)
        for name in find(connection, ActorName):
            end = same.get(name.actor_id, name.actor_id)
            # A family name alone is borne by many.
            if end in actors and (" " in level(name.text) or actors[end].actor_kind != "person"):
                names[level(name.text)].add(end)
    wanted = None if ids is None else set(ids)
    pairs: dict[tuple[str, str], str] = {}
    for why, some in (
        ("the same name", names),
        ("the same ISO code", codes),
        ("the same words in another order", turned),
    ):
        for held in some.values():
            first, *rest = sorted(held)
            for other in rest:
                kinds = {actors[first].actor_kind, actors[other].actor_kind}
                alike = len(kinds) == 1 or kinds == {"organisation", "group"}
                if alike and (wanted is None or wanted & {first, other}):
                    pairs.setdefault((first, other), why)
    return [
        Pair(one, actors[one].name, other, actors[other].name, why)
        for (one, other), why in pairs.items()
    ]


def is_merged(ws: Workspace, actor_id: str) -> bool:
    """Whether an actor is one with another."""
    with ws.read() as connection:
        return len(ids_of(connection, actor_id)) > 1
