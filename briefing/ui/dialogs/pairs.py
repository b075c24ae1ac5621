"""Two and two that may be one, each with its reason: accepted or let be, with single keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.delegates.row_list import RowList
from briefing.ui.models.rows import Row
from briefing.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

_PAIR = "pair"


class _PairList(RowList):
    """A and Enter accept, R lets be, Shift+A accepts all."""

    deed = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self.deed.emit("all")
        elif key in (Qt.Key.Key_A, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.deed.emit("accept")
        elif key == Qt.Key.Key_R:
            self.deed.emit("reject")
        else:
            super().keyPressEvent(event)


class PairsDialog(QDialog):
    """Pairs as rows. The owner hears which were decided; a decided one leaves the list."""

    #: Pairs are taken for one; carries their numbers.
    joined = Signal(object)
    #: Pairs are not one; carries their numbers.
    kept_apart = Signal(object)

    def __init__(
        self,
        title: str,
        about: str,
        pairs: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = {
            str(n): Row(text=text, detail=detail, kind=_PAIR, id=str(n))
            for n, (text, detail) in enumerate(pairs)
        }
        self.about = QLabel(about, self)
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.about, "small")
        self.list = _PairList(title, self, roomy=True)
        self.list.setDragEnabled(False)
        self.list.deed.connect(self._on_deed)
        self.empty = EmptyState(_("Nothing is left to decide"), parent=self)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.deeds: dict[str, QPushButton] = {}
        for deed, words in (
            ("accept", _("They are one (A)")),
            ("reject", _("They are not (R)")),
            ("all", _("All are one (Shift+A)")),
        ):
            button = QPushButton(words, self)
            button.setObjectName(deed)
            button.setAutoDefault(False)
            button.setAccessibleName(words)
            button.clicked.connect(self._on_button)
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            self.deeds[deed] = button
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for one in (self.about, self.list, self.empty, self.buttons):
            layout.addWidget(one)
        self.resize(theme.px(660), theme.px(420))
        self._show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        at = max(self.list.currentIndex().row(), 0)
        rows = list(self._rows.values())
        self.list.set_rows(rows)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        for button in self.deeds.values():
            button.setEnabled(bool(rows))
        if rows:
            self.list.select_entry(_PAIR, rows[min(at, len(rows) - 1)].id)

    def _on_button(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._on_deed(sender.objectName())

    def _on_deed(self, deed: str) -> None:
        entry = self.list.current_entry()
        ids = list(self._rows) if deed == "all" else [entry.id] if entry else []
        if not ids:
            return
        told = self.kept_apart if deed == "reject" else self.joined
        told.emit([int(one) for one in ids])
        for one in ids:
            del self._rows[one]
        self._show()
