"""The pictures of a full report: the timeline as vectors, whole, from what the excerpt lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.time_axis import Window
from briefing.analysis.timeline import Rows, draw_timeline, fit, frame_of
from briefing.analysis.timeline_detail import detail
from briefing.analysis.timeline_rows import MOST_ROWS
from briefing.domain.actor import Actor
from briefing.domain.dates import friendly, from_ordinal
from briefing.domain.event import Event, Participant
from briefing.domain.quote import Quote, QuoteSpeaker, Tag
from briefing.export.blocks import FigureBlock
from briefing.export.report import Figure
from briefing.export.svg import to_svg
from briefing.services.timeline_view import arrange, counts
from briefing.themes import PRINT_THEME, load_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.analysis.timeline import Arrangement
    from briefing.analysis.timeline_scene import TimelineScene
    from briefing.export.excerpt import Excerpt

# On the text of an A4 page, 172 mm wide, letters of 11 units come out at 7 pt; the signs have letters a
# little smaller than the words. A page takes so much in height.
_WIDE, _LETTERS, _PAGE = 760.0, 13.0, 880.0
# Paper cannot be zoomed: a lane takes more rows before entries are drawn together. The share of the axis
# that is left for the words of the last days.
_MOST_ROWS, _LAST = 14, 0.2


def timeline_figures(excerpt: Excerpt) -> Iterator[FigureBlock]:
    """The timeline by actor, on as many pictures as its lanes need; none where nothing has a date.

    Where most entries stand close together on a long axis, further pictures show these in detail.
    """
    events = excerpt.all(Event)
    said = [one for one in excerpt.all(Quote) if counts(one)]
    _, scene = arrange(
        excerpt.briefing,
        events,
        said,
        excerpt.all(Participant),
        excerpt.all(QuoteSpeaker),
        excerpt.all(Tag),
        {one.id: one for one in excerpt.all(Actor)},
        {},
    )
    if not any(entry.dated for entry in scene.entries):
        return
    close = detail(scene)
    frame = frame_of(scene, _WIDE, _PAGE, min_text=_LETTERS)
    # What lies too close is told apart in the second picture, else here.
    most = MOST_ROWS if close else _MOST_ROWS
    yield from _pictures(scene, fit(scene, frame), most, "Timeline of events and quotes")
    if close:
        frame = frame_of(close.scene, _WIDE, _PAGE, min_text=_LETTERS)
        scale = frame.room * (1 - _LAST) / (close.last + 1 - close.first)
        days = f"{_day(close.first)} to {_day(close.last)}"
        yield from _pictures(
            close.scene,
            Window(close.first, scale),
            _MOST_ROWS,
            f"Timeline of events and quotes, {days} in detail",
        )


def _pictures(
    scene: TimelineScene, window: Window, most: int, caption: str
) -> Iterator[FigureBlock]:
    colours = load_tokens(PRINT_THEME)
    frame = frame_of(scene, _WIDE, _PAGE, min_text=_LETTERS)
    arrangement = Rows(scene, frame.size, most).at(window.scale)
    pages = list(_pages(arrangement, _PAGE - frame.head - frame.foot))
    for number, (top, high) in enumerate(pages, 1):
        height = high + frame.head + frame.foot
        picture = draw_timeline(
            arrangement, window, frame_of(scene, _WIDE, height, min_text=_LETTERS), top=top
        )
        of = f", picture {number} of {len(pages)}" if len(pages) > 1 else ""
        alt = f"{scene.words} The same entries stand in the lists by date. {caption}{of}."
        figure = Figure(to_svg(picture, colours, alt=alt), alt)
        yield FigureBlock((figure,), None, f"{caption}{of}")


def _day(day: int) -> str:
    year, month, of_month = from_ordinal(day)
    return friendly(f"{year:04d}-{month:02d}-{of_month:02d}")


def _pages(arrangement: Arrangement, room: float) -> Iterator[tuple[float, float]]:
    """Where each picture begins and how high its lanes are; no lane is cut."""
    top = high = 0.0
    for lane in arrangement.lanes:
        if high and high + lane.height > room:
            yield top, high
            top, high = lane.top, 0.0
        high += lane.height
    if high:
        yield top, high
