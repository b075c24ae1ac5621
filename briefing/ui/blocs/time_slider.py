"""The years as a slider: one day or two to drag, with what changes and what happened marked on it."""

# long because: painting, pointer and keys all move the same two handles.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from briefing.analysis.time_axis import Window, ticks
from briefing.domain.dates import from_ordinal, ordinal, ordinal_to_text
from briefing.i18n import _
from briefing.services.bloc_moments import TimeSpan
from briefing.ui import theme
from briefing.ui.session import Entry

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from briefing.services.bloc_moments import Happening, Moment

#: Days of an axis up to which a step of the keys is a month, else a year.
_MONTHS_UP_TO = 366 * 12
_REACH = 6


@dataclass(frozen=True, slots=True)
class DayChosen:
    """A handle was moved: ``earlier`` tells which, ``text`` is the EDTF date that it stands on."""

    earlier: bool
    text: str


class TimeSlider(QWidget):
    """One handle, or two for two dates. Ticks beneath the axis are changes, marks above it events.

    Left and right go on by a month or a year, Page Up and Page Down to the change before and after, Home
    and End to the first and the last, up and down choose which of two handles the keys move.
    """

    #: A handle was moved; carries a DayChosen.
    day_chosen = Signal(object)
    #: An event was pressed; carries its Entry.
    event_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The years"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.span = TimeSpan(0, 0)
        #: The days shown; the earlier is None where there is one date only.
        self.day = 0
        self.earlier: int | None = None
        self._words = ("", "")
        self._moves_earlier = False
        self._dragging = False
        theme.current().theme_changed.connect(self._on_theme_changed)

    def set_span(self, span: TimeSpan) -> None:
        """Show another axis."""
        self.span = span
        self.update()

    def set_days(self, day: int, words: str, earlier: int | None = None, before: str = "") -> None:
        """Put the handles where the pictures are; their dates in words are read out."""
        self.day, self.earlier = day, earlier
        self._words = (words, before)
        if earlier is None:
            self._moves_earlier = False
        said = words if earlier is None else _("{one} and {two}").format(one=before, two=words)
        self.setAccessibleDescription(
            _("{dates}. {n} changes and {m} events on the years.").format(
                dates=said, n=len(self.span.moments), m=len(self.span.events)
            )
        )
        self.update()

    def step(self, by: int) -> bool:
        """To the next change after the handle, or the one before; False where there is none."""
        here = self._here()
        found = self.span.after(here) if by > 0 else self.span.before(here)
        if found is not None:
            self._go(found.day, found.text, found.words)
        return found is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has a date."""
        return self.span.first == self.span.last

    def sizeHint(self) -> QSize:
        return QSize(
            theme.px(400), self._axis() + QFontMetrics(self._font()).height() + theme.px(9)
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    # ------------------------------------------------------------------ painting

    def _font(self):  # noqa: ANN202 - a font of the theme
        return theme.sans(0.85)

    def _axis(self) -> int:
        """How far down the axis lies."""
        return theme.px(19)

    def _edge(self) -> int:
        return theme.px(12)

    def _window(self) -> Window:
        room = max(1, self.width() - 2 * self._edge())
        return Window(self.span.first, room / max(1, self.span.last - self.span.first))

    def _x(self, day: float) -> float:
        return self._edge() + self._window().x(day)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axis, left, right = self._axis(), self._edge(), self.width() - self._edge()
        painter.setPen(QPen(theme.colour("window.control"), theme.px(1.4)))
        painter.drawLine(QPointF(left, axis), QPointF(right, axis))
        if self.is_empty:
            return
        if self.earlier is not None:
            painter.setPen(QPen(theme.colour("accent.line"), theme.px(3)))
            painter.drawLine(QPointF(self._x(self.earlier), axis), QPointF(self._x(self.day), axis))
        self._paint_years(painter, axis)
        painter.setPen(QPen(theme.colour("text.muted"), theme.px(1.4)))
        for one in self.span.moments:
            x = self._x(one.day)
            painter.drawLine(QPointF(x, axis + theme.px(2)), QPointF(x, axis + theme.px(7)))
        for one in self.span.events:
            self._paint_event(painter, one, axis)
        if self.earlier is not None:
            self._paint_handle(painter, self.earlier, axis, active=self._moves_earlier)
        self._paint_handle(painter, self.day, axis, active=not self._moves_earlier)

    def _paint_years(self, painter: QPainter, axis: int) -> None:
        painter.setFont(self._font())
        metrics = QFontMetrics(self._font())
        painter.setPen(theme.colour("text.muted"))
        window, room = self._window(), float(self.width() - 2 * self._edge())
        base = axis + theme.px(8) + metrics.ascent()
        last = -1.0
        for tick in ticks(window, room, metrics.horizontalAdvance("Sep 2024") * 1.25):
            wide = metrics.horizontalAdvance(tick.text)
            x = min(max(0.0, self._x(tick.day) - wide / 2), self.width() - wide)
            if x > last:
                painter.drawText(QPointF(x, base), tick.text)
                last = x + wide + theme.px(8)

    def _paint_event(self, painter: QPainter, one: Happening, axis: int) -> None:
        low, high = self._x(one.first), self._x(one.last)
        y, half = axis - theme.px(10), theme.px(3.6)
        painter.setBrush(theme.colour("status.warn"))
        painter.setPen(Qt.PenStyle.NoPen)
        if high - low > 2 * half:
            # Took time, or is not known to the day: as long as it may have been.
            painter.drawRoundedRect(QRectF(low, y - half / 2, high - low, half), half / 2, half / 2)
            return
        x = (low + high) / 2
        diamond = [QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half)]
        painter.drawPolygon(QPolygonF([*diamond, QPointF(x - half, y)]))

    def _paint_handle(self, painter: QPainter, day: int, axis: int, *, active: bool) -> None:
        x, radius = self._x(day), theme.px(6)
        if active and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent.main"), 2))
            painter.drawEllipse(QPointF(x, axis), radius + 4, radius + 4)
        painter.setPen(QPen(theme.colour("window.background"), theme.px(1.4)))
        painter.setBrush(theme.colour("accent.main"))
        painter.drawEllipse(QPointF(x, axis), radius, radius)

    # ------------------------------------------------------------------ pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.is_empty:
            return
        x, y = event.position().x(), event.position().y()
        found = self._event_at(x, y)
        if found is not None:
            self.event_chosen.emit(Entry("event", found.id))
            return
        self._dragging = True
        if self.earlier is not None:
            # The handle that lies nearer is the one that is meant.
            self._moves_earlier = abs(x - self._x(self.earlier)) < abs(x - self._x(self.day))
        self._drag(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x, y = event.position().x(), event.position().y()
        if self._dragging:
            self._drag(x)
            return
        happening, moment = self._event_at(x, y), self._moment_at(x)
        words = happening.words if happening else moment.words if moment else ""
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if happening else Qt.CursorShape.ArrowCursor
        )
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragging = False

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _drag(self, x: float) -> None:
        moment = self._moment_at(x)
        if moment is not None:
            self._go(moment.day, moment.text)
            return
        day = round(self._window().moment(x - self._edge()))
        day = min(self.span.last, max(self.span.first, day))
        year, month, _day = from_ordinal(day)
        self._go(day, _month(year, month))

    def _moment_at(self, x: float) -> Moment | None:
        reach = theme.px(_REACH)
        near = [one for one in self.span.moments if abs(self._x(one.day) - x) <= reach]
        return min(near, key=lambda one: abs(self._x(one.day) - x), default=None)

    def _event_at(self, x: float, y: float) -> Happening | None:
        if y > self._axis() - theme.px(5):
            return None
        reach = theme.px(_REACH)
        near = [
            one
            for one in self.span.events
            if self._x(one.first) - reach <= x <= self._x(one.last) + reach
        ]
        # A short one lies over a long one.
        return min(near, key=lambda one: one.last - one.first, default=None)

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held or self.is_empty or not self._worked(key):
            super().keyPressEvent(event)

    def _worked(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._shift(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            if self.span.moments:
                end = self.span.moments[0 if key == Qt.Key.Key_Home else -1]
                self._go(end.day, end.text, end.words)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.earlier is not None:
            self._moves_earlier = key == Qt.Key.Key_Up
            which = _("Earlier date") if self._moves_earlier else _("Later date")
            self._say(f"{which}: {self._words[1 if self._moves_earlier else 0]}")
            self.update()
        else:
            return False
        return True

    def _shift(self, by: int) -> None:
        year, month, _day = from_ordinal(self._here())
        if self.span.last - self.span.first <= _MONTHS_UP_TO:
            at = year * 12 + month - 1 + by
            year, month = divmod(at, 12)
            month += 1
        else:
            year += by
        day = ordinal(year, month, 28)
        if self.span.first <= day <= self.span.last:
            self._go(day, _month(year, month))

    def _here(self) -> int:
        return self.earlier if self._moves_earlier and self.earlier is not None else self.day

    def _go(self, day: int, text: str, words: str = "") -> None:
        # At once: the next key must not wait for the picture.
        if self._moves_earlier and self.earlier is not None:
            self.earlier = day
        else:
            self.day = day
        self.update()
        self.day_chosen.emit(DayChosen(self._moves_earlier and self.earlier is not None, text))
        now = self._words[1 if self._moves_earlier else 0]
        self._say(". ".join(filter(None, (now, words))))

    def _say(self, words: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def _month(year: int, month: int) -> str:
    """The EDTF text of a month."""
    return ordinal_to_text(ordinal(year, month, 1)).rsplit("-", 1)[0]
