"""A layout that sets its items like words: side by side, going on in the next line."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from briefing.ui import theme


class FlowLayout(QLayout):
    """Wraps its items into lines; each line is as high as its highest item."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert_widget(self, at: int, widget: QWidget) -> None:
        """Put a widget before the item at a place."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._shown()]
        gap = theme.px(self._gap)
        wide = sum(hint.width() for hint in hints) + gap * max(0, len(hints) - 1)
        high = max((hint.height() for hint in hints), default=0)
        return QSize(wide, high) + self._margins()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size + self._margins()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _margins(self) -> QSize:
        margins = self.contentsMargins()
        return QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Height needed for the width of the rectangle; moves the items there when asked."""
        margins = self.contentsMargins()
        room = rect.marginsRemoved(margins)
        gap = theme.px(self._gap)
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for item in self._shown():
            size = item.sizeHint()
            if lines[-1] and used + size.width() > room.width():
                lines.append([])
                used = 0
            lines[-1].append((item, size.boundedTo(QSize(max(room.width(), 1), size.height()))))
            used += size.width() + gap
        top = room.top()
        for line in lines:
            high = max((size.height() for _item, size in line), default=0)
            left = room.left()
            for item, size in line:
                if move:
                    drop = (high - size.height()) // 2
                    item.setGeometry(QRect(QPoint(left, top + drop), size))
                left += size.width() + gap
            top += high + gap
        used_height = top - gap - room.top() if self._shown() else 0
        return used_height + margins.top() + margins.bottom()
