"""The signs of actors and pacts in a diagram and beside a matrix: shape, colours and letters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from briefing.analysis.fontmetrics import text_width
from briefing.domain.picture import Circle, Ink, Item, Path, Polyline, Rect, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefing.analysis.map_lines import Node
    from briefing.analysis.map_scene import MapActor
    from briefing.domain.picture import Command

#: How strongly a disc shows the colour of its bloc: letters on it stay readable.
_TINT = 0.5


def letters(actor: MapActor) -> str:
    """Two or three letters that stand for an actor: the ISO code of a state of today, else initials."""
    if len(actor.iso2) == 1 and actor.kind == "state":
        return actor.iso2[0]
    name = " ".join(actor.name.split())
    if actor.kind != "person" and 1 < len(name) <= 4 and name.upper() == name and name.isalpha():
        return name
    words = [word for word in name.replace("-", " ").split() if word[:1].isalnum()]
    # Of names in Latin letters the small words (of, and, the) have no initial.
    great = [word for word in words if not word[:1].islower() or not word.isascii()] or words
    if len(great) > 1:
        picked = [great[0], great[-1]] if actor.kind == "person" else great[:3]
        return "".join(word[0] for word in picked).upper()
    return (great[0][:2] if great else name[:2]).upper()


def actor_sign(
    actor: MapActor,
    node: Node,
    colours: Sequence[str],
    least: float = 11.0,
    faint: Collection[int] = (),
) -> list[Item]:
    """A disc for a state or person, a square for a body, in the colours of its blocs, with letters.

    Letters are left out where the disc has no room for them at size ``least``. ``faint`` are the
    numbers of the colours of blocs that it may belong to: these are hatched.
    """
    x, y, radius = node.x, node.y, node.radius
    word = letters(actor)
    size = max(least, min(radius * 0.95, 13.0))
    wide = text_width(word, size, weight=600)
    edge = colours[0] if colours else "map.label"
    items: list[Item] = []
    square = actor.kind in ("organisation", "group")
    side = radius
    if square:
        half = radius * 0.9
        # As wide as its letters, where these are a little wider than high.
        side = max(half, wide / 2 + 3) if wide / 2 + 3 <= 1.4 * radius else half
        box = (x - side, y - half, 2 * side, 2 * half)
        items.append(Rect(*box, Ink(fill="map.halo"), 2.5))
        share = 2 * side / max(1, len(colours))
        items += [
            Rect(x - side + i * share, y - half, share, 2 * half, _tint(colour, i in faint))
            for i, colour in enumerate(colours)
        ]
        items.append(Rect(*box, Ink(stroke=edge, width=1.6), 2.5))
    else:
        items.append(Circle(x, y, radius, Ink(fill="map.halo")))
        if len(colours) == 1:
            items.append(Circle(x, y, radius, _tint(colours[0], 0 in faint)))
        items += [
            sector(
                x, y, radius, i / len(colours), (i + 1) / len(colours), _tint(colour, i in faint)
            )
            for i, colour in enumerate(colours)
            if len(colours) > 1
        ]
        items.append(Circle(x, y, radius, Ink(stroke=edge, width=1.6)))
    # Where only narrow letters fit, none are set: a few discs with letters among many look chosen.
    room = radius * 1.75 if radius * 1.75 >= text_width("GB", size, weight=600) else 0.0
    if word and wide <= (2 * side - 4 if square else room):
        items.append(
            Text(
                x,
                y + size * 0.36,
                word,
                size,
                weight=600,
                anchor="middle",
                # Letters on hatching need a ground of their own.
                halo="map.halo" if faint else None,
                measured=wide,
            )
        )
    return items


def _tint(colour: str, doubtful: bool) -> Ink:
    if doubtful:
        return Ink(fill=colour, fill_opacity=_TINT / 4, hatch=colour)
    return Ink(fill=colour, fill_opacity=_TINT)


def pin_sign(x: float, y: float, radius: float) -> list[Item]:
    """A pin at the upper right of an actor that a person has fixed."""
    tip = (x + radius * 0.72, y - radius * 0.72)
    head = (tip[0] + 4.5, tip[1] - 4.5)
    return [
        Polyline((tip, head), Ink(stroke="map.label", width=1.4)),
        Circle(*head, 2.6, Ink(fill="map.label", stroke="map.halo", width=0.8)),
    ]


def sector(x: float, y: float, radius: float, start: float, end: float, ink: Ink) -> Path:
    """A piece of a disc, from a share of the turn to another, clockwise from the lower left."""
    commands: list[Command] = [("M", x, y)]
    pieces = max(1, math.ceil((end - start) * 8))
    step = 2 * math.pi * (end - start) / pieces
    handle = 4 / 3 * math.tan(step / 4) * radius
    angle = 2 * math.pi * start + math.pi / 2
    commands.append(("L", x + radius * math.cos(angle), y + radius * math.sin(angle)))
    for _ in range(pieces):
        after = angle + step
        commands.append(
            (
                "C",
                x + radius * math.cos(angle) - handle * math.sin(angle),
                y + radius * math.sin(angle) + handle * math.cos(angle),
                x + radius * math.cos(after) + handle * math.sin(after),
                y + radius * math.sin(after) - handle * math.cos(after),
                x + radius * math.cos(after),
                y + radius * math.sin(after),
            )
        )
        angle = after
    return Path((*commands, ("Z",)), ink)


def pact_sign(x: float, y: float, size: float) -> Path:
    """The star of a multilateral pact, ``size`` from its middle to a point."""
    commands: list[Command] = []
    for i in range(10):
        away = size if i % 2 == 0 else size * 0.45
        angle = math.pi * i / 5 - math.pi / 2
        spot = (x + away * math.cos(angle), y + away * math.sin(angle))
        commands.append(("L" if i else "M", *spot))
    return Path((*commands, ("Z",)), Ink(fill="map.label", stroke="map.halo", width=1.2))
