"""Make ``resources/fonts`` out of the Noto fonts of Debian's packages.

Usage: ``python tools/make_fonts.py FOLDER`` where FOLDER holds the unpacked packages
``fonts-noto-core``, ``fonts-noto-extra`` and ``fonts-noto-cjk`` (``dpkg -x``), and of npm's
``@expo-google-fonts/noto-emoji`` (``npm pack``).
Needs fontTools, which the program itself does not.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"

# Latin, Greek and Cyrillic with all their extensions, punctuation, currencies, arrows and the
# letter-like signs that a briefing uses.
EUROPEAN = [
    *range(0x0020, 0x0530),
    *range(0x1AB0, 0x1AFF),
    *range(0x1C80, 0x1C90),
    *range(0x1D00, 0x2070),
    *range(0x2070, 0x2200),
    *range(0x2200, 0x2300),
    *range(0x25A0, 0x2600),
    *range(0x2C60, 0x2C80),
    *range(0x2DE0, 0x2E53),
    *range(0xA640, 0xA7FF + 1),
    *range(0xAB30, 0xAB70),
    *range(0xFB00, 0xFB07),
    0xFEFF,
    0xFFFD,
]

FACES = (
    "NotoSerif-Regular",
    "NotoSerif-Bold",
    "NotoSerif-Italic",
    "NotoSerif-BoldItalic",
    "NotoSans-Regular",
    "NotoSans-Italic",
    "NotoSans-Medium",
    "NotoSans-SemiBold",
    "NotoSans-Bold",
    "NotoSans-BoldItalic",
)
WHOLE = (
    "NotoSansArabic-Regular",
    "NotoSansArabic-Bold",
    "NotoSansHebrew-Regular",
    "NotoSansHebrew-Bold",
)


def _encodable(codec: str, first: int, last: int) -> set[int]:
    found: set[int] = set()
    for code in range(first, last + 1):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(code)
    return found


def _jis_level_one() -> set[int]:
    """Kanji of rows 16 to 47 of JIS X 0208."""
    found: set[int] = set()
    for row in range(16, 48):
        for cell in range(1, 95):
            try:
                found.add(ord(bytes((row + 0xA0, cell + 0xA0)).decode("euc_jp")))
            except UnicodeDecodeError:
                continue
    return found


def _signs() -> set[int]:
    """Arrows, signs of mathematics, bullets, Roman numerals: what the three standards have of them.

    The European faces of Noto have none.
    """
    found = set[int]()
    for codec in ("euc_kr", "gb2312", "euc_jp"):
        found |= _encodable(codec, 0x2150, 0x2600 + 0x6F)
    return found | {0x2212, 0x2248, 0x2260, 0x2264, 0x2265}


def cjk_characters() -> set[int]:
    """Modern Hangul, KS X 1001 Hanja, GB 2312 Han, JIS level 1 Kanji, Kana and signs."""
    han = (0x4E00, 0x9FFF)
    return (
        _encodable("euc_kr", 0xAC00, 0xD7A3)
        | _encodable("euc_kr", *han)
        | _encodable("gb2312", *han)
        | _jis_level_one()
        | _signs()
        | set(range(0x0020, 0x007F))
        | set(range(0x2010, 0x2040))
        | set(range(0x3000, 0x3040))
        | set(range(0x3041, 0x3130))
        | set(range(0x3131, 0x318F))
        | set(range(0x3200, 0x3400))
        | set(range(0xFF00, 0xFFF0))
    )


def _subset(font: TTFont, characters: set[int], target: Path, features: list[str]) -> None:
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = False
    options.layout_features = features
    options.name_IDs = list(range(26))
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters)
    worker.subset(font)
    if "CFF " in font:
        _make_quadratic(font)
    font.save(target)


def _make_quadratic(font: TTFont) -> None:
    """Outlines of CFF as quadratic curves, at most two thousandths of an em beside the former.

    Typst's subset of a CFF font loses the glyphs' widths, which PDF/UA-1 forbids; of a TrueType
    font it keeps them.
    """
    drawn, glyphs = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, 2.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    advances = {name: font["hmtx"][name][0] for name in glyphs}
    for table in ("CFF ", "VORG"):
        if table in font:
            del font[table]
    font.sfntVersion = "\0\1\0\0"
    builder = FontBuilder(font=font)
    builder.isTTF = True
    builder.setupGlyf(glyphs)
    font["hmtx"].metrics = {
        name: (advance, getattr(glyphs[name], "xMin", 0)) for name, advance in advances.items()
    }
    builder.setupMaxp()


def main(folder: Path) -> None:
    """Write every shipped face."""
    OUT.mkdir(parents=True, exist_ok=True)
    found = {path.name: path for path in folder.rglob("Noto*.tt[fc]")}
    for face in FACES:
        font = TTFont(found[f"{face}.ttf"], recalcTimestamp=False)
        _subset(font, set(EUROPEAN), OUT / f"{face}.ttf", ["*"])
    for face in WHOLE:
        font = TTFont(found[f"{face}.ttf"], recalcTimestamp=False)
        _subset(font, set(font.getBestCmap() or {}), OUT / f"{face}.ttf", ["*"])
    # The second font of the collection is the Korean one.
    font = TTFont(found["NotoSansCJK-Regular.ttc"], fontNumber=1, recalcTimestamp=False)
    _subset(font, cjk_characters(), OUT / "NotoSansCJKkr-Regular.ttf", CJK_FEATURES)
    # Emoji in one colour, for what no other face has; those made of several stand side by side.
    font = TTFont(found["NotoEmoji_400Regular.ttf"], recalcTimestamp=False)
    known = {code for code in font.getBestCmap() or {} if 0x2600 <= code < 0x1FA70}
    pictures = known - cjk_characters()
    _subset(font, pictures, OUT / "NotoEmoji-Regular.ttf", [])


# Vertical writing and width variants are left out: they double the file.
CJK_FEATURES = ["ccmp", "kern", "locl", "ljmo", "vjmo", "tjmo", "mark", "mkmk", "palt"]

if __name__ == "__main__":
    main(Path(sys.argv[1]))
