"""The pictures that show who stands with whom: one table that window, command line and paper walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.analysis.map_scene import MapScene
    from briefing.domain.picture import Picture


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is wanted: no text smaller than ``min_text``, with its legend or without.

    ``like`` are the scenes that stand beside it, so that all show the same frame.
    """

    min_text: float = 11.0
    legend: bool = True
    like: tuple[MapScene, ...] = ()


@dataclass(frozen=True, slots=True)
class BlocPicture:
    """One way to draw a scene: ``draw(scene, width, height, look)``; ``height(scene, width, look)`` is
    the height that shows it all and no more, both in picture units.
    """

    key: str
    title: str
    draw: Callable[[MapScene, float, float, Look], Picture]
    height: Callable[[MapScene, float, Look], float]


def _draw_map(scene: MapScene, width: float, height: float, look: Look) -> Picture:
    from briefing.analysis.bloc_map import draw_map

    return draw_map(
        scene, width, height, min_text=look.min_text, legend=look.legend, like=look.like
    )


def _map_height(scene: MapScene, width: float, look: Look) -> float:
    from briefing.analysis.bloc_map import map_height

    return map_height(scene, width, min_text=look.min_text, legend=look.legend, like=look.like)


#: Every picture, in the order of the switch; the first is shown where nothing else was chosen.
PICTURES: tuple[BlocPicture, ...] = (BlocPicture("map", "Map", _draw_map, _map_height),)


def picture_of(key: str) -> BlocPicture:
    """The picture of a key; the first where there is none of it."""
    return next((one for one in PICTURES if one.key == key), PICTURES[0])
