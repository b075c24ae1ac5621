"""Where a passage stands in a changed text: proposed with how sure that is, never decided in doubt.

The states are those of :class:`~briefing.domain.source.AnchorState`. Word for word means the same code
points. Of several equal places the words before and after decide, and only where they are as telling in
the new text as they were in the old one: a passage that was edited is not taken for its double.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from briefing.domain.source import AnchorState

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Code points before and after a passage that decide among equal places.
CONTEXT = 32
#: How alike two passages are at least to be proposed for one another, 0 to 1.
LEAST_ALIKE = 0.9
#: Places that are offered at most.
MOST_PLACES = 20
#: Passages longer than this are compared by words.
_BY_WORDS = 300
#: A word that stands more often in the text tells nothing of a place.
_COMMON = 400
_AROUND = 160
_TRIED = 6
_BIN = 48

# A character of a script without blanks is a word of its own.
_TOKEN = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff]|[^\\W\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff"
    "\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_PIECE = re.compile(rf"{_TOKEN.pattern}|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place for a passage in the new text, in code points, the end excluded.

    ``alike`` is 1 for the same words. ``places`` are all that fit, the proposed one first; several
    where a person has to choose. An orphaned one has none: ``start`` and ``end`` then tell where it may
    have stood.
    """

    state: AnchorState
    start: int
    end: int
    alike: float = 1.0
    places: tuple[tuple[int, int], ...] = ()


class Anchorer:
    """Looks for the passages of one text in another."""

    def __init__(self, old: str, new: str) -> None:
        self._old = old
        self._new = new

    def propose(self, start: int, end: int) -> Proposal:
        """Where the code points ``start`` to ``end`` of the old text stand in the new one.

        Raises ValueError where they lie outside the old text or hold nothing.
        """
        if not 0 <= start < end <= len(self._old):
            raise ValueError(f"no passage from {start} to {end}")
        words = self._old[start:end]
        at = self._same(start, end)
        if at is not None:
            state = AnchorState.EXACT if at == start else AnchorState.MOVED
            place = (at, at + len(words))
            return Proposal(state, *place, places=(place,))
        equal = self._by_context(start, end)
        if equal:
            return Proposal(AnchorState.UNCERTAIN, *equal[0], places=tuple(equal))
        alike = self._alike(start, end)
        if alike:
            best = alike[0][0]
            places = tuple(place for _share, place in alike)
            return Proposal(AnchorState.UNCERTAIN, *places[0], best, places)
        near = self._near(start, end)
        return Proposal(AnchorState.ORPHANED, near, near, 0.0)

    # ------------------------------------------------------------------ word for word

    def _same(self, start: int, end: int) -> int | None:
        """Where the words stand beyond doubt, or None.

        A key, the words with what stands around them, tells a place where it stands once in each text.
        With one side alone it does so only where no copy of the words was lost, which may have been this
        one, and only with all of that side.
        """
        words = self._old[start:end]
        before = self._old[max(0, start - CONTEXT) : start]
        after = self._old[end : end + CONTEXT]
        bare = self._once("", words, "")
        if bare is not None:
            return bare
        both = self._once(before, words, after) if before and after else None
        if both is not None:
            return both
        if _times(self._new, words) < _times(self._old, words):
            return None
        found = {
            self._once(lead, words, trail)
            for lead, trail in ((before, ""), ("", after))
            if len(lead + trail) == CONTEXT
        } - {None}
        return found.pop() if len(found) == 1 else None

    def _once(self, lead: str, words: str, trail: str) -> int | None:
        key = lead + words + trail
        # Only what was told from all else in the old text tells a place in the new one.
        if _count(self._old, key) != 1 or _count(self._new, key) != 1:
            return None
        return self._new.index(key) + len(lead)

    def _by_context(self, start: int, end: int) -> list[tuple[int, int]]:
        """All places with the same words, those whose surroundings agree best first."""
        words = self._old[start:end]
        before = self._old[max(0, start - CONTEXT) : start]
        after = self._old[end : end + CONTEXT]
        ranked: list[tuple[int, int]] = []
        for at in _finds(self._new, words):
            lead = _common_end(before, self._new[max(0, at - CONTEXT) : at])
            trail = _common_start(after, self._new[at + len(words) : at + len(words) + CONTEXT])
            ranked.append((-(lead + trail), at))
        ranked.sort()
        return [(at, at + len(words)) for _share, at in ranked[:MOST_PLACES]]

    # ------------------------------------------------------------------ nearly so

    @cached_property
    def _index(self) -> dict[str, list[int]]:
        """Word → where it stands in the new text."""
        found: dict[str, list[int]] = {}
        for match in _TOKEN.finditer(self._new):
            found.setdefault(match[0].casefold(), []).append(match.start())
        return found

    def _guesses(self, start: int, end: int) -> list[int]:
        """Likely beginnings in the new text, by the words of the passage and those around it."""
        votes: dict[int, tuple[float, int]] = {}
        begin = max(0, start - _AROUND)
        for match in _TOKEN.finditer(self._old, begin, min(len(self._old), end + _AROUND)):
            places = self._index.get(match[0].casefold(), ())
            if not 0 < len(places) <= _COMMON:
                continue
            inside = start <= match.start() < end
            weight = (2.0 if inside else 1.0) * len(match[0]) / len(places)
            for place in places:
                guess = place - (match.start() - start)
                for slot in (guess // _BIN, guess // _BIN + 1):
                    total, first = votes.get(slot, (0.0, guess))
                    votes[slot] = (total + weight, first)
        best = sorted(votes.values(), reverse=True)[: 3 * _TRIED]
        found: list[int] = []
        for _weight, guess in best:
            if all(abs(guess - other) > _BIN for other in found):
                found.append(guess)
        return found[:_TRIED]

    def _alike(self, start: int, end: int) -> list[tuple[float, tuple[int, int]]]:
        """Places that are nearly the same, the most alike first, none within another."""
        words = self._old[start:end]
        ranked: list[tuple[float, tuple[int, int]]] = []
        for guess in self._guesses(start, end):
            place = self._window(words, guess)
            if place is None:
                continue
            share = alike(words, self._new[place[0] : place[1]])
            if share >= LEAST_ALIKE:
                ranked.append((share, place))
        ranked.sort(key=lambda one: (-one[0], one[1]))
        found: list[tuple[float, tuple[int, int]]] = []
        for share, place in ranked:
            if all(place[1] <= other[0] or other[1] <= place[0] for _s, other in found):
                found.append((share, place))
        return found

    def _window(self, words: str, guess: int) -> tuple[int, int] | None:
        """The part of the new text near a guess that is most like the words."""
        slack = max(_BIN * 2, len(words) // 3)
        low = max(0, guess - slack)
        region = self._new[low : max(0, guess) + len(words) + slack]
        # Pieces are words, blanks and signs; short passages are compared letter by letter.
        ours = list(words) if len(words) <= _BY_WORDS else _PIECE.findall(words)
        theirs = list(region) if len(words) <= _BY_WORDS else _PIECE.findall(region)
        if not theirs:
            return None
        places = [0]
        for piece in theirs:
            places.append(places[-1] + len(piece))
        blocks = list(SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks())
        telling = [b for b in blocks if b.size and len("".join(ours[b.a : b.a + b.size])) > 2]
        if not telling:
            return None
        first, last = telling[0], telling[-1]
        starts = {max(0, first.b - first.a), first.b}
        rest = len(ours) - (last.a + last.size)
        ends = {min(len(theirs), last.b + last.size + rest), last.b + last.size}
        best: tuple[float, tuple[int, int]] | None = None
        for one in sorted(starts):
            for other in sorted(ends):
                if one >= other:
                    continue
                place = (low + places[one], low + places[other])
                share = alike(words, self._new[place[0] : place[1]])
                if best is None or share > best[0]:
                    best = (share, place)
        return best[1] if best else None

    def _near(self, start: int, end: int) -> int:
        """About where something at a place of the old text would stand in the new one."""
        guesses = self._guesses(start, end)
        share = start / max(1, len(self._old))
        guess = guesses[0] if guesses else round(share * len(self._new))
        return max(0, min(len(self._new), guess))


def alike(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: twice what they share by the length of both."""
    if one == other:
        return 1.0
    if max(len(one), len(other)) <= _BY_WORDS:
        return SequenceMatcher(None, one, other, autojunk=False).ratio()
    ours, theirs = _PIECE.findall(one), _PIECE.findall(other)
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    shared = sum(len("".join(ours[b.a : b.a + b.size])) for b in blocks)
    return 2 * shared / (len(one) + len(other))


def _finds(text: str, key: str) -> Iterator[int]:
    at = text.find(key)
    while at >= 0:
        yield at
        at = text.find(key, at + 1)


def _count(text: str, key: str) -> int:
    """How often a key stands in a text, two for more than once."""
    first = text.find(key)
    if first < 0:
        return 0
    return 2 if text.find(key, first + 1) >= 0 else 1


def _times(text: str, key: str) -> int:
    return sum(1 for _at in _finds(text, key))


def _common_end(one: str, other: str) -> int:
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        count += 1
    return count


def _common_start(one: str, other: str) -> int:
    return bisect_left(
        range(1, min(len(one), len(other)) + 1), True, key=lambda n: one[:n] != other[:n]
    )
