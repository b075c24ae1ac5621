"""What the Brief is made of besides its texts and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

#: Pixels at 100 % that are left round the rows of the page.
PAD = 6


class BottomLine(QWidget):
    """The bottom line: larger, with a bar at its left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(19 + PAD), 0, theme.px(PAD), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(theme.px(PAD), 0, theme.px(3), self.height(), theme.colour("accent.main"))


class WriteHere(QWidget):
    """Stands in for the words of a section that has none."""

    def __init__(self, heading: str, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        # The button keeps room for its ring, so that its words stand under those of the heading.
        row.setContentsMargins(0, 0, theme.px(PAD), 0)
        self.button = QPushButton(_("Nothing written yet. Write here …"), self)
        self.button.setAccessibleName(_("Write the section {heading}").format(heading=heading))
        self.button.setAutoDefault(False)
        theme.set_role(self.button, "link")
        row.addWidget(self.button)
        row.addStretch(1)


def nothing(parent: QWidget, *, is_open: bool) -> EmptyState:
    """What the page says where it has nothing to show."""
    if not is_open:
        return EmptyState(_("No briefing is open"), _("Choose one at the left."), "", parent)
    words = _("The bottom line, the judgments and the sections of this briefing appear here.")
    return EmptyState(_("Nothing written yet"), words, "", parent)
