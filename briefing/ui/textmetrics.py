"""Lengths that follow the font: how wide and high words stand in a widget."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF


def em(font: QFont, factor: float = 1.0) -> int:
    """``factor`` times the font's line height without leading, in pixels."""
    metrics = QFontMetricsF(font)
    return round(factor * (metrics.ascent() + metrics.descent()))


def width(text: str, font: QFont) -> int:
    """Pixels that a line needs from its origin to the next letter's, rounded up."""
    return QFontMetrics(font).horizontalAdvance(text)


def wrapped_height(text: str, font: QFont, room: int) -> int:
    """Pixels that a text needs in height when it is wrapped at words into ``room`` pixels."""
    flags = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
    return QFontMetrics(font).boundingRect(QRect(0, 0, max(1, room), 1 << 20), flags, text).height()


def elided(text: str, font: QFont, room: int) -> str:
    """The text as it fits into ``room`` pixels, its end cut and marked by an ellipsis."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)


def broken(text: str, font: QFont, wide: int) -> str:
    """A text in lines of at most ``wide`` pixels, broken between words."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, font) <= wide:
            lines[-1] = joined
        else:
            lines.append(word)
    return "\n".join(lines)
