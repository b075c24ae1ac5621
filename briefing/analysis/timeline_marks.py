"""The marks of a timeline: what each date looks like, its words, and what has no date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.timeline_rows import MOST_ROWS, POINT, TAIL, elided, label_of, width_of
from briefing.domain.picture import Circle, Group, Ink, Path, Polyline, Rect, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.time_axis import Window
    from briefing.analysis.timeline_rows import Arrangement, LaneRows, Mark
    from briefing.analysis.timeline_scene import TimelineEntry
    from briefing.domain.picture import Item

EVENT, QUOTE, WARN = "accent.main", "line.arms", "status.warn"
DASH = (3.0, 2.5)
#: How much wider words are in the strong face, at most.
STRONG = 1.09


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a picture lie: names at the left, dates above, undated entries at the right.

    ``left`` and ``right`` bound the axis, ``head`` is the height of its dates, ``foot`` of the legend.
    """

    width: float
    height: float
    size: float
    left: float
    right: float
    head: float
    foot: float

    @property
    def room(self) -> float:
        """Width of the axis."""
        return self.right - self.left


@dataclass(slots=True)
class Line:
    """A row of a lane while it is drawn: its top, the colour of its ground, and where its words end.

    ``crossed`` are the places of the lines of days that run over it.
    """

    top: float
    ground: str
    crossed: tuple[float, ...]
    used: float


def draw_mark(
    arrangement: Arrangement,
    mark: Mark,
    shift: float,
    after: float,
    row: Line,
    window: Window,
    frame: Frame,
    selected: str,
) -> Group | None:
    """A mark with its words; nothing where it lies outside the window.

    ``shift`` is where the scene\'s first day lies, ``after`` where the next label begins.
    Words that have too little room at the right begin left of their mark, where that is free.
    ``selected`` is the chosen entry where it is in this mark.
    """
    size, line = arrangement.size, row.top
    span = next((s for s in mark.spans if s.entry.id == selected), mark.spans[0])
    entry = span.entry
    left, right = mark.at(window.scale, arrangement.scale)
    left, right = left + shift, right + shift
    if max(right, left + mark.label) < frame.left or left > frame.right:
        return None
    middle = line + size * 1.3 + POINT + 2
    items: list[Item] = []
    is_chosen = bool(selected)
    if is_chosen:
        edge = (max(left, frame.left) - 4, middle - POINT - 4)
        wide = min(right, frame.right) - max(left, frame.left) + 8
        ring = Ink(fill="window.row", stroke="accent.main", width=1.6)
        items.append(Rect(*edge, max(8.0, wide), 2 * POINT + 8, ring, 6))
    if len(mark.spans) > 1:
        items += _crowd(mark, left, right, middle, size)
    else:
        items += _shape(entry, left, right, middle, frame)
        items += _reported(entry, right, middle, window, frame)
    x = max(left, frame.left + 3)
    shown = mark.label or is_chosen
    text = span.text
    if shown and x < frame.right:
        until = min(after - 6, frame.right)
        stout = 1.0
        if is_chosen:
            # Whatever stands there gives way; where little room is left, it begins further left.
            stout = STRONG
            wanted = min(width_of(text, size) * stout, frame.room * 0.8)
            x = max(frame.left + 3, min(x, frame.right - wanted - 4))
            room = frame.right - x - 4
        else:
            x = min(x, max(row.used + 8, frame.left + 3, until - width_of(text, size) - 2))
            room = until - x
        words = elided(text, size, round(room / stout))
        if words:
            wide = width_of(words, size) * stout
            if is_chosen:
                ground = Ink(fill="window.row")
                items.append(Rect(x - 3, line - 1, wide + 6, size * 1.35, ground, 3))
            else:
                row.used = max(row.used, x + wide)
                if any(x - 2 < one < x + wide + 2 for one in row.crossed):
                    # A line of a day gives way to words, else it would be one more letter of them.
                    ground = Ink(fill=row.ground)
                    items.append(Rect(x - 2, line - 1, wide + 4, size * 1.35, ground))
            items.append(line_of(x, line + size, words, size, wide, strong=is_chosen))
    return Group(
        tuple(items),
        entry.id,
        entry.kind,
        _tooltip([s.entry for s in mark.spans[:7]], len(mark.spans)),
    )


def _shape(entry: TimelineEntry, left: float, right: float, y: float, frame: Frame) -> list[Item]:
    token = WARN if entry.certainty == "claimed" else QUOTE if entry.kind == "quote" else EVENT
    hollow = entry.planned or entry.doubt
    dash = DASH if entry.doubt else ()
    ink = Ink(fill="window.background" if hollow else token, stroke=token, width=1.5, dash=dash)
    if entry.is_point:
        middle = (left + right) / 2
        if entry.kind == "quote":
            return [diamond(middle, y, POINT + 0.5, ink)]
        return [Circle(middle, y, POINT, ink)]
    items: list[Item] = []
    begin, end = left, right
    if entry.first is None:
        begin = min(right, left + TAIL)
        items += tail(begin, left, y, token, arrow=entry.open_start)
    if entry.last is None:
        end = max(left, right - TAIL)
        items += tail(end, right, y, token, arrow=entry.open_end)
    if not hollow and not entry.interval:
        # Some time within, not all of it.
        ink = Ink(fill=token, fill_opacity=0.25, stroke=token, width=1.2)
    # Of a bar that is longer than the window only what is near it is drawn.
    begin, end = max(begin, frame.left - 40), min(end, frame.right + 40)
    high = 2 * POINT - 2
    radius = high / 2 if entry.kind == "event" else 0.0
    if end - begin > 0.5:
        items.append(Rect(begin, y - high / 2, max(2.0, end - begin), high, ink, radius))
    if entry.kind == "quote":
        items.append(diamond((begin + end) / 2, y, POINT + 0.5, ink))
    return items


def tail(start: float, end: float, y: float, token: str, *, arrow: bool) -> list[Item]:
    """Beyond what is known: fading towards an arrow where it goes on, dotted where nobody knows."""
    if not arrow:
        ink = Ink(stroke=token, width=1.5, dash=(1.5, 3.0))
        return [Polyline(((start, y), (end, y)), ink)]
    step = (end - start) / 3
    items: list[Item] = [
        Polyline(
            ((start + n * step, y), (start + (n + 1) * step, y)),
            Ink(stroke=token, stroke_opacity=opacity, width=3.0),
        )
        for n, opacity in enumerate((0.7, 0.45, 0.25))
    ]
    back = end - 6 if end > start else end + 6
    ink = Ink(stroke=token, width=1.6, round_cap=True)
    items.append(Polyline(((back, y - 4), (end, y), (back, y + 4)), ink))
    return items


def _reported(
    entry: TimelineEntry, right: float, y: float, window: Window, frame: Frame
) -> list[Item]:
    """A thin tail from the event to the day on which it was told."""
    if entry.reported is None:
        return []
    told = frame.left + window.x(entry.reported + 0.5)
    if abs(told - right) < 6:
        return []
    low = y + POINT + 2
    start = max(frame.left, min(frame.right, right - POINT))
    end = max(frame.left, min(frame.right, told))
    dotted = Ink(stroke="text.muted", width=1.0, dash=(1.0, 2.0))
    items: list[Item] = [Polyline(((start, low), (end, low)), dotted)]
    if frame.left <= told <= frame.right:
        solid = Ink(stroke="text.muted", width=1.4)
        items.append(Polyline(((told, low - 4), (told, low + 3)), solid))
    return items


def _crowd(mark: Mark, left: float, right: float, y: float, size: float) -> list[Item]:
    """Several that lie too close for marks of their own, with their number."""
    words = f"×{len(mark.spans)}"
    small = size * 0.85
    wide = max(right - left, width_of(words, small) + 8)
    ink = Ink(fill="accent.soft", stroke=EVENT, width=1.2)
    return [
        Rect(left, y - size * 0.6, wide, size * 1.2, ink, 4),
        Text(
            left + wide / 2,
            y + small * 0.36,
            words,
            small,
            weight=600,
            anchor="middle",
            fill="text.heading",
            measured=width_of(words, small),
        ),
    ]


def diamond(x: float, y: float, half: float, ink: Ink) -> Path:
    """The sign of a quote."""
    return Path(
        (("M", x, y - half), ("L", x + half, y), ("L", x, y + half), ("L", x - half, y), ("Z",)),
        ink,
    )


def draw_undated(
    arrangement: Arrangement, lane: LaneRows, frame: Frame, y: float, selected: str
) -> list[Item]:
    """The entries of a lane whose date is not known, in the column for them."""
    if not lane.undated:
        return []
    size = arrangement.size
    x, room = frame.right + 8, frame.width - frame.right - 26
    items: list[Item] = [
        Rect(frame.right, y, frame.width - frame.right, lane.height, Ink(fill="window.panel"))
    ]
    rows = lane.undated[:MOST_ROWS]
    if len(lane.undated) > MOST_ROWS:
        rows = rows[:-1]
    for number, entry in enumerate(rows):
        middle = y + 5 + (number + 0.5) * arrangement.row_height
        is_chosen = bool(selected) and entry.id == selected
        ink = Ink(fill="window.background", stroke=EVENT, width=1.4, dash=DASH)
        shape: list[Item] = (
            [diamond(x + POINT, middle, POINT + 0.5, ink)]
            if entry.kind == "quote"
            else [Circle(x + POINT, middle, POINT, ink)]
        )
        words = elided(label_of(entry), size, room)
        wide = width_of(words, size)
        if is_chosen:
            ring = Ink(fill="window.row", stroke="accent.main", width=1.6)
            box = Rect(x - 4, middle - size, wide + 2 * POINT + 14, size * 2, ring, 6)
            shape.insert(0, box)
        left = x + 2 * POINT + 5
        shape.append(line_of(left, middle + size * 0.35, words, size, wide, strong=is_chosen))
        items.append(Group(tuple(shape), entry.id, entry.kind, _tooltip([entry], 1)))
    more = len(lane.undated) - len(rows)
    if more:
        middle = y + 5 + (len(rows) + 0.5) * arrangement.row_height
        words = f"and {more} more"
        items.append(line_of(x, middle, words, size, width_of(words, size), fill="text.muted"))
    return items


def line_of(
    x: float,
    y: float,
    words: str,
    size: float,
    wide: float,
    *,
    fill: str = "text.body",
    strong: bool = False,
) -> Text:
    """Words in a line that begins at a place."""
    return Text(x, y, words, size, weight=600 if strong else 400, fill=fill, measured=wide)


def _tooltip(entries: Sequence[TimelineEntry], count: int) -> str:
    lines: list[str] = []
    if count > 1:
        lines.append(f"{count} close together; zoom in to tell them apart")
    for entry in entries[:6]:
        remarks = ", ".join(entry.remarks())
        lines.append(" · ".join(filter(None, (entry.when, remarks))))
        lines.append("\n".join(filter(None, (entry.text, entry.who))))
        if entry.reported_words:
            lines.append(f"reported {entry.reported_words}")
    if count > 6:
        lines.append(f"and {count - 6} more")
    return "\n".join(lines)
