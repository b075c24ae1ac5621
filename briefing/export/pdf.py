"""The summary as a PDF of one page, set by Typst.

The same report gives the same bytes on every machine: only the shipped fonts are used and the
only date in the file is that of the report. Data goes to Typst as JSON and is never markup.

What does not fit is left out step by step until one page holds the rest, and the page says so:
first the type grows smaller; then the end of the statement on sources, the reasons of confidences
and endnotes beyond the sixteenth go; then the pictures; then signs to watch beyond three, the end
of what is disputed, judgments beyond the first few; last, all but the beginning of everything.
Title, bottom line, marking and the first judgments always stay.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from briefing.errors import UserError
from briefing.export.typesetting import (
    PAPERS,
    Typesetter,
    breakable,
    check_paper,
    clean,
    cut_at_word,
    language_code,
    look,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.export.report import KeyJudgment, SummaryReport, Words

__all__ = ["PAPERS", "summary_pdf"]

# Larger type takes some eight hundredths more.
_ROOMY = 0.9
# As much of the description of a picture is read aloud.
_ALT = 2_000
_TAKEN = (
    "{let at = query(<end>).first().location().position();"
    " (at.page, at.y / query(<size>).first().value)}"
)


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of each part is kept; lengths in code points."""

    compact: bool = False
    reasons: bool = True
    statement: int = 900
    endnotes: int = 40
    figures: bool = True
    indicators: int = 12
    disputed: int = 1500
    judgments: int = 12
    judgment: int = 500
    bottom_line: int = 1200
    title: int = 240


_ROOMS = (
    _Room(),
    _Room(compact=True),
    _Room(compact=True, statement=250),
    _Room(compact=True, reasons=False, statement=250),
    _Room(compact=True, reasons=False, statement=250, endnotes=16),
    _Room(compact=True, reasons=False, statement=250, endnotes=16, figures=False),
    _Room(True, False, 250, 10, False, 3, 700, 8, 400, 900, 200),
    _Room(True, False, 0, 6, False, 3, 500, 5, 250, 600, 160),
    _Room(True, False, 0, 3, False, 1, 250, 4, 160, 400, 120),
    _Room(True, False, 0, 0, False, 0, 0, 3, 90, 200, 80),
)


def summary_pdf(report: SummaryReport, *, paper: str = "a4") -> bytes:
    """The report as a tagged PDF of exactly one page.

    Raises UserError for a paper that is not known, or where the page cannot be set.
    """
    check_paper(paper)
    # Small type first: what leaves little of the page free cannot stand there in larger type.
    page = _Page(_inputs(report, _ROOMS[1], paper))
    taken = page.taken()
    if taken <= _ROOMY:
        larger = _Page(_inputs(report, _ROOMS[0], paper))
        return (larger if larger.taken() <= 1 else page).pdf(report.timestamp)
    if taken <= 1:
        return page.pdf(report.timestamp)
    # Each further step leaves out more than the one before: the first that fits is found by halves.
    low, high, found = 2, len(_ROOMS), None
    while low < high:
        middle = (low + high) // 2
        page = _Page(_inputs(report, _ROOMS[middle], paper))
        if page.taken() <= 1:
            high, found = middle, page
        else:
            low = middle + 1
    if found is not None:
        return found.pdf(report.timestamp)
    raise UserError("The summary does not fit on one page; shorten the bottom line and the title.")


class _Page(Typesetter):
    """One try to set a report."""

    def __init__(self, inputs: dict[str, str]) -> None:
        super().__init__("summary", inputs)

    def taken(self) -> float:
        """How much of the page is taken, above 1 where it does not suffice. No file is made."""
        page, taken = json.loads(self.eval(_TAKEN))
        return float(taken) if page == 1 else 2.0


def _inputs(report: SummaryReport, room: _Room, paper: str) -> dict[str, str]:
    """What the template gets: the words as JSON, and each picture under the name that these say."""
    inputs = {"data": json.dumps(_data(report, room, paper), sort_keys=True)}
    if room.figures:
        inputs |= {f"figure{number}": one.svg for number, one in enumerate(report.figures)}
        if report.figures and report.figure_legend:
            inputs["legend"] = report.figure_legend.svg
    return inputs


def _data(report: SummaryReport, room: _Room, paper: str) -> dict[str, object]:
    title = _short(report.title, room.title) or "Untitled"
    status = _short(report.status, 60)
    subtitle = [
        f"As of {report.as_of}" if report.as_of else "",
        f"information cut-off {report.cutoff}" if report.cutoff else "",
        f"{report.desk}" if report.desk else "",
        status,
    ]
    judgments = [_judgment(one, room) for one in report.judgments[: room.judgments]]
    figures = report.figures if room.figures else ()
    notes = report.endnotes[: room.endnotes]
    return look(report.marking) | {
        "paper": paper,
        "is_draft": report.is_draft,
        "language": language_code(report.language),
        "compact": room.compact,
        "title": title,
        "title_size": 20 if len(title) <= 90 else 16 if len(title) <= 160 else 13,
        "subtitle": " · ".join(_short(part, 90) for part in subtitle if part),
        "foot": " · ".join(filter(None, (_short(report.title, 38), status))),
        "bottom_line": _words(report.bottom_line, room.bottom_line),
        "judgments": judgments,
        "figures": [
            {
                "picture": f"figure{number}",
                "alt": cut_at_word(clean(one.alt), _ALT),
                "caption": _short(one.caption, 60),
            }
            for number, one in enumerate(figures)
        ],
        "figure_legend": cut_at_word(clean(report.figure_legend.alt), _ALT)
        if figures and report.figure_legend
        else None,
        "figure_caption": _short(report.figure_caption, 400),
        "disputed": _words(report.disputed, room.disputed),
        "would_change": [_short(one, 240) for one in report.would_change[: room.indicators]],
        "source_statement": _words(report.source_statement, room.statement),
        "endnotes": [
            {
                "number": one.number,
                "citation": _words(one.citation, 240),
                "grade": _short(one.grade, 8),
            }
            for one in notes
        ],
        "scales": _short(report.scales, 400),
        "left_out": _left_out(report, room),
    }


def _judgment(one: KeyJudgment, room: _Room) -> dict[str, object]:
    kept = replace(one, text=()) if room.reasons else replace(one, text=(), confidence_reason="")
    made: dict[str, object] = asdict(kept)
    return made | {
        "text": _words(one.text, room.judgment),
        "band": _short(one.band, 20),
        "term": _short(one.term, 40) or "Assessment of fact",
        "confidence": _short(one.confidence, 40),
        "confidence_reason": _short(kept.confidence_reason, 200),
    }


def _left_out(report: SummaryReport, room: _Room) -> str:
    """What the page does not hold and what nobody looked at; empty where it holds everything."""
    missing: list[str] = []

    def count(all_: int, kept: int, one: str, many: str) -> None:
        if all_ > kept:
            missing.append(f"1 {one}" if all_ - kept == 1 else f"{all_ - kept} {many}")

    count(len(report.judgments), room.judgments, "key judgment", "key judgments")
    if not room.figures:
        count(len(report.figures), 0, "picture", "pictures")
    count(len(report.would_change), room.indicators, "sign to watch", "signs to watch")
    count(len(report.endnotes), room.endnotes, "endnote", "endnotes")
    if not room.reasons and any(one.confidence_reason for one in report.judgments):
        missing.append("the reasons for the confidences")
    cut = [
        (_length(report.bottom_line) > room.bottom_line, "the end of the bottom line"),
        (_length(report.disputed) > room.disputed, "the end of what is disputed"),
        (
            any(_length(one.text) > room.judgment for one in report.judgments[: room.judgments]),
            "the ends of long judgments",
        ),
        (_length(report.source_statement) > room.statement, "the end of the source statement"),
        (len(" ".join(report.title.split())) > room.title, "the end of the title"),
    ]
    missing += [words for happened, words in cut if happened]
    sentences = [_short(report.changes, 400)] if report.changes else []
    if missing:
        sentences.append(f"Left out for want of room: {_list(missing)}.")
    if report.left_out:
        sentences.append(f"Left out by marking: {_short(_list(report.left_out), 300)}.")
    if report.drawn:
        sentences.append(_short(report.drawn, 300))
    return " ".join(sentences)


def _list(parts: Sequence[str]) -> str:
    return ", ".join(parts)


def _length(runs: Sequence[Words]) -> int:
    return len(" ".join("".join(run.text for run in runs).split()))


def _words(runs: Sequence[Words], room: int) -> list[dict[str, object]]:
    """The runs as far as there is room, the last one ending in "…" where something is cut."""
    kept: list[dict[str, object]] = []
    if room <= 0:
        return kept
    for run in runs:
        # No more than may be kept is looked at: a text can be a hundred thousand letters long.
        text = clean(run.text[: 4 * room + 400], keep_ends=True)
        cut = len(text) > room
        if cut:
            text = text[:room].rsplit(" ", 1)[0] + "…"
        room -= len(text)
        kept.append(
            {"text": breakable(text), "bold": run.bold, "italic": run.italic, "notes": run.notes}
        )
        if cut or room <= 0:
            if not cut and run is not runs[-1] and any(r.text.strip() for r in runs[len(kept) :]):
                kept[-1]["text"] = f"{kept[-1]['text']}…"
            break
    return kept


def _short(text: str, room: int) -> str:
    """The text without what cannot be printed, cut at a word where it is longer than ``room``."""
    return breakable(cut_at_word(clean(text[: 4 * room + 400]), room))
