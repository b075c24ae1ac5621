"""The bloc diagram: blocs as groups, pacts as stars, and the lines between actors, at one date."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis.diagram_foot import heading, heading_height, strip, strip_height
from briefing.analysis.diagram_ground import Ground, ground
from briefing.analysis.diagram_layout import Layout, arrange
from briefing.analysis.diagram_shapes import (
    actor_shapes,
    bloc_shapes,
    frame_shapes,
    hub_shapes,
    line_shapes,
    points_along,
    ray_shapes,
)
from briefing.analysis.diagram_shown import alternative, counts, joined, shown, signs_of
from briefing.analysis.diagram_stars import stars
from briefing.analysis.map_foot import EDGE
from briefing.domain.picture import Group, Item, Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.map_scene import MapScene, Whole
    from briefing.domain.picture import Point


def draw_diagram(
    scene: MapScene,
    width: float,
    height: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
    uncited: bool = False,
    like: Sequence[MapScene] = (),
) -> Picture:
    """The diagram of a scene, ``width`` by ``height`` picture units.

    Places follow from the scene's ``whole`` alone, so that another date only hides; without it from
    the scene and those ``like`` it that stand beside. Lines that no passage supports are counted,
    and drawn only if ``uncited``.
    """
    layout, page, bottom = _page(scene, width, height, min_text, legend, uncited, like)
    small, label_size = max(min_text, 11.0), max(min_text, 12.0)
    top = heading_height(scene.heading, scene.marking, label_size)
    seen = shown(scene, layout.hubs, uncited=uncited)
    drawn = stars(seen.in_stars, layout.clusters, page)
    here = [actor for actor in scene.actors if actor.id in page.nodes]
    standing = [actor.id for actor in here]
    names = {actor.id: actor.name for actor in scene.actors}
    lines = [
        *ray_shapes(drawn, seen, page, names, standing),
        *line_shapes(seen, page, names, standing),
    ]
    outlines, bloc_names = bloc_shapes(scene, here, drawn, page, points_along(lines))
    signs = signs_of(scene, seen, frames=bool(drawn.frames))
    items: list[Item] = [
        *outlines,
        *frame_shapes(drawn),
        *lines,
        *hub_shapes(drawn, page, names),
        *actor_shapes(scene, here, page),
        *bloc_names,
        Group(tuple(heading(scene.heading, scene.marking, width, label_size)), kind="fixed"),
    ]
    nameless = sum(1 for actor in here if actor.id not in page.names)
    notes = [*counts(seen, nameless), *scene.notes]
    items.append(strip(signs if legend else (), notes, width, bottom, small))
    return Picture(
        width=width,
        height=height,
        items=tuple(items),
        alt=alternative(scene),
        title=scene.heading,
        background="map.halo",
        legend=signs,
        stage=(0.0, top, width, bottom),
    )


def _page(
    scene: MapScene,
    width: float,
    height: float,
    min_text: float,
    legend: bool,
    uncited: bool,
    like: Sequence[MapScene],
) -> tuple[Layout, Ground, float]:
    """The layout, where it lies in the picture, and how far down that reaches."""
    whole = scene.whole or joined([scene, *like])
    small = max(min_text, 11.0)
    layout = arrange(whole)
    top = heading_height(scene.heading, scene.marking, max(min_text, 12.0))
    strip_high = _strip_height(whole, width, small, legend=legend, uncited=uncited)
    bottom = max(top + 40.0, height - strip_high)
    # Above the uppermost outline stands the name of its bloc.
    margin = 1.4 * small if whole.scene.blocs else 0.0
    box = (EDGE / 2, top + margin, width - EDGE / 2, bottom)
    return layout, ground(layout, whole.scene.actors, box, small), bottom


@lru_cache(maxsize=8)
def _strip_height(whole: Whole, width: float, size: float, *, legend: bool, uncited: bool) -> float:
    """Room for the legend of all dates and a line of notes: with its own each date would stand
    elsewhere."""
    seen = shown(whole.scene, arrange(whole).hubs, uncited=uncited)
    signs = signs_of(whole.scene, seen, frames=True) if legend else ()
    return strip_height(signs, ["x"], width, size)


def share_at(
    scene: MapScene,
    width: float,
    height: float,
    x: float,
    y: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
    uncited: bool = False,
    like: Sequence[MapScene] = (),
) -> Point:
    """The shares of the layout's width and height of a place in the picture that ``draw_diagram`` draws
    of the same arguments: what a pin keeps."""
    _, page, _ = _page(scene, width, height, min_text, legend, uncited, like)
    return page.share_of(x, y)


def diagram_height(
    scene: MapScene,
    width: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
    like: Sequence[MapScene] = (),
) -> float:
    """The height at which ``draw_diagram`` has room for everybody. Arguments as there."""
    whole = scene.whole or joined([scene, *like])
    small = max(min_text, 11.0)
    layout = arrange(whole)
    strip_high = _strip_height(whole, width, small, legend=legend, uncited=True)
    ground_high = width * layout.height / layout.width
    least = min(layout.height * small * 4, 0.75 * width)
    most = layout.height * 96.0
    top = heading_height(scene.heading, scene.marking, max(min_text, 12.0))
    return top + max(0.3 * width, min(most, max(least, ground_high * 0.8))) + strip_high
