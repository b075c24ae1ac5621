"""A whole briefing as blocks in reading order, which every format for readers prints.

Apart from the report of one page: whoever makes that need not wait for these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.export.report import Endnote, Figure, KeyJudgment, Words


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

    @property
    def facts(self) -> str:
        """The line under the title: of which day and until when, by which desk, how far it has come."""
        told = (
            f"As of {self.as_of}" if self.as_of else "",
            f"information cut-off {self.cutoff}" if self.cutoff else "",
            self.desk,
            self.status,
        )
        return " · ".join(filter(None, told))


def anchors(blocks: Iterable[Block]) -> Iterator[str]:
    """Whatever in these blocks can be led to, in reading order; a name may come more than once."""
    for block in blocks:
        anchor = getattr(block, "anchor", "")
        if anchor:
            yield anchor
        match block:
            case Paragraph():
                cells = (block.runs,)
            case Listing():
                cells = block.items
            case Table():
                cells = (cell for row in block.rows for cell in row)
            case JudgmentBlock():
                cells = (block.judgment.text, block.basis)
            case QuoteBlock():
                cells = (block.attribution,)
            case _:
                continue
        yield from (run.anchor for cell in cells for run in cell if run.anchor)
