"""Two people change one text: what both did is joined where they do not meet."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_Change = tuple[int, int, list[str]]


def merge_texts(base: str, mine: str, theirs: str) -> str | None:
    """The text with what both changed in ``base``, line by line; None where they changed one place.

    Changes meet where their lines of ``base`` overlap or touch, unless they are the same.
    """
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    old = base.split("\n")
    left, right = _changes(old, mine.split("\n")), _changes(old, theirs.split("\n"))
    joined = list(left)
    for change in right:
        if change in left:
            continue
        if any(_meet(change, other) for other in left):
            return None
        joined.append(change)
    lines = list(old)
    for start, end, new in sorted(joined, key=lambda c: c[:2], reverse=True):
        lines[start:end] = new
    return "\n".join(lines)


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(a, b, list(new[c:d])) for tag, a, b, c, d in codes if tag != "equal"]


def _meet(one: _Change, other: _Change) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
