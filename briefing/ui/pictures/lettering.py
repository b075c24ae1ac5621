"""The letters of a picture and the halo around them, as outlines and as stamps."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPixmap,
    QTextLayout,
)

from briefing.ui import theme

#: Role, size in pixels, weight, and whether slanted.
Face = tuple[str, int, int, bool]


@lru_cache(maxsize=64)
def font_of(face: Face) -> QFont:
    """The font of a face."""
    role, size, weight, italic = face
    font = theme.serif() if role == "serif" else theme.sans()
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    return font


@lru_cache(maxsize=64)
def _metrics(face: Face) -> QFontMetricsF:
    return QFontMetricsF(font_of(face))


def width_of(text: str, face: Face) -> float:
    """How far a line of text reaches."""
    return _metrics(face).horizontalAdvance(text)


class _Glyphs:
    """The outlines of the letters of one face, and those of halos around them, each made once."""

    def __init__(self, around: float) -> None:
        self._stroker = QPainterPathStroker()
        self._stroker.setWidth(around)
        self._stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._known: dict[tuple[str, int], tuple[QPainterPath, QPainterPath]] = {}

    def halo(self, letters: QPainterPath) -> QPainterPath:
        """The halo around any letters."""
        return self._stroker.createStroke(letters)

    def put(self, layout: QTextLayout, base: float) -> tuple[QPainterPath, QPainterPath] | None:
        """A line's letters and halo put together; None where it runs in several fonts or from the right."""
        runs = layout.glyphRuns()
        if len(runs) != 1 or runs[0].isRightToLeft():
            return None
        run = runs[0]
        font = run.rawFont()
        name = font.familyName()
        letters, halo = QPainterPath(), QPainterPath()
        letters.setFillRule(Qt.FillRule.WindingFill)
        halo.setFillRule(Qt.FillRule.WindingFill)
        for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            known = self._known.get((name, glyph))
            if known is None:
                shape = font.pathForGlyph(glyph)
                # Without what the stroke covers twice it is filled several times as fast.
                known = (shape, self._stroker.createStroke(shape).simplified())
                self._known[name, glyph] = known
            x, y = at.x(), at.y() - base
            letters.addPath(known[0].translated(x, y))
            halo.addPath(known[1].translated(x, y))
        return letters, halo


@lru_cache(maxsize=64)
def _glyphs(face: Face, around: float) -> _Glyphs:
    return _Glyphs(around)


@lru_cache(maxsize=512)
def letters_of(text: str, face: Face, around: float) -> tuple[QPainterPath, QPainterPath]:
    """The outlines of a line of text from its start on the baseline, and of a halo ``around`` wide."""
    font, glyphs = font_of(face), _glyphs(face, around)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    made = glyphs.put(layout, line.ascent())
    if made is None:
        letters = QPainterPath()
        letters.addText(0, 0, font, text)
        made = letters, glyphs.halo(letters)
    return made


@lru_cache(maxsize=1024)
def stamp(
    text: str, face: Face, ink: tuple[int, int, float], ratio: float
) -> tuple[QPixmap, float, float, float]:
    """Letters with their halo as a pixmap, where its corner lies from the baseline's start, the width.

    ``ink`` is the colour of the halo, that of the letters, and how wide the halo is.
    """
    halo, fill, around = ink
    letters, edge = letters_of(text, face, around)
    box = letters.boundingRect().adjusted(-around, -around, around, around)
    left, top = math.floor(box.left()), math.floor(box.top())
    size = QSize(math.ceil(box.right()) - left + 1, math.ceil(box.bottom()) - top + 1)
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-left, -top)
    painter.fillPath(edge, QColor.fromRgba(halo))
    painter.fillPath(letters, QColor.fromRgba(fill))
    painter.end()
    return made, left, top, width_of(text, face)
