"""Two dates in one picture: what began, what ended, what stands at both, told by line and label.

Works on any finished picture of blocs: whatever its lines look like, they carry the record they stand for.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.analysis.fontmetrics import text_width
from briefing.analysis.map_scene import MapBloc, MapScene
from briefing.domain.picture import (
    Circle,
    Curve,
    Group,
    Ink,
    LegendItem,
    Polyline,
    Rect,
    Text,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.domain.picture import Box, Item, Picture, Point

#: What stands at both dates stays in view and steps back.
_PALE = 0.4
_ENDED = (3.0, 2.6)
#: Shares of a line where its label is tried, from the middle outwards.
_PLACES = tuple(0.5 + sign * n / 24 for n in range(11) for sign in ((1, -1) if n else (1,)))


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a relation: ``state`` is "began", "ended" or "kept"; ``words`` stand at the line."""

    state: str
    words: str = ""


def union_scene(
    before: MapScene, after: MapScene, left: Mapping[str, Sequence[str]], heading: str
) -> MapScene:
    """A scene with everything of two dates. What is at both is as it stands at the later one.

    ``left`` names, for a bloc of the earlier date, the members who stand in none of its colour any more:
    they are drawn as members that may belong, hatched.
    """
    actors = {one.id: one for one in (*before.actors, *after.actors)}
    relations = {one.id: one for one in (*before.relations, *after.relations)}
    held = {one.id: one for one in after.blocs}
    blocs = list(after.blocs)
    for one in before.blocs:
        gone = tuple(left.get(one.id, ()))
        if gone and one.id not in held:
            blocs.append(MapBloc(one.id, one.name, one.colour, gone, gone))
    return replace(
        after,
        actors=tuple(actors.values()),
        # Pale is a tie at both dates here, so nothing else may be.
        relations=tuple(replace(one, faint=False) for one in relations.values()),
        blocs=tuple(blocs),
        heading=heading,
        notes=(*after.notes, _NOTE),
        faint_words="has left its bloc",
    )


_NOTE = "Difference: + began between the dates · – ended between them, its line broken · pale: at both dates"


def mark(picture: Picture, marks: Mapping[str, Mark], size: float) -> Picture:
    """The picture with each line drawn as what became of it. Letters are ``size`` picture units high.

    A line that began keeps its look and gets a "+" with its words, one that ended is broken and gets a "–",
    one at both dates is pale. A line that is not in ``marks`` is left as it is. Words go where they cover
    nothing; where there is little room the sign stands alone, or the stroke, and the tooltip has the words.
    """
    taken = [shape.box for shape, _ in walk(picture.items) if isinstance(shape, Text)]
    taken += [
        (one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius)
        for one, group in walk(picture.items)
        if isinstance(one, Circle) and group is not None and group.kind == "actor"
    ]
    labels: list[Group] = []
    stage = picture.stage or (0.0, 0.0, picture.width, picture.height)
    room = (stage[0] + 2, stage[1] + 2, stage[2] - 2, stage[3] - 2)
    items: list[Item] = []
    for item in picture.items:
        if not isinstance(item, Group):
            items.append(item)
            continue
        items.append(_marked(item, marks))
    # Where there is little room, the shortest line has the least choice.
    for group in sorted(_lines(picture.items), key=_length):
        told = [marks[one] for one in _keys(group) if one in marks]
        words = _label(told)
        points = _points(group)
        if words and points:
            label = _place(words, points, size, taken, room)
            if not label:
                continue
            labels.append(
                Group(
                    tuple(label),
                    entry=group.entry,
                    kind=group.kind,
                    tooltip=group.tooltip,
                    ends=group.ends,
                    others=group.others,
                )
            )
    # What stands still when a reader zooms is the foot: it stays on top.
    at = next((n for n, one in enumerate(items) if _is_fixed(one)), len(items))
    legend = (
        *picture.legend,
        LegendItem("line", "map.label", "+ began"),
        LegendItem("line", "map.label", "– ended", dash=_ENDED),
        LegendItem("line", "map.label", "at both dates", mark="faint"),
    )
    return replace(picture, items=(*items[:at], *labels, *items[at:]), legend=legend)


def _keys(group: Group) -> tuple[str, ...]:
    """The records that a group stands for, those of an opened bundle included."""
    inner = [one.entry for one in group.opened if isinstance(one, Group) and one.entry]
    return tuple(dict.fromkeys(filter(None, (group.entry, *group.others, *inner))))


def _is_fixed(item: Item) -> bool:
    return isinstance(item, Group) and item.kind == "fixed"


def _lines(items: Sequence[Item]) -> Iterator[Group]:
    """The groups that are lines, bundles as one."""
    for item in items:
        if isinstance(item, Group):
            if item.entry and item.kind != "actor" and _points(item):
                yield item
            elif not item.entry:
                yield from _lines(item.items)


def _points(group: Group) -> list[Point]:
    for one in group.items:
        if isinstance(one, Curve):
            return list(one.sample(40))
        if isinstance(one, Polyline) and len(one.points) > 1 and not one.closed:
            return _even(one.points)
    return []


def _length(group: Group) -> tuple[float, str]:
    points = _points(group)
    return sum(math.dist(a, b) for a, b in itertools.pairwise(points)), group.entry or ""


def _even(points: Sequence[Point], pieces: int = 40) -> list[Point]:
    """Points at even distances along straight pieces."""
    lengths = [math.dist(a, b) for a, b in itertools.pairwise(points)]
    whole = sum(lengths)
    if whole <= 0:
        return []
    found: list[Point] = []
    at, gone = 0, 0.0
    for n in range(pieces + 1):
        want = whole * n / pieces
        while at < len(lengths) - 1 and gone + lengths[at] < want:
            gone += lengths[at]
            at += 1
        share = (want - gone) / lengths[at] if lengths[at] else 0.0
        (ax, ay), (bx, by) = points[at], points[at + 1]
        found.append((ax + (bx - ax) * share, ay + (by - ay) * share))
    return found


def _marked(group: Group, marks: Mapping[str, Mark]) -> Group:
    states = {marks[one].state for one in _keys(group) if one in marks}
    opened = tuple(_marked(one, marks) if isinstance(one, Group) else one for one in group.opened)
    if not group.entry:
        inner = tuple(_marked(one, marks) if isinstance(one, Group) else one for one in group.items)
        return replace(group, items=inner, opened=opened)
    if states == {"kept"}:
        return replace(group, opacity=group.opacity * _PALE, opened=opened)
    if states == {"ended"}:
        return replace(group, items=tuple(map(_broken, group.items)), opened=opened)
    return replace(group, opened=opened)


def _broken(item: Item) -> Item:
    """A stroke drawn broken; casings, marks and words stay."""
    if isinstance(item, Curve | Polyline) and item.ink.stroke and item.ink.stroke != "map.halo":
        return replace(item, ink=replace(item.ink, dash=_ENDED))
    return item


def _label(told: Sequence[Mark]) -> str:
    news = [one for one in told if one.state != "kept"]
    if not news:
        return ""
    if len(told) == 1:
        sign = "+" if news[0].state == "began" else "–"
        return f"{sign} {news[0].words}".rstrip()
    began = sum(one.state == "began" for one in news)
    ended = len(news) - began
    return " ".join(filter(None, (f"+{began}" if began else "", f"–{ended}" if ended else "")))


def _place(
    words: str, points: Sequence[Point], size: float, taken: list[Box], room: Box
) -> list[Item]:
    """A label on the line where it covers nothing, else its sign alone; nothing where there is no room."""
    for text in dict.fromkeys((words, words.split(" ", 1)[0])):
        wide = text_width(text, size, weight=600) + size * 0.7
        high = size * 1.35
        for share in _PLACES:
            x, y = points[round(share * (len(points) - 1))]
            box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            if _fits(box, taken, room):
                taken.append(box)
                return _plate(text, box, size)
    return []


def _plate(text: str, box: Box, size: float) -> list[Item]:
    left, top, right, bottom = box
    ink = Ink(fill="map.halo", stroke="map.label", width=0.9)
    return [
        Rect(left, top, right - left, bottom - top, ink, (bottom - top) / 2),
        Text(
            (left + right) / 2,
            (top + bottom) / 2 + size * 0.35,
            text,
            size,
            weight=600,
            anchor="middle",
            measured=text_width(text, size, weight=600),
        ),
    ]


def _fits(box: Box, taken: Sequence[Box], room: Box) -> bool:
    left, top, right, bottom = box
    if left < room[0] or top < room[1] or right > room[2] or bottom > room[3]:
        return False
    return not any(
        left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
        for other in taken
    )
