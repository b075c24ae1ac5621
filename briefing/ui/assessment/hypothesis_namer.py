"""The field above a column in which a hypothesis is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QTableView

from briefing.i18n import _
from briefing.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent


class HypothesisNamer(QLineEdit):
    """Stands over the header of its column. Enter saves, so does leaving; Escape leaves the name."""

    #: Another name was given; carries (id of the hypothesis, words).
    named = Signal(object)

    def __init__(self, hypothesis_id: str, words: str, section: int, grid: QTableView) -> None:
        header = grid.horizontalHeader()
        super().__init__(header)
        self._grid, self._hypothesis, self._words = grid, hypothesis_id, words
        self._done = False
        self.setAccessibleName(_("Name of the hypothesis"))
        self.setText(words)
        wide = max(header.sectionSize(section), theme.px(200))
        left = max(0, min(header.sectionViewportPosition(section), header.width() - wide))
        high = min(header.height(), self.sizeHint().height())
        self.setGeometry(QRect(left, header.height() - high, wide, high))
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            event.accept()
            self._finish(save=event.key() != Qt.Key.Key_Escape)
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._finish(save=True)

    def _finish(self, *, save: bool) -> None:
        if self._done:
            return
        self._done = True
        self.hide()
        self.deleteLater()
        words = self.text().strip()
        if save and words and words != self._words:
            self.named.emit((self._hypothesis, words))
