"""A field for plain words that is as high as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from briefing.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class GrowingText(QPlainTextEdit):
    """Plain words; Tab goes on to the next field. ``lines`` is the least height in lines."""

    def __init__(self, parent: QWidget | None = None, *, lines: float = 3.0) -> None:
        super().__init__(parent)
        self._least = lines
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(1)
        self.textChanged.connect(self.fit)

    def fit(self) -> None:
        """Take the height of the words."""
        lines = max(self._least, self.document().size().height())
        frame = self.height() - self.viewport().height()
        margin = round(2 * self.document().documentMargin())
        self.setFixedHeight(round(lines * self.fontMetrics().lineSpacing()) + frame + margin)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
