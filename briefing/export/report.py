"""A briefing as blocks for paper: plain values, worked out before, ready to be set.

Nothing here knows the library. Whoever fills a report has taken out what its marking forbids and
all private notes already.
"""

from __future__ import annotations

from dataclasses import dataclass, field


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
    #: That a tool made some of the entries behind the page and nobody has looked at them.
    drawn: str = ""
    #: What this version changes from the one before, in a sentence or two.
    changes: str = ""
    timestamp: int = 0
