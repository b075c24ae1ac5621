"""The display list: a picture as plain shapes that a painter, an SVG writer or a test can read.

Lengths are in picture units (one CSS pixel), x to the right, y downwards. Colours are theme
tokens such as ``"map.land"``; whoever draws resolves them. Everything is clipped to the picture's
rectangle.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Point = tuple[float, float]
Box = tuple[float, float, float, float]
FontRole = Literal["sans", "serif"]
Anchor = Literal["start", "middle", "end"]
#: "M" and "L" carry x, y; "C" carries two control points and the end; "Z" closes.
Command = (
    tuple[str] | tuple[str, float, float] | tuple[str, float, float, float, float, float, float]
)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape is filled and stroked. ``None`` means not at all.

    ``hatch`` draws diagonal lines of a second token over the fill. ``dash`` is in picture units.
    """

    fill: str | None = None
    fill_opacity: float = 1.0
    hatch: str | None = None
    stroke: str | None = None
    stroke_opacity: float = 1.0
    width: float = 1.0
    dash: tuple[float, ...] = ()
    round_cap: bool = False


@dataclass(frozen=True, slots=True)
class Polygon:
    """Closed rings, each flat as x0, y0, x1, y1, …; filled by the even-odd rule."""

    rings: tuple[tuple[float, ...], ...]
    ink: Ink
    box: Box


@dataclass(frozen=True, slots=True)
class Path:
    """Any outline, filled by the non-zero rule."""

    commands: tuple[Command, ...]
    ink: Ink


@dataclass(frozen=True, slots=True)
class Polyline:
    """Straight pieces through the points."""

    points: tuple[Point, ...]
    ink: Ink
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """One cubic Bézier curve."""

    start: Point
    control1: Point
    control2: Point
    end: Point
    ink: Ink

    def at(self, t: float) -> Point:
        """The point at ``t`` between 0 (start) and 1 (end)."""
        s = 1 - t
        a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
        return (
            a * self.start[0] + b * self.control1[0] + c * self.control2[0] + d * self.end[0],
            a * self.start[1] + b * self.control1[1] + c * self.control2[1] + d * self.end[1],
        )

    def sample(self, pieces: int = 24) -> tuple[Point, ...]:
        """Points along the curve, both ends included."""
        return tuple(self.at(i / pieces) for i in range(pieces + 1))


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc or ring."""

    x: float
    y: float
    radius: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle, its corners rounded by ``radius``."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. ``x``, ``y`` is the anchor on the baseline.

    ``measured`` is the width on the shipped fonts; ``halo`` is drawn beneath, ``halo_width`` wide.
    """

    x: float
    y: float
    text: str
    size: float
    role: FontRole = "sans"
    weight: int = 400
    italic: bool = False
    anchor: Anchor = "start"
    fill: str = "map.label"
    opacity: float = 1.0
    halo: str | None = None
    halo_width: float = 3.0
    measured: float = 0.0

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the line."""
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.measured
        left = self.x - shift
        return (left, self.y - self.size * 0.8, left + self.measured, self.y + self.size * 0.25)


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together: ``entry`` is the record's id and ``kind`` its kind.

    ``ends`` are the entries that a line joins, for those who follow it by keys. ``others`` are further
    records that the same shapes stand for. ``opened`` are shapes that lie over these while a reader
    points at the group: the single lines of a bundle. ``parts`` name what the group is a part of, the
    first being what lights up with it: the pacts of many that a line belongs to. A group of the kind
    "fixed" in the first rank of a picture stands still when a reader zooms. Outside the box ``clip``
    nothing of it is drawn.
    """

    items: tuple[Item, ...]
    entry: str | None = None
    kind: str = ""
    tooltip: str = ""
    opacity: float = 1.0
    ends: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    opened: tuple[Item, ...] = ()
    clip: Box | None = None
    parts: tuple[str, ...] = ()


Item = Polygon | Path | Polyline | Curve | Circle | Rect | Text | Group


@dataclass(frozen=True, slots=True)
class LegendItem:
    """What one sign in the picture means. ``swatch`` is "area", "hatch", "line" or "node"."""

    swatch: str
    colour: str
    text: str
    dash: tuple[float, ...] = ()
    width: float = 2.0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished drawing. ``alt`` describes it in words for those who do not see it.

    ``stage`` is the part that a reader can zoom and move; all of it where none is named.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    alt: str
    title: str = ""
    background: str | None = None
    legend: tuple[LegendItem, ...] = field(default=())
    stage: Box | None = None


@dataclass(frozen=True, slots=True)
class Lens:
    """What part of a picture a reader has zoomed to.

    A point (x, y) of the stage is seen at ``x * scale + dx``, ``y * scale + dy``.
    """

    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def seen(self, x: float, y: float) -> Point:
        """Where a point of the picture is seen."""
        return x * self.scale + self.dx, y * self.scale + self.dy

    def behind(self, x: float, y: float) -> Point:
        """The point of the picture that is seen at a place."""
        return (x - self.dx) / self.scale, (y - self.dy) / self.scale


def bounds(points: Sequence[Point]) -> Box:
    """The smallest upright box around the points."""
    xs = [point[0] for point in points]
    ys = [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def walk(items: Sequence[Item], group: Group | None = None) -> Iterator[tuple[Item, Group | None]]:
    """Every plain shape with the innermost group around it that has an entry, in drawing order."""
    for item in items:
        if isinstance(item, Group):
            yield from walk(item.items, item if item.entry else group)
        else:
            yield item, group


class Targets:
    """What can be pointed at in some shapes, measured once: a pointer that moves asks many times."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._shapes = [
            (item, group, *_reached(item))
            for item, group in reversed(list(walk(items)))
            if group is not None
        ]

    def at(self, x: float, y: float, reach: float = 5.0) -> Group | None:
        """The group under a point: node and label first, then the nearest line, then the area."""
        line: Group | None = None
        nearest = reach
        area: Group | None = None
        for item, group, box, points in self._shapes:
            left, top, right, bottom = box
            if not (left - reach <= x <= right + reach and top - reach <= y <= bottom + reach):
                continue
            match item:
                case Circle():
                    if math.hypot(item.x - x, item.y - y) <= item.radius + reach / 2:
                        return group
                case Rect() | Text():
                    if _in_box(box, x, y, 0):
                        return group
                case Path():
                    if _in_box(box, x, y, 1):
                        return group
                case Curve() | Polyline():
                    away = _distance(points, x, y)
                    if away < nearest:
                        nearest, line = away, group
                case Polygon():
                    if area is None and _in_box(box, x, y, 0) and _inside(item, x, y):
                        area = group
                case _:
                    pass
        return line or area


def hit_group(picture: Picture, x: float, y: float, reach: float = 5.0) -> Group | None:
    """The group under a point, see ``Targets``."""
    return Targets(picture.items).at(x, y, reach)


def hit(picture: Picture, x: float, y: float, reach: float = 5.0) -> str | None:
    """Id of the entry under a point, or nothing. ``reach`` is how near a line must be."""
    group = hit_group(picture, x, y, reach)
    return group.entry if group else None


def _reached(item: Item) -> tuple[Box, Sequence[Point]]:
    """The box around a plain shape, and the points along it where it is a line."""
    match item:
        case Text() | Polygon():
            return item.box, ()
        case Rect():
            return (item.x, item.y, item.x + item.width, item.y + item.height), ()
        case Circle():
            r = item.radius
            return (item.x - r, item.y - r, item.x + r, item.y + r), ()
        case Path():
            return bounds(_path_points(item)), ()
        case Curve() | Polyline():
            points = item.sample() if isinstance(item, Curve) else item.points
            return bounds(points), points
        case _:
            return (math.inf, math.inf, -math.inf, -math.inf), ()


def _path_points(path: Path) -> list[Point]:
    found: list[Point] = []
    for command in path.commands:
        numbers = [part for part in command if isinstance(part, float | int)]
        found += list(zip(numbers[::2], numbers[1::2], strict=True))
    return found or [(math.inf, math.inf)]


def _in_box(box: Box, x: float, y: float, reach: float) -> bool:
    left, top, right, bottom = box
    return left - reach <= x <= right + reach and top - reach <= y <= bottom + reach


def _distance(points: Sequence[Point], x: float, y: float) -> float:
    best = math.inf
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        t = 0.0 if length == 0 else max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length))
        best = min(best, math.hypot(ax + t * dx - x, ay + t * dy - y))
    return best


def _inside(polygon: Polygon, x: float, y: float) -> bool:
    odd = False
    for ring in polygon.rings:
        px, py = ring[-2], ring[-1]
        for i in range(0, len(ring), 2):
            qx, qy = ring[i], ring[i + 1]
            if (qy > y) != (py > y) and x < (px - qx) * (y - qy) / (py - qy) + qx:
                odd = not odd
            px, py = qx, qy
    return odd
