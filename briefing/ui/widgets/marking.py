"""The marking banner that stands above and below everything."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from briefing.ui import theme

_TOKENS = {
    "TLP:RED": "tlp.red",
    "TLP:AMBER": "tlp.amber",
    "TLP:AMBER+STRICT": "tlp.amber",
    "TLP:GREEN": "tlp.green",
    "TLP:CLEAR": "tlp.clear",
}


class MarkingBanner(QWidget):
    """A black bar with the TLP 2.0 label in its colour, in every theme; never translated."""

    def __init__(
        self, marking: str = "TLP:CLEAR", note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._marking = ""
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().theme_changed.connect(self._on_theme_changed)
        self.set_marking(marking, note)

    @property
    def text(self) -> str:
        """The words shown, such as "TLP:CLEAR — SAMPLE BRIEFING"."""
        return f"{self._marking} — {self._note}" if self._note else self._marking

    def set_marking(self, marking: str, note: str = "") -> None:
        """Show a label such as "TLP:AMBER+STRICT" and a note beside it. ValueError for others.

        With nothing to mark yet, "" leaves the bar black and empty.
        """
        if marking and marking not in _TOKENS:
            raise ValueError(f"not a TLP 2.0 label: {marking}")
        self._marking, self._note = marking, note
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        return QSize(
            metrics.horizontalAdvance(self.text) + theme.px(24), metrics.height() + theme.px(6)
        )

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        return QSize(
            metrics.horizontalAdvance(self._marking) + theme.px(8), self.sizeHint().height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("tlp.black"))
        if not self._marking:
            return
        font = self._font()
        painter.setFont(font)
        painter.setPen(theme.colour(_TOKENS[self._marking]))
        # The note gives way in a narrow window, the label never.
        words = self.text
        if QFontMetrics(font).horizontalAdvance(words) > self.width() - theme.px(8):
            words = self._marking
        painter.drawText(self.rect(), QtCore.Qt.AlignmentFlag.AlignCenter, words)

    def _font(self) -> QFont:
        font = theme.sans(0.88, QFont.Weight.Bold)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, theme.px(10) / 10)
        return font

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()
