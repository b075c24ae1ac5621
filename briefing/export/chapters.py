"""Which chapters of a whole briefing begin on a page of their own.

A long one does, so that it is found by leafing; and so does what follows pictures that take much of a
page, which would else be set among its words. Chapters on pages of their own are also set at the same time.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.export.blocks import (
    FigureBlock,
    Heading,
    JudgmentBlock,
    Listing,
    Paragraph,
    QuoteBlock,
    Table,
)
from briefing.export.page_room import FLOATING, UPRIGHT, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.export.blocks import Block
    from briefing.export.report import Endnote, Words

#: A chapter of so many pages, as far as its words tell, begins a page.
LONG = 1.5
# Points: a line of running text and one of small print, the width of their letters, the space below a block.
_LINE, _SMALL = 13.5, 11.0
_LETTER, _SMALL_LETTER = 5.3, 4.6
_GAP, _ROW, _HEADING = 9.0, 8.5, 30.0


def page_beginnings(blocks: Sequence[Block], paper: str) -> frozenset[int]:
    """The places in ``blocks`` of the chapters that begin a page."""
    starts = [at for at, one in enumerate(blocks) if isinstance(one, Heading) and one.level <= 1]
    found: set[int] = set()
    after_pictures = False
    for at, end in pairwise([*starts, len(blocks)]):
        chapter = blocks[at:end]
        if after_pictures or _height(chapter, paper) >= LONG * UPRIGHT[paper][1]:
            found.add(at)
        after_pictures = any(_floats(one, paper) for one in chapter)
    return frozenset(found)


def are_long(notes: Sequence[Endnote], paper: str) -> bool:
    """Whether the endnotes begin a page."""
    lines = sum(_lines(_letters(one.citation), paper) for one in notes)
    return lines * _SMALL >= LONG * UPRIGHT[paper][1]


def _height(chapter: Iterable[Block], paper: str) -> float:
    return sum(_block_height(one, paper) for one in chapter)


def _block_height(block: Block, paper: str) -> float:
    wide, tall = UPRIGHT[paper]
    match block:
        case Heading():
            return _HEADING
        case Paragraph():
            return _text_height(_letters(block.runs), wide) + _GAP
        case Listing():
            return sum(_text_height(_letters(one), wide) + _GAP for one in block.items)
        case QuoteBlock():
            beside = len(block.original) + len(block.about) + _letters(block.attribution)
            return (
                _text_height(len(block.words), wide) + beside * _SMALL * _LETTER / wide + 3 * _GAP
            )
        case JudgmentBlock():
            one = block.judgment
            small = len(one.confidence_reason) + len(block.assumptions) + _letters(block.basis)
            small += sum(map(len, block.indicators))
            return _text_height(_letters(one.text) + small, wide) + 4 * _GAP
        case Table():
            return sum(_row_height(row, wide) for row in block.rows) + 2 * _ROW
        case FigureBlock():
            return sum(shown(one.svg, wide, tall)[1] + 2 * _GAP for one in block.figures)


def _text_height(letters: int, wide: float) -> float:
    return (1 + letters * _LETTER // wide) * _LINE


def _row_height(row: Sequence[Sequence[Words]], wide: float) -> float:
    room = wide / max(1, len(row))
    longest = max(map(_letters, row), default=0)
    return _ROW + (1 + longest * _SMALL_LETTER // room) * _SMALL


def _lines(letters: int, paper: str) -> int:
    return 1 + int(letters * _SMALL_LETTER // UPRIGHT[paper][0])


def _letters(runs: Iterable[Words]) -> int:
    return sum(len(one.text) for one in runs)


def _floats(block: Block, paper: str) -> bool:
    wide, tall = UPRIGHT[paper]
    return isinstance(block, FigureBlock) and any(
        shown(one.svg, wide, tall)[1] > FLOATING * tall for one in block.figures
    )
