"""How to move through a picture by keys: from an entry to its neighbours, and along the lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.domain.picture import Circle, Curve, Group, Path, Polyline, Rect, bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.domain.picture import Box, Item, Picture, Point


@dataclass(frozen=True, slots=True)
class Spot:
    """An entry that stands somewhere in the picture: an actor, a cell, a hub."""

    group: Group
    at: Point


@dataclass(frozen=True, slots=True)
class Strand:
    """A line between two spots. ``bundle`` is the group that must be opened to see it, if any."""

    group: Group
    middle: Point
    bundle: Group | None = None


class Web:
    """The spots and lines of a picture."""

    def __init__(self, picture: Picture) -> None:
        self.spots: dict[str, Spot] = {}
        self.strands: dict[str, Strand] = {}
        #: The lines of each part of the picture, a pact of many: those in insets and the others, which
        #: run beneath these boxes.
        self.parts: dict[str, tuple[list[Group], list[Group]]] = {}
        self.insets: list[Box] = []
        for group in _groups(picture.items):
            self._take(group)
        for item in picture.items:
            if isinstance(item, Group) and item.kind == "inset":
                self.insets += [_box(one) for one in item.items if isinstance(one, Rect)][:1]
                self._part(item.items, inset=True)
            elif isinstance(item, Group):
                self._part((item,), inset=False)

    def _part(self, items: Sequence[Item], *, inset: bool) -> None:
        for group in _groups(items):
            for part in group.parts if group.ends else ():
                self.parts.setdefault(part, ([], []))[not inset].append(group)

    def _take(self, group: Group) -> None:
        entry = group.entry or ""
        if group.opened:
            for one in _groups(group.opened):
                if (middle := _middle(one.items)) is not None:
                    self.strands.setdefault(one.entry or "", Strand(one, middle, group))
        elif group.ends and (middle := _middle(group.items)) is not None:
            self.strands.setdefault(entry, Strand(group, middle))
            for other in group.others:
                self.strands.setdefault(other, Strand(group, middle))
        elif (at := _spot(group.items)) is not None:
            self.spots[entry] = Spot(group, at)
            for other in group.others:
                self.spots.setdefault(other, Spot(group, at))

    def find(self, entry: str | None) -> Spot | Strand | None:
        """Where an entry stands, or the line that it is."""
        return self.spots.get(entry or "") or self.strands.get(entry or "")

    def first(self) -> Spot | None:
        """The spot nearest to the upper left corner."""
        return min(self.spots.values(), key=_reading_order, default=None)

    def towards(self, entry: str, dx: float, dy: float) -> Spot | None:
        """The nearest spot in a direction, y downwards; what lies aside counts as farther."""
        here = self.spots.get(entry)
        if here is None:
            return None
        best: Spot | None = None
        least = math.inf
        for spot in self.spots.values():
            x, y = spot.at[0] - here.at[0], spot.at[1] - here.at[1]
            ahead, aside = x * dx + y * dy, abs(x * dy - y * dx)
            if ahead <= 0.5 or aside > 2.5 * ahead:
                continue
            cost = ahead + 1.6 * aside
            if cost < least:
                least, best = cost, spot
        return best

    def lines_of(self, entry: str) -> list[str]:
        """The lines that end at a spot, clockwise from the top as they leave it."""
        here = self.spots.get(entry)
        if here is None:
            return []
        found: list[tuple[float, str]] = []
        for key, strand in self.strands.items():
            if entry in strand.group.ends and strand.group.entry == key:
                x, y = strand.middle[0] - here.at[0], strand.middle[1] - here.at[1]
                found.append((math.atan2(x, -y) % (2 * math.pi), key))
        return [key for _, key in sorted(found)]

    def across(self, line: str, entry: str) -> str | None:
        """The other end of a line that one came to from ``entry``."""
        strand = self.strands.get(line)
        if strand is None:
            return None
        ends = [end for end in strand.group.ends if end in self.spots]
        return next((end for end in ends if end != entry), None)


def _groups(items: Sequence[Item]) -> Iterator[Group]:
    for item in items:
        if isinstance(item, Group):
            if item.entry:
                yield item
            else:
                yield from _groups(item.items)


def _middle(items: Sequence[Item]) -> Point | None:
    for item in reversed(items):
        if isinstance(item, Curve):
            return item.at(0.5)
        if isinstance(item, Polyline):
            return item.points[len(item.points) // 2]
    return None


def _spot(items: Sequence[Item]) -> Point | None:
    for item in items:
        if isinstance(item, Circle):
            return item.x, item.y
        if isinstance(item, Rect):
            return item.x + item.width / 2, item.y + item.height / 2
        if isinstance(item, Path):
            points = [(float(c[-2]), float(c[-1])) for c in item.commands if len(c) > 1]
            if points:
                left, top, right, bottom = bounds(points)
                return (left + right) / 2, (top + bottom) / 2
    return None


def _box(item: Rect) -> Box:
    return item.x, item.y, item.x + item.width, item.y + item.height


def _reading_order(spot: Spot) -> tuple[float, float]:
    return spot.at[0] + 2 * spot.at[1], spot.at[0]
