"""Words that are not spelt as a dictionary has them, underlined block by block as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat

from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QTextDocument

    from briefing.services.spelling import Speller


class SpellingMarks(QSyntaxHighlighter):
    """Looks only at the block that was changed. The word at the cursor is left alone while typed."""

    def __init__(
        self,
        document: QTextDocument,
        speller: Callable[[], Speller | None],
        is_name: Callable[[str], bool],
        cursor_at: Callable[[], int],
    ) -> None:
        super().__init__(document)
        self._speller, self._is_name, self._cursor_at = speller, is_name, cursor_at
        self._left_alone = -1

    def highlightBlock(self, text: str) -> None:
        speller = self._speller()
        if speller is None:
            return
        shape = QTextCharFormat()
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        shape.setUnderlineColor(theme.colour("status.error"))
        block = self.currentBlock()
        cursor = self._cursor_at() - block.position()
        plain = text.isascii()
        for start, end in speller.wrong_in(text, self._is_name):
            # Qt counts in UTF-16.
            first = start if plain else len(text[:start].encode("utf-16-le")) // 2
            last = end if plain else len(text[:end].encode("utf-16-le")) // 2
            if last == cursor:
                self._left_alone = block.blockNumber()
                continue
            self.setFormat(first, last - first, shape)

    def look_again(self) -> None:
        """The cursor has moved on: the word that it stood at is looked at too."""
        if self._left_alone >= 0:
            block = self.document().findBlockByNumber(self._left_alone)
            self._left_alone = -1
            if block.isValid():
                self.rehighlightBlock(block)
