"""Text to be read in a page: paragraphs whose citations and estimative words are links."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QToolTip, QWidget

from briefing.domain.grades import ICD_203, explain, find_estimative
from briefing.i18n import _
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QFocusEvent, QMouseEvent, QWheelEvent

    from briefing.domain.citing import Block, CitationNumbers, Ref, Run

_BULLET = "•\u2002"


class ReadingText(QTextBrowser):
    """Blocks of text with citation numbers and estimative words as links, as high as its content.

    The document is built from formats and never from markup, so no text can pose as markup.
    """

    #: The Ref of a citation that was followed.
    cited = Signal(object)
    #: A click that met no link.
    pressed = Signal()

    def __init__(
        self, numbers: CitationNumbers, parent: QWidget, scale: str = ICD_203, size: float = 1.25
    ) -> None:
        super().__init__(parent)
        self._numbers, self._scale, self._size = numbers, scale, size
        self._links = 0
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The page shows through. Asking for the viewport instead would make Qt's binding resolve
        # every class of widget, which the first picture of the window would wait for.
        clear = QPalette()
        clear.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(clear)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._on_anchor)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size)

    def set_numbers(self, numbers: CitationNumbers) -> None:
        """Number what is shown next by ``numbers``."""
        self._numbers = numbers

    def set_blocks(self, blocks: Sequence[Block], after: Sequence[Ref] = ()) -> None:
        """Show the blocks, and the numbers of ``after`` at the end of the last."""
        self.clear()
        self._links = 0
        cursor = QTextCursor(self.document())
        # As one edit: each piece by itself would have its whole paragraph laid out anew.
        cursor.beginEditBlock()
        for index, block in enumerate(blocks):
            shape = self._shape(block, last=index == len(blocks) - 1)
            if index:
                cursor.insertBlock(shape)
            else:
                cursor.setBlockFormat(shape)
            if block.kind == "item":
                cursor.insertText(_BULLET, self._format())
            for run in block.runs:
                self._insert(cursor, run, heading=block.kind == "heading")
        if after:
            self._insert_numbers(cursor, after)
        cursor.endEditBlock()
        keyboard = Qt.FocusPolicy.StrongFocus if self._links else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(keyboard)
        self.setAccessibleName(self.toPlainText())
        self._on_size(self.document().size())

    def _shape(self, block: Block, *, last: bool) -> QTextBlockFormat:
        shape = QTextBlockFormat()
        shape.setLineHeight(114, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setBottomMargin(0 if last else theme.px(4 if block.kind != "paragraph" else 9))
        if block.kind == "item":
            shape.setLeftMargin(theme.px(16))
            shape.setTextIndent(-theme.px(14))
        return shape

    def _format(self, run: Run | None = None, *, heading: bool = False) -> QTextCharFormat:
        bold = heading or bool(run and run.bold)
        weight = QFont.Weight.Bold if bold else QFont.Weight.Normal
        shape = QTextCharFormat()
        shape.setFont(theme.serif(self._size, weight, italic=bool(run and run.italic)))
        shape.setForeground(theme.colour("text.body"))
        return shape

    def _insert(self, cursor: QTextCursor, run: Run, *, heading: bool) -> None:
        if run.cites:
            self._insert_numbers(cursor, run.cites)
            return
        plain = self._format(run, heading=heading)
        at = 0
        for start, end, term, scale in find_estimative(run.text, self._scale):
            cursor.insertText(run.text[at:start], plain)
            marked = QTextCharFormat(plain)
            marked.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            marked.setUnderlineColor(theme.colour("accent.main"))
            marked.setAnchor(True)
            marked.setAnchorHref(f"scale:{term}")
            marked.setToolTip(meaning(term, scale))
            cursor.insertText(run.text[start:end], marked)
            self._links += 1
            at = end
        cursor.insertText(run.text[at:], plain)

    def _insert_numbers(self, cursor: QTextCursor, refs: Iterable[Ref]) -> None:
        raised = QTextCharFormat()
        raised.setFont(theme.sans(self._size * 0.98, QFont.Weight.Bold))
        raised.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        raised.setForeground(theme.colour("accent.main"))
        for index, ref in enumerate(sorted(refs, key=self._numbers.number)):
            if index:
                cursor.insertText(",", raised)
            link = QTextCharFormat(raised)
            link.setAnchor(True)
            # The number names the entry: an id may hold letters that no address can.
            number = self._numbers.number(ref)
            link.setAnchorHref(f"cite:{number}")
            kind = ref.kind.replace("_", " ")
            link.setToolTip(as_tip(_("Sources of this {kind}").format(kind=kind)))
            cursor.insertText(str(number), link)
            self._links += 1

    def sizeHint(self) -> QSize:
        return self.document().size().toSize()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The page scrolls, never a paragraph in it.
        event.ignore()

    def event(self, event: QEvent) -> bool:
        # With no words selected, Ctrl+C is for the entry that the text belongs to.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
            and not self.textCursor().hasSelection()
        ):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.focusNextPrevChild(True)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.focusNextPrevChild(False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link = self.anchorAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if left and not link and not self.textCursor().hasSelection():
            self.pressed.emit()

    def _on_anchor(self, url: QUrl) -> None:
        if url.scheme() == "cite":
            self.cited.emit(self._numbers.ordered[int(url.path()) - 1])
            return
        spot = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
        QToolTip.showText(spot, meaning(url.path(), self._scale), self)

    def _on_size(self, size: QSizeF) -> None:
        high = math.ceil(size.height())
        if high != self.maximumHeight():
            self.setFixedHeight(high)


def meaning(term: str, scale: str) -> str:
    """What an estimative word says, with its scale and band; empty for other words."""
    found = explain(term, scale)
    return found.meaning if found else ""


def as_tip(words: str) -> str:
    """Words for a tool tip, which would otherwise read what looks like markup as markup."""
    return f"<qt>{escape(words)}</qt>" if words else ""
