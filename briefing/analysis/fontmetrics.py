"""Widths of text on the shipped fonts, read straight out of the font files."""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.paths import resource

if TYPE_CHECKING:
    from briefing.domain.picture import FontRole

_FALLBACKS = (
    "NotoSansCJKkr-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
)


@dataclass(frozen=True, slots=True)
class _Face:
    advances: dict[int, float]


def text_width(
    text: str, size: float, role: FontRole = "sans", weight: int = 400, *, italic: bool = False
) -> float:
    """Width of one line in the units of ``size``. Kerning is left out: it errs on the wide side."""
    first = _face(_file(role, weight, italic)).advances
    total = 0.0
    for character in text:
        code = ord(character)
        advance = first.get(code)
        if advance is None:
            advance = _fallback(code)
        total += advance
    return total * size


def _file(role: FontRole, weight: int, italic: bool) -> str:
    if role == "serif":
        style = "Bold" if weight >= 600 else "" if italic else "Regular"
        return f"NotoSerif-{style}{'Italic' if italic else ''}.ttf"
    if italic:
        return f"NotoSans-{'Bold' if weight >= 600 else ''}Italic.ttf"
    name = "Bold" if weight >= 700 else "SemiBold" if weight >= 600 else "Medium"
    return f"NotoSans-{name if weight >= 500 else 'Regular'}.ttf"


def _fallback(code: int) -> float:
    # Only text outside Latin, Greek and Cyrillic pays for opening the great fonts.
    if code < 0x20 or 0x7F <= code < 0xA0:
        return 0.0
    for name in _FALLBACKS:
        advance = _face(name).advances.get(code)
        if advance is not None:
            return advance
    return 1.0


@lru_cache(maxsize=16)
def _face(name: str) -> _Face:
    data = resource("fonts", name).read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables: dict[bytes, int] = {}
    for i in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * i)
        tables[tag] = offset
    em = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    metrics = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = [
        struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * i)[0] / em for i in range(metrics)
    ]
    last = len(widths) - 1
    glyphs = _glyphs(data, tables[b"cmap"])
    return _Face({code: widths[min(glyph, last)] for code, glyph in glyphs.items()})


def _glyphs(data: bytes, start: int) -> dict[int, int]:
    """The character map, of format 12 where there is one, else of format 4."""
    best: dict[int, int] = {}
    for i in range(struct.unpack_from(">H", data, start + 2)[0]):
        offset = start + struct.unpack_from(">HHI", data, start + 4 + 8 * i)[2]
        form = struct.unpack_from(">H", data, offset)[0]
        if form == 12:
            return _format_twelve(data, offset)
        if form == 4 and not best:
            best = _format_four(data, offset)
    return best


def _format_twelve(data: bytes, offset: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for i in range(struct.unpack_from(">I", data, offset + 12)[0]):
        first, last, glyph = struct.unpack_from(">III", data, offset + 16 + 12 * i)
        for code in range(first, last + 1):
            found[code] = glyph + code - first
    return found


def _format_four(data: bytes, offset: int) -> dict[int, int]:
    double = struct.unpack_from(">H", data, offset + 6)[0]
    count = double // 2

    def column(position: int) -> array[int]:
        values = array("H", data[position : position + double])
        values.byteswap()
        return values

    ends = column(offset + 14)
    starts = column(offset + 16 + double)
    shifts = column(offset + 16 + 2 * double)
    ranges_at = offset + 16 + 3 * double
    ranges = column(ranges_at)
    found: dict[int, int] = {}
    for i in range(count):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            if ranges[i] == 0:
                glyph = (code + shifts[i]) & 0xFFFF
            else:
                place = ranges_at + 2 * i + ranges[i] + 2 * (code - starts[i])
                glyph = struct.unpack_from(">H", data, place)[0]
                glyph = (glyph + shifts[i]) & 0xFFFF if glyph else 0
            if glyph:
                found[code] = glyph
    return found
