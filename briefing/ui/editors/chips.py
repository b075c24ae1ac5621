"""Citations in text that is typed: each a chip with its number and first words, one letter wide.

A chip is an inline object of the document. The Markdown that it stands for lies in its format, so it is
moved, copied, deleted and taken back whole, and the text comes out exactly as it went in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from briefing.domain.citing import split_citations
from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

#: The character that stands for an inline object in the text of a document.
OBJECT: Final = "\ufffc"
CHIP: Final = QTextFormat.ObjectTypes.UserObject.value + 1
_MARKDOWN: Final = QTextFormat.Property.UserProperty.value + 1
_PAD, _GAP = 5, 1


class ChipPainter(QPyTextObject):
    """Measures and paints the chips of one document; ``words`` gives number and label of a citation."""

    def __init__(
        self, document: QTextDocument, words: Callable[[str], tuple[str, str]], size: float
    ) -> None:
        super().__init__(document)
        self._words, self._size = words, size
        document.documentLayout().registerHandler(CHIP, self)

    def intrinsicSize(self, _doc: QTextDocument, _at: int, shape: QTextFormat) -> QSizeF:
        number, label = self._words(markdown_of(shape))
        strong, plain = self._fonts()
        bold, normal = QFontMetricsF(strong), QFontMetricsF(plain)
        inner = bold.horizontalAdvance(number) + normal.horizontalAdvance(label)
        between = bold.horizontalAdvance(" ") if number and label else 0
        height = max(bold.height(), normal.height())
        return QSizeF(inner + between + theme.px(2 * (_PAD + _GAP)), height)

    def drawObject(
        self, painter: QPainter, rect: QRectF, _doc: QTextDocument, _at: int, shape: QTextFormat
    ) -> None:
        number, label = self._words(markdown_of(shape))
        strong, plain = self._fonts()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = theme.px(_GAP)
        ground = rect.adjusted(gap, 0, -gap, 0)
        painter.setPen(theme.colour("accent.line"))
        painter.setBrush(theme.colour("accent.soft"))
        painter.drawRoundedRect(ground, theme.px(3), theme.px(3))
        painter.setPen(theme.colour("accent.main"))
        metrics = QFontMetricsF(strong)
        base = rect.top() + max(metrics.ascent(), QFontMetricsF(plain).ascent())
        left = ground.left() + theme.px(_PAD)
        painter.setFont(strong)
        painter.drawText(QPointF(left, base), number)
        if number:
            left += metrics.horizontalAdvance(number + " ")
        painter.setPen(theme.colour("text.body"))
        painter.setFont(plain)
        painter.drawText(QPointF(left, base), label)
        painter.restore()

    def _fonts(self) -> tuple[QFont, QFont]:
        size = self._size * 0.76
        return theme.sans(size, QFont.Weight.Bold), theme.sans(size)


def markdown_of(shape: QTextFormat) -> str:
    """The Markdown that a character of this format stands for; empty for one that is no chip."""
    value = shape.property(_MARKDOWN)
    return value if isinstance(value, str) else ""


def chip_format(citation: str, like: QTextCharFormat) -> QTextCharFormat:
    """The format of a chip that stands for ``citation``."""
    shape = QTextCharFormat(like)
    shape.setObjectType(CHIP)
    shape.setProperty(_MARKDOWN, citation)
    shape.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBottom)
    return shape


def insert_markdown(cursor: QTextCursor, markdown: str, like: QTextCharFormat) -> None:
    """Put Markdown in the place of what is selected, its citations as chips; one step to undo."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    for piece, is_citation in split_citations(markdown):
        if is_citation:
            cursor.insertText(OBJECT, chip_format(piece, like))
        else:
            cursor.insertText(piece, like)
    cursor.endEditBlock()


def to_markdown(document: QTextDocument, start: int = 0, end: int | None = None) -> str:
    """The Markdown of a document, or of what lies between two of its positions."""
    lines: list[str] = []
    block = document.findBlock(start)
    while block.isValid() and (end is None or block.position() <= end):
        parts: list[str] = []
        spans = block.begin()
        while not spans.atEnd():
            piece = spans.fragment()
            parts.append(_piece(piece.text(), piece.charFormat(), piece.position(), start, end))
            spans += 1
        lines.append("".join(parts))
        block = block.next()
    return "\n".join(lines)


def _piece(text: str, shape: QTextCharFormat, at: int, start: int, end: int | None) -> str:
    if start > at or (end is not None and end < at + len(text.encode("utf-16-le")) // 2):
        units = text.encode("utf-16-le")
        last = len(units) // 2 if end is None else max(0, end - at)
        text = units[2 * max(0, start - at) : 2 * last].decode("utf-16-le", "ignore")
    citation = markdown_of(shape) if OBJECT in text else ""
    return text.replace(OBJECT, citation) if citation else text


def units(text: str) -> int:
    """The length of a Markdown text in positions of a document that shows its citations as chips."""
    return sum(
        1 if is_citation else len(piece.encode("utf-16-le")) // 2
        for piece, is_citation in split_citations(text)
    )
