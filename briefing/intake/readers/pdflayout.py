"""From characters with places on a page to lines in reading order and paragraphs of text.

Lengths are points; y grows downwards. Everything depends on its arguments alone, so that the places
of words can be found again later from the same bytes.
"""

from __future__ import annotations

import statistics
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from briefing.intake.readers.linewords import (
    HYPHENS,
    Vocabulary,
    append,
    begins_item,
    ends_sentence,
    goes_on,
    is_hangul,
    join,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence, Set

_GAP = 2.0
_EDGE_LINES = 2
#: Points that the ends of justified lines differ by at most.
_EVEN = 1.5
#: A page of more is a drawing or a trap; to look for columns in it would take long.
_MOST_PIECES = 3_000


class Box(NamedTuple):
    """A rectangle on a page as it is displayed, from the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Line:
    """Words on one line; ``boxes`` has the place of each character, None for a blank.

    ``spaced`` tells that the file wrote a blank behind the last word.
    """

    text: str
    boxes: list[Box | None]
    x0: float
    y0: float
    x1: float
    y1: float
    spaced: bool = False

    @property
    def size(self) -> float:
        """The height of the line's characters."""
        return self.y1 - self.y0


@dataclass(slots=True)
class Page:
    """The lines of a page, grouped into columns in the order of reading."""

    wide: float
    high: float
    columns: list[list[Line]]

    def lines(self) -> Iterator[Line]:
        """All lines in the order of reading."""
        for column in self.columns:
            yield from column


def page_of(codes: Sequence[int], boxes: Sequence[float], wide: float, high: float) -> Page:
    """Put the characters of a page (four numbers of ``boxes`` for each) into order."""
    pieces = [line for line in _pieces(codes, boxes) if _on_page(line, wide, high)]
    return Page(wide, high, _order(pieces))


def _on_page(line: Line, wide: float, high: float) -> bool:
    return line.x1 > 0 and line.y1 > 0 and line.x0 < wide and line.y0 < high


def _pieces(codes: Sequence[int], boxes: Sequence[float]) -> Iterator[Line]:
    """Runs of characters that stand beside one another with no wide gap."""
    text: list[str] = []
    places: list[Box | None] = []
    last: Box | None = None
    high: int | None = None
    for index, code in enumerate(codes):
        if 0xDC00 <= code < 0xE000 and high is not None:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, None
        elif 0xD800 <= code < 0xDC00:
            high = code
            continue
        letter = _letter(code)
        if letter in "\r\n":
            if text:
                yield from _line(text, places)
                text, places, last = [], [], None
            continue
        if not letter or letter.isspace():
            if letter and text and text[-1] != " ":
                text.append(" ")
                places.append(None)
            continue
        box = Box(*boxes[4 * index : 4 * index + 4])
        if last is not None and text and _is_apart(last, box):
            yield from _line(text, places)
            text, places = [], []
        text += letter
        places += [box] * len(letter)
        if box.y1 > box.y0:
            last = box
    if text:
        yield from _line(text, places)


@lru_cache(maxsize=4096)
def _letter(code: int) -> str:
    """The character, ligatures of Latin taken apart; nothing for what cannot be shown."""
    if code in (0x02, 0xFFFE):
        return "\x02"
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return ""
    letter = chr(code)
    if 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", letter)
    if letter in "\r\n":
        return letter
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter) == "Cc" else letter


def _is_apart(last: Box, box: Box) -> bool:
    if not last.y0 < (box.y0 + box.y1) / 2 < last.y1:
        return True
    if -1 < box.x0 - last.x1 < 1:
        return False
    size = max(last.y1 - last.y0, box.y1 - box.y0)
    return box.x0 - last.x1 > _GAP * size or last.x0 - box.x1 > _GAP * size


def _line(text: list[str], places: list[Box | None]) -> Iterator[Line]:
    spaced = bool(text) and text[-1] == " "
    while text and text[-1] == " ":
        text.pop()
        places.pop()
    seen = [box for box in places if box is not None and box.y1 > box.y0]
    if text and seen:
        # The middle of the heights: one raised figure makes no line higher.
        top = statistics.median_low(box.y0 for box in seen)
        foot = statistics.median_high(box.y1 for box in seen)
        left, right = min(box.x0 for box in seen), max(box.x1 for box in seen)
        yield Line("".join(text), places, left, top, right, foot, spaced)


def _order(pieces: list[Line]) -> list[list[Line]]:
    """Columns left to right between the lines that span them, from the top down."""
    gutter = _gutter(pieces)
    if gutter is None:
        rows = _rows(pieces)
        return [rows] if rows else []
    across = sorted(
        (p for p in pieces if p.x0 < gutter - 1 and p.x1 > gutter + 1), key=lambda p: p.y0
    )
    held = set(map(id, across))
    rest = [p for p in pieces if id(p) not in held]
    columns: list[list[Line]] = []
    spanning: list[Line] = []
    for bound in (*across, None):
        limit = bound.y0 if bound else float("inf")
        band = [p for p in rest if p.y0 < limit]
        rest = [p for p in rest if p.y0 >= limit]
        if band:
            if spanning:
                columns.append(_rows(spanning))
                spanning = []
            columns += _order([p for p in band if p.x1 <= gutter + 1])
            columns += _order([p for p in band if p.x1 > gutter + 1])
        if bound is not None:
            spanning.append(bound)
    if spanning:
        columns.append(_rows(spanning))
    return columns


def _gutter(pieces: list[Line]) -> float | None:
    """The middle of a blank strip between two columns of running text, or None.

    Columns have several lines each, side by side, most of them wide for their height: cells of a
    table are not, and are read row by row.
    """
    if not 8 <= len(pieces) <= _MOST_PIECES:
        return None
    edges = sorted({round(p.x1) for p in pieces})
    size = statistics.median(p.size for p in pieces)
    best: tuple[int, float] | None = None
    for edge in edges:
        strip = (edge + 0.1, edge + max(4.0, 0.6 * size))
        left = [p for p in pieces if p.x1 <= strip[0] + 0.9]
        right = [p for p in pieces if p.x0 >= strip[1] - 0.9]
        crossing = len(pieces) - len(left) - len(right)
        if min(len(left), len(right)) < 4 or crossing * 4 > len(left) + len(right):
            continue
        if not all(_is_running(side) for side in (left, right)) or not _beside(left, right):
            continue
        if best is None or crossing < best[0]:
            nearest = min(p.x0 for p in right)
            best = (crossing, (edge + max(nearest, strip[1])) / 2)
    return best[1] if best else None


def _is_running(side: list[Line]) -> bool:
    return statistics.median((p.x1 - p.x0) / max(p.size, 1.0) for p in side) >= 8


def _beside(left: list[Line], right: list[Line]) -> bool:
    """Whether the two stand beside one another over most of the shorter."""
    low, high = (min(p.y0 for p in left), max(p.y1 for p in left))
    other = (min(p.y0 for p in right), max(p.y1 for p in right))
    shared = min(high, other[1]) - max(low, other[0])
    return shared > 0.5 * min(high - low, other[1] - other[0])


def _rows(pieces: list[Line]) -> list[Line]:
    """Lines from the top down; what stands on one line is joined from the left."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda p: (p.y0 + p.y1) / 2):
        middle = (piece.y0 + piece.y1) / 2
        if rows and rows[-1][0].y0 + 0.2 * rows[-1][0].size < middle < rows[-1][0].y1:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_joined(_across(row)) for row in rows]


def _across(row: list[Line]) -> list[Line]:
    """The pieces of a row in the order of reading: from the right where most letters are read so."""
    letters = "".join(piece.text for piece in row)
    leftward = sum(unicodedata.bidirectional(c) in ("R", "AL") for c in letters)
    if 2 * leftward > sum(c.isalpha() for c in letters):
        return sorted(row, key=lambda p: -p.x1)
    return sorted(row, key=lambda p: p.x0)


def _joined(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    boxes: list[Box | None] = []
    for number, piece in enumerate(row):
        boxes += ([None] if number else []) + piece.boxes
    tallest = max(row, key=lambda p: p.x1 - p.x0)
    return Line(" ".join(p.text for p in row), boxes, row[0].x0, tallest.y0, row[-1].x1, tallest.y1)


@dataclass(slots=True)
class Composed:
    """The text of a page, with its outermost lines: what the next page's text is joined by."""

    text: str = ""
    first: Line | None = None
    first_left: float = 0.0
    last: Line | None = None
    last_right: float = 0.0

    def goes_on_in(self, other: Composed) -> bool:
        """Whether the last paragraph of the page goes on at the head of another."""
        if self.last is None or other.first is None:
            return False
        full = self.last_right > 0 and not _fits(self.last, other.first, self.last_right)
        begins = other.first.x0 - other.first_left > 0.6 * other.first.size
        return goes_on(self.text, other.text, full=full and not begins)


def compose(page: Page, dropped: Set[int], known: Vocabulary) -> Composed:
    """The text of a page: paragraphs parted by a blank line, lines of one joined."""
    whole = Composed()
    pitch = _pitch(page)
    for column in page.columns:
        lines = [line for line in column if id(line) not in dropped]
        if not lines:
            continue
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        parts = [lines[0].text]
        blanks = any(line.spaced for line in lines)
        for a, b in pairwise(lines):
            if begins_paragraph(a, b, left, right, pitch):
                parts.append("\n\n" + b.text)
            else:
                # Korean may break a line within a word; a file that writes blanks then writes none.
                glued = blanks and not a.spaced and is_hangul(a.text[-1]) and is_hangul(b.text[0])
                append(parts, b.text, known, glued=glued)
        # Of one or two lines nobody can tell how wide the column is.
        full = right if len(lines) > _EDGE_LINES else 0.0
        one = Composed("".join(parts), lines[0], left, lines[-1], full)
        if whole.first is None:
            whole = one
        else:
            more = whole.goes_on_in(one)
            text = join(whole.text, one.text, known) if more else f"{whole.text}\n\n{one.text}"
            whole = Composed(text, whole.first, whole.first_left, one.last, one.last_right)
    whole.text = tidy(whole.text)
    return whole


def _fits(a: Line, b: Line, right: float) -> bool:
    """Whether the first word of ``b`` had room on the line ``a``: then a paragraph ended there."""
    word = len(b.text.split(" ", 1)[0])
    ends = [box.x1 for box in b.boxes[:word] if box is not None]
    wide = max(ends, default=b.x0) - b.x0
    return a.x1 + wide + 0.4 * a.size < right


def is_ragged(pages: Iterable[Page]) -> bool:
    """Whether lines end where their words do, and not at one edge."""
    full = lines = 0
    for page in pages:
        for column in page.columns:
            if len(column) > 4:
                right = max(line.x1 for line in column)
                full += sum(right - line.x1 < _EVEN for line in column)
                lines += len(column)
    return 5 * full < 2 * lines


def _pitch(page: Page) -> float:
    """The usual distance from line to line."""
    found: list[float] = []
    for column in page.columns:
        for a, b in pairwise(column):
            step = b.y0 - a.y0
            if 0 < step < 2.5 * max(a.size, b.size):
                found.append(round(step, 1))
    return statistics.median_low(found) if found else 0.0


def begins_paragraph(a: Line, b: Line, left: float, right: float, pitch: float) -> bool:
    """Whether a paragraph begins with ``b``, which stands below ``a`` in one column."""
    step = b.y0 - a.y0
    size = max(a.size, b.size)
    if pitch and step > 1.2 * pitch + 0.5:
        return True
    if abs(a.size - b.size) > 0.15 * size:
        return True
    if begins_item(b.text) and not a.text.endswith(tuple(HYPHENS)):
        return True
    if b.x0 - left > 0.6 * size and a.x0 - left < 0.3 * size and right - b.x1 < 2 * size:
        return True
    return ends_sentence(a.text) and _fits(a, b, right)


def places(page: Page, text: str, start: int, end: int) -> list[Box]:
    """Where the code points ``start`` to ``end`` of a page's text stand, one box for each line.

    Line by line the page's characters are laid along the text. A line that does not fit there was
    left out, as running heads are. Nothing is told for words that cannot be found so.
    """
    offsets = [n for n, c in enumerate(text) if not c.isspace() and c not in HYPHENS]
    whole = "".join(text[n] for n in offsets)
    at = 0
    found: list[Box] = []
    for line in page.lines():
        seen = [
            (c, box)
            for c, box in zip(line.text, line.boxes, strict=True)
            if c != " " and c not in HYPHENS
        ]
        words = "".join(c for c, _box in seen)
        if not words or not whole.startswith(words, at):
            continue
        inside = [
            box
            for n, (_c, box) in enumerate(seen)
            if box is not None and start <= offsets[at + n] < end
        ]
        at += len(words)
        if inside:
            found.append(
                Box(min(b.x0 for b in inside), line.y0, max(b.x1 for b in inside), line.y1)
            )
    return found
