"""Running text as a template takes it: links lead to what is there, no line begins with a note's number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from briefing.export.blocks import anchors
from briefing.export.typesetting import BREAK, breakable, clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.export.blocks import FullReport
    from briefing.export.report import Words

Run: TypeAlias = "str | dict[str, object]"

_ADDRESS = 2_000
_URL = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)\]’”])")
# After these no line ends before a digit; the same in the rules of Unicode for the breaking of lines.
_CLINGING = re.compile(r"[\w.,:;'\"’”»]$")


class PaperWords:
    """The words of one report. A link leads to the first thing of its name, and is none without one."""

    def __init__(self, report: FullReport) -> None:
        self._anchors: dict[str, str] = {}
        for anchor in anchors(report.blocks):
            self._anchors.setdefault(anchor, f"a{len(self._anchors) + 1}")
        self._free = dict(self._anchors)
        self._noted = {one.number for one in report.endnotes}

    def named(self, anchor: str) -> dict[str, object]:
        """The label of a block; the first with an anchor has it, since a link has one goal."""
        name = self._free.pop(anchor, "")
        return {"anchor": name} if name else {}

    def runs(self, runs: Iterable[Words], room: int = 30) -> list[Run]:
        """The runs of a text; ``room`` is how many characters may stand without a place to break."""
        made: list[Run] = []
        for run in runs:
            text = clean(run.text, keep_ends=True)
            to = self._anchors.get(run.to, "") if run.to else ""
            named = self.named(run.anchor) if run.anchor else {}
            if not (run.bold or run.italic or run.notes or to or named or "://" in text):
                if text:
                    made.append(breakable(text, room))
                continue
            extra: dict[str, object] = {
                name: True for name in ("bold", "italic") if getattr(run, name)
            }
            if to:
                extra["to"] = to
            pieces = [text] if to or "://" not in text else _URL.split(text)
            for number, piece in enumerate(pieces):
                if piece:
                    # Typst knows where to break an address.
                    is_url = number % 2 == 1
                    shown = piece if is_url else breakable(piece, room)
                    made.append(
                        {"text": shown} | extra | ({"url": piece[:_ADDRESS]} if is_url else {})
                    )
            if named:
                made.append(named)
            if run.notes:
                _note(made, [n if n in self._noted else str(n) for n in run.notes])
        return made


def _note(made: list[Run], notes: list[object]) -> None:
    """Put the numbers of endnotes after what stands there, on the same line.

    A line may end after letters and a question mark, and the number would begin the next.
    """
    last = made[-1] if made else ""
    said = last if isinstance(last, str) else str(last.get("text", ""))
    cut = max(said.rfind(" "), said.rfind(BREAK)) + 1
    word = said[cut:]
    if not word or _CLINGING.search(word):
        made.append({"notes": notes})
        return
    look = {} if isinstance(last, str) else {k: v for k, v in last.items() if k != "anchor"}
    made.pop()
    if cut or not isinstance(last, str):
        before = said[:cut]
        made.append(before if isinstance(last, str) else last | {"text": before})
    made.append(look | {"text": word, "notes": notes, "together": True})
