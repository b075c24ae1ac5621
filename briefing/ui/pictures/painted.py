"""A picture that is painted already: of very many lines that takes longer than a reader should wait."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPainter

from briefing.domain.picture import Group
from briefing.ui import theme
from briefing.ui.pictures.painter import paint_items

if TYPE_CHECKING:
    from briefing.domain.picture import Item, Picture


@dataclass(frozen=True, slots=True)
class Painted:
    """A picture and an image of it, without what stays in place. Any thread may make one."""

    picture: Picture
    image: QImage
    ratio: float
    shades: str

    @classmethod
    def of(cls, picture: Picture, ratio: float) -> Painted:
        """Paint a picture for a screen with so many dots to a pixel, in the theme of now."""
        shades = theme.current().name
        wide, tall = math.ceil(picture.width * ratio), math.ceil(picture.height * ratio)
        image = QImage(max(1, wide), max(1, tall), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(theme.colour(picture.background or "window.background"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_items(painter, [item for item in picture.items if not is_fixed(item)])
        painter.end()
        if theme.current().name != shades:
            # The theme changed on the way: this has the colours of two.
            shades = ""
        return cls(picture, image, ratio, shades)

    def holds(self, ratio: float) -> bool:
        """Whether the image is still what would be painted now."""
        return self.ratio == ratio and self.shades == theme.current().name


def is_fixed(item: Item) -> bool:
    """Whether an item stays in place, whatever the lens shows: a legend, a heading."""
    return isinstance(item, Group) and item.kind == "fixed"
