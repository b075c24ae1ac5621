"""What came in and what did not, as a list that can be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

from briefing.i18n import _
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class ImportReport(QDialog):
    """A sentence, and a line for each file or row that did not come in; closed by Escape."""

    def __init__(self, heading: str, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.heading = QLabel(heading, self)
        self.heading.setWordWrap(True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.heading, "subtitle")
        self.list = QPlainTextEdit("\n".join(lines), self)
        self.list.setReadOnly(True)
        self.list.setAccessibleName(_("What did not come in, and why"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.copy = buttons.addButton(_("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._on_copy_clicked)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.heading, self.list, buttons):
            layout.addWidget(widget)
        self.resize(theme.px(620), theme.px(380))

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.list.toPlainText())
