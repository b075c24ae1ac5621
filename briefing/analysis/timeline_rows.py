"""Where the entries of a timeline stand at one scale: lanes, rows in them, room for labels."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from briefing.analysis.fontmetrics import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.analysis.timeline_scene import TimelineEntry, TimelineScene

#: Rows of one lane at most; what has no room there is drawn together and counted.
MOST_ROWS = 6
#: Half the size of a point, and half the least length of a bar, in picture units.
POINT = 5.0
#: How far an open end is drawn beyond what is known.
TAIL = 34.0
_GAP = 7.0
#: The longest label for which room is kept, in widths of a letter.
_LABEL = 34.0
#: Scales between two powers of this share one arrangement, made for the lower of them.
_BAND = 1.25


@dataclass(frozen=True, slots=True)
class Span:
    """An entry along the axis: days from the scene's first, and picture units around them.

    A tail and the half of a point keep their length at every scale; the days between grow.
    """

    begin: float
    before: float
    end: float
    after: float
    label: float
    text: str
    entry: TimelineEntry

    def at(self, scale: float) -> tuple[float, float]:
        """Left and right end in picture units from the scene's first day."""
        left = self.begin * scale - self.before
        return left, max(self.end * scale + self.after, left + 2 * POINT)


@dataclass(slots=True)
class Mark:
    """One entry, or several that lie too close, in a row of a lane at the arrangement's scale.

    ``label`` is the room kept for its words, 0 where they are hidden.
    """

    left: float
    right: float
    label: float
    spans: list[Span]

    def at(self, scale: float, arranged: float) -> tuple[float, float]:
        """Left and right end at a scale that is not below that of the arrangement."""
        if len(self.spans) == 1:
            return self.spans[0].at(scale)
        grown = scale / arranged
        return self.left * grown, self.right * grown


@dataclass(slots=True)
class LaneRows:
    """A lane with its rows of marks from left to right, and its entries without a date."""

    key: str
    name: str
    count: int
    undated: list[TimelineEntry]
    rows: list[list[Mark]] = field(default_factory=list[list[Mark]])
    ends: list[list[float]] = field(default_factory=list[list[float]])
    top: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrangement:
    """All lanes for a scale and those a little above. Lengths are picture units."""

    scene: TimelineScene
    scale: float
    size: float
    row_height: float
    lanes: tuple[LaneRows, ...]
    height: float

    def companions(self, entry_id: str) -> list[str]:
        """The ids drawn together with an entry, itself included, in their order."""
        for lane in self.lanes:
            for row in lane.rows:
                for mark in row:
                    ids = [span.entry.id for span in mark.spans]
                    if entry_id in ids:
                        return ids
        return [entry_id]

    def row_of(self, entry_id: str, lane_key: str) -> tuple[float, float] | None:
        """Top and bottom of the row in which an entry stands in a lane."""
        for lane in self.lanes:
            if lane.key != lane_key:
                continue
            for number, row in enumerate(lane.rows):
                if any(span.entry.id == entry_id for mark in row for span in mark.spans):
                    top = lane.top + number * self.row_height
                    return top, top + self.row_height + 10
            return lane.top, lane.top + lane.height
        return None


class Rows:
    """Arranges one scene at any scale; what does not depend on the scale is worked out once.

    ``most`` is how many rows a lane has at most.
    """

    def __init__(self, scene: TimelineScene, size: float, most: int = MOST_ROWS) -> None:
        self.scene = scene
        self.size = size
        self._most = most
        self._known: dict[int, Arrangement] = {}
        low, high = scene.extent
        widest = _LABEL * size * 0.55
        names = {lane.key: lane.name for lane in scene.lanes}
        self._spans: dict[str, list[Span]] = {key: [] for key in names}
        self._undated: dict[str, list[TimelineEntry]] = {key: [] for key in names}
        for entry in scene.entries:
            for key in entry.lanes:
                if key not in names:
                    continue
                if not entry.dated:
                    self._undated[key].append(entry)
                    continue
                text = label_of(entry, names[key])
                wide = min(width_of(text, size), widest)
                self._spans[key].append(Span(*_reach(entry, low, high), wide, text, entry))
        for spans in self._spans.values():
            spans.sort(key=_order)

    def at(self, scale: float) -> Arrangement:
        """The arrangement for a scale. Scales in one band share the one for the least of them."""
        band = math.floor(math.log(scale, _BAND) + 1e-9)
        found = self._known.get(band)
        if found is None:
            found = self._known[band] = self._arrange(min(_BAND**band, scale))
        return found

    def _arrange(self, scale: float) -> Arrangement:
        """Put every entry into a row of each of its lanes, labels included while there is room.

        Rows are filled from the top; a lane that has ``most`` gives up labels, then draws what
        lies too close as one mark with its number.
        """
        row_height = self.size * 1.3 + 2 * POINT + 8
        lanes: list[LaneRows] = []
        top = 0.0
        for lane in self.scene.lanes:
            spans, undated = self._spans[lane.key], self._undated[lane.key]
            made = LaneRows(lane.key, lane.name, len(spans) + len(undated), undated)
            made.rows = _rows(spans, scale, self._most)
            made.ends = [[mark.right for mark in row] for row in made.rows]
            high = max(1, len(made.rows), min(len(undated), MOST_ROWS))
            made.top, made.height = top, high * row_height + 10
            top += made.height
            lanes.append(made)
        return Arrangement(self.scene, scale, self.size, row_height, tuple(lanes), top)


def seen(lane: LaneRows, number: int, left: float, right: float) -> Iterator[tuple[Mark, int]]:
    """The marks of a row that may reach into a stretch, with their places in the row.

    Marks of a row do not overlap, so that their right ends rise from left to right.
    """
    row = lane.rows[number]
    for at in range(bisect_left(lane.ends[number], left), len(row)):
        if row[at].left > right:
            return
        yield row[at], at


def label_of(entry: TimelineEntry, lane: str = "") -> str:
    """The words beside an entry. What its look tells stands first, where no cut takes it away.

    A lane that names the only speaker need not be repeated.
    """
    said = [entry.when] if entry.date_to_be_said else []
    said += ["planned"] if entry.planned else []
    said += [entry.certainty] if entry.certainty not in ("", "confirmed") else []
    if entry.kind == "quote" and entry.who not in ("", lane):
        said.append(entry.who)
    return ": ".join(filter(None, [", ".join(said), entry.text]))


@lru_cache(maxsize=16_384)
def width_of(text: str, size: float) -> float:
    """Width of a label."""
    return text_width(text, size)


@lru_cache(maxsize=16_384)
def elided(text: str, size: float, room: float) -> str:
    """A label cut to ``room``, its end marked; empty where not even a few letters fit."""
    if width_of(text, size) <= room:
        return text
    room -= width_of("…", size)
    used = 0.0
    for at, letter in enumerate(text):
        used += width_of(letter, size)
        if used > room:
            return text[:at].rstrip() + "…" if at >= 4 else ""
    return text


_end = itemgetter(1)


def _order(span: Span) -> tuple[float, float, str]:
    return span.begin, span.end, span.entry.id


def _reach(entry: TimelineEntry, low: int, high: int) -> tuple[float, float, float, float]:
    """Begin in days and the units before it, end in days and the units after it."""
    first, last = entry.first, entry.last
    if entry.is_point and first is not None:
        middle = first + 0.5 - low
        return middle, POINT, middle, POINT
    # What has no bound is drawn to the end of all that is known, and a tail beyond; where nobody
    # knows the end, a short piece and a tail.
    begin = 0.0 if first is None else float(first - low)
    end = float(high + 1 - low) if last is None else float(last + 1 - low)
    before = after = 0.0
    if first is None:
        before = TAIL
        if not entry.open_start:
            begin, before = end, TAIL + 2 * POINT
    if last is None:
        after = TAIL
        if not entry.open_end:
            end, after = begin, TAIL + 2 * POINT
    return begin, before, end, after


def _rows(spans: list[Span], scale: float, most: int) -> list[list[Mark]]:
    """First into a row with room for mark and label, else a new one, else without label."""
    rows: list[list[Mark]] = []
    ends: list[float] = []
    labels: list[float] = []
    for span in spans:
        left = span.begin * scale - span.before
        right = max(span.end * scale + span.after, left + 2 * POINT)
        least = left - _GAP
        found = -1
        for number, end in enumerate(ends):
            if end <= least and labels[number] <= least:
                found = number
                break
        if found >= 0:
            rows[found].append(Mark(left, right, span.label, [span]))
            ends[found], labels[found] = right, left + span.label
        elif len(rows) < most:
            rows.append([Mark(left, right, span.label, [span])])
            ends.append(right)
            labels.append(left + span.label)
        else:
            # The row that ends first: beside its last mark, or together with it.
            number, end = min(enumerate(ends), key=_end)
            if end + 2 <= left:
                rows[number].append(Mark(left, right, 0.0, [span]))
                ends[number] = right
            else:
                mark = rows[number][-1]
                mark.spans.append(span)
                ends[number] = mark.right = max(mark.right, right)
    return rows
