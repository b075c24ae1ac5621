"""The bloc matrix: every actor against every other, bloc by bloc, at one date."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.diagram_foot import heading, heading_height, strip, strip_height
from briefing.analysis.map_foot import EDGE
from briefing.analysis.map_scene import describe
from briefing.analysis.matrix_heads import Heads, head_shapes, heads_for
from briefing.analysis.matrix_signs import cell_signs, signs_of
from briefing.domain.picture import Group, Ink, Item, Picture, Polyline, Rect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.analysis.map_scene import MapActor, MapBloc, MapRelation, MapScene

#: How strongly the square of a bloc's own members shows its colour.
_TINT = 0.13
#: Height of a row where there is room.
_ROW = 30.0


@dataclass(frozen=True, slots=True)
class Order:
    """Actors in the order of rows and columns, with the bloc under which each stands."""

    actors: tuple[MapActor, ...]
    blocs: tuple[MapBloc | None, ...]
    left_out: int = 0


def order(scene: MapScene) -> Order:
    """Bloc by bloc in their order, by name within; an actor of several under its first. Then whoever
    is in none; those who have no line either are left out and counted."""
    home: dict[str, MapBloc] = {}
    for bloc in scene.blocs:
        for member in bloc.members:
            home.setdefault(member, bloc)
    tied = {end for r in scene.relations if r.from_id != r.to_id for end in (r.from_id, r.to_id)}
    rank = {bloc.id: i for i, bloc in enumerate(scene.blocs)}
    shown = [one for one in scene.actors if one.id in tied or one.id in home]

    def place(actor: MapActor) -> tuple[int, str, str]:
        bloc = home.get(actor.id)
        return len(rank) if bloc is None else rank[bloc.id], actor.name.casefold(), actor.id

    shown.sort(key=place)
    return Order(
        tuple(shown),
        tuple(home.get(one.id) for one in shown),
        len(scene.actors) - len(shown),
    )


def draw_matrix(
    scene: MapScene,
    width: float,
    height: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
    uncited: bool = False,
) -> Picture:
    """The matrix of a scene, ``width`` by ``height`` picture units.

    A row's actor is where a line comes from, a column's where it goes; what holds both ways stands
    in both cells. Lines that no passage supports are counted, and drawn only if ``uncited``.
    """
    small, label_size = max(min_text, 11.0), max(min_text, 12.0)
    lined = order(scene)
    known = {one.id for one in lined.actors}
    ties = [
        r
        for r in scene.relations
        if r.from_id in known and r.to_id in known and r.from_id != r.to_id
    ]
    kept = [r for r in ties if uncited or r.cited]
    top = heading_height(scene.heading, scene.marking, label_size)
    notes = [*_counts(len(kept), len(ties), lined.left_out), *scene.notes]
    room = max(40.0, height - top)
    # The size of a cell decides by which signs it tells, and these how high the legend is.
    heads = heads_for(lined.actors, width, room, small)
    signs = signs_of(scene.blocs, kept, large=heads.large) if legend else ()
    strip_high = strip_height(signs, notes, width, small)
    heads = heads_for(lined.actors, width, max(40.0, room - strip_high), small)
    names = {one.id: one.name for one in lined.actors}
    items: list[Item] = [
        *_squares(lined, heads, top),
        *_grid(lined, heads, top),
        *head_shapes(lined.actors, _colours(scene), heads, top),
        *_brackets(lined, heads, top),
        *_cells(kept, lined, heads, top, names),
    ]
    items.append(
        Group(tuple(heading(scene.heading, scene.marking, width, label_size)), kind="fixed")
    )
    bottom = height - strip_high
    items.append(strip(signs, notes, width, bottom, small))
    return Picture(
        width=width,
        height=height,
        items=tuple(items),
        alt=alternative(scene),
        title=scene.heading,
        background="map.halo",
        legend=signs_of(scene.blocs, kept, large=heads.large),
        stage=(0.0, top, width, bottom),
    )


def matrix_height(
    scene: MapScene,
    width: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
) -> float:
    """The height at which ``draw_matrix`` has room for every row. Arguments as there."""
    small = max(min_text, 11.0)
    lined = order(scene)
    count = max(1, len(lined.actors))
    heads = heads_for(lined.actors, width, math.inf, small)
    row = min(max(_ROW, small * 2.2), max(heads.across, 8.0))
    signs = signs_of(scene.blocs, scene.relations, large=heads.large) if legend else ()
    top = heading_height(scene.heading, scene.marking, max(min_text, 12.0))
    notes = [*_counts(1, 1, lined.left_out), *scene.notes]
    return top + heads.top + count * row + EDGE + strip_height(signs, notes, width, small)


def alternative(scene: MapScene) -> str:
    """The matrix as text: its order, and what stands in each row."""
    lined = order(scene)
    names = {one.id: one.name for one in scene.actors}
    parts = [f"Matrix{', ' + scene.heading if scene.heading else ''}."]
    if not lined.actors:
        parts.append("No actors.")
    for bloc in scene.blocs:
        members = [names[member] for member in bloc.members if member in names]
        if members:
            parts.append(f"{bloc.name}: {', '.join(members)}.")
    told: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for relation in scene.relations:
        if relation.pact:
            told[relation.pact, relation.kind, ""] += (relation.from_id, relation.to_id)
        else:
            parts.append(f"{describe(relation, names)}.")
    for (pact, kind, _), who in sorted(told.items()):
        parties = sorted({names.get(one, "?") for one in who})
        parts.append(f"{pact}, {kind} of {', '.join(parties)}.")
    return " ".join(parts)


def _counts(shown: int, total: int, left_out: int) -> list[str]:
    words: list[str] = [f"{shown} of {total} lines shown" if total else "No lines at this date"]
    if shown < total:
        words.append(f"{total - shown} without a source")
    if left_out:
        words.append(f"{left_out} actors without a line left out")
    return ["; ".join(words) + "."]


def _colours(scene: MapScene) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for bloc in scene.blocs:
        for member in dict.fromkeys(bloc.members):
            found[member].append(bloc.colour)
    return found


def _runs(lined: Order) -> list[tuple[MapBloc, int, int]]:
    """Each bloc with its first row and the row after its last."""
    found: list[tuple[MapBloc, int, int]] = []
    for i, bloc in enumerate(lined.blocs):
        if bloc is None:
            continue
        if found and found[-1][0] is bloc:
            found[-1] = (bloc, found[-1][1], i + 1)
        else:
            found.append((bloc, i, i + 1))
    return found


def _squares(lined: Order, heads: Heads, top: float) -> list[Item]:
    """The ground of each bloc's members among themselves, in its colour."""
    found: list[Item] = []
    for bloc, first, last in _runs(lined):
        x, y = heads.corner(first, first, top)
        shape = Rect(
            x,
            y,
            (last - first) * heads.across,
            (last - first) * heads.down,
            Ink(fill=bloc.colour, fill_opacity=_TINT),
        )
        found.append(Group((shape,), kind="ground"))
    return found


def _grid(lined: Order, heads: Heads, top: float) -> list[Item]:
    count = len(lined.actors)
    if not count:
        return []
    left, above = heads.corner(0, 0, top)
    right, below = heads.corner(count, count, top)
    thin = Ink(stroke="map.label", stroke_opacity=0.14, width=0.6)
    edge = Ink(stroke="map.label", stroke_opacity=0.55, width=0.9)
    ends = {last for _, _, last in _runs(lined)}
    found: list[Item] = []
    for i in range(count + 1):
        ink = edge if i in ends or i in (0, count) else thin
        if heads.down < 6 and ink is thin and i % 5:
            continue
        x, y = heads.corner(i, i, top)
        found.append(Polyline(((x, above), (x, below)), ink))
        found.append(Polyline(((left, y), (right, y)), ink))
    for i in range(count):
        x, y = heads.corner(i, i, top)
        own = Ink(fill="map.label", fill_opacity=0.16)
        found.append(Rect(x, y, heads.across, heads.down, own))
    return found


def _brackets(lined: Order, heads: Heads, top: float) -> list[Item]:
    """A bar in a bloc's colour along its rows and its columns."""
    found: list[Item] = []
    for bloc, first, last in _runs(lined):
        left, y = heads.corner(first, 0, top)
        x, above = heads.corner(0, first, top)
        wide, high = (last - first) * heads.across, (last - first) * heads.down
        ink = Ink(fill=bloc.colour)
        inset = min(1.0, heads.down * 0.1)
        bars = (
            Rect(left - 5, y + inset, 3.5, high - 2 * inset, ink, 1.5),
            Rect(x + inset, above - 5, wide - 2 * inset, 3.5, ink, 1.5),
        )
        who = ", ".join(one.name for one in lined.actors[first:last])
        found.append(Group(bars, entry=bloc.id, kind="bloc", tooltip=f"{bloc.name}: {who}"))
    return found


def _cells(
    ties: Sequence[MapRelation],
    lined: Order,
    heads: Heads,
    top: float,
    names: dict[str, str],
) -> list[Item]:
    place = {one.id: i for i, one in enumerate(lined.actors)}
    cells: dict[tuple[int, int], list[MapRelation]] = defaultdict(list)
    for relation in sorted(ties, key=_by_id):
        row, column = place[relation.from_id], place[relation.to_id]
        cells[row, column].append(relation)
        if not relation.directed:
            cells[column, row].append(relation)
    found: list[Item] = []
    for (row, column), some in sorted(cells.items()):
        x, y = heads.corner(row, column, top)
        found.append(
            Group(
                cell_signs(some, x, y, heads.across, heads.down),
                entry=some[0].id,
                kind="relation",
                tooltip="\n".join(dict.fromkeys(_told(one, names) for one in some)),
                opacity=0.4 if all(one.faint for one in some) else 1.0,
                others=tuple(one.id for one in some[1:]),
            )
        )
    return found


def _told(relation: MapRelation, names: dict[str, str]) -> str:
    words = describe(relation, names)
    return f"{words}, {relation.pact}" if relation.pact else words


def _by_id(relation: MapRelation) -> str:
    return relation.id
