"""The search field with the shortcut that leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from briefing.ui import textmetrics, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent


class SearchField(QLineEdit):
    """A line to search with; Escape empties it, the down key asks for the results."""

    #: The person wants to go down into the results.
    results_requested = Signal()
    #: The person emptied the field with Escape.
    cleared = Signal()

    def __init__(self, placeholder: str, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._hint = QLabel(shortcut, self)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.set_role(self._hint, "key")
        self._hint.setVisible(bool(shortcut))
        self.textChanged.connect(self._on_text_changed)
        theme.current().theme_changed.connect(self._place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.cleared.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.results_requested.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place()

    def _on_text_changed(self, _text: str) -> None:
        self._place()

    def _place(self) -> None:
        hint = getattr(self, "_hint", None)
        if hint is None:  # Qt changes fonts while the field is still being made
            return
        size = hint.sizeHint()
        gap = theme.px(6)
        hint.resize(size)
        # It gives way where the words of the field need the room.
        words = textmetrics.width(self.placeholderText(), self.font())
        room = self.width() - size.width() - 4 * gap
        hint.setVisible(bool(hint.text()) and not self.text() and words <= room)
        hint.move(self.width() - size.width() - gap, (self.height() - size.height()) // 2)
