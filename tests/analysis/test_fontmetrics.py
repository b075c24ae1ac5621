from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from briefing.analysis.fontmetrics import text_width
from briefing.paths import resource


@pytest.mark.parametrize(
    ("role", "weight", "italic", "file"),
    [
        ("sans", 400, False, "NotoSans-Regular.ttf"),
        ("sans", 500, False, "NotoSans-Medium.ttf"),
        ("sans", 600, False, "NotoSans-SemiBold.ttf"),
        ("sans", 700, True, "NotoSans-BoldItalic.ttf"),
        ("serif", 700, False, "NotoSerif-Bold.ttf"),
        ("serif", 400, True, "NotoSerif-Italic.ttf"),
    ],
)
def test_widths_are_those_of_the_shipped_font(role, weight, italic, file):
    text = "Kim Jŏng-ŭn, Путин – “x”"
    font = TTFont(resource("fonts", file))
    glyphs = font.getBestCmap()
    expected = (
        sum(font["hmtx"][glyphs[ord(letter)]][0] for letter in text) / font["head"].unitsPerEm
    )
    assert text_width(text, 10, role, weight, italic=italic) == pytest.approx(expected * 10)


def test_hangul_and_han_are_measured_on_the_fallback():
    assert text_width("김정은", 10) == pytest.approx(27.6, abs=0.5)
    assert text_width("金正恩", 10) == pytest.approx(30, abs=0.5)


def test_shipped_fonts_stay_small():
    files = [*resource("fonts").glob("*.ttf")]
    assert sum(file.stat().st_size for file in files) < 12_000_000
