"""A picture that is drawn for the widget's size and seen through a lens: zoomed, moved, drawn sharply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap

from briefing.domain.picture import Lens
from briefing.ui import theme
from briefing.ui.pictures.painted import Painted, is_fixed
from briefing.ui.pictures.painter import paint_items
from briefing.ui.pictures.picture_widget import STEP, PictureWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from briefing.domain.picture import Picture
    from briefing.ui.tasks import CancelToken, Progress, Task, TaskRunner

_MOST = 24.0
#: Milliseconds without movement after which what is seen is drawn sharply.
_REST = 130
_STILL = Lens()


class LensView(PictureWidget):
    """Shows a picture through a lens: at once from what is drawn, and sharply once the reader rests.

    A subclass says what is pointed at and chosen, and paints over the picture.
    """

    #: What part of the picture is seen has changed; carries the Lens.
    lens_changed = Signal(object)

    def __init__(
        self, name: str, tasks: TaskRunner | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self.setMinimumHeight(theme.px(180))
        #: The picture for the whole, and the one that is seen: the same until the lens is used.
        self.picture: Picture | None = None
        self.lens = _STILL
        self._tasks = tasks
        self._task: Task | None = None
        self._draw: Callable[..., Picture | Painted] | None = None
        self._redraws = False
        self._shown: Picture | None = None
        self._shown_at = _STILL
        self._painted: Painted | None = None
        self._whole: QPixmap | None = None
        self._sharp: QPixmap | None = None
        self._sharp_at = _STILL
        self._fixed: QPixmap | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._sharpen)
        theme.current().theme_changed.connect(self._on_theme_changed)

    # ------------------------------------------------------------------ what is shown

    def set_draw(
        self, draw: Callable[..., Picture | Painted], *, redraws: bool = False, keep: bool = False
    ) -> None:
        """Show what a maker draws for a width and a height; it is asked again for another size.

        What it has painted already is not painted again.
        ``redraws``: the maker takes a Lens as ``lens`` and draws what is seen through it anew, with
        text of the same size and more of it; else a zoomed picture has larger words. ``keep`` stays
        where the reader has zoomed to, for the same picture at another date.
        """
        self._draw = draw
        self._redraws = redraws
        if not keep:
            self.lens = _STILL
        self._forget()

    def fit(self) -> None:
        """Show all."""
        self._look(_STILL)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a place of the widget, or about what is selected, or the middle."""
        stage = self._stage()
        if at is None:
            here = self._anchor()
            at = here if here is not None and stage.contains(here) else stage.center()
        scale = max(1.0, min(_MOST, self.lens.scale * factor))
        x, y = self.lens.behind(at.x(), at.y())
        self._look(Lens(scale, at.x() - x * scale, at.y() - y * scale))

    def pan(self, dx: float, dy: float) -> None:
        """Move what is seen by so many pixels."""
        self._look(Lens(self.lens.scale, self.lens.dx + dx, self.lens.dy + dy))

    def look_as(self, other: LensView) -> None:
        """Show the part that another view of the same frame shows."""
        if other.width() > 0:
            share = self.width() / other.width()
            self._look(Lens(other.lens.scale, other.lens.dx * share, other.lens.dy * share))

    def current_picture(self) -> Picture | None:
        """The display list of what is seen."""
        return self._current()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(760), theme.px(380))

    # ------------------------------------------------------------------ for subclasses

    def _anchor(self) -> QPointF | None:
        """The place of the widget that is zoomed about, if it is seen; else the middle."""
        return None

    def _paint_over(self, painter: QPainter) -> None:
        """Paint over the picture, beneath what stays in place."""

    def _unpoint(self) -> None:
        """What lay under the pointer may lie there no more."""

    def _on_other_picture(self) -> None:
        """What was derived from the picture shown holds no more."""

    # ------------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        picture = self._current()
        ground = picture.background if picture and picture.background else "window.background"
        if picture is None or self.picture is None:
            painter.fillRect(self.rect(), theme.colour(ground))
            return
        if self._whole is None:
            self._whole = self._pixmap(self.picture, _STILL, ground, self._painted)
        if self._fixed is None:
            self._fixed = self._pixmap_of_fixed(picture)
        if self.lens == _STILL:
            painter.drawPixmap(0, 0, self._whole)
        else:
            painter.fillRect(self.rect(), theme.colour(ground))
            painter.save()
            painter.setClipRect(self._stage())
            # Blurred where the sharp one does not reach yet: no hole opens while one drags.
            if self._sharp is None or self._sharp_at != self.lens:
                self._lay(painter, self._whole, _STILL)
            if self._sharp is not None:
                self._lay(painter, self._sharp, self._sharp_at)
            painter.restore()
        self._paint_over(painter)
        if self._fixed is not None:
            painter.drawPixmap(0, 0, self._fixed)
        self._paint_focus(painter)

    def _lay(self, painter: QPainter, pixmap: QPixmap, at: Lens) -> None:
        """A pixmap made at one lens, as it lies under the present one."""
        off = _between(at, self.lens)
        size = pixmap.deviceIndependentSize()
        wide, tall = size.width() * off.scale, size.height() * off.scale
        painter.drawPixmap(
            QRectF(off.dx, off.dy, wide, tall), pixmap, QRectF(pixmap.rect().toRectF())
        )

    def _pixmap(
        self, picture: Picture, lens: Lens, ground: str, painted: Painted | None = None
    ) -> QPixmap:
        made = self._blank()
        made.fill(theme.colour(ground))
        painter = QPainter(made)
        if painted is not None and painted.holds(self.devicePixelRatioF()):
            painter.drawImage(0, 0, painted.image)
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(lens.dx, lens.dy)
            painter.scale(lens.scale, lens.scale)
            paint_items(painter, [item for item in picture.items if not is_fixed(item)])
        painter.end()
        return made

    def _pixmap_of_fixed(self, picture: Picture) -> QPixmap | None:
        fixed = [item for item in picture.items if is_fixed(item)]
        if not fixed:
            return None
        made = self._blank()
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_items(painter, fixed)
        painter.end()
        return made

    def _blank(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        return made

    # ------------------------------------------------------------------ the lens

    def _turned(self, notches: float, at: QPointF) -> None:
        self.zoom(STEP**notches, at)

    def _turned_sideways(self, notches: float) -> None:
        self.pan(notches * self.width() * 0.08, 0)

    def _current(self) -> Picture | None:
        if self.picture is None and self._draw is not None and self.width() > 40:
            made = self._draw(self.width(), self.height())
            self._painted = made if isinstance(made, Painted) else None
            self.picture = self._shown = made.picture if isinstance(made, Painted) else made
            self._shown_at = _STILL
            self.setAccessibleDescription(self.picture.alt)
            if self.lens != _STILL:
                self.lens = self._held(self.lens)
                self._rest.start()
        return self._shown

    def _stage(self) -> QRectF:
        picture = self._current()
        if picture is None or picture.stage is None:
            return QRectF(self.rect())
        left, top, right, bottom = picture.stage
        return QRectF(left, top, right - left, bottom - top)

    def _look(self, lens: Lens) -> None:
        lens = self._held(lens)
        if lens == self.lens:
            return
        self.lens = lens
        self._unpoint()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if lens == _STILL:
            self._rest.stop()
            self._show(self.picture, _STILL)
            self._sharp = None
        else:
            self._rest.start()
        self.update()
        self.lens_changed.emit(lens)

    def _held(self, lens: Lens) -> Lens:
        """The lens moved so that the picture fills its stage."""
        if lens.scale <= 1.001:
            return _STILL
        stage = self._stage()
        spare = 1 - lens.scale
        return Lens(
            lens.scale,
            min(stage.left() * spare, max(stage.right() * spare, lens.dx)),
            min(stage.top() * spare, max(stage.bottom() * spare, lens.dy)),
        )

    def _relative(self) -> Lens:
        """From the coordinates of the picture shown to the widget's."""
        return _between(self._shown_at, self.lens)

    def _sharpen(self) -> None:
        """Draw what is seen, once the reader rests."""
        draw, lens = self._draw, self.lens
        if draw is None or self.picture is None or lens == _STILL:
            return
        if not self._redraws:
            self._sharp = self._pixmap(self.picture, lens, self._ground())
            self._sharp_at = lens
            self.update()
        elif self._tasks is None or self._tasks.is_shut_down:
            self._redrawn((lens, draw(self.width(), self.height(), lens=lens)))
        else:
            job = _Redraw(draw, self.width(), self.height(), lens, self.devicePixelRatioF())
            self._task = self._tasks.run(job, self._redrawn)

    def _redrawn(self, made: tuple[Lens, Picture | Painted]) -> None:
        lens, shown = made
        self._task = None
        if lens != self.lens:
            return
        painted = shown if isinstance(shown, Painted) else None
        picture = shown.picture if isinstance(shown, Painted) else shown
        self._show(picture, lens)
        self._sharp = self._pixmap(picture, _STILL, self._ground(), painted)
        self._sharp_at = lens
        self.update()

    def _ground(self) -> str:
        picture = self.picture
        return picture.background if picture and picture.background else "window.background"

    def _show(self, picture: Picture | None, lens: Lens) -> None:
        if picture is not self._shown:
            self._shown = picture
            self._fixed = None
            self._on_other_picture()
        self._shown_at = lens

    def _forget(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.picture = self._shown = None
        self._whole = self._sharp = self._fixed = self._painted = None
        self._on_other_picture()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A share of another width is another part of the picture; a longer legend is none.
        if event.oldSize().width() != event.size().width():
            self.lens = _STILL
        self._forget()

    def _on_theme_changed(self) -> None:
        self._forget()


class _Redraw:
    """Draws and paints what is seen through a lens, away from the GUI thread."""

    def __init__(
        self,
        draw: Callable[..., Picture | Painted],
        width: float,
        height: float,
        lens: Lens,
        ratio: float,
    ) -> None:
        self._draw, self._width, self._height = draw, width, height
        self._lens, self._ratio = lens, ratio

    def __call__(self, _progress: Progress, token: CancelToken) -> tuple[Lens, Painted]:
        token.check()
        made = self._draw(self._width, self._height, lens=self._lens)
        token.check()
        picture = made.picture if isinstance(made, Painted) else made
        return self._lens, Painted.of(picture, self._ratio)


def _between(one: Lens, other: Lens) -> Lens:
    """What takes a place as seen through one lens to where the other shows it."""
    scale = other.scale / one.scale
    return Lens(scale, other.dx - one.dx * scale, other.dy - one.dy * scale)
