"""Paints the rows of the library: briefings with their dot, kept searches, and what was found."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from briefing.services.searching import CLOSE, OPEN
from briefing.ui import theme
from briefing.ui.models.rows import ROW, Row

if TYPE_CHECKING:
    from collections.abc import Mapping

_TITLE_LINES, _DETAIL_LINES = 8, 3
#: Letters shown before the first word that was found.
_LEAD = 40


class LibraryDelegate(QStyledItemDelegate):
    """Rows as high as their words.

    ``unread`` holds ids that get a dot, ``snippets`` the words shown beneath a found entry, with
    what was searched for between the marks of the search.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.unread: frozenset[str] = frozenset()
        self.snippets: Mapping[str, str] = {}

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = option.widget
        wide = view.viewport().width() if isinstance(view, QAbstractItemView) else 200
        row = index.data(ROW)
        return QSize(wide, self._draw(None, QRectF(0, 0, wide, 0), row) if row else 1)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW)
        if row is None:
            return
        rect = QRectF(option.rect)
        painter.save()
        if row.id and option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("window.selected"))
            edge = QRectF(rect.left(), rect.top(), theme.px(3), rect.height())
            painter.fillRect(edge, theme.colour("accent.main"))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(theme.colour("accent.main"))
                painter.drawRect(rect.adjusted(0, 0, -1, -1))
        elif row.id and option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("window.hover"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, rect, row)
        painter.restore()

    def _draw(self, painter: QPainter | None, rect: QRectF, row: Row) -> int:
        """Paint a row, or with no painter only measure it; the height in pixels."""
        px = theme.px
        left, right = rect.left() + px(18), rect.right() - px(14)
        if row.heading:
            return self._draw_heading(painter, rect, row)
        y = rect.top() + px(8)
        for line in row.side:
            right -= self._draw_side(painter, line, right, y) + px(8)
        room = max(px(60), right - left)
        small, bold = theme.sans(0.92), theme.sans(1.0, QFont.Weight.Bold)
        for words, _kind in row.chips:
            y = self._words(painter, words, small, "accent.main", left, y, room, 1)
        if row.head:
            indent = self._draw_dot(painter, left, y, bold) if row.id in self.unread else 0.0
            y = self._words(
                painter, row.head, bold, "text.heading", left, y, room, _TITLE_LINES, indent
            )
        if row.text:
            y = self._words(painter, row.text, theme.sans(), "text.body", left, y, room, 2)
        detail = self.snippets.get(row.id, row.detail)
        if detail:
            y = self._words(painter, detail, small, "text.muted", left, y, room, _DETAIL_LINES)
        return round(y + px(8) - rect.top())

    def _draw_heading(self, painter: QPainter | None, rect: QRectF, row: Row) -> int:
        font = theme.sans(0.88, QFont.Weight.Bold)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(10) / 12)
        y, left = rect.top() + theme.px(14), rect.left() + theme.px(15)
        room = rect.width() - theme.px(29)
        y = self._words(painter, row.head.upper(), font, "text.muted", left, y, room, 3)
        return round(y + theme.px(5) - rect.top())

    def _draw_side(self, painter: QPainter | None, words: str, right: float, y: float) -> float:
        font = theme.sans(0.92)
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(words)
        if painter is not None:
            painter.setFont(font)
            painter.setPen(theme.colour("text.muted"))
            painter.drawText(QPointF(right - wide, y + metrics.ascent()), words)
        return wide

    def _draw_dot(self, painter: QPainter | None, left: float, y: float, font: QFont) -> float:
        size = float(theme.px(7))
        if painter is not None:
            metrics = QFontMetricsF(font)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.main"))
            painter.drawEllipse(QRectF(left, y + (metrics.height() - size) / 2, size, size))
        return size + theme.px(6)

    def _words(
        self,
        painter: QPainter | None,
        words: str,
        font: QFont,
        shade: str,
        left: float,
        y: float,
        room: float,
        lines: int,
        indent: float = 0.0,
    ) -> float:
        """Words wrapped into at most so many lines, what was found in bold; where they end."""
        plain, marks = unmark(words)
        layout = QTextLayout(plain, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(_bold(marks))
        layout.beginLayout()
        high = 0.0
        for number in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            shift = indent if number == 0 else 0.0
            line.setLineWidth(room - shift)
            line.setPosition(QPointF(shift, high))
            high += line.height()
        layout.endLayout()
        if painter is not None:
            painter.setPen(theme.colour(shade))
            layout.draw(painter, QPointF(left, y))
        return y + high


@lru_cache(512)
def unmark(words: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words of a snippet on one line, and the marked spans (start, length) in Qt's UTF-16."""
    plain: list[str] = []
    marks: list[tuple[int, int]] = []
    at, begun = 0, -1
    for letter in words:
        if letter == OPEN:
            begun = at
        elif letter == CLOSE:
            if begun >= 0:
                marks.append((begun, at - begun))
            begun = -1
        else:
            plain.append(" " if letter in "\r\n\u2028\u2029" else letter)
            at += 2 if letter > "\uffff" else 1
    return "".join(plain), tuple(marks)


def near_mark(words: str) -> str:
    """A snippet that begins shortly before what was found, at a word."""
    at = words.find(OPEN)
    if at <= _LEAD:
        return words
    return "… " + words[at - _LEAD :].partition(" ")[2]


def _bold(marks: tuple[tuple[int, int], ...]) -> list[QTextLayout.FormatRange]:
    ranges: list[QTextLayout.FormatRange] = []
    for start, length in marks:
        one = QTextLayout.FormatRange()
        one.start, one.length = start, length  # pyright: ignore[reportAttributeAccessIssue]
        shape = QTextCharFormat()
        shape.setFontWeight(QFont.Weight.Bold)
        shape.setForeground(theme.colour("text.heading"))
        one.format = shape  # pyright: ignore[reportAttributeAccessIssue]
        ranges.append(one)
    return ranges
