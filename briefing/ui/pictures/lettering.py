"""The letters of a picture and the halo around them, as outlines and as stamps."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QTextLayout,
)

from briefing.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Role, size in pixels, weight, and whether slanted.
Face = tuple[str, int, int, bool]


class _PerThread(threading.local):
    """Fonts and outlines, kept for each thread alone.

    Pictures are painted by the window and by workers. Qt lets any thread paint, but a font or a path keeps
    what it has reckoned within itself, so that no two threads may use the same one at a time.
    """

    def __init__(self) -> None:
        self.font = lru_cache(maxsize=64)(_made_font)
        self.metrics = lru_cache(maxsize=64)(_made_metrics)
        self.glyphs = lru_cache(maxsize=64)(_made_glyphs)
        self.letters = lru_cache(maxsize=1024)(_made_letters)


def font_of(face: Face) -> QFont:
    """The font of a face."""
    return _kept.font(face)


def width_of(text: str, face: Face) -> float:
    """How far a line of text reaches."""
    return _kept.metrics(face).horizontalAdvance(text)


def letters_of(text: str, face: Face, around: float) -> tuple[Letter, ...]:
    """The letters of a line of text from its start on the baseline, with halos ``around`` wide."""
    return _kept.letters(text, face, around)


def _made_font(face: Face) -> QFont:
    role, size, weight, italic = face
    font = theme.serif() if role == "serif" else theme.sans()
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    return font


def _made_metrics(face: Face) -> QFontMetricsF:
    return QFontMetricsF(font_of(face))


@dataclass(frozen=True, slots=True)
class Letter:
    """The outline of a letter, that of its halo, and where they stand from the start of the line."""

    shape: QPainterPath
    halo: QPainterPath
    x: float = 0.0
    y: float = 0.0


class _Glyphs:
    """The outlines of the letters of one face, and those of halos around them, each made once."""

    def __init__(self, around: float) -> None:
        self._stroker = QPainterPathStroker()
        self._stroker.setWidth(around)
        self._stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._known: dict[tuple[str, int], tuple[QPainterPath, QPainterPath]] = {}

    def whole(self, text: str, font: QFont) -> Letter:
        """A line as if it were one letter."""
        shape = QPainterPath()
        shape.addText(0, 0, font, text)
        return Letter(shape, self._stroker.createStroke(shape))

    def each(self, layout: QTextLayout, base: float) -> tuple[Letter, ...]:
        """The letters of a line; none where it has several fonts or runs from the right."""
        runs = layout.glyphRuns()
        if len(runs) != 1 or runs[0].isRightToLeft():
            return ()
        run = runs[0]
        font = run.rawFont()
        name = font.familyName()
        found: list[Letter] = []
        for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            known = self._known.get((name, glyph))
            if known is None:
                shape = font.pathForGlyph(glyph)
                # Without what the stroke covers twice it is filled several times as fast.
                known = (shape, self._stroker.createStroke(shape).simplified())
                self._known[name, glyph] = known
            found.append(Letter(*known, at.x(), at.y() - base))
        return tuple(found)


def _made_glyphs(_face: Face, around: float) -> _Glyphs:
    return _Glyphs(around)


def _made_letters(text: str, face: Face, around: float) -> tuple[Letter, ...]:
    font, glyphs = font_of(face), _kept.glyphs(face, around)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return glyphs.each(layout, line.ascent()) or (glyphs.whole(text, font),)


_kept = _PerThread()


def write(painter: QPainter, letters: Sequence[Letter], halo: QColor, fill: QColor) -> None:
    """Paint a line, all halos beneath all letters. One by one: wide outlines are filled slowly."""
    edge, ink = QBrush(halo), QBrush(fill)
    for one in letters:
        painter.fillPath(one.halo.translated(one.x, one.y), edge)
    for one in letters:
        painter.fillPath(one.shape.translated(one.x, one.y), ink)


@lru_cache(maxsize=1024)
def stamp(
    text: str, face: Face, ink: tuple[int, int, float], ratio: float
) -> tuple[QImage, float, float, float]:
    """Letters with their halo as an image, where its corner lies from the baseline's start, the width.

    ``ink`` is the colour of the halo, that of the letters, and how wide the halo is.
    """
    halo, fill, around = ink
    letters = letters_of(text, face, around)
    box = QRectF()
    for one in letters:
        box |= one.shape.boundingRect().translated(one.x, one.y)
    box.adjust(-around, -around, around, around)
    left, top = math.floor(box.left()), math.floor(box.top())
    size = QSize(math.ceil(box.right()) - left + 1, math.ceil(box.bottom()) - top + 1)
    made = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-left, -top)
    write(painter, letters, QColor.fromRgba(halo), QColor.fromRgba(fill))
    painter.end()
    return made, left, top, width_of(text, face)
