"""What a final version changes from the one before: proposed, edited, and frozen with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
)

from briefing.i18n import _
from briefing.ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from briefing.services.releasing import Versions


class ReleaseDialog(QDialog):
    """Asks for the words before a correction becomes final; without any it does not."""

    #: The briefing is to become final with these words.
    agreed = Signal(object)

    def __init__(self, versions: Versions, proposed: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Set version {n} to final").format(n=versions.number))
        before = versions.before
        number = before.number if before is not None else versions.number - 1
        self.about = QLabel(
            _(
                "What changed since version {n}? Readers see this on the brief and in exports. "
                "It is proposed from the two versions; edit it."
            ).format(n=number),
            self,
        )
        self.about.setWordWrap(True)
        self.words = QPlainTextEdit(proposed, self)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(_("What changed since version {n}").format(n=number))
        self.words.textChanged.connect(self._on_typed)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.final_button = QPushButton(_("Set to final"), self)
        theme.set_role(self.final_button, "primary")
        self.final_button.clicked.connect(self._on_agreed)
        self.buttons.addButton(self.final_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for one in (self.about, self.words, self.buttons):
            layout.addWidget(one)
        self.resize(theme.px(600), theme.px(360))
        self._on_typed()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self) -> None:
        self.final_button.setEnabled(bool(self.words.toPlainText().strip()))

    def _on_agreed(self) -> None:
        self.agreed.emit(self.words.toPlainText())
        self.accept()
