"""Where actors stand on the map at a date: their land as it was, and whom they stand beside."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis.map_scene import MapActor, MapShape, land_codes
from briefing.analysis.territory import ring_of
from briefing.domain.dates import DateError, friendly, parse
from briefing.services import reference_records
from briefing.services.bloc_days import certain, may

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.analysis.territory import Ring
    from briefing.domain.actor import Actor
    from briefing.domain.bloc import Outline
    from briefing.domain.relation import Relation
    from briefing.services.bloc_material import BlocMaterial


def map_actor(material: BlocMaterial, actor: Actor, day: int | None = None) -> MapActor:
    """An actor for a map; a leader or body without a place stands beside the state that it serves.

    Without a day, at whatever date.
    """
    codes = land_codes(actor.actor_kind, actor.name, actor.iso3166, actor.territory)
    beside = ""
    if actor.longitude is None and not codes:
        homes = material.homes.get(actor.id, ())
        beside = next((one for held, one in homes if day is None or may(held, day)), "")
    return MapActor(
        actor.id,
        actor.name,
        actor.actor_kind,
        codes,
        actor.longitude,
        actor.latitude,
        beside,
    )


def shapes_on(material: BlocMaterial, actors: Iterable[str], day: int) -> tuple[MapShape, ...]:
    """The imported shapes of these actors that hold on a day, one each: the surest, then the latest."""
    wanted = set(actors)
    found: dict[str, tuple[tuple[bool, int], Outline]] = {}
    for one in material.outlines:
        if one.actor_id in wanted and may(one.held, day):
            rank = (certain(one.held, day, material.today), _begin(one.held))
            if one.actor_id not in found or rank > found[one.actor_id][0]:
                found[one.actor_id] = (rank, one)
    return tuple(
        MapShape(one.id, one.actor_id, land, material.titles.get(one.source_id or "", ""))
        for _, one in sorted(found.values(), key=_by_actor)
        if (land := rings(one.geometry))
    )


def data_end(material: BlocMaterial, relations: Iterable[Relation]) -> str:
    """Up to when what a picture shows is known: the briefing's cut-off, and the end of the reference set."""
    briefing = material.briefing
    day = (briefing.cutoff[:10] or briefing.as_of) if briefing is not None else ""
    parts: list[str] = []
    with suppress(DateError):
        parts = [f"Information to {friendly(day)}"] if day and parse(day) else []
    parts.append(
        reference_records.data_end(s for r in relations for s in material.backed(r.id).sources)
    )
    return " · ".join(filter(None, parts))


def _begin(held: str) -> int:
    try:
        date = parse(held)
    except DateError:
        return 0
    return date.earliest if date.earliest is not None else 0


def _by_actor(found: tuple[tuple[bool, int], Outline]) -> str:
    return found[1].actor_id


@lru_cache(maxsize=2048)
def rings(geometry: str) -> tuple[Ring, ...]:
    """The rings of a GeoJSON geometry, for a map; none where it cannot be read."""
    try:
        raw = json.loads(geometry)
        polygons = raw["coordinates"] if raw["type"] == "MultiPolygon" else [raw["coordinates"]]
        found = [
            ring_of([(float(lon), float(lat)) for lon, lat, *_ in ring])
            for polygon in polygons
            for ring in polygon
        ]
    except (ValueError, TypeError, KeyError):
        return ()
    return tuple(ring for ring in found if ring is not None)
