"""The pictures of a full report: the timeline as vectors, whole, from what the excerpt lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis.timeline import Rows, draw_timeline, fit, frame_of
from briefing.domain.actor import Actor
from briefing.domain.event import Event, Participant
from briefing.domain.quote import Quote, QuoteSpeaker, Tag
from briefing.export.report import Figure, FigureBlock
from briefing.export.svg import to_svg
from briefing.services.timeline_view import arrange, counts
from briefing.themes import PRINT_THEME, load_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.analysis.timeline import Arrangement
    from briefing.export.excerpt import Excerpt

# On the text of an A4 page, 172 mm wide, letters of 11 units come out at 7 pt; the signs have letters a
# little smaller than the words. A page takes so much in height.
_WIDE, _LETTERS, _PAGE = 760.0, 13.0, 880.0


def timeline_figures(excerpt: Excerpt) -> Iterator[FigureBlock]:
    """The timeline by actor, on as many pictures as its lanes need; none where nothing has a date."""
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
    colours = load_tokens(PRINT_THEME)
    frame = frame_of(scene, _WIDE, _PAGE, min_text=_LETTERS)
    window = fit(scene, frame)
    arrangement = Rows(scene, frame.size).at(window.scale)
    pages = list(_pages(arrangement, _PAGE - frame.head - frame.foot))
    for number, (top, high) in enumerate(pages, 1):
        height = high + frame.head + frame.foot
        picture = draw_timeline(
            arrangement, window, frame_of(scene, _WIDE, height, min_text=_LETTERS), top=top
        )
        of = f", picture {number} of {len(pages)}" if len(pages) > 1 else ""
        caption = f"Timeline of events and quotes{of}"
        alt = f"{scene.words} The same entries stand in the lists by date.{of and ' ' + caption + '.'}"
        yield FigureBlock((Figure(to_svg(picture, colours, alt=alt), alt),), None, caption)


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
