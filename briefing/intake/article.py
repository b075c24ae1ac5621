"""An article cut into paragraphs and sentences, as spans of its unchanged text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from briefing.intake.readers.result import words

if TYPE_CHECKING:
    from briefing.intake.draft import Span

_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029\v\f\x85]+")
_OPENERS = "“‘«„「『\"'([{"
_CLOSERS = "”’»“」』\"')]}"
#: Where a sentence may end: its mark, then what closes, then white space or the next opening mark.
_END = re.compile(rf"(?:[.!?…]+[{re.escape(_CLOSERS)}]*(?=\s)|[。！？｡]+[{re.escape(_CLOSERS)}]*)")
_WORD_BEFORE = re.compile(r"[\w.]+$")
_SHORT = words(
    "mr mrs ms dr prof sen rep gov gen col lt maj capt cmdr adm sgt rev hon pres amb min sr jr st mt ft "
    "vs etc eg ie cf no nos art al fig dept inc ltd co corp bros est approx vol pp jan feb mar apr jun "
    "jul aug sep sept oct nov dec messrs mme mlle"
)
#: A sentence goes on in small letters, whatever mark stood before.
_GOES_ON = re.compile(rf"\s*[{re.escape(_OPENERS)}]*[a-z]")
#: Short forms that may end a sentence as well.
_MAY_END = words("inc ltd co corp bros jr sr etc")
#: A sentence begins with a small word in a capital, as no name does.
_OPENS = re.compile(
    rf"\s+[{re.escape(_OPENERS)}]?(?:He|She|They|It|We|You|The|But|And|This|That|These|Those|There|In|On|At|His|"
    r"Her|Their|Its|As|If|When|While|Some|Many|Most|Asked|After|Before|Since|For|Both|Not|No|What)\b"
)
#: No sentence is longer: a text without an end in it is cut here, or every rule would pay for it.
LONGEST = 4000


@dataclass(frozen=True)
class Article:
    """The text, the EDTF date on which it appeared (or empty), and the language code (or empty)."""

    text: str
    published: str = ""
    language: str = ""

    @cached_property
    def small(self) -> str:
        """The text in small letters, each in its place: patterns without capitals are looked for in it."""
        low = self.text.lower()
        if len(low) == len(self.text):
            return low
        return "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Each line with something on it, without the white space around."""
        found: list[Span] = []
        for match in _PARAGRAPH.finditer(self.text):
            line = match[0]
            start = match.start() + len(line) - len(line.lstrip())
            end = match.start() + len(line.rstrip())
            if start < end:
                found.append((start, end))
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of all paragraphs; together they cover every word once."""
        found: list[Span] = []
        for start, end in self.paragraphs:
            found += _sentences(self.text, start, end)
        return tuple(found)

    def sentence_at(self, at: int) -> int:
        """The number of the sentence in which an offset lies, or of the last one before it."""
        return max(0, bisect_right(self._starts, at) - 1)

    def paragraph_at(self, at: int) -> int:
        """The number of the paragraph in which an offset lies, or of the last one before it."""
        return max(0, bisect_right(self._paragraph_starts, at) - 1)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [start for start, _ in self.paragraphs]


def _sentences(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop <= begin or _is_inside(text, match.start(), stop, begin, end):
            continue
        _add(found, text, begin, stop)
        begin = stop
    _add(found, text, begin, end)
    return found


def _is_inside(text: str, mark: int, stop: int, begin: int, end: int) -> bool:
    """Whether a full stop belongs to a short form, a letter or a number rather than ending a sentence."""
    if _GOES_ON.match(text, stop, end):
        return True
    if text[mark] != "." or text[mark : mark + 2] in ("..", ".…"):
        return False
    # A short form before is at most so long; the whole sentence is never searched.
    before = _WORD_BEFORE.search(text, max(begin, mark - 12), mark)
    if before is None:
        return False
    word = before[0]
    if (_is_initials(word) or word.lower() in _MAY_END) and _OPENS.match(text, stop, end):
        return False  # "at 7 p.m. He left."
    return word.lower() in _SHORT or (len(word) == 1 and word.isupper()) or _is_initials(word)


def _is_initials(word: str) -> bool:
    parts = word.split(".")
    return len(parts) > 1 and all(len(part) == 1 for part in parts if part)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    """Without white space around, and in pieces where it is longer than any sentence is."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        _add(found, text, start, cut)
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        found.append((start, end))
