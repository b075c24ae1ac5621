"""The timeline on the screen: zoomed by wheel and keys, moved through with the arrows."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QScrollBar

from briefing.analysis.timeline import (
    Arrangement,
    Frame,
    Rows,
    TimelineScene,
    Window,
    draw_timeline,
    fit,
    frame_of,
    scale_limits,
)
from briefing.domain.dates import ordinal
from briefing.domain.picture import hit_group
from briefing.i18n import _
from briefing.ui import theme
from briefing.ui.pictures.painter import paint_picture
from briefing.ui.pictures.picture_widget import STEP, PictureWidget
from briefing.ui.session import Entry

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from briefing.analysis.timeline import TimelineEntry
    from briefing.domain.picture import Group, Picture

#: Not grown with the text: where little room is left, rows and picture share it.
_LEAST = 110
_KINDS = ("event", "quote")


class TimelineView(PictureWidget):
    """Paints the window of time that is shown; only what is seen is drawn.

    Wheel: zoom about the pointer. With Shift, or sideways: move in time. Over the names: scroll lanes.
    Keys: + and − zoom, 0 or F fits, T goes to today, arrows move between entries, with Shift in time.
    """

    letters = "+=-_0ft"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Events and quotes on a time axis"), parent)
        self.setMinimumHeight(_LEAST)
        self.scene = TimelineScene()
        self.window_shown: Window | None = None
        self.selected = ""
        self.picture: Picture | None = None
        self._fitted = True
        self._rows: Rows | None = None
        self._grab: QPointF | None = None
        self._grabbed: tuple[Window, int] | None = None
        self._dragged = False
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setAccessibleName(_("Lanes"))
        self.bar.valueChanged.connect(self._on_scrolled)
        theme.current().theme_changed.connect(self._on_theme_changed)

    # ------------------------------------------------------------------ what is shown

    def set_scene(self, scene: TimelineScene, *, keep: bool = True) -> None:
        """Show other entries. ``keep`` keeps the window of time, unless all was in view."""
        if scene == self.scene and self.window_shown is not None and keep:
            return
        self.scene = scene
        self._rows = None
        if not keep or self._fitted:
            self.window_shown = None
            self._fitted = True
        self.setAccessibleDescription(scene.words)
        self._forget()

    def set_selected(self, record_id: str, *, reveal: bool = False) -> None:
        """Mark the entry that is chosen elsewhere; ``reveal`` brings it into view."""
        if record_id != self.selected:
            self.selected = record_id
            self._forget()
        if reveal:
            self._reveal(record_id)

    def fit(self) -> None:
        """Show all that has a date."""
        self.window_shown = None
        self._fitted = True
        self._forget()

    def go_to(self, day: int) -> None:
        """Bring a day to the middle."""
        window, frame = self._window(), self._frame()
        self._show(Window(day + 0.5 - frame.room / 2 / window.scale, window.scale))

    def go_to_today(self) -> None:
        """Bring today to the middle."""
        self.go_to(_today())

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Zoom about a place of the widget, or about the selected entry, or the middle."""
        window, frame = self._window(), self._frame()
        at = frame.room / 2 if x is None else max(0.0, min(frame.room, x - frame.left))
        if x is None and (entry := self._entry(self.selected)) is not None:
            day = entry.first if entry.first is not None else entry.last
            if day is not None and 0 <= window.x(day + 0.5) <= frame.room:
                at = window.x(day + 0.5)
        self._show(window.zoomed(factor, at, *scale_limits(self.scene, frame)))

    def pan(self, share: float) -> None:
        """Move in time by a share of what is shown; above 0 is later."""
        self._show(self._window().panned(share * self._frame().room))

    def scroll_lanes(self, pixels: float) -> None:
        """Move the lanes."""
        self.bar.setValue(round(self.bar.value() + pixels))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(700), theme.px(340))

    def current_entry(self) -> Entry | None:
        """The entry that is chosen: what is copied from here."""
        entry = self._entry(self.selected)
        return Entry(entry.kind, entry.id) if entry is not None else None

    # ------------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window.background"))
        paint_picture(painter, self.current_picture())
        self._paint_focus(painter)

    def current_picture(self) -> Picture:
        """The display list of what is seen."""
        if self.picture is None:
            frame, window = self._frame(), self._window()
            arrangement = self._arrangement(window.scale)
            self._set_range(arrangement, frame)
            self.picture = draw_timeline(
                arrangement,
                window,
                frame,
                top=self.bar.value(),
                selected=self.selected,
                today=_today(),
            )
        return self.picture

    def _frame(self) -> Frame:
        wide = self.width() - (self.bar.width() if self.bar.isVisibleTo(self) else 0)
        # A low widget keeps its lanes and gives up the legend.
        legend = self.height() >= theme.px(230)
        return frame_of(
            self.scene, max(200, wide), self.height(), min_text=theme.px(12), legend=legend
        )

    def _window(self) -> Window:
        if self.window_shown is None:
            self.window_shown = fit(self.scene, self._frame())
        return self.window_shown

    def _arrangement(self, scale: float) -> Arrangement:
        size = float(theme.px(12))
        if self._rows is None or self._rows.size != size:
            self._rows = Rows(self.scene, size)
        return self._rows.at(scale)

    def _set_range(self, arrangement: Arrangement, frame: Frame) -> None:
        room = frame.height - frame.head - frame.foot
        most = max(0, round(arrangement.height - room))
        self.bar.blockSignals(True)
        self.bar.setRange(0, most)
        self.bar.setPageStep(max(1, round(room)))
        self.bar.setSingleStep(round(arrangement.row_height))
        self.bar.blockSignals(False)
        if self.bar.isVisibleTo(self) != bool(most):
            self.bar.setVisible(bool(most))
        self._place_bar(frame)

    def _place_bar(self, frame: Frame) -> None:
        wide = self.bar.sizeHint().width()
        top = round(frame.head)
        self.bar.setGeometry(
            self.width() - wide, top, wide, self.height() - top - round(frame.foot)
        )

    def _show(self, window: Window) -> None:
        self.window_shown = window
        self._fitted = False
        self._forget()

    def _forget(self) -> None:
        self.picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.window_shown = None
        self._forget()

    def _on_scrolled(self, _value: int) -> None:
        self._forget()

    def _on_theme_changed(self) -> None:
        self._rows = None
        if self._fitted:
            self.window_shown = None
        self._forget()

    # ------------------------------------------------------------------ wheel and pointer

    def _turned(self, notches: float, at: QPointF) -> None:
        if at.x() < self._frame().left:
            self.scroll_lanes(-notches * self.bar.singleStep() * 2)
        else:
            self.zoom(STEP**notches, at.x())

    def _turned_sideways(self, notches: float) -> None:
        self.pan(-notches * 0.12)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grab, self._dragged = event.position(), False
            self._grabbed = (self._window(), self.bar.value())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._grab is not None and self._grabbed is not None:
            gone = at - self._grab
            if self._dragged or gone.manhattanLength() > 5:
                self._dragged = True
                window, top = self._grabbed
                self.bar.setValue(round(top - gone.y()))
                self._show(window.panned(-gone.x()))
            return
        group = self._group_at(at)
        known = group is not None and group.kind in _KINDS
        self._tell(event, group, pressable=known)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grabbed, self._grab = self._grab, None
        if grabbed is None or self._dragged:
            return
        group = self._group_at(event.position())
        if group is None or group.entry is None or group.kind not in _KINDS:
            return
        wanted = group.entry
        together = self._arrangement(self._window().scale).companions(wanted)
        if self.selected in together and len(together) > 1:
            # Pressing a crowd again goes through it.
            wanted = together[(together.index(self.selected) + 1) % len(together)]
        self._choose(wanted)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        group = self._group_at(event.position())
        if group is not None and group.entry is not None and group.kind in _KINDS:
            self.opened.emit(Entry(group.kind, group.entry))
        else:
            self.zoom(STEP**2, event.position().x())

    def _group_at(self, at: QPointF) -> Group | None:
        frame = self._frame()
        if at.y() < frame.head or at.y() > frame.height - frame.foot:
            return None
        return hit_group(self.current_picture(), at.x(), at.y())

    # ------------------------------------------------------------------ keys

    def _worked(self, event: QKeyEvent) -> bool:
        key, how = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = how == Qt.KeyboardModifier.ShiftModifier
        if how and not shift:
            return False
        if self._zoomed_by_key(event):
            return True
        if event.text().lower() == "t":
            self.go_to_today()
        elif shift and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.pan(0.15 if key == Qt.Key.Key_Right else -0.15)
        elif (shift and key in (Qt.Key.Key_Up, Qt.Key.Key_Down)) or key in (
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        ):
            down = key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
            step = self.bar.singleStep() if shift else self.bar.pageStep()
            self.scroll_lanes(step if down else -step)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step_lane(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.scene.entries:
            self._choose(self.scene.entries[0 if key == Qt.Key.Key_Home else -1].id)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            entry = self._entry(self.selected)
            if entry is not None:
                self.opened.emit(Entry(entry.kind, entry.id))
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        """The entry before or after in time; with none chosen the first that is in view."""
        entries = self.scene.entries
        ids = [entry.id for entry in entries]
        if self.selected in ids:
            to = ids.index(self.selected) + by
            if 0 <= to < len(ids):
                self._choose(ids[to])
        elif entries:
            self._choose(next((e.id for e in entries if self._in_view(e)), ids[0]))

    def _step_lane(self, by: int) -> None:
        """The entry nearest in time in the next lane that has one."""
        entry = self._entry(self.selected)
        if entry is None:
            self._step(1)
            return
        keys = [lane.key for lane in self.scene.lanes]
        here = keys.index(entry.lanes[0]) if entry.lanes[0] in keys else 0
        steps = range(here + by, len(keys) if by > 0 else -1, by)
        for number in steps:
            inside = [e for e in self.scene.entries if keys[number] == e.lanes[0]]
            if inside:
                self._choose(min(inside, key=_Distance(entry)).id)
                return

    def _choose(self, record_id: str) -> None:
        entry = self._entry(record_id)
        if entry is not None:
            self.set_selected(record_id, reveal=True)
            self.chosen.emit(Entry(entry.kind, entry.id))

    def _entry(self, record_id: str) -> TimelineEntry | None:
        return next((e for e in self.scene.entries if e.id == record_id), None)

    def _in_view(self, entry: TimelineEntry) -> bool:
        day = entry.first if entry.first is not None else entry.last
        return day is not None and 0 <= self._window().x(day + 0.5) <= self._frame().room

    def _reveal(self, record_id: str) -> None:
        entry = self._entry(record_id)
        if entry is None:
            return
        frame, window = self._frame(), self._window()
        first = entry.first if entry.first is not None else entry.last
        last = entry.last if entry.last is not None else entry.first
        if first is not None and last is not None:
            left, right = window.x(first), window.x(last + 1)
            if right < 0 or left > frame.room:
                self.go_to(first)
        arrangement = self._arrangement(self._window().scale)
        room = frame.height - frame.head - frame.foot
        self._set_range(arrangement, frame)
        rows = [arrangement.row_of(record_id, key) for key in entry.lanes]
        spots = [spot for spot in rows if spot is not None]
        value = self.bar.value()
        if not spots or any(top >= value and end <= value + room for top, end in spots):
            return
        top, end = spots[0]
        self.bar.setValue(round(top if top < value else end - room))


class _Distance:
    """How far in time an entry lies from another."""

    def __init__(self, entry: TimelineEntry) -> None:
        self._day = _day(entry)

    def __call__(self, other: TimelineEntry) -> tuple[bool, int]:
        day = _day(other)
        if day is None or self._day is None:
            return day is not self._day, 0
        return False, abs(day - self._day)


def _day(entry: TimelineEntry) -> int | None:
    return entry.first if entry.first is not None else entry.last


def _today() -> int:
    now = datetime.datetime.now(datetime.UTC).astimezone().date()
    return ordinal(now.year, now.month, now.day)
