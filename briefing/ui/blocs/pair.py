"""One picture of the blocs, or two of two dates over the same frame, one above the other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.services.bloc_pictures import BlocPicture, Look
from briefing.ui import theme
from briefing.ui.pictures.painter import PictureView

if TYPE_CHECKING:
    from briefing.analysis.map_scene import MapScene
    from briefing.domain.picture import Picture

# The width of a picture in ems of its smallest text, at least.
_LETTERS = 36.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws one scene, beside another where there are two."""

    picture: BlocPicture
    scene: MapScene
    other: MapScene | None = None
    legend: bool = True

    def __call__(self, width: float, height: float) -> Picture:
        return self.picture.draw(self.scene, width, height, self._look(width))

    def wanted(self, width: float) -> int:
        """The height in pixels that shows all of it."""
        return math.ceil(self.picture.height(self.scene, width, self._look(width)))

    def _look(self, width: float) -> Look:
        # Large words on a small picture cover it; the rows beneath say the same at full size.
        size = min(theme.px(11), max(11.0, width / _LETTERS))
        return Look(size, self.legend, (self.other,) if self.other else ())


class PicturePair(QWidget):
    """The picture of the date, under that of an earlier date where there are two."""

    #: An entry was pressed in a picture; carries its Entry.
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = (
            PictureView(_("Blocs at the earlier date"), self),
            PictureView(_("Blocs at the date"), self),
        )
        self.drawn: list[tuple[PictureView, Drawing]] = []
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(theme.px(3))
        for one in self.views:
            one.chosen.connect(self.chosen)
            self._stack.addWidget(one)
        self.views[0].hide()

    def show_scenes(self, picture: BlocPicture, later: MapScene, earlier: MapScene | None) -> None:
        """Draw one scene, or two; the later carries the legend of both."""
        self.drawn = []
        if earlier is not None:
            self.drawn.append((self.views[0], Drawing(picture, earlier, later, legend=False)))
        self.drawn.append((self.views[1], Drawing(picture, later, earlier)))
        for view, drawing in self.drawn:
            view.set_draw(drawing)
        self.views[0].setVisible(earlier is not None)

    def set_selected(self, record_id: str | None) -> None:
        """Ring what is chosen elsewhere."""
        for one in self.views:
            one.set_selected(record_id)

    def arrange(self, width: float) -> int:
        """Give each picture the height that it needs at this width; the height of all."""
        tall = 0
        for view, drawing in self.drawn:
            high = drawing.wanted(width)
            self._stack.setStretchFactor(view, high)
            view.setMinimumHeight(high)
            tall += high + self._stack.spacing()
        return tall
