"""Letters pressed in an article go through the tray beside it while no words are selected there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from briefing.ui.shell.proposal_list import deed_of

if TYPE_CHECKING:
    from briefing.ui.document_view import DocumentView
    from briefing.ui.shell.review_tray import ReviewTray

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ArticleKeys(QObject):
    """Selected words keep their keys (Q quote, E event); with none the letters are deeds of the tray."""

    def __init__(self, view: DocumentView, tray: ReviewTray, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._tray = tray
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() not in _ENTER
            and self._tray.isVisible()
            and not self._view.textCursor().hasSelection()
            and (deed := deed_of(event))
        ):
            self._tray.do(deed)
            return True
        return super().eventFilter(watched, event)
