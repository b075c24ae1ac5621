"""What a bloc map is to show at one date: plain rows, worked out before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.analysis.territory import former_state, label_points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.analysis.territory import Ring


#: Relations that the text for those who do not see the map names one by one.
_SAID = 120


@dataclass(frozen=True, slots=True)
class MapActor:
    """An actor. ``iso2`` are the codes of today's states on its territory (a former state's
    successors), or of a former state (see ``former_states``). Without ``lon`` and ``lat`` it stands
    at its first territory's label point, or else by the actor that ``beside`` names."""

    id: str
    name: str
    kind: str = "state"
    iso2: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class MapRelation:
    """A line. ``faint``: it may hold at this date; ``cited``: a passage supports it.

    ``pact`` names the multilateral treaty that the relation is a part of: relations of one name are
    drawn as a star from the pact, not as a line for each pair. ``obligations`` are ATOP's, as in
    ``domain.relation.OBLIGATIONS``; with the kind they give the strength of the line.
    """

    id: str
    from_id: str
    to_id: str
    kind: str
    sign: int = 0
    phase: str = ""
    certainty: str = "stated"
    denied: bool = False
    cited: bool = True
    faint: bool = False
    directed: bool = False
    pact: str = ""
    obligations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapBloc:
    """A bloc, its colour a token such as ``"bloc.blue"``, and who belongs to it at this date.

    ``faint`` are those of its members who may belong to it: their land is hatched, not filled.
    """

    id: str
    name: str
    colour: str
    members: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapShape:
    """The land of an actor as it was at the date, from an imported file: drawn in place of today's.

    ``key`` names the very shape: two with one key are the same. ``source`` is the file's, in words.
    """

    key: str
    actor_id: str
    rings: tuple[Ring, ...] = field(compare=False, repr=False)
    source: str = ""


@dataclass(frozen=True, slots=True)
class MapScene:
    """Everything that one map shows. ``heading`` is its date in words.

    ``data_end`` says in words up to when what is shown is known, such as "Information to 19 June 2024",
    ``faint_words`` what the hatched land of a bloc means. ``whole`` is what the briefing shows at any
    date, where an actor's place is to be the same at all.
    """

    actors: tuple[MapActor, ...] = ()
    relations: tuple[MapRelation, ...] = ()
    blocs: tuple[MapBloc, ...] = ()
    heading: str = ""
    marking: str = ""
    notes: tuple[str, ...] = ()
    data_end: str = ""
    faint_words: str = "may belong at this date"
    whole: Whole | None = None
    shapes: tuple[MapShape, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """What a briefing shows at any date: the ground on which its diagram is laid out.

    ``scene`` holds the actors, relations and members of all dates. ``held`` gives for each relation
    in turn the first and last day on which it may hold; without it all count as holding together.
    ``pins`` are the actors that a person has fixed: id, and shares of width and height.
    """

    scene: MapScene
    held: tuple[tuple[int, int], ...] = ()
    pins: tuple[tuple[str, float, float], ...] = ()


def place_of(actor: MapActor) -> tuple[float, float] | None:
    """Longitude and latitude of an actor: its own, else its first known territory's, else none."""
    if actor.lon is not None and actor.lat is not None:
        return actor.lon, actor.lat
    return next((label_points()[code] for code in actor.iso2 if code in label_points()), None)


#: Members that a pact has at least to be drawn as a star: three lines of three are as plain.
_STAR = 4


def pacts_of_many(relations: Iterable[MapRelation]) -> dict[str, list[str]]:
    """The pacts that are drawn as stars, with their members, the greatest first."""
    members: dict[str, set[str]] = {}
    for one in relations:
        if one.pact:
            members.setdefault(one.pact, set()).update((one.from_id, one.to_id))
    many = sorted(
        (name for name, who in members.items() if len(who) >= _STAR),
        key=lambda name: (-len(members[name]), name),
    )
    return {name: sorted(members[name]) for name in many}


def places_of(scene: MapScene) -> dict[str, tuple[float, float]]:
    """Where each actor of a scene stands that has a place of its own, by id."""
    return {actor.id: spot for actor in scene.actors if (spot := place_of(actor))}


def land_codes(kind: str, name: str, iso2: str = "", territory: str = "") -> tuple[str, ...]:
    """The codes of the land of an actor: of today's states, or of a former state's part of one.

    ``territory`` are the codes that a person has entered. A former state is known by its name where
    nothing was entered, and where the map can draw its part of a state of today.
    """
    if kind != "state":
        return ()
    entered = tuple(territory.split()) or ((iso2,) if iso2 else ())
    former = former_state(name)
    if former is not None and (not entered or (former.line and entered == (former.of,))):
        return former.codes
    return entered


def describe(relation: MapRelation, names: dict[str, str]) -> str:
    """A relation in words, for tooltips and for those who do not see the line."""
    arrow = "→" if relation.directed else "–"
    about = [part for part in (relation.phase, relation.certainty) if part]
    if relation.denied:
        about.append("denied")
    if relation.faint:
        about.append("may hold at this date")
    if not relation.cited:
        about.append("no source")
    ends = f"{names.get(relation.from_id, '?')} {arrow} {names.get(relation.to_id, '?')}"
    return f"{ends}: {relation.kind} ({', '.join(about)})" if about else f"{ends}: {relation.kind}"


def alternative(scene: MapScene) -> str:
    """The whole map as text."""
    names = {actor.id: actor.name for actor in scene.actors}
    parts = [f"Map{', ' + scene.heading if scene.heading else ''}."]
    if not scene.actors:
        parts.append("No actors.")
    for bloc in scene.blocs:
        members = [names[member] for member in bloc.members if member in names]
        if members:
            parts.append(f"{bloc.name}: {', '.join(members)}.")
    told = list(scene.relations)
    if len(told) > _SAID:
        # Of very many relations those within a pact are told as its members.
        pacts: dict[str, list[str]] = {}
        for relation in (one for one in told if one.pact):
            known = pacts.setdefault(f"{relation.pact} ({relation.kind})", [])
            known += [i for i in (relation.from_id, relation.to_id) if i not in known]
        told = [one for one in told if not one.pact]
        for pact, ids in pacts.items():
            parts.append(f"{pact}: {', '.join(names.get(one, '?') for one in ids)}.")
    parts += [f"{describe(relation, names)}." for relation in told[:_SAID]]
    if len(told) > _SAID:
        parts.append(f"And {len(told) - _SAID} more relations, in the rows.")
    if nowhere := [actor.name for actor in scene.actors if place_of(actor) is None]:
        parts.append(f"Not on the map: {', '.join(nowhere)}.")
    return " ".join(parts)
