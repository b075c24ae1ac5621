"""The drawn groups of a bloc map: lines, bundles, pacts, and actors with their labels."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis.actor_signs import pact_sign
from briefing.analysis.fontmetrics import text_width
from briefing.analysis.labels import MOST_LINES, Wanted, placed_again
from briefing.analysis.map_land import colours_of, size_of
from briefing.analysis.map_legend import node_shape
from briefing.analysis.map_lines import bundle_mark, strokes
from briefing.analysis.map_scene import describe
from briefing.domain.picture import Group, Ink, Polyline, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from briefing.analysis.map_lines import Node
    from briefing.analysis.map_pacts import Leg, Pact
    from briefing.analysis.map_routes import Bundle, Net, Strand
    from briefing.analysis.map_scene import MapRelation, MapScene
    from briefing.domain.picture import Box, Curve, Item, Point

#: Labels are no longer than this many letters; the whole name comes up on pointing.
_LONGEST = 34
_TOP = 3
#: Lines of its own from which on a pact has its name in the picture: what has fewer is told on pointing.
_NAMED = 3
_WEIGHT = 600


def line_groups(net: Net, names: dict[str, str]) -> list[Item]:
    """Every line as a group, the faint ones first, bundles over single lines."""
    sizes = {pact.name: len(pact.members) for pact in net.pacts}
    legs = [_leg(leg, names, sizes, slim=net.dense) for pact in net.pacts for leg in pact.legs]
    single = sorted(net.single, key=_faint_first)
    found: list[Item] = [*legs, *(_line(one, names, slim=net.dense) for one in single)]
    return found + [_bundle(one, names, slim=net.dense) for one in net.bundles]


@lru_cache(maxsize=8192)
def _drawn(
    relation: MapRelation, pieces: tuple[Curve, ...], *, slim: bool, tight: bool = False
) -> tuple[Item, ...]:
    """As ``strokes``; kept, since the next date has most lines again."""
    return tuple(strokes(relation, *pieces, slim=slim, tight=tight))


def _faint_first(strand: Strand) -> tuple[bool, str]:
    return not strand.relation.faint, strand.relation.id


def _line(strand: Strand, names: dict[str, str], *, slim: bool) -> Group:
    one = strand.relation
    return _line_of(strand, names.get(one.from_id, "?"), names.get(one.to_id, "?"), slim=slim)


@lru_cache(maxsize=8192)
def _line_of(strand: Strand, start: str, end: str, *, slim: bool) -> Group:
    """A line between two of these names; kept, since the next date has most lines again."""
    one = strand.relation
    return Group(
        tuple(strokes(one, *strand.pieces, slim=slim)),
        entry=one.id,
        kind="relation",
        tooltip=describe(one, {one.from_id: start, one.to_id: end}),
        opacity=0.4 if one.faint else 1.0,
        ends=(one.from_id, one.to_id),
    )


def _bundle(bundle: Bundle, names: dict[str, str], *, slim: bool) -> Group:
    items: list[Item] = []
    for strand in bundle.closed:
        shapes = _drawn(strand.relation, strand.pieces, slim=slim, tight=True)
        items.append(Group(shapes, opacity=0.45 if strand.relation.faint else 1.0))
    relations = [strand.relation for strand in bundle.closed]
    pieces = bundle.closed[len(bundle.closed) // 2].pieces
    longest = max(pieces, key=lambda piece: math.dist(piece.start, piece.end))
    bare = any(not one.cited for one in relations)
    items += bundle_mark(len(relations), longest.at(0.5), unsourced=bare)
    return Group(
        tuple(items),
        entry="|".join(bundle.pair),
        kind="bundle",
        tooltip="\n".join(describe(one, names) for one in relations),
        ends=bundle.pair,
        others=tuple(one.id for one in relations),
        opened=tuple(_line(one, names, slim=False) for one in bundle.opened),
    )


def _leg(leg: Leg, names: dict[str, str], sizes: Mapping[str, int], *, slim: bool) -> Group:
    own = [one for one in leg.relations if {one.from_id, one.to_id} == set(leg.ends)]
    shown = _shown(own or leg.relations)
    two = " – ".join(names.get(end, "?") for end in leg.ends)
    pacts = list(dict.fromkeys(one.pact for one in leg.relations if one.pact in sizes))
    words = [f"{pact}: {two}, of {sizes[pact]} members" for pact in pacts]
    words += [describe(one, names) for one in leg.relations if one.pact not in sizes]
    return Group(
        _drawn(shown, leg.pieces, slim=slim),
        entry=shown.id,
        kind="relation",
        tooltip="\n".join(words[:12]),
        opacity=0.4 if shown.faint else 0.9,
        ends=leg.ends,
        others=tuple(dict.fromkeys(one.id for one in leg.relations if one.id != shown.id)),
        parts=tuple(pacts),
    )


def _shown(relations: Sequence[MapRelation]) -> MapRelation:
    """The relation by which a line looks that stands for several: the best supported of them."""
    return min(
        relations,
        key=lambda one: (
            one.denied,
            one.faint,
            not one.cited,
            one.certainty != "confirmed",
            one.id,
        ),
    )


def hub_labels(net: Net, nodes: Mapping[str, Node], size: float) -> list[Wanted]:
    """What names the pacts wants: a label each, by the member with most of its lines."""
    small = size * 0.85
    return [
        Wanted(
            f"pact:{pact.name}",
            text_width(shorten(pact.name), small, weight=500) + small + 2,
            small * 1.2,
            nodes[pact.hub].point,
            nodes[pact.hub].radius + 2,
            3,
        )
        for pact in _named(net)
    ]


def _named(net: Net) -> list[Pact]:
    """The pacts with lines enough of their own that a reader looks for a name."""
    return [pact for pact in net.pacts if len(pact.legs) >= _NAMED]


def shorten(name: str) -> str:
    """A name that is short enough for a label."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


@lru_cache(maxsize=1024)
def _wide(name: str, size: float) -> float:
    return text_width(shorten(name), size, weight=_WEIGHT)


def must_be_named(scene: MapScene, shown: Collection[str]) -> set[str]:
    """The three largest of each bloc, by the land that they hold on the map."""
    size = {actor.id: size_of(actor) for actor in scene.actors}
    found: set[str] = set()
    for bloc in scene.blocs:
        members = [one for one in bloc.members if one in shown and one in size]
        found.update(sorted(members, key=lambda one: (-size[one], one))[:_TOP])
    return found


def actor_groups(
    scene: MapScene,
    nodes: Mapping[str, Node],
    named: Collection[str],
    net: Net,
    inside: Box,
    taken: Sequence[Box],
    size: float,
) -> tuple[list[Item], int]:
    """Nodes with their labels and the names of pacts; and how many of ``named`` found no room."""
    actors = [actor for actor in scene.actors if actor.id in nodes]
    colours = colours_of(scene)
    must = must_be_named(scene, nodes)
    ties = {end for pact in net.pacts for leg in pact.legs for end in leg.ends}
    ties |= {end for one in net.single for end in (one.relation.from_id, one.relation.to_id)}
    ties |= {end for one in net.bundles for end in one.pair}
    wanted = [
        Wanted(
            actor.id,
            _wide(actor.name, size) + 2,
            size * 1.15,
            nodes[actor.id].point,
            nodes[actor.id].radius + 1.5,
            0 if actor.id in must else 1 if actor.id in ties or actor.id in colours else 2,
        )
        for actor in actors
        if actor.id in named
    ]
    small = size * 0.85
    hubs = hub_labels(net, nodes, size)
    dots = [_around(nodes[actor.id]) for actor in actors if actor.id not in named]
    curves = net.curves()
    lines = [
        curve.sample(max(6, int(math.dist(curve.start, curve.end) / 8)))
        for curve in curves
        if len(curves) <= MOST_LINES
    ]
    found = placed_again((*wanted, *hubs), inside, (*taken, *dots), tuple(lines))
    placed = {label.key: label for label in found}
    leaders: list[Item] = []
    groups: list[Item] = []
    for pact, hub in zip(_named(net), hubs, strict=True):
        label = placed.get(hub.key)
        if label is not None:
            _lead(leaders, label.leader)
            groups.append(_hub(pact, label.box, small))
    widths = {one.key: one.width for one in wanted}
    for actor in actors:
        node = nodes[actor.id]
        shapes = node_shape(actor.kind, node.x, node.y, node.radius, colours.get(actor.id, ()))
        label = placed.get(actor.id)
        if label is not None:
            _lead(leaders, label.leader)
            shapes.append(
                Text(
                    label.box[0] + 1,
                    label.box[1] + size * 0.88,
                    shorten(actor.name),
                    size,
                    weight=_WEIGHT,
                    halo="map.halo",
                    measured=widths[actor.id] - 2,
                )
            )
        groups.append(Group(tuple(shapes), entry=actor.id, kind="actor", tooltip=actor.name))
    return leaders + groups, sum(1 for one in wanted if one.key not in placed)


def _lead(leaders: list[Item], leader: tuple[Point, Point] | None) -> None:
    if leader is not None:
        leaders.append(Polyline(leader, Ink(stroke="map.label", width=0.8, stroke_opacity=0.7)))


def _hub(pact: Pact, box: Box, size: float) -> Group:
    middle = (box[1] + box[3]) / 2
    words = shorten(pact.name)
    name = Text(
        box[0] + size + 1,
        box[1] + size * 0.92,
        words,
        size,
        weight=500,
        italic=False,
        fill="line.pact",
        halo="map.halo",
        measured=text_width(words, size, weight=500),
    )
    said = f"{pact.name}: {len(pact.members)} members"
    return Group(
        (pact_sign(box[0] + size * 0.45, middle, size * 0.55), name),
        entry=f"pact:{pact.name}",
        kind="pact",
        tooltip=said,
        parts=(pact.name,),
    )


def _around(node: Node) -> Box:
    r = node.radius + 1.5
    return node.x - r, node.y - r, node.x + r, node.y + r
