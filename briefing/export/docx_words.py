"""The words of a report as runs of a Word file: looks, notes, and what links lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.export.blocks import anchors
from briefing.export.docx_package import field
from briefing.export.docx_text import run
from briefing.export.typesetting import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.export.blocks import FullReport
    from briefing.export.report import Endnote, Words

_RAISED = '<w:rStyle w:val="FootnoteReference"/>'
BOLD, ITALIC = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>"


class WordsWriter:
    """Writes words in reading order: what is cited first gets the next number, as Word counts notes."""

    def __init__(self, report: FullReport) -> None:
        self._notes = {one.number: one for one in reversed(report.endnotes)}
        self._cited: dict[int, int] = {}
        self._anchors = {
            name: f"b{n}" for n, name in enumerate(dict.fromkeys(anchors(report.blocks)), 1)
        }
        self._free = dict(self._anchors)
        self._bookmarks = 0

    def notes(self) -> tuple[list[str], list[str]]:
        """The runs of every note cited, in the order of their numbers, and of those not cited."""
        cited = [self.citation(self._notes[number]) for number in self._cited]
        rest = [
            self.citation(one)
            for number, one in sorted(self._notes.items())
            if number not in self._cited
        ]
        return cited, rest

    def runs(self, runs: Iterable[Words]) -> str:
        """The words with their links and notes; empty where there is nothing to print."""
        made: list[str] = []
        was_number = False
        for one in runs:
            look = (BOLD if one.bold else "") + (ITALIC if one.italic else "")
            text = run(one.text, look)
            name = self._anchors.get(one.to, "") if one.to else ""
            if text and name:
                text = f'<w:hyperlink w:anchor="{name}" w:history="1">{text}</w:hyperlink>'
            if one.anchor:
                made.append(self.anchored(one.anchor))
            if text:
                made.append(text)
                was_number = False
            for number in one.notes:
                if was_number:
                    made.append(run(",", _RAISED))
                made.append(self._reference(number))
                was_number = True
        return "".join(made)

    def _reference(self, number: int) -> str:
        """The number of a note: the first time the note itself, then what leads to it."""
        if number not in self._notes:
            return run(str(number), _RAISED)
        if number in self._cited:
            place = self._cited[number]
            return field(f"NOTEREF _Ref{place:06} \\h", str(place), _RAISED)
        place = self._cited[number] = len(self._cited) + 1
        reference = f'<w:r><w:rPr>{_RAISED}</w:rPr><w:footnoteReference w:id="{place}"/></w:r>'
        return self.bookmark(f"_Ref{place:06}", reference)

    def citation(self, one: Endnote) -> str:
        """What a note says, with the grade."""
        made = "".join(run(words.text, ITALIC if words.italic else "") for words in one.citation)
        grade = clean(one.grade)
        return made + (run(f" ({grade})", BOLD) if grade else "")

    def anchored(self, anchor: str) -> str:
        """A bookmark where an anchor is met first, since a link has one goal."""
        name = self._free.pop(anchor, "") if anchor else ""
        return self.bookmark(name, "") if name else ""

    def bookmark(self, name: str, inside: str) -> str:
        """The runs ``inside`` under a name that links and cross references know."""
        self._bookmarks += 1
        key = f'w:id="{self._bookmarks}"'
        return f'<w:bookmarkStart {key} w:name="{name}"/>{inside}<w:bookmarkEnd {key}/>'
