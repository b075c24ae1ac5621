"""One picture of the blocs, two of two dates over the same frame, or the difference of two in one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.services.bloc_pictures import BlocPicture, Look
from briefing.ui import theme
from briefing.ui.pictures.bloc_picture_view import BlocPictureView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing.analysis.bloc_difference import Mark
    from briefing.analysis.map_scene import MapScene
    from briefing.domain.picture import Lens, Picture, Point
    from briefing.ui.pictures.bloc_picture_view import Carried
    from briefing.ui.tasks import TaskRunner

# The width of a picture in ems of its smallest text, at least.
_LETTERS = 36.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws one scene, beside another where there are two; ``marks`` make it a difference."""

    picture: BlocPicture
    scene: MapScene
    other: MapScene | None = None
    legend: bool = True
    marks: Mapping[str, Mark] = field(default_factory=dict[str, "Mark"])
    uncited: bool = False

    def __call__(self, width: float, height: float, lens: Lens | None = None) -> Picture:
        look = self._look(width, lens)
        made = self.picture.draw(self.scene, width, height, look)
        if not self.marks:
            return made
        from briefing.analysis.bloc_difference import mark

        return mark(made, self.marks, look.min_text)

    def wanted(self, width: float) -> int:
        """The height in pixels that shows all of it."""
        return math.ceil(self.picture.height(self.scene, width, self._look(width)))

    def share(self, width: float, height: float, x: float, y: float) -> Point:
        """What a place in the picture is to a pin."""
        share = self.picture.share
        return share(self.scene, width, height, self._look(width), x, y) if share else (x, y)

    def _look(self, width: float, lens: Lens | None = None) -> Look:
        # Large words on a small picture cover it; the rows beneath say the same at full size.
        size = min(theme.px(11), max(11.0, width / _LETTERS))
        return Look(size, self.legend, (self.other,) if self.other else (), lens, self.uncited)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a reader has put an actor, in shares of the diagram's width and height."""

    actor: str
    x: float
    y: float


class PicturePair(QWidget):
    """The picture of the date, under that of an earlier date where there are two."""

    #: An entry was chosen in a picture; carries its Entry.
    chosen = Signal(object)
    #: An entry is to be opened; carries its Entry.
    opened = Signal(object)
    #: An actor was put elsewhere; carries a Placed.
    placed = Signal(object)
    #: An actor is to stand again where the picture puts it; carries its Entry.
    let_go = Signal(object)

    def __init__(self, tasks: TaskRunner | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = (
            BlocPictureView(_("Blocs at the earlier date"), tasks, self),
            BlocPictureView(_("Blocs at the date"), tasks, self),
        )
        self.drawn: list[tuple[BlocPictureView, Drawing]] = []
        self._kind = ""
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(theme.px(3))
        for one in self.views:
            one.chosen.connect(self.chosen)
            one.opened.connect(self.opened)
            one.lens_changed.connect(self._on_lens_changed)
            one.carried.connect(self._on_carried)
            one.let_go.connect(self.let_go)
            self._stack.addWidget(one)
        self.views[0].hide()

    def show_scenes(
        self,
        picture: BlocPicture,
        later: MapScene,
        earlier: MapScene | None,
        *,
        uncited: bool = False,
    ) -> None:
        """Draw one scene, or two; the later carries the legend of both."""
        drawn = []
        if earlier is not None:
            first = Drawing(picture, earlier, later, legend=False, uncited=uncited)
            drawn.append((self.views[0], first))
        drawn.append((self.views[1], Drawing(picture, later, earlier, uncited=uncited)))
        self.views[1].setAccessibleName(
            _("Blocs at the date") if earlier is None else _("Blocs at the later date")
        )
        self._show(drawn)

    def show_difference(
        self, picture: BlocPicture, scene: MapScene, marks: Mapping[str, Mark]
    ) -> None:
        """Draw both dates in one picture, each line as what became of it."""
        self.views[1].setAccessibleName(_("What changed between the two dates"))
        self._show([(self.views[1], Drawing(picture, scene, marks=marks))])

    def _show(self, drawn: list[tuple[BlocPictureView, Drawing]]) -> None:
        self.drawn = drawn
        kind = drawn[-1][1].picture.key
        for view, drawing in drawn:
            # Another date is seen where the reader has zoomed to; another picture is another place.
            keep = kind == self._kind
            view.movable = drawing.picture.share is not None and not drawing.marks
            view.set_draw(drawing, redraws=drawing.picture.redraws and not drawing.marks, keep=keep)
        self._kind = kind
        self.views[0].setVisible(len(drawn) > 1)

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

    def _on_lens_changed(self, _lens: Lens) -> None:
        moved = self.sender()
        if isinstance(moved, BlocPictureView):
            for view, _drawing in self.drawn:
                if view is not moved:
                    view.look_as(moved)

    def _on_carried(self, put: Carried) -> None:
        view = self.sender()
        for one, drawing in self.drawn:
            if one is view:
                x, y = drawing.share(one.width(), one.height(), put.x, put.y)
                self.placed.emit(Placed(put.entry.id, x, y))
