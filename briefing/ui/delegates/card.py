"""Paints the rows of lists: avatar, name, words, pills, and a column at the right."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefing.ui import theme
from briefing.ui.models.rows import ROW, Row
from briefing.ui.widgets.badges import paint_avatar, paint_likelihood
from briefing.ui.widgets.pill import paint_pill, pill_font, pill_size

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT = 4000
# Pixels at 100 %: no letter of a name is wider on average.
_LETTER = 9
# Pixels at 100 %: what words need beside the right column, and a column that never gives way.
_LEAST_ROOM, _NARROW_SIDE = 150, 60


class CardDelegate(QStyledItemDelegate):
    """Cards as high as their words. ``max_lines`` cuts the words of each; 0 shows them all.

    ``uniform`` gives every card the height of ``max_lines`` lines, for lists too long to measure. ``alike``:
    cards with the same things on them, none of which can need a second line, are measured once.
    """

    def __init__(self, parent: QObject | None = None, *, roomy: bool = False) -> None:
        super().__init__(parent)
        self.max_lines = 0
        self.uniform = self.alike = False
        self._heights: dict[tuple[object, ...], int] = {}
        self._roomy = roomy
        self._wrapped: OrderedDict[tuple[str, str, int, int], tuple[str, ...]] = OrderedDict()
        self._fonts: dict[str, tuple[QFont, QFontMetricsF]] = {}
        theme.current().theme_changed.connect(self._on_theme_changed)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = option.widget
        wide = (
            view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        )
        if self.uniform:
            return QSize(wide, self._uniform_height())
        row = index.data(ROW)
        if row is None:
            return QSize(wide, 1)
        shape = self._shape(row, wide) if self.alike else None
        if shape is None:
            return QSize(wide, self._draw(None, QRectF(0, 0, wide, 0), row, selected=False))
        high = self._heights.get(shape)
        if high is None:
            high = self._draw(None, QRectF(0, 0, wide, 0), row, selected=False)
            self._heights[shape] = high
        return QSize(wide, high)

    def _shape(self, row: Row, wide: int) -> tuple[object, ...] | None:
        """What the height of a card depends on; None where its words have to be wrapped to know."""
        words = len(row.head) + len(row.tail) + sum(len(text) for text, _kind in row.chips)
        if row.text or row.detail or row.bar is not None or words * theme.px(_LETTER) > wide / 2:
            return None
        lines = sum(map(bool, row.side))
        return (
            wide,
            row.heading,
            bool(row.head),
            bool(row.avatar),
            bool(row.chips),
            lines,
            row.side_chip is not None,
            bool(row.grade),
        )

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW)
        if row is None:
            return
        painter.save()
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if not row.heading:
            if selected:
                painter.fillRect(rect, theme.colour("window.row"))
            elif option.state & QStyle.StateFlag.State_MouseOver and row.id:
                painter.fillRect(rect, theme.colour("window.hover"))
            painter.setPen(QPen(theme.colour("window.line"), 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            if option.state & QStyle.StateFlag.State_HasFocus and selected:
                painter.fillRect(
                    QRectF(rect.left(), rect.top(), theme.px(3), rect.height()),
                    theme.colour("accent.main"),
                )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, rect, row, selected=selected)
        painter.restore()

    # ------------------------------------------------------------------ measuring and painting

    def _draw(self, painter: QPainter | None, rect: QRectF, row: Row, *, selected: bool) -> int:
        """Paint a row, or with no painter only measure it; the height in pixels."""
        px = theme.px
        left = rect.left() + px(28 if self._roomy else 14) + px(18) * row.indent
        right = rect.right() - px(28 if self._roomy else 14)
        if row.heading:
            return self._draw_heading(painter, rect, row, left)
        top = y = rect.top() + px(14 if self._roomy else 8)
        low = top
        if row.avatar:
            size = px(40 if self._roomy else 30)
            if painter is not None:
                paint_avatar(
                    painter, QRectF(left, y, size, size), row.avatar, row.shade or "bloc.grey"
                )
            left += size + px(18 if self._roomy else 12)
            low = y + size
        if row.side or row.side_chip or row.grade:
            side_low, side_wide = self._draw_side(painter, row, right, y)
            low = max(low, side_low)
            left_over = right - left - side_wide - px(24)
            if left_over < px(_LEAST_ROOM) and side_wide > px(_NARROW_SIDE) and not self.uniform:
                # Large words beside a column would break within: they begin beneath it.
                y = side_low + px(4)
            else:
                right -= side_wide + px(24)
        room = max(px(80), right - left)
        y = self._draw_names(painter, row, left, y, room)
        name = "serif" if row.serif else "body"
        if row.text:
            y += px(2) if row.head else 0
            y = self._words(painter, row.text, name, "text.body", left, y, room, self.max_lines)
        if row.bar is not None:
            y = self._draw_bar(painter, row, left, y + px(4), room)
        if row.detail:
            lines = 1 if self.uniform else 0
            y = self._words(
                painter, row.detail, "small", "text.muted", left, y + px(2), room, lines
            )
        if row.chips:
            y = self._draw_chips(painter, row, left, y + px(6), room)
        return round(max(low, y) - rect.top() + px(14 if self._roomy else 8))

    def _draw_heading(self, painter: QPainter | None, rect: QRectF, row: Row, left: float) -> int:
        _font, metrics = self._font("heading")
        words, y = row.head.upper(), rect.top() + theme.px(16)
        small, small_metrics = self._font("small")
        gap = theme.px(10)
        tail = small_metrics.horizontalAdvance(row.tail) + gap if row.tail else 0.0
        room = max(float(theme.px(80)), rect.right() - theme.px(8) - left - tail)
        end = self._words(painter, words, "heading", "accent.main", left, y, room, 0)
        if painter is not None and row.tail:
            # The number stands beside the last line.
            last = self._wrap(words, "heading", int(room), 0)[-1]
            place = left + metrics.horizontalAdvance(last) + gap
            base = end - metrics.height() + metrics.ascent()
            painter.setFont(small)
            painter.setPen(theme.colour("text.faint"))
            painter.drawText(round(place), round(base), row.tail)
        return round(end + theme.px(6) - rect.top())

    def _draw_names(
        self, painter: QPainter | None, row: Row, left: float, y: float, room: float
    ) -> float:
        if not row.head:
            return y
        bold, metrics = self._font("bold")
        wide = metrics.horizontalAdvance(row.head)
        plain, plain_metrics = self._font("body")
        if wide > room or (
            row.tail and wide + plain_metrics.horizontalAdvance("  " + row.tail) > room
        ):
            most = self.max_lines if self.uniform else 0
            y = self._words(painter, row.head, "bold", "text.heading", left, y, room, most)
            if row.tail:
                y = self._words(painter, row.tail, "body", "text.muted", left, y, room, 1)
            return y
        if painter is not None:
            painter.setFont(bold)
            painter.setPen(theme.colour("text.heading"))
            base = round(y + metrics.ascent())
            painter.drawText(round(left), base, row.head)
            painter.setFont(plain)
            painter.setPen(theme.colour("text.muted"))
            gap = plain_metrics.horizontalAdvance(" ")
            painter.drawText(round(left + wide + gap), base, row.tail)
        return y + metrics.height()

    def _draw_side(
        self, painter: QPainter | None, row: Row, right: float, y: float
    ) -> tuple[float, float]:
        font, metrics = self._font("small")
        wide = float(theme.px(72)) if row.side or row.side_chip else 0.0
        if row.grade:
            bold, bold_metrics = self._font("grade")
            size = QSize(
                round(bold_metrics.horizontalAdvance(row.grade)) + theme.px(12),
                round(bold_metrics.height()) + theme.px(4),
            )
            if painter is not None:
                box = QRectF(right - size.width(), y, size.width(), size.height())
                painter.setPen(QPen(theme.colour("accent.main"), 1.4))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))
                painter.setFont(bold)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.grade)
            wide = max(wide, float(size.width()))
            y += size.height() + theme.px(2)
        for line in row.side:
            if not line:
                continue
            long = metrics.horizontalAdvance(line)
            limit = float(theme.px(170))
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, limit)
            wide = max(wide, min(long, limit))
            if painter is not None:
                painter.setFont(font)
                painter.setPen(theme.colour("text.muted"))
                box = QRectF(right - limit, y, limit, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignRight, text)
            y += metrics.height()
        if row.side_chip is not None:
            text, kind = row.side_chip
            chip = pill_size(text, self._font("pill")[0])
            wide = max(wide, float(chip.width()))
            if painter is not None:
                box = QRectF(right - chip.width(), y + 2, chip.width(), chip.height())
                paint_pill(painter, box, text, kind, self._font("pill")[0])
            y += chip.height() + 4
        return y, wide

    def _draw_bar(
        self, painter: QPainter | None, row: Row, left: float, y: float, room: float
    ) -> float:
        low, high, term = row.bar or (0, 0, "")
        font, metrics = self._font("strong_small")
        wide = min(float(theme.px(150)), room / 2)
        if painter is not None:
            if high:
                paint_likelihood(painter, QRectF(left, y, wide, metrics.height()), low, high)
            painter.setFont(font)
            painter.setPen(theme.colour("accent.main"))
            at = left + wide + theme.px(10) if high else left
            painter.drawText(round(at), round(y + metrics.ascent()), term)
        return y + metrics.height()

    def _draw_chips(
        self, painter: QPainter | None, row: Row, left: float, y: float, room: float
    ) -> float:
        font = self._font("pill")[0]
        x, high = left, 0
        for text, kind in row.chips:
            size = pill_size(text, font)
            if x > left and x + size.width() > left + room:
                if self.uniform:
                    break
                x, y = left, y + size.height() + theme.px(4)
            high = size.height()
            if painter is not None:
                box = QRectF(x, y, min(size.width(), room), size.height())
                paint_pill(painter, box, text, kind, font)
            x += size.width() + theme.px(5)
        return y + high

    def _words(
        self,
        painter: QPainter | None,
        text: str,
        name: str,
        shade: str,
        left: float,
        y: float,
        room: float,
        lines: int,
    ) -> float:
        font, metrics = self._font(name)
        step = metrics.height() * (1.06 if name == "serif" else 1.0)
        wrapped = self._wrap(text, name, int(room), lines)
        if painter is not None:
            painter.setFont(font)
            painter.setPen(theme.colour(shade))
            for number, line in enumerate(wrapped):
                painter.drawText(round(left), round(y + number * step + metrics.ascent()), line)
        return y + len(wrapped) * step

    def _wrap(self, text: str, name: str, room: int, lines: int) -> tuple[str, ...]:
        key = (text, name, room, lines)
        found = self._wrapped.get(key)
        if found is None:
            found = _wrap(text, *self._font(name), room, lines)
            self._wrapped[key] = found
            if len(self._wrapped) > _KEPT:
                self._wrapped.popitem(last=False)
        return found

    def _uniform_height(self) -> int:
        lines = max(1, self.max_lines)
        serif, body, small = (self._font(n)[1].height() for n in ("serif", "body", "small"))
        chip = pill_size("x", self._font("pill")[0]).height()
        pads = theme.px(14) * 2 + theme.px(10)
        return round(body + lines * serif * 1.06 + small + chip + pads)

    def _font(self, name: str) -> tuple[QFont, QFontMetricsF]:
        found = self._fonts.get(name)
        if found is None:
            makers: dict[str, Callable[[], QFont]] = {
                "serif": theme.serif,
                "body": theme.sans,
            }
            weight = QFont.Weight
            if name in makers:
                font = makers[name]()
            elif name == "bold":
                font = theme.sans(1.0, weight.Bold)
            elif name == "grade":
                font = theme.sans(0.92, weight.Bold)
            elif name == "strong_small":
                font = theme.sans(0.92, weight.DemiBold)
            elif name == "heading":
                font = theme.sans(0.88, weight.Bold)
                font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
            elif name == "pill":
                font = pill_font()
            else:
                font = theme.sans(0.92)
            found = self._fonts[name] = (font, QFontMetricsF(font))
        return found

    def _on_theme_changed(self) -> None:
        self._fonts.clear()
        self._wrapped.clear()
        self._heights.clear()


def _wrap(text: str, font: QFont, metrics: QFontMetricsF, room: int, lines: int) -> tuple[str, ...]:
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    # Qt counts in UTF-16, where a character beyond the first plane takes two places.
    wide = text.replace("\n", " ").encode("utf-16-le", "surrogatepass")
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, room))
        start, length = line.textStart(), line.textLength()
        if lines and len(found) == lines - 1 and start + length < len(wide) // 2:
            rest = wide[2 * start :].decode("utf-16-le", "replace")
            found.append(metrics.elidedText(rest[:400], Qt.TextElideMode.ElideRight, room))
            break
        found.append(wide[2 * start : 2 * (start + length)].decode("utf-16-le", "replace").rstrip())
    layout.endLayout()
    return tuple(found)
