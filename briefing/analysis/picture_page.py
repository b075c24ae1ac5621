"""A picture as it leaves the program: title above, sources beneath, its marking at head and foot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.analysis.fontmetrics import text_width
from briefing.analysis.map_legend import wrap
from briefing.domain.picture import (
    Circle,
    Curve,
    Group,
    Ink,
    Path,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.domain.picture import Box, Command, Item, Point

#: Room around everything, and between a picture and the next.
MARGIN, GAP = 28.0, 14.0
_TITLE, _TEXT, _SMALL = 20.0, 13.0, 11.0
_LINE = 1.45


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around the pictures.

    ``marking`` is the whole label with ``marking_colour``, a token. ``told`` is what the pictures come
    to, ``notes`` whatever is said beneath in small letters: sources, what was left out, the conventions.
    """

    title: str
    facts: str = ""
    marking: str = ""
    marking_colour: str = "tlp.clear"
    told: str = ""
    notes: tuple[str, ...] = ()


def compose(page: Page, pictures: Sequence[Picture], width: float) -> Picture:
    """The pictures one above the other, each ``width`` less twice the margin wide, as one picture.

    The height is as much as that takes. The description is that of all pictures, then what is told.
    """
    wide = width - 2 * MARGIN
    items: list[Item] = []
    y = MARGIN
    label = _label(page, width, y)
    items += label
    room = wide - (text_width(page.marking, _TEXT, weight=700) + 40 if page.marking else 0)
    for line in wrap(page.title, room, _TITLE * 1.08):
        items.append(_text(line, MARGIN, y + _TITLE, _TITLE, "text.heading", "serif", 700))
        y += _TITLE * 1.3
    for line in wrap(page.facts, wide, _TEXT):
        items.append(_text(line, MARGIN, y + _TEXT, _TEXT, "text.muted"))
        y += _TEXT * _LINE
    y += GAP
    for picture in pictures:
        box = (MARGIN, y, MARGIN + picture.width, y + picture.height)
        inside = tuple(shifted(one, MARGIN, y) for one in picture.items)
        ground = Ink(fill=picture.background or "window.background")
        items.append(
            Group((Rect(MARGIN, y, picture.width, picture.height, ground), *inside), clip=box)
        )
        y += picture.height + GAP
    for words, size, ink in (
        (page.told, _TEXT, "text.body"),
        *((n, _SMALL, "text.muted") for n in page.notes),
    ):
        for line in wrap(words, wide, size):
            items.append(_text(line, MARGIN, y + size, size, ink))
            y += size * _LINE
        y += size * 0.4
    y += GAP
    items += _label(page, width, y)
    if page.marking:
        y += _TEXT * 1.7
    alt = " ".join(filter(None, (*(one.alt for one in pictures), page.told, *page.notes)))
    return Picture(
        width=width,
        height=y + MARGIN * 0.6,
        items=tuple(items),
        alt=f"{page.marking}. {alt}" if page.marking else alt,
        title=page.title,
        background="window.background",
        legend=tuple(dict.fromkeys(sign for one in pictures for sign in one.legend)),
    )


def _label(page: Page, width: float, top: float) -> list[Item]:
    """The marking in its colour on black, at the right as TLP 2.0 recommends."""
    if not page.marking:
        return []
    wide = text_width(page.marking, _TEXT, weight=700)
    left = width - MARGIN - wide - 16
    ground = Rect(left, top, wide + 16, _TEXT * 1.7, Ink(fill="tlp.black"))
    words = _text(page.marking, left + 8, top + _TEXT * 1.2, _TEXT, page.marking_colour, weight=700)
    return [ground, words]


def _text(
    words: str,
    x: float,
    y: float,
    size: float,
    ink: str,
    role: str = "sans",
    weight: int = 400,
) -> Text:
    face = "serif" if role == "serif" else "sans"
    measured = text_width(words, size, face, weight)
    return Text(x, y, words, size, face, weight, fill=ink, measured=measured)


def shifted(item: Item, dx: float, dy: float) -> Item:
    """A shape moved by so much to the right and down."""
    match item:
        case Group():
            return replace(
                item,
                items=tuple(shifted(one, dx, dy) for one in item.items),
                opened=(),
                clip=_box(item.clip, dx, dy) if item.clip else None,
            )
        case Polygon():
            return replace(
                item,
                rings=tuple(_ring(ring, dx, dy) for ring in item.rings),
                box=_box(item.box, dx, dy),
            )
        case Path():
            return replace(item, commands=tuple(_command(one, dx, dy) for one in item.commands))
        case Polyline():
            return replace(item, points=tuple(_moved(one, dx, dy) for one in item.points))
        case Curve():
            return Curve(
                _moved(item.start, dx, dy),
                _moved(item.control1, dx, dy),
                _moved(item.control2, dx, dy),
                _moved(item.end, dx, dy),
                item.ink,
            )
        case Circle() | Rect() | Text():
            return replace(item, x=item.x + dx, y=item.y + dy)


def _moved(point: Point, dx: float, dy: float) -> Point:
    return point[0] + dx, point[1] + dy


def _box(box: Box, dx: float, dy: float) -> Box:
    left, top, right, bottom = box
    return left + dx, top + dy, right + dx, bottom + dy


def _ring(ring: tuple[float, ...], dx: float, dy: float) -> tuple[float, ...]:
    return tuple(n + (dy if at % 2 else dx) for at, n in enumerate(ring))


def _command(command: Command, dx: float, dy: float) -> Command:
    # A letter, then x and y in turn.
    moved = [
        n + (dx if at % 2 else dy) if isinstance(n, int | float) else n
        for at, n in enumerate(command)
    ]
    return tuple(moved)  # pyright: ignore[reportReturnType]
