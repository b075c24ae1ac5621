"""Letters of pictures that are put together from those of their face."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from briefing.ui import theme as themes
from briefing.ui.pictures.lettering import Face, font_of, letters_of, stamp, width_of, write

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("theme")

FACES: tuple[Face, ...] = (
    ("sans", 12, 600, False),
    ("serif", 17, 700, False),
    ("sans", 11, 400, True),
)
CLEAR = QColor(0, 0, 0, 0)
WORDS = ("Democratic Republic of AV, To", "Ελλάδα и Россия", "Côte d’Ivoire", "e\u0301a\u0323x")
OTHERS = ("السعودية abc", "中国 and Qatar", "a\u202eb\u202c", "")


@pytest.fixture
def theme(qapp):
    themes.install(qapp, "light", 100)


def _written(text: str, face: Face) -> QPainterPath:
    path = QPainterPath()
    path.addText(0, 0, font_of(face), text)
    return path


def _painted(paint: Callable[[QPainter], None]) -> QImage:
    image = QImage(320, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("#88aacc"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(6, 30)
    paint(painter)
    painter.end()
    return image


def _farthest(one: QImage, two: QImage) -> tuple[int, float]:
    """The greatest difference of a point in any colour, and the mean."""
    first, second = bytes(one.constBits()), bytes(two.constBits())
    apart = [abs(a - b) for a, b in zip(first, second, strict=True)]
    return max(apart), sum(apart) / len(apart)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("text", WORDS + OTHERS)
def test_letters_put_together_are_those_that_the_font_writes(text: str, face: Face):
    letters = letters_of(text, face, 3.0)
    ours = _painted(lambda painter: write(painter, letters, CLEAR, QColor("#000000")))
    written = _painted(lambda painter: painter.fillPath(_written(text, face), QColor("#000000")))
    assert _farthest(ours, written)[1] < 0.02


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("text", WORDS + OTHERS)
def test_a_halo_lies_around_the_letters_as_a_stroke_does(text: str, face: Face):
    letters = letters_of(text, face, 3.0)
    pen = QPen(QColor("#ffffff"), 3.0)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    ours = _painted(lambda painter: write(painter, letters, QColor("#ffffff"), CLEAR))
    stroked = _painted(lambda painter: painter.strokePath(_written(text, face), pen))
    most, mean = _farthest(ours, stroked)
    assert most < 100
    assert mean < 0.4


def test_a_stamp_is_the_same_whatever_was_written_before():
    def made() -> bytes:
        stamp.cache_clear()
        image = stamp("Vatican", FACES[0], (0xFFFFFFFF, 0xFF000000, 3.0), 1.0)[0]
        return bytes(image.constBits())

    # A thread of its own has written nothing yet.
    first = _elsewhere(made)
    letters_of("tVacin an other order", FACES[0], 3.0)
    letters_of("Vatican", FACES[0], 1.0)
    assert made() == first
    assert width_of("Vatican", FACES[0]) > 0


def test_no_two_threads_write_with_the_same_font_or_outline():
    mine = font_of(FACES[0]), letters_of("Vatican", FACES[0], 3.0)
    other = _elsewhere(lambda: (font_of(FACES[0]), letters_of("Vatican", FACES[0], 3.0)))
    assert mine[0] is not other[0]
    assert not {id(one.shape) for one in mine[1]} & {id(one.shape) for one in other[1]}
    assert [one.shape for one in mine[1]] == [one.shape for one in other[1]]
    # In one thread they are made once.
    assert letters_of("Vatican", FACES[0], 3.0) is mine[1]


def _elsewhere(make):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(make).result()
