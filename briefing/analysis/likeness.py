"""Where a text has words that are like a quote's without being the same, and what differs.

Most texts are far from any quote: what takes long is done only where a quick look cannot rule out that
the answer lies there. Offsets are Unicode code points.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, compress, islice
from operator import sub
from typing import TYPE_CHECKING

from briefing.analysis.verify import PLAIN, WORD, Needle, needle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: From this likeness of their words on, a passage counts as the quote in altered form.
ALIKE = 0.6
#: Altered words are looked for from this number of words on; fewer are like too much.
FEWEST = 3
#: Agreements taken together at most, from each of them on.
_BLOCKS = 60
#: Words kept as they are compared.
_KNOWN = 200_000


class Piece(StrEnum):
    """What became of words between a quote and its text."""

    SAME = "same"
    #: In the quote and not in the text.
    ADDED = "added"
    #: In the text and not in the quote.
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Altered:
    """The stretch of a text that is most like a quote; ``pieces`` are what differs, in order."""

    start: int
    end: int
    likeness: float
    pieces: tuple[tuple[Piece, str], ...]


class Haystack:
    """A text in which many quotes are looked for: what takes long to make of it is made once, if at all."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str:
        """The text levelled for :func:`may_hold`."""
        return folded(self.text)

    @cached_property
    def low(self) -> str:
        """The text in one case."""
        return self.text.casefold()

    @cached_property
    def level(self) -> list[str]:
        """Its words, levelled as those of a quote are."""
        if len(_LEVELS) > _KNOWN:
            _LEVELS.clear()
        return [_LEVELS[word] for word in WORD.findall(self.text)]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where its words stand."""
        return [match.span() for match in WORD.finditer(self.text)]


class _Levels(dict[str, str]):
    """Words as they are compared; the same ones come in every text."""

    def __missing__(self, word: str) -> str:
        level = self[word] = word.translate(PLAIN).casefold()
        return level


_LEVELS = _Levels()


def folded(text: str) -> str:
    """A text levelled for :func:`may_hold`: case, marks, dashes and white space."""
    return " ".join(unicodedata.normalize("NFC", text).translate(PLAIN).casefold().split())


def may_hold(folded_text: str, sought: Needle) -> bool:
    """Whether a folded text has enough of a quote's neighbouring words to be worth a closer look."""
    if len(sought.tokens) < FEWEST:
        return False
    if any(not token.isascii() and len(token) == 1 for token in sought.tokens):
        # Signs that are written without blanks between them.
        return sum(t in folded_text for t in sought.tokens) >= ALIKE * len(sought.tokens)
    enough = max(1, len(sought.pairs) // 5)
    return sum(pair in folded_text for pair in sought.pairs) >= enough


def find_altered(text: str | Haystack, quote: str | Needle, above: float = 0.0) -> Altered | None:
    """The stretch of a text whose words are most like a quote's, if they are like enough.

    None as well where its likeness is not greater than ``above``. Words are aligned only where enough of
    them are there: a stretch of ``w`` words that shares ``a`` of the quote's ``n`` has a likeness of
    2a / (n + w), and w is no less than a. So what is passed over could not have been the answer.
    """
    sought = needle(quote) if isinstance(quote, str) else quote
    if len(sought.tokens) < FEWEST:
        return None
    hay = Haystack(text) if isinstance(text, str) else text
    if not _within_reach(_in_text(hay.low, sought), sought, above):
        return None
    words = hay.level
    hits = [word in sought.places for word in words]
    window = len(sought.tokens) + max(3, len(sought.tokens) // 3)
    best: tuple[float, int, int] | None = None
    for start in _densest(hits, window):
        # Wider on both sides: the densest stretch need not begin where the quote does.
        low, high = max(0, start - window), min(len(words), start + 2 * window)
        floor = best[0] if best else above
        if not _may_be_like(words[low:high], hits[low:high], sought, floor):
            continue
        found = _align(sought.level, words, low, high)
        if found is not None and found[0] > floor:
            best = found
    if best is None or best[0] < ALIKE:
        return None
    likeness, low, high = best
    spans = hay.spans[low:high]
    there = [hay.text[a:b].translate(PLAIN) for a, b in spans]
    return Altered(spans[0][0], spans[-1][1], likeness, tuple(_pieces(sought.tokens, there)))


def _within_reach(shared: int, sought: Needle, above: float) -> bool:
    """Whether a stretch that shares so many words with a quote can be like enough."""
    most = 2 * shared / (len(sought.tokens) + shared)
    return most >= ALIKE and most > above


def _may_be_like(words: Sequence[str], hits: Sequence[bool], sought: Needle, above: float) -> bool:
    """Whether some stretch of these words can be like enough, and more than ``above``."""
    shared = _in_order(words, sought)
    before = [0, *accumulate(hits)]
    while _within_reach(shared, sought, above):
        # In more words than these the shared ones would be too thinly spread; fewer hold fewer.
        widest = int(2 * shared / max(ALIKE, above)) - len(sought.tokens) + 1
        if widest >= len(words):
            return True
        fewer = max(map(sub, before[widest:], before))
        if fewer >= shared:
            return True
        shared = fewer
    return False


def _in_text(low: str, sought: Needle) -> int:
    """At least as many of a quote's words as stand in a text in one case: they may be parts of others."""
    # Marks and dashes inside a word are not levelled here; a word with one counts as there.
    return sum(
        places.bit_count()
        for word, places in sought.places.items()
        if word in low or "'" in word or "-" in word
    )


def _in_order(words: Iterable[str], sought: Needle) -> int:
    """How many words of a quote a stretch has at most in the order of the quote.

    The length of the longest common subsequence, a bit for each word of the quote (Hyyrö, "Bit-parallel
    LCS-length computation revisited", 2004).
    """
    places = sought.places
    every = (1 << len(sought.level)) - 1
    row = every
    for word in words:
        if (mask := places.get(word)) is not None:
            met = row & mask
            row = ((row + met) | (row - met)) & every
    return len(sought.level) - row.bit_count()


def _densest(hits: Sequence[bool], window: int) -> list[int]:
    """Starts of the windows with most words in common, at most a handful, apart from each other."""
    if not hits:
        return []
    before = [0, *accumulate(hits)]
    last = max(0, len(hits) - window)
    scored = [(-before[min(window, len(hits))], 0)]
    scored += [
        (before[start] - before[start + window], start)
        for start in compress(range(1, last + 1), islice(hits, 1, None))
    ]
    chosen: list[int] = []
    for _found, start in sorted(scored):
        if all(abs(start - other) > window // 2 for other in chosen):
            chosen.append(start)
            if len(chosen) == 6:
                break
    return chosen


def _align(
    mine: Sequence[str], words: Sequence[str], low: int, high: int
) -> tuple[float, int, int] | None:
    """Likeness, and the stretch of the levelled words that has most of it."""
    there = words[low:high]
    matcher = SequenceMatcher(None, mine, there, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    best: tuple[float, float, int, int] | None = None
    for at, head in enumerate(blocks):
        agreed = 0
        # Words of the quote before the first agreement take the place of as many in the text.
        first = max(0, head.b - head.a)
        for tail in blocks[at : at + _BLOCKS]:
            agreed += tail.size
            after = len(mine) - tail.a - tail.size
            last = min(len(there), tail.b + tail.size + after)
            # Words passed over count a little against the stretch, so that it does not sprawl.
            worth = agreed - (last - first - agreed) / 4
            if best is None or worth > best[0]:
                likeness = 2 * agreed / (len(mine) + last - first)
                best = worth, likeness, low + first, low + last
    return best[1:] if best else None


def _pieces(tokens: Sequence[str], there: Sequence[str]) -> list[tuple[Piece, str]]:
    pieces: list[tuple[Piece, str]] = []
    matcher = SequenceMatcher(None, there, list(tokens), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append((Piece.SAME, " ".join(tokens[c:d])))
            continue
        if b > a:
            pieces.append((Piece.LEFT_OUT, " ".join(there[a:b])))
        if d > c:
            pieces.append((Piece.ADDED, " ".join(tokens[c:d])))
    return pieces
