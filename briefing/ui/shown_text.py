"""A fixed text as Qt shows it: its lines, and the places of Qt against the code points of the text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from typing import Final

#: Code points of a line from which on it is shown in pieces: Qt lays out, and paints, a whole line at once.
LONGEST: Final = 20_000
_WIDE: Final = re.compile("[\U00010000-\U0010ffff]")
#: The end of a sentence with the blank after it, and one of a script that has none.
_SENTENCE: Final = re.compile(r"[.!?…][\"'”’»)\]]*[ \t\u00a0](?=\S)|[。！？](?=[^\s。！？」』）])")
_LINE: Final = re.compile(r"[^\n\r\u2029]++")
_JOINER: Final = "\u200d"


class ShownText:
    """Lines end where the text has a line end, and in an endless line after about ``longest`` characters.

    The blank at such a place is shown as a line end. Where there is no blank a line end is shown that the
    text does not have; the conversions know of it. The text itself is never changed.
    """

    def __init__(self, text: str, longest: int = LONGEST) -> None:
        self.text = text
        replaced, added = _breaks(text, longest)
        # One block a line, as Qt has it: other line ends would shift every place after them.
        self.shown = _put(text.replace("\r", "\n"), replaced, added)
        self._wide = [] if text.isascii() else [m.start() for m in _WIDE.finditer(text)]
        self._after = [n + i + 1 for i, n in enumerate(self._wide)]
        self._added = added
        #: Where in Qt's text the added line ends stand.
        self._stand = [n + bisect_left(self._wide, n) + i for i, n in enumerate(added)]

    def utf16(self, offset: int) -> int:
        """The place of Qt for a code point of the text."""
        return offset + bisect_left(self._wide, offset) + bisect_right(self._added, offset)

    def code_points(self, place: int) -> int:
        """The code point at a place of Qt; a place inside a pair counts as its beginning."""
        plain = place - bisect_left(self._stand, place)
        return min(len(self.text), plain - bisect_left(self._after, plain))


def _breaks(text: str, longest: int) -> tuple[list[int], list[int]]:
    """The blanks to be shown as line ends, and the places before which a line end is to be shown."""
    replaced: list[int] = []
    added: list[int] = []
    for line in _LINE.finditer(text):
        at, end = line.span()
        while end - at > longest:
            at, blank = _break(text, at + longest // 2, at + longest)
            if blank:
                replaced.append(at)
                at += 1
            else:
                added.append(at)
    return replaced, added


def _break(text: str, low: int, high: int) -> tuple[int, bool]:
    """The best place to end a line before ``high``, and whether it is that of a blank."""
    last = None
    for last in _SENTENCE.finditer(text, low, high):  # noqa: B007 - the last of them is wanted
        pass
    if last is not None:
        blank = last[0][-1].isspace()
        return last.end() - blank, blank
    space = text.rfind(" ", low, high)
    if space >= 0:
        return space, True
    cut = high
    # Not between a sign and what belongs to it.
    while cut > low and (
        unicodedata.combining(text[cut])
        or _JOINER in text[cut - 1 : cut + 1]
        or "\ufe00" <= text[cut] <= "\ufe0f"
        or "\U0001f3fb" <= text[cut] <= "\U0001f3ff"
    ):
        cut -= 1
    return (cut if cut > low else high), False


def _put(text: str, replaced: list[int], added: list[int]) -> str:
    if not replaced and not added:
        return text
    parts: list[str] = []
    at = 0
    for place, skip in sorted([*((n, 1) for n in replaced), *((n, 0) for n in added)]):
        parts += text[at:place], "\n"
        at = place + skip
    return "".join((*parts, text[at:]))
