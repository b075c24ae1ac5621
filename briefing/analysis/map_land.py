"""The land of a bloc map: in the colours of blocs, as it was on the date where that is known."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis.geography import (
    View,
    disputed_outlines,
    outlines,
    project,
    split_outlines,
)
from briefing.analysis.map_legend import fill_of
from briefing.analysis.territory import areas_of_land, former_states
from briefing.domain.picture import Group, Ink, Polygon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.geography import Rings
    from briefing.analysis.map_scene import MapActor, MapBloc, MapScene, MapShape
    from briefing.domain.picture import Box, Item

#: From this many picture units per radian on, the finer outlines are worth their time.
_FINE = 900.0
_EDGE = 0.7


def detail_of(view: View) -> str:
    """Which outlines a view wants: the finer ones near by."""
    return "high" if view.scale > _FINE else "low"


def colours_of(scene: MapScene, *, sure: bool | None = None) -> Mapping[str, Sequence[str]]:
    """The colours of the blocs of each actor, in the order of the blocs.

    ``sure`` takes only the blocs to which the actor belongs beyond doubt, or only the others.
    """
    return _colours(scene.blocs, sure)


@lru_cache(maxsize=16)
def _colours(blocs: tuple[MapBloc, ...], sure: bool | None) -> Mapping[str, Sequence[str]]:
    """Kept, since the map asks a dozen times and most dates have the same blocs."""
    found: dict[str, list[str]] = {}
    for bloc in blocs:
        faint = set(bloc.faint)
        for member in bloc.members:
            if sure is not None and (member not in faint) != sure:
                continue
            colours = found.setdefault(member, [])
            if bloc.colour not in colours:
                colours.append(bloc.colour)
    return found


def size_of(actor: MapActor) -> float:
    """How large an actor's land is, in square degrees at the equator; 0 where it has none."""
    areas = areas_of_land()
    return sum(areas.get(code, 0.0) for code in actor.iso2) if actor.kind == "state" else 0.0


def owners(scene: MapScene) -> dict[str, list[MapActor]]:
    """The states that hold each code's land at the date; two where it was parted in a way unknown."""
    shaped = {shape.actor_id for shape in scene.shapes}
    found: dict[str, list[MapActor]] = {}
    for actor in scene.actors:
        if actor.kind == "state" and actor.id not in shaped:
            for code in actor.iso2:
                found.setdefault(code, []).append(actor)
    return found


def shared(scene: MapScene) -> bool:
    """Whether land has the colours of two blocs."""
    colours = colours_of(scene, sure=True)
    of_code = owners(scene)
    several = {
        code: {tint for actor in held for tint in colours.get(actor.id, ())}
        for code, held in of_code.items()
    }
    shaped = [colours.get(shape.actor_id, []) for shape in scene.shapes]
    return any(len(tints) > 1 for tints in (*several.values(), *shaped))


def former_notes(scene: MapScene) -> list[str]:
    """What the legend says of states that are no more, and of imported shapes."""
    shaped = {shape.actor_id for shape in scene.shapes}
    states = [one for one in scene.actors if one.kind == "state" and one.id not in shaped]
    parts = {one.code for one in former_states() if one.line}
    heirs = [one.name for one in states if len(one.iso2) > 1]
    rough = [one.name for one in states if parts & set(one.iso2)]
    found: list[str] = []
    if heirs:
        found.append(f"{', '.join(heirs)}: the land of the states of today that came after.")
    if rough:
        found.append(f"{', '.join(rough)}: the border of the time is drawn roughly.")
    if scene.shapes:
        sources = sorted({shape.source for shape in scene.shapes if shape.source})
        by = f" ({', '.join(sources)})" if sources else ""
        names = {one.id: one.name for one in scene.actors}
        who = sorted(names[i] for i in shaped if i in names)
        words = ", ".join(who) if len(who) <= 4 else f"{len(who)} states"
        found.append(f"Borders of the time from an imported file{by}: {words}.")
    return found


def land(scene: MapScene, view: View) -> list[Item]:
    """Every country, those of actors as groups; what is disputed is hatched and takes no colour."""
    detail = detail_of(view)
    of_code = owners(scene)
    tints = _Tints(scene)
    parts = {one.of: one for one in former_states() if one.line and one.code in of_code}
    plain: list[Item] = []
    held: list[Item] = []
    for outline in outlines(view, detail):
        country = outline.country
        state = parts.get(country.iso2) if country.iso2 else None
        if state is None:
            _put(
                plain,
                held,
                country.iso2,
                outline.rings,
                outline.box,
                of_code,
                tints,
                country.disputed,
            )
            continue
        mine, rest = split_outlines(state, view, detail)
        for code, shape in ((country.iso2, rest), (state.code, mine)):
            if shape is not None:
                _put(plain, held, code, *shape, of_code, tints, disputed=False)
    names = {actor.id: actor.name for actor in scene.actors}
    for shape in scene.shapes:
        drawn = _projected(shape, view)
        if drawn is not None:
            inked = _inked(*drawn, *tints.of([shape.actor_id]), disputed=False)
            held.append(Group(tuple(inked), shape.actor_id, "actor", names.get(shape.actor_id, "")))
    for name, rings, box in disputed_outlines(view, detail):
        ink = Ink(fill="map.land", hatch="map.disputed")
        said = f"{name}: disputed"
        held.append(Group((Polygon(rings, ink, box),), f"disputed:{name}", "disputed", said))
    return plain + held


def _put(
    plain: list[Item],
    held: list[Item],
    code: str,
    rings: Rings,
    box: Box,
    of_code: Mapping[str, list[MapActor]],
    tints: _Tints,
    disputed: bool,
) -> None:
    holders = of_code.get(code, []) if code else []
    shapes = _inked(rings, box, *tints.of([one.id for one in holders]), disputed=disputed)
    if not holders:
        plain += shapes
    else:
        # The one whose land this is alone is meant, before one of which it is a part.
        actor = min(holders, key=_parts)
        held.append(Group(tuple(shapes), entry=actor.id, kind="actor", tooltip=actor.name))


def _parts(actor: MapActor) -> int:
    return len(actor.iso2)


class _Tints:
    """What colours the land of whom."""

    def __init__(self, scene: MapScene) -> None:
        self._sure = colours_of(scene, sure=True)
        self._doubtful = colours_of(scene, sure=False)

    def of(self, actors: Sequence[str]) -> tuple[str | None, str | None]:
        """The fill and the hatch of what these actors hold together."""
        sure = list(dict.fromkeys(tint for one in actors for tint in self._sure.get(one, ())))
        may = [tint for one in actors for tint in self._doubtful.get(one, ()) if tint not in sure]
        hatches = [*sure[1:], *may]
        return (sure[0] if sure else None), (hatches[0] if hatches else None)


def _inked(
    rings: Rings, box: Box, fill: str | None, hatch: str | None, *, disputed: bool
) -> list[Item]:
    edge = Ink(fill="map.land", stroke="map.border", width=_EDGE)
    if disputed:
        return [Polygon(rings, replace(edge, hatch="map.disputed"), box)]
    if fill is None and hatch is None:
        return [Polygon(rings, edge, box)]
    tint = replace(edge, fill=fill_of(fill) if fill else "map.halo", hatch=hatch)
    return [Polygon(rings, tint, box)]


@lru_cache(maxsize=1024)
def _projected(shape: MapShape, view: View) -> tuple[Rings, Box] | None:
    return project(shape.rings, view)
