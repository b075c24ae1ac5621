"""Words as they would stand on paper: read-only, and nothing is loaded for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QTextBrowser

from briefing.i18n import _
from briefing.themes import PRINT_THEME, load_tokens
from briefing.ui import theme

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl
    from PySide6.QtWidgets import QWidget


class WordsView(QTextBrowser):
    """White in every theme, as paper is. Links are shown and lead nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The export as text"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        theme.current().theme_changed.connect(self._dress)
        self._dress()

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Load nothing, from nowhere."""

    def show_html(self, text: str) -> None:
        """Show a page of HTML without pictures."""
        self._dress()
        self.setHtml(text)

    def show_text(self, text: str) -> None:
        """Show a text as it is."""
        self._dress()
        self.setPlainText(text)

    def _dress(self) -> None:
        ink = load_tokens(PRINT_THEME)
        paper, words = ink["window.background"], ink["text.body"]
        self.setStyleSheet(f"QTextBrowser {{ background: {paper}; color: {words}; }}")
        self.document().setDocumentMargin(theme.px(16))
        self.document().setDefaultFont(theme.sans())
