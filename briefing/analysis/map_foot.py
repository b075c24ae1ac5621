"""What stands beneath a bloc map: the legend, its notes, and whose borders it draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.analysis import map_legend
from briefing.analysis.fontmetrics import text_width
from briefing.analysis.map_land import former_notes
from briefing.analysis.map_scene import MapScene, places_of
from briefing.domain.picture import Item, LegendItem, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

CONVENTION = "Borders: Natural Earth, de facto control, to 2018"
#: Picture units between the edge of a map and the words in it.
EDGE = 12.0
#: Actors without a place that are named, at most.
_NAMED = 12


def said_of(scene: MapScene) -> str:
    """Whose borders are drawn, and up to when what is shown is known."""
    return f"{CONVENTION} · {scene.data_end}" if scene.data_end else CONVENTION


def convention(scene: MapScene, width: float, bottom: float, size: float) -> list[Text]:
    """What every map says of itself, above the lower edge ``bottom`` of one without a strip."""
    rows = map_legend.wrap(said_of(scene), width - 2 * EDGE, size)
    return [
        Text(
            width - EDGE,
            bottom - 6 - (len(rows) - 1 - number) * size * 1.3,
            words,
            size,
            anchor="end",
            opacity=0.75,
            halo="map.halo",
            measured=text_width(words, size),
        )
        for number, words in enumerate(rows)
    ]


def _nowhere(scene: MapScene) -> str:
    """Who has no place on the map; of many only how many more."""
    places = places_of(scene)
    names = [
        actor.name
        for actor in scene.actors
        if actor.id not in places and actor.beside not in places
    ]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _more(hidden: int, *, paper: bool) -> str:
    if paper:
        return (
            f"{hidden} more without a name here" if hidden > 1 else "One more without a name here"
        )
    return f"{hidden} more: point at them" if hidden > 1 else "One more: point at it"


def foot(
    scene: MapScene,
    signs: Sequence[LegendItem],
    width: float,
    height: float,
    size: float,
    top: float = 0.0,
    *,
    hidden: int = 0,
    paper: bool = False,
    beside: bool = False,
) -> tuple[list[Item], float]:
    """The strip beneath the map and its height: legend, notes, convention.

    ``hidden`` names found no room; on ``paper`` nobody can point at them. Without any of it there is no
    strip, unless a map ``beside`` has one.
    """
    notes = [*scene.notes, *former_notes(scene)]
    if nowhere := _nowhere(scene):
        notes.append(f"Not on the map: {nowhere}")
    if not (signs or notes or hidden or beside):
        return [], 0.0
    line = size * 1.6
    words = [*notes, *([_more(hidden, paper=paper)] if hidden else [])]
    texts = [row for note in words for row in map_legend.wrap(note, width - 2 * EDGE, size)]
    rows = map_legend.rows_of(signs, width - 2 * EDGE, size)
    # A small picture keeps more than a third of its height for the map.
    while rows and (len(rows) + len(texts) + 1) * line > height * 0.6:
        rows.pop()
    said = map_legend.wrap(said_of(scene), width - 2 * EDGE, size)
    wide = max(text_width(part, size) for part in said)
    last_row = map_legend.row_width(rows[-1], size) if rows else width
    used = text_width(texts[-1], size) if texts else last_row
    # Words of one line stand beside what is last where both have room.
    shares = bool(rows or texts) and len(said) == 1 and used + wide + 2 * EDGE < width
    count = len(rows) + len(texts) + (0 if shares else len(said))
    items = map_legend.draw_legend(rows, EDGE, top + 6, size, line)

    def base(row: int) -> float:
        return top + 6 + row * line + line * 0.5 + size * 0.36

    for number, text in enumerate(texts):
        y = base(len(rows) + number)
        items.append(Text(EDGE, y, text, size, opacity=0.8, measured=text_width(text, size)))
    for number, part in enumerate(said):
        items.append(
            Text(
                width - EDGE,
                base(count - len(said) + number),
                part,
                size,
                anchor="end",
                opacity=0.8,
                measured=text_width(part, size),
            )
        )
    return items, count * line + 12
