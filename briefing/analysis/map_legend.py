"""The legend of a bloc map, made only from what is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.analysis.fontmetrics import text_width
from briefing.analysis.map_lines import (
    DASHED,
    DOTTED,
    STYLES,
    dash_of,
    end_mark,
    middle_mark,
    style_of,
    unsourced_mark,
)
from briefing.analysis.map_scene import pacts_of_many
from briefing.domain.picture import (
    Circle,
    Group,
    Ink,
    Item,
    LegendItem,
    Polyline,
    Rect,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.analysis.map_scene import MapBloc, MapRelation

_SWATCH = 26.0
_GAP = 18.0


def fill_of(colour: str) -> str:
    """The token of a bloc's land: a tint of its colour that is told from the other tints by every eye."""
    return f"{colour}_fill" if colour.startswith("bloc.") else colour


def legend_items(
    blocs: Sequence[MapBloc],
    relations: Sequence[MapRelation],
    *,
    shared: bool,
    disputed: bool,
    organisations: bool,
    doubtful: str = "",
) -> tuple[LegendItem, ...]:
    """What the signs of a picture mean, in the order in which they are read."""
    items = [LegendItem("area", bloc.colour, bloc.name) for bloc in blocs if bloc.members]
    if shared:
        two = [bloc.colour for bloc in blocs if bloc.members][:2]
        items.append(LegendItem("hatch", two[-1], "in two blocs", mark=two[0]))
    if doubtful:
        one = next((bloc.colour for bloc in blocs if bloc.faint), "map.label")
        items.append(LegendItem("hatch", one, doubtful, mark="map.halo"))
    if disputed:
        items.append(LegendItem("hatch", "map.disputed", "disputed territory"))
    if organisations:
        items.append(LegendItem("node", "map.label", "organisation or group"))
    kinds = {relation.kind: relation for relation in relations}
    order = [kind for kind in STYLES if kind in kinds]
    order += sorted(kind for kind in kinds if kind not in STYLES)
    directed = {relation.kind for relation in relations if relation.directed}
    for kind in order:
        style = style_of(kind)
        mark = style.end if kind in directed else ""
        items.append(
            LegendItem("line", style.colour, kind, width=style.width, mark=mark or style.middle)
        )
    dashes = {dash_of(relation) for relation in relations}
    if dashes - {()}:
        # Telling solid from broken needs both.
        if () in dashes:
            items.append(LegendItem("line", "map.label", "confirmed or stated"))
        if DASHED in dashes:
            items.append(LegendItem("line", "map.label", "claimed or hinted", dash=DASHED))
        if DOTTED in dashes:
            items.append(LegendItem("line", "map.label", "denied", dash=DOTTED))
    if pacts_of_many(relations):
        items.append(
            LegendItem("node", "map.label", "pact of many, from member to member", mark="pact")
        )
    if any(relation.faint for relation in relations):
        items.append(LegendItem("line", "map.label", "may hold at this date", mark="faint"))
    if any(not relation.cited for relation in relations):
        items.append(LegendItem("line", "map.label", "no source", mark="unsourced"))
    return tuple(items)


def rows_of(items: Sequence[LegendItem], width: float, size: float) -> list[list[LegendItem]]:
    """The items broken into rows no wider than ``width``."""
    rows: list[list[LegendItem]] = []
    used = 0.0
    for item in items:
        wide = _wide(item, size)
        if not rows or used + wide - _GAP > width:
            rows.append([])
            used = 0.0
        rows[-1].append(item)
        used += wide
    return rows


def row_width(row: Sequence[LegendItem], size: float) -> float:
    """How far one row of the legend reaches."""
    return sum(_wide(item, size) for item in row) - _GAP


def draw_legend(
    rows: Sequence[Sequence[LegendItem]], left: float, top: float, size: float, line: float
) -> list[Item]:
    """The rows as shapes, the first one's upper edge at ``top``."""
    items: list[Item] = []
    for number, row in enumerate(rows):
        x, y = left, top + number * line + line / 2
        for item in row:
            items.append(Group(tuple(_swatch(item, x, y)), kind="legend"))
            items.append(
                Text(
                    x + _SWATCH + 6,
                    y + size * 0.36,
                    item.text,
                    size,
                    measured=text_width(item.text, size),
                )
            )
            x += _wide(item, size)
    return items


def _wide(item: LegendItem, size: float) -> float:
    return _SWATCH + 6 + text_width(item.text, size) + _GAP


def _swatch(item: LegendItem, x: float, y: float) -> list[Item]:
    if item.swatch == "area":
        box = Ink(fill=fill_of(item.colour), stroke=item.colour, width=1.0)
        return [Rect(x, y - 6, _SWATCH, 12, box, 2)]
    if item.swatch == "hatch":
        # Two blocs lie over each other; what is disputed has no colour.
        box = Ink(fill="map.land", hatch=item.colour, stroke="map.label", width=0.7)
        if item.mark:
            box = replace(box, fill=fill_of(item.mark))
        return [Rect(x, y - 6, _SWATCH, 12, box, 2)]
    if item.swatch == "node" and item.mark in ("pact", "frame", "pin", "shared"):
        return _diagram_swatch(item.mark, x + _SWATCH / 2, y)
    if item.swatch == "node" and item.mark.startswith("sign "):
        from briefing.analysis.matrix_signs import sign_shape

        _, sign, doubt = item.mark.split()
        return sign_shape(int(sign), int(doubt), x + _SWATCH / 2, y, 5.0)
    if item.swatch == "node":
        ink = Ink(fill="map.halo", stroke="map.label", width=1.6)
        return [Rect(x + _SWATCH / 2 - 4.5, y - 4.5, 9, 9, ink)]
    opacity = 0.4 if item.mark == "faint" else 1.0
    ink = Ink(stroke=item.colour, width=item.width, dash=item.dash, stroke_opacity=opacity)
    end = (x + _SWATCH, y)
    middle = (x + _SWATCH / 2, y)
    # A kind goes by its name; other lines have no mark of a kind.
    style = style_of(item.text)
    stop = end[0] - style.width * 2 if item.mark == "arrow" else end[0]
    items: list[Item] = [Polyline(((x, y), (stop, y)), ink)]
    if item.mark == "unsourced":
        items += unsourced_mark(item.colour, middle)
    if item.mark in ("arrow", "open", "bar"):
        items += end_mark(style, end if item.mark == "arrow" else (end[0] - 1, y), 0.0)
    if style.middle:
        items += middle_mark(style, middle, 0.0)
    return items


def _diagram_swatch(mark: str, x: float, y: float) -> list[Item]:
    from briefing.analysis.actor_signs import pact_sign, pin_sign, sector

    if mark == "pact":
        return [pact_sign(x, y, 7.0)]
    if mark == "frame":
        return [
            Rect(x - 11, y - 5.5, 22, 11, Ink(stroke="map.label", stroke_opacity=0.6, width=1.1))
        ]
    if mark == "pin":
        return pin_sign(x - 4, y + 4, 4.0)
    ink = Ink(stroke="map.label", width=1.4)
    half = Ink(fill="map.label", fill_opacity=0.45)
    return [sector(x, y, 6.5, 0.0, 0.5, half), Circle(x, y, 6.5, ink)]


def node_shape(
    kind: str, x: float, y: float, radius: float, colours: Sequence[str] = ()
) -> list[Item]:
    """A disc for a state, a square for a body, a point for a person; the blocs' colours in the middle."""
    thick = 1.6 if radius >= 4 else 1.2
    ink = Ink(fill="map.halo", stroke="map.label", width=thick)
    if kind in ("organisation", "group"):
        side = radius * 1.8
        items: list[Item] = [Rect(x - side / 2, y - side / 2, side, side, ink)]
    else:
        items = [Circle(x, y, radius * (0.72 if kind == "person" else 1.0), ink)]
    for number, colour in enumerate(colours[:2]):
        items.append(Circle(x, y, radius * (0.52, 0.26)[number], Ink(fill=colour)))
    return items


def wrap(text: str, width: float, size: float) -> list[str]:
    """The text broken at spaces into rows no wider than ``width``."""
    rows: list[str] = []
    for word in text.split():
        if rows and text_width(f"{rows[-1]} {word}", size) <= width:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    return rows
