"""The bloc map: who stands with whom at one date, drawn on the world."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from briefing.analysis import map_legend
from briefing.analysis.fontmetrics import text_width
from briefing.analysis.geography import View, fit, turn_at
from briefing.analysis.map_foot import CONVENTION, EDGE, convention, foot
from briefing.analysis.map_insets import Inset, choose
from briefing.analysis.map_land import land, shared
from briefing.analysis.map_marks import actor_groups, line_groups
from briefing.analysis.map_nodes import radius_for, stand
from briefing.analysis.map_routes import lay
from briefing.analysis.map_scene import (
    MapActor,
    MapBloc,
    MapRelation,
    MapScene,
    MapShape,
    alternative,
    describe,
    pacts_of_many,
    place_of,
    places_of,
)
from briefing.analysis.territory import countries, disputed_areas
from briefing.domain.picture import (
    Group,
    Ink,
    LegendItem,
    Lens,
    Picture,
    Polyline,
    Rect,
    Text,
    hit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefing.analysis.map_insets import Inset
    from briefing.analysis.map_lines import Node
    from briefing.domain.picture import Box, Item

__all__ = [
    "CONVENTION",
    "MapActor",
    "MapBloc",
    "MapRelation",
    "MapScene",
    "MapShape",
    "alternative",
    "describe",
    "draw_map",
    "hit",
    "map_height",
    "place_of",
]

#: Shares of the width: what the lines bend out of, and the least and greatest height of the land.
_AROUND, _FLATTEST, _TALLEST = 0.075, 0.26, 0.62
#: Actors up to which every name finds a place, so that no room is kept to count the others.
_ALL_NAMED = 16
#: How far an inset may lie from what it shows, as a share of the width, to be joined to it by lines.
_JOINED = 0.4
#: An inset's frame stands this far inside the box that was found for it.
_NEAR = 5.0


def draw_map(
    scene: MapScene,
    width: float,
    height: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
    like: Sequence[MapScene] = (),
    opened: bool = False,
    lens: Lens | None = None,
) -> Picture:
    """The map of a scene, ``width`` by ``height`` picture units.

    No text is smaller than ``min_text``. ``like`` are the scenes that stand beside this one, or come
    before and after it: the view then shows the same part of the world for all. Without actors it
    shows the whole world. Labels for which there is no room are left out and counted beneath; the
    group's tooltip still has the name. Three or more relations of one pair are a bundle, which opens
    under the pointer; ``opened`` draws them apart at once, for paper. ``lens`` draws what a reader has
    zoomed to, at the same size of text, without insets.
    """
    places = places_of(scene)
    small, label_size = max(min_text, 11.0), max(min_text, 12.0)
    scenes = [scene, *like]
    fitted = _fitting(scenes)
    whole = fitted((0.0, 0.0, width, height))
    signs = _signs_of(scenes, whole)
    shown_signs = signs if legend else ()
    tallest = max(
        foot(one, shown_signs, width, height, small, hidden=_kept(one))[1] for one in scenes
    )
    box = (0.0, 0.0, width, height - tallest)
    view = fitted(box)
    inside = (EDGE / 2, EDGE / 2, width - EDGE / 2, box[3] - EDGE / 2)
    heading = _heading(scene, width, label_size)
    taken = [text.box for text in heading]
    if not tallest:
        said = convention(scene, width, box[3], small)
        taken += [one.box for one in said]
    insets: tuple[Inset, ...] = ()
    if lens is None:
        nodes = stand(scene, places, view, label_size, inside)
        others = (stand(one, places_of(one), view, label_size, inside) for one in like)
        most = max(map(len, (nodes, *others)))
        insets = _insets(scenes, view, width, label_size, taken, most)
    else:
        view = View(
            view.centre,
            view.scale * lens.scale,
            view.left * lens.scale + lens.dx,
            view.top * lens.scale + lens.dy,
            box,
        )
        nodes = stand(scene, places, view, label_size, None)
    items: list[Item] = [Rect(0, 0, width, height, Ink(fill="map.sea")), *land(scene, view)]
    names = {actor.id: actor.name for actor in scene.actors}
    away = {key: one for one in insets for key in one.keys}
    turns = {key: turn_at(view, places[key][1]) for key in nodes if key in places}
    covers = [one.box for one in insets] + [text.box for text in heading]
    told = {key: number for number, one in enumerate(insets) for key in one.keys}
    members = pacts_of_many(scene.relations)
    net = lay(
        *(scene.relations, nodes, inside, turns),
        opened=opened,
        covers=covers,
        members=members,
        told=told,
    )
    items += line_groups(net, names)
    taken += [one.box for one in insets] + [one.source for one in insets]
    named = {
        key
        for key, node in nodes.items()
        if key not in away and box[0] < node.x < box[2] and box[1] < node.y < box[3]
    }
    marks, hidden = actor_groups(scene, nodes, named, net, inside, taken, label_size)
    items += marks
    thin = Ink(stroke="map.label", width=1.0, stroke_opacity=0.6)
    for one in insets:
        x, y, right, bottom = one.source
        items.append(Rect(x, y, right - x, bottom - y, thin))
        # Right across the map such lines would be taken for ties; the inset has its name.
        if math.dist((x, y), one.box[:2]) < _JOINED * width:
            items += _joined(one.source, one.box, thin)
    for one in insets:
        drawn, more = _inset(
            *(scene, one, places, label_size),
            opened=opened,
            dense=net.dense,
            members=members,
        )
        items.append(drawn)
        hidden += more
    fixed: list[Item] = list(heading)
    if tallest:
        fixed.append(Rect(0, box[3], width, tallest, Ink(fill="map.halo")))
        fixed += foot(
            *(scene, shown_signs, width, height, small, box[3]),
            hidden=hidden,
            paper=opened,
            beside=True,
        )[0]
    else:
        fixed += convention(scene, width, box[3], small)
    items.append(Group(tuple(fixed), kind="fixed"))
    return Picture(
        width=width,
        height=height,
        items=tuple(items),
        alt=alternative(scene),
        title=scene.heading,
        background="map.sea",
        legend=signs,
        stage=box,
    )


def _insets(
    scenes: Sequence[MapScene],
    view: View,
    width: float,
    size: float,
    taken: Sequence[Box],
    most: int,
) -> tuple[Inset, ...]:
    """The insets of the first scene: the same corners at the same places in all of them, to be compared.

    They are those of the fullest scene, which has ``most`` nodes, out of the way of what the others show.
    """
    every = [places_of(one) for one in scenes]
    apart = 2 * radius_for(most, size) + 3.0
    fullest = max(range(len(scenes)), key=lambda i: (len(every[i]), scenes[i].heading))
    spots = {key: view.place(*spot) for key, spot in every[fullest].items()}
    ties: list[tuple[str, str]] = []
    kept = set(taken)
    for one, at in zip(scenes, every, strict=True):
        ties += [(a, b) for a, b in _ties(one, at) if a in spots and b in spots]
        kept |= {text.box for text in _heading(one, width, size)}
        for x, y in (view.place(*at[key]) for key in at.keys() - spots.keys()):
            kept.add((x - apart, y - apart, x + apart, y + apart))
    found = choose(scenes[fullest].actors, spots, ties, view, size, apart, sorted(kept))
    own = {actor.id for actor in scenes[0].actors}
    shown = [replace(one, keys=tuple(key for key in one.keys if key in own)) for one in found]
    return tuple(one for one in shown if one.keys)


def map_height(
    scene: MapScene,
    width: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
    like: Sequence[MapScene] = (),
    least: float = 0.0,
) -> float:
    """The height at which ``draw_map`` shows what is drawn, with a margin, and little else.

    Arguments as there; ``least`` is what the land takes at least. Actors who lie far apart set the scale
    by the width alone; a higher picture would only add the south of the world.
    """
    tall = 4 * width
    scenes = [scene, *like]
    view = _fitting(scenes)((0.0, 0.0, width, tall))
    small, label_size = max(min_text, 11.0), max(min_text, 12.0)
    ys = [view.place(*spot)[1] for one in _framed(scenes) for spot in places_of(one).values()]
    span = max(ys) - min(ys) if ys else _TALLEST * width
    land_height = span + 2 * max(_AROUND * width, 2.6 * label_size)
    land_height = max(_FLATTEST * width, least, min(_TALLEST * width, land_height))
    signs = _signs_of(scenes, view) if legend else ()
    feet = [foot(one, signs, width, tall, small, hidden=_kept(one))[1] for one in scenes]
    if not max(feet):
        # What stands over the land in more than one row takes of it.
        said = convention(scene, width, 0.0, small)
        return land_height + said[-1].y - said[0].y
    return land_height + max(feet)


def _kept(scene: MapScene) -> int:
    """For how many names the foot keeps room to say that they are not on the map."""
    return len(scene.actors) if len(scene.actors) > _ALL_NAMED else 0


def _ties(scene: MapScene, places: dict[str, tuple[float, float]]) -> list[tuple[str, str]]:
    return [
        (one.from_id, one.to_id)
        for one in scene.relations
        if one.from_id in places and one.to_id in places and one.from_id != one.to_id
    ]


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
    places = places_of(scene)
    placed = {actor.id: actor for actor in scene.actors if actor.id in places}
    left, top, right, bottom = view.box
    spots = [view.place(one.lon, one.lat) for one in countries() if one.disputed]
    spots += [
        view.place((ring.west + ring.east) / 2, (ring.south + ring.north) / 2)
        for area in disputed_areas("low")
        for ring in area.rings
    ]
    return map_legend.legend_items(
        scene.blocs,
        [one for one in scene.relations if one.from_id in placed and one.to_id in placed],
        shared=shared(scene),
        doubtful=scene.faint_words if any(bloc.faint for bloc in scene.blocs) else "",
        disputed=any(left < x < right and top < y < bottom for x, y in spots),
        organisations=any(actor.kind in ("organisation", "group") for actor in placed.values()),
    )


def _framed(scenes: Sequence[MapScene]) -> list[MapScene]:
    """What a frame must hold: all that the briefing shows at any date, so that no date moves the map."""
    return [one.whole.scene if one.whole is not None else one for one in scenes]


def _fitting(scenes: Sequence[MapScene]) -> Callable[[Box], View]:
    """What fits the part of the world that all of it needs into a box."""
    framed = [(one, places_of(one)) for one in _framed(scenes)]
    spots = [spot for _, places in framed for spot in places.values()]
    ties = [(at[a][0], at[b][0]) for one, at in framed for a, b in _ties(one, at)]
    return partial(fit, spots, ties=ties)


def _inset(
    scene: MapScene,
    inset: Inset,
    places: dict[str, tuple[float, float]],
    size: float,
    *,
    opened: bool,
    dense: bool,
    members: Mapping[str, Sequence[str]],
) -> tuple[Group, int]:
    """A corner of the map by itself: its frame, its name, its land, its own lines."""
    left, top, right, bottom = inset.box
    items: list[Item] = [
        Rect(left, top, right - left, bottom - top, Ink(fill="map.sea")),
        *land(scene, inset.view),
    ]
    room = (left + _NEAR, top + _NEAR, right - _NEAR, bottom - _NEAR)
    name = Text(
        left + 7,
        top + 6 + size * 0.85,
        inset.name,
        size,
        "serif",
        700,
        halo="map.halo",
        measured=text_width(inset.name, size, "serif", 700),
    )
    mine = {key: spot for key, spot in places.items() if key in inset.keys}
    nodes: dict[str, Node] = stand(scene, mine, inset.view, size, room)
    net = lay(
        [one for one in scene.relations if one.from_id in nodes and one.to_id in nodes],
        nodes,
        room,
        opened=opened,
        dense=dense,
        members=members,
    )
    names = {actor.id: actor.name for actor in scene.actors}
    items += line_groups(net, names)
    marks, hidden = actor_groups(scene, nodes, set(nodes), net, room, [name.box], size)
    items += marks
    items.append(name)
    items.append(Rect(left, top, right - left, bottom - top, Ink(stroke="map.label", width=1.2)))
    return Group(tuple(items), kind="inset"), hidden


def _joined(source: Box, box: Box, ink: Ink) -> list[Item]:
    """Two lines from the corners of what an inset shows to its frame."""
    across = box[0] >= source[2] or box[2] <= source[0]
    if across:
        x = box[0] if box[0] >= source[2] else box[2]
        at = source[2] if box[0] >= source[2] else source[0]
        ends = (((at, source[1]), (x, box[1])), ((at, source[3]), (x, box[3])))
    else:
        y = box[1] if box[1] >= source[3] else box[3]
        at = source[3] if box[1] >= source[3] else source[1]
        ends = (((source[0], at), (box[0], y)), ((source[2], at), (box[2], y)))
    return [Polyline(pair, ink) for pair in ends]


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
