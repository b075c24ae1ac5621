"""A label whose words are changed in place: two clicks, type, Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from briefing.i18n import _
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLabel


class InlineEdit(QObject):
    """Opens a line over a label. Enter or leaving it saves what was changed, Escape leaves it be.

    ``text`` gives the words as they are kept, ``save`` takes the new ones.
    """

    def __init__(
        self, label: QLabel, name: str, text: Callable[[], str], save: Callable[[str], object]
    ) -> None:
        super().__init__(label)
        self._label = label
        self._name = name
        self._text = text
        self._save = save
        self.line: QLineEdit | None = None
        label.installEventFilter(self)
        label.setToolTip(_("Click twice to change"))

    def start(self) -> None:
        """Open the line with the words selected."""
        parent = self._label.parentWidget()
        if self.line is not None or parent is None:
            return
        line = QLineEdit(self._text(), parent)
        line.setAccessibleName(self._name)
        line.installEventFilter(self)
        room = self._label.geometry()
        high = max(line.sizeHint().height(), theme.px(26))
        line.setGeometry(QRect(room.left(), room.top(), room.width(), high))
        line.editingFinished.connect(self.finish)
        self.line = line
        line.show()
        line.raise_()
        line.selectAll()
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Save what was changed and show the label again."""
        if self.line is not None:
            text = self.line.text().strip()
            self._close()
            if text != self._text():
                self._save(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._label and event.type() == QEvent.Type.MouseButtonDblClick:
            self.start()
            return True
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self.line and escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._close()
                return True
        return super().eventFilter(watched, event)

    def _close(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            line.hide()
            line.deleteLater()
