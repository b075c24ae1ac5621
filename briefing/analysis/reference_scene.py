"""The reference set as a scene: the states of a day with what bound them."""

from __future__ import annotations

from briefing.analysis import reference_set
from briefing.analysis.map_scene import (
    MapActor,
    MapBloc,
    MapRelation,
    MapScene,
    land_codes,
)
from briefing.analysis.territory import label_points
from briefing.domain.dates import from_day, parse
from briefing.domain.relation import RelationKind

#: Members that make a pact a bloc of the scene, and the colours there are.
_LEAST = 3
_COLOURS = (
    "bloc.green",
    "bloc.blue",
    "bloc.vermilion",
    "bloc.purple",
    "bloc.yellow",
    "bloc.sky",
)


def scene(
    year: int, *, kinds: tuple[str, ...] = (RelationKind.DEFENCE_PACT.value,), hostile: bool = False
) -> MapScene:
    """Who was a state in the middle of a year, with the alliances of these kinds in force that day.

    With ``hostile`` the disputes and rivalries of the year as well. Alliances of three or more carry
    their name as the pact of the relation. Blocs are the largest of these of which no half of the
    members stands in a larger one.
    """
    day = parse(from_day(year, 7, 1)).earliest or 0
    facts = [f for f in reference_set.pact_facts(day, day) if f.kind in kinds]
    if hostile:
        facts += reference_set.hostile_facts(day, day)
    ends = {key for fact in facts for key in (fact.one, fact.two)}
    known = reference_set.states()
    actors = [s for s in known.values() if s.key in ends or s.stood(day, day)]
    members: dict[str, set[str]] = {}
    for fact in facts:
        if fact.sign > 0:
            members.setdefault(fact.name, set()).update((fact.one, fact.two))
    many = {name: who for name, who in members.items() if len(who) > 2}
    blocs: list[str] = []
    for name in sorted(many, key=lambda name: (-len(many[name]), name)):
        apart = all(2 * len(many[name] & many[other]) < len(many[name]) for other in blocs)
        if apart and len(many[name]) >= _LEAST:
            blocs.append(name)
    return MapScene(
        actors=tuple(map_actor(state) for state in actors),
        relations=tuple(
            MapRelation(
                id=fact.key,
                from_id=fact.one,
                to_id=fact.two,
                kind=fact.kind,
                sign=fact.sign,
                phase="" if fact.sign < 0 else "in force",
                certainty="confirmed",
                pact=fact.name if fact.name in many else "",
                obligations=fact.pledges,
            )
            for fact in facts
        ),
        blocs=tuple(
            MapBloc(name, name, colour, tuple(sorted(many[name])))
            for name, colour in zip(blocs, _COLOURS, strict=False)
        ),
        heading=str(year),
        data_end="Data to 31 December 2016",
    )


def map_actor(state: reference_set.RefState) -> MapActor:
    """A state on a map: at its land's label point, a former one without land of today at its seat."""
    seat = state.capitals[-1] if state.capitals else None
    codes = land_codes("state", state.name, territory=" ".join(state.territory))
    if any(code in label_points() for code in codes) or seat is None:
        return MapActor(state.key, state.name, "state", codes)
    return MapActor(state.key, state.name, "state", codes, seat.longitude, seat.latitude)
