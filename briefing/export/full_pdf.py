"""A whole briefing as a tagged PDF with contents, bookmarks and endnotes, set by Typst.

What is too long for its place is broken, and a title or heading that no page could show as one stands
in full beneath or at the end. Nothing is left out but the end of a title that alone fills a page; the
file says so. Every block becomes plain values here, so that
the template measures and decides nothing: which pictures stand side by side, which page is turned,
which cell may break.
"""

from __future__ import annotations

import json
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
from briefing.export.chapters import are_long, page_beginnings
from briefing.export.page_room import (
    FLOATING,
    GUTTER,
    TURNED,
    UPRIGHT,
    alignment,
    arrange,
    shares,
    shown,
)
from briefing.export.paper_words import PaperWords
from briefing.export.typesetting import (
    Typesetter,
    breakable,
    check_paper,
    clean,
    cut_at_word,
    language_code,
    look,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.export.blocks import Block, FullReport
    from briefing.export.report import Endnote, Figure, Words

_TITLE, _HEADING, _ENTRY, _ALT = 240, 240, 160, 2_000
# As much of a title stands at the end: about a page.
_WHOLE_TITLE = 4_000
# More lines of a table's cell than this may stand on two pages; the same for a judgment or a quote.
_LINES, _LETTERS = 9, 1_200
_CONTENTS_LINES = 70
_PAIR = 2
# A table that is lower, in points, stands on one page; a line and what a row needs besides.
_WHOLE, _LINE, _ROW = 340.0, 11.0, 8.5
# A table with more columns is set on a page turned on its side.
_COLUMNS = 9

# The marks of a hypothesis matrix; the letters say the same as the colours.
_RATINGS = {
    "CC": "rating.strong_for",
    "C": "rating.for",
    "I": "rating.against",
    "II": "rating.strong_against",
}


def full_pdf(report: FullReport, *, paper: str = "a4") -> bytes:
    """The report as a PDF of as many pages as it takes.

    Raises UserError for a paper that is not known, or where the pages cannot be set.
    """
    check_paper(paper)
    return Typesetter("full", _inputs(report, paper)).pdf(report.timestamp)


def _inputs(report: FullReport, paper: str) -> dict[str, str]:
    """What the template gets: the words as JSON, and each picture under the name that these say."""
    maker = _Maker(report, paper)
    data = maker.data()
    return {"data": json.dumps(data, sort_keys=True), **maker.pictures}


class _Maker:
    """Turns the blocks of one report into what the template prints."""

    def __init__(self, report: FullReport, paper: str) -> None:
        self.pictures: dict[str, str] = {}
        self._report = report
        self._paper = paper
        self._words = PaperWords(report)
        self._contents: list[dict[str, object]] = []
        self._deepest = self._depth()

    def data(self) -> dict[str, object]:
        report = self._report
        title = clean(report.title) or "Untitled"
        short = cut_at_word(title, _TITLE)
        status = clean(report.status)
        marking = look(report.marking)
        beginnings = page_beginnings(report.blocks, self._paper)
        blocks = [
            made | ({"begins_page": True} if at in beginnings else {})
            for at, one in enumerate(report.blocks)
            for made in self._block(one)
        ]
        whole_title = breakable(_whole_title(title)) if short != title else ""
        self._end_contents(whole_title)
        return marking | {
            "paper": self._paper,
            "is_draft": report.is_draft,
            "language": language_code(report.language),
            "title": breakable(short, 24),
            "title_size": 22 if len(short) <= 90 else 18 if len(short) <= 160 else 14,
            "whole_title": whole_title,
            "authors": [name for one in report.authors if (name := clean(one))],
            "cover": self._cover(status),
            "running": breakable(cut_at_word(title, 80)),
            "foot": breakable(
                cut_at_word(" · ".join(filter(None, (status, clean(report.as_of)))), 60)
            ),
            "contents": self._contents,
            "blocks": blocks,
            "endnotes": self._endnotes(report.endnotes),
            "endnotes_begin_page": are_long(report.endnotes, self._paper),
            "endnotes_together": _together(report.endnotes),
            "scales": breakable(clean(report.scales)),
            "left_out": [breakable(clean(one)) for one in report.left_out],
        }

    def _cover(self, status: str) -> list[str]:
        report = self._report
        authors = ", ".join(filter(None, map(clean, report.authors)))
        audience = f"audience: {clean(report.audience)}" if report.audience else ""
        lines = (
            (
                f"As of {clean(report.as_of)}" if report.as_of else "",
                f"information cut-off {clean(report.cutoff)}" if report.cutoff else "",
            ),
            (clean(report.desk), authors),
            (clean(report.marking), status, audience),
        )
        return [breakable(text) for one in lines if (text := " · ".join(filter(None, one)))]

    def _depth(self) -> int:
        """How many levels the contents show: none without headings, less where they would be long."""
        levels = [one.level for one in self._report.blocks if isinstance(one, Heading)]
        if not levels:
            return 0
        return 2 if sum(level <= 2 for level in levels) <= _CONTENTS_LINES else 1

    def _end_contents(self, whole_title: str) -> None:
        """What the template sets after the blocks stands in the contents too, where there are any."""
        ends = (
            ("Scales", "scales", self._report.scales),
            ("Left out by marking", "left-out", self._report.left_out),
            ("Endnotes", "endnotes", self._report.endnotes),
            ("The title in full", "whole-title", whole_title),
        )
        if self._deepest:
            for text, anchor, full in ends:
                if full:
                    self._contents.append({"level": 1, "text": text, "anchor": anchor})

    def _block(self, block: Block) -> list[dict[str, object]]:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                runs = self._words.runs(block.runs)
                return [{"kind": "paragraph", "look": block.look, "runs": runs}] if runs else []
            case Listing():
                items = [self._words.runs(one) for one in block.items]
                return [{"kind": "listing", "items": items}] if items else []
            case Table():
                return self._table(block)
            case JudgmentBlock():
                return [self._judgment(block)]
            case QuoteBlock():
                return [self._quote(block)]
            case FigureBlock():
                return self._figures(block)

    def _heading(self, one: Heading) -> list[dict[str, object]]:
        text = clean(one.text)
        short = cut_at_word(text, _HEADING)
        level = min(max(one.level, 1), 3)
        named = self._words.named(one.anchor)
        if level <= self._deepest and text:
            named = named or {"anchor": f"h{len(self._contents) + 1}"}
            entry = breakable(cut_at_word(text, _ENTRY))
            self._contents.append({"level": level, "text": entry} | named)
        made: list[dict[str, object]] = [
            {"kind": "heading", "level": level, "text": breakable(short)} | named
        ]
        if short != text:
            made.append({"kind": "paragraph", "look": "body", "runs": [breakable(text)]})
        return made if text else []

    def _judgment(self, one: JudgmentBlock) -> dict[str, object]:
        judgment = one.judgment
        made: dict[str, object] = {
            "runs": self._words.runs(judgment.text),
            "term": breakable(clean(judgment.term), 12) or "Assessment of fact",
            "band": breakable(clean(judgment.band), 12),
            "low": judgment.low,
            "high": judgment.high,
            "confidence": breakable(clean(judgment.confidence)),
            "reason": breakable(clean(judgment.confidence_reason)),
            "basis": self._words.runs(one.basis),
            "assumptions": breakable(clean(one.assumptions)),
            "indicators": [breakable(clean(text)) for text in one.indicators],
        }
        length = len(json.dumps([v for v in made.values() if not isinstance(v, int)]))
        return (
            made | {"kind": "judgment", "long": length > _LETTERS} | self._words.named(one.anchor)
        )

    def _quote(self, one: QuoteBlock) -> dict[str, object]:
        attribution = self._words.runs(one.attribution)
        length = len(one.words) + len(one.original) + len(one.about) + len(str(attribution))
        return {
            "kind": "quote",
            "words": breakable(clean(one.words)),
            "marks": one.kind != "indirect",
            "attribution": attribution,
            "about": breakable(clean(one.about)),
            "original": breakable(clean(one.original)),
            "language": language_code(one.language),
            "long": length > _LETTERS,
        } | self._words.named(one.anchor)

    def _table(self, one: Table) -> list[dict[str, object]]:
        count = max((len(one.head), *map(len, one.rows)), default=0)
        if not count:
            return []
        flipped = count > _COLUMNS
        wide = (TURNED if flipped else UPRIGHT)[self._paper][0]
        widths = shares(one, count)
        # Letters of 8 pt are 4.6 pt wide on average; a cell has 4 pt of room on either side.
        letters = [max(4, int((wide * share / sum(widths) - 8) / 5.2)) for share in widths]
        cells: list[object] = []
        high = 2 * _ROW
        for row in one.rows:
            filled = [*row, *[()] * (count - len(row))]
            lines = max(
                1 + sum(len(run.text) for run in cell) // room
                for cell, room in zip(filled, letters, strict=True)
            )
            long = lines > _LINES
            high += _ROW + _LINE * lines
            for number, (cell, room) in enumerate(zip(filled, letters, strict=True)):
                cells.append(self._cell(cell, room, long, one.first_is_head, number))
        head = [*one.head, *[""] * (count - len(one.head))]
        return [
            {
                "kind": "table",
                "caption": breakable(clean(one.caption)),
                "columns": widths,
                "align": [alignment(one, number) for number in range(count)],
                "head": [
                    breakable(clean(text), room) for text, room in zip(head, letters, strict=True)
                ],
                "cells": cells,
                "flipped": flipped,
                "whole": high < _WHOLE,
            }
        ]

    def _cell(
        self, cell: Sequence[Words], room: int, long: bool, matrix: bool, number: int
    ) -> object:
        runs = self._words.runs(cell, room)
        extra: dict[str, object] = {}
        if long:
            extra["long"] = True
        if matrix and number == 0:
            extra["head"] = True
        elif matrix and len(runs) == 1 and isinstance(runs[0], str) and runs[0] in _RATINGS:
            extra["fill"] = _RATINGS[runs[0]]
        if extra:
            return extra | {"runs": runs}
        return runs[0] if len(runs) == 1 and isinstance(runs[0], str) else runs

    def _figures(self, block: FigureBlock) -> list[dict[str, object]]:
        if not block.figures:
            return []
        columns, flipped = arrange(block.figures, self._paper)
        wide, tall = (TURNED if flipped else UPRIGHT)[self._paper]
        room = (wide - GUTTER * (columns - 1)) / columns
        figures = [self._figure(one, room, tall) for one in block.figures]
        key = self._figure(block.key, wide, tall) if block.key else None
        tallest = max(shown(one.svg, room, tall)[1] for one in block.figures)
        return [
            {
                "kind": "figures",
                "figures": figures,
                "key": key,
                "caption": breakable(clean(block.caption)),
                "columns": columns,
                "gutter": GUTTER,
                "floating": tallest > FLOATING * tall and not flipped,
                "flipped": flipped,
            }
        ]

    def _figure(self, one: Figure, room: float, tall: float) -> dict[str, object]:
        name = f"figure{len(self.pictures)}"
        self.pictures[name] = one.svg
        return {
            "picture": name,
            "alt": cut_at_word(clean(one.alt), _ALT) or "Picture without a description",
            "caption": breakable(clean(one.caption)),
            "width": round(shown(one.svg, room, tall)[0], 2),
        }

    def _endnotes(self, notes: Iterable[Endnote]) -> list[dict[str, object]]:
        made: dict[int, dict[str, object]] = {}
        for one in notes:
            made.setdefault(
                one.number,
                {
                    "number": one.number,
                    "anchor": f"n{one.number}",
                    "citation": self._words.runs(one.citation),
                    "grade": breakable(clean(one.grade)),
                },
            )
        return list(made.values())


def _whole_title(title: str) -> str:
    kept = cut_at_word(title, _WHOLE_TITLE)
    if kept == title:
        return title
    return f"{kept} (The title is {len(title):,} letters long; no more of it is printed.)"


def _together(notes: Sequence[Endnote]) -> int:
    """How many of the last endnotes stand on one page, so that none begins a page alone."""
    last = notes[-_PAIR:]
    letters = sum(len(run.text) for one in last for run in one.citation)
    return len(last) if letters <= _LETTERS else 0
