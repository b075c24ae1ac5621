"""A layout on a page: where discs and names stand, in picture units, for all dates alike."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis.diagram_clusters import CELL
from briefing.analysis.diagram_layout import HUB, Layout
from briefing.analysis.fontmetrics import text_width
from briefing.analysis.labels import overlap
from briefing.analysis.map_lines import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.analysis.map_scene import MapActor
    from briefing.domain.picture import Box, Point

#: Half of the diagonals of a pact's sign.
SIGN = 7.0
WEIGHT = 600
_LEAST_RADIUS, _NAMED_RADIUS, _MOST_RADIUS = 4.0, 6.0, 20.0
_LINE = 1.12


@dataclass(frozen=True, slots=True)
class Words:
    """One line of a name, centred at ``x`` on the baseline ``y``."""

    text: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Discs, signs and names in picture units. Who has no entry in ``names`` finds no room for one.

    ``raised`` is how far discs lie above the middle of their cells.
    """

    box: Box
    cell: tuple[float, float]
    raised: float
    size: float
    nodes: Mapping[str, Node]
    hubs: Mapping[str, Point]
    names: Mapping[str, tuple[Words, ...]]
    hub_names: Mapping[str, tuple[Words, ...]]
    boxes: Mapping[str, tuple[Box, ...]]
    extent: Box

    def share_of(self, x: float, y: float) -> Point:
        """A place on the page where a disc would stand, as shares of the layout's width and height."""
        left, top, right, bottom = self.extent
        return (x - left) / (right - left), (y + self.raised - top) / (bottom - top)

    def body_of(self, actor: str) -> Box:
        """The box around an actor's sign and name, as far as these lie within its cell."""
        node = self.nodes[actor]
        left, top, right, bottom = self.cell_of(actor)
        own = [b for b in self.boxes.get(actor, ()) if b[1] > node.y]
        return (
            min(node.x - node.radius, *(max(left, b[0]) for b in own))
            if own
            else node.x - node.radius,
            min(top + 2, node.y - node.radius),
            max(node.x + node.radius, *(min(right, b[2]) for b in own))
            if own
            else node.x + node.radius,
            max(node.y + node.radius, *(min(bottom, b[3]) for b in own))
            if own
            else node.y + node.radius,
        )

    def cell_of(self, actor: str) -> Box:
        """The part of the page that an actor has for itself."""
        node = self.nodes[actor]
        wide, high = self.cell
        middle = node.y + self.raised
        return node.x - wide / 2, middle - high / 2, node.x + wide / 2, middle + high / 2


@lru_cache(maxsize=8)
def ground(layout: Layout, actors: tuple[MapActor, ...], box: Box, min_text: float) -> Ground:
    """The layout stretched to a box. No name is smaller than ``min_text`` or covers anything."""
    left, top, right, bottom = box
    sx, sy = (right - left) / layout.width, (bottom - top) / layout.height
    # A handful of actors needs no page of its own: they stay together in its middle.
    sx, sy = min(sx, 190.0), min(sy, 150.0)
    left += ((right - left) - sx * layout.width) / 2
    top += ((bottom - top) - sy * layout.height) / 2
    cell = (CELL[0] * sx, CELL[1] * sy)
    size = max(min_text, min(14.0, 0.24 * cell[1]))
    radius = max(_LEAST_RADIUS, min(_MOST_RADIUS, 0.36 * cell[1], 0.3 * cell[0]))
    # A name beneath tells more than letters within: the disc makes room for it where it can.
    beneath = (cell[1] - 1.3 * size - 1.0) / 2
    if beneath >= _NAMED_RADIUS:
        radius = min(radius, beneath, 0.3 * cell[1])
    raised = (0.65 * size) / cell[1] if beneath >= _NAMED_RADIUS else 0.0
    nodes = {
        actor: Node(left + x * sx, top + y * sy - raised * cell[1], radius)
        for actor, (x, y) in layout.actors.items()
    }
    hubs = {pact: (left + x * sx, top + y * sy - 0.16 * sy) for pact, (x, y) in layout.hubs.items()}
    taken = _Taken()
    for node in nodes.values():
        taken.add((node.x - radius, node.y - radius, node.x + radius, node.y + radius))
    for x, y in hubs.values():
        taken.add((x - SIGN, y - SIGN, x + SIGN, y + SIGN))
    boxes: dict[str, tuple[Box, ...]] = {}
    hub_names: dict[str, tuple[Words, ...]] = {}
    for pact in sorted(hubs):
        found = _put(pact, hubs[pact], SIGN, size, HUB[0] * sx, box, taken)
        if found:
            hub_names[pact] = found
    names: dict[str, tuple[Words, ...]] = {}
    wanted = [one for one in actors if one.id in nodes]
    for actor in sorted(wanted, key=_by_length):
        node = nodes[actor.id]
        found = _put(actor.name, node.point, radius, size, cell[0], box, taken)
        if found:
            names[actor.id] = found
            boxes[actor.id] = tuple(_box(words, size) for words in found)
    extent = (left, top, left + sx * layout.width, top + sy * layout.height)
    return Ground(box, cell, raised * cell[1], size, nodes, hubs, names, hub_names, boxes, extent)


def _by_length(actor: MapActor) -> tuple[int, str, str]:
    return len(actor.name), actor.name, actor.id


class _Taken:
    """Boxes that nothing may cover, found by the field of a grid."""

    _FIELD = 64.0

    def __init__(self) -> None:
        self._fields: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        for field in self._over(box):
            self._fields[field].append(box)

    def free(self, box: Box) -> bool:
        return not any(
            overlap(box, other)
            for field in self._over(box)
            for other in self._fields.get(field, ())
        )

    def _over(self, box: Box) -> Iterator[tuple[int, int]]:
        for i in range(math.floor(box[0] / self._FIELD), math.floor(box[2] / self._FIELD) + 1):
            for j in range(math.floor(box[1] / self._FIELD), math.floor(box[3] / self._FIELD) + 1):
                yield i, j


def _box(words: Words, size: float) -> Box:
    half = words.width / 2 + 1
    return words.x - half, words.y - size * 0.86, words.x + half, words.y + size * 0.27


def _put(
    name: str,
    at: Point,
    radius: float,
    size: float,
    room: float,
    inside: Box,
    taken: _Taken,
) -> tuple[Words, ...]:
    """The lines of a name in the first place that is free; none where there is none."""
    name = " ".join(name.split())
    for lines, side in _ways(name, size, room):
        found = _set(lines, side, at, radius, size)
        spots = [_box(words, size) for words in found]
        if all(_within(one, inside) and taken.free(one) for one in spots):
            for one in spots:
                taken.add(one)
            return found
    return ()


def _ways(name: str, size: float, room: float) -> Iterator[tuple[tuple[str, ...], str]]:
    """How a name may be set, best first: whole, in two lines, at a side, cut short."""
    two = _halves(name, size)
    wide = text_width(name, size, weight=WEIGHT)
    most = room * 1.6 if two is not None else room * 2.4
    if wide <= most:
        yield (name,), "below"
    if two is not None:
        yield two, "below"
    if wide <= room * 1.6:
        yield (name,), "right"
        yield (name,), "left"
        yield (name,), "above"
    if two is not None:
        yield two, "above"
    cut = _cut(name, size, room * 0.98)
    if cut:
        yield (cut,), "below"


def _halves(name: str, size: float) -> tuple[str, str] | None:
    """The name broken at the blank that makes its longer half shortest."""
    breaks = [i for i, character in enumerate(name) if character == " "]
    if not breaks:
        return None

    def longer(i: int) -> float:
        return max(
            text_width(name[:i], size, weight=WEIGHT),
            text_width(name[i + 1 :], size, weight=WEIGHT),
        )

    best = min(breaks, key=longer)
    return name[:best], name[best + 1 :]


def _cut(name: str, size: float, room: float) -> str:
    for length in range(min(len(name) - 1, 40), 2, -1):
        short = name[:length].rstrip() + "…"
        if text_width(short, size, weight=WEIGHT) <= room:
            return short
    return ""


def _set(
    lines: Sequence[str], side: str, at: Point, radius: float, size: float
) -> tuple[Words, ...]:
    x, y = at
    found: list[Words] = []
    for i, line in enumerate(lines):
        wide = text_width(line, size, weight=WEIGHT)
        if side == "below":
            found.append(Words(line, x, y + radius + size * (0.98 + i * _LINE), wide))
        elif side == "above":
            up = len(lines) - 1 - i
            found.append(Words(line, x, y - radius - size * (0.36 + up * _LINE), wide))
        else:
            shift = radius + 4 + wide / 2
            found.append(
                Words(line, x + (shift if side == "right" else -shift), y + size * 0.34, wide)
            )
    return tuple(found)


def _within(box: Box, outer: Box) -> bool:
    return box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]
