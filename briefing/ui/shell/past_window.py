"""A window on the library as it stood at a moment: everything can be looked at, nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.app import furnish
from briefing.ui.shell.window import MainWindow
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from briefing.services.workspace import Workspace
    from briefing.settings import Settings

#: Pixels at 100 % that the words take on one line at most.
_LINE = 300


class PastBar(QFrame):
    """One line above the title: which moment is shown, and what to do about it."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.set_role(self, "past")
        self.setAccessibleName(words)
        self.told = QLabel(words, self)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        theme.set_role(self.told, "strong")
        self.compare_button = self._button(_("Compare with the present"))
        self.close_button = self._button(_("Close"))
        self._flow = FlowLayout(self, gap=8)
        for one in (self.told, self.compare_button, self.close_button):
            self._flow.addWidget(one)
        theme.current().theme_changed.connect(self._space)
        self._space()

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(words)
        theme.set_role(button, "link")
        return button

    def _space(self) -> None:
        self._flow.setContentsMargins(theme.px(10), theme.px(5), theme.px(10), theme.px(5))
        # On one line where there is room for it: a label that wraps would rather be a square.
        wide = QFontMetrics(theme.sans(1.0, QFont.Weight.Bold)).horizontalAdvance(self.told.text())
        self.told.setMinimumWidth(min(wide + theme.px(8), theme.px(_LINE)))


class PastWindow(MainWindow):
    """The window of a past library, which it closes when it is closed itself."""

    #: The briefing is to be compared with the present; carries the clock shown here.
    compare_wanted = Signal(object)
    #: The window was closed.
    closed = Signal(object)
    remembers = False

    def __init__(
        self, workspace: Workspace, settings: Settings, clock: int, words: str, briefing_id: str
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.clock = clock
        self.words = words
        furnish(self, workspace, settings)
        self.bar_of_past = PastBar(words, self.desk)
        self.bar_of_past.compare_button.clicked.connect(self._on_compare)
        self.bar_of_past.close_button.clicked.connect(self.close)
        self._desk_layout.insertWidget(0, self.bar_of_past)
        self.session.open_briefing(briefing_id)
        self.furnish_sides()
        self._show_header()

    def _show_saved(self) -> None:
        self.saved.setText(self.words)

    def _show_header(self) -> None:
        super()._show_header()
        self.setWindowTitle(f"{self.title.text()[:120]} – {self.words}")

    def _on_compare(self) -> None:
        self.compare_wanted.emit(self.clock)

    def closeEvent(self, event: QCloseEvent) -> None:
        workspace = self.session.workspace
        super().closeEvent(event)
        if event.isAccepted():
            workspace.close()
            self.closed.emit(self)
