"""Which version of a document is shown, and whether passages of earlier ones have no place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from briefing.i18n import _, ngettext
from briefing.services import source_view, versions
from briefing.ui import theme
from briefing.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.services.versions import Version
    from briefing.ui.session import Session


class VersionsBar(QWidget):
    """One line over a document; hidden where there is only one version."""

    #: Another version is to be shown; carries its document's id.
    document_wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._versions: tuple[Version, ...] = ()
        self._at = 0
        self.told = QLabel(self)
        theme.set_role(self.told, "small")
        self.earlier = self._link(_("Earlier version"), self._on_earlier)
        self.newer = self._link(_("Newer version"), self._on_newer)
        self.repair = self._link("", self._on_repair)
        layout = FlowLayout(self)
        for widget in (self.told, self.earlier, self.newer, self.repair):
            layout.addWidget(widget)
        self.hide()

    @property
    def is_needed(self) -> bool:
        """Whether there are several versions."""
        return len(self._versions) > 1

    def show_document(self, document_id: str) -> None:
        """Tell of a document among the versions of its source."""
        ws = self._session.workspace
        self._versions = versions.versions_of(ws, document_id) if document_id else ()
        ids = [one.document_id for one in self._versions]
        self.setVisible(len(ids) > 1)
        if len(ids) < 2:
            return
        self._at = ids.index(document_id)
        self.told.setText(
            _("Version {n} of {total}, imported {day}").format(
                n=self._at + 1, total=len(ids), day=self._versions[self._at].imported
            )
        )
        self.earlier.setVisible(self._at > 0)
        self.newer.setVisible(self._at < len(ids) - 1)
        found = versions.waiting(ws, source_view.document_source(ws, document_id))
        total = found.open + found.kept
        words = ngettext("{n} passage without a place", "{n} passages without a place", total)
        self.repair.setText(words.format(n=total) + ("…" if found.open else ""))
        self.repair.setAccessibleName(self.repair.text())
        self.repair.setToolTip(_("Find places in the newest version (Ctrl+F8)"))
        self.repair.setVisible(bool(total))

    def _link(self, words: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        theme.set_role(button, "link")
        button.clicked.connect(slot)
        return button

    def _on_earlier(self) -> None:
        self.document_wanted.emit(self._versions[self._at - 1].document_id)

    def _on_newer(self) -> None:
        self.document_wanted.emit(self._versions[self._at + 1].document_id)

    def _on_repair(self) -> None:
        self._session.registry.run("source.repair")
