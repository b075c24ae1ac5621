"""A picture of blocs on the screen, whichever it is: zoomed, moved, pointed at, walked by keys."""

# long because: wheel, pointer and keys all move the one lens over the one picture.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from briefing.analysis.picture_web import Spot, Web
from briefing.domain.picture import Group, Lens, Targets
from briefing.domain.records import KINDS
from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.pictures.painter import paint_items, ring_paths
from briefing.ui.session import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import (
        QFocusEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QWheelEvent,
    )

    from briefing.analysis.picture_web import Strand
    from briefing.domain.picture import Item, Picture
    from briefing.ui.tasks import CancelToken, Progress, Task, TaskRunner

_STEP = 1.25
#: How far Alt with an arrow moves an actor, as a share of the width.
_NUDGE = 0.02
_MOST = 24.0
#: Milliseconds without movement after which what is seen is drawn sharply.
_REST = 130
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
_STILL = Lens()


@dataclass(frozen=True, slots=True)
class Carried:
    """An actor that a reader has put elsewhere: where its sign now stands, in the picture's units."""

    entry: Entry
    x: float
    y: float


class BlocPictureView(QWidget):
    """Shows a picture drawn for the widget's size, and what a reader points at and chooses in it.

    Wheel, + and −: zoom; dragging and Shift with arrows: move; 0 or F: all. Arrows go from actor to
    actor. Enter takes the first line of an actor and then its other end; on a line the arrows go to
    the actor's next line. Esc goes back from a line. Space or a double click opens the entry. Where
    actors are movable, one is dragged elsewhere, or moved by Alt with arrows; Alt and
    Backspace lets it go again.
    """

    #: An entry was chosen in the picture; carries its Entry.
    chosen = Signal(object)
    #: An entry is to be opened; carries its Entry.
    opened = Signal(object)
    #: What part of the picture is seen has changed; carries the Lens.
    lens_changed = Signal(object)
    #: An actor was put elsewhere; carries a Carried.
    carried = Signal(object)
    #: An actor is to stand again where the picture puts it; carries its Entry.
    let_go = Signal(object)

    def __init__(
        self, name: str, tasks: TaskRunner | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(180))
        #: The picture for the whole, and the one that is seen: the same until the lens is used.
        self.picture: Picture | None = None
        self.lens = _STILL
        self.selected: str | None = None
        self._tasks = tasks
        self._task: Task | None = None
        self._draw: Callable[..., Picture] | None = None
        self._redraws = False
        self._shown: Picture | None = None
        self._shown_at = _STILL
        self._targets: Targets | None = None
        self._web: Web | None = None
        self._whole: QPixmap | None = None
        self._sharp: QPixmap | None = None
        self._sharp_at = _STILL
        self._fixed: QPixmap | None = None
        self._pointed: Group | None = None
        self._open_targets: Targets | None = None
        self._from: str | None = None
        self._grab: tuple[QPointF, Lens] | None = None
        self._dragged = False
        #: Whether actors can be dragged elsewhere, or by Alt with arrows.
        self.movable = False
        self._load: tuple[Group, QPointF, QPointF] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._sharpen)
        theme.current().theme_changed.connect(self._on_theme_changed)

    # ------------------------------------------------------------------ what is shown

    def set_draw(
        self, draw: Callable[..., Picture], *, redraws: bool = False, keep: bool = False
    ) -> None:
        """Show what a maker draws for a width and a height; it is asked again for another size.

        ``redraws``: the maker takes a Lens as ``lens`` and draws what is seen through it anew, with
        text of the same size and more of it; else a zoomed picture has larger words. ``keep`` stays
        where the reader has zoomed to, for the same picture at another date.
        """
        self._draw = draw
        self._redraws = redraws
        if not keep:
            self.lens = _STILL
        self._forget()

    def set_selected(self, record_id: str | None) -> None:
        """Ring the entry that is chosen elsewhere, and open the bundle that it lies in."""
        if record_id != self.selected:
            self.selected = record_id
            self._from = None
            self.update()

    def fit(self) -> None:
        """Show all."""
        self._look(_STILL)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a place of the widget, or about what is selected, or the middle."""
        stage = self._stage()
        if at is None:
            here = self._seen(self.web().find(self.selected))
            at = here if here is not None and stage.contains(here) else stage.center()
        scale = max(1.0, min(_MOST, self.lens.scale * factor))
        x, y = self.lens.behind(at.x(), at.y())
        self._look(Lens(scale, at.x() - x * scale, at.y() - y * scale))

    def pan(self, dx: float, dy: float) -> None:
        """Move what is seen by so many pixels."""
        self._look(Lens(self.lens.scale, self.lens.dx + dx, self.lens.dy + dy))

    def look_as(self, other: BlocPictureView) -> None:
        """Show the part that another view of the same frame shows."""
        if other.width() > 0:
            share = self.width() / other.width()
            self._look(Lens(other.lens.scale, other.lens.dx * share, other.lens.dy * share))

    def current_entry(self) -> Entry | None:
        """The entry that is chosen: what is copied from here."""
        found = self.web().find(self.selected)
        return self._entry(found.group, self.selected) if found is not None else None

    def entry_at(self, at: QPointF) -> Entry | None:
        """The entry under a place of the widget."""
        group = self._group_at(at)
        return self._entry(group, None) if group is not None else None

    def spot_of(self, entry_id: str) -> QPointF | None:
        """Where an entry stands in the widget now, or None where it is not in the picture."""
        return self._seen(self.web().spots.get(entry_id))

    def spots(self, kind: str) -> list[tuple[str, str, QPointF]]:
        """Id, name and place of each entry of a kind that stands in the picture."""
        found: list[tuple[str, str, QPointF]] = []
        for key, spot in self.web().spots.items():
            at = self._seen(spot)
            if spot.group.kind == kind and at is not None:
                found.append((key, spot.group.tooltip, at))
        return found

    def current_picture(self) -> Picture | None:
        """The display list of what is seen."""
        return self._current()

    def web(self) -> Web:
        """The entries and lines of what is seen."""
        if self._web is None:
            picture = self._current()
            if picture is None:
                return Web(_nothing())
            self._web = Web(picture)
        return self._web

    def sizeHint(self) -> QSize:
        return QSize(theme.px(760), theme.px(380))

    # ------------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        picture = self._current()
        ground = picture.background if picture and picture.background else "window.background"
        if picture is None or self.picture is None:
            painter.fillRect(self.rect(), theme.colour(ground))
            return
        if self._whole is None:
            self._whole = self._pixmap(self.picture, _STILL, ground)
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
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(QPen(theme.colour("accent.main"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _lay(self, painter: QPainter, pixmap: QPixmap, at: Lens) -> None:
        """A pixmap made at one lens, as it lies under the present one."""
        off = _between(at, self.lens)
        size = pixmap.deviceIndependentSize()
        wide, tall = size.width() * off.scale, size.height() * off.scale
        painter.drawPixmap(
            QRectF(off.dx, off.dy, wide, tall), pixmap, QRectF(pixmap.rect().toRectF())
        )

    def _paint_over(self, painter: QPainter) -> None:
        """The opened bundle and the ring around what is selected."""
        found = self.web().find(self.selected)
        bundle = self._open_bundle()
        if found is None and bundle is None and self._load is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._stage())
        off = self._relative()
        painter.translate(off.dx, off.dy)
        painter.scale(off.scale, off.scale)
        if bundle is not None:
            paint_items(painter, bundle.opened)
        if found is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for path in ring_paths(found.group):
                painter.strokePath(path, QPen(theme.colour("accent.main"), 1.8 / off.scale))
        if self._load is not None and self._dragged:
            group, began, at = self._load
            gone = (at - began) / off.scale
            painter.translate(gone)
            painter.setOpacity(0.75)
            paint_items(painter, group.items)
        painter.restore()

    def _open_bundle(self) -> Group | None:
        if self._pointed is not None:
            return self._pointed
        strand = self.web().strands.get(self.selected or "")
        return strand.bundle if strand is not None else None

    def _pixmap(self, picture: Picture, lens: Lens, ground: str) -> QPixmap:
        made = self._blank()
        made.fill(theme.colour(ground))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(lens.dx, lens.dy)
        painter.scale(lens.scale, lens.scale)
        paint_items(painter, [item for item in picture.items if not _is_fixed(item)])
        painter.end()
        return made

    def _pixmap_of_fixed(self, picture: Picture) -> QPixmap | None:
        fixed = [item for item in picture.items if _is_fixed(item)]
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

    def _current(self) -> Picture | None:
        if self.picture is None and self._draw is not None and self.width() > 40:
            self.picture = self._shown = self._draw(self.width(), self.height())
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
        self._pointed = self._open_targets = None
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
            job = _Redraw(draw, self.width(), self.height(), lens)
            self._task = self._tasks.run(job, self._redrawn)

    def _redrawn(self, made: tuple[Lens, Picture]) -> None:
        lens, picture = made
        self._task = None
        if lens != self.lens:
            return
        self._show(picture, lens)
        self._sharp = self._pixmap(picture, _STILL, self._ground())
        self._sharp_at = lens
        self.update()

    def _ground(self) -> str:
        picture = self.picture
        return picture.background if picture and picture.background else "window.background"

    def _show(self, picture: Picture | None, lens: Lens) -> None:
        if picture is not self._shown:
            self._shown = picture
            self._fixed = self._web = self._targets = None
            self._pointed = self._open_targets = None
        self._shown_at = lens

    def _forget(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.picture = self._shown = None
        self._whole = self._sharp = self._fixed = None
        self._targets = self._web = None
        self._pointed = self._open_targets = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A share of another width is another part of the picture; a longer legend is none.
        if event.oldSize().width() != event.size().width():
            self.lens = _STILL
        self._forget()

    def _on_theme_changed(self) -> None:
        self._forget()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # ------------------------------------------------------------------ wheel and pointer

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        turned = event.angleDelta()
        if turned.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan((turned.x() or turned.y()) / 120 * self.width() * 0.08, 0)
        elif turned.y():
            self.zoom(_STEP ** (turned.y() / 120), event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            group = self._group_at(at) if self.movable else None
            self._dragged = False
            if group is not None and group.kind == "actor":
                self._load = (group, at, at)
            else:
                self._grab = (at, self.lens)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._load is not None:
            group, began, _ = self._load
            if self._dragged or (at - began).manhattanLength() > 5:
                self._dragged = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._load = (group, began, at)
                self.update()
            return
        if self._grab is not None:
            began, lens = self._grab
            gone = at - began
            if self._dragged or gone.manhattanLength() > 5:
                self._dragged = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._look(Lens(lens.scale, lens.dx + gone.x(), lens.dy + gone.y()))
            return
        group = self._group_at(at)
        self._point_at(group)
        self.setCursor(Qt.CursorShape.PointingHandCursor if group else Qt.CursorShape.ArrowCursor)
        if group is not None and group.tooltip:
            QToolTip.showText(event.globalPosition().toPoint(), group.tooltip, self)
        else:
            QToolTip.hideText()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grabbed, self._grab = self._grab, None
        load, self._load = self._load, None
        if load is not None and event.button() == Qt.MouseButton.LeftButton:
            self._set_down(load)
            return
        if grabbed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._dragged:
            self.setCursor(Qt.CursorShape.ArrowCursor)
            return
        group = self._group_at(event.position())
        if group is not None:
            self._choose(group)

    def _set_down(self, load: tuple[Group, QPointF, QPointF]) -> None:
        """An actor let go: put elsewhere where it was dragged, else chosen."""
        group, began, at = load
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()
        if not self._dragged:
            self._choose(group)
            return
        scale = self._relative().scale
        self._carry(group.entry or "", (at - began) / scale)

    def _carry(self, entry: str, by: QPointF) -> None:
        spot = self.web().spots.get(entry)
        if spot is None:
            return
        x, y = spot.at[0] + by.x(), spot.at[1] + by.y()
        self.carried.emit(Carried(Entry(spot.group.kind, entry), x, y))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        group = self._group_at(event.position())
        entry = self._entry(group, None) if group is not None else None
        if entry is not None:
            self.opened.emit(entry)
        else:
            self.zoom(_STEP**3, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()
        if self._pointed is not None:
            self._pointed = self._open_targets = None
            self.update()
        super().leaveEvent(event)

    def _group_at(self, at: QPointF) -> Group | None:
        picture = self._current()
        if picture is None or not self._stage().contains(at):
            return None
        x, y = self._relative().behind(at.x(), at.y())
        reach = 5.0 / self._relative().scale
        if self._open_targets is not None and (one := self._open_targets.at(x, y, reach * 1.6)):
            return one
        if self._targets is None:
            self._targets = Targets([item for item in picture.items if not _is_fixed(item)])
        return self._targets.at(x, y, reach)

    def _point_at(self, group: Group | None) -> None:
        """Open the bundle under the pointer; it stays open while one points at its lines."""
        if group is not None and group.opened:
            bundle: Group | None = group
        elif self._pointed is not None and any(group is one for one in self._pointed.opened):
            bundle = self._pointed
        else:
            bundle = None
        if bundle is not self._pointed:
            self._pointed = bundle
            self._open_targets = Targets(bundle.opened) if bundle is not None else None
            self.update()

    # ------------------------------------------------------------------ choosing

    def _choose(self, group: Group) -> None:
        if group.opened:
            inside = [one for one in group.opened if isinstance(one, Group) and one.entry]
            group = inside[0] if inside else group
        self.selected = group.entry
        self.update()
        if group.tooltip:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, group.tooltip))
        entry = self._entry(group, None)
        if entry is not None:
            self.chosen.emit(entry)

    def _entry(self, group: Group, chosen: str | None) -> Entry | None:
        """The record that a group stands for; a hub of a pact is none."""
        if group.entry is None or group.kind not in KINDS:
            return None
        return Entry(group.kind, chosen if chosen in group.others else group.entry)

    def _reveal(self, found: Spot | Strand) -> None:
        """Move the picture until what is chosen by keys is seen."""
        at, stage = self._seen(found), self._stage()
        if at is None or stage.contains(at):
            return
        middle = stage.center()
        self.pan(middle.x() - at.x(), middle.y() - at.y())

    def _seen(self, found: Spot | Strand | None) -> QPointF | None:
        if found is None:
            return None
        at = found.at if isinstance(found, Spot) else found.middle
        return QPointF(*self._relative().seen(*at))

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        # Single letters and arrows work in the picture here, whatever they do elsewhere.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = not event.modifiers() & ~(
                Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
            )
            escape = event.key() == Qt.Key.Key_Escape and (
                self._from is not None or self._load is not None
            )
            nudge = (
                self.movable
                and event.key() in (*_ARROWS, Qt.Key.Key_Backspace)
                and event.modifiers() & Qt.KeyboardModifier.AltModifier
            )
            if nudge:
                event.accept()
                return True
            if plain and (event.text().lower() in tuple("+=-_0f ") or escape):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._worked(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _worked(self, event: QKeyEvent) -> bool:
        key, how = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = how == Qt.KeyboardModifier.ShiftModifier
        if how == Qt.KeyboardModifier.AltModifier and key in _ARROWS and self.movable:
            dx, dy = _ARROWS[key]
            step = self.width() * _NUDGE
            self._carry(self.selected or "", QPointF(dx * step, dy * step))
            return True
        if how == Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Backspace:
            entry = self.current_entry()
            if self.movable and entry is not None and entry.kind == "actor":
                self.let_go.emit(entry)
            return True
        if how and not shift:
            return False
        if key == Qt.Key.Key_Escape and self._load is not None:
            self._load = None
            self.update()
            return True
        text = event.text().lower()
        if text in ("+", "="):
            self.zoom(_STEP)
        elif text in ("-", "_"):
            self.zoom(1 / _STEP)
        elif text in ("0", "f"):
            self.fit()
        elif key in _ARROWS and shift:
            dx, dy = _ARROWS[key]
            self.pan(-dx * self.width() * 0.12, -dy * self.height() * 0.12)
        elif key in _ARROWS:
            self._step(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._follow()
        elif key == Qt.Key.Key_Escape and self._from is not None:
            self._take(self._from)
        elif key == Qt.Key.Key_Space:
            entry = self.current_entry()
            if entry is not None:
                self.opened.emit(entry)
        else:
            return False
        return True

    def _step(self, dx: float, dy: float) -> None:
        """To the next actor in a direction; on a line to the actor's next line."""
        web = self.web()
        found = web.find(self.selected)
        if found is None:
            first = web.first()
            if first is not None:
                self._take(first.group.entry)
        elif isinstance(found, Spot):
            spot = web.towards(self.selected or "", dx, dy)
            if spot is not None:
                self._take(spot.group.entry)
        else:
            at = self._from or next((end for end in found.group.ends if end in web.spots), "")
            lines = web.lines_of(at)
            if self.selected in lines:
                by = 1 if dx + dy > 0 else -1
                self._from = at
                self._take(lines[(lines.index(self.selected) + by) % len(lines)])

    def _follow(self) -> None:
        web = self.web()
        found = web.find(self.selected)
        if isinstance(found, Spot):
            lines = web.lines_of(self.selected or "")
            if lines:
                self._from = self.selected
                self._take(lines[0])
        elif found is not None:
            other = web.across(self.selected or "", self._from or found.group.ends[0])
            self._take(other or self._from)

    def _take(self, entry: str | None) -> None:
        """Choose by keys: shown, told and brought into view."""
        found = self.web().find(entry)
        if found is None:
            return
        if isinstance(found, Spot):
            self._from = None
        self._choose(found.group)
        self._reveal(found)


class _Redraw:
    """Draws what is seen through a lens, away from the GUI thread."""

    def __init__(
        self, draw: Callable[..., Picture], width: float, height: float, lens: Lens
    ) -> None:
        self._draw, self._width, self._height, self._lens = draw, width, height, lens

    def __call__(self, _progress: Progress, token: CancelToken) -> tuple[Lens, Picture]:
        token.check()
        return self._lens, self._draw(self._width, self._height, lens=self._lens)


def _between(one: Lens, other: Lens) -> Lens:
    """What takes a place as seen through one lens to where the other shows it."""
    scale = other.scale / one.scale
    return Lens(scale, other.dx - one.dx * scale, other.dy - one.dy * scale)


def _is_fixed(item: Item) -> bool:
    return isinstance(item, Group) and item.kind == "fixed"


def _nothing() -> Picture:
    from briefing.domain.picture import Picture

    items: Sequence[Item] = ()
    return Picture(0, 0, tuple(items), _("Nothing to show"))
