"""Who stands together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.domain.record import Record, edtf, part_of, ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc(Record):
    """A group of actors drawn by a person, or suggested and then accepted.

    ``colour`` is a theme token such as "bloc.blue", so that every theme draws it readably.
    """

    kind: ClassVar[str] = "bloc"
    briefing_id: str | None = ref("briefing")
    name: str
    colour: str = "bloc.blue"
    basis: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlocMember(Record):
    """An actor in a bloc from when until when."""

    kind: ClassVar[str] = "bloc_member"
    bloc_id: str = part_of("bloc")
    actor_id: str | None = ref("actor")
    held: str = edtf()
    role: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin(Record):
    """Where a person has fixed an actor in the diagram of a briefing.

    ``x`` and ``y`` are shares of the diagram's width and height, from the upper left corner. The id
    follows from briefing and actor, so that two laptops that move the same actor meet in one record.
    """

    kind: ClassVar[str] = "pin"
    briefing_id: str | None = ref("briefing")
    actor_id: str | None = ref("actor")
    x: float = 0.5
    y: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline(Record):
    """The shape of a state's territory for a time, imported from a file.

    ``geometry`` is a GeoJSON geometry (RFC 7946): Polygon or MultiPolygon, longitude before latitude.
    """

    kind: ClassVar[str] = "outline"
    actor_id: str = part_of("actor")
    held: str = edtf()
    geometry: str
    source_id: str | None = ref("source")
