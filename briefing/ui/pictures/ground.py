"""The land of a map as an image: it is the same from one date to the next, and takes long to paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPainter, QPixmap

from briefing.domain.picture import Group, Ink, Polygon, Rect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.domain.picture import Item

#: Outlines from which on an image is worth its memory, the pixels that it may have, and images kept:
#: those of two dates.
_LEAST, _MOST, _KEPT = 100, 6_000_000, 2
Rings = tuple[tuple[float, ...], ...]


class Grounds:
    """Images of the outlines with which pictures begin.

    An image is found by the very outlines and inks that it was painted from, so it is never another's.
    """

    def __init__(self) -> None:
        self._known: list[tuple[tuple[object, ...], list[tuple[Rings, Ink]], QImage]] = []

    def forget(self) -> None:
        """Keep nothing."""
        self._known = []

    def paint(
        self,
        painter: QPainter,
        items: Sequence[Item],
        shades: str,
        paint: Callable[[QPainter, Sequence[Item], str], None],
    ) -> int:
        """Paint what a picture begins with, where that is much land; with how many items that is."""
        sea = items[0] if len(items) > _LEAST else None
        if not isinstance(sea, Rect) or not _is_plain(painter, sea):
            return 0
        outlines, count = _outlines(items)
        if len(outlines) < _LEAST:
            return 0
        ratio = painter.device().devicePixelRatio()
        clip = painter.clipBoundingRect() if painter.hasClipping() else None
        key = (sea, ratio, shades, clip)
        image = next(
            (image for other, land, image in self._known if other == key and _same(land, outlines)),
            None,
        )
        if image is None:
            image = QImage(
                round(sea.width * ratio), round(sea.height * ratio), QImage.Format.Format_RGB32
            )
            image.setDevicePixelRatio(ratio)
            own = QPainter(image)
            own.setRenderHint(QPainter.RenderHint.Antialiasing)
            if clip is not None:
                # Fine lines come out a shade otherwise without.
                own.setClipRect(clip)
            paint(own, items[:count], shades)
            own.end()
            self._known = [(key, outlines, image), *self._known[: _KEPT - 1]]
        painter.drawImage(0, 0, image)
        return count


def _is_plain(painter: QPainter, sea: Rect) -> bool:
    """Whether painting an image comes to the same as painting what it shows."""
    device = painter.device()
    if not isinstance(device, QImage | QPixmap):
        return False
    ratio = device.devicePixelRatio()
    wide, tall = sea.width * ratio, sea.height * ratio
    return (
        painter.worldTransform().isIdentity()
        and painter.opacity() == 1.0
        and painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        and (sea.x, sea.y, sea.radius) == (0, 0, 0)
        and sea.ink == Ink(fill=sea.ink.fill)
        and (wide, tall) == (round(wide), round(tall))
        and 0 < wide * tall <= _MOST
    )


def _outlines(items: Sequence[Item]) -> tuple[list[tuple[Rings, Ink]], int]:
    """The outlines that come first, after the sea, and with how many items they end."""
    found: list[tuple[Rings, Ink]] = []
    for number, item in enumerate(items[1:], 1):
        if isinstance(item, Polygon):
            found.append((item.rings, item.ink))
        elif isinstance(item, Group) and item.opacity == 1.0 and item.clip is None:
            inner = [(one.rings, one.ink) for one in item.items if isinstance(one, Polygon)]
            if len(inner) < len(item.items):
                return found, number
            found += inner
        else:
            return found, number
    return found, len(items)


def _same(one: list[tuple[Rings, Ink]], two: list[tuple[Rings, Ink]]) -> bool:
    """Whether outlines are the very same; to compare their numbers would take as long as to paint them."""
    return len(one) == len(two) and all(
        a[0] is b[0] and a[1] == b[1] for a, b in zip(one, two, strict=True)
    )
