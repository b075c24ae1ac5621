"""A briefing as blocks for paper: plain values, worked out before, ready to be set.

Nothing here knows the library. Whoever fills a report has taken out what its marking forbids and
all private notes already.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text of one look; ``notes`` are the endnotes that follow it.

    ``to`` is the anchor, in the same report, that the words lead to; ``anchor`` is what leads to the
    words themselves, as in a row of a table. Both may be empty; every anchor is there once.
    """

    text: str = ""
    bold: bool = False
    italic: bool = False
    notes: tuple[int, ...] = ()
    to: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class KeyJudgment:
    """A judgment with its likelihood and, apart from it, its confidence.

    ``term`` is empty for an assessment of fact; ``low`` and ``high`` are then None, else percent.
    """

    text: tuple[Words, ...]
    term: str = ""
    band: str = ""
    low: int | None = None
    high: int | None = None
    confidence: str = ""
    confidence_reason: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as an SVG document, described in ``alt`` for those who do not see it."""

    svg: str
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Endnote:
    """What a number leads to: the citation, and the grade such as "B" or "C3"."""

    number: int
    citation: tuple[Words, ...]
    grade: str = ""


@dataclass(frozen=True, slots=True)
class SummaryReport:
    """One page for the reader: the judgment first, what it rests on last.

    ``marking`` is the whole label, "TLP:AMBER". ``timestamp`` is of the newest change, in seconds
    since 1970: the page says when the matter changed, not when it was printed. ``left_out`` tells
    in words what is in the briefing and may not stand here.
    """

    title: str
    marking: str
    as_of: str
    cutoff: str = ""
    desk: str = ""
    status: str = ""
    is_draft: bool = False
    language: str = "en"
    bottom_line: tuple[Words, ...] = ()
    judgments: tuple[KeyJudgment, ...] = ()
    figures: tuple[Figure, ...] = ()
    figure_legend: Figure | None = None
    figure_caption: str = ""
    disputed: tuple[Words, ...] = ()
    would_change: tuple[str, ...] = ()
    source_statement: tuple[Words, ...] = ()
    endnotes: tuple[Endnote, ...] = ()
    scales: str = ""
    left_out: tuple[str, ...] = field(default=())
    timestamp: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1 (a part of the briefing) to 3; ``anchor`` is what leads here."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``look`` is one of "body", "lead" (the bottom line) and "quiet" (beside the matter)."""

    runs: tuple[Words, ...]
    look: str = "body"


@dataclass(frozen=True, slots=True)
class Listing:
    """Bulleted points."""

    items: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. ``widths`` are shares of the whole; ``caption`` says what the table shows.

    ``first_is_head`` tells that the first cell of a row names the row, as in a matrix.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[tuple[Words, ...], ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""
    first_is_head: bool = False


@dataclass(frozen=True, slots=True)
class JudgmentBlock:
    """A judgment as a block of its own, with what it rests on and what would change it."""

    judgment: KeyJudgment
    anchor: str = ""
    basis: tuple[Words, ...] = ()
    assumptions: str = ""
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """Words that somebody said. ``attribution`` tells who, when, where, to whom and with which grade.

    ``kind`` is direct, partial or indirect; words that stand in marks get them from whoever prints.
    ``original`` are the words in the language in which they were said, ``language`` its code.
    """

    words: str
    attribution: tuple[Words, ...]
    kind: str = "direct"
    about: str = ""
    original: str = ""
    language: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """Pictures side by side with one key to their signs."""

    figures: tuple[Figure, ...]
    key: Figure | None = None
    caption: str = ""


Block: TypeAlias = Heading | Paragraph | Listing | Table | JudgmentBlock | QuoteBlock | FigureBlock


@dataclass(frozen=True, slots=True)
class FullReport:
    """A whole briefing as blocks in reading order; every format prints the same ones.

    The fields are those of ``SummaryReport``; ``authors`` are the names of those who sign. Endnotes
    stand apart from the blocks: each format has its own way to set them. Figures are SVG documents;
    a format that cannot show SVG turns them into what it can show.
    """

    title: str
    marking: str
    as_of: str
    cutoff: str = ""
    desk: str = ""
    authors: tuple[str, ...] = ()
    audience: str = ""
    status: str = ""
    is_draft: bool = False
    language: str = "en"
    blocks: tuple[Block, ...] = ()
    endnotes: tuple[Endnote, ...] = ()
    scales: str = ""
    left_out: tuple[str, ...] = ()
    timestamp: int = 0
