"""The timeline: events and quotes in lanes on a true scale of time, drawn for one window of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from briefing.analysis.time_axis import Window, ticks
from briefing.analysis.timeline_marks import (
    DASH,
    EVENT,
    QUOTE,
    STRONG,
    Frame,
    Line,
    diamond,
    draw_mark,
    draw_undated,
    line_of,
    tail,
)
from briefing.analysis.timeline_rows import (
    POINT,
    TAIL,
    Arrangement,
    Rows,
    elided,
    seen,
    width_of,
)
from briefing.analysis.timeline_scene import NO_LANE, Lane, TimelineEntry, TimelineScene
from briefing.domain.picture import (
    Circle,
    Group,
    Ink,
    LegendItem,
    Picture,
    Polyline,
    Rect,
)

if TYPE_CHECKING:
    from briefing.analysis.timeline_rows import LaneRows
    from briefing.domain.picture import Item

__all__ = [
    "NO_LANE",
    "Arrangement",
    "Frame",
    "Lane",
    "Rows",
    "TimelineEntry",
    "TimelineScene",
    "Window",
    "draw_timeline",
    "fit",
    "frame_of",
    "scale_limits",
]

_NAMES, _UNDATED = 12.5, 15.0
_PLAIN = "window.background"
_LEGEND = (
    LegendItem("node", EVENT, "event on a day"),
    LegendItem("node", QUOTE, "quote", mark="diamond"),
    LegendItem("area", EVENT, "lasts from to"),
    LegendItem("line", EVENT, "some time within"),
    LegendItem("line", EVENT, "date in doubt", dash=DASH),
    LegendItem("line", EVENT, "goes on beyond", mark="arrow"),
    LegendItem("line", "text.muted", "reported later", dash=(1.0, 2.0)),
)


def frame_of(
    scene: TimelineScene,
    width: float,
    height: float,
    *,
    min_text: float = 11.0,
    legend: bool = True,
) -> Frame:
    """The parts of a picture of the size given; no text is smaller than ``min_text``."""
    size = max(11.0, min_text)
    names = min(width * 0.24, max(60.0, size * _NAMES))
    undated = min(width * 0.25, size * _UNDATED) if scene.undated else 0.0
    foot = size * 1.9 * len(_legend_lines(width, size)) + 4 if legend else 0.0
    return Frame(width, height, size, names, max(names + 40, width - undated), size * 2.6, foot)


def fit(scene: TimelineScene, frame: Frame) -> Window:
    """The window in which everything that has a date is seen, with room for the last labels."""
    low, high = scene.extent
    last = min(frame.room * 0.3, frame.size * 16)
    first = 2 * TAIL if any(e.open_start for e in scene.entries) else frame.size * 2
    room = max(40.0, frame.room - last - first)
    least, most = scale_limits(scene, frame)
    scale = max(least, min(most, room / (high + 1 - low)))
    return Window(low - first / scale, scale)


def scale_limits(scene: TimelineScene, frame: Frame) -> tuple[float, float]:
    """The least and the greatest scale: three times all that is known, and two days."""
    low, high = scene.extent
    return frame.room / (3.0 * (high + 1 - low) + 30.0), frame.room / 2.0


def draw_timeline(
    arrangement: Arrangement,
    window: Window,
    frame: Frame,
    *,
    top: float = 0.0,
    selected: str = "",
    today: int | None = None,
) -> Picture:
    """The lanes from ``top`` on in a window of time. Only what is seen is drawn.

    ``arrangement`` is the one for the scale of ``window``. The words of the ``selected`` entry are
    always shown.
    """
    scene = arrangement.scene
    low, high = frame.head, frame.height - frame.foot
    items: list[Item] = []
    marks: list[Item] = []
    chosen: list[Item] = []
    crossed = tuple(frame.left + window.x(d + 0.5) for d, _w, _t in _days_named(scene, today))
    for number, lane in enumerate(arrangement.lanes):
        y = low + lane.top - top
        if y >= high or y + lane.height <= low:
            continue
        ground = _ground(number)
        if ground != _PLAIN:
            items.append(Rect(0, y, frame.width, lane.height, Ink(fill=ground)))
        row = Line(y, ground, crossed, 0.0)
        marks += _lane(arrangement, lane, window, frame, row, selected, chosen)
    items += _grid(window, frame, scene, today)
    items += marks
    items += chosen
    items += _names(arrangement, frame, top)
    items += _head(window, frame, scene, today)
    if frame.foot:
        items += _legend(frame)
    return Picture(
        frame.width,
        frame.height,
        tuple(items),
        scene.words,
        "Timeline",
        "window.background",
        _LEGEND,
    )


# ---------------------------------------------------------------- lanes


def _ground(number: int) -> str:
    """Every other lane is set off."""
    return "window.panel" if number % 2 == 0 else _PLAIN


def _lane(
    arrangement: Arrangement,
    lane: LaneRows,
    window: Window,
    frame: Frame,
    line: Line,
    selected: str,
    chosen: list[Item],
) -> list[Item]:
    items: list[Item] = []
    y = line.top
    # Where the scene's first day lies, and the stretch seen in units of the arrangement.
    shift = frame.left + window.x(arrangement.scene.extent[0])
    grown = window.scale / arrangement.scale
    left = (frame.left - shift) / grown - 260
    right = (frame.right - shift) / grown + 60
    for number, row in enumerate(lane.rows):
        line.top, line.used = y + 5 + number * arrangement.row_height, 0.0
        if line.top + arrangement.row_height < frame.head or line.top > frame.height:
            continue
        for mark, at in seen(lane, number, left, right):
            after = next((m.left for m in row[at + 1 : at + 9] if m.label), None)
            until = math.inf if after is None else after * grown + shift
            is_chosen = bool(selected) and any(s.entry.id == selected for s in mark.spans)
            into = chosen if is_chosen else items
            group = draw_mark(
                arrangement, mark, shift, until, line, window, frame, selected if is_chosen else ""
            )
            if group is not None:
                into.append(group)
    items += draw_undated(arrangement, lane, frame, y, selected)
    return items


# ---------------------------------------------------------------- around the lanes


def _grid(window: Window, frame: Frame, scene: TimelineScene, today: int | None) -> list[Item]:
    low, high = frame.head, frame.height - frame.foot
    faint = Ink(stroke="window.line", width=1.0)
    items: list[Item] = [
        Polyline(((x, low), (x, high)), faint)
        for tick in ticks(window, frame.room, frame.size * 7.5)
        if (x := frame.left + window.x(tick.day)) >= frame.left
    ]
    for day, _words, token in _days_named(scene, today):
        x = frame.left + window.x(day + 0.5)
        if frame.left <= x <= frame.right:
            ink = Ink(stroke=token, width=1.2, dash=(6.0, 3.0))
            items.append(Polyline(((x, low), (x, high)), ink))
    return items


def _days_named(scene: TimelineScene, today: int | None) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    if scene.as_of is not None:
        found.append((scene.as_of, scene.as_of_words or "as of", "accent.main"))
    if today is not None:
        found.append((today, "today", "status.warn"))
    return found


def _head(window: Window, frame: Frame, scene: TimelineScene, today: int | None) -> list[Item]:
    """The dates, over whatever the lanes have moved beneath them."""
    size = frame.size
    items: list[Item] = [Rect(0, 0, frame.width, frame.head, Ink(fill="window.background"))]
    line = Ink(stroke="window.control", width=1.0)
    items.append(Polyline(((0, frame.head), (frame.width, frame.head)), line))
    taken: list[tuple[float, float]] = []
    y = size * 1.1
    for day, words, token in _days_named(scene, today):
        x = frame.left + window.x(day + 0.5)
        wide = width_of(words, size)
        if not frame.left <= x <= frame.right:
            continue
        wide *= STRONG
        left = max(frame.left + 2, min(x - wide / 2, frame.right - wide - 2))
        for a, b in taken:
            if left < b + 8 and a < left + wide + 8:
                left = b + 8 if b + 8 + wide <= frame.right else a - 8 - wide
        if left < frame.left:
            continue
        taken.append((left, left + wide))
        items.append(line_of(left, y, words, size, wide, fill=token, strong=True))
    y = size * 2.25
    used = frame.left
    for tick in ticks(window, frame.room, size * 7.5):
        x = frame.left + window.x(tick.day)
        wide = width_of(tick.text, size)
        if x < used or x + wide + 4 > frame.right:
            continue
        used = x + wide + 6
        items.append(Polyline(((x, frame.head - 5), (x, frame.head)), line))
        items.append(line_of(x + 3, y, tick.text, size, wide, fill="text.muted"))
    if undated := scene.undated:
        words = elided(f"Date not known ({undated})", size, frame.width - frame.right - 12)
        wide = width_of(words, size)
        items.append(line_of(frame.right + 8, y, words, size, wide, fill="text.muted", strong=True))
    return items


def _names(arrangement: Arrangement, frame: Frame, top: float) -> list[Item]:
    size = arrangement.size
    low, high = frame.head, frame.height - frame.foot
    items: list[Item] = []
    for number, lane in enumerate(arrangement.lanes):
        y = low + lane.top - top
        if y >= high or y + lane.height <= low:
            continue
        ground = _ground(number)
        items.append(Rect(0, y, frame.left, lane.height, Ink(fill=ground)))
        # A lane that begins above keeps its name in sight.
        lines = _in_two(lane.name, size, (frame.left - 20) / STRONG)
        base = min(max(y, low) + size * 1.6, y + lane.height - 6 - (len(lines) - 1) * size * 1.2)
        name = tuple(
            line_of(
                10,
                base + n * size * 1.2,
                words,
                size,
                width_of(words, size) * STRONG,
                fill="text.heading",
                strong=True,
            )
            for n, words in enumerate(lines)
        )
        tip = f"{lane.name}: {lane.count}"
        items.append(Group(name, f"lane:{lane.key}", "lane", tip))
    edge = Ink(stroke="window.line", width=1.0)
    items.append(Polyline(((frame.left, low), (frame.left, high)), edge))
    if frame.right < frame.width:
        items.append(Polyline(((frame.right, low), (frame.right, high)), edge))
    return items


def _in_two(name: str, size: float, room: float) -> list[str]:
    """A name in one line or two; what does not fit into the second is cut."""
    first: list[str] = []
    rest = name.split()
    while rest and width_of(" ".join([*first, rest[0]]), size) <= room:
        first.append(rest.pop(0))
    if not first or not rest:
        return [elided(name, size, room)]
    return [" ".join(first), elided(" ".join(rest), size, room)]


def _legend_lines(width: float, size: float) -> list[list[LegendItem]]:
    lines: list[list[LegendItem]] = [[]]
    used = 10.0
    for item in _LEGEND:
        wide = width_of(item.text, size) + 46
        if used + wide > width and lines[-1]:
            lines.append([])
            used = 10.0
        lines[-1].append(item)
        used += wide
    return lines


def _legend(frame: Frame) -> list[Item]:
    size = frame.size
    y = frame.height - frame.foot
    items: list[Item] = [Rect(0, y, frame.width, frame.foot, Ink(fill="window.background"))]
    rule = Ink(stroke="window.line", width=1.0)
    items.append(Polyline(((0, y), (frame.width, y)), rule))
    for number, line in enumerate(_legend_lines(frame.width, size)):
        x = 10.0
        middle = y + 2 + (number + 0.5) * size * 1.9
        for item in line:
            items += _sign(item, x, middle)
            wide = width_of(item.text, size)
            items.append(
                line_of(x + 26, middle + size * 0.36, item.text, size, wide, fill="text.muted")
            )
            x += wide + 46
    return items


def _sign(item: LegendItem, x: float, y: float) -> list[Item]:
    ink = Ink(fill=item.colour, stroke=item.colour, width=1.5)
    if item.swatch == "node":
        if item.mark:
            return [diamond(x + 10, y, POINT + 0.5, ink)]
        return [Circle(x + 10, y, POINT, ink)]
    if item.swatch == "area":
        return [Rect(x, y - 4, 20, 8, ink, 4)]
    if item.mark == "arrow":
        return tail(x, x + 20, y, item.colour, arrow=True)
    if item.colour == "text.muted":
        thin = Ink(stroke=item.colour, width=1.2, dash=item.dash)
        tick = Ink(stroke=item.colour, width=1.4)
        return [
            Polyline(((x, y), (x + 20, y)), thin),
            Polyline(((x + 20, y - 4), (x + 20, y + 4)), tick),
        ]
    if item.dash:
        hollow = Ink(fill="window.background", stroke=item.colour, width=1.5, dash=item.dash)
        return [Rect(x, y - 4, 20, 8, hollow, 4)]
    light = Ink(fill=item.colour, fill_opacity=0.25, stroke=item.colour, width=1.2)
    return [Rect(x, y - 4, 20, 8, light, 4)]
