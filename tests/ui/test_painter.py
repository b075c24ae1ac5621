"""Straight lines take a short way to the paper, and look as if they had taken the long one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from briefing.domain.picture import Curve, Ink, Point
from briefing.ui import theme
from briefing.ui.pictures.painter import is_straight, outline, paint_items

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_places = st.tuples(st.floats(0, 1600), st.floats(0, 900))


def _on_the_way(start: Point, end: Point, *shares: float) -> list[Point]:
    return [
        (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t) for t in shares
    ]


@pytest.mark.parametrize("scale", [1.0, 1.7])
@pytest.mark.parametrize("end", [(190.0, 83.0), (190.0, 10.5), (10.25, 80.0), (150.0, 150.0)])
def test_a_straight_line_looks_as_its_outline_stroked(
    qapp: QApplication, end: Point, scale: float
) -> None:
    theme.install(qapp, "light", 100)
    start = (10.25, 10.5)
    first, second = _on_the_way(start, end, 0.3, 0.7)
    line = Curve(start, first, second, end, Ink(stroke="text.body", width=1.4, round_cap=True))
    assert is_straight(line)
    images: list[QImage] = []
    for whole in (True, False):
        image = QImage(400, 300, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        if whole:
            paint_items(painter, [line])
        else:
            pen = QPen(theme.colour("text.body"), 1.4)
            pen.setCapStyle(pen.capStyle().RoundCap)
            painter.strokePath(outline(line), pen)
        painter.end()
        images.append(image)
    short, long = images
    inked = 0
    for y in range(300):
        for x in range(400):
            one, other = (QColor(image.pixel(x, y)).lightness() for image in (short, long))
            inked += one < 200
            assert abs(one - other) <= 24, (x, y)
    assert inked > 50


@given(_places, _places, st.floats(0.5, 200), st.booleans())
def test_a_bent_line_is_never_drawn_straight(
    start: Point, end: Point, bend: float, turned: bool
) -> None:
    away = QPointF(end[0] - start[0], end[1] - start[1])
    length = (away.x() ** 2 + away.y() ** 2) ** 0.5
    if length < 1.0:
        return
    out = (away.y() / length * bend, -away.x() / length * bend)
    first, second = _on_the_way(start, end, 0.3, 0.7)
    aside = (first[0] + out[0], first[1] + out[1])
    curve = Curve(start, aside, second, end, Ink())
    if turned:
        curve = Curve(end, second, aside, start, Ink())
    assert not is_straight(curve)


def test_a_line_that_turns_back_is_not_straight() -> None:
    assert not is_straight(Curve((0, 0), (30, 0), (7, 0), (10, 0), Ink()))
    assert not is_straight(Curve((0, 0), (3, 0), (-7, 0), (10, 0), Ink()))
