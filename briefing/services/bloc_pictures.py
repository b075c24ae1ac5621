"""The pictures that show who stands with whom: one table that window, command line and paper walk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.dates import from_ordinal

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.analysis.bloc_difference import Mark
    from briefing.analysis.map_scene import MapScene
    from briefing.domain.picture import Lens, Picture, Point
    from briefing.services.bloc_changes import BlocChanges
    from briefing.services.bloc_view import BlocView


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is wanted: no text smaller than ``min_text``, with its legend or without.

    ``like`` are the scenes that stand beside it, so that all show the same frame. ``lens`` is the part
    that a reader has zoomed to, for pictures that are drawn anew for it. ``uncited``: also lines that no
    passage supports, where a picture leaves them out. ``apart`` lays lines that run side by side apart at
    once: for paper, where nobody can point, and where each is to be told.
    """

    min_text: float = 11.0
    legend: bool = True
    like: tuple[MapScene, ...] = ()
    lens: Lens | None = None
    uncited: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class BlocPicture:
    """One way to draw a scene: ``draw(scene, width, height, look)``; ``height(scene, width, look)`` is
    the height that shows it all and no more, both in picture units. ``redraws``: it heeds a lens.
    ``share(scene, width, height, look, x, y)``: what a place in the picture is to a pin, where actors can
    be moved. ``sourced``: it leaves out what no passage supports, unless that is wished for.
    """

    key: str
    title: str
    draw: Callable[[MapScene, float, float, Look], Picture]
    height: Callable[[MapScene, float, Look], float]
    redraws: bool = False
    share: Callable[[MapScene, float, float, Look, float, float], Point] | None = None
    sourced: bool = False


def _draw_map(scene: MapScene, width: float, height: float, look: Look) -> Picture:
    from briefing.analysis.bloc_map import draw_map

    return draw_map(
        scene,
        width,
        height,
        min_text=look.min_text,
        legend=look.legend,
        like=look.like,
        opened=look.apart,
        lens=look.lens,
    )


def _map_height(scene: MapScene, width: float, look: Look) -> float:
    from briefing.analysis.bloc_map import map_height

    return map_height(scene, width, min_text=look.min_text, legend=look.legend, like=look.like)


def _draw_diagram(scene: MapScene, width: float, height: float, look: Look) -> Picture:
    from briefing.analysis.diagram import draw_diagram

    return draw_diagram(
        scene,
        width,
        height,
        min_text=look.min_text,
        legend=look.legend,
        uncited=look.uncited,
        like=look.like,
    )


def _diagram_height(scene: MapScene, width: float, look: Look) -> float:
    from briefing.analysis.diagram import diagram_height

    return diagram_height(scene, width, min_text=look.min_text, legend=look.legend, like=look.like)


def _diagram_share(
    scene: MapScene, width: float, height: float, look: Look, x: float, y: float
) -> Point:
    from briefing.analysis.diagram import share_at

    return share_at(
        scene,
        width,
        height,
        x,
        y,
        min_text=look.min_text,
        legend=look.legend,
        uncited=look.uncited,
        like=look.like,
    )


def _draw_matrix(scene: MapScene, width: float, height: float, look: Look) -> Picture:
    from briefing.analysis.bloc_matrix import draw_matrix

    return draw_matrix(
        scene, width, height, min_text=look.min_text, legend=look.legend, uncited=look.uncited
    )


def _matrix_height(scene: MapScene, width: float, look: Look) -> float:
    from briefing.analysis.bloc_matrix import matrix_height

    return matrix_height(scene, width, min_text=look.min_text, legend=look.legend)


#: Every picture, in the order of the switch; the first is shown where nothing else was chosen.
PICTURES: tuple[BlocPicture, ...] = (
    BlocPicture("map", "Map", _draw_map, _map_height, redraws=True),
    BlocPicture(
        "diagram", "Diagram", _draw_diagram, _diagram_height, share=_diagram_share, sourced=True
    ),
    BlocPicture("matrix", "Matrix", _draw_matrix, _matrix_height, sourced=True),
)


#: More actors or lines than that are told best by a matrix.
_MANY_ACTORS, _MANY_LINES = 60, 250
#: A map needs so large a share of the actors to have a place on it.
_PLACED = 0.6


def begin_with(scene: MapScene) -> str:
    """The key of the picture to begin with: the matrix for many actors or lines, else the map, or the
    diagram where most actors have no place on a map."""
    from briefing.analysis.map_scene import place_of

    if len(scene.actors) > _MANY_ACTORS or len(scene.relations) > _MANY_LINES:
        return "matrix"
    placed = sum(1 for one in scene.actors if place_of(one) is not None)
    return "map" if placed >= _PLACED * len(scene.actors) else "diagram"


def picture_of(key: str) -> BlocPicture:
    """The picture of a key; the first where there is none of it."""
    return next((one for one in PICTURES if one.key == key), PICTURES[0])


def difference(
    before: BlocView, after: BlocView, found: BlocChanges
) -> tuple[MapScene, dict[str, Mark]]:
    """One scene for two dates, and what became of each of its lines: to be drawn, then marked."""
    from briefing.analysis.bloc_difference import Mark, union_scene

    held = {row.id: row.held for row in (*before.relations, *after.relations)}
    same_year = from_ordinal(before.day)[0] == from_ordinal(after.day)[0]
    marks = {
        key: Mark(
            "kept" if state == "changed" else state,
            _when(state, held.get(key, ""), year=not same_year),
        )
        for key, state in found.states().items()
    }
    moved = {one.actor for one in found.sides if one.former or not one.same_side}
    moved |= {one.former for one in found.sides if one.former}
    left = {bloc.id: [m.actor for m in bloc.who if m.actor in moved] for bloc in before.blocs}
    heading = f"{before.scene.heading} to {after.scene.heading}"
    return union_scene(before.scene, after.scene, left, heading), marks


def _when(state: str, held: str, *, year: bool) -> str:
    """When a line began or ended, as far as its dates tell: "2022" of "since 2022"."""
    if held.startswith("at all times") or state not in ("began", "ended"):
        return ""
    ends = held.removeprefix("since ").removeprefix("from ").removeprefix("until ")
    parts = re.split(" – |–| to ", ends)
    one = parts[0 if state == "began" else -1]
    found = re.findall(r"\d{4}", one)
    return (found[-1] if found else "") if year else one
