"""A line in which a known actor is named, to be taken for the one at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from briefing.errors import UserError
from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.editors.pickers import PickLine
from briefing.ui.shell.notes import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from briefing.services.choosing import Choice


class _Line(PickLine):
    """A line for one actor; Escape leaves it."""

    left = Signal()

    def __init__(self, actors: Callable[[], Sequence[Choice]], parent: QWidget) -> None:
        super().__init__(actors, parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class MergeBar(QWidget):
    """Completes the names of known actors; Enter takes one, Escape leaves."""

    #: An actor was named; carries its id.
    picked = Signal(object)
    #: The person changed their mind.
    left = Signal()

    def __init__(self, actors: Callable[[], Sequence[Choice]], parent: QWidget) -> None:
        super().__init__(parent)
        label = QLabel(_("Merge with the known actor"), self)
        theme.set_role(label, "muted")
        self._actors = actors
        self._choices: Sequence[Choice] = ()
        self.pick = _Line(self._known, self)
        self.pick.setAccessibleName(_("Known actor"))
        self.pick.setPlaceholderText(_("Name in any script; Enter merges"))
        self.pick.returnPressed.connect(self._on_return)
        self.pick.left.connect(self._on_left)
        self.wrong = WrappedLabel(self, "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for one in (label, self.pick, self.wrong):
            column.addWidget(one)
        label.setBuddy(self.pick)
        self.hide()

    def ask(self, name: str) -> None:
        """Open with a name in the line."""
        self._choices = self._actors()
        self.pick.setText(name)
        self.wrong.hide()
        self.show()
        self.pick.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pick.selectAll()

    def _known(self) -> Sequence[Choice]:
        return self._choices

    def _on_return(self) -> None:
        if self.pick.names.shown and self.pick.names.is_used:
            return
        self.pick.settle_first()
        try:
            found = self.pick.choices()
        except UserError as error:
            self.wrong.show_text(str(error))
            self.wrong.show()
            return
        if found:
            self.hide()
            self.picked.emit(found[0].id)

    def _on_left(self) -> None:
        self.hide()
        self.left.emit()
