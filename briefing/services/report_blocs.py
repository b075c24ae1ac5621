"""The bloc maps of a report: who stands with whom then and now, drawn for paper."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.analysis import map_legend
from briefing.analysis.bloc_map import alternative, draw_map, map_height, place_of
from briefing.analysis.geography import fit
from briefing.domain.dates import friendly
from briefing.domain.picture import Picture
from briefing.errors import UserError
from briefing.export.report import Figure
from briefing.export.svg import to_svg
from briefing.services.bloc_view import read_day
from briefing.themes import PRINT_THEME, load_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.map_scene import MapScene
    from briefing.domain.briefing import Briefing
    from briefing.domain.picture import LegendItem
    from briefing.export.blocks import FigureBlock
    from briefing.export.excerpt import Excerpt
    from briefing.services.workspace import Workspace

# A column is 83 mm of paper, 235 pt, and an A4 text width 172 mm, 488 pt: in pictures of these
# widths letters of 11 and 12 units come out at 7 pt and more.
_HALF, _WHOLE, _TALL, _LOW = 360.0, 760.0, 172.0, 112.0
_AROUND = 90.0
_SIGNS = ("area", "hatch", "node", "line")


def bloc_figures(ws: Workspace, found: Excerpt) -> FigureBlock | None:
    """Who stands with whom, then and now, each over the whole width; None where nobody stands.

    Everything comes out of the excerpt: nothing that its audience may not see is drawn or told.
    """
    from briefing.export.blocks import FigureBlock
    from briefing.services.bloc_changes import balance_told, changes
    from briefing.services.bloc_exporting import excerpt_material
    from briefing.services.bloc_view import suggested_in, view_on

    material = excerpt_material(ws, found)
    views = [
        view_on(material, day, friendly(written))
        for text in line_up_dates(found.briefing, suggested_in(material))
        for written, day in (read_day(text),)
    ]
    # The label stands in head and foot of the page already.
    views = [replace(v, scene=replace(v.scene, marking="")) for v in views if v.scene.actors]
    if not views:
        return None
    figures, key = drawn(tuple(view.scene for view in views), side_by_side=False)
    told = (
        changes(material, views[0], views[1], told=balance_told(views[0], views[1])).sentence
        if len(views) > 1
        else ""
    )
    return FigureBlock(figures, key, f"Who stands with whom. {told}".rstrip())


def line_up_dates(briefing: Briefing, suggested: Sequence[tuple[str, str]]) -> list[str]:
    """The month of the as-of date, before it the latest earlier year that the line-ups name."""
    now = briefing.as_of[:7] if len(briefing.as_of) >= 7 else briefing.as_of
    named = [text for text, _ in suggested]
    if not now:
        return named[-2:]
    try:
        _, today = read_day(now)
    except UserError:
        return named[-2:]
    earlier = [text for text in named if text[:4] != now[:4] and read_day(text)[1] < today]
    return [*earlier[-1:], now]


@lru_cache(maxsize=4)
def drawn(scenes: tuple[MapScene, ...], *, side_by_side: bool) -> tuple[tuple[Figure, ...], Figure]:
    """The pictures of scenes over one frame, and the signs of all of them.

    ``side_by_side``: each takes a column, and is low, for a report of one page.
    """
    beside = side_by_side and len(scenes) > 1
    width = _HALF if beside else _WHOLE
    colours = load_tokens(PRINT_THEME)
    others = [tuple(one for one in scenes if one is not scene) for scene in scenes]
    plain = [replace(scene, heading="") for scene in scenes]
    # What is said beneath a map comes to the land, and takes nothing of it.
    least = _height(scenes, width)
    height = map_height(plain[0], width, legend=False, like=plain[1:], least=least)
    pictures = [
        # The date stands above the picture, where it covers nothing.
        draw_map(
            replace(scene, heading=""),
            width,
            height,
            legend=False,
            like=like,
            opened=True,
        )
        for scene, like in zip(scenes, others, strict=True)
    ]
    figures = tuple(
        Figure(to_svg(picture, colours, alt=alternative(scene)), alternative(scene), scene.heading)
        for picture, scene in zip(pictures, scenes, strict=True)
    )
    signs = list(dict.fromkeys(sign for picture in pictures for sign in picture.legend))
    signs.sort(key=lambda sign: _SIGNS.index(sign.swatch))
    legend = _legend(signs)
    return figures, Figure(to_svg(legend, colours), legend.alt)


def _height(scenes: Sequence[MapScene], width: float) -> float:
    """As much as the places need with their labels: far ones side by side make a low picture."""
    spots = [spot for s in scenes for actor in s.actors if (spot := place_of(actor))]
    view = fit(spots, (0.0, 0.0, width, _TALL))
    ys = [view.place(*spot)[1] for spot in spots]
    return min(_TALL, max(_LOW, max(ys) - min(ys) + _AROUND)) if ys else _LOW


def _legend(signs: Sequence[LegendItem]) -> Picture:
    size, line = 11.0, 16.0
    rows = map_legend.rows_of(signs, _WHOLE, size)
    return Picture(
        width=_WHOLE,
        height=max(1, len(rows)) * line,
        items=tuple(map_legend.draw_legend(rows, 0.0, 0.0, size, line)),
        alt="Signs: " + ", ".join(sign.text for sign in signs),
    )
