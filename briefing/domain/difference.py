"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A word with the blanks after it; each letter of a script without blanks, each sign, is one of its own.
_TOKEN = re.compile(
    r"\s+|(?:\d[\d.,]*\d|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|.)\s*",
    re.DOTALL,
)
#: Pairs of words that are compared at most; longer texts are compared by lines first.
_MOST_PAIRS = 4_000_000
#: Lines beyond this number are matched by those that are not found everywhere.
_MOST_LINES = 2_000
#: What is as short as this between two changes is told with them: single letters help nobody.
_SHORT = 3


class Was(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what became of it."""

    was: Was
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of two texts in their order, what was removed before what was added in its place.

    What is the same and removed is ``before``, what is the same and added is ``after``, letter for
    letter. Takes time that grows with the length of long texts, which are compared by lines.
    """
    if before == after:
        return (Piece(Was.SAME, before),) if before else ()
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    return tuple(_joined(_smoothed(list(_pieces(left, right)))))


def _pieces(left: Sequence[str], right: Sequence[str]) -> Iterator[Piece]:
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    yield Piece(Was.SAME, "".join(left[:head]))
    some, others = left[head : len(left) - tail], right[head : len(right) - tail]
    if len(some) * len(others) <= _MOST_PAIRS:
        yield from _by_words(some, others)
    else:
        yield from _by_lines("".join(some), "".join(others))
    yield Piece(Was.SAME, "".join(left[len(left) - tail :]))


def _by_words(left: Sequence[str], right: Sequence[str]) -> Iterator[Piece]:
    # Blanks are not looked at: every second token would be one, and finding pairs take its square.
    matcher = SequenceMatcher(
        None, [one.rstrip() for one in left], [one.rstrip() for one in right], autojunk=False
    )
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield Piece(Was.REMOVED, "".join(left[a:b]))
            yield Piece(Was.ADDED, "".join(right[c:d]))
            continue
        for one, other in zip(left[a:b], right[c:d], strict=True):
            if one == other:
                yield Piece(Was.SAME, one)
                continue
            word = one.rstrip()
            yield Piece(Was.SAME, word)
            yield Piece(Was.REMOVED, one[len(word) :])
            yield Piece(Was.ADDED, other[len(word) :])


def _by_lines(before: str, after: str) -> Iterator[Piece]:
    left, right = before.splitlines(keepends=True), after.splitlines(keepends=True)
    many = max(len(left), len(right)) > _MOST_LINES
    matcher = SequenceMatcher(None, left, right, autojunk=many)
    for tag, a, b, c, d in matcher.get_opcodes():
        old, new = "".join(left[a:b]), "".join(right[c:d])
        if tag == "equal":
            yield Piece(Was.SAME, old)
            continue
        some, others = _TOKEN.findall(old), _TOKEN.findall(new)
        if len(some) * len(others) <= _MOST_PAIRS // 16:
            yield from _by_words(some, others)
        else:
            yield Piece(Was.REMOVED, old)
            yield Piece(Was.ADDED, new)


def _smoothed(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Take what is short and stands between two changes into them."""
    runs = list(_joined(pieces))
    for at, piece in enumerate(runs):
        between = 0 < at < len(runs) - 1 and piece.was is Was.SAME
        if between and len(piece.text.strip()) <= _SHORT and "\n" not in piece.text:
            yield Piece(Was.REMOVED, piece.text)
            yield Piece(Was.ADDED, piece.text)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Runs of the same sort as one piece; within a run of changes what was removed comes first."""
    removed: list[str] = []
    added: list[str] = []
    same: list[str] = []

    def changes() -> Iterator[Piece]:
        for was, texts in ((Was.REMOVED, removed), (Was.ADDED, added)):
            if "".join(texts):
                yield Piece(was, "".join(texts))
            texts.clear()

    for piece in pieces:
        if not piece.text:
            continue
        if piece.was is Was.SAME:
            yield from changes()
            same.append(piece.text)
            continue
        if same:
            yield Piece(Was.SAME, "".join(same))
            same.clear()
        (removed if piece.was is Was.REMOVED else added).append(piece.text)
    yield from changes()
    if same:
        yield Piece(Was.SAME, "".join(same))


def marked(pieces: Iterable[Piece]) -> str:
    """The difference in one line of plain text, marked as ``wdiff`` does: [-removed-] {+added+}."""
    shapes = {Was.SAME: "{}", Was.REMOVED: "[-{}-]", Was.ADDED: "{{+{}+}}"}
    return "".join(shapes[piece.was].format(piece.text) for piece in pieces)
