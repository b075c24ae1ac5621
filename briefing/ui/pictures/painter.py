"""Paints a picture's display list with QPainter in the colours of the theme."""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
)

from briefing.domain.picture import (
    Circle,
    Curve,
    Group,
    Ink,
    Path,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Text,
)
from briefing.ui import theme
from briefing.ui.pictures.ground import Grounds
from briefing.ui.pictures.lettering import font_of, letters_of, stamp, width_of, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.picture import Box, Item


def paint_picture(painter: QPainter, picture: Picture) -> None:
    """Draw a picture at its own size, clipped to its rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(QRectF(0, 0, picture.width, picture.height))
    if picture.background:
        painter.fillRect(
            QRectF(0, 0, picture.width, picture.height), theme.colour(picture.background)
        )
    paint_items(painter, picture.items)
    painter.restore()


def paint_items(painter: QPainter, items: Sequence[Item]) -> None:
    """Draw shapes in their order."""
    shades = theme.current().name
    done = _grounds.paint(painter, items, shades, _paint_each)
    _paint_each(painter, items[done:] if done else items, shades)


def _paint_each(painter: QPainter, items: Sequence[Item], shades: str) -> None:
    for item in items:
        match item:
            case Curve():
                if item.ink.stroke and not item.ink.fill:
                    pen = _pen(item.ink, shades)
                    if is_straight(item):
                        # A third of the time that the way through an outline takes.
                        painter.setPen(pen)
                        painter.drawLine(QPointF(*item.start), QPointF(*item.end))
                    else:
                        painter.strokePath(outline(item), pen)
                else:
                    _shape(painter, outline(item), item.ink, shades)
            case Group():
                _group(painter, item, shades)
            case Polyline() if len(item.points) == 2 and not item.ink.fill:
                if item.ink.stroke:
                    painter.setPen(_pen(item.ink, shades))
                    (ax, ay), (bx, by) = item.points
                    painter.drawLine(QPointF(ax, ay), QPointF(bx, by))
            case Rect() | Circle() if not item.ink.hatch:
                _plain(painter, item, shades)
            case Text():
                _text(painter, item)
            case _:
                _shape(painter, outline(item), item.ink, shades)


def is_straight(curve: Curve) -> bool:
    """Whether a curve is the line from its start to its end, within a millionth of a picture unit."""
    x, y = curve.start
    dx, dy = curve.end[0] - x, curve.end[1] - y
    length = dx * dx + dy * dy
    for across, down in (curve.control1, curve.control2):
        ahead = (across - x) * dx + (down - y) * dy
        aside = (across - x) * dy - (down - y) * dx
        if not 0.0 <= ahead <= length or aside * aside > 1e-12 * length:
            return False
    return True


def _group(painter: QPainter, group: Group, shades: str) -> None:
    if group.clip is not None:
        painter.save()
        left, top, right, bottom = group.clip
        clip = QRectF(left, top, right - left, bottom - top)
        painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
    if group.opacity == 1.0:
        _paint_each(painter, group.items, shades)
    else:
        before = painter.opacity()
        painter.setOpacity(before * group.opacity)
        _paint_each(painter, group.items, shades)
        painter.setOpacity(before)
    if group.clip is not None:
        painter.restore()


def outline(item: Item) -> QPainterPath:
    """The line around, or along, a plain shape."""
    path = QPainterPath()
    match item:
        case Polygon():
            return _rings.path(item.rings)
        case Path():
            path.setFillRule(Qt.FillRule.WindingFill)
            for command in item.commands:
                _command(path, command)
        case Polyline():
            for number, (x, y) in enumerate(item.points):
                if number:
                    path.lineTo(x, y)
                else:
                    path.moveTo(x, y)
            if item.closed:
                path.closeSubpath()
        case Curve():
            path.moveTo(*item.start)
            path.cubicTo(*item.control1, *item.control2, *item.end)
        case Circle():
            path.addEllipse(QPointF(item.x, item.y), item.radius, item.radius)
        case Rect():
            path.addRoundedRect(
                QRectF(item.x, item.y, item.width, item.height), item.radius, item.radius
            )
        case _:
            pass
    return path


class _Rings(threading.local):
    """The paths of rings that come again: the land of a map is the same at every date.

    For each thread by itself, since no two may use one path at a time.
    """

    def __init__(self) -> None:
        # By identity, since to compare thousands of numbers takes as long as to make the path.
        self._kept: dict[int, tuple[object, QPainterPath]] = {}

    def path(self, rings: tuple[tuple[float, ...], ...]) -> QPainterPath:
        """The path of rings, made once while it is among those last asked for."""
        known = self._kept.get(id(rings))
        if known is not None and known[0] is rings:
            return known[1]
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        for ring in rings:
            # A polygon made of a list of points takes three times as long.
            path.moveTo(*ring[:2])
            draw_to = path.lineTo
            for x, y in zip(ring[2::2], ring[3::2], strict=False):
                draw_to(x, y)
            path.closeSubpath()
        if len(self._kept) >= _RINGS:
            self._kept.clear()
        self._kept[id(rings)] = (rings, path)
        return path


#: Outlines that are kept as paths: those of four maps of the world.
_RINGS = 1200
_rings = _Rings()
_grounds = Grounds()


def ring_paths(group: Group) -> list[QPainterPath]:
    """The lines that show a group as chosen: around its discs, boxes and lines, not its land."""
    found: list[QPainterPath] = []
    for shape in group.items:
        path = QPainterPath()
        match shape:
            case Circle():
                reach = shape.radius + 4
                path.addEllipse(QPointF(shape.x, shape.y), reach, reach)
            case Rect():
                path.addRect(
                    QRectF(shape.x, shape.y, shape.width, shape.height).adjusted(-3, -3, 3, 3)
                )
            case Curve():
                stroker = QPainterPathStroker()
                stroker.setWidth(shape.ink.width + 6)
                path = stroker.createStroke(outline(shape)).simplified()
            case Path():
                path = outline(shape)
            case _:
                continue
        if not math.isinf(path.length()):
            found.append(path)
    return found


def light_up(painter: QPainter, groups: Sequence[Group], beneath: Sequence[Box] = ()) -> None:
    """Draw lines once more, broad and in the colour of what is chosen, but not over the boxes that they
    run beneath."""
    painter.save()
    for left, top, right, bottom in beneath:
        around = QPainterPath()
        around.addRect(painter.clipBoundingRect())
        around.addRect(QRectF(left, top, right - left, bottom - top))
        painter.setClipPath(around, Qt.ClipOperation.IntersectClip)
    for group in groups:
        for shape in group.items:
            if isinstance(shape, Curve) and shape.ink.stroke != "map.halo":
                pen = QPen(theme.colour("accent.main"), shape.ink.width + 2.2)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.strokePath(outline(shape), pen)
    painter.restore()


def _command(path: QPainterPath, command: tuple[object, ...]) -> None:
    letter = command[0]
    numbers = [float(n) for n in command[1:] if isinstance(n, int | float)]
    if letter == "M":
        path.moveTo(*numbers)
    elif letter == "L":
        path.lineTo(*numbers)
    elif letter == "C":
        path.cubicTo(*numbers)
    else:
        path.closeSubpath()


def _shape(painter: QPainter, path: QPainterPath, ink: Ink, shades: str) -> None:
    if ink.fill:
        painter.fillPath(path, _brush(ink.fill, ink.fill_opacity, shades))
    if ink.hatch:
        painter.fillPath(path, QBrush(theme.colour(ink.hatch), Qt.BrushStyle.BDiagPattern))
    if ink.stroke:
        painter.strokePath(path, _pen(ink, shades))


@lru_cache(maxsize=256)
def _brush(token: str, opacity: float, shades: str) -> QBrush:
    colour = theme.colour(token)
    colour.setAlphaF(opacity)
    return QBrush(colour)


@lru_cache(maxsize=512)
def _pen(ink: Ink, shades: str) -> QPen:
    colour = theme.colour(ink.stroke or "text.body")
    colour.setAlphaF(ink.stroke_opacity)
    pen = QPen(colour, ink.width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if ink.round_cap else Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if ink.dash:
        # Qt counts dashes in widths of the pen, and an odd list has to be doubled.
        dash = ink.dash if len(ink.dash) % 2 == 0 else ink.dash * 2
        pen.setDashPattern([length / max(ink.width, 0.1) for length in dash])
    return pen


def _plain(painter: QPainter, item: Rect | Circle, shades: str) -> None:
    """Boxes and discs without the way through an outline, which takes three times as long."""
    ink = item.ink
    if ink.stroke:
        painter.setPen(_pen(ink, shades))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if ink.fill:
        painter.setBrush(_brush(ink.fill, ink.fill_opacity, shades))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    if isinstance(item, Circle):
        painter.drawEllipse(QPointF(item.x, item.y), item.radius, item.radius)
        return
    box = QRectF(item.x, item.y, item.width, item.height)
    if item.radius:
        painter.drawRoundedRect(box, item.radius, item.radius)
    else:
        painter.drawRect(box)


def _text(painter: QPainter, item: Text) -> None:
    before = painter.opacity()
    painter.setOpacity(before * item.opacity)
    face = (item.role, max(1, round(item.size)), item.weight, item.italic)
    if not item.halo:
        # The font's own cache of letters serves many labels far faster than outlines do.
        wide = width_of(item.text, face) if item.anchor != "start" else item.measured
        painter.setFont(font_of(face))
        painter.setPen(theme.colour(item.fill))
        painter.drawText(QPointF(item.x - _SHIFT[item.anchor] * wide, item.y), item.text)
    elif not painter.worldTransform().isScaling():
        # Filling letters takes most of the time of a map; a stamp of them is laid down in no time.
        ratio = painter.device().devicePixelRatio()
        colours = (theme.colour(item.halo).rgba(), theme.colour(item.fill).rgba(), item.halo_width)
        shown, left, top, wide = stamp(item.text, face, colours, ratio)
        x, y = item.x - _SHIFT[item.anchor] * wide + left, item.y + top
        painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), shown)
    else:
        letters = letters_of(item.text, face, item.halo_width)
        at = QPointF(item.x - _SHIFT[item.anchor] * width_of(item.text, face), item.y)
        painter.translate(at)
        write(painter, letters, theme.colour(item.halo), theme.colour(item.fill))
        painter.translate(-at)
    painter.setOpacity(before)


_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}
