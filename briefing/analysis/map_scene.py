"""What a bloc map is to show at one date: plain rows, worked out before."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.analysis.geography import label_points


@dataclass(frozen=True, slots=True)
class MapActor:
    """An actor. ``iso2`` are the codes of today's states on its territory (a former state's
    successors). Without ``lon`` and ``lat`` it stands at its first territory's label point."""

    id: str
    name: str
    kind: str = "state"
    iso2: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None


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
    parts += [f"{describe(relation, names)}." for relation in scene.relations]
    if nowhere := [actor.name for actor in scene.actors if place_of(actor) is None]:
        parts.append(f"Not on the map: {', '.join(nowhere)}.")
    return " ".join(parts)
