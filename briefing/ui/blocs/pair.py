"""One picture of the blocs, two of two dates over the same frame, or the difference of two in one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from briefing.i18n import _
from briefing.services.bloc_pictures import BlocPicture, Look
from briefing.ui import theme
from briefing.ui.blocs.draw_layer import ChosenActors, DrawLayer
from briefing.ui.pictures.bloc_picture_view import BlocPictureView
from briefing.ui.pictures.painted import Painted
from briefing.ui.tasks import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefing.analysis.bloc_difference import Mark
    from briefing.analysis.map_scene import MapScene
    from briefing.domain.picture import Lens, Picture, Point
    from briefing.ui.pictures.bloc_picture_view import Carried
    from briefing.ui.tasks import CancelToken, Progress, Task, TaskRunner

# The width of a picture in ems of its smallest text, at least.
_LETTERS = 36.0
#: The share of its height that a picture keeps at least where there is little room.
LEAST = 0.72
#: With more lines than these a picture is drawn on a worker.
MANY = 150
_SETTLE_MS = 400


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
        like = (self.other,) if self.other else ()
        return Look(size, self.legend, like, lens, self.uncited, apart=bool(self.marks))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a reader has put an actor, in shares of the diagram's width and height."""

    actor: str
    x: float
    y: float


class Prepared:
    """Draws the pictures of one look at a time: their heights first, then each in its own.

    As a job it does so on a worker, and paints them there, where lines are so many that the window would
    stand still: for a screen with ``ratio`` dots to a pixel, and in other heights than measured if given.
    """

    def __init__(
        self,
        drawings: Sequence[Drawing],
        width: float,
        room: float,
        gap: int,
        ratio: float = 1.0,
        given: Sequence[int] = (),
    ) -> None:
        self.drawings = tuple(drawings)
        self.width, self.room, self.gap = width, room, gap
        self.heights: list[int] = []
        #: The height of all at which nothing is made lower, and the least; 0 before they were measured.
        self.natural = self.least = 0
        self._ratio, self._given = ratio, given
        self.pictures: list[Painted] = []

    def __call__(self, _progress: Progress, token: CancelToken) -> Prepared:
        # What the first picture makes is kept for the next, and is not to be gone through at each.
        with uncollected():
            self.measure()
            for drawing, high in zip(self.drawings, self._given or self.heights, strict=True):
                token.check()
                made = drawing(self.width, high)
                token.check()
                self.pictures.append(Painted.of(made, self._ratio))
        return self

    def measure(self) -> list[int]:
        """The height of each picture at this width.

        Two are a little lower where that lets them be seen at once, both by as much, so that the frame
        stays the same; the legend of the later keeps its height. So is one diagram.
        """
        wanted = [one.wanted(self.width) for one in self.drawings]
        self.natural = sum(wanted) + self.gap * (len(wanted) - 1)
        # Their lands give way, the legend beneath the last does not.
        self.least = self.natural - math.floor((1 - LEAST) * wanted[0]) * len(wanted)
        if len(wanted) == 1 and self.drawings[0].picture.share is not None:
            # The board of a diagram is as high as it is given.
            wanted = [max(math.ceil(LEAST * wanted[0]), min(wanted[0], int(self.room)))]
        elif len(wanted) > 1:
            foot = max(0, wanted[1] - wanted[0])
            low = int((self.room - foot) / 2) - self.gap
            land = min(wanted[0], low) if low >= LEAST * wanted[0] else wanted[0]
            wanted = [land, land + foot]
        self.heights = wanted
        return wanted

    def draw(self, number: int, unfit: Callable[[], None]) -> Callable[..., Picture | Painted]:
        """What draws a picture for its view: it is there already; ``unfit`` hears of another size."""
        return _Ready(self.drawings[number], self.pictures[number], unfit)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A picture that is painted already, shown also in another size until it is made for that one."""

    drawing: Drawing
    made: Painted
    unfit: Callable[[], None]

    def __call__(self, width: float, height: float, lens: Lens | None = None) -> Picture | Painted:
        if lens is not None:
            return self.drawing(width, height, lens)
        if (width, height) != (self.made.picture.width, self.made.picture.height):
            self.unfit()
        return self.made


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
    #: Actors were dropped on a bloc; carries (bloc id, actor ids).
    dropped = Signal(object)
    #: Pictures that took long are there: they are to be given their room.
    ready = Signal()

    def __init__(self, tasks: TaskRunner | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = (
            BlocPictureView(_("Blocs at the earlier date"), tasks, self),
            BlocPictureView(_("Blocs at the date"), tasks, self),
        )
        #: The actors chosen in either picture, to be drawn into a bloc.
        self.actors = ChosenActors(self)
        self.layers = tuple(DrawLayer(one, self.actors) for one in self.views)
        for layer in self.layers:
            layer.dropped.connect(self.dropped)
        self.drawn: list[tuple[BlocPictureView, Drawing]] = []
        self._kind = ""
        self._tasks = tasks
        self._task: Task | None = None
        self._next: list[tuple[BlocPictureView, Drawing]] = []
        self._made: Prepared | None = None
        self._awaited: Prepared | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)
        self._fitted: list[tuple[int, int]] = []
        self._width = self._room = 0.0
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
        self._fitted = []
        if self._task is not None:
            self._task.cancel()
            self._task = self._awaited = None
        if self._takes_long(drawn):
            # What is shown stays until the next is there.
            self._prepare(drawn)
        else:
            self._take(drawn, None)

    def _takes_long(self, drawn: list[tuple[BlocPictureView, Drawing]]) -> bool:
        if self._tasks is None or self._tasks.is_shut_down:
            return False
        return any(len(one.scene.relations) > MANY for _view, one in drawn)

    def _prepare(
        self, drawn: list[tuple[BlocPictureView, Drawing]], given: Sequence[int] = ()
    ) -> None:
        assert self._tasks is not None
        made = Prepared(
            [one for _view, one in drawn],
            self._width or self.width(),
            self._room,
            self._stack.spacing(),
            self.devicePixelRatioF(),
            given,
        )
        if self._task is not None:
            self._task.cancel()
        self._next, self._awaited = drawn, made
        self._task = self._tasks.run(made, self._on_prepared)

    def _on_prepared(self, made: Prepared) -> None:
        if made is not self._awaited:
            # Called off when it was nearly done.
            return
        self._task = self._awaited = None
        self._take(self._next, made)
        self.ready.emit()

    def _take(self, drawn: list[tuple[BlocPictureView, Drawing]], made: Prepared | None) -> None:
        self.drawn, self._made = drawn, made
        if made is not None:
            self._settle.start()
        kind = drawn[-1][1].picture.key
        # Another date is seen where the reader has zoomed to; another picture is another place.
        keep = kind == self._kind
        for number, (view, drawing) in enumerate(drawn):
            redraws = drawing.picture.redraws and not drawing.marks
            draw = drawing if made is None else made.draw(number, self._settle.start)
            view.movable = drawing.picture.share is not None and not drawing.marks
            view.set_draw(draw, redraws=redraws, keep=keep)
        self._kind = kind
        self.views[0].setVisible(len(drawn) > 1)

    def _on_settled(self) -> None:
        """Draw anew what the layout left in another size than it was made for."""
        if self._task is not None or not self._unfit():
            return
        if self._takes_long(self.drawn):
            sizes = [(view.width(), view.height()) for view, _drawing in self.drawn]
            if sizes == self._fitted:
                # It was made for these, and another width was wanted then: no second time.
                return
            self._fitted = sizes
            # There may be another width by now; if not, somebody wants another height.
            self.ready.emit()
            if self._task is None and self._unfit():
                self._prepare(self.drawn, [view.height() for view, _drawing in self.drawn])
            return
        for view, drawing in self._unfit():
            redraws = drawing.picture.redraws and not drawing.marks
            view.set_draw(drawing, redraws=redraws, keep=True)

    def _unfit(self) -> list[tuple[BlocPictureView, Drawing]]:
        """The pictures that were made for another size than their view has."""
        return [
            (view, drawing)
            for view, drawing in self.drawn
            if view.picture is not None
            and (view.picture.width, view.picture.height) != (view.width(), view.height())
        ]

    def set_drawing(self, on: bool) -> None:
        """Choose actors by plain presses and with a lasso, or go back to looking."""
        for layer in self.layers:
            layer.set_on(on=on)

    def set_selected(self, record_id: str | None) -> None:
        """Ring what is chosen elsewhere."""
        for one in self.views:
            one.set_selected(record_id)

    @property
    def is_drawing(self) -> bool:
        """Whether pictures are being drawn that are not shown yet."""
        return self._task is not None

    def is_crowded(self, width: float, room: float, most: float) -> bool:
        """Whether two pictures are lower in so much room than at their best, and fit into the most room.

        Where they do not, the page scrolls, and nothing is gained by making room.
        """
        made = self._made
        if len(self.drawn) < 2:
            return False
        if (made is None or made.width != width) and not self._takes_long(self.drawn):
            made = Prepared([one for _view, one in self.drawn], width, room, self._stack.spacing())
            made.measure()
        return made is not None and made.natural > room and made.least <= most

    def arrange(self, width: float, room: float) -> int:
        """Give each picture the height that it needs at this width; the height of all."""
        self._width, self._room = width, room
        gap = self._stack.spacing()
        made = self._made
        if made is None or (made.width, made.room) != (width, room):
            if self._takes_long(self.drawn):
                self._prepare(self.drawn)
                return sum(view.minimumHeight() for view, _drawing in self.drawn)
            made = Prepared([one for _view, one in self.drawn], width, room, gap)
            made.measure()
            self._made = made
        for (view, _drawing), high in zip(self.drawn, made.heights, strict=True):
            self._stack.setStretchFactor(view, high)
            view.setMinimumHeight(high)
        return sum(made.heights) + gap * (len(made.heights) - 1)

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
