"""A briefing's relations of a day as ties, for suggesting blocs and for their balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.ties import Tie
from briefing.domain.relation import OBLIGATIONS, Certainty, Phase
from briefing.services.bloc_days import may, sure
from briefing.services.pacts import pacts_of

if TYPE_CHECKING:
    from briefing.services.bloc_material import BlocMaterial

#: What a tie counts by the word that it stands on; denied, planned or perhaps over it counts half of that.
_WORD = {Certainty.CLAIMED.value: 0.5, Certainty.HINTED.value: 0.25}
_DOUBT = 0.5


def ties_on(material: BlocMaterial, day: int) -> list[Tie]:
    """The relations that may hold on a day between actors that existed then."""
    there = {i for i, actor in material.actors.items() if may(actor.existed, day)}
    pacts = pacts_of(material.relations)
    found: list[Tie] = []
    for one in material.relations:
        if one.from_id not in there or one.to_id not in there or not may(one.held, day):
            continue
        doubts = (
            one.id in material.denied,
            one.phase == Phase.PLANNED,
            not sure(material, one, day),
        )
        found.append(
            Tie(
                one.id,
                one.from_id,
                one.to_id,
                one.relation_kind,
                one.sign,
                tuple(name for name in OBLIGATIONS if getattr(one, name)),
                pacts.get(one.id, ""),
                _WORD.get(one.certainty, 1.0) * (_DOUBT if any(doubts) else 1.0),
            )
        )
    return found


def actors_on(material: BlocMaterial, day: int) -> dict[str, str]:
    """Ids and names of the actors that existed on a day and that a relation or bloc ever names."""
    return {i: a.name for i, a in sorted(material.actors.items()) if may(a.existed, day)}
