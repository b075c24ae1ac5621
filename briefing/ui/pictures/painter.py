"""Paints a picture's display list with QPainter in the colours of the theme, and the view of it."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

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
    hit_group,
)
from briefing.ui import theme
from briefing.ui.session import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

    from briefing.domain.picture import Item


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
    for item in items:
        match item:
            case Group():
                if item.clip is not None:
                    painter.save()
                    left, top, right, bottom = item.clip
                    clip = QRectF(left, top, right - left, bottom - top)
                    painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
                before = painter.opacity()
                painter.setOpacity(before * item.opacity)
                paint_items(painter, item.items)
                painter.setOpacity(before)
                if item.clip is not None:
                    painter.restore()
            case Text():
                _text(painter, item)
            case Rect() | Circle() if not item.ink.hatch:
                _plain(painter, item)
            case Polyline() if len(item.points) == 2 and not item.ink.fill:
                if item.ink.stroke:
                    painter.setPen(_pen(item.ink))
                    (ax, ay), (bx, by) = item.points
                    painter.drawLine(QPointF(ax, ay), QPointF(bx, by))
            case _:
                _shape(painter, outline(item), item.ink)


def outline(item: Item) -> QPainterPath:
    """The line around, or along, a plain shape."""
    path = QPainterPath()
    match item:
        case Polygon():
            path.setFillRule(Qt.FillRule.OddEvenFill)
            for ring in item.rings:
                points = [QPointF(ring[i], ring[i + 1]) for i in range(0, len(ring) - 1, 2)]
                path.addPolygon(QPolygonF(points))
                path.closeSubpath()
        case Path():
            path.setFillRule(Qt.FillRule.WindingFill)
            for command in item.commands:
                _command(path, command)
        case Polyline():
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in item.points]))
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


def _tint(token: str, opacity: float) -> QColor:
    shade = theme.colour(token)
    shade.setAlphaF(opacity)
    return shade


def _shape(painter: QPainter, path: QPainterPath, ink: Ink) -> None:
    if ink.fill:
        painter.fillPath(path, _tint(ink.fill, ink.fill_opacity))
    if ink.hatch:
        painter.fillPath(path, QBrush(theme.colour(ink.hatch), Qt.BrushStyle.BDiagPattern))
    if ink.stroke:
        painter.strokePath(path, _pen(ink))


def _pen(ink: Ink) -> QPen:
    pen = QPen(_tint(ink.stroke or "text.body", ink.stroke_opacity), ink.width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if ink.round_cap else Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if ink.dash:
        # Qt counts dashes in widths of the pen, and an odd list has to be doubled.
        dash = ink.dash if len(ink.dash) % 2 == 0 else ink.dash * 2
        pen.setDashPattern([length / max(ink.width, 0.1) for length in dash])
    return pen


def _plain(painter: QPainter, item: Rect | Circle) -> None:
    """Boxes and discs without the way through an outline, which takes three times as long."""
    ink = item.ink
    if ink.stroke:
        painter.setPen(_pen(ink))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    if ink.fill:
        painter.setBrush(_tint(ink.fill, ink.fill_opacity))
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
    size = max(1, round(item.size))
    if not item.halo:
        # The font's own cache of letters serves many labels far faster than outlines do.
        font, wide = _face(item.role, size, item.weight, item.italic), item.measured
        if item.anchor != "start":
            wide = QFontMetricsF(font).horizontalAdvance(item.text)
        painter.setFont(font)
        painter.setPen(theme.colour(item.fill))
        painter.drawText(QPointF(item.x - _SHIFT[item.anchor] * wide, item.y), item.text)
    else:
        path, wide = _letters(item.text, item.role, size, item.weight, item.italic)
        path = path.translated(item.x - _SHIFT[item.anchor] * wide, item.y)
        pen = QPen(theme.colour(item.halo), item.halo_width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
        painter.fillPath(path, theme.colour(item.fill))
    painter.setOpacity(before)


_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


@lru_cache(maxsize=64)
def _face(role: str, size: int, weight: int, italic: bool) -> QFont:
    font = theme.serif() if role == "serif" else theme.sans()
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    return font


@lru_cache(maxsize=512)
def _letters(
    text: str, role: str, size: int, weight: int, italic: bool
) -> tuple[QPainterPath, float]:
    font = _face(role, size, weight, italic)
    path = QPainterPath()
    path.addText(0, 0, font, text)
    return path, QFontMetricsF(font).horizontalAdvance(text)


class PictureView(QWidget):
    """Shows a picture drawn for the widget's size; tells which entry was pressed.

    ``draw`` makes the picture for a width and height; it is asked again when the size changes.
    """

    #: An entry of the picture was pressed; carries its Entry.
    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(180))
        self._draw: Callable[[float, float], Picture] | None = None
        self.picture: Picture | None = None
        self._pixmap: QPixmap | None = None
        self._selected: str | None = None
        theme.current().theme_changed.connect(self._on_theme_changed)

    def set_draw(self, draw: Callable[[float, float], Picture]) -> None:
        """Show what another maker draws."""
        self._draw = draw
        self._forget()

    def set_selected(self, record_id: str | None) -> None:
        """Ring the entry that is chosen elsewhere."""
        if record_id != self._selected:
            self._selected = record_id
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(760), theme.px(380))

    def paintEvent(self, _event: QPaintEvent) -> None:
        picture = self._current()
        painter = QPainter(self)
        if picture is None:
            return
        if self._pixmap is None:
            ratio = self.devicePixelRatioF()
            self._pixmap = QPixmap(self.size() * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(theme.colour(picture.background or "window.background"))
            inner = QPainter(self._pixmap)
            paint_picture(inner, picture)
            inner.end()
        painter.drawPixmap(0, 0, self._pixmap)
        if self._selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ring(painter, picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        group = self._group_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if group else Qt.CursorShape.ArrowCursor)
        if group is not None and group.tooltip:
            QToolTip.showText(event.globalPosition().toPoint(), group.tooltip, self)
        else:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        group = self._group_at(event.position())
        if group is not None and group.entry and event.button() == Qt.MouseButton.LeftButton:
            self.set_selected(group.entry)
            self.chosen.emit(Entry(group.kind, group.entry))

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()
        super().leaveEvent(event)

    def _group_at(self, at: QPointF) -> Group | None:
        picture = self._current()
        return hit_group(picture, at.x(), at.y()) if picture else None

    def _current(self) -> Picture | None:
        if self.picture is None and self._draw is not None and self.width() > 40:
            self.picture = self._draw(self.width(), self.height())
            self.setAccessibleDescription(self.picture.alt)
        return self.picture

    def _paint_ring(self, painter: QPainter, picture: Picture) -> None:
        for item in _groups(picture.items):
            if item.entry == self._selected:
                for path in ring_paths(item):
                    painter.strokePath(path, QPen(theme.colour("accent.main"), 1.6))

    def _forget(self) -> None:
        self.picture = None
        self._pixmap = None
        self.update()

    def _on_theme_changed(self) -> None:
        self._forget()


def _groups(items: Sequence[Item]) -> list[Group]:
    found: list[Group] = []
    for item in items:
        if isinstance(item, Group):
            if item.entry:
                found.append(item)
            found += _groups(item.items)
    return found
