"""The bloc map: who stands with whom at one date, drawn on the world."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.analysis import map_legend
from briefing.analysis.fontmetrics import text_width
from briefing.analysis.geography import Outline, View, countries, fit, outlines
from briefing.analysis.labels import Wanted, place
from briefing.analysis.map_foot import CONVENTION, EDGE, convention, foot
from briefing.analysis.map_lines import Node, route, strokes
from briefing.analysis.map_scene import (
    MapActor,
    MapBloc,
    MapRelation,
    MapScene,
    alternative,
    describe,
    place_of,
)
from briefing.domain.picture import (
    Box,
    Group,
    Ink,
    Item,
    LegendItem,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Text,
    hit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CONVENTION",
    "MapActor",
    "MapBloc",
    "MapRelation",
    "MapScene",
    "alternative",
    "describe",
    "draw_map",
    "hit",
    "map_height",
    "place_of",
]

#: From this many picture units per radian on, the finer outlines are worth their time.
_FINE = 900.0
#: Shares of the width: what the lines bend out of, and the least and greatest height of the land.
_AROUND, _FLATTEST, _TALLEST = 0.075, 0.26, 0.62


def draw_map(
    scene: MapScene,
    width: float,
    height: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
    like: Sequence[MapScene] = (),
) -> Picture:
    """The map of a scene, ``width`` by ``height`` picture units.

    No text is smaller than ``min_text``. ``like`` are the scenes that stand beside this one: the
    view then shows the same part of the world for all. Without actors it shows the whole world.
    Labels for which there is no room are left out; the group's tooltip still has the name.
    """
    places = {actor.id: spot for actor in scene.actors if (spot := place_of(actor))}
    shown = [
        relation
        for relation in scene.relations
        if relation.from_id in places and relation.to_id in places
    ]
    small, label_size = max(min_text, 11.0), max(min_text, 12.0)
    scenes = [scene, *like]
    whole = _view(scenes, (0.0, 0.0, width, height))
    signs = _signs_of(scenes, whole)
    shown_signs = signs if legend else ()
    tallest = max(foot(one, signs if legend else (), width, height, small)[1] for one in scenes)
    box = (0.0, 0.0, width, height - tallest)
    view = _view(scenes, box)

    heading = _heading(scene, width, label_size)
    nodes = _nodes(scene, places, view, label_size)
    inside = (EDGE / 2, EDGE / 2, width - EDGE / 2, box[3] - EDGE / 2)
    curves = route(shown, nodes, inside)
    items: list[Item] = [Rect(0, 0, width, height, Ink(fill="map.sea"))]
    items += _land(scene, view)
    names = {actor.id: actor.name for actor in scene.actors}
    for relation in sorted(shown, key=lambda one: (not one.faint, one.id)):
        curve = curves.get(relation.id)
        if curve is not None:
            items.append(
                Group(
                    tuple(strokes(relation, curve)),
                    entry=relation.id,
                    kind="relation",
                    tooltip=describe(relation, names),
                    opacity=0.4 if relation.faint else 1.0,
                )
            )
    lines = [
        curve.sample(max(6, int(math.dist(curve.start, curve.end) / 6)))
        for curve in curves.values()
    ]
    items += _actors(scene, nodes, inside, [text.box for text in heading], lines, label_size)
    items += heading
    if tallest:
        items.append(Rect(0, box[3], width, tallest, Ink(fill="map.halo")))
        items += foot(scene, shown_signs, width, height, small, box[3])[0]
    else:
        items += convention(scene, width, box[3], small)
    return Picture(
        width=width,
        height=height,
        items=tuple(items),
        alt=alternative(scene),
        title=scene.heading,
        background="map.sea",
        legend=signs,
    )


def map_height(
    scene: MapScene,
    width: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
    like: Sequence[MapScene] = (),
) -> float:
    """The height at which ``draw_map`` shows what is drawn, with a margin, and little else.

    Arguments as there. Actors who lie far apart set the scale by the width alone; a higher picture
    would only add the south of the world.
    """
    tall = 4 * width
    scenes = [scene, *like]
    view = _view(scenes, (0.0, 0.0, width, tall))
    small, label_size = max(min_text, 11.0), max(min_text, 12.0)
    ys = [
        view.place(*spot)[1] for one in scenes for actor in one.actors if (spot := place_of(actor))
    ]
    span = max(ys) - min(ys) if ys else _TALLEST * width
    land = span + 2 * max(_AROUND * width, 2.6 * label_size)
    land = max(_FLATTEST * width, min(_TALLEST * width, land))
    signs = _signs_of(scenes, view) if legend else ()
    feet = [foot(one, signs, width, tall, small)[1] for one in scenes]
    return land + max(feet)


def _signs_of(scenes: Sequence[MapScene], view: View) -> tuple[LegendItem, ...]:
    """What the signs of a picture and of those beside it mean."""
    if len(scenes) == 1:
        return _signs(scenes[0], view)
    everything = replace(
        scenes[0],
        actors=tuple({one.id: one for scene in scenes for one in scene.actors}.values()),
        relations=tuple(dict.fromkeys(one for scene in scenes for one in scene.relations)),
        blocs=tuple(one for scene in scenes for one in scene.blocs),
    )
    return tuple(dict.fromkeys(_signs(everything, view)))


def _signs(scene: MapScene, view: View) -> tuple[LegendItem, ...]:
    placed = {actor.id: actor for actor in scene.actors if place_of(actor)}
    left, top, right, bottom = view.box
    spots = [view.place(one.lon, one.lat) for one in countries() if one.disputed]
    return map_legend.legend_items(
        scene.blocs,
        [
            relation
            for relation in scene.relations
            if relation.from_id in placed and relation.to_id in placed
        ],
        shared=any(len(colours) > 1 for colours in _territory(scene).values()),
        doubtful=scene.faint_words if _territory(scene, faint=True) else "",
        disputed=any(left < x < right and top < y < bottom for x, y in spots),
        organisations=any(actor.kind in ("organisation", "group") for actor in placed.values()),
    )


def _view(scenes: Sequence[MapScene], box: Box) -> View:
    spots: list[tuple[float, float]] = []
    ties: list[tuple[float, float]] = []
    for scene in scenes:
        places = {actor.id: spot for actor in scene.actors if (spot := place_of(actor))}
        spots += places.values()
        ties += [
            (places[relation.from_id][0], places[relation.to_id][0])
            for relation in scene.relations
            if relation.from_id in places and relation.to_id in places
        ]
    return fit(spots, box, ties=ties)


def _nodes(
    scene: MapScene, places: dict[str, tuple[float, float]], view: View, size: float
) -> dict[str, Node]:
    """Nodes at their places, pushed apart where they would cover each other."""
    radius = size * 0.4
    spots = {
        actor.id: list(view.place(*places[actor.id]))
        for actor in scene.actors
        if actor.id in places
    }
    keys = list(spots)
    apart = 2 * radius + 6
    left, top, right, bottom = view.box
    for _ in range(40):
        moved = False
        for i, one in enumerate(keys):
            for two in keys[i + 1 :]:
                a, b = spots[one], spots[two]
                dx, dy = b[0] - a[0], b[1] - a[1]
                away = math.hypot(dx, dy)
                if away >= apart - 0.01:
                    continue
                if away < 0.01:
                    dx, dy, away = math.cos(i + 1.0), math.sin(i + 1.0), 1.0
                    push = apart / 2
                else:
                    push = (apart - away) / 2
                a[0] -= dx / away * push
                a[1] -= dy / away * push
                b[0] += dx / away * push
                b[1] += dy / away * push
                moved = True
        for spot in spots.values():
            spot[0] = max(left + radius + 3, min(right - radius - 3, spot[0]))
            spot[1] = max(top + radius + 3, min(bottom - radius - 3, spot[1]))
        if not moved:
            break
    return {key: Node(x, y, radius) for key, (x, y) in spots.items()}


def _territory(scene: MapScene, *, faint: bool = False) -> dict[str, list[str]]:
    """The colours of the blocs that hold each territory, or that may, by ISO code."""
    codes = {actor.id: actor.iso2 for actor in scene.actors}
    found: dict[str, list[str]] = {}
    for bloc in scene.blocs:
        for member in bloc.members:
            if (member in bloc.faint) != faint:
                continue
            for code in codes.get(member, ()):
                colours = found.setdefault(code, [])
                if bloc.colour not in colours:
                    colours.append(bloc.colour)
    return found


def _land(scene: MapScene, view: View) -> list[Item]:
    colours, doubtful = _territory(scene), _territory(scene, faint=True)
    owner = {code: actor for actor in reversed(scene.actors) for code in actor.iso2}
    plain: list[Item] = []
    held: list[Item] = []
    for outline in outlines(view, "high" if view.scale > _FINE else "low"):
        country = outline.country
        code = country.iso2 or ""
        tints = colours.get(code, [])
        hatches = [*tints[1:], *(one for one in doubtful.get(code, ()) if one not in tints)]
        if country.disputed and not hatches:
            hatches = ["map.disputed"]
        # A tint is laid on the ground of the legend, so that both look the same.
        ground = "map.halo" if tints or code in doubtful else "map.land"
        shapes: list[Item] = [_shape(outline, Ink(fill=ground, stroke="map.border", width=0.7))]
        if tints or hatches:
            shapes.append(
                _shape(
                    outline,
                    Ink(
                        fill=tints[0] if tints else None,
                        fill_opacity=map_legend.TINT,
                        hatch=hatches[0] if hatches else None,
                        stroke="map.border",
                        width=0.7,
                    ),
                )
            )
        actor = owner.get(country.iso2) if country.iso2 else None
        if actor is None:
            plain += shapes
        else:
            held.append(Group(tuple(shapes), entry=actor.id, kind="actor", tooltip=actor.name))
    return plain + held


def _shape(outline: Outline, ink: Ink) -> Polygon:
    return Polygon(outline.rings, ink, outline.box)


def _actors(
    scene: MapScene,
    nodes: dict[str, Node],
    inside: Box,
    taken: Sequence[Box],
    lines: Sequence[Sequence[tuple[float, float]]],
    size: float,
) -> list[Item]:
    actors = [actor for actor in scene.actors if actor.id in nodes]
    colour = {member: bloc.colour for bloc in reversed(scene.blocs) for member in bloc.members}
    weight = 600
    wanted = [
        Wanted(
            actor.id,
            text_width(actor.name, size, weight=weight) + 2,
            size * 1.15,
            nodes[actor.id].point,
            nodes[actor.id].radius + 1.5,
        )
        for actor in actors
    ]
    placed = {label.key: label for label in place(wanted, inside, taken, lines)}
    leaders: list[Item] = []
    groups: list[Item] = []
    for actor, want in zip(actors, wanted, strict=True):
        node = nodes[actor.id]
        shapes = map_legend.node_shape(
            actor.kind, node.x, node.y, node.radius, colour.get(actor.id)
        )
        label = placed.get(actor.id)
        if label is not None:
            if label.leader is not None:
                leaders.append(
                    Polyline(label.leader, Ink(stroke="map.label", width=0.8, stroke_opacity=0.7))
                )
            shapes.append(
                Text(
                    label.box[0] + 1,
                    label.box[1] + size * 0.88,
                    actor.name,
                    size,
                    weight=weight,
                    halo="map.halo",
                    measured=want.width - 2,
                )
            )
        groups.append(Group(tuple(shapes), entry=actor.id, kind="actor", tooltip=actor.name))
    return leaders + groups


def _heading(scene: MapScene, width: float, size: float) -> list[Text]:
    found: list[Text] = []
    if scene.heading:
        big = size * 1.4
        found.append(
            Text(
                EDGE,
                EDGE + big * 0.85,
                scene.heading,
                big,
                "serif",
                700,
                halo="map.halo",
                measured=text_width(scene.heading, big, "serif", 700),
            )
        )
    if scene.marking:
        found.append(
            Text(
                width - EDGE,
                EDGE + size * 0.9,
                scene.marking,
                size,
                weight=700,
                anchor="end",
                halo="map.halo",
                measured=text_width(scene.marking, size, weight=700),
            )
        )
    return found
