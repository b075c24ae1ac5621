"""What a bloc map is to show at one date: plain rows, worked out before."""

from __future__ import annotations

from dataclasses import dataclass


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
    """A line. ``faint``: it may hold at this date; ``cited``: a passage supports it."""

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


@dataclass(frozen=True, slots=True)
class MapBloc:
    """A bloc, its colour a token such as ``"bloc.blue"``, and who belongs to it at this date."""

    id: str
    name: str
    colour: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapScene:
    """Everything that one map shows. ``heading`` is its date in words."""

    actors: tuple[MapActor, ...] = ()
    relations: tuple[MapRelation, ...] = ()
    blocs: tuple[MapBloc, ...] = ()
    heading: str = ""
    marking: str = ""
    notes: tuple[str, ...] = ()
