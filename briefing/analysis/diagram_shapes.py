"""The shapes of a diagram: outlines of blocs, stars of pacts, lines, and signs of actors."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.analysis.actor_signs import actor_sign, pact_sign, pin_sign
from briefing.analysis.diagram_ground import SIGN, WEIGHT, Ground
from briefing.analysis.diagram_hulls import hull
from briefing.analysis.diagram_lines import courses, pairs_of, ray_courses
from briefing.analysis.fontmetrics import text_width
from briefing.analysis.labels import overlap
from briefing.analysis.map_lines import bundle_mark, dash_of, strokes, style_of
from briefing.analysis.map_scene import describe
from briefing.domain.picture import (
    Box,
    Curve,
    Group,
    Ink,
    Item,
    Polygon,
    Polyline,
    Text,
    bounds,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.diagram_shown import Shown
    from briefing.analysis.diagram_stars import Ray, Stars
    from briefing.analysis.map_scene import MapActor, MapBloc, MapRelation, MapScene
    from briefing.domain.picture import Point

#: How strongly a bloc's colour covers the ground within its outline.
_TINT = 0.16
#: So many lines of one pair are drawn side by side; more are one line until a reader points at it.
_SIDE_BY_SIDE = 4
#: Among more lines than that each is thin and has no pale edge.
_SLIM = 250
#: Between two points of a line that a name keeps off.
_SAMPLED = 12.0
#: More lines than that no name keeps off.
_KEPT_OFF = 300


# ---------------------------------------------------------------------- blocs


def bloc_shapes(
    scene: MapScene,
    here: Sequence[MapActor],
    drawn: Stars,
    page: Ground,
    lines: Sequence[Point] = (),
) -> tuple[list[Item], list[Item]]:
    """The outlines of the blocs, and their names where there is room."""
    known = [actor.id for actor in here]
    taken: list[Box] = []
    for actor in known:
        node = page.nodes[actor]
        taken.append(
            (node.x - node.radius, node.y - node.radius, node.x + node.radius, node.y + node.radius)
        )
        taken += page.boxes.get(actor, ())
    for pact in drawn.parties:
        x, y = page.hubs[pact]
        taken.append((x - SIGN, y - SIGN, x + SIGN, y + SIGN))
        taken += [
            _text_box(words.x, words.y, words.width, page.size)
            for words in page.hub_names.get(pact, ())
        ]
    outlines: list[Item] = []
    names: list[Item] = []
    size = page.size + 1
    for bloc in scene.blocs:
        members = set(bloc.members)
        inside = tuple(one for one in known if one in members)
        rings = hull(inside, tuple(one for one in known if one not in members), page)
        if not rings:
            continue
        flat = [tuple(number for point in ring for number in point) for ring in rings]
        ink = Ink(fill=bloc.colour, fill_opacity=_TINT, stroke=bloc.colour, width=1.4)
        shape = Polygon(tuple(flat), ink, bounds([p for ring in rings for p in ring]))
        outlines.append(
            Group(
                (shape,),
                entry=bloc.id,
                kind="bloc",
                tooltip=_bloc_words(bloc, here),
                others=inside,
            )
        )
        place = _name_place(bloc.name, rings, size, page.box, taken, lines)
        if place is not None:
            x, y, wide = place
            taken.append(_text_box(x, y, wide, size))
            text = Text(
                x,
                y,
                bloc.name,
                size,
                "sans",
                700,
                anchor="middle",
                fill=bloc.colour,
                halo="map.halo",
                measured=wide,
            )
            names.append(
                Group((text,), entry=bloc.id, kind="bloc", tooltip=_bloc_words(bloc, here))
            )
    return outlines, names


def _bloc_words(bloc: MapBloc, here: Sequence[MapActor]) -> str:
    members = set(bloc.members)
    return f"{bloc.name}: {', '.join(one.name for one in here if one.id in members)}"


def _text_box(x: float, y: float, wide: float, size: float) -> Box:
    return x - wide / 2 - 1, y - size * 0.86, x + wide / 2 + 1, y + size * 0.27


def _name_place(
    name: str,
    rings: Sequence[Sequence[Point]],
    size: float,
    inside: Box,
    taken: Sequence[Box],
    lines: Sequence[Point],
) -> tuple[float, float, float] | None:
    """Where a bloc's name goes: at its largest outline, on nothing, and on as few lines as may be."""
    wide = text_width(name, size, weight=700)
    for ring in sorted(rings, key=_reach, reverse=True):
        left, top, right, bottom = bounds(ring)
        middle = (left + right) / 2
        spots = [(middle, top - 4), (middle, bottom + size + 1), (middle, top + size + 2)]
        for x, y in sorted(ring)[:: max(1, len(ring) // 40)]:
            spots += [(x, y - 4), (x, y + size + 1)]
        best: tuple[float, float, float] | None = None
        least = math.inf
        for rank, (x, y) in enumerate(spots):
            x = max(inside[0] + wide / 2 + 2, min(inside[2] - wide / 2 - 2, x))
            y = max(inside[1] + size, min(inside[3] - size * 0.3, y))
            box = _text_box(x, y, wide, size)
            if any(overlap(box, other) for other in taken):
                continue
            hit = sum(1 for px, py in lines if box[0] < px < box[2] and box[1] < py < box[3])
            if hit + rank * 0.05 < least:
                best, least = (x, y, wide), hit + rank * 0.05
            if not hit:
                break
        if best is not None:
            return best
    return None


def _reach(ring: Sequence[Point]) -> float:
    left, top, right, bottom = bounds(ring)
    return (right - left) * (bottom - top)


# ---------------------------------------------------------------------- lines


def frame_shapes(drawn: Stars) -> list[Item]:
    """The frames around parties of the same pacts."""
    ink = Ink(stroke="map.label", stroke_opacity=0.55, width=1.1)
    return [Polyline(frame.points, ink, closed=True) for frame in drawn.frames]


def ray_shapes(
    drawn: Stars, shown: Shown, page: Ground, names: dict[str, str], walls: Sequence[str]
) -> list[Item]:
    """The rays of the stars; each stands for the relations of its party in the pact."""
    found: list[Item] = []
    # Over other parties of the same pact a ray may run: it tells nothing wrong.
    ways = [(ray.start, ray.end, drawn.parties[ray.pact]) for ray in drawn.rays]
    for ray, curve in zip(drawn.rays, ray_courses(ways, page.nodes, walls, page.box), strict=True):
        first = min(ray.relations, key=_plainness)
        parallel = [r for actor in ray.actors for r in shown.within.get((ray.pact, actor), ())]
        others = dict.fromkeys(r.id for r in (*ray.relations, *parallel) if r.id != first.id)
        found.append(
            Group(
                tuple(strokes(first, curve)),
                entry=first.id,
                kind="relation",
                tooltip=_ray_words(ray, len(drawn.parties[ray.pact]), parallel, names),
                opacity=0.4 if all(r.faint for r in ray.relations) else 1.0,
                ends=(_hub_key(ray.pact), *ray.actors),
                others=tuple(others),
            )
        )
    return found


def _plainness(relation: MapRelation) -> tuple[bool, bool, bool, bool, str]:
    dashed = bool(dash_of(relation))
    return relation.faint, relation.denied, dashed, not relation.cited, relation.id


def _ray_words(
    ray: Ray, parties: int, parallel: Sequence[MapRelation], names: dict[str, str]
) -> str:
    who = ", ".join(names.get(one, "?") for one in ray.actors)
    kind = ray.relations[0].kind
    words = f"{who} in {ray.pact}: {kind} of {parties} parties"
    if parallel:
        beside = ", ".join(sorted({describe(one, names) for one in parallel}))
        words += f"; beside it {beside}"
    return words


def line_shapes(
    shown: Shown, page: Ground, names: dict[str, str], walls: Sequence[str]
) -> list[Item]:
    """Every line that is no part of a star; more than a few of one pair are bundled."""
    pairs = pairs_of(shown.single)
    counts = {
        pair: len(some) if len(some) <= _SIDE_BY_SIDE else 1
        for pair, some in pairs.items()
        if pair[0] in page.nodes and pair[1] in page.nodes
    }
    found: list[tuple[bool, str, Item]] = []
    for pair, curves in courses(counts, page.nodes, walls, page.box).items():
        some = pairs[pair]
        if len(some) > _SIDE_BY_SIDE:
            found.append((False, some[0].id, _bundle(some, curves[0], pair, page, names)))
            continue
        for relation, curve in zip(some, curves, strict=True):
            line = _line(relation, curve, pair, names, slim=len(shown.single) > _SLIM)
            found.append((not relation.faint, relation.id, line))
    return [item for _, _, item in sorted(found, key=_in_order)]


def _in_order(one: tuple[bool, str, Item]) -> tuple[bool, str]:
    return one[:2]


def _line(
    relation: MapRelation,
    curve: Curve,
    pair: tuple[str, str],
    names: dict[str, str],
    *,
    slim: bool = False,
) -> Group:
    if relation.from_id != pair[0]:
        curve = Curve(curve.end, curve.control2, curve.control1, curve.start, curve.ink)
    return Group(
        tuple(strokes(relation, curve, slim=slim)),
        entry=relation.id,
        kind="relation",
        tooltip=describe(relation, names),
        opacity=0.4 if relation.faint else 1.0,
        ends=(relation.from_id, relation.to_id),
    )


def _bundle(
    some: Sequence[MapRelation],
    curve: Curve,
    pair: tuple[str, str],
    page: Ground,
    names: dict[str, str],
) -> Group:
    """Many lines of one pair as one with their number; opened when a reader points at it."""
    spread = courses({pair: len(some)}, page.nodes, list(pair), page.box)[pair]
    single = tuple(_line(one, bend, pair, names) for one, bend in zip(some, spread, strict=True))
    kinds = {one.kind for one in some}
    colour = style_of(some[0].kind).colour if len(kinds) == 1 else "map.label"
    x, y = curve.at(0.5)
    body: tuple[Item, ...] = (
        replace(curve, ink=Ink(stroke="map.halo", width=7.5)),
        replace(curve, ink=Ink(stroke=colour, width=4.5)),
        *bundle_mark(len(some), (x, y), unsourced=any(not one.cited for one in some)),
    )
    return Group(
        body,
        entry=some[0].id,
        kind="relation",
        tooltip="\n".join(describe(one, names) for one in some),
        ends=pair,
        others=tuple(one.id for one in some[1:]),
        opened=single,
    )


# ---------------------------------------------------------------------- actors and pacts


def _hub_key(pact: str) -> str:
    return f"pact {pact}"


def points_along(items: Sequence[Item]) -> list[Point]:
    """Points on the lines among the shapes: where no name is to stand. None where there are too many
    lines for a name to keep off them."""
    if len(items) > _KEPT_OFF:
        return []
    return [
        point
        for item in items
        if isinstance(item, Group)
        for shape in item.items[:1]
        if isinstance(shape, Curve)
        for point in shape.sample(max(4, round(math.dist(shape.start, shape.end) / _SAMPLED)))
    ]


def hub_shapes(drawn: Stars, page: Ground, names: dict[str, str]) -> list[Item]:
    """The signs of the pacts, with their names."""
    found: list[Item] = []
    for pact in sorted(drawn.parties):
        x, y = page.hubs[pact]
        shapes: list[Item] = [pact_sign(x, y, SIGN)]
        shapes += [
            Text(
                words.x,
                words.y,
                words.text,
                page.size,
                weight=WEIGHT,
                italic=False,
                anchor="middle",
                halo="map.halo",
                measured=words.width,
            )
            for words in page.hub_names.get(pact, ())
        ]
        who = sorted(names.get(one, "?") for one in drawn.parties[pact])
        found.append(
            Group(
                tuple(shapes),
                entry=_hub_key(pact),
                kind="pact",
                tooltip=f"{pact}, {len(who)} parties: {', '.join(who)}",
            )
        )
    return found


def actor_shapes(scene: MapScene, here: Sequence[MapActor], page: Ground) -> list[Item]:
    """The signs of the actors in the colours of their blocs, with their names."""
    colours: dict[str, list[str]] = defaultdict(list)
    faint: dict[str, set[int]] = defaultdict(set)
    for bloc in scene.blocs:
        for member in dict.fromkeys(bloc.members):
            if bloc.colour not in colours[member]:
                if member in bloc.faint:
                    faint[member].add(len(colours[member]))
                colours[member].append(bloc.colour)
    pinned = {who for who, _, _ in scene.whole.pins} if scene.whole else set[str]()
    found: list[Item] = []
    for actor in here:
        node = page.nodes[actor.id]
        shapes = actor_sign(actor, node, colours[actor.id], page.size, faint[actor.id])
        if actor.id in pinned:
            shapes += pin_sign(node.x, node.y, node.radius)
        # A body that goes by its letters has them within already.
        told = any(isinstance(one, Text) and one.text == actor.name for one in shapes)
        shapes += [
            Text(
                words.x,
                words.y,
                words.text,
                page.size,
                weight=WEIGHT,
                anchor="middle",
                halo="map.halo",
                measured=words.width,
            )
            for words in page.names.get(actor.id, ())
            if not told
        ]
        found.append(Group(tuple(shapes), entry=actor.id, kind="actor", tooltip=actor.name))
    return found
