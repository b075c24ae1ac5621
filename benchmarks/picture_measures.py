"""How well a picture of blocs can be read, in numbers; for any finished picture, whatever drew it.

An actor's node is the first disc or box of its group, its label the text in it. A line is a group with two
ends or more: one from the sign of a pact to a frame ends at each actor within. What lies in a group of the
kind "inset" is a picture of its own, and hides what lies beneath.
"""

from __future__ import annotations

import itertools
import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.picture import Circle, Curve, Group, Path, Polygon, Polyline, Rect, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.domain.picture import Box, Item, Picture, Point

#: Two lines that leave the same actor may touch this near to it without crossing.
_CLOSE = 14.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """An actor as it is drawn: ``panel`` 0 is the picture, others its insets."""

    entry: str
    panel: int
    box: Box
    label: Box | None

    @property
    def middle(self) -> Point:
        """Where it stands."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn, as points along it; ``stands_for`` are the records behind it."""

    entry: str
    ends: tuple[str, ...]
    panel: int
    points: tuple[Point, ...]
    stands_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measures:
    """What is printed for a view."""

    actors: int
    node_overlaps: int
    labels_overlapping: float
    labelled: float
    lines: int
    records: int
    crossings: int
    strangers: float
    stress: float


def measure(picture: Picture) -> Measures:
    """All measures of one picture."""
    actors, lines, insets = read(picture)
    names = {one.entry for one in actors}
    labelled = {one.entry for one in actors if one.label is not None}
    return Measures(
        len(names),
        node_overlaps(actors),
        labels_overlapping(actors, picture),
        len(labelled) / max(1, len(names)),
        len(lines),
        len(frozenset[str]().union(*(one.stands_for for one in lines))),
        crossings(lines, actors, insets),
        strangers(picture, actors),
        stress(actors, lines),
    )


def read(picture: Picture) -> tuple[list[Drawn], list[Line], list[Box]]:
    """The actors, the lines and the frames of the insets of a picture."""
    actors: list[Drawn] = []
    lines: list[Line] = []
    insets: list[Box] = []
    for group, panel in _groups(picture.items, insets, 0):
        if len(group.ends) >= 2:
            own = (group.entry or "",) if group.kind != "bundle" else ()
            records = frozenset((*own, *group.others))
            for number, points in enumerate(_tracks(group)):
                shown = frozenset[str]() if number else records
                lines.append(Line(group.entry or "", group.ends, panel, points, shown))
        elif group.kind == "actor":
            box = next((_box(one) for one in _flat(group.items) if _is_node(one)), None)
            texts = [one for one in _flat(group.items) if isinstance(one, Text)]
            label = next((one.box for one in texts if _is_label(one, box)), None)
            if box is not None:
                actors.append(Drawn(group.entry or "", panel, box, label))
    return actors, lines, insets


def _groups(items: Sequence[Item], insets: list[Box], panel: int) -> Iterator[tuple[Group, int]]:
    for item in items:
        if not isinstance(item, Group):
            continue
        if item.entry:
            yield item, panel
        elif item.kind == "inset":
            frame = next(one for one in item.items if isinstance(one, Rect))
            insets.append(_box(frame))
            yield from _groups(item.items, insets, len(insets))
        elif item.kind != "fixed":
            yield from _groups(item.items, insets, panel)


def _flat(items: Sequence[Item]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Group):
            yield from _flat(item.items)
        else:
            yield item


def _is_node(item: Item) -> bool:
    return isinstance(item, Circle | Rect)


def _is_label(text: Text, node: Box | None) -> bool:
    """A name, not the letters in a node."""
    return node is None or not _covers(node, text.box) or text.measured > node[2] - node[0]


def _box(item: Item) -> Box:
    if isinstance(item, Circle):
        r = item.radius
        return item.x - r, item.y - r, item.x + r, item.y + r
    if isinstance(item, Rect):
        return item.x, item.y, item.x + item.width, item.y + item.height
    return 0.0, 0.0, 0.0, 0.0


def _tracks(group: Group) -> list[tuple[Point, ...]]:
    """The courses of a line, without its casing and its marks; of a bundle the middle strand."""
    curves = {
        (one.start, one.control1, one.control2, one.end): one.sample(24)
        for one in _flat(group.items)
        if isinstance(one, Curve) and one.ink.stroke != "map.halo"
    }
    if curves:
        found = list(curves.values())
        return found[len(found) // 2 :][:1] if group.kind == "bundle" else found
    straight = [
        one.points
        for one in _flat(group.items)
        if isinstance(one, Polyline) and not one.closed and one.ink.stroke != "map.halo"
    ]
    return [max(straight, key=_length)] if straight else []


def _length(points: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in itertools.pairwise(points))


def _covers(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


# ---------------------------------------------------------------------- the measures


def node_overlaps(actors: Sequence[Drawn]) -> int:
    """Pairs of nodes that cover each other."""
    return sum(
        1
        for a, b in itertools.combinations(actors, 2)
        if a.panel == b.panel and a.entry != b.entry and _nodes_touch(a, b)
    )


def _nodes_touch(a: Drawn, b: Drawn) -> bool:
    reach = (a.box[2] - a.box[0] + b.box[2] - b.box[0]) / 2
    return math.dist(a.middle, b.middle) < reach - 0.01


def labels_overlapping(actors: Sequence[Drawn], picture: Picture) -> float:
    """The share of labels that cover another label or another's node, or leave the picture."""
    named = [one for one in actors if one.label is not None]
    bad = 0
    for one in named:
        box = one.label or one.box
        others = (
            other
            for other in actors
            if other is not one
            and other.panel == one.panel
            and ((other.label and _covers(box, other.label)) or _covers(box, other.box))
        )
        outside = box[0] < 0 or box[1] < 0 or box[2] > picture.width or box[3] > picture.height
        bad += outside or next(others, None) is not None
    return bad / max(1, len(named))


def crossings(lines: Sequence[Line], actors: Sequence[Drawn], insets: Sequence[Box] = ()) -> int:
    """How often lines cross where one sees it; not where two meet at the actor that both end at."""
    spots = {(one.entry, one.panel): one.middle for one in actors}
    total = 0
    boxed = [(line, _bounds(line.points)) for line in lines]
    for (a, box_a), (b, box_b) in itertools.combinations(boxed, 2):
        if a.panel != b.panel or a.entry == b.entry or not _covers(box_a, box_b):
            continue
        shared = [
            spots[end, a.panel] for end in set(a.ends) & set(b.ends) if (end, a.panel) in spots
        ]
        for at in _meetings(a.points, b.points):
            near = any(math.dist(at, spot) < _CLOSE for spot in shared)
            hidden = a.panel == 0 and any(_holds(box, at) for box in insets)
            total += not near and not hidden
    return total


def _bounds(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _holds(box: Box, at: Point) -> bool:
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]


def _meetings(one: Sequence[Point], two: Sequence[Point]) -> Iterator[Point]:
    for a, b in itertools.pairwise(one):
        left, right = min(a[0], b[0]), max(a[0], b[0])
        top, bottom = min(a[1], b[1]), max(a[1], b[1])
        for c, d in itertools.pairwise(two):
            if max(c[0], d[0]) < left or min(c[0], d[0]) > right:
                continue
            if max(c[1], d[1]) < top or min(c[1], d[1]) > bottom:
                continue
            r = (b[0] - a[0], b[1] - a[1])
            s = (d[0] - c[0], d[1] - c[1])
            cross = r[0] * s[1] - r[1] * s[0]
            if abs(cross) < 1e-9:
                continue
            t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / cross
            u = ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / cross
            # Half open, or a crossing on a joint of two pieces would count twice.
            if 0 <= t < 1 and 0 <= u < 1:
                yield a[0] + t * r[0], a[1] + t * r[1]


def strangers(picture: Picture, actors: Sequence[Drawn]) -> float:
    """The share of actors inside hulls who are no members.

    A hull is a group of the kind "bloc" whose ``others`` are its members, drawn as a box or an outline; a map
    has none, since it colours land.
    """
    inside = foreign = 0
    for group, panel in _groups(picture.items, [], 0):
        if group.kind != "bloc" or not group.others:
            continue
        outline = next((_outline(one) for one in _flat(group.items) if _outline(one)), ())
        for one in actors:
            if one.panel == panel and len(outline) > 2 and _within(outline, one.middle):
                inside += 1
                foreign += one.entry not in group.others
    return foreign / max(1, inside)


def _outline(item: Item) -> tuple[Point, ...]:
    if isinstance(item, Rect):
        left, top, right, bottom = _box(item)
        return (left, top), (right, top), (right, bottom), (left, bottom)
    if isinstance(item, Polygon):
        ring = item.rings[0]
        return tuple(zip(ring[::2], ring[1::2], strict=True))
    if isinstance(item, Path):
        return tuple((float(one[-2]), float(one[-1])) for one in item.commands if len(one) > 2)
    if isinstance(item, Polyline) and item.closed:
        return item.points
    return ()


def _within(outline: Sequence[Point], at: Point) -> bool:
    odd = False
    px, py = outline[-1]
    for qx, qy in outline:
        if (qy > at[1]) != (py > at[1]) and at[0] < (px - qx) * (at[1] - qy) / (py - qy) + qx:
            odd = not odd
        px, py = qx, qy
    return odd


def stress(actors: Sequence[Drawn], lines: Sequence[Line]) -> float:
    """How far distances in the picture are from distances along the lines, 0 for alike.

    Normalised: each pair weighs by the square of its steps, and the picture may be scaled to fit best.
    Pairs that no lines join do not count.
    """
    spots = {one.entry: one.middle for one in actors if one.panel == 0}
    near: dict[str, set[str]] = {}
    for line in lines:
        if line.panel == 0 and all(end in spots for end in line.ends):
            near.setdefault(line.ends[0], set()).add(line.ends[1])
            near.setdefault(line.ends[1], set()).add(line.ends[0])
    pairs: list[tuple[float, int]] = []
    for start in sorted(near):
        for other, steps in _steps(near, start).items():
            if other > start:
                pairs.append((math.dist(spots[start], spots[other]), steps))
    square = sum((away / steps) ** 2 for away, steps in pairs)
    scale = sum(away / steps for away, steps in pairs) / square if square else 0.0
    return sum((scale * away / steps - 1) ** 2 for away, steps in pairs) / max(1, len(pairs))


def _steps(near: Mapping[str, set[str]], start: str) -> dict[str, int]:
    found = {start: 0}
    queue = deque((start,))
    while queue:
        here = queue.popleft()
        for other in near.get(here, ()):
            if other not in found:
                found[other] = found[here] + 1
                queue.append(other)
    del found[start]
    return found


def movement(before: Picture, after: Picture, pinned: frozenset[str] = frozenset()) -> float:
    """How far the actors that stay have moved on average, as a share of the width."""
    one = {a.entry: a.middle for a in read(before)[0] if a.panel == 0}
    two = {a.entry: a.middle for a in read(after)[0] if a.panel == 0}
    stay = [key for key in one if key in two and key not in pinned]
    return sum(math.dist(one[key], two[key]) for key in stay) / max(1, len(stay)) / after.width
