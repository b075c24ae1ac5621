"""Where an entry came from that was drawn out of an article, and the button that says it was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.services.drawn_marks import DRAWN, origin_of
from briefing.ui import theme
from briefing.ui.shell.notes import WrappedLabel

if TYPE_CHECKING:
    from briefing.ui.session import Entry, Session


class OriginBar(QWidget):
    """Shown for what a rule drew out; with a button while no person has looked at it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.words = WrappedLabel(self, "small")
        self.button = QPushButton(_("I have looked at it (F12)"), self)
        self.button.setAccessibleName(_("Confirm: I have looked at this entry"))
        self.button.setAutoDefault(False)
        theme.set_role(self.button, "link")
        self.button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.words)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_entry(self, entry: Entry | None) -> None:
        """Tell where an entry came from; hidden for one that a person made."""
        origin = None
        if entry is not None and entry.kind in DRAWN:
            origin = origin_of(self._session.workspace, entry.id)
        self.setVisible(origin is not None)
        if origin is not None:
            self.words.show_text(f"{origin.words} · {origin.tool}.")
            self.button.setVisible(
                not origin.looked_at and self._session.may_change(origin.entry_kind)
            )

    def _on_clicked(self) -> None:
        self._session.registry.run("entry.confirm")
